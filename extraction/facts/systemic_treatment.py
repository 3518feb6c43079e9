"""Puts what a document says of its drugs into treatments: one drug over one period, with how it stands at the end."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from domain.course import Setting, SystemicTreatment, TreatmentStatus
from domain.dates import PartialDate, months_between
from extraction.facts.note import Note
from extraction.facts.treatment_statement import Statement
from extraction.facts.treatment_statements import GIVEN, statements

_TAXANES = frozenset({"docetaxel", "paclitaxel", "nab_paclitaxel"})
_TALK = frozenset({TreatmentStatus.PLANNED, TreatmentStatus.CONSIDERED, TreatmentStatus.DECLINED})
_MONTHS_OF_ONE_PERIOD = 2
_MOST_EVIDENCE = 6
_SPREAD = re.compile(
    r"\b(?:(?:liver|lung|bone|brain|distant|visceral) (?:mets|metasta\w+|recurrence|relapse)|metastatic (?:disease|recurrence|relapse)|stage (?:iv|4))\b"
)
_GREW = re.compile(r"progress|\bpd\b|relapse|recurrence|grew")


@dataclass(frozen=True)
class _Period:
    """One drug over one period, as far as the text has been read."""

    drug: str
    said: tuple[Statement, ...]

    def first(self, name: str) -> Any:  # noqa: ANN401
        """The first value told of a field."""
        return next((value for each in self.said if (value := getattr(each, name)) is not None), None)

    @property
    def status(self) -> TreatmentStatus | None:
        """The last thing said in so many words, else the last thing implied."""
        told = [each for each in self.said if each.status is not None]
        strong = [each for each in told if each.strong]
        return (strong or told)[-1].status if told else None

    @property
    def grew(self) -> bool:
        """Whether it ended because the cancer grew: the same drug after that is another course."""
        return any(each.reason and _GREW.search(each.reason.lower()) for each in self.said)

    @property
    def start(self) -> PartialDate | None:
        """The first start told."""
        return self.first("start")  # type: ignore[no-any-return]

    @property
    def stop(self) -> PartialDate | None:
        """When it ended; unless it goes on. The last dose of what was stopped is its end."""
        if self.status in {TreatmentStatus.CURRENT, TreatmentStatus.HELD, *_TALK}:
            return None
        stops = [each.stop for each in self.said if each.stop is not None]
        lasts = [each.last for each in self.said if each.last is not None]
        if stops:
            return stops[-1]
        ended = self.status in {TreatmentStatus.STOPPED, TreatmentStatus.COMPLETED}
        return lasts[-1] if lasts and ended else None


def find(note: Note) -> tuple[SystemicTreatment, ...]:
    """The systemic treatments that a document tells of, in order of their first mention.

    Only what was given, planned, considered or declined; a drug that is merely named is none.
    """
    periods: list[_Period] = []
    said = [each for each in statements(note) if not each.negated]
    for statement in said:
        for drug in _named(statement, said):
            _add(note, periods, drug, statement)
    return tuple(_treatment(note, each) for each in periods if _tells(each))


def _named(statement: Statement, said: Sequence[Statement]) -> Iterable[str]:
    """The drugs of a statement; a taxane in shorthand is the one that the document names, when it names only one."""
    for drug in statement.drugs:
        if drug == "taxane" and statement.status not in _TALK:
            same = [each for each in said if _may_be_same(each, statement)]
            named = {other for each in same for other in each.drugs} & _TAXANES
            beside = {other for each in same if each.unit == statement.unit for other in each.drugs} & _TAXANES
            named = beside if len(named) > 1 else named  # of several the one of its own sentence
            yield named.pop() if len(named) == 1 else drug
        else:
            yield drug


def _may_be_same(one: Statement, other: Statement) -> bool:
    """Whether two statements may be of one treatment: given, and not one for early and one for metastatic disease."""
    return one.status not in _TALK and (None in {one.setting, other.setting} or one.setting is other.setting)


def _tells(period: _Period) -> bool:
    return any(each.given or each.status is not None for each in period.said)


def _add(note: Note, periods: list[_Period], drug: str, statement: Statement) -> None:
    """Adds a statement to the period that it speaks of, or begins a new one."""
    own = [each for each in periods if each.drug == drug]
    if statement.status in _TALK:
        same = [each for each in own if each.status == statement.status]
        going_on = [each for each in own if each.status in {TreatmentStatus.CURRENT, TreatmentStatus.HELD}]
        if not same and not going_on:
            periods.append(_Period(drug, (statement,)))
        return
    fitting = [
        each
        for each in own
        if each.status not in _TALK and _fits(each, statement) and not _after_spread(note, each, statement)
    ]
    if not fitting:
        if statement.given or statement.status is not None:
            periods.append(_Period(drug, (statement,)))
        return
    period = fitting[-1]
    periods[periods.index(period)] = replace(period, said=(*period.said, statement))


def _fits(period: _Period, statement: Statement) -> bool:
    """Whether a statement may speak of a period: setting, line and dates allow it."""
    setting, line = period.first("setting"), period.first("line")
    if setting and statement.setting and setting is not statement.setting:
        return False
    if line and statement.line and line != statement.line:
        return False
    if statement.start is None:
        closed = _is_closed(period, statement) or setting in {Setting.NEOADJUVANT, Setting.ADJUVANT}
        reopened = statement.status in {TreatmentStatus.CURRENT, TreatmentStatus.HELD}
        went_on = period.status is TreatmentStatus.CURRENT or any(each.follows for each in period.said)
        return not (closed and reopened and not went_on)
    if period.start is None:
        if period.grew and period.stop and months_between(period.stop, statement.start) >= 0:
            return False
        return period.stop is None or months_between(statement.start, period.stop) >= -_MONTHS_OF_ONE_PERIOD
    if abs(months_between(period.start, statement.start)) <= _MONTHS_OF_ONE_PERIOD:
        return True
    if period.stop is not None:
        if period.grew and months_between(period.stop, statement.start) >= 0:
            return False
        return months_between(period.start, statement.start) >= -1 and months_between(period.stop, statement.start) <= (
            _MONTHS_OF_ONE_PERIOD
        )
    return months_between(period.start, statement.start) >= 0


def _after_spread(note: Note, period: _Period, statement: Statement) -> bool:
    """Whether a start is told of behind the spread of a cancer whose early treatment the period was."""
    early = period.first("setting") in {Setting.NEOADJUVANT, Setting.ADJUVANT}
    if not early or statement.start is None or statement.setting is not None:
        return False
    last = period.said[-1]
    return last.written == statement.written and any(
        not note.denied(*match.span())
        for match in _SPREAD.finditer(note.folded, last.end_offset, statement.start_offset)
    )


def _is_closed(period: _Period, statement: Statement) -> bool:
    """Whether a period had ended for good: not one until lately that is now on hold."""
    if period.stop is None:
        return False
    written = statement.written
    lately = written is not None and months_between(period.stop, written) <= _MONTHS_OF_ONE_PERIOD
    return not lately or period.status is TreatmentStatus.STOPPED


def _treatment(note: Note, period: _Period) -> SystemicTreatment:
    telling = [each for each in period.said if each.given or each.status is not None or each.start or each.stop]
    evidence = [
        note.evidence(each.start_offset, each.end_offset, f"systemic_treatment:{each.status or 'given'}")
        for each in telling
    ]
    reasons = [each.reason for each in period.said if each.reason]
    return SystemicTreatment(
        drug=period.drug,
        setting=period.first("setting"),
        line=period.first("line"),
        status=period.status,
        start=period.start,
        stop=period.stop,
        reason=reasons[-1] if reasons and period.status in GIVEN else None,
        evidence=tuple(dict.fromkeys(evidence))[:_MOST_EVIDENCE],
    )

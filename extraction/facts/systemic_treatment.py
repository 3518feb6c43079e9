"""Puts what a document says of its drugs into treatments: one drug over one period, with how it stands at the end."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from domain.course import Setting, SystemicTreatment, TreatmentStatus
from domain.dates import PartialDate
from extraction.facts.note import Note
from extraction.facts.treatment_statement import Statement
from extraction.facts.treatment_statements import GIVEN, statements

_TAXANES = frozenset({"docetaxel", "paclitaxel", "nab_paclitaxel"})
_TALK = frozenset({TreatmentStatus.PLANNED, TreatmentStatus.CONSIDERED, TreatmentStatus.DECLINED})
_MONTHS_OF_ONE_PERIOD = 2
_MOST_EVIDENCE = 6
_NEAR = 72
_METASTATIC = re.compile(r"\b(?:metastatic|stage (?:iv|4)|mets|mbc|metastas[ei]s)\b")
_OTHER_EVENT = re.compile(r"\b(?:brain|cns|intracranial|ct|mri|pet|scan|on|given|started|last|c/o|cta?p)\b|\.\s[A-Z]")


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
        return lasts[-1] if lasts and self.status is TreatmentStatus.STOPPED else None


def find(note: Note) -> tuple[SystemicTreatment, ...]:
    """The systemic treatments that a document tells of, in order of their first mention.

    Only what was given, planned, considered or declined; a drug that is merely named is none.
    """
    periods: list[_Period] = []
    since = metastatic_since(note)
    said = [_with_setting(each, since) for each in statements(note) if not each.negated]
    for statement in said:
        for drug in _named(statement, said):
            _add(periods, drug, statement)
    return tuple(_treatment(note, each) for each in periods if _tells(each))


def metastatic_since(note: Note) -> PartialDate | None:
    """Since when the disease is metastatic, where a date stands beside the word: "stage IV, Aug 2024"."""
    dates = []
    for match in _METASTATIC.finditer(note.folded):
        if note.of_somebody_else(match.start()) or note.denied(match.start(), match.end()):
            continue
        _, end = note.unit_at(match.start())
        behind = note.dates_between(match.end(), min(end, match.end() + _NEAR))
        if behind and not _OTHER_EVENT.search(note.folded, match.end(), behind[0].start):
            dates.append(behind[0].date)
    return min(dates, key=lambda each: (each.year, each.month or 0), default=None)


def _with_setting(statement: Statement, since: PartialDate | None) -> Statement:
    """Rule `begun_after_metastasis`: what began when the disease was metastatic was given for it."""
    undecided = statement.setting is None and since is not None and statement.start is not None
    if undecided and months_between(since, statement.start) >= 0:  # type: ignore[arg-type]
        return replace(statement, setting=Setting.METASTATIC)
    return statement


def _named(statement: Statement, said: Sequence[Statement]) -> Iterable[str]:
    """The drugs of a statement; a taxane in shorthand is the one that the document names, when it names only one."""
    for drug in statement.drugs:
        if drug == "taxane" and statement.status not in _TALK:
            named = {other for each in said if each.status not in _TALK for other in each.drugs} & _TAXANES
            yield named.pop() if len(named) == 1 else drug
        else:
            yield drug


def _tells(period: _Period) -> bool:
    return any(each.given or each.status is not None for each in period.said)


def _add(periods: list[_Period], drug: str, statement: Statement) -> None:
    """Adds a statement to the period that it speaks of, or begins a new one."""
    own = [each for each in periods if each.drug == drug]
    if statement.status in _TALK:
        same = [each for each in own if each.status == statement.status]
        going_on = [each for each in own if each.status in {TreatmentStatus.CURRENT, TreatmentStatus.HELD}]
        if not same and not going_on:
            periods.append(_Period(drug, (statement,)))
        return
    fitting = [each for each in own if each.status not in _TALK and _fits(each, statement)]
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
        closed = period.stop is not None or setting in {Setting.NEOADJUVANT, Setting.ADJUVANT}
        reopened = statement.status in {TreatmentStatus.CURRENT, TreatmentStatus.HELD}
        went_on = period.status is TreatmentStatus.CURRENT or any(each.follows for each in period.said)
        return not (closed and reopened and not went_on)
    if period.start is None:
        return period.stop is None or months_between(statement.start, period.stop) >= -_MONTHS_OF_ONE_PERIOD
    if abs(months_between(period.start, statement.start)) <= _MONTHS_OF_ONE_PERIOD:
        return True
    if period.stop is not None:
        return months_between(period.start, statement.start) >= -1 and months_between(period.stop, statement.start) <= (
            _MONTHS_OF_ONE_PERIOD
        )
    return months_between(period.start, statement.start) >= 0


def months_between(one: PartialDate, other: PartialDate) -> int:
    """Months from one date to another; a date without a month counts from where it is nearest."""
    if one.month is None or other.month is None:
        years = other.year - one.year
        return 0 if years == 0 else 12 * years - (11 if years > 0 else -11)
    return 12 * (other.year - one.year) + other.month - one.month


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

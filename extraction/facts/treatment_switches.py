"""Ends a treatment where the text goes on to the next one: after progression, by a switch, or by an arrow."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from domain.course import TreatmentStatus
from domain.dates import PartialDate, months_between
from extraction.facts.drugs import DrugClass, drug_class
from extraction.facts.note import Note
from extraction.facts.treatment_statement import Statement

_TALK = frozenset({TreatmentStatus.PLANNED, TreatmentStatus.CONSIDERED, TreatmentStatus.DECLINED})
_OVER = frozenset({TreatmentStatus.HELD, TreatmentStatus.STOPPED})
_REACH = 170  # characters between one treatment and the next
_SWITCH_REACH = 400
_PROGRESSION = re.compile(
    r"\b(?P<words>(?:(?:brain|cns|intracranial|liver|hepatic|lung|bone|nodal|systemic|disease) ){0,2}"
    r"(?:progress(?:ion|ed|ive disease)|pd|relapse[d]?|recurrence))\b(?: ?\([^()]{0,30}\))?"
)
_LOCAL = re.compile(
    r"\b(?:srs|gk|gamma knife|cyberknife|rt|wbrt|xrt|radi(?:ation|otherapy|osurgery)|craniotomy|surgery|resect\w+)\b[^.;]{0,40}\Z"
)
_FOR_PROGRESSION = re.compile(
    r"[^.;]{0,40}?\b(?:after|following|at|on|for|upon|because of) (?P<words>(?:(?:brain|cns|intracranial|liver|hepatic|lung|bone|nodal|"
    r"systemic|disease) ){0,2}(?:progression|pd|relapse))\b"
)
_AT_ONCE = 60  # characters
_SWITCHED = re.compile(
    r"\b(?:switch|chang|transition|convert|rotat|mov)\w*(?: (?:over|her|him|therapy|treatment|on))? to\s*\Z"
)
_ARROW = re.compile(r"(?:->|\u2192|=>)\s*(?:(?:maintenance|maint|single[- ]agent|weekly|then)\s)*\Z")
_GOES_ON = re.compile(r"\b(?:add(?:ed|ing|ition)?|continu\w+|resum\w+|remain\w*|beyond progression|on top of)\b")
_DATE_REACH = 26


@dataclass(frozen=True)
class _End:
    """How a treatment ended, when, why, and where the words for it end."""

    status: TreatmentStatus
    stop: PartialDate | None
    reason: str | None
    offset: int


def with_switches(note: Note, said: list[Statement]) -> list[Statement]:
    """The statements, each ended that the next treatment takes the place of."""
    told = list(said)
    for statement in said:
        running = _running_before(told, statement)
        end = _ending(note, running[-1], statement) if running else None
        if end is None:
            continue
        for before in running if end.reason else running[-1:]:
            at = told.index(before)
            told[at : at + 1] = _ended(before, statement, end)
    return told


def _running_before(told: list[Statement], statement: Statement) -> list[Statement]:
    """The treatments that went on when another is told of, if the last one before it in the text did."""
    if statement.negated or statement.status in _TALK or not _was_given(statement):
        return []
    if all(_class(drug) is DrugClass.BONE for drug in statement.drugs):
        return []
    before = [
        each
        for each in told
        if each.named[1] <= statement.named[0]
        and _was_given(each)
        and not each.negated
        and each.status not in _TALK
        and not _is_only_supporting(each, statement)
    ]
    return [each for each in before if _runs(each, statement)] if before and _runs(before[-1], statement) else []


def _was_given(statement: Statement) -> bool:
    """Whether it was given, for all that is said; a numbered line of which no more is said, too."""
    return statement.given or (statement.status is None and statement.line is not None)


def _runs(statement: Statement, other: Statement) -> bool:
    """Whether it had not ended when the other began, and may be for the same disease."""
    if statement.stop is not None or statement.status in _OVER:
        return False
    if statement.setting and other.setting and statement.setting is not other.setting:
        return False
    return not (statement.start and other.start and months_between(statement.start, other.start) < 0)


def _is_only_supporting(statement: Statement, other: Statement) -> bool:
    """Whether all drugs are of a kind that goes on beside the other's: bone drugs, and endocrine ones beside others."""
    return all(_goes_on_beside(drug, other) for drug in statement.drugs)


def _goes_on_beside(drug: str, other: Statement) -> bool:
    endocrine = any(_class(each) is DrugClass.ENDOCRINE for each in other.drugs)
    return _class(drug) is DrugClass.BONE or (_class(drug) is DrugClass.ENDOCRINE and not endocrine)


def _class(drug: str) -> DrugClass:
    return DrugClass.CHEMOTHERAPY if drug == "taxane" else drug_class(drug)


def _ending(note: Note, before: Statement, statement: Statement) -> _End | None:
    start, end = before.named[1], statement.named[0]
    if "\n\n" in note.text[start:end] or end - start > _SWITCH_REACH:
        return None
    if _SWITCHED.search(note.folded, start, end):
        return _End(TreatmentStatus.STOPPED, statement.start, None, statement.named[1])
    is_new = any(drug not in before.drugs for drug in statement.drugs)
    if end - start > _REACH:
        return None
    if is_new and (behind := _named_behind(note, statement)):
        return behind
    if _GOES_ON.search(note.folded, start, statement.end_offset):
        return None
    if is_new and (progression := _progression(note, before, start, end)):
        return progression
    if _ARROW.search(note.folded, start, end):
        return _End(TreatmentStatus.COMPLETED, None, None, statement.named[0])
    return None


def _progression(note: Note, before: Statement, start: int, end: int) -> _End | None:
    """Progression that the next drugs follow at once: "PD 4/2025 -> T-DXd"; not one that was operated on or irradiated."""
    for match in _PROGRESSION.finditer(note.folded, start, end):
        dates = note.dates_between(match.end(), min(end, match.end() + _DATE_REACH))
        offset = dates[0].end if dates else match.end()
        stop = dates[0].date if dates else None
        if note.denied(*match.span("words")) or _LOCAL.search(note.folded, start, match.start()):
            continue
        if end - offset > _AT_ONCE or (stop and before.start and months_between(before.start, stop) < 0):
            continue
        return _End(TreatmentStatus.STOPPED, stop, _words(note, match), offset)
    return None


def _named_behind(note: Note, statement: Statement) -> _End | None:
    """Progression as the reason for the next drugs: "T-DXd started 1/2024 after brain PD"."""
    _, last = note.unit_at(statement.named[0])
    behind = _FOR_PROGRESSION.match(note.folded, statement.named[1], min(last, statement.named[1] + _AT_ONCE))
    if behind is None or statement.status in _OVER or statement.stop is not None:
        return None
    if _GOES_ON.search(note.folded, min(statement.start_offset, statement.named[0]), behind.end()):
        return None
    return _End(TreatmentStatus.STOPPED, None, _words(note, behind), behind.end())


def _words(note: Note, match: re.Match[str]) -> str:
    return " ".join(note.text[match.start("words") : match.end("words")].split())


def _ended(before: Statement, statement: Statement, end: _End) -> Iterator[Statement]:
    """The treatment before, ended; drugs that go on beside the next, and after a mere change those that stay, go on."""
    kept = tuple(
        drug
        for drug in before.drugs
        if _goes_on_beside(drug, statement) or (drug in statement.drugs and not end.reason)
    )
    if kept:
        yield replace(before, drugs=kept)
    dropped = tuple(drug for drug in before.drugs if drug not in kept)
    if dropped:
        stop = end.stop or before.last
        yield replace(
            before,
            drugs=dropped,
            given=True,
            status=end.status,
            strong=True,
            stop=stop,
            reason=end.reason,
            end_offset=max(before.end_offset, end.offset),
        )

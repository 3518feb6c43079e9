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
        before = _running_before(told, statement)
        if before is None:
            continue
        end = _ending(note, before, statement)
        if end is not None:
            at = told.index(before)
            told[at : at + 1] = _ended(before, statement, end)
    return told


def _running_before(told: list[Statement], statement: Statement) -> Statement | None:
    """The treatment that went on when another is told of: the last one before it in the text."""
    if statement.negated or statement.status in _TALK or not statement.given:
        return None
    before = [
        each
        for each in told
        if each.named[1] <= statement.named[0]
        and each.given
        and not each.negated
        and each.status not in _TALK
        and not _is_only_supporting(each, statement)
    ]
    last = before[-1] if before else None
    if last is None or last.stop is not None or last.status in _OVER:
        return None
    if last.setting and statement.setting and last.setting is not statement.setting:
        return None
    if last.start and statement.start and months_between(last.start, statement.start) < 0:
        return None
    return last


def _is_only_supporting(statement: Statement, other: Statement) -> bool:
    """Whether all drugs are of a kind that goes on beside the other's: bone drugs, and endocrine ones beside others."""
    beside = {DrugClass.BONE}
    if not any(_class(drug) is DrugClass.ENDOCRINE for drug in other.drugs):
        beside.add(DrugClass.ENDOCRINE)
    return all(_class(drug) in beside for drug in statement.drugs)


def _class(drug: str) -> DrugClass:
    return DrugClass.CHEMOTHERAPY if drug == "taxane" else drug_class(drug)


def _ending(note: Note, before: Statement, statement: Statement) -> _End | None:
    start, end = before.named[1], statement.named[0]
    if "\n\n" in note.text[start:end] or end - start > _SWITCH_REACH:
        return None
    if _SWITCHED.search(note.folded, start, end):
        return _End(TreatmentStatus.STOPPED, statement.start, None, statement.named[1])
    if end - start > _REACH or _GOES_ON.search(note.folded, start, end):
        return None
    new = [drug for drug in statement.drugs if drug not in before.drugs]
    for match in _PROGRESSION.finditer(note.folded, start, end):
        if not new or note.denied(*match.span("words")):
            continue
        dates = note.dates_between(match.end(), min(end, match.end() + _DATE_REACH))
        stop = dates[0].date if dates else None
        if stop and before.start and months_between(before.start, stop) < 0:
            continue
        words = " ".join(note.text[match.start("words") : match.end("words")].split())
        offset = dates[0].end if dates else match.end()
        return _End(TreatmentStatus.STOPPED, stop, words, offset)
    if _ARROW.search(note.folded, start, end):
        return _End(TreatmentStatus.COMPLETED, None, None, statement.named[0])
    return None


def _ended(before: Statement, statement: Statement, end: _End) -> Iterator[Statement]:
    """The treatment before, ended; after a mere change of drugs, those that stay go on."""
    kept = () if end.reason else tuple(drug for drug in before.drugs if drug in statement.drugs)
    if kept:
        yield replace(before, drugs=kept)
    dropped = tuple(drug for drug in before.drugs if drug not in kept)
    if dropped:
        stop = end.stop or before.last
        yield replace(
            before,
            drugs=dropped,
            status=end.status,
            strong=True,
            stop=stop,
            reason=end.reason,
            end_offset=max(before.end_offset, end.offset),
        )

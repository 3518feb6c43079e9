"""Numbers the lines of treatment of a list or table that says its numbers are lines: "Lines: (1) THP (2) T-DXd"."""

import re
from dataclasses import replace

from domain.course import Setting, TreatmentStatus
from extraction.facts.note import Note
from extraction.facts.treatment_statement import Statement

_HEADING = re.compile(
    r"\b(?:lines?(?: of (?:therapy|treatment|tx|rx|systemic therapy))?(?: ?\([^()\n]{0,20}\))?\s*:"
    r"|line[\s|]+(?:regimen|treatment|drugs?|therapy|agents?)\b)"
)
_REACH = 1500  # characters from a heading to the numbers below it
_NUMBER = re.compile(r"(?:^|[\s(|.;,])(?:line )?#?(?P<number>[1-9])(?:[).:|]|[ \t])[\s|]*\Z")
_LINE_START = re.compile(r"[\s|*-]*(?:line )?#?(?P<number>[1-9])[).:|\s][\s|]*[^\n]*\Z")
_EARLY = frozenset({Setting.NEOADJUVANT, Setting.ADJUVANT})
_TALK = frozenset({TreatmentStatus.PLANNED, TreatmentStatus.CONSIDERED, TreatmentStatus.DECLINED})


def with_numbers(note: Note, said: list[Statement]) -> list[Statement]:
    """The statements with the line that a list under a heading of lines numbers them as.

    Nothing is numbered where the list counts treatment of early disease too: its numbers are then not lines of
    metastatic disease.
    """
    numbers = {each.named: number for each in said if (number := _number(note, each)) is not None}
    numbered = [each for each in said if each.named in numbers]
    if len(set(numbers.values())) < 2 or any(each.setting in _EARLY for each in numbered):
        return said
    return [_of_line(each, numbers, said) if each.named in numbers else each for each in said]


def _of_line(statement: Statement, numbers: dict[tuple[int, int], int], said: list[Statement]) -> Statement:
    """A statement in its line; the start of a row "A -> B, 02/2020 - 11/2021" is that of its first drugs."""
    line = numbers[statement.named]
    start = statement.start
    if start is None and statement.stop is None:
        row = [each for each in said if numbers.get(each.named) == line and each.named > statement.named]
        start = row[0].start if row and row[0].follows and row[0].stop else None
    return replace(statement, line=line, setting=Setting.METASTATIC, given=True, start=start)


def _number(note: Note, statement: Statement) -> int | None:
    if statement.negated or statement.status in _TALK:
        return None
    start = statement.named[0]
    heading = next((each for each in _HEADING.finditer(note.folded, max(0, start - _REACH), start)), None)
    if heading is None or "\n\n" in note.text[heading.end() : start]:
        return None
    first = max(heading.end(), note.text.rfind("\n", 0, start) + 1)
    beside = _NUMBER.search(note.folded, first, start)
    row = _LINE_START.match(note.folded, first, start) if first > heading.end() else None
    found = beside or row
    return int(found["number"]) if found else None

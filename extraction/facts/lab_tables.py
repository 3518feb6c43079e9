"""Reads rows of a laboratory table whose columns are days: the value of each day, under the dates of its head."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from extraction.date_mentions import DateMention
from extraction.facts.note import Note

_LINE = re.compile(r"[^\n]+")
_HEAD_WORDS = re.compile(
    r"(?:[\s|,;:()/-]|\b(?:date|dates|test|tests|analyte|parameter|component|ref|reference|range|normal|units?|limits|collected|day|result|results)\b)*"
)
_LEAST_DAYS = 2
_CELL = re.compile(
    r"[\s|]+(?:(?P<value>[<>]?\d{1,4}(?:\.\d{1,2})?)(?: ?(?:\((?:h|l|hh|ll)\)|\*{1,2}|hh?|ll?|\u2191|\u2193)(?![a-z]))?|(?P<empty>--?|nd|n/?a|pending|\u2013))(?=[\s|]|\Z)"
)


class Cell(NamedTuple):
    """A value of a table, the day it is of, and where it stands."""

    day: DateMention
    value: str
    start: int
    end: int


def rows_of(note: Note, name: re.Pattern[str]) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    """The rows whose name matches: the name as written, with its unit, and the cells that hold a value.

    A row that does not have a cell for each day of the head has none: it is not known which days theirs are of.
    """
    head: list[DateMention] = []
    for line in _LINE.finditer(note.text):
        days = note.dates_between(*line.span())
        if len(days) >= _LEAST_DAYS and _is_head(note, line, days):
            head = days
            continue
        match = name.match(note.folded, *line.span()) if head else None
        if match:
            cells = _cells(note, match.end(), line.end(), len(head))
            yield match.group(), tuple(Cell(day, *cell) for day, cell in zip(head, cells, strict=False) if cell[0])


def _is_head(note: Note, line: re.Match[str], days: list[DateMention]) -> bool:
    """Whether a line holds nothing but dates, and words that head a table."""
    edges = [line.start(), *(edge for day in days for edge in (day.start, day.end)), line.end()]
    gaps = list(pairwise(edges))[::2]
    return all(_HEAD_WORDS.fullmatch(note.folded, *gap) for gap in gaps)


def _cells(note: Note, start: int, end: int, count: int) -> list[tuple[str, int, int]]:
    """The cells of a row, one a day; none where there are fewer or more, but for the range that is normal."""
    cells: list[tuple[str, int, int]] = []
    while len(cells) < count:
        cell = _CELL.match(note.folded, start, end)
        if cell is None or (cell["value"] or "").startswith(("<", ">")):
            return []
        cells.append((cell["value"] or "", *cell.span("value" if cell["value"] else "empty")))
        start = cell.end()
    return [] if _CELL.match(note.folded, start, end) and not _is_range(note, start, end) else cells


def _is_range(note: Note, start: int, end: int) -> bool:
    return re.match(r"[\s|]+(?:[<>]|\d+(?:\.\d+)? ?(?:-|\u2013|to) ?\d)", note.folded[start:end]) is not None

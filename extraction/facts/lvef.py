"""Reads the left ventricular ejection fraction, each value with the date it was measured."""

import re
from collections.abc import Iterator

from domain.dates import PartialDate
from domain.document import DocumentKind
from domain.finding import Finding
from extraction.facts.note import Note
from extraction.facts.told import Told, newest_told

_VALUE = r"(\d{2})(?:\.\d)?(?: ?%)?(?: ?(?:-|to) ?(\d{2})(?! ?/))?(?: ?%| ?per ?cent\b)?"
_LVEF = re.compile(
    r"\b(?:lvef|lv ef|ef|ejection fraction)\b(?: \([a-z' ]{2,20}\))?"
    r"(?:[ :=~,]|\b(?:is|was|of|by|biplane|simpson'?s?|method|estimated|at|calculated|approximately|about|visually|measured|today|"
    r"remains|stable|normal|\d{1,2}d)\b){0,14}" + _VALUE
)
_MONTHS = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
_DAY = rf"(?:\d{{1,2}}[/.-]\d{{1,2}}(?:[/.-]\d{{2,4}})?|\d{{1,2}}/\d{{4}}|\d{{4}}-\d{{2}}-\d{{2}}|(?:\d{{1,2}} )?{_MONTHS}(?: \d{{1,2}}(?![\d/%]),?)?(?: '?\d{{2,4}})?)"
# "Echo 4/2026 61%", "LVEF by gated heart pool scan 64%": what measures it stands for it.
_BY_SCAN = re.compile(
    r"\b(?:(?:lvef|ef)\b(?: (?:by|on|from|per))? ?\(?(?:a |the )?)?"
    r"(?:(?:2d |3d )?echo(?:cardiogra(?:m|phy))?|tte|muga(?: scan)?|(?:gated )?(?:heart|cardiac|blood) (?:blood )?pool scan|heart scan|cardiac mri|cmr)\b"
    rf"(?:[ :=,()]|\b(?:{_DAY}|in|on|of|from|was|is|at|shows|showed|gated|scan|gave|gives|revealed|demonstrates|demonstrated|reported|measured|with|an|a|as|today|repeat|repeated|normal|stable|satisfactory|good|lvef|ef)\b){{0,14}}"
    rf"{_VALUE}(?:(?<=%)|(?<=percent)|(?<=per cent))(?! ?(?:drop|fall|decline|decrease|reduction|absolute|risk|point|strain|gls|below|lower|less))"
)
_NOT_OF_THE_LEFT = re.compile(
    r"\b(?:shortening|fs|sats?|saturation|stenosis|strain|gls|rvef|rv|right ventric\w+)\b[^.;]{0,14}\Z"
)
_BOUND = re.compile(r"(?:<|>|less than|below|at least|above|under|greater than)[ =]*\Z")
_FURTHER = re.compile(r"[\s(]*(?:was )?(?:baseline:? )?" + _VALUE.replace("(?: ?%)?", " ?%", 1))
_ROW = re.compile(r"(?:\d{2}(?:\.\d)? ?%[ \t|]*){2,}")  # of a table: one value a column
_CELL = re.compile(r"(\d{2})(?:\.\d)? ?%")
_TODAY = re.compile(r"\b(?:today|current|this study|now)\b")
_HEAD_LINES = 5
_LOWEST, _HIGHEST = 10, 85
_BEFORE, _AFTER = 44, 30


def find(note: Note) -> Finding[float]:
    """The newest value; of a range its lower end. Its date is when it was measured, None when that is not told."""
    told = [each for match in _matches(note) for each in _told(note, match)]
    measured = [each for each in told if each.date is not None]
    return newest_told(note, measured or told, "lvef", dated=False)


def _matches(note: Note) -> Iterator[re.Match[str]]:
    named = list(_LVEF.finditer(note.folded))
    scans = [
        match
        for match in _BY_SCAN.finditer(note.folded)
        if not any(each.start() < match.end() and match.start() < each.end() for each in named)
        and not _NOT_OF_THE_LEFT.search(note.folded, max(0, match.start() - 40), match.start())
    ]
    for match in (*named, *scans):
        bound = _BOUND.search(note.folded[match.start() : match.start(1)])
        if _LOWEST <= int(match[1]) <= _HIGHEST and not bound and not note.of_somebody_else(match.start()):
            yield match


def _told(note: Note, match: re.Match[str]) -> list[Told[float]]:
    row = _ROW.match(note.folded, match.start(1))
    if row is not None:
        return _of_row(note, row)
    return [
        Told(
            float(match[1]),
            match.start(),
            match.end(),
            date=_within(note, match) or _measured(note, match.start(), match.end()),
            reason=f"Written as {match[1]}-{match[2]}%." if match[2] else None,
        )
    ]


def _of_row(note: Note, row: re.Match[str]) -> list[Told[float]]:
    """The values of a table's row under the dates of its head; none where the head does not name each column."""
    values = list(_CELL.finditer(note.folded, *row.span()))
    end = note.text.rfind("\n", 0, row.start())
    for _ in range(_HEAD_LINES):
        start = note.text.rfind("\n", 0, max(end, 0)) + 1
        cells: list[tuple[int, PartialDate | None]] = [
            (each.start, each.date) for each in note.dates_between(start, end)
        ]
        cells += [(each.start(), note.date_at(row.start())) for each in _TODAY.finditer(note.folded, start, end)]
        if len(cells) == len(values):
            return [
                Told(float(value[1]), value.start(), value.end(), date=date)
                for value, (_, date) in zip(values, sorted(cells, key=lambda cell: cell[0]), strict=True)
            ]
        end = start - 1
    return []


def _within(note: Note, match: re.Match[str]) -> PartialDate | None:
    """The date between what was measured and its value."""
    return next((each.date for each in note.dates_between(match.start(), match.start(1))), None)


def _measured(note: Note, start: int, end: int) -> PartialDate | None:
    """The date beside a value: before it in its sentence, or right behind it; in a heart report, the report's own."""
    first, last = note.unit_at(start)
    before = note.dates_between(max(first, start - _BEFORE), start)
    if before and "%" not in note.folded[before[-1].end : start] and ")" not in note.folded[before[-1].end : start]:
        return before[-1].date
    after = note.dates_between(end, min(last, end + _AFTER))
    if after and not re.search(r"[.;:]|was|prior|previous|baseline|next|due", note.folded[end : after[0].start]):
        follows = note.folded[after[0].end : after[0].end + 2]
        if not follows.startswith(":"):
            return after[0].date
    return note.date_at(start) if note.kind is DocumentKind.CARDIAC else None

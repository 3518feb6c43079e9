"""Reads the left ventricular ejection fraction, each value with the date it was measured."""

import re

from domain.dates import PartialDate
from domain.document import DocumentKind
from domain.finding import Finding
from extraction.facts.note import Note
from extraction.facts.told import Told, newest_told

_VALUE = r"(\d{2})(?:\.\d)?(?: ?%)?(?: ?(?:-|to) ?(\d{2})(?! ?/))?(?: ?%| ?percent\b)?"
_LVEF = re.compile(
    r"\b(?:lvef|lv ef|ef|ejection fraction)\b(?: \(lvef\)| \(ef\))?"
    r"(?:[ :=~,]|\b(?:is|was|of|by|biplane|simpson'?s?|method|estimated|at|calculated|approximately|about|visually|measured|today|"
    r"remains|stable|normal|\d{1,2}d)\b){0,14}" + _VALUE
)
_BOUND = re.compile(r"(?:<|>|less than|below|at least|above|under|greater than)[ =]*\Z")
_FURTHER = re.compile(r"[\s(]*(?:was )?(?:baseline:? )?" + _VALUE.replace("(?: ?%)?", " ?%", 1))
_LOWEST, _HIGHEST = 10, 85
_BEFORE, _AFTER = 44, 30


def find(note: Note) -> Finding[float]:
    """The newest value; of a range its lower end. Its date is when it was measured, None when that is not told."""
    told = [
        Told(
            float(match[1]),
            match.start(),
            match.end(),
            date=_measured(note, match.start(), match.end()),
            reason=f"Written as {match[1]}-{match[2]}%." if match[2] else None,
        )
        for match in _LVEF.finditer(note.folded)
        if _LOWEST <= int(match[1]) <= _HIGHEST
        and not note.of_somebody_else(match.start())
        and not _BOUND.search(note.folded[match.start() : match.start(1)])
    ]
    measured = [each for each in told if each.date is not None]
    return newest_told(note, measured or told, "lvef", dated=False)


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

"""Reads how many lines of treatment for metastatic disease a document says there were."""

import re

from domain.finding import Finding, Status
from extraction.facts.note import Note
from extraction.facts.told import Told, newest_told

_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_HAD = re.compile(
    r"\b(?P<number>one|two|three|four|five|six|[1-6]) (?:previous|prior|earlier) (?P<her2>(?:anti-?her2|her2[ -](?:directed|targeted)) )?"
    r"(?:metastatic )?lines?\b"
)
_NO_SECOND = re.compile(r"\bno (?:2nd|second|2l) line\b")
_NONE = re.compile(
    r"\bmetastatic[ -]setting therapy:? none\b|\bno (?:prior |previous )?(?:tx|therapy|treatment) in (?:the )?met(?:astatic)? setting\b"
)
_NO_HER2 = re.compile(r"\bno her2[ -]?(?:directed|targeted) (?:therapy|treatment) (?:ever|to date|so far)\b")


def lines(note: Note) -> Finding[int]:
    """All lines of metastatic treatment, as stated."""
    told = [
        Told(_value(match["number"]), match.start(), match.end())
        for match in _HAD.finditer(note.folded)
        if not match["her2"] and not note.of_somebody_else(match.start())
    ]
    told += [Told(1, match.start(), match.end()) for match in _NO_SECOND.finditer(note.folded)]
    told += [Told(0, match.start(), match.end(), status=Status.DENIED) for match in _NONE.finditer(note.folded)]
    return newest_told(note, told, "lines_as_stated")


def her2_lines(note: Note) -> Finding[int]:
    """Those with a HER2-directed drug, as stated."""
    told = [
        Told(_value(match["number"]), match.start(), match.end())
        for match in _HAD.finditer(note.folded)
        if match["her2"] and not note.of_somebody_else(match.start())
    ]
    told += [
        Told(0, match.start(), match.end(), status=Status.DENIED)
        for pattern in (_NONE, _NO_HER2)
        for match in pattern.finditer(note.folded)
    ]
    return newest_told(note, told, "her2_lines_as_stated")


def _value(word: str) -> int:
    return _NUMBERS.get(word) or int(word)

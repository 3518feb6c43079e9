"""Reads the laboratory values that bar or change a treatment: creatinine clearance, platelets, ALT, bilirubin."""

import re

from domain.finding import Finding
from extraction.facts.note import Note
from extraction.facts.told import Told, newest_told

_LINK = r"(?: count| total| level)?(?: is| was| of)?[ :=]{1,3}"
_PATTERNS = {
    "creatinine_clearance": (
        re.compile(rf"\b(?:cr ?cl|creatinine clearance|e?gfr){_LINK}(\d{{1,3}})(?![\d/%]|\.\d)"),
        5,
        200,
    ),
    "platelets": (
        re.compile(rf"\b(?:plts?|platelets?){_LINK}(\d{{1,3}})(?![\d%]|\.\d)(?: ?k\b| ?000\b|,000\b)?"),
        3,
        999,
    ),
    "alt": (re.compile(rf"\b(?:alt|sgpt){_LINK}(\d{{1,4}})(?![\d/%]|\.\d)"), 3, 5000),
    "bilirubin": (
        re.compile(
            rf"\b(?:t\.? ?bili|total bilirubin|bilirubin|bili|tbili){_LINK}(\d{{1,2}}(?:\.\d{{1,2}})?)(?![\d/%])"
        ),
        0.1,
        50,
    ),
}
_NOT_NOW = re.compile(
    r"\b(?:nadir|baseline|prior|previous|reference|normal range|if|limit|uln|below|<|>)[^.;,]{0,12}\Z"
)


def find(note: Note, name: str) -> Finding[float]:
    """The newest value of one of `creatinine_clearance`, `platelets`, `alt`, `bilirubin`, in the unit of the profile."""
    pattern, lowest, highest = _PATTERNS[name]
    told = [
        Told(float(match[1]), match.start(), match.end())
        for match in pattern.finditer(note.folded)
        if lowest <= float(match[1]) <= highest
        and not note.of_somebody_else(match.start())
        and not _NOT_NOW.search(note.folded, 0, match.start())
    ]
    return newest_told(note, told[:1], name)

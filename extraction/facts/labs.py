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
_MG = re.compile(r" ?mg\b")
_UMOL = re.compile(r" ?(?:umol|\u00b5mol|\u03bcmol|micromol\w*|mcmol)\b")
_UMOL_IN_MG = 17.1  # umol/L in one mg/dL
_SURELY_MG = 3  # hardly anybody's bilirubin is below it in umol/L
_NOT_NOW = re.compile(
    r"\b(?:nadir|baseline|prior|previous|reference|normal range|if|limit|uln|below|<|>)[^.;,]{0,12}\Z"
)


def find(note: Note, name: str) -> Finding[float]:
    """The newest value of one of `creatinine_clearance`, `platelets`, `alt`, `bilirubin`, in the unit of the profile."""
    pattern, lowest, highest = _PATTERNS[name]
    told = [
        Told(value, match.start(), match.end())
        for match in pattern.finditer(note.folded)
        if lowest <= float(match[1]) <= highest
        and not note.of_somebody_else(match.start())
        and not _NOT_NOW.search(note.folded, 0, match.start())
        and (value := _in_unit(note, name, match)) is not None
    ]
    return newest_told(note, told[:1], name)


def _in_unit(note: Note, name: str, match: re.Match[str]) -> float | None:
    """The value in the profile's unit; None where bilirubin names no unit and may be in either."""
    value = float(match[1])
    if name != "bilirubin" or _MG.match(note.folded, match.end()):
        return value
    if _UMOL.match(note.folded, match.end()):
        return round(value / _UMOL_IN_MG, 1)
    return value if value < _SURELY_MG else None

"""Reads the laboratory values that bar or change a treatment: creatinine clearance, platelets, ALT, bilirubin."""

import re
from collections.abc import Sequence

from domain.finding import Finding
from extraction.facts.lab_tables import Cell, rows_of
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
_UNIT = r"(?:[ ,]*(?:[\[(][^\n\])]{1,16}[\])]|[a-z\u00b5\u03bc]{1,6}/[a-z]{1,3}|x? ?10[e^*]+\d+/[a-z]+|k/[a-z]+))?"
_ROWS = {  # the name at the head of a row of a table
    "creatinine_clearance": re.compile(rf"[ |*-]*(?:cr ?cl|creatinine clearance|e?gfr)\b{_UNIT}(?=[\t |])"),
    "platelets": re.compile(rf"[ |*-]*(?:plts?|platelets?|platelet count)\b{_UNIT}(?=[\t |])"),
    "alt": re.compile(rf"[ |*-]*(?:alt|alat|sgpt|gpt|alanine (?:amino)?transferase)\b{_UNIT}(?=[\t |])"),
    "bilirubin": re.compile(
        rf"[ |*-]*(?:t\.? ?bili|tbili|(?:total )?bili(?:rubin)?)(?:,? ?(?:tot|total)\.?)?(?![a-z]){_UNIT}(?=[\t |])"
    ),
}
_UNIT_REACH = 12
_MG = re.compile(r"(?:^ ?|[(\[ ])mg\b")
_UMOL = re.compile(r"(?:^ ?|[(\[ ])(?:umol|\u00b5mol|\u03bcmol|micromol\w*|mcmol)\b")
_UMOL_IN_MG = 17.1  # umol/L in one mg/dL
_SURELY_MG = 3  # hardly anybody's bilirubin is below it in umol/L
_NOT_NOW = re.compile(
    r"\b(?:nadir|baseline|prior|previous|reference|normal range|if|limit|uln|below|<|>)[^.;,]{0,12}\Z"
)


def find(note: Note, name: str) -> Finding[float]:
    """The newest value of one of `creatinine_clearance`, `platelets`, `alt`, `bilirubin`, in the unit of the profile."""
    pattern, lowest, highest = _PATTERNS[name]
    rows = list(rows_of(note, _ROWS[name]))
    if rows:
        return newest_told(note, [each for row in rows for each in _of_row(name, *row)], name)
    told = [
        Told(value, match.start(), match.end())
        for match in pattern.finditer(note.folded)
        if lowest <= float(match[1]) <= highest
        and not note.of_somebody_else(match.start())
        and not _NOT_NOW.search(note.folded, 0, match.start())
        and (value := _in_unit(note, name, match)) is not None
    ]
    return newest_told(note, told[:1], name)


def _of_row(name: str, label: str, cells: Sequence[Cell]) -> list[Told[float]]:
    """The values of a table's row with a column a day, each with its day."""
    _, lowest, highest = _PATTERNS[name]
    return [
        Told(value, cell.start, cell.end, date=cell.day.date)
        for cell in cells
        if lowest <= float(cell.value) <= highest and (value := _in_unit_of(name, float(cell.value), label)) is not None
    ]


def _in_unit(note: Note, name: str, match: re.Match[str]) -> float | None:
    return _in_unit_of(name, float(match[1]), note.folded[match.end() : match.end() + _UNIT_REACH])


def _in_unit_of(name: str, value: float, words: str) -> float | None:
    """The value in the profile's unit; None where bilirubin names no unit and may be in either."""
    if name != "bilirubin" or _MG.search(words):
        return value
    if _UMOL.search(words):
        return round(value / _UMOL_IN_MG, 1)
    return value if value < _SURELY_MG else None

"""Reads tables of lesions: a line of headings with place, size and earlier size, and a row a lesion."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extraction.facts.lesion_size import NUMBER
from extraction.facts.report import Report

_HEAD = re.compile(
    r"^[^\n]*\b(?:location|site|lesion|region|target)s?\b[^\n]*(?:\||\t| {2,})[^\n]*\b(?:size|current|today|now|dimensions?|diameter)\b[^\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
_COLUMNS = re.compile(r"[ ]*\|[ ]*|\t+| {2,}")
_ROLES = (
    ("earlier", re.compile(r"\b(?:prior|prev\w*|earlier|before|last|comparison)\b")),
    ("size", re.compile(r"\b(?:size|current|today|now|dimensions?|diameter)\b")),
    ("place", re.compile(r"\b(?:location|site|lesion|region|target)s?\b")),
)
_WHERE = re.compile(r"\b(?:location|site|region)s?\b")
_UNIT = re.compile(r"\b(?P<unit>mm|cm)\b")
_CELL = re.compile(rf"\s*(?P<n>{NUMBER}(?:\s*(?:mm|cm)?\s*[x*]\s*{NUMBER}){{0,2}})\s*(?P<unit>mm|cm)?\s*\Z")
_NUMBER = re.compile(NUMBER)
_LEAD = 60  # characters over the table in which its unit may stand


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the stretch of the folded text that names the place, the whole row, and the sizes in millimetres."""

    place_start: int
    place_end: int
    start: int
    end: int
    size: float | None
    earlier: float | None


def rows_of(report: Report) -> tuple[Row, ...]:
    """The rows of all tables of lesions, in order."""
    return tuple(row for head in _HEAD.finditer(report.text) for row in _rows(report, head))


def _rows(report: Report, head: re.Match[str]) -> Iterator[Row]:
    text = report.text
    cells = [cell.lower() for _, cell in _cells(head.group())]
    roles = {index: role for index, cell in enumerate(cells) if (role := _role(cell)) is not None}
    if list(roles.values()).count("place") > 1:  # "Lesion | Location": the first only numbers them
        roles = {index: role for index, role in roles.items() if role != "place" or _WHERE.search(cells[index])}
    if sorted(roles.values()) not in (["place", "size"], ["earlier", "place", "size"]):
        return
    told = _UNIT.search(head.group().lower()) or _UNIT.search(text[max(0, head.start() - _LEAD) : head.start()].lower())
    at = head.end() + 1
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        found = _cells(text[at:end])
        if len(found) < len(cells) - 1 or len(found) > len(cells):
            return
        row = _row(report, at, end, {roles[index]: cell for index, cell in enumerate(found) if index in roles}, told)
        if row is not None:
            yield row
        at = end + 1


def _role(cell: str) -> str | None:
    return next((role for role, pattern in _ROLES if pattern.search(cell)), None)


def _cells(line: str) -> list[tuple[int, str]]:
    """The cells of a line, each with where it begins; edges of a drawn table are no cells."""
    cells, at = [], 0
    for match in _COLUMNS.finditer(line):
        cells.append((at, line[at : match.start()]))
        at = match.end()
    cells.append((at, line[at:]))
    if not cells[0][1].strip():
        cells = cells[1:]
    if cells and not cells[-1][1].strip():
        cells = cells[:-1]
    return cells


def _row(
    report: Report, at: int, end: int, cells: dict[str, tuple[int, str]], told: re.Match[str] | None
) -> Row | None:
    if "place" not in cells or "size" not in cells:
        return None
    begin, place = cells["place"]
    unit = told["unit"] if told else None
    size = _millimetres(cells["size"][1], unit)
    if size is None:
        return None
    return Row(
        place_start=report.place(at + begin),
        place_end=report.place(at + begin + len(place)),
        start=report.place(at),
        end=report.place(end),
        size=size,
        earlier=_millimetres(cells["earlier"][1], unit) if "earlier" in cells else None,
    )


def _millimetres(cell: str, unit: str | None) -> float | None:
    match = _CELL.match(cell.lower().replace("\u00d7", "x"))
    if match is None or not (match["unit"] or unit):
        return None
    factor = 10 if (match["unit"] or unit) == "cm" else 1
    return round(max(map(float, _NUMBER.findall(match["n"]))) * factor, 2)

"""Ruled tables of a PDF page: their rows are read cell by cell, also where the words of a cell wrap."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from operator import itemgetter

import pypdfium2 as pdfium
from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from extraction.reading.pdf_rulings import Ruling, rulings_of
from extraction.reading.placed import PlacedWord, TableLine, rows_of

_FEWEST_UPRIGHT, _FEWEST_LEVEL = 3, 3  # rulings around the cells of a table, two by two
_NEAR = 3.0  # points between rulings that are one, or that meet; pdfplumber's own
_MOST_MEETINGS = 1_000  # of rulings: 10 columns of 80 rows have 891
_SPACE = 0.25  # of a word's height
_SPARE = 1.0  # points by which a word must fit to be sure that it would have
_OPENING = ("(", "[")
_GOING_ON = ("-", "/", ",", "(")
_TITLE = re.compile(r"[A-Z][a-z]")  # begins an entry rather than a line; "FDA" may be either

Cell = tuple[float, float, float, float]  # left, top, right, bottom
Words = tuple[PlacedWord, ...]
Lines = list[list[PlacedWord]]


def with_tables(page: pdfium.PdfPage, words: Sequence[PlacedWord]) -> Words:
    """The words of a page, those of a row of a ruled table as one line.

    A row whose cells hold several entries one under the other, as where only the columns are ruled, stays as it is:
    which entries belong together is told by their heights alone, as on any page.

    Args:
        page: A page whose text layer is trusted.
        words: Its words, in points from the top left.
    """
    lines: list[TableLine] = []
    taken: set[int] = set()  # by identity: a word that is drawn twice to be bold is two words
    for cells in _tables(rulings_of(page)):
        found = _lines(cells, [word for word in words if id(word) not in taken])
        taken.update(id(word) for line in found for cell in line.cells for word in cell)
        lines += found
    return (*(word for word in words if id(word) not in taken), *lines)


def _tables(rulings: Sequence[Ruling]) -> list[list[Cell]]:
    """The cells of each table that the rulings make."""
    edges = merge_edges([_edge(ruling) for ruling in rulings], _NEAR, _NEAR, _NEAR, _NEAR)
    upright = sum(edge["orientation"] == "v" for edge in edges)
    level = len(edges) - upright
    if upright < _FEWEST_UPRIGHT or level < _FEWEST_LEVEL or upright * level > _MOST_MEETINGS:
        return []
    return cells_to_tables(intersections_to_cells(edges_to_intersections(edges, _NEAR, _NEAR)))


def _edge(ruling: Ruling) -> dict[str, float | str]:
    """A ruling in pdfplumber's terms."""
    return {
        "x0": ruling.x0,
        "x1": ruling.x1,
        "top": ruling.y0,
        "bottom": ruling.y1,
        "width": ruling.x1 - ruling.x0,
        "height": ruling.y1 - ruling.y0,
        "orientation": "v" if ruling.x0 == ruling.x1 else "h",
    }


def _lines(cells: Sequence[Cell], words: Sequence[PlacedWord]) -> list[TableLine]:
    """A line for every row of a table that can be read as one; none where there are no columns of words."""
    within = _within(cells, words)
    rows = [[(cell, rows_of(within[cell]) if cell[1] == top else []) for cell in row] for top, row in _rows(cells)]
    if sum(sum(bool(lines) for _, lines in row) >= 2 for row in rows) < 2:
        return []
    margin = min(
        max(0.0, min(line[0].x0 - cell[0], cell[2] - line[-1].x1))
        for row in rows
        for cell, lines in row
        for line in lines
    )
    found = [_line(row, margin) for row in rows]
    return [line for line in found if line is not None]


def _within(cells: Sequence[Cell], words: Sequence[PlacedWord]) -> dict[Cell, list[PlacedWord]]:
    """The words of each cell: those whose middle lies in it."""
    within: dict[Cell, list[PlacedWord]] = {cell: [] for cell in cells}
    ordered = sorted(cells, key=itemgetter(1))
    tops, bottom = [cell[1] for cell in ordered], max(cell[3] for cell in cells)
    for word in words:
        x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
        if y < bottom:
            above = reversed(ordered[: bisect_right(tops, y)])  # the nearest first
            cell = next((each for each in above if each[0] <= x < each[2] and y < each[3]), None)
            if cell is not None:
                within[cell].append(word)
    return within


def _rows(cells: Sequence[Cell]) -> Iterator[tuple[float, list[Cell]]]:
    """The top of every row and its cells from the left, also those that reach into it from above."""
    for top in sorted({cell[1] for cell in cells}):
        middle = (top + min(cell[3] for cell in cells if cell[1] == top)) / 2
        yield top, sorted(cell for cell in cells if cell[1] <= middle < cell[3])


def _line(row: Sequence[tuple[Cell, Lines]], margin: float) -> TableLine | None:
    """A row of a table as one line; None where it may be several rows, or is empty.

    What stands apart under the first entry of a cell stays where it is: on lines under this one.
    """
    label = next((number for number, (_, lines) in enumerate(row) if lines), None)
    if label is None:
        return None
    stack = _Stack.of([lines for _, lines in row[label:]])
    entries: list[Words] = []
    bottom = min(cell[3] for cell, _ in row)
    for number, (cell, lines) in enumerate(row):
        count = _entry(lines, cell[2] - cell[0] - 2 * margin, stack, label=number == label)
        if count < len(lines):
            if stack is not _Stack.NONE or number == label:
                return None
            bottom = max(word.y1 for word in lines[count - 1])
        entries.append(tuple(word for line in lines[:count] for word in line))
    words = [word for entry in entries for word in entry]
    return TableLine(
        text=" ".join(word.text for word in words),
        x0=row[0][0][0],
        y0=max(cell[1] for cell, _ in row),
        x1=row[-1][0][2],
        y1=bottom,
        box=words[0].box,
        cells=tuple(entries),
    )


class _Stack(Enum):
    """Whether the lines in the cells of a row may be rows of their own that no ruling parts."""

    NONE = auto()  # at most one cell has several lines
    UNEVEN = auto()  # cells have different numbers of lines, and only the first one's may begin anything
    EVEN = auto()

    @classmethod
    def of(cls, cells: Sequence[Lines]) -> "_Stack":
        """By the lines of each cell, from the first that has any."""
        counts = [len(lines) for lines in cells if len(lines) > 1]
        begins = any(_TITLE.match(line[0].text) for lines in cells[1:] for line in lines[1:])
        if len(counts) < 2:
            return cls.NONE
        return cls.UNEVEN if len(set(counts)) > 1 and not begins else cls.EVEN


def _entry(lines: Lines, width: float, stack: _Stack, *, label: bool) -> int:
    """How many lines of a cell are its first entry.

    Args:
        lines: Of the cell.
        width: That its words may take.
        stack: Whether they may be rows of their own.
        label: Whether the cell is the first of its row, which names what the others are about.
    """
    count = min(1, len(lines))
    while count < len(lines) and _goes_on(lines[count - 1], lines[count], width, stack, label=label):
        count += 1
    return count


def _goes_on(
    above: Sequence[PlacedWord], below: Sequence[PlacedWord], width: float, stack: _Stack, *, label: bool
) -> bool:
    """Whether a line goes on in the next: that one's first word had no room on it, or begins nothing."""
    first = below[0]
    if first.text.startswith(_OPENING):
        return True
    taken = above[-1].x1 - above[0].x0 + _SPACE * first.height + first.x1 - first.x0
    wraps = taken > width - _SPARE
    if stack is _Stack.NONE:
        return wraps or (not label and (first.text[0].islower() or above[-1].text.endswith(_GOING_ON)))
    return wraps and (not label or stack is _Stack.UNEVEN or not first.text[0].isupper())

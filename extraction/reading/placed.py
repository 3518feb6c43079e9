"""Words where they stand on a page that lies level, and the rows they make."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from domain.document import Box

_SAME_ROW = 0.5  # of the smaller height must overlap


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A word where its row lies level, in any unit that is the same on both axes.

    Attributes:
        box: Where it stands on the page as it was given, which may lie askew.
        confidence: As in domain.document.Word.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    box: Box
    confidence: float | None = None

    @property
    def height(self) -> float:
        """Height of the box."""
        return self.y1 - self.y0


@dataclass(frozen=True, slots=True)
class TableLine(PlacedWord):
    """A row of a ruled table, which stands on a page in the place of its words.

    Attributes:
        cells: The words of each cell in order, from the left; none in an empty cell.
    """

    cells: tuple[tuple[PlacedWord, ...], ...] = ()


def rows_of(words: Sequence[PlacedWord]) -> list[list[PlacedWord]]:
    """Rows of words that overlap in height, top down. A row follows its last word, so a slight slope does no harm."""
    rows: list[list[PlacedWord]] = []
    ends: list[tuple[float, float, float, float]] = []  # of the last word of each row: top, bottom, height, middle
    for word in sorted(words, key=lambda each: (each.x0, each.y0)):
        best, share = -1, _SAME_ROW
        x0, y0, y1, height = word.x0, word.y0, word.y1, word.height
        for number, (top, bottom, last_height, middle) in enumerate(ends):
            if top >= y1 or bottom <= y0 or x0 < middle:
                continue
            part = (min(bottom, y1) - max(top, y0)) / max(min(last_height, height), 1e-9)
            if part > share:
                best, share = number, part
        end = (y0, y1, height, x0 + (word.x1 - x0) / 2)
        if best < 0:
            rows.append([word])
            ends.append(end)
        else:
            rows[best].append(word)
            ends[best] = end
    return sorted(rows, key=lambda row: median((word.y0 + word.y1) / 2 for word in row))


def box_of(corners: Sequence[tuple[float, float]], width: float, height: float) -> Box:
    """The box around points of a page, in fractions of its width and height, kept within the page."""
    across = [min(max(x / width, 0.0), 1.0) for x, _ in corners]
    down = [min(max(y / height, 0.0), 1.0) for _, y in corners]
    return Box(x0=round(min(across), 5), y0=round(min(down), 5), x1=round(max(across), 5), y1=round(max(down), 5))

"""Puts the words of a page into reading order: column by column, rows from top to bottom, each on its own line."""

from collections.abc import Iterator, Sequence
from statistics import median

from domain.document import Word
from extraction.reading.columns import columns_of
from extraction.reading.placed import PlacedWord, TableLine

_CELL_GAP = 1.6  # heights between two words from where on they are cells of a table
_CELL, _DRAWN = "   ", "| "
_PARAGRAPH_GAP = 1.1  # heights between two rows from where on there is a blank line


def text_of(words: Sequence[PlacedWord]) -> tuple[str, tuple[Word, ...]]:
    """The text of a page and its words with their offsets in it.

    Columns of running text follow one another. Cells of a table row stay on one line, three spaces apart, or parted by
    bars where one of a ruled table is empty, so that the others stay in their columns; a blank line stands between
    paragraphs.

    Args:
        words: Of the page; a line of a ruled table stands for its words.
    """
    if not words:
        return "", ()
    text, placed = "", []
    typical = median(part.height for word in words for part in _parts(word))
    bottom: float | None = None
    for row in (row for column in columns_of(words) for row in column):
        top = min(word.y0 for word in row)
        if bottom is not None and top - bottom > _PARAGRAPH_GAP * typical:
            text += "\n"
        for gap, word in _spaced(row, typical):
            text += gap
            end = len(text) + len(word.text)
            placed.append(Word(start=len(text), end=end, box=word.box, confidence=word.confidence))
            text += word.text
        text += "\n"
        bottom = max(word.y1 for word in row)
    return text, tuple(placed)


def _parts(word: PlacedWord) -> Sequence[PlacedWord]:
    return [part for cell in word.cells for part in cell] if isinstance(word, TableLine) else [word]


def _spaced(row: Sequence[PlacedWord], typical: float) -> Iterator[tuple[str, PlacedWord]]:
    """The words of a row, each with what stands before it."""
    for index, word in enumerate(row):
        gap = ""
        if index:
            gap = _CELL if word.x0 - row[index - 1].x1 > _CELL_GAP * typical else " "
        if isinstance(word, TableLine):
            yield from _cells(word, gap)
        else:
            yield gap, word


def _cells(line: TableLine, gap: str) -> Iterator[tuple[str, PlacedWord]]:
    """The words of a line of a table, each with what stands before it."""
    last = max(number for number, cell in enumerate(line.cells) if cell)
    drawn = not all(line.cells[:last])
    gap += _DRAWN if drawn else ""
    for cell in line.cells[: last + 1]:
        for position, word in enumerate(cell):
            yield (" " if position else gap), word
        gap = _CELL if not drawn else f" {_DRAWN}" if cell else gap + _DRAWN

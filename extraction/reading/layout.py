"""Puts the words of a page into reading order: column by column, rows from top to bottom, each on its own line."""

from collections.abc import Sequence
from statistics import median

from domain.document import Word
from extraction.reading.columns import columns_of
from extraction.reading.placed import PlacedWord

_CELL_GAP = 1.6  # heights between two words from where on they are cells of a table
_PARAGRAPH_GAP = 1.1  # heights between two rows from where on there is a blank line


def text_of(words: Sequence[PlacedWord]) -> tuple[str, tuple[Word, ...]]:
    """The text of a page and its words with their offsets in it.

    Columns of running text follow one another. Cells of a table row stay on one line, three spaces apart; a blank line
    stands between paragraphs.
    """
    if not words:
        return "", ()
    text, placed = "", []
    typical = median(word.height for word in words)
    bottom: float | None = None
    for row in (row for column in columns_of(words) for row in column):
        top = min(word.y0 for word in row)
        if bottom is not None and top - bottom > _PARAGRAPH_GAP * typical:
            text += "\n"
        for index, word in enumerate(row):
            if index:
                text += "   " if word.x0 - row[index - 1].x1 > _CELL_GAP * typical else " "
            end = len(text) + len(word.text)
            placed.append(Word(start=len(text), end=end, box=word.box, confidence=word.confidence))
            text += word.text
        text += "\n"
        bottom = max(word.y1 for word in row)
    return text, tuple(placed)

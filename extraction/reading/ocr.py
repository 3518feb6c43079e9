"""Reads pictures of pages with tesseract, a single-threaded process a page."""

import tempfile
from typing import Any

import numpy as np
import pytesseract
from PIL import Image

from domain.document import Box, Page, PageSource
from domain.errors import ProgramMissing
from extraction.reading.layout import PlacedWord, box_of, text_of
from extraction.reading.skew import straightened
from extraction.reading.whole import unreadable

_INK = 96  # grey values below this are ink
_BLANK_BELOW = 0.0002  # share of ink on a page with nothing on it
_READABLE_FROM = 0.55  # mean confidence of a page that can be used
_DOUBTFUL_BELOW = 0.7  # mean confidence below which the page may lie on its side
_LEAST_WIDTH = 1700  # pixels; smaller pictures are enlarged, tesseract wants capitals of 20 pixels and more


def read_picture(picture: Image.Image, number: int, seconds: float) -> Page:
    """One page from its picture; a page that cannot be read says so and has no text."""
    grey = picture.convert("L")
    if np.mean(np.asarray(grey.reduce(2)) < _INK) < _BLANK_BELOW:
        return Page(number=number, source=PageSource.OCR, confidence=1.0, blank=True)
    if grey.width < _LEAST_WIDTH:
        factor = _LEAST_WIDTH / grey.width
        grey = grey.resize((_LEAST_WIDTH, round(grey.height * factor)), Image.Resampling.LANCZOS)
    try:
        words = _words_of_best_turn(grey, seconds)
    except RuntimeError:  # pytesseract's word for a process that took too long
        return unreadable(number, f"reading it took longer than {seconds:.0f} seconds")
    confidence = round(_confidence(words), 3)
    if confidence < _READABLE_FROM:
        return unreadable(number, "no writing could be made out on it", confidence)
    text, placed = text_of(words)
    return Page(number=number, text=text, words=placed, source=PageSource.OCR, confidence=confidence)


def _words_of_best_turn(grey: Image.Image, seconds: float) -> list[PlacedWord]:
    """The words of the page turned upright. What reads badly may stand on its head; then the lines tell the rest."""
    turns = 0
    words, more = _words(grey, turns, seconds)
    if _confidence(words) < _DOUBTFUL_BELOW:
        other, other_more = _words(grey, 2, seconds)
        if _confidence(other) > max(_confidence(words), _READABLE_FROM):
            turns, words, more = 2, other, other_more
    return _words(grey, (turns + more) % 4, seconds)[0] if more else words


def _confidence(words: list[PlacedWord]) -> float:
    """Mean over characters, so that specks that were read as letters weigh little."""
    characters = sum(len(word.text) for word in words)
    return sum(len(word.text) * (word.confidence or 0) for word in words) / characters if characters else 0.0


def _words(grey: Image.Image, turns: int, seconds: float) -> tuple[list[PlacedWord], int]:
    """The words of the page after so many quarter turns counter-clockwise, and how many more it needs to be upright."""
    page = straightened(grey.rotate(90 * turns, expand=True) if turns else grey)
    found = _tesseract(page.image, seconds)
    words = []
    for text, left, top, width, height, confidence in zip(
        *(found[key] for key in ("text", "left", "top", "width", "height", "conf")), strict=True
    ):
        if float(confidence) < 0 or not text.strip():
            continue
        corners = [page.back(x, y) for x in (left, left + width) for y in (top, top + height)]
        box = _turned_back(box_of(corners, *page.original), turns)
        words.append(
            PlacedWord(text.strip(), left, top, left + width, top + height, box, round(float(confidence) / 100, 3))
        )
    return words, _turns_needed(found)


def _turns_needed(table: dict[str, list[Any]]) -> int:
    """Quarter turns counter-clockwise that bring the page upright, by the way from word to word within lines.

    Tesseract reads a page that lies on its side or its head, and gives its words in the order of the lines.
    """
    votes = [0, 0, 0, 0]
    before: tuple[tuple[int, ...], int, int] | None = None
    for block, paragraph, line, text, left, top in zip(
        *(table[key] for key in ("block_num", "par_num", "line_num", "text", "left", "top")), strict=True
    ):
        if not text.strip():
            continue
        place = (block, paragraph, line)
        if before is not None and before[0] == place:
            right, down = left - before[1], top - before[2]
            votes[(0 if right > 0 else 2) if abs(right) >= abs(down) else (1 if down > 0 else 3)] += 1
        before = (place, left, top)
    return max(range(4), key=lambda turns: votes[turns])


def _turned_back(box: Box, turns: int) -> Box:
    """A box of a page that was turned counter-clockwise, on the page as it was."""
    for _ in range(turns):
        box = Box(x0=round(1 - box.y1, 5), y0=box.x0, x1=round(1 - box.y0, 5), y1=box.x1)
    return box


def _tesseract(image: Image.Image, seconds: float) -> dict[str, list[Any]]:
    """Tesseract's table of words. The picture goes by a file without compression, which is half a second a page."""
    with tempfile.NamedTemporaryFile(suffix=".pgm") as file:
        image.save(file, "PPM")
        file.flush()
        try:
            table: dict[str, list[Any]] = pytesseract.image_to_data(
                file.name, config="--dpi 300", output_type=pytesseract.Output.DICT, timeout=seconds
            )
        except pytesseract.TesseractNotFoundError:
            raise ProgramMissing(
                "tesseract is not installed, so pictures of pages cannot be read. "
                "Install it and try again, on Debian: apt-get install tesseract-ocr"
            ) from None
    return table

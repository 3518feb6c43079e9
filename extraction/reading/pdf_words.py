"""The words of a PDF's text layer with their boxes, straight from pdfium: some 4 ms a page."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
from pypdfium2 import raw

from extraction.reading.placed import PlacedWord, box_of

_GRID = 1_000_000  # steps across the page: pdfium places points in whole numbers
_NEW_WORD = 0.2  # of the letter's height, to the next letter
_SAME_LINE = 0.5  # of the letter's height must overlap
_UNKNOWN = "\ufffd"  # for a letter whose font does not say which it is


@dataclass(frozen=True, slots=True)
class _Letter:
    text: str
    x0: float
    y0: float
    x1: float
    y1: float


def words_of(page: pdfium.PdfPage, text_page: pdfium.PdfTextPage) -> tuple[PlacedWord, ...]:
    """The words in the order of the file, with places as the page is seen: turned as it says, cut as it is shown."""
    width, height = page.get_size()
    words: list[PlacedWord] = []
    letters: list[_Letter] = []
    for letter in _letters(page, text_page, width, height):
        if letters and (letter is None or not _goes_on(letters[-1], letter)):
            words.append(_word(letters, width, height))
            letters = []
        if letter is not None:
            letters.append(letter)
    if letters:
        words.append(_word(letters, width, height))
    return tuple(words)


def _letters(
    page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, width: float, height: float
) -> Iterator[_Letter | None]:
    """Every letter with its place in points from the top left; None for white space, and for what is off the page."""
    box = raw.FS_RECTF()
    x, y = ctypes.c_int(), ctypes.c_int()
    for index in range(raw.FPDFText_CountChars(text_page.raw)):
        code = raw.FPDFText_GetUnicode(text_page.raw, index)
        text = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else _UNKNOWN
        if text.isspace():
            yield None
            continue
        if not raw.FPDFText_GetLooseCharBox(text_page.raw, index, box):
            continue
        if raw.FPDFText_HasUnicodeMapError(text_page.raw, index) == 1:
            text = _UNKNOWN
        corners = []
        for across, down in ((box.left, box.top), (box.right, box.bottom)):
            raw.FPDF_PageToDevice(page.raw, 0, 0, _GRID, _GRID, 0, across, down, x, y)
            corners.append((x.value / _GRID * width, y.value / _GRID * height))
        (x0, y0), (x1, y1) = corners
        left, right, top, bottom = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
        yield (
            _Letter(text, left, top, right, bottom)
            if left < width and right > 0 and top < height and bottom > 0
            else None
        )


def _goes_on(last: _Letter, letter: _Letter) -> bool:
    """Whether a letter belongs to the same word as the one before it."""
    height = max(min(last.y1 - last.y0, letter.y1 - letter.y0), 1e-6)
    overlap = min(last.y1, letter.y1) - max(last.y0, letter.y0)
    gap = letter.x0 - last.x1
    return overlap > _SAME_LINE * height and -height < gap < _NEW_WORD * height


def _word(letters: list[_Letter], width: float, height: float) -> PlacedWord:
    x0, x1 = min(each.x0 for each in letters), max(each.x1 for each in letters)
    y0, y1 = min(each.y0 for each in letters), max(each.y1 for each in letters)
    box = box_of([(x0, y0), (x1, y1)], width, height)
    return PlacedWord("".join(each.text for each in letters), x0, y0, x1, y1, box)

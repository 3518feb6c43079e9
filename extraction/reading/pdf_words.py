"""The words of a PDF's text layer with their boxes, straight from pdfium: some 4 ms a page."""

import ctypes
from collections.abc import Callable, Iterator

import pypdfium2 as pdfium
from pypdfium2 import raw

from extraction.reading.placed import PlacedWord, box_of

_FINE = 1000  # steps a point: pdfium places points in whole numbers
_FAR = 100.0  # points between those by which the way to the page is found
_NEW_WORD = 0.2  # of the letter's height, to the next letter
_SAME_LINE = 0.5  # of the letter's height must overlap
_UNKNOWN = "\ufffd"  # for a letter whose font does not say which it is
_LINE_END_HYPHENS = frozenset({0x02, 0xFFFE})  # pdfium's sign for a hyphen at which a word goes on in the next line

_Rectangle = tuple[float, float, float, float]  # left, top, right, bottom in points, from the top left of the page
_NOWHERE = (0.0, 0.0, 0.0, 0.0)


def words_of(page: pdfium.PdfPage, text_page: pdfium.PdfTextPage) -> tuple[PlacedWord, ...]:
    """The words in the order of the file, with places as the page is seen: turned as it says, cut as it is shown."""
    width, height = page.get_size()
    words: list[PlacedWord] = []
    letters: list[str] = []
    around = last = _NOWHERE
    for letter, place in _letters(page, text_page, width, height):
        if letters and (not letter or not _goes_on(last, place)):
            box = box_of((around[:2], around[2:]), width, height)
            words.append(PlacedWord("".join(letters), *around, box))
            letters = []
        if not letter:
            continue
        around = _both(around, place) if letters else place
        letters.append(letter)
        last = place
    return tuple(words)


def _both(one: _Rectangle, other: _Rectangle) -> _Rectangle:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _goes_on(last: _Rectangle, place: _Rectangle) -> bool:
    """Whether a letter belongs to the same word as the one before it."""
    height = max(min(last[3] - last[1], place[3] - place[1]), 1e-6)
    overlap = min(last[3], place[3]) - max(last[1], place[1])
    return overlap > _SAME_LINE * height and -height < place[0] - last[2] < _NEW_WORD * height


def _letters(
    page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, width: float, height: float
) -> Iterator[tuple[str, _Rectangle]]:
    """Every letter with its place; an empty one for white space, for what is off the page, and at the end."""
    seen = _way_to_the_page(page, width, height)
    rectangle = raw.FS_RECTF()
    filled, handle = ctypes.byref(rectangle), text_page.raw
    code_at, box_at, is_unknown = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox, raw.FPDFText_HasUnicodeMapError
    for index in range(raw.FPDFText_CountChars(handle)):
        code = code_at(handle, index)
        letter = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else _UNKNOWN
        if letter.isspace():
            yield "", _NOWHERE
            continue
        if not box_at(handle, index, filled):
            continue
        place = seen(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
        if code in _LINE_END_HYPHENS:
            letter = "-"
        elif is_unknown(handle, index) == 1:
            letter = _UNKNOWN
        shown = place[0] < width and place[2] > 0 and place[1] < height and place[3] > 0
        yield (letter, place) if shown else ("", _NOWHERE)
    yield "", _NOWHERE


def _way_to_the_page(
    page: pdfium.PdfPage, width: float, height: float
) -> Callable[[float, float, float, float], _Rectangle]:
    """What turns a rectangle of the PDF into one of the page as it is seen, found by where pdfium puts three points."""
    device = (0, 0, round(width * _FINE), round(height * _FINE), 0)
    x, y = ctypes.c_int(), ctypes.c_int()

    def put(*point: float) -> tuple[float, float]:
        raw.FPDF_PageToDevice(page.raw, *device, *point, x, y)
        return x.value / _FINE, y.value / _FINE

    (left, top), right, up = put(0.0, 0.0), put(_FAR, 0.0), put(0.0, _FAR)
    a, b = (right[0] - left) / _FAR, (up[0] - left) / _FAR
    c, d = (right[1] - top) / _FAR, (up[1] - top) / _FAR

    def straight(x0: float, y0: float, x1: float, y1: float) -> _Rectangle:
        return a * x0 + left, d * y1 + top, a * x1 + left, d * y0 + top

    def turned(x0: float, y0: float, x1: float, y1: float) -> _Rectangle:
        first, second = a * x0 + b * y0 + left, a * x1 + b * y1 + left
        third, fourth = c * x0 + d * y0 + top, c * x1 + d * y1 + top
        return min(first, second), min(third, fourth), max(first, second), max(third, fourth)

    return straight if a > 0 > d and b == c == 0 else turned

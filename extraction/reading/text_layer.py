"""The words of a PDF page's text layer with their places, by pdfium: it takes a tenth of pdfminer's time."""

import ctypes
from collections.abc import Callable, Iterator

import pypdfium2 as pdfium
from pypdfium2 import raw

from extraction.reading.layout import PlacedWord, box_of

_APART = 0.3  # heights between two characters from where on they are two words
_BACK = 1.5  # heights that a character may lie before the end of the last one
_OVERLAP = 0.25  # of the smaller height, by which characters of one row overlap
_FINE = 1000  # device units a point, for exact places
_LINE_END_HYPHENS = {0x02, 0xFFFE}  # what pdfium makes of a hyphen at which a word goes on in the next line
_SURROGATES = range(0xD800, 0xE000)

_Rectangle = tuple[float, float, float, float]  # left, top, right, bottom, from the top left of the page as it is seen


def words_of(page: pdfium.PdfPage, layer: pdfium.PdfTextPage) -> list[PlacedWord]:
    """The words as a person sees the page: in points from its top left, turned as the page says."""
    width, height = page.get_size()
    words = []
    letters: list[str] = []
    around = last = (0.0, 0.0, 0.0, 0.0)
    for text, place in _characters(page, layer):
        if letters and (not text or not _goes_on(last, place)):
            box = box_of((around[:2], around[2:]), width, height)
            words.append(PlacedWord("".join(letters), *around, box))
            letters = []
        if not text:
            continue
        if letters:
            around = (
                min(around[0], place[0]),
                min(around[1], place[1]),
                max(around[2], place[2]),
                max(around[3], place[3]),
            )
        else:
            around = place
        letters.append(text)
        last = place
    return words


def _goes_on(last: _Rectangle, place: _Rectangle) -> bool:
    """Whether a character stands in the row of the last one, right behind it; or above or below it, in upright text."""
    last_height, height = last[3] - last[1], place[3] - place[1]
    high = max(last_height, height, 1e-6)
    overlap = min(last[3], place[3]) - max(last[1], place[1])
    if overlap > _OVERLAP * min(last_height, height):
        return -_BACK * high < place[0] - last[2] < _APART * high
    return -overlap < _APART * high and min(last[2], place[2]) > max(last[0], place[0])


def _characters(page: pdfium.PdfPage, layer: pdfium.PdfTextPage) -> Iterator[tuple[str, _Rectangle]]:
    """Every character with its place; an empty one parts words, and one that ends the page ends its last word."""
    seen = _way_to_the_page(page)
    rectangle = raw.FS_RECTF()
    place = ctypes.byref(rectangle)
    handle = layer.raw
    code_at, box_at = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
    for index in range(layer.count_chars()):
        code = code_at(handle, index)
        text = "-" if code in _LINE_END_HYPHENS else "\ufffd" if code in _SURROGATES else chr(code)
        if text <= " " or text.isspace() or not box_at(handle, index, place):
            yield "", (0.0, 0.0, 0.0, 0.0)
        else:
            yield text, seen(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
    yield "", (0.0, 0.0, 0.0, 0.0)


def _way_to_the_page(page: pdfium.PdfPage) -> Callable[[float, float, float, float], _Rectangle]:
    """What turns a rectangle of the PDF into one of the page as it is seen, by pdfium's own reckoning."""
    width, height = page.get_size()
    device = (0, 0, round(width * _FINE), round(height * _FINE), 0)
    x, y = ctypes.c_int(), ctypes.c_int()

    def seen(*point: float) -> tuple[float, float]:
        raw.FPDF_PageToDevice(page, *device, *point, ctypes.byref(x), ctypes.byref(y))
        return x.value / _FINE, y.value / _FINE

    (left, top), right, up = seen(0, 0), seen(100, 0), seen(0, 100)
    if right[1] == top and up[0] == left:  # as nearly every page lies
        across, down = (right[0] - left) / 100, (up[1] - top) / 100

        def straight(x0: float, y0: float, x1: float, y1: float) -> _Rectangle:
            return x0 * across + left, y1 * down + top, x1 * across + left, y0 * down + top

        if across > 0 > down:
            return straight
    a, b = (right[0] - left) / 100, (up[0] - left) / 100
    c, d = (right[1] - top) / 100, (up[1] - top) / 100

    def turned(x0: float, y0: float, x1: float, y1: float) -> _Rectangle:
        xs = (a * x0 + b * y0 + left, a * x1 + b * y1 + left)
        ys = (c * x0 + d * y0 + top, c * x1 + d * y1 + top)
        return min(xs), min(ys), max(xs), max(ys)

    return turned

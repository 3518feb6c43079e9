"""The level and upright lines that a PDF page draws, straight from pdfium: what a ruled table is made of."""

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

_THIN = 3.0  # points across, up to where a shape is a line
_LEVEL = 0.5  # points that a line may rise or lean from end to end
_SHORTEST = 1.0  # points
_MOST_DRAWN = 30_000  # objects and segments of a page: more are a drawing
_MOST_RULINGS = 5_000  # a page of 300 cells with a line of its own on each side has 1,200
_DEEPEST = 4  # forms within forms
_SPAN = 1000  # points between those by which the view of a page is measured
_GRID = 1_000_000  # steps across the page: pdfium places points in whole numbers

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Moves points as the matrices of PDF do."""

    a: float = 1
    b: float = 0
    c: float = 0
    d: float = 1
    e: float = 0
    f: float = 0

    def move(self, x: float, y: float) -> Point:
        """Where a point comes to be."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def then(self, other: "Matrix") -> "Matrix":
        """First this, then another."""
        e, f = other.move(self.e, self.f)
        return Matrix(
            self.a * other.a + self.b * other.c,
            self.a * other.b + self.b * other.d,
            self.c * other.a + self.d * other.c,
            self.c * other.b + self.d * other.d,
            e,
            f,
        )


@dataclass(frozen=True, slots=True)
class Ruling:
    """A line, in points from the top left of the page as it is seen; it is upright where `x0` is `x1`."""

    x0: float
    y0: float
    x1: float
    y1: float


class _TooMuch(Exception):
    """The page draws more than a page of tables does."""


def rulings_of(page: pdfium.PdfPage) -> tuple[Ruling, ...]:
    """The rulings of a page; none where it draws so much that it is no page of tables."""
    rulings: list[Ruling] = []
    try:
        for ruling in _Drawn(page).rulings():
            rulings.append(ruling)
            if len(rulings) > _MOST_RULINGS:
                return ()
    except _TooMuch:
        return ()
    return tuple(rulings)


class _Drawn:
    """What a page draws, looked at once and no longer than is worth it."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._page = page
        self._left = _MOST_DRAWN

    def rulings(self) -> Iterator[Ruling]:
        count = raw.FPDFPage_CountObjects(self._page.raw)
        yield from self._within(self._page.raw, count, raw.FPDFPage_GetObject, _view_of(self._page), 0)

    def _within(
        self, container: object, count: int, get: Callable[[Any, int], Any], placed: Matrix, depth: int
    ) -> Iterator[Ruling]:
        """The rulings of a page, or of a form on it that is placed there."""
        for index in range(count):
            self._look()
            drawn = get(container, index)
            kind = raw.FPDFPageObj_GetType(drawn)
            if kind == raw.FPDF_PAGEOBJ_PATH and _is_seen(drawn):
                yield from self._of_path(drawn, placed)
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                within = raw.FPDFFormObj_CountObjects(drawn)
                inner = _matrix_of(drawn).then(placed)
                yield from self._within(drawn, within, raw.FPDFFormObj_GetObject, inner, depth + 1)

    def _of_path(self, path: object, placed: Matrix) -> Iterator[Ruling]:
        """One where the whole shape is as thin as a line, else those among its sides."""
        sides = tuple(ctypes.c_float() for _ in range(4))
        if not raw.FPDFPageObj_GetBounds(path, *sides):
            return
        left, bottom, right, top = (side.value for side in sides)
        if min(right - left, top - bottom) <= _THIN:
            middle, level = ((left + right) / 2, (bottom + top) / 2), right - left > top - bottom
            ends = ((left, middle[1]), (right, middle[1])) if level else ((middle[0], bottom), (middle[0], top))
            yield from _ruling(placed.move(*ends[0]), placed.move(*ends[1]))
            return
        inner = _matrix_of(path).then(placed)
        for start, end in self._sides(path):
            yield from _ruling(inner.move(*start), inner.move(*end))

    def _sides(self, path: object) -> Iterator[tuple[Point, Point]]:
        x, y = ctypes.c_float(), ctypes.c_float()
        begun = last = (0.0, 0.0)
        for index in range(raw.FPDFPath_CountSegments(path)):
            self._look()
            segment = raw.FPDFPath_GetPathSegment(path, index)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            point, kind = (x.value, y.value), raw.FPDFPathSegment_GetType(segment)
            if kind == raw.FPDF_SEGMENT_MOVETO:
                begun = point
            elif kind == raw.FPDF_SEGMENT_LINETO:
                yield last, point
            last = point
            if raw.FPDFPathSegment_GetClose(segment):
                yield last, begun

    def _look(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise _TooMuch


def _is_seen(path: object) -> bool:
    """Whether a path is drawn at all; some only cut what is drawn after them."""
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, filled, stroked)
    return bool(filled.value or stroked.value)


def _ruling(start: Point, end: Point) -> Iterator[Ruling]:
    """The line between two points, if it is level or upright, and no dot."""
    (x0, x1), (y0, y1) = sorted((start[0], end[0])), sorted((start[1], end[1]))
    if y1 - y0 <= _LEVEL and x1 - x0 >= _SHORTEST:
        yield Ruling(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
    elif x1 - x0 <= _LEVEL and y1 - y0 >= _SHORTEST:
        yield Ruling((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)


def _matrix_of(drawn: object) -> Matrix:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(drawn, matrix)
    return Matrix(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _view_of(page: pdfium.PdfPage) -> Matrix:
    """From the page's own places to points from the top left as it is seen."""
    width, height = page.get_size()
    x, y = ctypes.c_int(), ctypes.c_int()

    def seen(across: float, down: float) -> Point:
        raw.FPDF_PageToDevice(page.raw, 0, 0, _GRID, _GRID, 0, across, down, x, y)
        return x.value / _GRID * width, y.value / _GRID * height

    e, f = seen(0, 0)
    (ax, ay), (cx, cy) = seen(_SPAN, 0), seen(0, _SPAN)
    return Matrix((ax - e) / _SPAN, (ay - f) / _SPAN, (cx - e) / _SPAN, (cy - f) / _SPAN, e, f)

"""Tesseract by its library: loaded once and shared by all readers, where a program a page would load it every time.

The picture never touches a disk, and what a page does to the library it does to its reader alone.
"""

import atexit
import ctypes
import ctypes.util
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.errors import ProgramMissing

_LANGUAGE = b"eng"
_WORD = "5"  # the level of a line of the table that is a word
_COLUMNS = 12  # level, page, block, paragraph, line, word, left, top, width, height, confidence, text

_pointer, _text, _int = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
_CALLS: dict[str, tuple[list[type[Any]], type[Any] | None]] = {  # of tesseract/capi.h: what each takes and gives
    "TessBaseAPICreate": ([], _pointer),
    "TessBaseAPIInit3": ([_pointer, _text, _text], _int),
    "TessBaseAPISetVariable": ([_pointer, _text, _text], _int),
    "TessBaseAPISetPageSegMode": ([_pointer, _int], None),
    "TessBaseAPISetImage": ([_pointer, _pointer, _int, _int, _int, _int], None),
    "TessBaseAPIRecognize": ([_pointer, _pointer], _int),
    "TessBaseAPIGetTsvText": ([_pointer, _int], _pointer),
    "TessBaseAPIClear": ([_pointer], None),
    "TessBaseAPIDelete": ([_pointer], None),
    "TessMonitorCreate": ([], _pointer),
    "TessMonitorSetDeadlineMSecs": ([_pointer, _int], None),
    "TessMonitorDelete": ([_pointer], None),
    "TessDeleteText": ([_pointer], None),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A word as tesseract sees it: its place in dots of the picture, and how sure tesseract is, 0-1."""

    text: str
    left: int
    top: int
    width: int
    height: int
    confidence: float


@cache
def tesseract() -> "Tesseract":
    """The library with its language, loaded at the first call. Raises ProgramMissing."""
    return Tesseract()


class Tesseract:
    """One instance of tesseract, for one thread."""

    def __init__(self) -> None:
        try:
            library = ctypes.CDLL(ctypes.util.find_library("tesseract") or "libtesseract.so.5")
        except OSError:
            raise _missing() from None
        self._calls = {name: library[name] for name in _CALLS}
        for name, (takes, gives) in _CALLS.items():
            self._calls[name].argtypes, self._calls[name].restype = takes, gives
        self._instance = self._calls["TessBaseAPICreate"]()
        if self._calls["TessBaseAPIInit3"](self._instance, None, _LANGUAGE) != 0:
            raise _missing()
        atexit.register(self._calls["TessBaseAPIDelete"], self._instance)

    def words_in(self, image: NDArray[np.uint8], *, dpi: int, layout: int, seconds: float) -> list[Seen]:
        """The words of a grey picture, in tesseract's order.

        Args:
            image: Dark on light.
            dpi: Dots an inch.
            layout: Tesseract's page segmentation mode, e.g. 3 for a whole page.
            seconds: After which it gives up.

        Raises:
            TimeoutError: If it does.
        """
        call, instance = self._calls, self._instance
        image = np.ascontiguousarray(image)
        height, width = image.shape
        call["TessBaseAPISetVariable"](instance, b"user_defined_dpi", b"%d" % dpi)
        call["TessBaseAPISetPageSegMode"](instance, layout)
        call["TessBaseAPISetImage"](instance, image.ctypes.data, width, height, 1, width)
        monitor = call["TessMonitorCreate"]()
        call["TessMonitorSetDeadlineMSecs"](monitor, round(1000 * seconds))
        failed = call["TessBaseAPIRecognize"](instance, monitor)
        call["TessMonitorDelete"](monitor)
        if failed:
            call["TessBaseAPIClear"](instance)
            raise TimeoutError
        table = call["TessBaseAPIGetTsvText"](instance, 0)
        try:
            return _words(ctypes.string_at(table).decode("utf-8", "replace"))
        finally:
            call["TessDeleteText"](table)
            call["TessBaseAPIClear"](instance)


def _words(table: str) -> list[Seen]:
    words = []
    for line in table.split("\n"):
        fields = line.split("\t", _COLUMNS - 1)
        if len(fields) == _COLUMNS and fields[0] == _WORD and fields[11].strip():
            left, top, width, height = map(int, fields[6:10])
            words.append(Seen(fields[11].strip(), left, top, width, height, round(float(fields[10]) / 100, 3)))
    return words


def _missing() -> ProgramMissing:
    return ProgramMissing(
        "tesseract, or its English, is not installed, so pictures of pages cannot be read. "
        "Install it and try again, on Debian: apt-get install tesseract-ocr"
    )

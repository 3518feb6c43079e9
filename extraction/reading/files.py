"""Opens one file by its kind, so that its pages can be read one by one."""

import io
import math
from typing import Protocol

from PIL import Image

from domain.document import Page, PageSource
from domain.errors import DocumentError, EmptyFile, FileTooLarge
from extraction.reading import image as images
from extraction.reading import pdf
from extraction.reading.cda import enclosed_in, opened_cda, text_of_cda
from extraction.reading.docx import pictures_of_docx, text_of_docx
from extraction.reading.formats import Format, format_of
from extraction.reading.html import text_of_html
from extraction.reading.layout import text_of
from extraction.reading.limits import Limits
from extraction.reading.ocr import Pictured, read_picture
from extraction.reading.plain import decoded, pages_of
from extraction.reading.unpacking import check_unpacking
from extraction.reading.whole import unreadable

_SHOWN_DPI = 110
_SHOWN_WIDTH = 1000  # pixels
_JPEG_QUALITY = 72


class OpenFile(Protocol):
    """A file whose pages are read one by one, each by itself and in any order."""

    def __len__(self) -> int:
        """How many pages it has."""

    @property
    def cut_off(self) -> bool:
        """Whether the end of the file is missing, so that what looks blank may be lost."""

    def page(self, number: int) -> Page:
        """A page as it is read, from 1. Raises DocumentError when the file is broken from here on."""

    def picture(self, number: int) -> bytes | None:
        """A JPEG of a page for showing beside its evidence; None for plain text, or where it cannot be drawn."""


def open_file(data: bytes, name: str, limits: Limits, password: str | None = None) -> OpenFile:
    """Opens a file of any kind that we read.

    Args:
        data: The whole file.
        name: What the person calls it; used in messages only.
        limits: Bounds on what is read.
        password: Of a PDF that is locked.

    Raises:
        DocumentError: If nothing of the file can be read; the message says why and what to do.
    """
    if not data:
        raise EmptyFile(f"“{name}” is empty: it has no bytes. Please look whether it is the right file.")
    if len(data) > limits.max_bytes:
        raise FileTooLarge(
            f"“{name}” has {_megabytes(len(data))} MB; files of up to {_megabytes(limits.max_bytes)} MB can be read. "
            "Please split it, or scan it at 300 dots an inch in grey."
        )
    kind = format_of(data, name)
    opened: OpenFile
    if kind is Format.PDF:
        check_unpacking(data, name, limits)
        opened = _Pdf(data, name, limits, password)
    elif kind is Format.IMAGE:
        opened = _Pictures(data, name, limits)
    else:
        opened = _written(kind, data, name, limits)
    if len(opened) > limits.max_pages:
        raise FileTooLarge(
            f"“{name}” has {len(opened)} pages; up to {limits.max_pages} can be read at once. "
            "Please split it and upload the parts that matter."
        )
    return opened


def _megabytes(size: int) -> str:
    """Rounded up, so that what is over a bound is seen to be."""
    return f"{math.ceil(10 * size / 2**20) / 10:g}"


def _written(kind: Format, data: bytes, name: str, limits: Limits) -> OpenFile:
    """A file that is text already; the file inside, where a clinical document is wrapped around one."""
    if kind is Format.HTML:
        return _Text(text_of_html(data), name)
    if kind is Format.DOCX:
        return _Word(data, name, limits)
    if kind is Format.TEXT:
        return _Text(decoded(data), name)
    root = opened_cda(data, name)
    inside = enclosed_in(root)
    if inside is None:
        return _Text(text_of_cda(root), name)
    return open_file(inside, name, limits)


class _Text:
    cut_off = False

    def __init__(self, text: str, name: str) -> None:
        self._pages = pages_of(text, name)

    def __len__(self) -> int:
        return len(self._pages)

    def page(self, number: int) -> Page:
        return self._pages[number - 1]

    def picture(self, number: int) -> None:  # noqa: ARG002 - text has no pictures
        return None


class _Word:
    """The text of a Word document, then the pictures that were pasted into it, each as a page."""

    cut_off = False

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        self._pictures = tuple(pictures_of_docx(data, name, limits))
        text = text_of_docx(data, name, limits)
        self._pages = pages_of(text, name) if text.strip() or not self._pictures else ()
        self._limits = limits

    def __len__(self) -> int:
        return len(self._pages) + len(self._pictures)

    def page(self, number: int) -> Page:
        if number <= len(self._pages):
            return self._pages[number - 1]
        return read_picture(Pictured(number, self._picture(number)), self._limits.page_seconds)

    def picture(self, number: int) -> bytes | None:
        if number <= len(self._pages):
            return None
        shown = self._picture(number).copy()
        shown.thumbnail((_SHOWN_WIDTH, _SHOWN_WIDTH * 4))
        return _jpeg(shown)

    def _picture(self, number: int) -> Image.Image:
        return self._pictures[number - len(self._pages) - 1]


class _Pdf:
    """Every page by its text layer, or by OCR where that cannot be trusted."""

    def __init__(self, data: bytes, name: str, limits: Limits, password: str | None) -> None:
        self._opened = pdf.open_pdf(data, name, password)
        self._limits = limits
        self.cut_off = pdf.is_cut_off(data)

    def __len__(self) -> int:
        return len(self._opened)

    def page(self, number: int) -> Page:
        layer = pdf.layer_of(self._opened, number - 1)
        if layer.whole:
            return _layer_page(number, layer)
        shown = pdf.rendered(self._opened, number - 1, self._limits)
        if shown is None:
            return unreadable(number, "it is damaged, or too large to be drawn")
        words = layer.words if layer.trusted else ()
        quality = layer.quality if layer.words else None
        return read_picture(Pictured(number, shown, words, quality), self._limits.page_seconds)

    def picture(self, number: int) -> bytes | None:
        shown = pdf.rendered(self._opened, number - 1, self._limits, dpi=_SHOWN_DPI)
        return None if shown is None else _jpeg(shown)


class _Pictures:
    """Every page of a picture file by OCR."""

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        self._opened = images.open_image(data, name, limits)
        self._name = name
        self._limits = limits
        self.cut_off = False

    def __len__(self) -> int:
        return int(getattr(self._opened, "n_frames", 1))

    def page(self, number: int) -> Page:
        try:
            shown = self._shown(number)
        except DocumentError:
            if len(self) == 1:
                raise
            return unreadable(number, "it is damaged, or larger than we can read")
        return read_picture(Pictured(number, shown), self._limits.page_seconds)

    def picture(self, number: int) -> bytes | None:
        try:
            shown = self._shown(number)
        except DocumentError:
            return None
        shown.thumbnail((_SHOWN_WIDTH, _SHOWN_WIDTH * 4))
        return _jpeg(shown)

    def _shown(self, number: int) -> Image.Image:
        return images.picture_of(self._opened, number - 1, self._name, self._limits)


def _layer_page(number: int, layer: pdf.Layer) -> Page:
    text, words = text_of(layer.laid_out)
    return Page(
        number=number,
        text=text,
        words=words,
        source=PageSource.TEXT_LAYER,
        confidence=1.0,
        layer_quality=layer.quality,
    )


def _jpeg(shown: Image.Image) -> bytes:
    target = io.BytesIO()
    shown.save(target, "JPEG", quality=_JPEG_QUALITY)
    return target.getvalue()

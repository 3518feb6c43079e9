"""Reads one file: checks it, chooses its reader, and puts its pages together."""

import io
import os
from collections.abc import Callable, Iterator

from PIL import Image

from domain.document import Document, Page, PageSource
from domain.errors import DamagedFile, EmptyFile, FileTooLarge
from extraction.reading import image as images
from extraction.reading import pdf
from extraction.reading.formats import Format, format_of
from extraction.reading.layout import text_of
from extraction.reading.limits import Limits
from extraction.reading.ocr import Pictured, read_pictures, unreadable
from extraction.reading.plain import read_plain
from extraction.reading.repeats import with_repeats

Progress = Callable[[int, int], None]
_SHOWN_DPI = 110
_SHOWN_WIDTH = 1000  # pixels
_JPEG_QUALITY = 72


def read(
    data: bytes,
    name: str,
    document_id: str,
    *,
    limits: Limits | None = None,
    workers: int | None = None,
    on_progress: Progress | None = None,
) -> Document:
    """One file as pages of words.

    Args:
        data: The whole file.
        name: What the person calls it; used in messages only.
        document_id: Id of the document that is made.
        limits: Bounds on size and time.
        workers: Pages that are read by OCR side by side; one a core when not given.
        on_progress: Called with pages read and pages in all, first with none read.

    Raises:
        DocumentError: If nothing of the file can be read; the message says why and what to do.
        ProgramMissing: If a page needs OCR and tesseract is not installed.
    """
    limits = limits or Limits()
    tell = on_progress or (lambda _page, _pages: None)
    if not data:
        raise EmptyFile(f"“{name}” is empty: it has no bytes. Please look whether it is the right file.")
    if len(data) > limits.max_bytes:
        raise FileTooLarge(
            f"“{name}” has {len(data) / 2**20:.0f} MB; files of up to {limits.max_bytes / 2**20:.0f} MB can be read. "
            "Please split it, or scan it at 300 dots an inch in grey."
        )
    kind = format_of(data, name)
    if kind is Format.TEXT:
        document = read_plain(data, name, document_id)
        tell(0, len(document.pages))
        tell(len(document.pages), len(document.pages))
        return document
    reading = _PagesOf(limits, workers or len(os.sched_getaffinity(0)), tell)
    pages = reading.pdf(data, name) if kind is Format.PDF else reading.image(data, name)
    return Document(id=document_id, name=name, pages=with_repeats(pages))


def picture(data: bytes, page: int) -> bytes | None:
    """A JPEG of a page for showing beside its evidence; None for plain text. The file is one that could be read.

    Args:
        data: The whole file.
        page: Page number, from 1.
    """
    kind = format_of(data, "")
    limits = Limits()
    shown: Image.Image | None = None
    if kind is Format.PDF:
        shown = pdf.rendered(pdf.open_pdf(data, "", limits), page - 1, limits, dpi=_SHOWN_DPI)
    elif kind is Format.IMAGE:
        opened = images.open_image(data, "", limits)
        shown = next(each for number, each in enumerate(images.pictures_of(opened, "", limits), 1) if number == page)
        shown.thumbnail((_SHOWN_WIDTH, _SHOWN_WIDTH * 4))
    if shown is None:
        return None
    target = io.BytesIO()
    shown.save(target, "JPEG", quality=_JPEG_QUALITY)
    return target.getvalue()


class _PagesOf:
    """Reads the pages of one file, telling how far it has come."""

    def __init__(self, limits: Limits, workers: int, tell: Progress) -> None:
        self._limits = limits
        self._workers = workers
        self._tell = tell

    def pdf(self, data: bytes, name: str) -> tuple[Page, ...]:
        """Every page by its text layer, by OCR where that cannot be trusted, or by both where it is not all."""
        opened = pdf.open_pdf(data, name, self._limits)
        pages: dict[int, Page] = {}
        self._tell(0, len(opened))

        def pictures() -> Iterator[Pictured]:
            for index in range(len(opened)):
                layer = pdf.layer_of(opened, index)
                page = _layer_page(index + 1, layer) if layer.whole else None
                shown = pdf.rendered(opened, index, self._limits) if page is None else None
                if shown is not None:
                    words = layer.words if layer.trusted else ()
                    yield Pictured(index + 1, shown, words, layer.quality if layer.words else None)
                else:
                    pages[index + 1] = page or unreadable(index + 1, "it is too large to be drawn")
                    self._tell(len(pages), len(opened))

        self._read(pictures(), pages, len(opened))
        if pdf.is_cut_off(data):
            pages = {number: _lost(page) for number, page in pages.items()}
            if not any(page.readable for page in pages.values()):
                raise DamagedFile(
                    f"“{name}” is cut off: its end is missing and no page can be read. "
                    "Please download or scan it again and upload it anew."
                )
        return tuple(pages[number] for number in sorted(pages))

    def image(self, data: bytes, name: str) -> tuple[Page, ...]:
        """Every page of a picture file by OCR."""
        opened = images.open_image(data, name, self._limits)
        count = getattr(opened, "n_frames", 1)
        pages: dict[int, Page] = {}
        self._tell(0, count)
        shown = images.pictures_of(opened, name, self._limits)
        self._read((Pictured(number, each) for number, each in enumerate(shown, 1)), pages, count)
        return tuple(pages[number] for number in sorted(pages))

    def _read(self, pictures: Iterator[Pictured], pages: dict[int, Page], count: int) -> None:
        for page in read_pictures(pictures, workers=self._workers, seconds=self._limits.ocr_seconds):
            pages[page.number] = page
            self._tell(len(pages), count)


def _layer_page(number: int, layer: pdf.Layer) -> Page:
    text, words = text_of(layer.words)
    return Page(
        number=number,
        text=text,
        words=words,
        source=PageSource.TEXT_LAYER,
        confidence=1.0,
        layer_quality=layer.quality,
    )


def _lost(page: Page) -> Page:
    """In a file whose end is missing, a page with nothing on it is a page that was lost."""
    return unreadable(page.number, "the end of the file is missing") if page.blank else page

"""PDF files: each page by its text layer where that can be trusted, else as a picture."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import pypdfium2 as pdfium
from PIL import Image
from pypdfium2 import raw

from domain.errors import DamagedFile, EmptyFile, EncryptedFile, WrongPassword
from extraction.reading.limits import Limits
from extraction.reading.pdf_tables import with_tables
from extraction.reading.pdf_words import words_of
from extraction.reading.placed import PlacedWord
from extraction.reading.text_quality import is_trusted, text_quality

OCR_DPI = 300
_LEAST_DPI = 72
_POINTS = 72  # a PDF unit is 1/72 inch
_TRAILER_WITHIN = 2048  # bytes from the end in which a whole PDF has its end-of-file mark
_PARTLY = 12  # words shown outside the text layer from where on the page is read by OCR too
_DARK = 128  # grey levels below this are writing
_PICTURE_PIXELS = 40_000_000  # a page that is larger at 300 dpi is rendered at fewer; US Letter has 8 million


def open_pdf(data: bytes, name: str, password: str | None = None) -> pdfium.PdfDocument:
    """Opens a PDF, with its password where it is locked.

    Raises:
        EncryptedFile, WrongPassword, DamagedFile, EmptyFile: With what to do about it.
    """
    try:
        document = pdfium.PdfDocument(data, password=password)
    except pdfium.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise _locked(name, password) from None
        if error.err_code == raw.FPDF_ERR_SUCCESS:  # pdfium's way to say that it is whole and has no page
            raise EmptyFile(f"“{name}” has no pages. Please look whether it is the right file.") from None
        raise DamagedFile(
            f"“{name}” is damaged or cut off and cannot be opened. Please download or scan it again and upload it anew."
        ) from None
    return document


def _locked(name: str, password: str | None) -> EncryptedFile:
    otherwise = "or open it, save or print it as a new PDF without the password, and upload that."
    if password is None:
        return EncryptedFile(f"“{name}” is locked with a password. Give the password, {otherwise}")
    return WrongPassword(f"“{name}” is locked, and this is not its password. Give the right one, {otherwise}")


def page_of(document: pdfium.PdfDocument, index: int) -> pdfium.PdfPage | None:
    """A page; None where what the file says of it is broken."""
    try:
        return document[index]
    except pdfium.PdfiumError:
        return None


@dataclass(frozen=True)
class Layer:
    """The text layer of a page.

    Attributes:
        words: In the order of the file.
        quality: How much of it looks like language, 0-1.
        trusted: Whether it says what the page shows.
        unread: Words that the page shows and the layer does not hold, by a rough count: part of it is a picture.
        laid_out: The words, rows of ruled tables as lines; none where the layer cannot be taken for the page.
    """

    words: tuple[PlacedWord, ...]
    quality: float
    trusted: bool
    unread: int
    laid_out: tuple[PlacedWord, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether it can be taken for the page."""
        return self.trusted and self.unread < _PARTLY


def layer_of(opened: pdfium.PdfDocument, index: int) -> Layer:
    """What the text layer of a page holds, and how far it can be trusted."""
    page = page_of(opened, index)
    if page is None:
        return Layer((), 0.0, trusted=False, unread=0)
    text_page = page.get_textpage()
    words = words_of(page, text_page)
    text = " ".join(word.text for word in words)
    trusted = is_trusted(text, _share_of_pictures(page))
    unread = _shown_outside(page, words) if trusted and words else 0
    layer = Layer(words, round(text_quality(text), 3), trusted, unread)
    if layer.whole:
        layer = replace(layer, laid_out=with_tables(page, words))
    text_page.close()
    page.close()
    return layer


def _share_of_pictures(page: pdfium.PdfPage) -> float:
    """The part of the page that its largest picture covers, 0-1."""
    width, height = page.get_size()
    largest = 0.0
    for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = picture.get_bounds()
        across = max(0.0, min(right, width) - max(left, 0.0))
        largest = max(largest, across * max(0.0, min(top, height) - max(bottom, 0.0)))
    return float(largest / max(width * height, 1.0))


def _shown_outside(page: pdfium.PdfPage, words: Sequence[PlacedWord]) -> int:
    """Roughly how many words a page shows where its text layer has none; a page too large to be drawn is not asked."""
    width, height = page.get_size()
    if width * height > _PICTURE_PIXELS:
        return 0
    bitmap = page.render(scale=1, grayscale=True)
    shown = np.where(bitmap.to_numpy().squeeze() < _DARK, 255, 0).astype(np.uint8)
    bitmap.close()
    height, width = shown.shape
    for word in words:
        top, bottom = round(word.box.y0 * height) - 2, round(word.box.y1 * height) + 2
        shown[max(0, top) : bottom, max(0, round(word.box.x0 * width) - 2) : round(word.box.x1 * width) + 2] = 0
    _, _, stats, _ = cv2.connectedComponentsWithStats(
        cv2.morphologyEx(shown, cv2.MORPH_CLOSE, np.ones((1, 3), np.uint8))
    )
    across, down = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    return int(np.count_nonzero((down >= 4) & (down <= 16) & (across >= down) & (across <= 100)))


def rendered(opened: pdfium.PdfDocument, index: int, limits: Limits, *, dpi: float = OCR_DPI) -> Image.Image | None:
    """A grey picture of the page as it is seen; None where it is too large even at a low resolution."""
    page = page_of(opened, index)
    if page is None:
        return None
    width, height = page.get_size()
    area = max(width * height, 1.0)
    dpi = min(dpi, _POINTS * (min(_PICTURE_PIXELS, limits.max_pixels) / area) ** 0.5)
    picture = None
    if dpi >= _LEAST_DPI:
        bitmap = page.render(scale=dpi / _POINTS, grayscale=True)
        picture = bitmap.to_pil().copy()
        bitmap.close()
    page.close()
    return picture


def is_cut_off(data: bytes) -> bool:
    """Whether the end of the file is missing, so that what looks blank may be lost."""
    return b"%%EOF" not in data[-_TRAILER_WITHIN:]

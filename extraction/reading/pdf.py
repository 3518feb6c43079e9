"""PDF files: each page by its text layer where that can be trusted, else as a picture."""

import pypdfium2 as pdfium
from PIL import Image
from pypdfium2 import raw

from domain.document import Page, PageSource
from domain.errors import DamagedFile, EmptyFile, EncryptedFile
from extraction.reading.layout import text_of
from extraction.reading.limits import Limits
from extraction.reading.text_layer import words_of
from extraction.reading.text_quality import is_trusted
from extraction.reading.whole import unreadable

OCR_DPI = 300
_LEAST_DPI = 72
_POINTS = 72  # a PDF unit is 1/72 inch
_TRAILER_WITHIN = 2048  # bytes from the end in which a whole PDF has its end-of-file mark
_PICTURE_PIXELS = 40_000_000  # a page that is larger at 300 dpi is rendered at fewer; US Letter has 8 million


def open_pdf(data: bytes, name: str) -> pdfium.PdfDocument:
    """Opens a PDF.

    Raises:
        EncryptedFile, DamagedFile, EmptyFile: With what to do about it.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise EncryptedFile(
                f"“{name}” is locked with a password. Open it, save or print it as a new PDF without the password, "
                "and upload that."
            ) from None
        if error.err_code == raw.FPDF_ERR_SUCCESS:  # pdfium's way to say that it is whole and has no page
            raise EmptyFile(f"“{name}” has no pages. Please look whether it is the right file.") from None
        raise DamagedFile(
            f"“{name}” is damaged or cut off and cannot be opened. Please download or scan it again and upload it anew."
        ) from None
    return document


def page_of(document: pdfium.PdfDocument, index: int) -> pdfium.PdfPage | None:
    """A page; None where what the file says of it is broken."""
    try:
        return document[index]
    except pdfium.PdfiumError:
        return None


def text_page(document: pdfium.PdfDocument, index: int) -> Page | None:
    """The page by its text layer; None where that cannot be trusted and the page must be read as a picture."""
    page = page_of(document, index)
    if page is None:
        return unreadable(index + 1, "it is damaged")
    layer = page.get_textpage()
    trusted = is_trusted(layer.get_text_range(), _share_of_pictures(page))
    words = words_of(page, layer) if trusted else None
    layer.close()
    page.close()
    if words is None:
        return None
    text, placed = text_of(words)
    return Page(number=index + 1, text=text, words=placed, source=PageSource.TEXT_LAYER, confidence=1.0)


def _share_of_pictures(page: pdfium.PdfPage) -> float:
    """The part of the page that its largest picture covers, 0-1."""
    width, height = page.get_size()
    largest = 0.0
    for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = picture.get_bounds()
        across = max(0.0, min(right, width) - max(left, 0.0))
        largest = max(largest, across * max(0.0, min(top, height) - max(bottom, 0.0)))
    return float(largest / max(width * height, 1.0))


def rendered(document: pdfium.PdfDocument, index: int, limits: Limits, *, dpi: float = OCR_DPI) -> Image.Image | None:
    """A grey picture of the page as it is seen; None where it is too large even at a low resolution."""
    page = page_of(document, index)
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

"""What kind of file it is, by its first bytes and never by its name."""

import re
from enum import StrEnum

from domain.errors import UnsupportedType
from extraction.reading.docx import holds_document

SUPPORTED = "PDF, PNG, JPEG, HEIC, TIFF, Word (DOCX), plain text, web pages and C-CDA exports"


class Format(StrEnum):
    """What we read."""

    PDF = "pdf"
    IMAGE = "image"
    DOCX = "docx"
    HTML = "html"
    XML = "xml"
    TEXT = "text"


_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_HEIF = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_ZIP = b"PK\x03\x04"
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,400}?-->\s*)?<(?:!doctype html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml|<(?:\w+:)?ClinicalDocument)")
_OTHERS = {
    b"PK\x03\x04": "a zip archive, or an Office document of another kind",
    b"PK\x05\x06": "an empty zip archive",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"{\\rtf": "a rich-text document",
    b"GIF8": "a GIF picture",
    b"\x1f\x8b": "a compressed file",
    b"7z\xbc\xaf": "a compressed file",
    b"Rar!": "a compressed file",
    b"\x7fELF": "a program",
    b"MZ": "a program",
}
_TEXT_CONTROLS = {0x09, 0x0A, 0x0C, 0x0D, 0x1B}
_PDF_HEADER_WITHIN = 1024  # bytes; the PDF reference allows something before the header


def format_of(data: bytes, name: str) -> Format:
    """The format of a file that is not empty.

    Raises:
        UnsupportedType: If it is none that we read; the message says what it seems to be.
    """
    if b"%PDF-" in data[:_PDF_HEADER_WITHIN]:
        return Format.PDF
    if data.startswith(_IMAGES) or (data[4:8] == b"ftyp" and data[8:12] in _HEIF):
        return Format.IMAGE
    if data.startswith(_ZIP) and holds_document(data):
        return Format.DOCX
    if _HTML.match(data[:2048]):
        return Format.HTML
    if _XML.match(data[:2048]):
        return Format.XML
    seems = next((what for start, what in _OTHERS.items() if data.startswith(start)), None)
    if seems is None and _is_text(data):
        return Format.TEXT
    raise UnsupportedType(
        f"“{name}” is {seems or 'of a kind that we do not know'}. We read {SUPPORTED}. "
        "Save or print it as a PDF, or take a picture of it, and upload that."
    )


def _is_text(data: bytes) -> bool:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    controls = sum(byte < 0x20 and byte not in _TEXT_CONTROLS for byte in data)
    return controls == 0

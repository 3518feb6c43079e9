"""Word documents (DOCX): paragraphs and tables as lines of text, and the pictures that were pasted into them."""

import io
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from PIL import Image

from domain.errors import DamagedFile, FileTooLarge
from extraction.reading import image as images
from extraction.reading.limits import Limits

BODY = "word/document.xml"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # the same again, for old programs
_MEDIA = "word/media/"
_LEAST_PICTURE = 300  # pixels of the shorter side; what is smaller is a logo
_CELL = "   "


def holds_document(data: bytes) -> bool:
    """Whether an archive is a Word document, by what it holds."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return BODY in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def text_of_docx(data: bytes, name: str, limits: Limits) -> str:
    """Headers, body and footers as text, a form feed at every page break that somebody set.

    Raises:
        DamagedFile, FileTooLarge: With what to do about it.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            headers = sorted(each for each in names if each.startswith("word/header"))
            footers = sorted(each for each in names if each.startswith(("word/footer", "word/footnotes")))
            parts = [
                _lines_of(fromstring(_unpacked(archive, each, name, limits))) for each in (*headers, BODY, *footers)
            ]
    except (zipfile.BadZipFile, ParseError, DefusedXmlException, OSError, ValueError, NotImplementedError, EOFError):
        raise _damaged(name) from None
    except RuntimeError:  # zipfile's word for an archive that is locked
        raise _damaged(name) from None
    return "\n".join(line for part in parts for line in part)


def pictures_of_docx(data: bytes, name: str, limits: Limits) -> Iterator[Image.Image]:
    """The pictures in a document that may be pages, in the order of their names; what is no picture is passed over.

    Raises:
        FileTooLarge: If one is over the limits.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for each in sorted(archive.namelist(), key=lambda name: (len(name), name)):
            if not each.startswith(_MEDIA):
                continue
            try:
                opened = images.open_image(_unpacked(archive, each, name, limits), name, limits)
            except DamagedFile:
                continue  # a drawing in a format of its own
            if min(opened.size) >= _LEAST_PICTURE:
                yield images.picture_of(opened, 0, name, limits)


def _unpacked(archive: zipfile.ZipFile, part: str, name: str, limits: Limits) -> bytes:
    """A part of the archive; never more of it is unpacked than a file may have."""
    most = limits.max_bytes
    with archive.open(part) as packed:
        data = packed.read(most + 1)
    if len(data) > most:
        raise FileTooLarge(
            f"“{name}” unpacks to more than {most / 2**20:.0f} MB, which no report does. "
            "Please print it to a PDF and upload that."
        )
    return data


def _lines_of(root: Element) -> Iterator[str]:
    for child in root:
        if child.tag == f"{_WORD}p":
            yield _paragraph(child)
        elif child.tag == f"{_WORD}tbl":
            for row in child.iter(f"{_WORD}tr"):
                yield _CELL.join(" ".join(_lines_of(cell)).strip() for cell in row.iter(f"{_WORD}tc")).rstrip()
            yield ""
        elif child.tag != _FALLBACK:
            yield from _lines_of(child)


def _paragraph(paragraph: Element) -> str:
    return "".join(_said(paragraph))


def _said(node: Element) -> Iterator[str]:
    for child in node:
        if child.tag == f"{_WORD}t":
            yield child.text or ""
        elif child.tag == f"{_WORD}tab":
            yield _CELL
        elif child.tag == f"{_WORD}br":
            yield "\f" if child.get(f"{_WORD}type") == "page" else "\n"
        elif child.tag in {f"{_WORD}noBreakHyphen", f"{_WORD}sym"}:
            yield "-" if child.tag.endswith("Hyphen") else " "
        elif child.tag not in {_FALLBACK, f"{_WORD}del", f"{_WORD}moveFrom", f"{_WORD}tabs"}:
            yield from _said(child)


def _damaged(name: str) -> DamagedFile:
    return DamagedFile(f"“{name}” is damaged and cannot be opened. Please print it to a PDF, and upload that.")

"""Plain text: decoded, and split into pages at form feeds."""

import re

from domain.document import Document, Page, PageSource, Word
from domain.errors import EmptyFile

_WORD = re.compile(r"\S+")


def read_text(text: str, name: str, document_id: str) -> Document:
    """A text as one page, verbatim: offsets are into the text as it was given."""
    return Document(id=document_id, name=name, pages=(_page(1, text),))


def pages_of(text: str, name: str) -> tuple[Page, ...]:
    """A text as pages, one for every form feed, newlines as newlines.

    Raises:
        EmptyFile: If there is nothing but white space.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    if not plain.strip():
        raise EmptyFile(f"“{name}” has no text in it. Please look whether it is the right file.")
    return tuple(_page(number, part) for number, part in enumerate(plain.rstrip("\f").split("\f"), start=1))


def decoded(data: bytes) -> str:
    """The text of a file, in the encoding that it seems to have."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _page(number: int, text: str) -> Page:
    words = tuple(Word(start=match.start(), end=match.end()) for match in _WORD.finditer(text))
    return Page(number=number, text=text, words=words, source=PageSource.TEXT_LAYER, confidence=1.0, blank=not words)

"""A record as it was read: pages of words, each with its place on the page."""

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from domain.dates import PartialDate
from domain.frozen import Frozen


class Box(Frozen):
    """A rectangle on a page, in fractions of the page's width and height (0-1), origin at the top left."""

    x0: float
    y0: float
    x1: float
    y1: float


class Word(Frozen):
    """One word of a page.

    Attributes:
        start: Offset of its first character in the page's text.
        end: Offset behind its last character.
        box: Where it stands; None for plain text, which has no layout.
        confidence: OCR confidence 0-1; None where the text was not read by OCR.
    """

    start: int
    end: int
    box: Box | None = None
    confidence: float | None = None


class PageSource(StrEnum):
    """How a page's text was had."""

    TEXT_LAYER = "text_layer"
    OCR = "ocr"
    BOTH = "both"
    NONE = "none"


class Gap(Frozen):
    """A place of a page where something stands that could not be read.

    Attributes:
        box: Where, to be shown on the page's picture.
        reason: What it seems to be, in words for the person.
    """

    box: Box
    reason: str


class Page(Frozen):
    """One page.

    Attributes:
        number: 1 for the first.
        text: What was read; lines end in a newline.
        words: In reading order, not overlapping; offsets into `text`.
        source: The text layer (also for plain text files), OCR, both where part of the page is a picture, or none where
            nothing could be read.
        layer_quality: How much of the text layer looks like language, 0-1: what the choice of source rests on; None
            where there is no text layer.
        confidence: Mean word confidence 0-1; 1.0 for a trusted text layer.
        readable: False when the page could not be read. Such a page never counts as "nothing found".
        problem: What was wrong with an unreadable page and what to do; None when readable.
        blank: True when the page holds no ink: readable, with nothing on it.
        gaps: Places where something could not be read, though the page could.
        repeated: Start and end in `text` of headers and footers that stand on other pages too, and are read there.
    """

    number: int = Field(ge=1)
    text: str = ""
    words: tuple[Word, ...] = ()
    source: PageSource
    confidence: float = Field(ge=0, le=1)
    readable: bool = True
    problem: str | None = None
    blank: bool = False
    layer_quality: float | None = None
    gaps: tuple[Gap, ...] = ()
    repeated: tuple[tuple[int, int], ...] = ()

    @model_validator(mode="after")
    def _unreadable_says_why(self) -> Self:
        if not self.readable and not self.problem:
            raise ValueError("an unreadable page says what was wrong")
        return self


class DocumentKind(StrEnum):
    """What a document is."""

    PATHOLOGY = "pathology"
    BRAIN_IMAGING = "brain_imaging"
    BODY_IMAGING = "body_imaging"
    CARDIAC = "cardiac"
    CLINICAL_NOTE = "clinical_note"
    OTHER = "other"


class Document(Frozen):
    """One file as it was read.

    Attributes:
        id: Stable within a record.
        name: The file's name as the person gave it.
        pages: In order, numbered from 1 without gaps.
    """

    id: str
    name: str
    pages: tuple[Page, ...]


SAME_FILE = "same-file"


class Problem(Frozen):
    """Why a file was not read: the error's code and its sentence; a `same-file` is read under another name."""

    code: str
    message: str


class PageSummary(Frozen):
    """What is published of a page: how it was read, and how well."""

    number: int
    source: PageSource
    confidence: float
    readable: bool
    problem: str | None = None
    blank: bool = False
    layer_quality: float | None = None
    gaps: tuple[Gap, ...] = ()


class DocumentSummary(Frozen):
    """What is published of a document: no text.

    Attributes:
        kind: Recognised from its content; None when the file could not be read.
        date: The report or study date that stands in it, never the print date; None when none was found.
        problem: Set when the whole file could not be read.
    """

    id: str
    name: str
    kind: DocumentKind | None = None
    date: PartialDate | None = None
    pages: tuple[PageSummary, ...] = ()
    problem: Problem | None = None

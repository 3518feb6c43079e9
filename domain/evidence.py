"""Where a fact stands: the document, the page, the words and their boxes."""

from pydantic import Field

from domain.document import Box
from domain.frozen import Frozen


class Evidence(Frozen):
    """The words that a finding rests on.

    Attributes:
        document: Id of the document.
        page: Page number, from 1.
        start: Offset of the quote in the page's text.
        end: Offset behind it, so that `page.text[start:end] == quote`.
        quote: The words as they were read, uncorrected.
        boxes: Where they stand on the page, one a line; empty for plain text.
        rule: Name of the extraction rule that found it.
        confidence: Lowest OCR word confidence in the quote, 0-1; None where the text was not read by OCR.
        doubtful: True when a digit, a sign or a word that turns the meaning was read with low confidence, or when part
            of the document could not be read and might overturn what follows of these words.
    """

    document: str
    page: int = Field(ge=1)
    start: int = Field(ge=0)
    end: int = Field(gt=0)
    quote: str = Field(min_length=1)
    boxes: tuple[Box, ...] = ()
    rule: str
    confidence: float | None = None
    doubtful: bool = False

"""What a fact module finds: a value of one field of a specimen, and where in the text it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from domain.finding import Status
from extraction.annotated import Annotated
from extraction.folding import fold


@dataclass(frozen=True, slots=True)
class Mention:
    """One statement of one field.

    Attributes:
        field: Path within a specimen, e.g. `her2_ihc.score`.
        value: Of the field's type; None when a test is pending.
        start: Offset of the words in the document's text; `end` is the offset behind them.
        rule: Name of the pattern that found it.
        status: Stated, uncertain or pending.
        rank: How much the wording weighs against other mentions of the field; higher is better.
        in_situ: True when it is said of in-situ disease only.
    """

    field: str
    value: object
    start: int
    end: int
    rule: str
    status: Status = Status.STATED
    rank: int = 0
    in_situ: bool = False


class Report:
    """A document as the fact modules read it: annotated, with its text folded for matching."""

    def __init__(self, annotated: Annotated) -> None:
        self.annotated = annotated
        self.text = annotated.text

    @cached_property
    def folded(self) -> str:
        """The text in lower case with OCR slips repaired; offsets are those of the text."""
        return fold(self.text)

    def sentence(self, offset: int) -> str:
        """The folded sentence that holds the character at `offset`."""
        start, end = self.annotated.sentence_at(offset)
        return self.folded[start:end]

    def find(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Matches of a pattern in the folded text."""
        return pattern.finditer(self.folded)

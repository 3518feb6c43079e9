"""A document as the pathology facts read it: its text folded for matching, with the way back to the page."""

import bisect
import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TypeVar, cast

from domain.evidence import Evidence
from extraction.annotated import Annotated
from extraction.sections import Section, SectionKind

T = TypeVar("T")

_RUN = re.compile(r" {2,}")
_REPORT_CUES = (
    "specimen", "pathology", "accession", "addend", "antibod", "gross", "microscop", "macroscop", "received", "margin",
    "mastectomy", "lumpectomy", "lymph node", "nottingham", "tumor classification", "histolog", "pathologic", "biopsy",
    "synoptic", "immunohisto", "carcinoma ductale", " cores", " ihc",
)  # fmt: skip
_NOTE_CUES = (
    " mri ",
    " ct ",
    "dear ",
    "impression",
    "plan:",
    "a/p ",
    "chemotherapy",
    "referral",
    "clinic ",
    "dictated",
    "enhanc",
)


class Report:
    """A document as the fact modules read it: annotated, with its text folded for matching.

    Attributes:
        folded: The text in lower case with OCR slips repaired and white space collapsed to single spaces. Fact modules
            work with offsets into it; `origin` leads back to the document's text.
    """

    def __init__(self, annotated: Annotated) -> None:
        self.annotated = annotated
        self.text = annotated.text
        self._read: dict[object, object] = {}
        same_length = annotated.folded
        self._gaps = [match.span() for match in _RUN.finditer(same_length)]
        self._starts: list[int] = []
        self._shifts: list[int] = []
        self.folded, shift = same_length, 0
        if self._gaps:
            self.folded = _RUN.sub(" ", same_length)
            for start, end in self._gaps:
                self._starts.append(start - shift + 1)
                shift += end - start - 1
                self._shifts.append(shift)

    def origin(self, offset: int) -> int:
        """Where the character of the folded text at `offset` stands in the document's text."""
        index = bisect.bisect_right(self._starts, offset) - 1
        return offset + (self._shifts[index] if index >= 0 else 0)

    def place(self, offset: int) -> int:
        """Where a character of the document's text stands in the folded text: the reverse of `origin`."""
        index = bisect.bisect_right(self._gaps, offset, key=lambda gap: gap[0]) - 1
        if index < 0:
            return offset
        start, end = self._gaps[index]
        if offset < end:
            return start - (self._shifts[index - 1] if index else 0)
        return offset - self._shifts[index]

    def words(self, start: int, end: int) -> str:
        """The document's own words behind a stretch of the folded text."""
        return self.text[self.origin(start) : self.origin(end - 1) + 1]

    def evidence(self, start: int, end: int, rule: str) -> Evidence:
        """The evidence for a stretch of the folded text."""
        return self.annotated.evidence(self.origin(start), self.origin(end - 1) + 1, rule)

    def sections(self) -> Iterator[tuple[SectionKind, int, int]]:
        """Kind, start and end of every section, in the folded text."""
        for section in self.annotated.sections:
            yield section.kind, self.place(section.start), self.place(section.end)

    def section_at(self, offset: int) -> Section:
        """The section that holds the character of the folded text; its own offsets are the document's."""
        return self.annotated.section_at(self.origin(offset))

    def sentence_span(self, offset: int) -> tuple[int, int]:
        """Start and end, in the folded text, of the sentence that holds the character at `offset`."""
        start, end = self.annotated.sentence_at(self.origin(offset))
        return self.place(start), self.place(end)

    def sentence(self, offset: int) -> str:
        """The folded sentence that holds the character at `offset`."""
        start, end = self.sentence_span(offset)
        return self.folded[start:end]

    def around(self, anchor: re.Pattern[str], before: int, after: int) -> list[tuple[int, int]]:
        """Stretches about every match of a cheap pattern, merged: an involved pattern need search only these.

        Cheap is a pattern whose alternatives all begin with a letter or a sign: the search then skips what begins none.
        """
        stretches: list[tuple[int, int]] = []
        for match in anchor.finditer(self.folded):
            start, end = max(0, match.start() - before), min(len(self.folded), match.end() + after)
            if stretches and start <= stretches[-1][1]:
                stretches[-1] = (stretches[-1][0], end)
            else:
                stretches.append((start, end))
        return stretches

    def find_in(self, pattern: re.Pattern[str], stretches: list[tuple[int, int]]) -> Iterator[re.Match[str]]:
        """Matches of a pattern within stretches of the folded text."""
        for start, end in stretches:
            yield from pattern.finditer(self.folded, start, end)

    def once(self, read: Callable[["Report"], T]) -> T:
        """What a function reads out of this report, read at the first call only."""
        if read not in self._read:
            self._read[read] = read(self)
        return cast("T", self._read[read])

    def find(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Matches of a pattern in the folded text."""
        return pattern.finditer(self.folded)

    @cached_property
    def report_cues(self) -> int:
        """How many different words of pathology reports are in it."""
        return sum(cue in self.folded for cue in _REPORT_CUES)

    @cached_property
    def is_pathology(self) -> bool:
        """Whether it is a pathology report, and not a note or an imaging report that tells of one."""
        notes = sum(cue in self.folded for cue in _NOTE_CUES)
        return self.report_cues > notes


def report_of(annotated: Annotated) -> Report:
    """The document as the fact modules read it, made once."""
    return annotated.once(report_of, lambda: Report(annotated))

"""A document made ready for finding facts: one text, its tokens, sentences, sections, and the way back to the page."""

import bisect
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar, cast

import numpy as np
from spacy.tokens import Doc

from domain.document import Box, Document, Page, Word
from domain.evidence import Evidence
from extraction.date_mentions import day_first_told
from extraction.doubt import hangs_on_the_rest, is_doubtful
from extraction.folding import fold
from extraction.hyphens import mended
from extraction.misread_signs import with_signs_put_right
from extraction.misread_words import with_words_put_right
from extraction.phrases import Token, tokens_of
from extraction.sections import Section

T = TypeVar("T")

PAGE_BREAK = "\n"


def joined_text(document: Document) -> str:
    """The text of all pages, in order, with one newline between pages.

    Repeated headers and footers are left blank, signs and words that OCR took for others are put right, and words that
    a line's end tore apart are mended; nothing else moves.
    """
    return PAGE_BREAK.join(mended(_put_right(page))[0] for page in document.pages)


def _put_right(page: Page) -> str:
    return with_words_put_right(page, with_signs_put_right(page, _without_repeats(page)))


def _without_repeats(page: Page) -> str:
    text = page.text
    for start, end in page.repeated:
        text = text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]
    return text


@dataclass(frozen=True)
class Annotated:
    """One document with its linguistic layers. All offsets are into `text` unless they are said to be a page's.

    Attributes:
        text: All pages joined by one newline.
        doc: spaCy tokens over `text`, with `doc.sents` set by our splitter.
        sections: In order, not overlapping, together covering the whole text.
        others_day_first: Whether the other documents of the person write the day before the month; None where they
            do not tell, or differ.
    """

    document: Document
    text: str
    doc: Doc
    sections: tuple[Section, ...]
    others_day_first: bool | None = None

    @cached_property
    def is_day_first(self) -> bool:
        """Whether numbers like 03/04/2026 are day and month: by this document, else by the person's other ones."""
        told = day_first_told(self.folded)
        return bool(self.others_day_first if told is None else told)

    @cached_property
    def folded(self) -> str:
        """The text folded for matching, of the same length."""
        return fold(self.text)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The words of the folded text."""
        return tokens_of(self.folded)

    @cached_property
    def _read(self) -> dict[object, object]:
        return {}

    def once(self, key: object, read: Callable[[], T]) -> T:
        """What a function reads out of this document under this key, read at the first call only."""
        if key not in self._read:
            self._read[key] = read()
        return cast("T", self._read[key])

    @cached_property
    def _page_starts(self) -> list[int]:
        starts, at = [], 0
        for page in self.document.pages:
            starts.append(at)
            at += len(page.text) + len(PAGE_BREAK)
        return starts

    @cached_property
    def _torn(self) -> list[tuple[int, int]]:
        """Where words stand that were mended: on the page they are longer, so evidence takes them whole."""
        starts = zip(self.document.pages, self._page_starts, strict=True)
        return [(begins + first, begins + last) for page, begins in starts for first, last in mended(page.text)[1]]

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Start and end of every sentence, in order; the white space behind one belongs to none."""
        if not len(self.doc):
            return ()
        starts, lengths, begins = self.doc.to_array(["IDX", "LENGTH", "SENT_START"]).T  # spaCy's own spans cost more
        first = np.flatnonzero(begins == 1)
        last = np.append(first[1:], len(self.doc)) - 1
        return tuple(zip(starts[first].tolist(), (starts[last] + lengths[last]).tolist(), strict=True))

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [start for start, _ in self.sentences]

    @cached_property
    def _section_starts(self) -> list[int]:
        return [section.start for section in self.sections]

    def sentence_at(self, offset: int) -> tuple[int, int]:
        """Start and end of the sentence that holds the character at `offset`."""
        return self.sentences[max(0, bisect.bisect_right(self._sentence_starts, offset) - 1)]

    def section_at(self, offset: int) -> Section:
        """The section that holds the character at `offset`."""
        return self.sections[max(0, bisect.bisect_right(self._section_starts, offset) - 1)]

    def page_at(self, offset: int) -> tuple[Page, int]:
        """The page that holds the character at `offset`, and where that page begins in `text`."""
        index = max(0, bisect.bisect_right(self._page_starts, offset) - 1)
        return self.document.pages[index], self._page_starts[index]

    @cached_property
    def _has_gaps(self) -> bool:
        return any(page.gaps or not page.readable for page in self.document.pages)

    def evidence(self, start: int, end: int, rule: str) -> Evidence:
        """The evidence for `text[start:end]`, without white space at its ends, cut where it would run over a page.

        Raises:
            ValueError: If there is nothing but white space between `start` and `end`.
        """
        while start < end and self.text[start].isspace():
            start += 1
        page, begins = self.page_at(start)
        end = min(end, begins + len(page.text))
        while end > start and self.text[end - 1].isspace():
            end -= 1
        if end <= start:
            raise ValueError("evidence needs words")
        for first, last in self._torn:
            start, end = first if first < start < last else start, last if first < end < last else end
        words = _overlapping(page.words, start - begins, end - begins)
        confidences = [word.confidence for word in words if word.confidence is not None]
        return Evidence(
            document=self.document.id,
            page=page.number,
            start=start - begins,
            end=end - begins,
            quote=page.text[start - begins : end - begins],
            boxes=_line_boxes(page, words),
            rule=rule,
            confidence=min(confidences, default=None),
            doubtful=any(is_doubtful(page.text[word.start : word.end], word.confidence) for word in words)
            or _lost_a_stop(page.text[start - begins : end - begins], self.text[start:end])
            or (self._has_gaps and hangs_on_the_rest(rule)),
        )


def _lost_a_stop(quote: str, text: str) -> bool:
    """Whether a full stop in the quote was taken for a speck: if it was none, another sentence ends there."""
    return "." in quote and any(read == "." and taken == " " for read, taken in zip(quote, text, strict=True))


def _overlapping(words: tuple[Word, ...], start: int, end: int) -> tuple[Word, ...]:
    first = bisect.bisect_right(words, start, key=lambda word: word.end)
    last = bisect.bisect_left(words, end, key=lambda word: word.start)
    return words[first:last]


def _line_boxes(page: Page, words: tuple[Word, ...]) -> tuple[Box, ...]:
    """One box a line of the page around the words that have boxes."""
    lines: list[list[Box]] = []
    before: Word | None = None
    for word in words:
        if word.box is None:
            continue
        if before is None or "\n" in page.text[before.end : word.start]:
            lines.append([])
        lines[-1].append(word.box)
        before = word
    return tuple(
        Box(
            x0=min(box.x0 for box in line),
            y0=min(box.y0 for box in line),
            x1=max(box.x1 for box in line),
            y1=max(box.y1 for box in line),
        )
        for line in lines
    )

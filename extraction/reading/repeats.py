"""Recognises headers and footers that repeat from page to page, so that a sentence goes on over them."""

import re
from collections.abc import Sequence

from domain.document import Page

_ENDS = 4  # lines at the head and at the foot of a page that are looked at
_LEAST = 4  # letters and digits of a line that is worth recognising
_PAGE_NUMBER = re.compile(r"\b(?:page|sheet)\s*:?\s*\d+(?:\s*(?:of|/)\s*\d+)?\b")
_CONFUSED = str.maketrans("01|i5", "ollls")
_LINE = re.compile(r"[^\n]*\S[^\n]*")

Span = tuple[int, int]


def with_repeats(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages with what repeats marked: a header is read on the first page that has it, a footer on the last."""
    lines = [_lines(page) for page in pages]
    heads = [each[: min(_ENDS, len(each) // 2)] for each in lines]
    feet = [each[max(len(each) // 2, len(each) - _ENDS) :] for each in lines]
    marked: list[set[Span]] = [set() for _ in pages]
    for number in range(len(pages) - 1):
        marked[number + 1].update(_repeated(pages[number + 1], heads[number + 1], pages[number], heads[number]))
        marked[number].update(_repeated(pages[number], feet[number], pages[number + 1], feet[number + 1]))
    return tuple(
        page.model_copy(update={"repeated": tuple(sorted(spans))}) if spans else page
        for page, spans in zip(pages, marked, strict=True)
    )


def _lines(page: Page) -> list[Span]:
    return [match.span() for match in _LINE.finditer(page.text)]


def _repeated(page: Page, lines: list[Span], other: Page, others: list[Span]) -> list[Span]:
    """Lines of a page that stand alike on another."""
    there = {_told(other.text[start:end]) for start, end in others}
    return [
        (start, end)
        for start, end in lines
        if sum(map(str.isalnum, page.text[start:end])) >= _LEAST and _told(page.text[start:end]) in there
    ]


def _told(line: str) -> str:
    """What must be the same: all but the number of the page, and letters that OCR confuses. "2+" is not "3+"."""
    words = _PAGE_NUMBER.sub("page", line.casefold()).split()
    return " ".join(word.translate(_CONFUSED) if any(map(str.isalpha, word)) else word for word in words)

"""Recognises headers and footers that repeat from page to page, so that a sentence goes on over them."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from domain.document import Page

_ENDS = 4  # lines at the head and at the foot of a page that are looked at
_ALIKE = 0.85
_LEAST = 4  # letters and digits of a line that is worth recognising
_NUMBER = re.compile(r"\d+")
_LINE = re.compile(r"[^\n]*\S[^\n]*")

Span = tuple[int, int]


def with_repeats(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages with what repeats marked: a header is read on the first page that has it, a footer on the last."""
    heads = [_lines(page)[:_ENDS] for page in pages]
    feet = [_lines(page)[-_ENDS:] for page in pages]
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
    """Lines of a page that stand alike on another. Page numbers may differ; other numbers tell pages apart."""
    found = []
    for start, end in lines:
        said = page.text[start:end].strip().casefold()
        if sum(map(str.isalnum, said)) < _LEAST:
            continue
        if any(_alike(said, other.text[begin:stop].strip().casefold()) for begin, stop in others):
            found.append((start, end))
    return found


def _alike(one: str, other: str) -> bool:
    if len(_NUMBER.findall(one)) != len(_NUMBER.findall(other)):
        return False
    matcher = SequenceMatcher(None, _NUMBER.sub("#", one), _NUMBER.sub("#", other), autojunk=False)
    return matcher.real_quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE

"""Cuts an imaging report into the stretches that speak of lesions one by one: sentences, list items, clauses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extraction.facts.lesion_words import lesion_patterns
from extraction.facts.report import Report
from extraction.facts.spine import of_the_spine
from extraction.sections import SectionKind

_ITEM_LINE = re.compile(
    r"\n(?=[ \t]*(?:[-*\u2022\u25aa\u25cf]|\(?\d{1,2}[.):]|#\d|[a-z][.)]|lesion #?\d{1,2} ?[:.)(-])[ \t]*\S)",
    re.IGNORECASE,
)
_ITEM = re.compile(r"\s*(?:[-*]|\(?\d{1,2}[.):]|#\d+[.:)]?|[a-z][.)]|lesion #?\d{1,2} ?[:.)(-])\s*")
_INLINE_ITEM = re.compile(r"(?<=[\s;,])(?:\(\d{1,2}\)|\d{1,2}[.)]|#\d{1,2}[:.)]?)\s+(?=[a-z])")
_NOT_AN_ITEM = re.compile(r"(?:image|series|slice|by|to|of|at|grade|x)\s*\Z")
_ENDED = re.compile(r"(?:mm|cm|\)|\d)[ \t]*\Z")
_LABEL = re.compile(r"\s*(?:[-*]\s*)?(?P<words>[a-z][a-z /-]{2,40}):")
_SEMICOLON = re.compile(";")
_CAPITAL_LINE = re.compile(r"\n(?=[ \t]*[A-Z])")

# Sections that describe no lesion of this study.
_ASIDE = frozenset(
    {
        SectionKind.INDICATION,
        SectionKind.TECHNIQUE,
        SectionKind.COMPARISON,
        SectionKind.FAMILY_HISTORY,
        SectionKind.PLAN,
        SectionKind.DISCUSSION,
        SectionKind.METHODS,
        SectionKind.MEDICATIONS,
        SectionKind.EXAM,
    }
)
_PARAGRAPH = re.compile(r"\S[ \t]*\n[ \t]*\n")


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of the folded text that speaks of one lesion, or of several in one breath.

    Attributes:
        continues: It goes on with the sentence of the unit before.
        item: It is an item of a list.
        treated: The line over the list says that what follows was treated. new: likewise, that it is new.
    """

    start: int
    end: int
    continues: bool = False
    item: bool = False
    treated: bool = False
    new: bool = False


def is_aside(report: Report, offset: int) -> bool:
    """Whether what stands here describes no lesion of this study: an indication, a plan, a history, the spine.

    Of a history only its first paragraph: many reports give their findings no heading.
    """
    if of_the_spine(report, offset):
        return True
    section = report.section_at(offset)
    if section.kind is SectionKind.HISTORY:
        return _PARAGRAPH.search(report.text, section.body, report.origin(offset)) is None
    return section.kind in _ASIDE


def units_of(report: Report) -> tuple[Unit, ...]:
    """The units of a report, in order, read once."""
    return report.once(_all)


def _all(report: Report) -> tuple[Unit, ...]:
    return tuple(_units(report))


def _units(report: Report) -> Iterator[Unit]:
    treated = new = False
    for start, end, item in _pieces(report):
        label = _LABEL.match(report.folded, start, end)
        if label or not item:
            head = (
                label["words"]
                if label
                else report.folded[start:end]
                if report.folded[start:end].rstrip()[-1:] == ":"
                else ""
            )
            if head or not item:
                treated = bool(lesion_patterns().label_treated.search(head))
                new = bool(lesion_patterns().label_new.search(head)) and " no " not in f" {head}"
        continues = False
        for first, last in _clauses(report.folded, start, end):
            yield Unit(first, last, continues=continues, item=item, treated=treated, new=new)
            continues = True


def _pieces(report: Report) -> Iterator[tuple[int, int, bool]]:
    """Sentences, cut again where a list goes on; whether each is an item."""
    raw = report.text
    for begins, ends in report.annotated.sentences:
        cuts = [begins]
        for match in _CAPITAL_LINE.finditer(raw, begins, ends):
            if _ENDED.search(raw, cuts[-1], match.start()):
                cuts.append(match.end())
        cuts += [match.end() for match in _ITEM_LINE.finditer(raw, begins, ends)]
        places = sorted({report.place(cut) for cut in cuts})
        end = report.place(ends) if ends < len(raw) else len(report.folded)
        for first, last in zip(places, [*places[1:], end], strict=True):
            yield from _items(report.folded, first, last)


def _items(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """A stretch cut at the numbers of a list written in one line."""
    cuts = [
        match.start()
        for match in _INLINE_ITEM.finditer(text, start + 1, end)
        if not _NOT_AN_ITEM.search(text, max(start, match.start() - 12), match.start())
    ]
    starts = [start, *cuts]
    for first, last in zip(starts, [*cuts, end], strict=True):
        yield first, last, _ITEM.match(text, first, last) is not None


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A piece cut at semicolons that stand outside brackets."""
    first = start
    for match in _SEMICOLON.finditer(text, start, end):
        if text.count("(", first, match.start()) <= text.count(")", first, match.start()):
            yield first, match.start()
            first = match.end()
    if first < end:
        yield first, end

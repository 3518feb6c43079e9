"""The visit summary: what to take to the oncologist, on at most two pages."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from api.web.profile_view import Group, Row, groups_of
from api.web.words_explained import terms_in
from domain.advice import Item, ItemKind
from domain.analysis import Analysis
from domain.evidence import Evidence
from domain.finding import Status
from guidance.wording.alarms import CALL, banner_of

QUESTIONS = 3
_DECISIVE = ("conflict.her2", "conflict.receptors", "conflict.brain")  # what the choice of treatment rests on
_DECISIVE_QUESTIONS = {"questions.growth-after-radiation"}
_HERS = "missing.context."  # only she can answer it
_MOST_QUOTES = 2
_MOST_WORDS = 70  # characters of a quote: enough to find it


class Size(NamedTuple):
    """How much a summary holds, so that it fits: groups of facts, facts a group, points unclear, words explained."""

    groups: int
    facts: int
    unclear: int
    words: int


SIZES = (
    Size(9, 16, 10, 16),
    Size(7, 12, 8, 12),
    Size(6, 10, 6, 10),
    Size(5, 8, 5, 8),
    Size(4, 6, 4, 6),
    Size(3, 4, 3, 4),
)


@dataclass(frozen=True)
class Fact:
    """One line: a value with the words that it rests on.

    Attributes:
        words: Quotes, each with its file and page; none where she said it herself.
    """

    label: str
    value: str
    words: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Part:
    """Facts under one heading. `more` is how many there are beside those shown."""

    title: str
    facts: tuple[Fact, ...]
    more: int


@dataclass(frozen=True)
class Summary:
    """All that a summary says.

    Attributes:
        urgent: What cannot wait, the most urgent first.
        calls: What to ask about that and when to call for help, by the words before it.
        also: A last word on it.
        missing: Names of what was looked for and not found.
        unclear: What does not fit together, is pending, not certain, hard to read or could not be read.
        unclear_more: How many such points there are beside those shown.
        words: Terms that come up, what is asked before what was found, with what they mean.
    """

    urgent: tuple[str, ...]
    calls: dict[str, tuple[str, ...]]
    also: str
    parts: tuple[Part, ...]
    parts_more: int
    questions: tuple[str, ...]
    missing: tuple[str, ...]
    unclear: tuple[str, ...]
    unclear_more: int
    words: dict[str, str]


def summary_of(analysis: Analysis, size: Size = SIZES[0]) -> Summary:
    """The summary of an analysis as it may be shown."""
    names = {document.id: document.name for document in analysis.documents}
    groups = [group for group in _in_order(groups_of(analysis.profile)) if any(_is_fact(row) for row in group.rows)]
    unclear = list(dict.fromkeys(_unclear(analysis)))
    items = [item for section in analysis.guidance.sections for item in section.items]
    banner = banner_of([item for item in items if item.kind is ItemKind.URGENT])
    says = tuple(item.alarm.says if item.alarm else item.text for item in banner.items)
    asked = tuple(item.text for item in most_important(items))
    parts = tuple(_part(group, names, size.facts) for group in groups[: size.groups])
    return Summary(
        urgent=says,
        calls={**banner.asks, **({CALL: banner.signs} if banner.signs else {})},
        also=" ".join(banner.also),
        parts=parts,
        parts_more=max(0, len(groups) - size.groups),
        questions=asked,
        missing=tuple(
            row.label for group in groups_of(analysis.profile) for row in group.rows if row.nothing_known
            and not group.title.startswith("Sample")
        ),
        unclear=tuple(unclear[: size.unclear]),
        unclear_more=max(0, len(unclear) - size.unclear),
        words=_explained((*says, *asked), _told(parts), size.words),
    )  # fmt: skip


def _told(parts: Iterable[Part]) -> Iterator[str]:
    return (f"{fact.label} {fact.value}" for part in parts for fact in part.facts)


def _explained(first: Iterable[str], then: Iterable[str], most: int) -> dict[str, str]:
    """The first so many terms of the glossary in the texts, by the alphabet."""
    found = [*(terms_in(first) | terms_in(then)).items()][:most]
    return dict(sorted(found, key=lambda term: term[0].lower()))


def most_important(items: list[Item]) -> list[Item]:
    """The open questions that come first: what decides, what is missing, other conflicts, then all others.

    A second conflict about the same thing (PR beside ER) does not take the place of another question, and what only
    she can answer is no question for the visit.
    """
    ranked: list[tuple[int, Item]] = []
    for item in items:
        rank = _rank(item)
        if rank is not None:
            again = rank == _DECIDES and any(_about(item) == _about(other) for _, other in ranked)
            ranked.append((_OTHER_CONFLICT if again else rank, item))
    return [item for _, item in sorted(ranked, key=lambda each: each[0])][:QUESTIONS]


_DECIDES, _MISSING, _OTHER_CONFLICT, _OTHER, _ANSWERED = range(1, 6)


def _rank(item: Item) -> int | None:
    if item.kind is ItemKind.CONFLICT:
        return _DECIDES if item.id.startswith(_DECISIVE) else _OTHER_CONFLICT
    if item.kind is ItemKind.MISSING:
        if item.id.startswith(_HERS):
            return None
        in_conflict = any(because.value == "in conflict" for because in item.because)  # asked as a conflict already
        return _OTHER_CONFLICT if in_conflict else _MISSING
    if item.kind is ItemKind.QUESTION:
        if item.id in _DECISIVE_QUESTIONS:
            return _DECIDES
        return _ANSWERED if item.id.endswith(".answered") else _OTHER
    return None


def _about(item: Item) -> str:
    """What a conflict or question is about, e.g. `conflict.receptors`."""
    return ".".join(item.id.split(".")[:2])


def _in_order(groups: tuple[Group, ...]) -> list[Group]:
    """What was concluded over all samples first, single samples last."""
    return sorted(groups, key=lambda group: group.title.startswith("Sample"))


def _is_fact(row: Row) -> bool:
    return row.status in {Status.STATED, Status.DENIED, Status.UNCERTAIN}


def _part(group: Group, names: dict[str, str], most: int) -> Part:
    rows = [row for row in group.rows if _is_fact(row)]
    return Part(group.title, tuple(_fact(row, names) for row in rows[:most]), max(0, len(rows) - most))


def _fact(row: Row, names: dict[str, str]) -> Fact:
    """What was concluded from several words shows two of them, what one place says shows that."""
    words = row.evidence[: _MOST_QUOTES if row.reason else 1]
    return Fact(
        row.label,
        row.value,
        tuple((_short(each.quote), f"{names.get(each.document, each.document)}, page {each.page}") for each in words),
    )


def _short(quote: str) -> str:
    text = " ".join(quote.split())
    return text if len(text) <= _MOST_WORDS else text[: _MOST_WORDS - 1].rstrip() + "…"


def _unclear(analysis: Analysis) -> Iterator[str]:
    persons = analysis.profile.persons
    if not persons.settled:
        yield f"The files give different {' and '.join(persons.differ)}, so nothing was put together from them."
    yield from analysis.profile.warnings
    names = {document.id: document.name for document in analysis.documents}
    told: set[Evidence] = set()
    for conflict in analysis.profile.conflicts:
        told.update(words for side in conflict.sides for words in side.evidence)
        sides = ((side.told, side.evidence) for side in conflict.sides)
        yield f"{conflict.summary} {_both(sides, names)}"
    for group in groups_of(analysis.profile):
        for row in group.rows:
            if not (row.sides and told.issuperset(words for _, evidence in row.sides for words in evidence)):
                yield from _why_unclear(row, names)
    for document in analysis.documents:
        if document.problem:
            yield document.problem.message
        yield from (f"{document.name}: {page.problem}" for page in document.pages if not page.readable)


def _why_unclear(row: Row, names: dict[str, str]) -> Iterator[str]:
    """What is not clear about a value, with the reason where there is one; nothing when it is clear, or missing."""
    because = f" {row.reason}" if row.reason else ""
    match row.status:
        case Status.PENDING:
            yield f"{row.label}: the result is still to come."
        case Status.CONFLICT:
            yield f"{row.label}: the records do not agree. {_both(row.sides, names)}"
        case Status.UNCERTAIN:
            yield f"{row.label}: {row.value}.{because}"
        case _ if row.check:
            yield f"{row.label}: {row.value}, hard to read. Please check."
        case Status.UNKNOWN if row.reason:
            yield f"{row.label}: not settled by the records.{because}"


def _both(sides: Iterable[tuple[str, tuple[Evidence, ...]]], names: dict[str, str]) -> str:
    """What each side says and where: no more than one place each."""
    told = (
        value + "".join(f", {names.get(each.document, each.document)}, page {each.page}" for each in evidence[:1])
        for value, evidence in sides
    )
    return f"({'; '.join(dict.fromkeys(told))})"

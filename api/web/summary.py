"""The visit summary: what to take to the oncologist, on at most two pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from api.web.profile_view import Group, Row, groups_of
from domain.advice import Item, ItemKind
from domain.analysis import Analysis
from domain.finding import Status

QUESTIONS = 3
_DECISIVE = ("conflict.her2", "conflict.receptors", "conflict.brain")  # what the choice of treatment rests on
_MOST_QUOTES = 2
_MOST_WORDS = 70  # characters of a quote: enough to find it


class Size(NamedTuple):
    """How much a summary holds, so that it fits: groups of facts, facts a group, points under what was unclear."""

    groups: int
    facts: int
    unclear: int


SIZES = (Size(9, 16, 10), Size(7, 12, 8), Size(6, 10, 6), Size(5, 8, 5), Size(4, 6, 4), Size(3, 4, 3))


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
        urgent: What cannot wait.
        missing: Names of what was looked for and not found.
        unclear: What does not fit together, is pending, not certain, hard to read or could not be read.
        unclear_more: How many such points there are beside those shown.
    """

    urgent: tuple[str, ...]
    parts: tuple[Part, ...]
    parts_more: int
    questions: tuple[str, ...]
    missing: tuple[str, ...]
    unclear: tuple[str, ...]
    unclear_more: int


def summary_of(analysis: Analysis, size: Size = SIZES[0]) -> Summary:
    """The summary of an analysis as it may be shown."""
    names = {document.id: document.name for document in analysis.documents}
    groups = [group for group in _in_order(groups_of(analysis.profile)) if any(_is_fact(row) for row in group.rows)]
    unclear = list(dict.fromkeys(_unclear(analysis)))
    items = [item for section in analysis.guidance.sections for item in section.items]
    return Summary(
        urgent=tuple(item.text for item in items if item.kind is ItemKind.URGENT),
        parts=tuple(_part(group, names, size.facts) for group in groups[: size.groups]),
        parts_more=max(0, len(groups) - size.groups),
        questions=tuple(item.text for item in most_important(items)),
        missing=tuple(
            row.label for group in groups_of(analysis.profile) for row in group.rows if row.status is Status.UNKNOWN
            and not group.title.startswith("Sample")
        ),
        unclear=tuple(unclear[: size.unclear]),
        unclear_more=max(0, len(unclear) - size.unclear),
    )  # fmt: skip


def most_important(items: list[Item]) -> list[Item]:
    """The open questions that come first: conflicts that decide, what is missing, other conflicts, then all others."""
    return sorted((item for item in items if _rank(item) is not None), key=lambda item: _rank(item) or 0)[:QUESTIONS]


def _rank(item: Item) -> int | None:
    if item.kind is ItemKind.CONFLICT:
        return 1 if item.id.startswith(_DECISIVE) else 3
    if item.kind is ItemKind.MISSING:
        return 2
    if item.kind is ItemKind.QUESTION:
        return 5 if item.id.endswith(".answered") else 4
    return None


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
    for conflict in analysis.profile.conflicts:
        sides = " / ".join(dict.fromkeys(side.value.replace("_", " ") for side in conflict.sides))
        yield f"{conflict.summary} ({sides})"
    for group in groups_of(analysis.profile):
        yield from filter(None, map(_why_unclear, group.rows))
    for document in analysis.documents:
        if document.problem:
            yield document.problem.message
        yield from (f"{document.name}: {page.problem}" for page in document.pages if not page.readable)


def _why_unclear(row: Row) -> str | None:
    """What is not clear about a value; None when it is clear, or missing."""
    match row.status:
        case Status.PENDING:
            return f"{row.label}: the result is still to come."
        case Status.CONFLICT:
            sides = " / ".join(dict.fromkeys(value for value, _ in row.sides))
            return f"{row.label}: the records do not agree ({sides})."
        case Status.UNCERTAIN:
            return f"{row.label}: {row.value}."
    return f"{row.label}: {row.value}, hard to read. Please check." if row.check else None

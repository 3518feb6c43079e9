"""Chooses among findings of several documents: the value all state, the newest, or a conflict with all its sides."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from domain.dates import PartialDate
from domain.evidence import Evidence
from domain.finding import Alternative, Finding, Status
from domain.profile import Conflict, ConflictSide

T = TypeVar("T")

_DIGIT_OR_SIGN = re.compile(r"[\d+\-%<>]|\bnot?\b|neg|pos", re.IGNORECASE)


@dataclass(frozen=True)
class Dated(Generic[T]):
    """A finding of one document, with the date that it holds for."""

    finding: Finding[T]
    date: PartialDate | None
    document: str


def date_key(date: PartialDate | None) -> tuple[int, int, int]:
    """For ordering: oldest first, an unknown date before all."""
    return (0, 0, 0) if date is None else (date.year, date.month or 0, date.day or 0)


def may_be_same(one: PartialDate | None, other: PartialDate | None) -> bool:
    """Whether two dates may mean the same day, as far as both are known; an unknown date may be any."""
    if one is None or other is None:
        return True
    pairs = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    return all(left is None or right is None or left == right for left, right in pairs)


def surely_before(one: PartialDate | None, other: PartialDate | None) -> bool:
    """Whether every day that the first date may mean is before every day of the other; never where one is unknown."""
    return one is not None and other is not None and one.latest() < other.earliest()


def in_order(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Evidence without repeats, by document and place, so that the order of documents does not matter."""
    return tuple(sorted(set(evidence), key=lambda each: (each.document, each.page, each.start, each.end, each.rule)))


def needs_check(evidence: Sequence[Evidence]) -> bool:
    """Whether a value rests on doubtful words, and no other document says it in clear ones.

    Within a document any doubtful word is enough: a value may be put together of several, as a sum of nodes is.
    """
    doubtful = {each.document for each in evidence if each.doubtful}
    said = {each.document for each in evidence if _DIGIT_OR_SIGN.search(each.quote)}
    return bool(doubtful) and not said - doubtful


def checked(finding: Finding[T]) -> Finding[T]:
    """The finding, marked "please check" where it rests on doubtful words."""
    if finding.check or not needs_check(finding.evidence):
        return finding
    return finding.model_copy(update={"check": True})


def newest(found: Sequence[Dated[T]], rule: str) -> Finding[T]:
    """The newest dated finding that says something; where one day's documents differ, a conflict of that day."""
    said = [each for each in found if each.finding.status is not Status.UNKNOWN]
    if not said:
        return Finding[Any]()
    last = max(date_key(each.date) for each in said)
    return agreed([each for each in said if date_key(each.date) == last], rule)


def agreed(found: Sequence[Dated[T]], rule: str) -> Finding[T]:
    """The value that all of them state, or a conflict with one side a value."""
    if not found:
        return Finding[Any]()
    known = [each for each in found if each.finding.known]
    pool = known or [each for each in found if each.finding.value is not None] or list(found)
    pool = sorted(pool, key=lambda each: (date_key(each.date), each.document))
    values = list(dict.fromkeys(each.finding.value for each in pool))
    evidence = in_order([each for entry in pool for each in entry.finding.evidence])
    if len(values) == 1:
        last = pool[-1]
        return checked(
            last.finding.model_copy(update={"evidence": evidence, "date": last.finding.date or last.date, "rule": rule})
        )
    sides = tuple(
        Alternative[Any](
            value=value,
            date=next(each.finding.date or each.date for each in pool if each.finding.value == value),
            evidence=in_order([one for each in pool if each.finding.value == value for one in each.finding.evidence]),
        )
        for value in sorted(values, key=str)
    )
    return Finding[Any](status=Status.CONFLICT, evidence=evidence, alternatives=sides, rule=f"{rule}:differ")


def conflict_of(field: str, summary: str, finding: Finding[Any]) -> Conflict:
    """The conflict that a finding in conflict stands for."""
    return Conflict(
        field=field,
        summary=summary,
        sides=tuple(
            ConflictSide(value=in_words(side.value), date=side.date, evidence=side.evidence)
            for side in finding.alternatives
        ),
    )


def in_words(value: object) -> str:
    """A value as people read it."""
    if isinstance(value, tuple):
        return ", ".join(in_words(each) for each in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    return str(value).replace("_", " ")

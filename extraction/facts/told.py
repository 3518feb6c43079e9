"""Several statements of one value in a document, and the finding that they make: the newest, with its words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from domain.dates import PartialDate
from domain.finding import Finding, Status
from extraction.facts.note import Note

T = TypeVar("T")


@dataclass(frozen=True)
class Told(Generic[T]):
    """One statement of a value.

    Attributes:
        date: The date it holds for; None for the date of the part of the document where it stands.
        reason: How it was written, where the value is a reading of it.
    """

    value: T
    start: int
    end: int
    date: PartialDate | None = None
    status: Status = Status.STATED
    reason: str | None = None


def newest_told(note: Note, told: Sequence[Told[T]], rule: str, *, dated: bool = True) -> Finding[T]:
    """The statement that holds for the newest date; of one date, the last one. Unknown when there is none.

    Args:
        note: The document.
        told: The statements.
        rule: Name of the rule, for the evidence.
        dated: Whether a statement without a date holds for the date of the document. Without, its finding has none.
    """
    if not told:
        return Finding[Any]()

    def key(each: Told[T]) -> tuple[int, int, int, int]:
        date = each.date or note.date_at(each.start)
        return (date.year if date else 0, (date.month if date else 0) or 0, (date.day if date else 0) or 0, each.start)

    last = max(told, key=key)
    same = [each for each in told if each.value == last.value and (each.date or None) == last.date]
    return Finding[Any](
        value=None if last.status is Status.PENDING else last.value,
        status=last.status,
        date=last.date or (note.date_at(last.start) if dated else None),
        evidence=tuple(note.evidence(each.start, each.end, rule) for each in (last, *same[:2]) if each)[:1]
        + tuple(note.evidence(each.start, each.end, rule) for each in same if each is not last)[:2],
        rule=rule,
        reason=last.reason,
    )

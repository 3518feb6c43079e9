"""One statement of one fact of an imaging study: its value, how sure it is, and where it stands."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from domain.finding import Status

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Statement(Generic[T]):
    """What the words between two offsets of the report's folded text say."""

    value: T
    start: int
    end: int
    rule: str
    status: Status = Status.STATED

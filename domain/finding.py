"""A fact with its standing: stated, denied, uncertain, pending, in conflict or unknown."""

from enum import StrEnum
from typing import Generic, Self, TypeVar

from pydantic import model_validator

from domain.dates import PartialDate
from domain.evidence import Evidence
from domain.frozen import Frozen

T = TypeVar("T")


class Status(StrEnum):
    """How a fact stands in the record."""

    STATED = "stated"
    DENIED = "denied"
    UNCERTAIN = "uncertain"
    PENDING = "pending"
    CONFLICT = "conflict"
    UNKNOWN = "unknown"


class Alternative(Frozen, Generic[T]):
    """One side of a conflict: a value and the words it rests on."""

    value: T
    date: PartialDate | None = None
    evidence: tuple[Evidence, ...]


class Finding(Frozen, Generic[T]):
    """A value with its standing and its evidence. Without evidence there is no value.

    Attributes:
        value: Set when stated, denied ("no hydrocephalus": value `absent`) or uncertain; None otherwise.
        status: How the fact stands.
        date: The date it holds for.
        evidence: The words it rests on; never empty but for unknown.
        rule: Name of the resolution or derivation rule that chose the value.
        reason: For a derived value, the reasoning in one sentence with its source.
        alternatives: For a conflict, the values that disagree, two or more.
        check: True when it rests on words that were read with low confidence: "please check".
        confirmed_by: Who confirmed or corrected it; None when nobody did.
    """

    value: T | None = None
    status: Status = Status.UNKNOWN
    date: PartialDate | None = None
    evidence: tuple[Evidence, ...] = ()
    rule: str | None = None
    reason: str | None = None
    alternatives: tuple[Alternative[T], ...] = ()
    check: bool = False
    confirmed_by: str | None = None

    @model_validator(mode="after")
    def _stands_on_evidence(self) -> Self:
        has_value = self.status in {Status.STATED, Status.DENIED, Status.UNCERTAIN}
        if has_value != (self.value is not None):
            raise ValueError(f"a finding that is {self.status} has {'a' if has_value else 'no'} value")
        if self.status is not Status.UNKNOWN and not self.evidence and not self.confirmed_by:
            raise ValueError("a finding stands on evidence or on somebody's word")
        if (self.status is Status.CONFLICT) != (len(self.alternatives) > 1):
            raise ValueError("a conflict has two or more alternatives, and only a conflict has them")
        return self

    @property
    def unsure(self) -> bool:
        """Whether it is marked "please check" and nobody has confirmed it: nothing may rest on it yet."""
        return self.check and self.confirmed_by is None

    @property
    def known(self) -> bool:
        """Whether there is a value to rely on: stated or denied."""
        return self.status in {Status.STATED, Status.DENIED}

"""A date known to the day, to the month or only to the year, as records write them."""

import calendar
import datetime as dt
from typing import Self

from pydantic import model_validator

from domain.frozen import Frozen


class PartialDate(Frozen):
    """A calendar date whose month or day may be unknown.

    Attributes:
        year: Four digits.
        month: 1-12, or None when only the year is known.
        day: 1-31, or None when only the month is known; never without a month.
    """

    year: int
    month: int | None = None
    day: int | None = None

    @model_validator(mode="after")
    def _is_a_date(self) -> Self:
        if self.month is None and self.day is not None:
            raise ValueError("a day needs a month")
        self.earliest()
        return self

    def earliest(self) -> dt.date:
        """The first day this date may mean, for ordering."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    def latest(self) -> dt.date:
        """The last day this date may mean."""
        month = self.month or 12
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def iso(self) -> str:
        """ISO 8601 to the precision known: 2026, 2026-08 or 2026-08-03."""
        parts = [f"{self.year:04d}"]
        if self.month is not None:
            parts.append(f"{self.month:02d}")
        if self.day is not None:
            parts.append(f"{self.day:02d}")
        return "-".join(parts)

    def __str__(self) -> str:
        return self.iso()


def months_between(one: PartialDate, other: PartialDate) -> int:
    """Months from one date to another; a date without a month counts from where it is nearest."""
    if one.month is None or other.month is None:
        years = other.year - one.year
        return 0 if years == 0 else 12 * years - (11 if years > 0 else -11)
    return 12 * (other.year - one.year) + other.month - one.month

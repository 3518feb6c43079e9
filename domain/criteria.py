"""For clinicians: which criteria of an item, or of an option that is not shown, a record meets."""

from enum import StrEnum

from domain.frozen import Frozen


class Standing(StrEnum):
    """How a record stands to one criterion."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """What became of a rule: `barred` is an option that a safety gate keeps from being open."""

    SHOWN = "shown"
    BARRED = "barred"
    NOT_SHOWN = "not_shown"
    UNKNOWN = "unknown"


class Criterion(Frozen):
    """One thing that a rule asks for.

    Attributes:
        asked: E.g. "HER2 status is positive"; "not (...)" for what would bar an option.
        found: What the record says of it.
    """

    asked: str
    standing: Standing
    found: str


class Criteria(Frozen):
    """The criteria of one item.

    Attributes:
        item: Its id in the guidance; of an option that is not shown, the id that it would have.
        name: What it is about, in a few words.
        option: Whether it is an option, shown or not.
        withheld: Why an item whose criteria are met is left out all the same.
        criteria: All that have to be met; none for what is said to everyone.
    """

    item: str
    name: str
    option: bool
    outcome: Outcome
    withheld: str | None = None
    criteria: tuple[Criterion, ...] = ()

    def that_are(self, standing: Standing) -> tuple[Criterion, ...]:
        """Those that stand so."""
        return tuple(each for each in self.criteria if each.standing is standing)

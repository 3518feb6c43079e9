"""Three-valued conditions over a profile: what is unknown is not false."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from domain.frozen import Frozen
from domain.profile import Profile
from guidance.paths import Fact, fact_at
from guidance.schema import Condition


class Truth(Enum):
    """True, false, or unknown because a fact is missing."""

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a condition.

    Attributes:
        facts: The facts that were looked at and bear on the truth, in order.
    """

    truth: Truth
    facts: tuple[Fact, ...] = ()


def evaluate(condition: Condition | None, profile: Profile, each: Frozen | None = None) -> Outcome:
    """The truth of a condition (Kleene's strong logic), with the facts that it rests on. None is always true."""
    if condition is None:
        return Outcome(Truth.TRUE)
    if condition.all is not None:
        return _combined([evaluate(part, profile, each) for part in condition.all], Truth.FALSE)
    if condition.any is not None:
        return _combined([evaluate(part, profile, each) for part in condition.any], Truth.TRUE)
    if condition.negation is not None:
        inner = evaluate(condition.negation, profile, each)
        return Outcome(Truth(2 - inner.truth.value), inner.facts)
    if condition.some is not None:
        elements = fact_at(profile, condition.some).value or ()
        return _combined([evaluate(condition.where, profile, element) for element in elements], Truth.TRUE)
    fact = fact_at(profile, condition.fact or "", each)
    return Outcome(_of_fact(condition, fact), (fact,))


def facts_in(condition: Condition | None) -> Iterator[str]:
    """Every path that a condition names."""
    if condition is None:
        return
    if condition.fact is not None:
        yield condition.fact
    for part in (*(condition.all or ()), *(condition.any or ()), condition.negation, condition.where):
        yield from facts_in(part)


def _combined(parts: list[Outcome], decisive: Truth) -> Outcome:
    """`decisive` is the truth that one part is enough for: false for all, true for any."""
    deciding = [part for part in parts if part.truth is decisive]
    if deciding:
        return Outcome(decisive, tuple(fact for part in deciding for fact in part.facts))
    unknown = [part for part in parts if part.truth is Truth.UNKNOWN]
    truth = Truth.UNKNOWN if unknown else Truth(2 - decisive.value)
    return Outcome(truth, tuple(fact for part in (unknown or parts) for fact in part.facts))


def _of_fact(condition: Condition, fact: Fact) -> Truth:
    ((test, wanted),) = condition.tests().items()
    if test == "known":
        return _truth(fact.known is wanted)
    if test == "status":
        return _truth(fact.status is wanted)
    if fact.value is None:
        return Truth.UNKNOWN
    return _truth(_holds(test, fact.value, wanted))


def _holds(test: str, value: object, wanted: object) -> bool:
    match test, value, wanted:
        case "value_is", _, _:
            return value == wanted
        case "one_of", _, tuple():
            return value in wanted
        case "contains", tuple(), _:
            return wanted in value
        case "contains_any", tuple(), tuple():
            return any(each in value for each in wanted)
        case (("at_least" | "at_most" | "more_than" | "less_than"), float() | int(), float() | int()):
            return {
                "at_least": value >= wanted,
                "at_most": value <= wanted,
                "more_than": value > wanted,
                "less_than": value < wanted,
            }[test]
    raise TypeError(f"{test} does not fit a value of type {type(value).__name__}")  # refused when rules are loaded


def _truth(holds: bool) -> Truth:  # noqa: FBT001 - the argument is the answer itself
    return Truth.TRUE if holds else Truth.FALSE

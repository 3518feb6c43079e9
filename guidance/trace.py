"""Why a condition holds, does not hold or is unknown: every part of it with what the profile says there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from domain.finding import Status
from domain.frozen import Frozen
from domain.profile import Profile
from guidance.conditions import Truth, evaluate
from guidance.paths import Fact, Facts, fact_at
from guidance.schema import Condition
from guidance.wording.templates import fact_name, in_words

_MISSING = {Status.PENDING: "pending", Status.CONFLICT: "in conflict"}


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a condition.

    Attributes:
        depth: How deep it stands in the whole condition, from 0.
        asked: What it asks for, e.g. `all of` or `her2.status is positive`.
        found: What the profile says there; None for a part that only joins others.
    """

    depth: int
    truth: Truth
    asked: str
    found: str | None = None


def trace(
    condition: Condition | None, profile: Profile, each: Frozen | None = None, *, doubt: bool = False, depth: int = 0
) -> Iterator[Step]:
    """Every part of a condition, the whole before its parts; `doubt` as the condition was compiled with."""
    truth = evaluate(condition, profile, each, doubt=doubt).truth
    below = partial(trace, doubt=doubt, depth=depth + 1)
    if condition is None:
        yield Step(depth, truth, "always")
    elif condition.fact is not None:
        ((test, wanted),) = condition.tests().items()
        fact = fact_at(profile, condition.fact, each)
        yield Step(depth, truth, f"{condition.fact} {_test(test)} {_wanted(wanted)}", value_of(fact))
    elif condition.some is not None:
        elements = Facts(profile).elements(condition.some)
        yield Step(depth, truth, f"some of {condition.some}, where", how_many(elements))
        for element in elements:
            yield from below(condition.where, profile, element)
    elif condition.negation is not None:
        yield Step(depth, truth, "not")
        yield from below(condition.negation, profile, each)
    else:
        yield Step(depth, truth, "all of" if condition.all is not None else "any of")
        for part in condition.all or condition.any or ():
            yield from below(part, profile, each)


def in_short(condition: Condition) -> str:
    """A whole condition in one line, with the names of facts where they have one."""
    if condition.fact is not None:
        return _one_fact(condition)
    if condition.some is not None and condition.where is not None:
        return f"some of {fact_name(condition.some)} with {in_short(condition.where)}"
    if condition.negation is not None:
        return f"not ({in_short(condition.negation)})"
    joined = " and " if condition.all is not None else " or "
    parts = condition.all or condition.any or ()
    return joined.join(f"({in_short(part)})" if part.all or part.any else in_short(part) for part in parts)


def _one_fact(condition: Condition) -> str:
    ((test, wanted),) = condition.tests().items()
    name = fact_name(condition.fact or "")
    if test == "known":
        return f"{name} is {'' if wanted else 'not '}known"
    if isinstance(wanted, float):
        return f"{name} {_test(test)} {wanted:g}"
    return f"{name} {'is' if test == 'status' else _test(test)} {_wanted(wanted)}"


def how_many(elements: Sequence[Frozen | None]) -> str:
    """How many elements of a list the record has; a list that was not read is not one without elements."""
    if None in elements:
        return "none was read"
    return f"{len(elements)} in the record" if elements else "the record says that there is none"


def value_of(fact: Fact) -> str:
    """What the profile says at a path, with its standing where that is not plainly stated."""
    if fact.status is Status.CONFLICT and fact.sides:
        return f"in conflict: {' / '.join(fact.sides)}"
    if fact.value is None:
        return _MISSING.get(fact.status, "unknown")
    value = in_words(fact.value)
    if fact.unsure:
        return f"{value} (hard to read, not confirmed)"
    return value if fact.status is Status.STATED else f"{value} ({fact.status.value})"


def _test(name: str) -> str:
    return {"value_is": "is", "one_of": "in", "known": "known:", "status": "status:"}.get(name, name.replace("_", " "))


def _wanted(wanted: object) -> str:
    if isinstance(wanted, tuple):
        return "[" + ", ".join(map(str, wanted)) + "]"
    return str(wanted).lower() if isinstance(wanted, bool) else str(wanted)

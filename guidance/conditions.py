"""Three-valued conditions over a profile: what is unknown is not false.

A condition is compiled once into tests, which are then tried on any number of profiles.
"""

import operator
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Any

from domain.frozen import Frozen
from domain.profile import Profile
from guidance.paths import EACH, Fact, Facts
from guidance.schema import Condition


class Truth(Enum):
    """True, false, or unknown because a fact is missing.

    To Python each of them is true, so that `or` tells them from None.
    """

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2


# Asked for millions of times: to look a member up in its enumeration takes ten times as long as to name it here.
FALSE, UNKNOWN, TRUE = Truth
_OPPOSITE = {TRUE: FALSE, UNKNOWN: UNKNOWN, FALSE: TRUE}


def opposite(truth: Truth) -> Truth:
    """Its negation: unknown stays unknown."""
    return _OPPOSITE[truth]


@dataclass(frozen=True, slots=True, eq=False)
class Test:
    """A compiled condition. The same condition gives the same test, so that many rules share its answer.

    Attributes:
        truth: Its truth for the facts of a profile and an element of a list, by Kleene's strong logic.
        grounds: The facts that bear on its truth, in order; given the truth, which is known where they are asked for.
        within: Whether it looks within the element, so that its truth is not that of the profile alone.
        parts: Of a test that all of several must hold: those.
    """

    truth: Callable[[Facts, Frozen | None], Truth]
    grounds: Callable[[Facts, Frozen | None, Truth], tuple[Fact, ...]]
    within: bool = False
    parts: "tuple[Test, ...] | None" = None

    @property
    def needs(self) -> "tuple[Test, ...]":
        """What must hold for it to hold: itself, or all of its parts."""
        return (self,) if self.parts is None else tuple(need for part in self.parts for need in part.needs)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a condition.

    Attributes:
        facts: The facts that were looked at and bear on the truth, in order.
    """

    truth: Truth
    facts: tuple[Fact, ...] = ()


def compiled(condition: Condition | None, *, doubt: bool = False) -> Test:
    """The condition as a test. None is always true.

    Args:
        condition: As it stands in a rule.
        doubt: Whether a value of which the record is not certain counts as if it were stated. So it does for what
            warns or bars; elsewhere it counts as unknown.
    """
    if condition is None:
        return _ALWAYS
    key = (condition.model_dump_json(exclude_none=True), doubt)
    if key not in _COMPILED:
        _COMPILED[key] = _compiled(condition, doubt=doubt)
    return _COMPILED[key]


def _compiled(condition: Condition, *, doubt: bool) -> Test:
    if condition.all is not None:
        return _joined([compiled(part, doubt=doubt) for part in condition.all], FALSE)
    if condition.any is not None:
        return _joined([compiled(part, doubt=doubt) for part in condition.any], TRUE)
    if condition.negation is not None:
        return _negated(compiled(condition.negation, doubt=doubt))
    if condition.some is not None:
        return _some(condition.some, compiled(condition.where, doubt=doubt))
    ((name, wanted),) = condition.tests().items()
    path = condition.fact or ""
    if name == "known":
        return _standing(path, lambda fact: fact.known is wanted)
    if name == "status":
        return _standing(path, lambda fact: fact.status is wanted)
    return _value(path, _HOLDS[name](wanted), doubt=doubt)


def evaluate(
    condition: Condition | None, profile: Profile, each: Frozen | None = None, *, doubt: bool = False
) -> Outcome:
    """The truth of a condition for one profile, with the facts that it rests on; see `compiled`."""
    test, facts = compiled(condition, doubt=doubt), Facts(profile)
    truth = test.truth(facts, each)
    return Outcome(truth, test.grounds(facts, each, truth))


def facts_in(condition: Condition | None) -> Iterator[str]:
    """Every path that a condition names."""
    if condition is None:
        return
    if condition.fact is not None:
        yield condition.fact
    for part in (*(condition.all or ()), *(condition.any or ()), condition.negation, condition.where):
        yield from facts_in(part)


# For each test of a value: from what is wanted to whether a value has it.
_HOLDS: dict[str, Callable[[Any], Callable[[Any], bool]]] = {
    "value_is": lambda wanted: partial(operator.eq, wanted),
    "one_of": lambda wanted: partial(operator.contains, wanted),
    "contains": lambda wanted: lambda value: wanted in value,
    "contains_any": lambda wanted: lambda value: any(each in value for each in wanted),
    "at_least": lambda wanted: partial(operator.le, wanted),
    "at_most": lambda wanted: partial(operator.ge, wanted),
    "more_than": lambda wanted: partial(operator.lt, wanted),
    "less_than": lambda wanted: partial(operator.gt, wanted),
}


def _value(path: str, holds: Callable[[Any], bool], *, doubt: bool) -> Test:
    """A test of a value; unknown where there is none, or none to rely on."""

    def truth(fact: Fact) -> Truth:
        if fact.value is None or (fact.doubtful and not doubt):
            return UNKNOWN
        return TRUE if holds(fact.value) else FALSE

    return _of_fact(path, truth)


def _standing(path: str, holds: Callable[[Fact], bool]) -> Test:
    """A question about the record itself, which always has an answer: whether a fact is known, or how it stands."""
    return _of_fact(path, lambda fact: TRUE if holds(fact) else FALSE)


def _of_fact(path: str, truth: Callable[[Fact], Truth]) -> Test:
    if path.startswith(EACH):
        return Test(
            lambda facts, each: truth(facts.at(path, each)),
            lambda facts, each, _whole: (facts.at(path, each),),
            within=True,
        )
    return Test(lambda facts, _each: truth(facts[path]), lambda facts, _each, _whole: (facts[path],))


def _negated(part: Test) -> Test:
    return Test(
        lambda facts, each: _OPPOSITE[part.truth(facts, each)],
        lambda facts, each, whole: part.grounds(facts, each, _OPPOSITE[whole]),
        within=part.within,
    )


def _joined(parts: Sequence[Test], decisive: Truth) -> Test:
    """All or any of several. `decisive` is the truth that one part is enough for: false for all, true for any."""
    otherwise = opposite(decisive)

    def truth(facts: Facts, each: Frozen | None) -> Truth:
        found = otherwise
        answered = facts.answered
        for part in parts:
            one = answered.get(part) or answer(part, facts, each)
            if one is decisive:
                return decisive
            if one is UNKNOWN:
                found = one
        return found

    def grounds(facts: Facts, each: Frozen | None, whole: Truth) -> tuple[Fact, ...]:
        """Of the parts that are as the whole is: those that decide it, leave it open, or agree to it."""
        bearing: list[Fact] = []
        for part in parts:
            if whole is otherwise or (facts.answered.get(part) or answer(part, facts, each)) is whole:
                bearing += part.grounds(facts, each, whole)
        return tuple(bearing)

    needed = tuple(parts) if decisive is FALSE else None
    return Test(truth, grounds, within=any(part.within for part in parts), parts=needed)


def answer(test: Test, facts: Facts, each: Frozen | None = None) -> Truth:
    """The truth of a test, kept where it is the same for every element."""
    truth = test.truth(facts, each)
    if not test.within:
        facts.answered[test] = truth
    return truth


_ALWAYS = _joined((), FALSE)
_COMPILED: dict[tuple[str, bool], Test] = {}  # as many as there are different conditions in the rules


def _some(path: str, where: Test) -> Test:
    """Whether a test holds for at least one element of a list: any of the test over each."""

    def truth(facts: Facts, _each: Frozen | None) -> Truth:
        found = FALSE
        for element in facts.elements(path):
            one = where.truth(facts, element)
            if one is TRUE:
                return TRUE
            if one is UNKNOWN:
                found = one
        return found

    def grounds(facts: Facts, _each: Frozen | None, whole: Truth) -> tuple[Fact, ...]:
        bearing: list[Fact] = []
        for element in facts.elements(path):
            if whole is FALSE or where.truth(facts, element) is whole:
                bearing += where.grounds(facts, element, whole)
        return tuple(bearing)

    return Test(truth, grounds)

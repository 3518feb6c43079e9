"""Whether conditions can ever hold together: a rule whose condition cannot is a mistake, and is refused on load.

Every fact is stood for by as many examples as its tests can tell apart. Goals are then met one after the other, each
keeping the examples that meet it; where there is a choice, every alternative is tried. Facts count as independent of
each other, so what only medicine rules out is not found here.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_origin

from domain.finding import Status
from domain.frozen import Frozen
from domain.profile import Profile
from guidance.conditions import Truth, compiled, opposite
from guidance.paths import EACH, Fact, Facts, allowed_values, element_type, type_at
from guidance.schema import Condition

Goal = tuple[Condition, Truth]
Left = Mapping[str, Sequence[Fact]]

_ANY = "any"  # the path of an example, whichever fact it stands for
_OF_STANDING = frozenset({"known", "status"})
_VALUED = (Status.STATED, Status.DENIED, Status.UNCERTAIN)


def can_hold(conditions: Sequence[Condition], each: type[Frozen] | None = None) -> bool:
    """Whether all of the conditions can be true of one profile, and of one element of this type."""
    tests: dict[str, list[Condition]] = {}
    for condition in conditions:
        for test in _tests_in(condition):
            tests.setdefault(test.fact or "", []).append(test)
    left = {
        path: [*_examples(type_at(path, each if path.startswith(EACH) else None), found)]
        for path, found in tests.items()
    }
    return _met([(condition, Truth.TRUE) for condition in conditions], left, ())


def _met(goals: Sequence[Goal], left: Left, lists: tuple[Goal, ...]) -> bool:
    if not goals:
        return True
    (condition, wanted), rest = goals[0], goals[1:]
    if condition.negation is not None:
        return _met([(condition.negation, opposite(wanted)), *rest], left, lists)
    if (parts := condition.all if condition.all is not None else condition.any) is not None:
        chosen = [(part, wanted) for part in parts]
        if (condition.all is not None) is (wanted is Truth.TRUE):
            return _met([*chosen, *rest], left, lists)
        return any(_met([part, *rest], left, lists) for part in chosen)
    if condition.some is not None and condition.where is not None:
        if (condition, opposite(wanted)) in lists:
            return False
        possible = wanted is Truth.FALSE or can_hold([condition.where], element_type(condition.some))
        return possible and _met(rest, left, (*lists, (condition, wanted)))
    path = condition.fact or ""
    still = [*_meeting(condition, wanted, left[path])]
    return bool(still) and _met(rest, {**left, path: still}, lists)


def _meeting(condition: Condition, wanted: Truth, examples: Sequence[Fact]) -> Iterator[Fact]:
    test, facts = compiled(condition.model_copy(update={"fact": _ANY}), doubt=True), Facts(Profile())
    for example in examples:
        facts[_ANY] = example
        if test.truth(facts, None) is wanted:
            yield example


def _tests_in(condition: Condition) -> Iterator[Condition]:
    """The tests of facts within a condition, without those of the elements of a list."""
    if condition.fact is not None:
        yield condition
    for part in (*(condition.all or ()), *(condition.any or ()), condition.negation):
        if part is not None:
            yield from _tests_in(part)


def _examples(found: Any, tests: Sequence[Condition]) -> Iterator[Fact]:
    """A fact without a value in every standing, and one with each value that the tests tell apart."""
    for status in Status:
        yield Fact(_ANY, None, status)
    named = [_several(wanted) for test in tests for name, wanted in test.tests().items() if name not in _OF_STANDING]
    for value in _values(found, named):
        for status in _VALUED:
            yield Fact(_ANY, value, status)


def _values(found: Any, named: Sequence[tuple[Any, ...]]) -> Iterator[Any]:
    """Values of a type, by what each test of them names."""
    every = {value for wanted in named for value in wanted}
    if get_origin(found) is tuple:
        alike = {tuple(element in wanted for wanted in named): element for element in sorted(every)}
        yield from _choices([*alike.values()])
    elif found is bool:
        yield from (True, False)
    elif found in {int, float}:
        step = 1 if found is int else 0.001
        yield from {value for mark in every for value in (mark - step, mark, mark + step) if value >= 0} or {0}
    else:
        yield from allowed_values(found) or {*every, "something else"}


def _choices(elements: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Every choice of the elements, from none of them to all."""
    for bits in range(2 ** len(elements)):
        yield tuple(element for place, element in enumerate(elements) if bits >> place & 1)


def _several(wanted: Any) -> tuple[Any, ...]:
    return wanted if isinstance(wanted, tuple) else (wanted,)

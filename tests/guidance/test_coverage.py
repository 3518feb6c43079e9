"""Over all cases every statement about a fact, in every condition of every rule, is true once and false once."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import yaml

from domain.frozen import Frozen
from domain.profile import Profile
from guidance.conditions import Truth, evaluate
from guidance.knowledge import knowledge
from guidance.paths import Facts, fact_at
from guidance.schema import Condition

CASES = Path(__file__).parent / "cases"


def described() -> Iterator[dict]:
    for file in sorted((CASES / "rules").glob("*.yaml")):
        for case in yaml.safe_load(file.read_text()):
            changes = (change for kind in ("also", "misses", "bars", "opens") for change in case.get(kind, ()))
            yield from ({**case["shown"], **change} for change in ({}, *changes))
    for file in sorted((CASES / "people").glob("*.yaml")):
        yield from (person["facts"] for person in yaml.safe_load(file.read_text()))


def leaves(condition: Condition | None, name: str) -> Iterator[tuple[str, Condition, str | None]]:
    """Every statement about a fact, with its place in the rule and the list that it is within."""
    if condition is None:
        return
    if condition.fact is not None:
        yield name, condition, None
    for number, part in enumerate((*(condition.all or ()), *(condition.any or ()), condition.negation)):
        yield from leaves(part, f"{name}.{number}")
    if condition.some is not None:
        yield from ((place, leaf, condition.some) for place, leaf, _ in leaves(condition.where, f"{name}.some"))


def truths(leaf: Condition, profile: Profile, some: str | None, for_each: str | None) -> Iterator[Truth]:
    """Tried as the engine tries it: `some` over a list that was not read looks at an element without any facts."""
    elements: Sequence[Frozen | None] = (None,)
    if some:
        elements = Facts(profile).elements(some)
    elif for_each:
        elements = fact_at(profile, for_each).value or ()
    yield from (evaluate(leaf, profile, element).truth for element in elements)


@pytest.fixture(scope="module")
def seen(profile_of) -> dict[str, set[Truth]]:
    profiles = [profile_of(facts) for facts in described()]
    found: dict[str, set[Truth]] = defaultdict(
        set
    )  # by place in the rule; every one is there, also when nothing got to it
    for rule in knowledge().rules:
        conditions = {"when": rule.when, **{f"gate-{n}": gate.when for n, gate in enumerate(rule.gates)}}
        for kind, condition in conditions.items():
            for place, leaf, within in leaves(condition, f"{rule.id} {kind}"):
                key = f"{place} {leaf.fact} {leaf.tests()}"
                found[key].update(truth for each in profiles for truth in truths(leaf, each, within, rule.for_each))
    return found


def test_every_branch_of_every_condition_is_taken_both_ways(seen):
    missed = [
        f"{place}: never {side.name}" for place in seen for side in (Truth.TRUE, Truth.FALSE) if side not in seen[place]
    ]
    assert not missed, f"{2 * len(seen) - len(missed)} of {2 * len(seen)} branches taken; {missed}"

"""What people read has a name in words: every item, every option not shown, every fact that a rule looks at."""

import datetime as dt
import random
import re

import pytest

from bench.profiles import typical
from domain.criteria import Outcome
from guidance.conditions import facts_in
from guidance.criteria import criteria_of
from guidance.engine import advise
from guidance.knowledge import knowledge
from guidance.schema import Condition
from guidance.wording.templates import fact_name, fact_names

DAY = dt.date(2026, 11, 26)
LOOKS_LIKE_AN_ID = re.compile(r"[a-z]\.[a-z]|_")


def lists_in(condition: Condition | None) -> set[str]:
    if condition is None:
        return set()
    parts = (*(condition.all or ()), *(condition.any or ()), condition.negation, condition.where)
    return {condition.some or "", *(path for part in parts for path in lists_in(part))} - {""}


def named_by_rules() -> set[str]:
    found = set(knowledge().questions)
    for rule in knowledge().rules:
        conditions = (rule.when, *(gate.when for gate in rule.gates))
        found |= {path for each in conditions for path in (*facts_in(each), *lists_in(each))}
        found |= {*rule.asks, *rule.because, rule.for_each or "her2"}
    return found


@pytest.mark.parametrize("path", sorted(named_by_rules()))
def test_every_fact_of_a_rule_has_a_name(path):
    assert path.removeprefix("each.") in fact_names()


@pytest.mark.parametrize(
    ("path", "name"),
    [
        pytest.param("each.size_mm", "size", id="within"),
        pytest.param("brain.largest_mm.date", "size of the largest brain metastasis", id="part"),
        pytest.param("nothing.known", "nothing.known", id="unknown"),
    ],
)
def test_the_name_of_a_fact(path, name):
    assert fact_name(path) == name


@pytest.mark.parametrize("seed", range(20))
def test_no_item_is_without_a_name_and_no_name_is_an_id(seed):
    profile = typical(random.Random(seed))
    advice = advise(profile, DAY)
    items = [item for section in advice.sections for item in section.items]
    left_out = [each for each in criteria_of(profile, advice) if each.outcome in {Outcome.NOT_SHOWN, Outcome.UNKNOWN}]
    assert left_out
    names = {each.id: each.name for each in items} | {each.item: each.name for each in left_out}
    assert [item for item, name in names.items() if not name or LOOKS_LIKE_AN_ID.search(name)] == []
    assert len(set(names.values())) == len(names)

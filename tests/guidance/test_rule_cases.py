"""Every rule has a case in which it is shown and near misses: the same record with one fact changed."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from guidance.conditions import Truth
from guidance.knowledge import knowledge
from guidance.paths import Facts
from guidance.verdicts import Verdict, verdicts

FOLDER = Path(__file__).parent / "cases" / "rules"
RULES = {rule.rule.id: rule for rule in knowledge().prepared}
CASES = {case["rule"]: case for file in sorted(FOLDER.glob("*.yaml")) for case in yaml.safe_load(file.read_text())}
KEYS = {"rule", "shown", "also", "misses", "bars", "opens"}


def rows(kind: str) -> list[Any]:
    return [
        pytest.param(rule, {**case["shown"], **change}, number, id=f"{rule}.{kind}.{number}")
        for rule, case in CASES.items()
        for number, change in enumerate(case.get(kind, ()))
    ]


def shown(verdict: Verdict) -> bool:
    return verdict.shown is Truth.TRUE and verdict.gate is None


def test_every_rule_has_its_case_and_no_case_is_of_no_rule():
    assert set(CASES) == set(RULES)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_case_has_near_misses_and_one_row_for_every_gate(case):
    assert set(case) <= KEYS
    assert case["misses"]
    assert len(case.get("bars", ())) == len(RULES[case["rule"]].gates)
    assert all(len(change) == 1 for change in case["misses"])


@pytest.mark.parametrize(
    ("rule", "facts"), [pytest.param(rule, case["shown"], id=rule) for rule, case in CASES.items()]
)
def test_shown(profile_of, rule, facts):
    assert any(shown(verdict) for verdict in verdicts(RULES[rule], Facts(profile_of(facts))))


@pytest.mark.parametrize(("rule", "facts", "number"), rows("also"))
def test_also_shown(profile_of, rule, facts, number):
    assert any(shown(verdict) for verdict in verdicts(RULES[rule], Facts(profile_of(facts))))


@pytest.mark.parametrize(("rule", "facts", "number"), rows("misses"))
def test_a_near_miss_is_not_shown(profile_of, rule, facts, number):
    found = list(verdicts(RULES[rule], Facts(profile_of(facts))))
    assert all(verdict.shown is not Truth.TRUE for verdict in found)


@pytest.mark.parametrize(("rule", "facts", "number"), rows("bars"))
def test_a_gate_bars_with_its_own_reason(profile_of, rule, facts, number):
    (verdict,) = verdicts(RULES[rule], Facts(profile_of(facts)))
    assert verdict.shown is Truth.TRUE
    assert verdict.barred == RULES[rule].gates[number]


@pytest.mark.parametrize(("rule", "facts", "number"), rows("opens"))
def test_a_gate_that_is_just_not_reached_leaves_the_option_open(profile_of, rule, facts, number):
    assert any(shown(verdict) for verdict in verdicts(RULES[rule], Facts(profile_of(facts))))

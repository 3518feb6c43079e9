"""A trace names every part of a condition with what the profile says, and agrees with the engine."""

import pytest

from domain.profile import Profile
from guidance.conditions import Truth, evaluate
from guidance.knowledge import knowledge
from guidance.schema import Condition
from guidance.trace import trace

IS_POSITIVE = {"fact": "her2.status", "is": "positive"}
IS_PRESENT = {"fact": "brain.metastasis", "is": "present"}


@pytest.mark.parametrize(
    ("facts", "found", "truth"),
    [
        pytest.param({"her2.status": "positive"}, "positive", Truth.TRUE, id="stated"),
        pytest.param({"her2.status": "negative"}, "negative", Truth.FALSE, id="other-value"),
        pytest.param({"her2.status": "pending"}, "pending", Truth.UNKNOWN, id="pending"),
        pytest.param({}, "unknown", Truth.UNKNOWN, id="missing"),
    ],
)
def test_a_fact_with_what_the_record_says(profile_of, facts, found, truth):
    (step,) = trace(Condition.model_validate(IS_POSITIVE), profile_of(facts))
    assert (step.asked, step.found, step.truth) == ("her2.status is positive", found, truth)


def test_a_conflict_names_its_sides(profile_of):
    (step,) = trace(Condition.model_validate(IS_POSITIVE), profile_of({"her2.status": "conflict"}))
    assert step.found is not None
    assert step.found.startswith("in conflict: ")


def test_parts_stand_under_what_joins_them(profile_of):
    condition = Condition.model_validate({"all": [IS_POSITIVE, {"not": IS_PRESENT}]})
    steps = list(trace(condition, profile_of({"her2.status": "positive", "brain.metastasis": "present"})))
    assert [(step.depth, step.asked, step.truth.name) for step in steps] == [
        (0, "all of", "FALSE"),
        (1, "her2.status is positive", "TRUE"),
        (1, "not", "FALSE"),
        (2, "brain.metastasis is present", "TRUE"),
    ]


@pytest.mark.parametrize("rule", [rule for rule in knowledge().rules if not rule.for_each], ids=lambda rule: rule.id)
def test_every_rule_can_be_traced(rule):
    steps = list(trace(rule.when, Profile()))
    assert steps[0].truth is evaluate(rule.when, Profile()).truth

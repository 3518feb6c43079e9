"""A trace names every part of a condition with what the profile says, and agrees with the engine."""

import pytest

from domain.finding import Status
from domain.profile import Profile
from domain.specimen import Specimen
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


def lines(condition, profile):
    return [(step.depth, step.asked, step.found, step.truth.name) for step in trace(condition, profile)]


SOME_POSITIVE = Condition.model_validate({"some": "specimens", "where": {"fact": "each.her2_status", "is": "positive"}})


def test_some_is_traced_element_by_element(profile_of):
    her2 = {value: profile_of({"her2.status": value}).her2.status for value in ("negative", "pending")}
    specimens = tuple(
        Specimen(id=value, label="made up", document="d1", her2_status=finding) for value, finding in her2.items()
    )
    assert lines(SOME_POSITIVE, Profile(specimens=specimens)) == [
        (0, "some of specimens, where", "2 in the record", "UNKNOWN"),
        (1, "each.her2_status is positive", "negative", "FALSE"),
        (1, "each.her2_status is positive", "pending", "UNKNOWN"),
    ]


def test_some_of_what_was_not_read_is_traced_as_unknown():
    assert lines(SOME_POSITIVE, Profile()) == [
        (0, "some of specimens, where", "none was read", "UNKNOWN"),
        (1, "each.her2_status is positive", "unknown", "UNKNOWN"),
    ]


def test_some_of_nothing_is_traced_as_false(profile_of):
    condition = Condition.model_validate({"some": "brain.lesions", "where": {"fact": "each.size_mm", "at_least": 30}})
    assert lines(condition, profile_of({"brain.metastasis": "absent"})) == [
        (0, "some of brain.lesions, where", "the record says that there is none", "FALSE")
    ]


@pytest.mark.parametrize("doubt", [True, False])
def test_a_doubtful_fact_is_traced_with_its_doubt(profile_of, doubt):
    stated = profile_of({"her2.status": "positive"})
    likely = stated.her2.status.model_copy(update={"status": Status.UNCERTAIN})
    profile = stated.model_copy(update={"her2": stated.her2.model_copy(update={"status": likely})})
    (step,) = trace(Condition.model_validate(IS_POSITIVE), profile, doubt=doubt)
    assert (step.found, step.truth) == ("positive (uncertain)", Truth.TRUE if doubt else Truth.UNKNOWN)


@pytest.mark.parametrize("rule", [rule for rule in knowledge().rules if not rule.for_each], ids=lambda rule: rule.id)
def test_every_rule_can_be_traced(rule):
    steps = list(trace(rule.when, Profile()))
    assert steps[0].truth is evaluate(rule.when, Profile()).truth

"""Three-valued conditions: unknown is not false."""

import pytest

from guidance.conditions import Truth, evaluate
from guidance.schema import Condition

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
TRUE, FALSE, UNKNOWN = (
    {"fact": "her2.status", "is": "positive"},
    {"fact": "her2.status", "is": "negative"},
    {"fact": "brain.edema", "is": "present"},
)
PROFILE = {
    "her2.status": "positive",
    "brain.largest_mm": 17.0,
    "brain.count": 3,
    "brain.regions": ("frontal",),
    "brain.leptomeningeal": "suspected",
    "brain.hydrocephalus": "absent",
    "receptors.er": "pending",
    "receptors.pr": "conflict",
    "course.symptomatic": False,
}


@pytest.mark.parametrize(
    ("condition", "truth"),
    [
        pytest.param(TRUE, T, id="is"),
        pytest.param(FALSE, F, id="is-not"),
        pytest.param(UNKNOWN, U, id="missing"),
        pytest.param({"all": [TRUE, TRUE]}, T, id="all-true"),
        pytest.param({"all": [TRUE, UNKNOWN]}, U, id="all-unknown"),
        pytest.param({"all": [UNKNOWN, FALSE]}, F, id="all-false-beats-unknown"),
        pytest.param({"any": [FALSE, FALSE]}, F, id="any-false"),
        pytest.param({"any": [FALSE, UNKNOWN]}, U, id="any-unknown"),
        pytest.param({"any": [UNKNOWN, TRUE]}, T, id="any-true-beats-unknown"),
        pytest.param({"not": TRUE}, F, id="not-true"),
        pytest.param({"not": FALSE}, T, id="not-false"),
        pytest.param({"not": UNKNOWN}, U, id="not-unknown"),
        pytest.param({"fact": "her2.status", "in": ["negative", "positive"]}, T, id="in"),
        pytest.param({"fact": "brain.largest_mm", "at_least": 17}, T, id="at-least"),
        pytest.param({"fact": "brain.largest_mm", "more_than": 17}, F, id="more-than"),
        pytest.param({"fact": "brain.largest_mm", "at_most": 17}, T, id="at-most"),
        pytest.param({"fact": "brain.largest_mm", "less_than": 17}, F, id="less-than"),
        pytest.param({"fact": "brain.count.max", "at_most": 4}, T, id="part-of-a-value"),
        pytest.param({"fact": "brain.regions", "contains": "frontal"}, T, id="contains"),
        pytest.param({"fact": "brain.regions", "contains_any": ["brainstem", "frontal"]}, T, id="contains-any"),
        pytest.param({"fact": "brain.regions", "contains": "brainstem"}, F, id="contains-not"),
        pytest.param({"fact": "course.symptomatic", "is": False}, T, id="is-false"),
        pytest.param({"fact": "brain.leptomeningeal", "known": True}, F, id="suspected-is-not-known"),
        pytest.param({"fact": "brain.hydrocephalus", "known": True}, T, id="denied-is-known"),
        pytest.param({"fact": "brain.edema", "known": False}, T, id="missing-is-not-known"),
        pytest.param({"fact": "receptors.er", "status": "pending"}, T, id="pending"),
        pytest.param({"fact": "receptors.er", "is": "positive"}, U, id="pending-has-no-value"),
        pytest.param({"fact": "receptors.pr", "status": "conflict"}, T, id="conflict"),
        pytest.param({"fact": "receptors.pr", "is": "positive"}, U, id="conflict-has-no-value"),
        pytest.param({"some": "specimens", "where": {"fact": "each.quoted", "is": True}}, F, id="none-of-none"),
    ],
)
def test_truth(profile_of, condition, truth):
    assert evaluate(Condition.model_validate(condition), profile_of(PROFILE)).truth is truth


def test_a_count_of_at_least_has_no_known_maximum(profile_of):
    profile = profile_of({"brain.count": {"min": 5, "qualifier": "at_least"}})
    assert evaluate(Condition(fact="brain.count.max", at_most=4), profile).truth is U
    assert evaluate(Condition(fact="brain.count.min", at_least=5), profile).truth is T

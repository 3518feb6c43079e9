"""Three-valued conditions: unknown is not false."""

import pytest

from domain.brain import Lesion, Region
from domain.course import LocalTreatment, LocalTreatmentKind
from domain.finding import Finding, Status
from domain.profile import Conflict, Profile
from domain.specimen import Her2Status, Specimen
from guidance.conditions import Truth, evaluate
from guidance.paths import Facts
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
    ],
)
def test_truth(profile_of, condition, truth):
    assert evaluate(Condition.model_validate(condition), profile_of(PROFILE)).truth is truth


def test_a_count_of_at_least_has_no_known_maximum(profile_of):
    profile = profile_of({"brain.count": {"min": 5, "qualifier": "at_least"}})
    assert evaluate(Condition(fact="brain.count.max", at_most=4), profile).truth is U
    assert evaluate(Condition(fact="brain.count.min", at_least=5), profile).truth is T


def specimen(number: int, her2: Finding[Her2Status]) -> Specimen:
    return Specimen(id=f"s{number}", label="made up", document="d1", her2_status=her2)


@pytest.fixture
def her2(profile_of):
    """A finding of HER2 as it stands in a profile."""
    return lambda value: profile_of({"her2.status": value}).her2.status


SOME_POSITIVE = {"some": "specimens", "where": {"fact": "each.her2_status", "is": "positive"}}
SOME_KNOWN = {"some": "specimens", "where": {"fact": "each.her2_status", "known": True}}


@pytest.mark.parametrize(
    ("values", "positive", "known"),
    [
        pytest.param(["negative", "positive"], T, T, id="one-is"),
        pytest.param(["negative", "negative"], F, T, id="none-is"),
        pytest.param(["negative", "pending"], U, T, id="one-may-be"),
        pytest.param(["pending"], U, F, id="the-only-one-may-be"),
        pytest.param([], U, F, id="no-specimen-was-read"),
    ],
)
def test_some_of_a_list(her2, values, positive, known):
    profile = Profile(specimens=tuple(specimen(number, her2(value)) for number, value in enumerate(values)))
    assert evaluate(Condition.model_validate(SOME_POSITIVE), profile).truth is positive
    assert evaluate(Condition.model_validate(SOME_KNOWN), profile).truth is known
    assert evaluate(Condition.model_validate({"not": SOME_KNOWN}), profile).truth is {T: F, F: T}[known]


LARGE = {"some": "brain.lesions", "where": {"fact": "each.size_mm", "at_least": 30}}
HAD_WBRT = {"some": "course.local", "where": {"fact": "each.kind", "is": "wbrt"}}


@pytest.mark.parametrize(
    ("facts", "condition", "truth"),
    [
        pytest.param({}, LARGE, U, id="no-scan-was-read"),
        pytest.param({"brain.metastasis": "present"}, LARGE, U, id="the-scan-lists-none"),
        pytest.param({"brain.metastasis": "absent"}, LARGE, F, id="the-scan-says-there-are-none"),
        pytest.param({}, HAD_WBRT, U, id="nothing-is-said-of-treatment"),
        pytest.param({"course.local_treatments_received": ()}, HAD_WBRT, F, id="none-was-given"),
        pytest.param({}, {"some": "conflicts", "where": {"fact": "each.field", "is": "her2.status"}}, F, id="ours"),
    ],
)
def test_an_empty_list_is_false_only_where_the_record_says_that_there_is_nothing(profile_of, facts, condition, truth):
    assert evaluate(Condition.model_validate(condition), profile_of(facts)).truth is truth


def test_what_was_read_of_a_list_decides(profile_of):
    words = profile_of({"brain.edema": "present"}).brain.edema.evidence
    lesions = (
        Lesion(size_mm=12, region=Region.FRONTAL, evidence=words),
        Lesion(size_mm=31, region=Region.INSULA, evidence=words),
    )
    local = (LocalTreatment(kind=LocalTreatmentKind.SRS, evidence=words),)
    profile = Profile()
    profile = profile.model_copy(
        update={
            "brain": profile.brain.model_copy(update={"lesions": lesions}),
            "course": profile.course.model_copy(update={"local": local}),
        }
    )
    outcome = evaluate(Condition.model_validate(LARGE), profile)
    assert (outcome.truth, [fact.value for fact in outcome.facts]) == (T, [31])
    assert evaluate(Condition.model_validate(HAD_WBRT), profile).truth is F


@pytest.mark.parametrize("doubt", [True, False])
def test_a_doubtful_value_counts_only_where_doubt_does(profile_of, doubt):
    stated = profile_of({"her2.status": "positive"})
    likely = stated.her2.status.model_copy(update={"status": Status.UNCERTAIN})
    profile = stated.model_copy(update={"her2": stated.her2.model_copy(update={"status": likely})})
    assert evaluate(Condition.model_validate(TRUE), stated).truth is T
    assert evaluate(Condition.model_validate(TRUE), profile, doubt=doubt).truth is (T if doubt else U)


def test_that_something_is_suspected_is_a_value(profile_of):
    condition = Condition.model_validate({"fact": "brain.leptomeningeal", "in": ["present", "suspected"]})
    assert evaluate(condition, profile_of(PROFILE)).truth is T


def test_a_fact_is_looked_up_once(profile_of):
    facts = Facts(profile_of(PROFILE))
    assert facts.at("her2.status") is facts.at("her2.status")


def test_a_conflict_is_found_by_its_field(profile_of):
    side = {"value": "positive", "evidence": ()}
    profile = Profile(conflicts=(Conflict(field="her2.status", summary="Two.", sides=(side, side)),))
    condition = {"some": "conflicts", "where": {"fact": "each.field", "is": "her2.status"}}
    assert evaluate(Condition.model_validate(condition), profile).truth is T

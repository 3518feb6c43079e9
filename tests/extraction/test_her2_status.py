"""HER2 status by ASCO/CAP 2018: the whole table of groups and scores, conflicts, old reports and the subclasses."""

import pytest

from domain.dates import PartialDate
from domain.evidence import Evidence
from domain.finding import Finding, Status
from domain.specimen import Her2Call, Her2Ihc, Her2Ish, Her2Status, Her2Subclass, IhcScore, IshStatus
from extraction.her2_status import arithmetic_holds, her2_status, her2_subclass, ish_group

WORDS = (Evidence(document="d", page=1, start=0, end=4, quote="HER2", rule="test"),)
OLD, NEW = PartialDate(year=2014), PartialDate(year=2024, month=2)
CALL_OF = {"0": "negative", "1+": "negative", "2+": "equivocal", "3+": "positive"}


def stated(value):
    return Finding(value=value, status=Status.STATED, evidence=WORDS) if value is not None else Finding()


def pending():
    return Finding(status=Status.PENDING, evidence=WORDS)


def ihc(score=None, call=None, staining=None):
    call = call or (CALL_OF[score] if score else None)
    return Her2Ihc(
        score=stated(IhcScore(score) if score else None),
        status=stated(Her2Call(call) if call else None),
        membrane_staining=stated(staining),
    )


def ish(status=None, ratio=None, copies=None, cep17=None):
    return Her2Ish(
        status=stated(IshStatus(status) if status else None),
        ratio=stated(ratio),
        copies=stated(copies),
        cep17=stated(cep17),
    )


@pytest.mark.parametrize(
    ("ratio", "copies", "group"),
    [
        (2.0, 4.0, 1),
        (2.0, 3.9, 2),
        (1.9, 6.0, 3),
        (1.9, 4.0, 4),
        (1.9, 5.9, 4),
        (1.9, 3.9, 5),
        (None, 5.0, None),
        (2.0, None, None),
    ],
)
def test_group(ratio, copies, group):
    assert ish_group(ratio, copies) == group


@pytest.mark.parametrize(
    ("ratio", "copies", "cep17", "holds"),
    [(2.0, 4.0, 2.0, True), (2.1, 4.0, 2.0, True), (2.3, 4.0, 2.0, False), (2.0, None, 2.0, True), (2.0, 4.0, 0, True)],
)
def test_arithmetic(ratio, copies, cep17, holds):
    assert arithmetic_holds(ratio, copies, cep17) is holds


TABLE = {  # ratio and copies of groups 1-5, and the call by IHC score
    (2.5, 5.0): {"0": "positive", "1+": "positive", "2+": "positive", "3+": "positive"},
    (2.2, 3.5): {"0": "negative", "1+": "negative", "2+": "negative", "3+": "positive"},
    (1.8, 6.5): {"0": "negative", "1+": "negative", "2+": "positive", "3+": "positive"},
    (1.5, 4.5): {"0": "negative", "1+": "negative", "2+": "negative", "3+": "positive"},
    (1.2, 2.5): {"0": "negative", "1+": "negative", "2+": "negative"},
}


@pytest.mark.parametrize(
    ("score", "ratio", "copies", "expected"),
    [(score, *counts, call) for counts, calls in TABLE.items() for score, call in calls.items()],
)
def test_table_of_2018(score, ratio, copies, expected):
    found = her2_status(ihc(score), ish(ratio=ratio, copies=copies), NEW)
    assert (found.status, found.value) == (Status.STATED, Her2Status(expected))
    assert found.evidence
    assert found.reason


def test_three_plus_with_group_five_is_a_conflict():
    assert her2_status(ihc("3+"), ish(ratio=1.1, copies=2.2), NEW).status is Status.CONFLICT


@pytest.mark.parametrize(("ratio", "copies"), [(2.2, 3.5), (1.8, 6.5), (1.5, 4.5)])
def test_groups_two_to_four_without_ihc_are_not_decided(ratio, copies):
    found = her2_status(Her2Ihc(), ish(ratio=ratio, copies=copies), NEW)
    assert (found.status, found.value) == (Status.UNCERTAIN, Her2Status.EQUIVOCAL)


@pytest.mark.parametrize(
    ("score", "expected"), [("0", "negative"), ("1+", "negative"), ("2+", "equivocal"), ("3+", "positive")]
)
def test_ihc_alone(score, expected):
    assert her2_status(ihc(score), Her2Ish(), NEW).value is Her2Status(expected)


def test_ish_outranks_two_plus():
    assert her2_status(ihc("2+"), ish("amplified"), NEW).value is Her2Status.POSITIVE
    assert her2_status(ihc("2+"), ish("not_amplified"), NEW).value is Her2Status.NEGATIVE


def test_two_plus_waiting_for_ish_is_pending():
    assert her2_status(ihc("2+"), Her2Ish(status=pending()), NEW).status is Status.PENDING


@pytest.mark.parametrize("score", ["0", "1+", "3+"])
def test_a_decisive_score_does_not_wait_for_ish(score):
    assert her2_status(ihc(score), Her2Ish(status=pending()), NEW).known


def test_all_pending():
    assert her2_status(Her2Ihc(status=pending()), Her2Ish(), NEW).status is Status.PENDING


def test_nothing_tested_is_unknown():
    assert her2_status(Her2Ihc(), Her2Ish(), NEW).status is Status.UNKNOWN


@pytest.mark.parametrize(
    ("score", "call"), [("2+", "positive"), ("3+", "negative"), ("0", "positive"), ("1+", "positive")]
)
def test_word_against_score_is_a_conflict(score, call):
    found = her2_status(ihc(score, call), Her2Ish(), NEW)
    assert found.status is Status.CONFLICT
    assert len({each.value for each in found.alternatives}) == 2


def test_ish_settles_a_two_plus_called_positive():
    assert her2_status(ihc("2+", "positive"), ish("not_amplified"), NEW).status is Status.CONFLICT
    assert her2_status(ihc("2+", "positive"), ish("amplified"), NEW).value is Her2Status.POSITIVE


def test_word_against_numbers_is_a_conflict():
    assert her2_status(ihc("1+"), ish("amplified", ratio=1.2, copies=2.4), NEW).status is Status.CONFLICT
    assert her2_status(Her2Ihc(), ish("not_amplified", ratio=3.1), NEW).status is Status.CONFLICT


def test_an_old_report_is_not_graded_anew():
    """Group 2 was positive before 2018; the report of then keeps its word, and the reason asks for a review."""
    found = her2_status(ihc("2+"), ish("amplified", ratio=2.2, copies=3.4), OLD)
    assert found.value is Her2Status.POSITIVE
    assert "review" in (found.reason or "")
    assert her2_status(ihc("2+"), ish("amplified", ratio=2.2, copies=3.4), NEW).status is Status.CONFLICT


def test_numbers_that_do_not_fit_each_other_make_no_group():
    found = her2_status(ihc("2+"), ish("amplified", ratio=2.4, copies=3.0, cep17=2.4), NEW)
    assert found.value is Her2Status.POSITIVE
    assert found.rule == "ish"


@pytest.mark.parametrize(
    ("score", "status", "staining", "expected"),
    [
        ("1+", "not_amplified", None, "low"),
        ("1+", None, None, "low"),
        ("2+", "not_amplified", None, "low"),
        ("0", None, True, "ultralow"),
        ("0", None, False, "null"),
        ("0", None, None, None),
        ("3+", None, None, None),
        ("2+", None, None, None),
        ("2+", "amplified", None, None),
    ],
)
def test_subclass(score, status, staining, expected):
    tests = ihc(score, staining=staining)
    found = her2_subclass(her2_status(tests, ish(status), NEW), tests)
    assert found.value == (Her2Subclass(expected) if expected else None)

"""A condition that can never hold is found out; one that can is let through."""

import pytest

from domain.errors import KnowledgeError
from domain.specimen import Specimen
from guidance.checks import check
from guidance.reachable import can_hold
from guidance.schema import Condition, Rule


def number(**test):
    return {"fact": "brain.largest_mm", **test}


def lines(**test):
    return {"fact": "course.her2_metastatic_lines", **test}


def drugs(**test):
    return {"fact": "course.drugs_received", **test}


def her2(**test):
    return {"fact": "her2.status", **test}


POSITIVE_SPECIMEN = {"some": "specimens", "where": {"fact": "each.her2_status", "is": "positive"}}


@pytest.mark.parametrize(
    ("parts", "possible"),
    [
        pytest.param([number(at_least=30), number(less_than=30)], False, id="above-and-below"),
        pytest.param([number(at_least=30), number(at_most=30)], True, id="just-at"),
        pytest.param([number(more_than=30), number(at_most=30)], False, id="over-and-not-over"),
        pytest.param([number(more_than=2), number(less_than=3)], True, id="between-two-sizes"),
        pytest.param([lines(more_than=2), lines(less_than=3)], False, id="between-two-counts"),
        pytest.param([lines(less_than=0)], False, id="fewer-than-none"),
        pytest.param([her2(**{"is": "positive"}), her2(**{"is": "negative"})], False, id="two-values"),
        pytest.param([her2(**{"in": ["positive", "equivocal"]}), her2(**{"is": "equivocal"})], True, id="one-of-them"),
        pytest.param([her2(**{"is": "positive"}), her2(status="unknown")], False, id="a-value-that-is-missing"),
        pytest.param([her2(**{"is": "positive"}), her2(known=False)], True, id="a-value-that-is-doubtful"),
        pytest.param([her2(status="pending"), her2(known=False)], True, id="pending-is-not-known"),
        pytest.param([her2(status="pending"), her2(status="conflict")], False, id="two-standings"),
        pytest.param([her2(status="pending"), {"not": her2(**{"is": "positive"})}], False, id="not-needs-a-value"),
        pytest.param([drugs(contains="tucatinib"), {"not": drugs(contains="tucatinib")}], False, id="in-and-not-in"),
        pytest.param(
            [drugs(contains_any=["tucatinib", "lapatinib"]), {"not": drugs(contains="tucatinib")}], True, id="the-other"
        ),
        pytest.param(
            [drugs(contains="tucatinib"), {"not": drugs(contains_any=["tucatinib", "lapatinib"])}],
            False,
            id="in-and-in-none",
        ),
        pytest.param([drugs(contains="tucatinib"), drugs(contains="lapatinib")], True, id="both"),
        pytest.param([{"any": [number(less_than=0), her2(known=True)]}, her2(known=False)], False, id="no-way-is-left"),
        pytest.param([{"any": [number(less_than=9), her2(known=True)]}, her2(known=False)], True, id="one-way-is-left"),
        pytest.param([{"not": {"all": [her2(known=True), number(known=True)]}}, her2(known=True)], True, id="not-all"),
        pytest.param([{"any": []}], False, id="any-of-nothing"),
        pytest.param([POSITIVE_SPECIMEN, {"not": POSITIVE_SPECIMEN}], False, id="some-and-not-some"),
        pytest.param(
            [{"some": "specimens", "where": {"all": [her2(known=True), her2(known=False)]}}], False, id="some-of-none"
        ),
        pytest.param([{"fact": "each.site", "is": "brain"}, {"fact": "each.site", "is": "liver"}], False, id="each"),
        pytest.param(
            [{"fact": "course.symptomatic", "is": True}, {"fact": "course.ecog", "at_most": 1}], True, id="ok"
        ),
    ],
)
def test_whether_conditions_can_hold_together(parts, possible):
    conditions = [Condition.model_validate(part) for part in parts]
    assert can_hold(conditions, Specimen) is possible
    assert can_hold([Condition.model_validate({"all": parts})], Specimen) is possible


RULE = {
    "id": "r", "name": "A name", "section": "results", "kind": "statement",
    "when": lines(at_least=2), "patient": "P.", "clinician": "C.",
    "reviewed": "2026-01-01",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"when": {"all": [lines(at_least=2), lines(less_than=2)]}}, "never be shown", id="rule"),
        pytest.param(
            {"gates": [{"when": lines(less_than=2), "patient": "P.", "clinician": "C."}]}, "Gate 1 of rule r", id="gate"
        ),
    ],
)
def test_what_can_never_speak_is_refused(change, message):
    rule = Rule.model_validate({**RULE, **change})
    with pytest.raises(KnowledgeError, match=message):
        check((rule,), {}, {})


def test_a_gate_that_can_bar_is_let_through():
    gate = {"when": lines(less_than=3), "patient": "P.", "clinician": "C."}
    check((Rule.model_validate({**RULE, "gates": [gate]}),), {}, {})

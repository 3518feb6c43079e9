"""A finding cannot have a value without words to rest on."""

import pytest
from pydantic import ValidationError

from domain.evidence import Evidence
from domain.finding import Alternative, Finding, Status

WORDS = Evidence(document="d1", page=1, start=0, end=3, quote="95%", rule="test")


def alternative(value: int) -> Alternative[int]:
    return Alternative[int](value=value, evidence=(WORDS,))


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"value": 95, "status": Status.STATED}, id="stated-without-evidence"),
        pytest.param({"status": Status.STATED, "evidence": (WORDS,)}, id="stated-without-value"),
        pytest.param({"value": 95, "status": Status.UNKNOWN}, id="unknown-with-value"),
        pytest.param({"value": 95, "status": Status.PENDING, "evidence": (WORDS,)}, id="pending-with-value"),
        pytest.param({"status": Status.PENDING}, id="pending-without-evidence"),
        pytest.param({"status": Status.CONFLICT, "evidence": (WORDS,)}, id="conflict-without-sides"),
        pytest.param(
            {"status": Status.CONFLICT, "evidence": (WORDS,), "alternatives": (alternative(1),)}, id="conflict-of-one"
        ),
        pytest.param(
            {
                "value": 1,
                "status": Status.STATED,
                "evidence": (WORDS,),
                "alternatives": (alternative(1), alternative(2)),
            },
            id="stated-with-sides",
        ),
        pytest.param({"value": 95, "status": Status.STATED, "evidence": (WORDS,), "certain": True}, id="unknown-key"),
    ],
)
def test_refuses(fields):
    with pytest.raises(ValidationError):
        Finding[int](**fields)


@pytest.mark.parametrize(
    ("finding", "known"),
    [
        pytest.param(Finding[int](), False, id="unknown"),
        pytest.param(Finding[int](value=1, status=Status.STATED, evidence=(WORDS,)), True, id="stated"),
        pytest.param(Finding[int](value=0, status=Status.DENIED, evidence=(WORDS,)), True, id="denied"),
        pytest.param(Finding[int](value=1, status=Status.UNCERTAIN, evidence=(WORDS,)), False, id="uncertain"),
        pytest.param(Finding[int](status=Status.PENDING, evidence=(WORDS,)), False, id="pending"),
        pytest.param(Finding[int](value=1, status=Status.STATED, confirmed_by="person"), True, id="entered-by-hand"),
    ],
)
def test_known(finding, known):
    assert finding.known is known


def test_cannot_be_changed():
    finding = Finding[int](value=1, status=Status.STATED, evidence=(WORDS,))
    with pytest.raises(ValidationError):
        finding.value = 2

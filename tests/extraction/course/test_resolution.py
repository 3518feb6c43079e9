"""Rules of resolution on values made by hand: newest, agreement, low confidence, quoted specimens, warnings."""

import random

import pytest

from domain.dates import PartialDate
from domain.evidence import Evidence
from domain.finding import Finding, Status
from domain.specimen import Her2Status, Side, Site, Specimen
from extraction.doubt import is_doubtful
from extraction.facts.systemic_treatment import months_between
from extraction.resolution.findings import Dated, agreed, checked, may_be_same, newest
from extraction.resolution.specimens import her2_of, receptors_of


def words(document="a", quote="3+", confidence=None):
    doubtful = any(is_doubtful(word, confidence) for word in quote.split())
    place = {"document": document, "page": 1, "start": 0, "end": len(quote)}
    return Evidence(**place, quote=quote, rule="test", confidence=confidence, doubtful=doubtful)


def stated(value, **kinds):
    return Finding(value=value, status=Status.STATED, evidence=(words(**kinds),))


def day(iso):
    return PartialDate(**dict(zip(("year", "month", "day"), map(int, iso.split("-")), strict=False)))


def specimen(status, *, name="a", date="2024-01-02", site=Site.BREAST, **more):
    return Specimen(id=name, label=name, document=name, site=site, date=day(date), her2_status=status, **more)


def test_the_newest_finding_is_taken():
    found = [
        Dated(stated(1, document="a"), day("2026-01-01"), "a"),
        Dated(stated(2, document="b"), day("2026-02-01"), "b"),
        Dated(stated(3, document="c"), None, "c"),
    ]
    random.Random(1).shuffle(found)
    assert newest(found, "rule").value == 2


def test_documents_of_one_day_that_differ_are_a_conflict():
    found = [Dated(stated(value, document=str(value)), day("2026-01-01"), str(value)) for value in (1, 2)]
    finding = newest(found, "rule")
    assert finding.status is Status.CONFLICT
    assert [side.value for side in finding.alternatives] == [1, 2]


def test_nothing_told_is_unknown():
    assert agreed([], "rule").status is Status.UNKNOWN
    assert newest([Dated(Finding(), None, "a")], "rule").status is Status.UNKNOWN


@pytest.mark.parametrize(
    ("quote", "confidence", "check"),
    [
        pytest.param("HER2 3+", 0.4, True, id="a-digit-read-badly"),
        pytest.param("not amplified", 0.4, True, id="a-sign-in-words"),
        pytest.param("HER2 3+", 0.9, False, id="read-well"),
        pytest.param("HER2 3+", None, False, id="not-read-by-ocr"),
        pytest.param("frontal lobe", 0.4, False, id="neither-digit-nor-sign"),
    ],
)
def test_what_was_read_badly_is_to_be_checked(quote, confidence, check):
    assert checked(stated(1, quote=quote, confidence=confidence)).check is check


def test_another_document_that_says_it_clearly_is_enough():
    finding = Finding(
        value=1, status=Status.STATED, evidence=(words(confidence=0.3), words(document="b", confidence=0.95))
    )
    assert not checked(finding).check


def test_clear_words_beside_doubtful_ones_are_not():
    finding = Finding(value=9, status=Status.STATED, evidence=(words(confidence=0.3), words(confidence=0.95)))
    assert checked(finding).check


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("2026-01-02", "2026-01-02", True, id="same-day"),
        pytest.param("2026-01", "2026-01-02", True, id="month-and-day"),
        pytest.param("2026", "2026-01-02", True, id="year-and-day"),
        pytest.param("2026-02", "2026-01-02", False, id="other-month"),
        pytest.param("2025", "2026", False, id="other-year"),
    ],
)
def test_dates_that_may_mean_one_day(one, other, same):
    assert may_be_same(day(one), day(other)) is same


@pytest.mark.parametrize(
    ("one", "other", "months"),
    [
        ("2026-01", "2026-03", 2),
        ("2026-03", "2026-01", -2),
        ("2025-11", "2026-02", 3),
        ("2025", "2026-02", 1),
        ("2026", "2026-09", 0),
    ],
)
def test_months_between(one, other, months):
    assert months_between(day(one), day(other)) == months


def test_specimens_that_agree_give_one_status():
    her2, conflicts = her2_of([specimen(stated(Her2Status.POSITIVE)), specimen(stated(Her2Status.POSITIVE), name="b")])
    assert her2.status.value is Her2Status.POSITIVE
    assert conflicts == ()


def test_specimens_that_differ_are_a_conflict_and_no_value():
    found = [
        specimen(stated(Her2Status.NEGATIVE)),
        specimen(stated(Her2Status.POSITIVE, document="b"), name="b", site=Site.BRAIN, date="2026-01-02"),
    ]
    her2, conflicts = her2_of(found)
    assert her2.status.status is Status.CONFLICT
    assert her2.status.value is None
    assert {side.value for side in her2.status.alternatives} == {Her2Status.NEGATIVE, Her2Status.POSITIVE}
    assert [conflict.field for conflict in conflicts] == ["her2.status"]


def test_a_pending_test_leaves_the_status_pending():
    pending = Finding(status=Status.PENDING, evidence=(words(document="b", quote="FISH to follow"),))
    her2, _ = her2_of([specimen(stated(Her2Status.POSITIVE)), specimen(pending, name="b")])
    assert her2.status.status is Status.PENDING


def test_in_situ_disease_does_not_count():
    her2, _ = her2_of(
        [specimen(stated(Her2Status.NEGATIVE)), specimen(stated(Her2Status.POSITIVE), name="b", in_situ_only=True)]
    )
    assert her2.status.value is Her2Status.NEGATIVE


def test_no_specimen_no_status():
    her2, conflicts = her2_of([])
    receptors, _ = receptors_of([])
    assert her2.status.status is Status.UNKNOWN
    assert receptors.positive.status is Status.UNKNOWN
    assert conflicts == ()


def test_sides_of_a_specimen_keep_it_apart():
    left = specimen(stated(Her2Status.POSITIVE), side=Side.LEFT)
    right = specimen(stated(Her2Status.NEGATIVE, document="b"), name="b", side=Side.RIGHT)
    assert her2_of([left, right])[0].status.status is Status.CONFLICT

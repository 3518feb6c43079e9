"""What a person's confirmation makes of findings that rest on words which were hard to read."""

import pytest

from domain.brain import Lesion, Region
from domain.confirmation import (
    Place,
    confirmations,
    confirmed,
    confirmed_again,
    findings_in,
    to_check,
    words_at,
)
from domain.evidence import Evidence
from domain.finding import Finding, Status
from domain.profile import Her2, Profile
from domain.specimen import Her2Ihc, Her2Status, IhcScore, Specimen


def words(start: int, *, doubtful: bool = True) -> Evidence:
    return Evidence(document="d1", page=1, start=start, end=start + 2, quote="3+", rule="r", doubtful=doubtful)


SCORE, RATIO = words(10), words(50)
OTHERS = SCORE.model_copy(update={"document": "d0"})


def of(*evidence: Evidence, value: object) -> Finding:
    return Finding(value=value, status=Status.STATED, evidence=evidence, check=True)


def profile() -> Profile:
    score = of(SCORE, words(90, doubtful=False), value=IhcScore.THREE)
    specimen = Specimen(id="s", label="A", document="d1", her2_ihc=Her2Ihc(score=score))
    return Profile(specimens=(specimen,), her2=Her2(status=of(SCORE, RATIO, value=Her2Status.POSITIVE)))


def test_what_is_to_be_checked_is_named_by_its_path():
    assert [path for path, *_ in to_check(profile())] == ["specimens.0.her2_ihc.score", "her2.status"]


def test_what_is_derived_is_confirmed_with_the_last_of_its_words():
    first = confirmed(profile(), [words_at(SCORE)], by="local")
    assert [path for path, *_ in to_check(first)] == ["her2.status"]
    assert first.specimens[0].her2_ihc.score.confirmed_by == "local"
    second = confirmed(first, [words_at(RATIO)], by="local")
    assert not list(to_check(second))
    assert second.her2.status.value is Her2Status.POSITIVE


def test_other_words_confirm_nothing():
    elsewhere = Place(document="d2", page=1, start=10, end=12)
    assert confirmed(profile(), [elsewhere, words_at(words(90))], by="local") == profile()


def test_every_finding_has_a_path():
    paths = [path for path, _ in findings_in(profile())]
    assert len(paths) == len(set(paths)) > 100


def test_a_lesion_told_in_doubtful_words_is_settled_with_them():
    lesion = Lesion(region=Region.FRONTAL, size_mm=14.0, evidence=(SCORE, words(90, doubtful=False)))
    brain = Profile().brain.model_copy(update={"lesions": (lesion,)})
    found = Profile(brain=brain)
    assert [path for path, *_ in to_check(found)] == ["brain.lesions.0"]
    assert list(to_check(confirmed(found, [words_at(RATIO)], by="local")))
    assert not list(to_check(confirmed(found, [words_at(SCORE)], by="local")))


def read_anew(**changes) -> Profile:
    """The profile as it is read again, behind a specimen of another document, with changes of the score."""
    again = profile()
    (mine,) = again.specimens
    score = mine.her2_ihc.score.model_copy(update=changes)
    mine = mine.model_copy(update={"her2_ihc": Her2Ihc(score=score)})
    other = Specimen(id="o", label="B", document="d0", her2_ihc=Her2Ihc(score=of(OTHERS, value=IhcScore.TWO)))
    return again.model_copy(update={"specimens": (other, mine), "her2": Her2()})


def kept():
    return confirmations(profile(), confirmed(profile(), [words_at(SCORE)], by="local"), by="local")


def test_a_confirmation_stands_wherever_its_words_and_value_do():
    again = confirmed_again(read_anew(), kept())
    assert again.specimens[1].her2_ihc.score.confirmed_by == "local"
    assert [path for path, *_ in to_check(again)] == ["specimens.0.her2_ihc.score"]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"value": IhcScore.TWO}, id="another-value"),
        pytest.param({"evidence": (SCORE.model_copy(update={"quote": "2+"}),)}, id="other-words-there"),
        pytest.param({"evidence": (words(11),)}, id="another-place"),
        pytest.param({"evidence": (SCORE, RATIO)}, id="more-words-in-doubt"),
    ],
)
def test_what_changed_is_asked_again(changes):
    again = confirmed_again(read_anew(**changes), kept())
    assert [path for path, *_ in to_check(again)] == ["specimens.0.her2_ihc.score", "specimens.1.her2_ihc.score"]


def test_what_is_newly_derived_of_confirmed_words_is_confirmed_with_them():
    derived = read_anew().model_copy(update={"her2": Her2(status=of(SCORE, value=Her2Status.POSITIVE))})
    assert confirmed_again(derived, kept()).her2.status.confirmed_by == "local"
    both = read_anew().model_copy(update={"her2": Her2(status=of(SCORE, RATIO, value=Her2Status.POSITIVE))})
    assert confirmed_again(both, kept()).her2.status.confirmed_by is None


def test_a_value_that_changed_is_not_confirmed_by_another_that_did_not():
    """Words that carry two values: the status is as it was, the score is another."""
    before = profile().model_copy(update={"her2": Her2(status=of(SCORE, value=Her2Status.POSITIVE))})
    made = confirmations(before, confirmed(before, [words_at(SCORE)], by="local"), by="local")
    again = read_anew(value=IhcScore.TWO).model_copy(update={"her2": before.her2})
    again = confirmed_again(again, made)
    assert again.her2.status.confirmed_by == "local"
    assert again.specimens[1].her2_ihc.score.confirmed_by is None


def test_a_lesion_stays_settled_until_it_is_told_otherwise():
    lesion = Lesion(region=Region.FRONTAL, size_mm=14.0, evidence=(SCORE, words(90, doubtful=False)))

    def of_lesions(*lesions: Lesion) -> Profile:
        return Profile(brain=Profile().brain.model_copy(update={"lesions": lesions}))

    before = of_lesions(lesion)
    made = confirmations(before, confirmed(before, [words_at(SCORE)], by="local"), by="local")
    other = lesion.model_copy(update={"region": Region.PARIETAL, "evidence": (words(30, doubtful=False),)})
    assert not list(to_check(confirmed_again(of_lesions(other, lesion), made)))
    larger = lesion.model_copy(update={"size_mm": 41.0})
    assert [path for path, *_ in to_check(confirmed_again(of_lesions(other, larger), made))] == ["brain.lesions.1"]


def test_a_confirmation_forgets_a_document_that_is_gone():
    (made,) = kept()
    assert made.without("d1").words == ()
    assert made.without("d2") == made

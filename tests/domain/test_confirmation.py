"""What a person's confirmation makes of findings that rest on words which were hard to read."""

from domain.brain import Lesion, Region
from domain.confirmation import Place, confirmed, findings_in, to_check, words_at
from domain.evidence import Evidence
from domain.finding import Finding, Status
from domain.profile import Her2, Profile
from domain.specimen import Her2Ihc, Her2Status, IhcScore, Specimen


def words(start: int, *, doubtful: bool = True) -> Evidence:
    return Evidence(document="d1", page=1, start=start, end=start + 2, quote="3+", rule="r", doubtful=doubtful)


SCORE, RATIO = words(10), words(50)


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

"""How the page words lesions and scans: a bound is no size, an earlier size is said to be earlier."""

import pytest

from api.web.profile_view import groups_of
from domain.brain import BrainStudy, Change, Contrast, CurrentBrain, Lesion, Modality, Region
from domain.dates import PartialDate
from domain.evidence import Evidence
from domain.finding import Finding, Status
from domain.profile import Profile
from domain.specimen import Side

WORDS = Evidence(document="a", page=1, start=0, end=4, quote="made", rule="lesion")


def lesion(**told):
    return Lesion(region=Region.FRONTAL, side=Side.LEFT, evidence=(WORDS,), **told)


def rows_of(title, profile):
    return {row.label: row for group in groups_of(profile) if group.title == title for row in group.rows}


@pytest.mark.parametrize(
    ("told", "words"),
    [
        pytest.param({"size_mm": 14.0}, "14 mm", id="measured"),
        pytest.param({"at_most_mm": 5.0}, "at most 5 mm, not measured", id="bound"),
        pytest.param({"punctate": True}, "a dot, not measured", id="punctate"),
        pytest.param({}, "size not told", id="no_size"),
        pytest.param({"change": Change.RESOLVED, "treated": True}, "resolved, treated", id="gone"),
        pytest.param(
            {"size_mm": 16.0, "earlier_mm": 9.0, "before_treatment_mm": 12.0, "change": Change.LARGER, "treated": True},
            "16 mm, 9 mm on the scan before, 12 mm before treatment, larger, treated",
            id="growing_treated",
        ),
        pytest.param({"size_mm": 8.0, "hippocampus_mm": 3.0}, "8 mm, 3 mm from the hippocampus", id="hippocampus"),
    ],
)
def test_a_lesion_in_words(told, words):
    rows = rows_of("The brain", Profile(brain=CurrentBrain(lesions=(lesion(**told),))))
    assert rows["Lesion 1: left frontal"].value == words
    assert rows["Lesion 1: left frontal"].evidence == (WORDS,)


def test_a_lesion_that_is_not_sure_says_so():
    row = rows_of("The brain", Profile(brain=CurrentBrain(lesions=(lesion(size_mm=3.0, uncertain=True),))))
    assert row["Lesion 1: left frontal"].status is Status.UNCERTAIN
    assert row["Lesion 1: left frontal"].value.endswith("not certain")


def test_scans_stand_with_their_dates_and_what_they_were_compared_with():
    study = BrainStudy(
        document="a",
        modality=Modality.MRI,
        date=PartialDate(year=2026, month=4, day=20),
        comparison=PartialDate(year=2026, month=1),
        contrast=Finding[Contrast](value=Contrast.WITH, status=Status.STATED, evidence=(WORDS,)),
        lesions=(lesion(size_mm=14.0),),
    )
    rows = rows_of("Brain scans, oldest first", Profile(brain_studies=(study,)))
    assert rows["MRI, 20 April 2026"].value == "with contrast; compared with January 2026; left frontal 14 mm"
    assert rows["MRI, 20 April 2026"].evidence == (WORDS,)


def test_without_scans_there_is_no_list_of_them():
    assert rows_of("Brain scans, oldest first", Profile()) == {}

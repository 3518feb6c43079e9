"""Interacting drugs add up over the notes, until one says that a drug, or its whole group, is not taken any more."""

import pytest

NOTE = "ONCOLOGY CLINIC NOTE {date}\n\nHER2-positive breast cancer with brain metastases. {text}\n"


def drugs(profile_in, *notes):
    documents = [
        {"name": f"{number}.txt", "text": NOTE.format(date=date, text=text)}
        for number, (date, text) in enumerate(notes)
    ]
    return profile_in(documents).safety.interacting_drugs.value


@pytest.mark.parametrize(
    ("later", "value"),
    [
        pytest.param("Meds: atorvastatin 20 mg.", ("atorvastatin", "warfarin"), id="a-shorter-list"),
        pytest.param("She is well.", ("warfarin",), id="no-list"),
        pytest.param("Warfarin stopped. Meds: apixaban 5 mg.", ("apixaban",), id="stopped"),
        pytest.param("She is not taking warfarin.", None, id="not-taken"),
        pytest.param("On no anticoagulation.", None, id="none-of-the-group"),
        pytest.param("On no steroids.", ("warfarin",), id="none-of-another-group"),
    ],
)
def test_a_later_note(profile_in, later, value):
    assert drugs(profile_in, ("06/01/2026", "Meds: warfarin 5 mg."), ("09/01/2026", later)) == value


def test_what_was_ended_and_begun_again_is_taken(profile_in):
    notes = [("06/01/2026", "Not taking digoxin."), ("09/01/2026", "Meds: digoxin 0.1 mg.")]
    assert drugs(profile_in, *notes) == ("digoxin",)


def test_a_list_of_years_ago_is_history(profile_in):
    notes = [("06/01/2023", "Meds: digoxin 0.1 mg."), ("09/01/2026", "Meds: atorvastatin 20 mg.")]
    assert drugs(profile_in, *notes) == ("atorvastatin",)

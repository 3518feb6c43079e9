"""Which study's lesions, change, call and radiation effect the current picture shows."""

import pytest

from extraction.pipeline import understand
from extraction.reading import read_text

OLDER = """MRI BRAIN W/WO CONTRAST   01/12/2026
COMPARISON: 10/02/2025.
FINDINGS: Two enhancing lesions: left frontal 9 mm; right parietal 5 mm. No midline shift.
IMPRESSION: Two new brain metastases. Findings called to Dr. Osei at 15:40.
"""
NEWER = """MRI BRAIN W/WO CONTRAST   04/20/2026
COMPARISON: 01/12/2026.
FINDINGS: The treated left frontal metastasis has increased from 9 to 14 mm; right parietal metastasis 5 mm, unchanged.
No midline shift.
IMPRESSION: Enlarging treated left frontal metastasis, radiation necrosis versus progression.
"""
LATER = """MRI BRAIN W/WO CONTRAST   06/02/2026
COMPARISON: 04/20/2026.
FINDINGS: Left frontal resection cavity with a thin rim of enhancement. Moderate edema. No hydrocephalus.
"""


def brain_of(*texts):
    documents = [read_text(text, f"{number}.txt", str(number)) for number, text in enumerate(texts)]
    return understand(documents).profile


@pytest.mark.parametrize("order", [(OLDER, NEWER), (NEWER, OLDER)], ids=["in_order", "reversed"])
def test_growth_of_a_treated_lesion_is_readable(order):
    profile = brain_of(*order)
    lesion = profile.brain.lesions[0]
    assert (lesion.size_mm, lesion.earlier_mm, lesion.change, lesion.treated) == (14, 9, "larger", True)
    assert [each.size_mm for each in profile.brain.lesions] == [14, 5]
    assert [study.lesions[0].size_mm for study in profile.brain_studies] == [9, 14]
    assert (profile.brain.change.value, profile.brain.radionecrosis.value) == ("larger", "suspected")
    assert profile.brain.change.rule.startswith("newest_imaging_report:")
    assert str(profile.brain_studies[-1].comparison) == "2026-01-12"


def test_a_call_of_an_older_study_is_not_current():
    assert brain_of(OLDER).brain.critical_result.value is True
    assert brain_of(OLDER, NEWER).brain.critical_result.value is None


def test_what_a_later_study_sees_without_naming_metastases_is_current():
    brain = brain_of(NEWER, LATER).brain
    assert brain.resection_cavity.value == "present"
    assert str(brain.resection_cavity.date) == "2026-06-02"
    assert str(brain.edema.date) == "2026-06-02"


def test_a_bound_is_not_the_largest_size():
    brain = brain_of(
        "MRI BRAIN 01/12/2026\nFINDINGS: Ventricles normal.\nIMPRESSION: Brain metastases of up to 9 mm.\n"
    ).brain
    assert (brain.largest_mm.value, brain.largest_at_most_mm.value) == (None, 9)


def test_a_measured_size_is_told_without_the_smaller_bound():
    text = "MRI BRAIN 01/12/2026\nIMPRESSION: Brain metastases, most under 4 mm, the largest 8 mm. No midline shift.\n"
    brain = brain_of(text).brain
    assert (brain.largest_mm.value, brain.largest_at_most_mm.value) == (8, None)


@pytest.mark.parametrize(
    ("beside", "shift"),
    [
        pytest.param("with vasogenic edema", None, id="its-edema"),
        pytest.param("with surrounding edema and 11 mm midline shift", 11, id="edema-and-shift"),
        pytest.param("with 11 mm midline shift", 11, id="a-shift-of-its-own"),
    ],
)
def test_the_size_of_a_large_lesion_is_its_own_whatever_stands_behind_it(beside, shift):
    """Read as 7 mm before, with the lesion's own second dimension as the shift."""
    brain = brain_of(
        f"MRI BRAIN 03/03/2026\nFINDINGS: The dominant right frontal lesion measures 4.6 x 3.9 cm {beside}. "
        "Left pontine 7 mm lesion.\nIMPRESSION: Brain metastases.\n"
    ).brain
    assert [each.size_mm for each in brain.lesions] == [46, 7]
    assert (brain.largest_mm.value, brain.midline_shift_mm.value) == (46, shift)


def test_edema_of_so_many_centimeters_is_no_lesion():
    brain = brain_of("MRI BRAIN 03/03/2026\nFINDINGS: Left frontal metastasis, 3 cm of surrounding edema.\n").brain
    assert brain.largest_mm.value is None

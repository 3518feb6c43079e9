"""Brain tissue proves a metastasis where no scan or note tells of one; a scan or a note says what there is now."""

import pytest

from extraction.pipeline import understand
from extraction.reading import read_text

TISSUE = (
    "SURGICAL PATHOLOGY REPORT\nCollected: 03/02/2026\n"
    "FINAL DIAGNOSIS: Brain, left frontal, resection: Metastatic carcinoma.\n"
)
AFTER = (
    "MRI BRAIN 03/04/2026\nHISTORY: Resected left frontal metastasis.\n"
    "FINDINGS: Resection cavity. No residual enhancement.\nIMPRESSION: No residual tumor.\n"
)


def profile_of(*texts):
    return understand([read_text(text, f"{n}.txt", f"d{n}") for n, text in enumerate(texts)]).profile


def test_tissue_alone_is_what_is_known():
    profile = profile_of(TISSUE)
    assert profile.brain.metastasis.value == "present"
    assert profile.brain.metastasis.rule.startswith("brain_tissue:")
    assert profile.brain_studies == (), "it is no scan"


def test_the_scan_says_what_there_is_now_and_the_tissue_does_not_contradict_it():
    profile = profile_of(AFTER, TISSUE)
    assert profile.brain.metastasis.value == "treated_resolved"
    assert [each.field for each in profile.conflicts if each.field.startswith("brain")] == []


def cytology(result: str, fluid: str = "Cerebrospinal fluid, lumbar puncture") -> str:
    return f"CYTOLOGY REPORT\nSpecimen: {fluid}\nCollected: 05/02/2026\nDiagnosis: {result}\n"


CLEAR = (
    "MRI BRAIN WITH AND WITHOUT CONTRAST 05/03/2026\n"
    "FINDINGS: No parenchymal metastases. No leptomeningeal enhancement.\n"
    "IMPRESSION: No evidence of intracranial metastases.\n"
)


@pytest.mark.parametrize(
    ("report", "lining"),
    [
        pytest.param(
            cytology("Positive for malignant cells, consistent with metastatic breast carcinoma."),
            "present",
            id="found",
        ),
        pytest.param(
            cytology("Positive for malignant cells.", "CSF, spinal tap. History: breast cancer"), "present", id="tap"
        ),
        pytest.param(cytology("Suspicious for malignant cells."), "suspected", id="suspected"),
        pytest.param(cytology("Negative for malignant cells."), None, id="none-in-this-fluid-is-no-proof"),
        pytest.param(cytology("Positive for malignant cells.", "Pleural fluid, right"), None, id="another-fluid"),
    ],
)
def test_cells_in_the_spinal_fluid_are_cancer_in_the_lining_and_no_spot_in_the_brain(report, lining):
    brain = profile_of(report).brain
    assert brain.leptomeningeal.value == lining
    assert brain.metastasis.value is None


def test_a_scan_without_a_sign_of_it_does_not_refute_cells_in_the_spinal_fluid():
    brain = profile_of(CLEAR, cytology("Positive for malignant cells.")).brain
    assert (brain.metastasis.value, brain.leptomeningeal.value) == ("absent", "present")
    assert brain.leptomeningeal.rule.startswith("spinal_fluid:")
    assert profile_of(CLEAR, cytology("Negative for malignant cells.")).brain.leptomeningeal.value == "absent"


NONE_LEFT = (
    "MRI BRAIN 03/03/2026\nFINDINGS: Status post left frontal craniotomy with gross total resection. "
    "No residual enhancement. No other lesion.\nIMPRESSION: Expected postoperative changes, no residual tumor.\n"
)


@pytest.mark.parametrize(
    ("scan", "value"),
    [
        pytest.param(NONE_LEFT, "treated_resolved", id="the-day-after"),
        pytest.param(NONE_LEFT.replace("03/03/2026", "03/01/2026"), "absent", id="a-scan-before-the-tissue"),
        pytest.param(NONE_LEFT.replace("03/03/2026", "03/02/2026"), "absent", id="the-same-day-tells-no-order"),
    ],
)
def test_a_metastasis_that_tissue_proved_and_a_later_scan_does_not_see_is_gone(scan, value):
    brain = profile_of(TISSUE, scan).brain
    assert brain.metastasis.value == value
    if value == "treated_resolved":
        assert brain.metastasis.rule == "removed_before:metastasis_in_brain_tissue"
        assert {each.document for each in brain.metastasis.evidence} == {"d0", "d1"}


OPEN = (
    "MRI BRAIN WITH AND WITHOUT CONTRAST 06/12/2026\nFINDINGS: 2.6 cm rim-enhancing lesion in the left temporal lobe "
    "with edema and 5 mm of midline shift.\nIMPRESSION: 2.6 cm left temporal lesion. Abscess is favored; metastasis "
    "cannot be excluded.\n"
)


def of_tissue(diagnosis, day="06/13/2026"):
    return f"SURGICAL PATHOLOGY REPORT\nCollected: {day}\nFINAL DIAGNOSIS: Brain, left temporal, biopsy: {diagnosis}\n"


@pytest.mark.parametrize(
    ("tissue", "value"),
    [
        pytest.param(of_tissue("Metastatic carcinoma."), "present", id="proven"),
        pytest.param(of_tissue("Carcinoma, GATA3 positive."), "present", id="carcinoma-of-the-brain-is-a-metastasis"),
        pytest.param(of_tissue("Acute inflammation, consistent with abscess."), "absent", id="another-disease"),
        pytest.param(of_tissue("Gliosis. Negative for malignancy."), "suspected", id="nothing-found-settles-nothing"),
        pytest.param(of_tissue("Metastatic carcinoma.", "06/01/2024"), "suspected", id="of-before"),
        pytest.param(of_tissue("Abscess.").replace("left temporal", "right frontal"), "suspected", id="elsewhere"),
        pytest.param(
            of_tissue("Abscess.").replace("Brain, left temporal", "Lung, left"), "suspected", id="another-organ"
        ),
    ],
)
def test_tissue_settles_what_a_scan_leaves_open(tissue, value):
    profile = profile_of(OPEN, tissue)
    assert profile.brain.metastasis.value == value
    assert profile.brain.midline_shift_mm.value == 5, "what the scan shows stays"
    if value != "suspected":
        assert profile.brain.metastasis.rule.startswith("proven_in_tissue:")
        assert {each.document for each in profile.brain.metastasis.evidence} == {"d0", "d1"}
    assert (profile.brain.count.value is None) == (value == "absent")
    assert (profile.brain.lesions == ()) == (value == "absent")
    assert profile.brain.other_findings.value == (("abscess",) if value == "absent" else None)


def test_one_abscess_does_not_settle_several_lesions():
    several = OPEN.replace("with edema", "and a 9 mm lesion in the left occipital lobe, with edema").replace(
        "2.6 cm left temporal lesion", "Two enhancing lesions"
    )
    assert profile_of(several, of_tissue("Abscess.")).brain.metastasis.value == "suspected"


def test_tissue_of_another_disease_contradicts_a_scan_that_was_sure():
    sure = (
        "MRI BRAIN 06/12/2026\nFINDINGS: 2.6 cm mass in the left temporal lobe.\n"
        "IMPRESSION: Solitary left temporal metastasis.\n"
    )
    profile = profile_of(sure, of_tissue("Glioblastoma."))
    assert profile.brain.metastasis.value == "present"
    assert [each.field for each in profile.conflicts if each.field.startswith("brain")] == ["brain.metastasis"]


def test_tissue_of_another_disease_alone_says_nothing_of_the_rest_of_the_brain():
    assert profile_of(of_tissue("Meningioma, WHO grade 1.")).brain.metastasis.value is None

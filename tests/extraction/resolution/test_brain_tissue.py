"""Brain tissue proves a metastasis where no scan or note tells of one; a scan or a note says what there is now."""

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

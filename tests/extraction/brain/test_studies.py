"""What sentences and reports say of the brain, and what only looks as if they did."""

from pathlib import Path

import pytest
import yaml

from domain.brain import CountQualifier
from domain.document import DocumentKind
from extraction.flat import current_study
from extraction.nlp import annotate
from extraction.reading import read_text
from extraction.studies import studies_of

ROWS = yaml.safe_load((Path(__file__).parent / "sentences.yaml").read_text())
FIELDS = {
    "brain_metastasis": "metastasis", "brain.count": "count", "brain.largest_mm": "largest_mm",
    "brain.regions": "regions",
}  # fmt: skip


def study_of(text: str):
    return current_study(studies_of(annotate(read_text(text, "a", "a")), DocumentKind.BRAIN_IMAGING, None))


def plain(value):
    if value is None or isinstance(value, float | tuple):
        return list(value) if isinstance(value, tuple) else value
    if not hasattr(value, "qualifier"):
        return str(value)
    if value.qualifier in {CountQualifier.INNUMERABLE, CountQualifier.MULTIPLE}:
        return str(value.qualifier)
    return f"{value.min}+" if value.qualifier is CountQualifier.AT_LEAST else value.min


@pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in ROWS])
def test_sentence(row):
    study = study_of(row["text"])
    for field, wanted in row["facts"].items():
        assert plain(getattr(study, FIELDS.get(field, field)).value) == wanted, field
    if not row["facts"] and study is not None:
        found = [name for name in ("metastasis", "herniation", "hemorrhage") if getattr(study, name).value == "present"]
        assert found == []


@pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in ROWS])
def test_breaking_lines_changes_nothing(row):
    wrapped = row["text"].replace(" ", "  ").replace("  of ", "\nof ").replace("  the  ", " the\n")
    one, other = study_of(row["text"]), study_of(wrapped)
    assert (one is None) == (other is None)
    for name in ("metastasis", "count", "largest_mm", "regions", "edema", "hemorrhage", "midline_shift"):
        if one is not None:
            assert getattr(one, name).value == getattr(other, name).value, name


def test_every_finding_quotes_its_sentence():
    text = "FINDINGS: Mild edema. No hydrocephalus.\nIMPRESSION: Two brain metastases, the largest 14 mm.\n"
    study = study_of(text)
    for name in ("metastasis", "count", "largest_mm", "edema", "hydrocephalus"):
        for words in getattr(study, name).evidence:
            assert text[words.start : words.end] == words.quote
    assert study.metastasis.evidence[0].quote.endswith("14 mm.")


def test_findings_against_impression_is_a_conflict():
    study = study_of("FINDINGS: There is mass effect.\nIMPRESSION: One brain metastasis. No mass effect.\n")
    assert study.mass_effect.status == "conflict"
    assert {str(side.value) for side in study.mass_effect.alternatives} == {"present", "absent"}


def test_the_impression_decides_and_the_findings_give_detail():
    study = study_of("FINDINGS: Left occipital enhancing lesion, 11 mm.\nIMPRESSION: New solitary brain metastasis.\n")
    assert (study.metastasis.value, study.count.value.min, study.largest_mm.value) == ("present", 1, 11)


def study_of_pathology(text: str):
    return studies_of(annotate(read_text(text, "a", "a")), DocumentKind.PATHOLOGY, None)


def test_brain_tissue_proves_a_metastasis_and_tells_nothing_else_of_the_brain():
    (study,) = study_of_pathology("FINAL DIAGNOSIS: Brain, left frontal, resection: Metastatic carcinoma. No edema.")
    assert (study.metastasis.value, study.regions.value, study.modality) == ("present", ("frontal",), None)
    assert (study.edema.value, study.count.value) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        "FINAL DIAGNOSIS: Liver, biopsy: Metastatic carcinoma. Clinical note: brain scan pending.",
        "FINAL DIAGNOSIS: Brain, left frontal, resection: No metastatic carcinoma. Radiation necrosis.",
        "CLINICAL HISTORY: Brain metastasis.\nFINAL DIAGNOSIS: Breast, core biopsy: invasive ductal carcinoma.",
        "FINAL DIAGNOSIS: Brain, biopsy: gliosis. Lymph node, excision: metastatic carcinoma.",
    ],
)
def test_other_pathology_is_no_brain_study(text):
    assert study_of_pathology(text) == ()


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("CT CAP stable. MRI brain 3/2026: two brain metastases.", "mri"),
        ("PET-CT clear. Brain metastases on MRI.", "mri"),
        ("MRI spine normal. CT head shows a cerebellar metastasis.", "ct"),
        ("PET-CT clear of disease; two brain metastases.", None),
        ("MRI of the liver: stable. Two brain metastases.", None),
    ],
)
def test_a_note_names_many_scans_and_the_brains_counts(text, modality):
    (study,) = studies_of(annotate(read_text(text, "a", "a")), DocumentKind.CLINICAL_NOTE, None)
    assert study.modality == modality

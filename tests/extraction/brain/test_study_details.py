"""What sentences say of the study itself: the call, contrast, comparison, change; near misses stay unknown."""

from pathlib import Path

import pytest
import yaml

from domain.document import DocumentKind
from extraction.dates import date_of
from extraction.nlp import annotate
from extraction.reading import read_text
from extraction.studies import studies_of

FOLDER = Path(__file__).parent
ROWS = yaml.safe_load((FOLDER / "details.yaml").read_text(encoding="utf-8"))
OTHERS = yaml.safe_load((FOLDER / "other_findings.yaml").read_text(encoding="utf-8"))
BLOOD = yaml.safe_load((FOLDER / "blood.yaml").read_text(encoding="utf-8"))
KIND = DocumentKind.BRAIN_IMAGING


def study_of(text, kind=KIND):
    annotated = annotate(read_text(text, "a", "a"))
    studies = studies_of(annotated, kind, date_of(annotated, kind))
    return studies[-1] if studies else None


def value_of(study, field):
    found = getattr(study, field, None)
    found = getattr(found, "value", found) if field != "comparison" else found
    return str(found) if found is not None and not isinstance(found, bool) else found


@pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in ROWS])
def test_details(row):
    study = study_of(row["text"])
    for field, wanted in row["facts"].items():
        assert value_of(study, field) == wanted, field


@pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in BLOOD])
def test_blood_and_its_age(row):
    study = study_of(row["text"])
    for field, wanted in row["facts"].items():
        assert value_of(study, field) == wanted, field


@pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in OTHERS])
def test_what_is_seen_beside_metastases_is_told_and_never_counted(row):
    study = study_of(row["text"])
    found = study.other_findings if study else None
    assert ([str(each) for each in found.value] if found and found.value else None) == row["other"]
    if row["other"]:
        assert found.status == ("stated" if row.get("sure", True) else "uncertain")
        assert study.metastasis.value == row["metastasis"]
        assert len(found.evidence) == len(row["other"])
        assert all(lesion.region != "skull" for lesion in study.lesions)


def test_every_field_has_its_near_misses():
    for field in ("critical_result", "contrast", "comparison", "radionecrosis", "resection_cavity", "change"):
        values = [row["facts"][field] for row in ROWS if field in row["facts"]]
        assert values.count(None) >= 2, field
        assert len(values) - values.count(None) >= 2, field


def test_a_note_behind_the_report_adds_nothing():
    report = "MRI BRAIN W/WO CONTRAST   02/11/2026   X\nFindings: Two lesions.\nImpression: Two brain metastases.\n"
    note = "\n---\nONCOLOGY  clinic note  02/25/2026\nRadiation necrosis outside. Result phoned to Dr. Oyelaran.\n"
    study = study_of(report + note)
    assert (study.contrast.value, study.radionecrosis.value, study.critical_result.value) == ("with", None, None)


def test_a_note_reports_no_study():
    study = study_of("Brain metastases on MRI with contrast. Called Dr. Ash urgently.", DocumentKind.CLINICAL_NOTE)
    assert (study.contrast.value, study.critical_result.value) == (None, None)

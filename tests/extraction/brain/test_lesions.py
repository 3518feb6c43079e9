"""Each lesion that sentences and reports describe, one by one, and what only looks like a lesion."""

from pathlib import Path

import pytest
import yaml

from domain.document import DocumentKind
from extraction.nlp import annotate
from extraction.reading import read_text
from extraction.studies import studies_of

ROWS = yaml.safe_load((Path(__file__).parent / "lesions.yaml").read_text())
each_row = pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in ROWS])


def lesions_of(text, kind=DocumentKind.BRAIN_IMAGING):
    studies = studies_of(annotate(read_text(text, "a", "a")), kind, None)
    return studies[-1].lesions if studies else ()


def in_short(lesion):
    parts = [lesion.side, lesion.region]
    numbers = (
        ("", lesion.size_mm), ("<", lesion.at_most_mm), ("was", lesion.earlier_mm), ("pre", lesion.before_treatment_mm),
    )  # fmt: skip
    parts += [f"{sign}{number:g}" for sign, number in numbers if number is not None]
    parts += [lesion.change]
    parts += [name for name in ("punctate", "treated", "hemorrhagic", "cystic", "uncertain") if getattr(lesion, name)]
    parts += [f"hc{lesion.hippocampus_mm:g}"] if lesion.hippocampus_mm is not None else []
    return sorted(str(part) for part in parts if part is not None)


def wanted(row):
    return [sorted(each.split()) for each in row["lesions"]]


@each_row
def test_lesions(row):
    assert [in_short(each) for each in lesions_of(row["text"])] == wanted(row)


@each_row
def test_every_lesion_quotes_its_words(row):
    for lesion in lesions_of(row["text"]):
        assert lesion.evidence
        assert all(row["text"][each.start : each.end] == each.quote for each in lesion.evidence)


@pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in ROWS if "\n" not in row["text"]])
def test_breaking_lines_changes_nothing(row):
    wrapped = row["text"].replace(" the ", "\nthe ").replace(", ", ",  ").replace(" in ", " in\n")
    assert [in_short(each) for each in lesions_of(wrapped)] == wanted(row)


def test_no_lesion_where_the_report_denies_metastases():
    assert lesions_of("FINDINGS: Left frontal lesion, 5 mm, a glioma.\nIMPRESSION: No brain metastasis.") == ()


def test_a_note_describes_no_lesion():
    assert lesions_of("MRI showed a 12 mm left frontal brain metastasis.", DocumentKind.CLINICAL_NOTE) == ()


def test_the_table_has_its_near_misses():
    assert sum(not row["lesions"] for row in ROWS) >= 15

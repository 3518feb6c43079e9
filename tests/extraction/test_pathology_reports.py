"""Whole synthetic reports and sentences through the whole path, and what must not change a fact."""

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.document import Document, Page, PageSource
from extraction.flat import index_specimen, specimen_facts
from extraction.nlp import annotate
from extraction.specimens import specimens_of

FOLDER = Path(__file__).parent
REPORTS = yaml.safe_load((FOLDER / "reports" / "synthetic.yaml").read_text(encoding="utf-8"))
BLIND = yaml.safe_load((FOLDER / "sentences" / "blind.yaml").read_text(encoding="utf-8"))
PANELS = yaml.safe_load((FOLDER / "reports" / "panels.yaml").read_text(encoding="utf-8"))
LEAD = "Surgical pathology report. Left breast, mastectomy: Invasive ductal carcinoma. "
OF_LEAD = {"histology": "ductal", "laterality": "left"}


def flat(text):
    page = Page(number=1, text=text, source=PageSource.TEXT_LAYER, confidence=1.0)
    specimens = specimens_of(annotate(Document(id="report", name="report.txt", pages=(page,))), None)
    facts = {}
    for field, value, evidence in specimen_facts(index_specimen(specimens)):
        assert evidence, f"{field} stands on no words"
        assert all(page.text[each.start : each.end] == each.quote for each in evidence)
        facts[field] = value
    facts.pop("her2", None)
    return facts


@pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in REPORTS])
def test_report(row):
    assert flat(row["text"]) == row["facts"]


@pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in BLIND])
def test_blind_sentence(row):
    if row.get("in_report"):
        assert flat(LEAD + row["text"]) == OF_LEAD | row["facts"]
    else:
        assert flat(row["text"]) == row["facts"]


@pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in PANELS])
def test_panel(row):
    of_tumor = {"histology": "ductal", "laterality": "left", "grade": 2}
    assert flat("SURGICAL PATHOLOGY REPORT\n" + row["text"]) == of_tumor | row["facts"]


def rewrapped(text):
    return re.sub(r"(?<=[a-z,]) (?=[a-z])", "\n", text)


def wide(text):
    return re.sub(r" (?=\S)", "  ", text)


def british(text):
    return (
        text.replace("Estrogen", "Oestrogen")
        .replace("ESTROGEN", "OESTROGEN")
        .replace("umor", "umour")
        .replace("UMOR", "UMOUR")
    )


def unicode_signs(text):
    return text.replace("-", "\u2010").replace("+", "\uff0b").replace(" x ", " \u00d7 ")


def shouted_headings(text):
    return re.sub(r"(?m)^([A-Z][A-Za-z ]{4,40}):", lambda match: match.group().upper(), text)


WORDED = [row for row in REPORTS if row["id"] not in {"poor_scan", "community_table"}]


@pytest.mark.parametrize(
    "change", [rewrapped, wide, british, unicode_signs, shouted_headings], ids=lambda change: change.__name__
)
@pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in WORDED])
def test_appearance_changes_no_fact(row, change):
    assert flat(change(row["text"])) == row["facts"]


DIAGNOSIS = (
    "FINAL DIAGNOSIS: LEFT BREAST, LUMPECTOMY: INVASIVE DUCTAL CARCINOMA, NOTTINGHAM GRADE 2, 2.0 CM IN GREATEST "
    "DIMENSION. LYMPHOVASCULAR INVASION: ABSENT.\n"
)
BIOMARKERS = (
    "BIOMARKERS: ER: positive (90%). PR: negative (0%). HER2 IHC: 2+ (equivocal). "
    "HER2 FISH: not amplified (ratio 1.2).\n"
)
SECTIONS = (
    "CLINICAL HISTORY: Left breast mass.\n",
    "GROSS DESCRIPTION: Received fresh is a 12 x 9 x 4 cm breast with a 2.2 cm firm mass.\n",
    DIAGNOSIS,
    BIOMARKERS,
    "COMMENT: Controls are satisfactory.\n",
)
IN_ORDER = {
    "er.status": "positive",
    "er.percent": 90.0,
    "pr.status": "negative",
    "pr.percent": 0.0,
    "her2_ihc.score": "2+",
    "her2_ihc.status": "equivocal",
    "her2_ish.status": "not_amplified",
    "her2_ish.ratio": 1.2,
    "her2.overall": "negative",
    "histology": "ductal",
    "grade": 2,
    "laterality": "left",
    "tumor_size_mm": 20.0,
    "lvi": "absent",
}


@settings(max_examples=40, deadline=None)
@given(st.permutations(SECTIONS))
def test_order_of_sections_changes_no_fact(sections):
    assert flat("".join(sections)) == IN_ORDER


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_no_text_breaks_it(text):
    flat(text)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "HER2",
                "ER",
                "PR",
                "(",
                ")",
                "+",
                "-",
                "3+",
                "2+",
                "0",
                "positive",
                "negative",
                "FISH",
                "ratio",
                "2.1",
                ":",
                ".",
                "%",
                "/",
                "80",
                "breast",
                "carcinoma",
                "invasive",
                "not",
                "no",
                "grade",
                "3",
                "cm",
                "pT2",
                "nodes",
                "x",
            ]
        ),
        max_size=40,
    )
)
def test_no_jumble_of_its_words_breaks_it(words):
    flat(" ".join(words))


@pytest.mark.parametrize(
    ("text", "reported", "derived"),
    [
        ("HER2 IHC: 2+ equivocal. HER2 FISH: not amplified.", "negative", "negative"),
        ("HER2: POSITIVE (2+).", "positive", None),
        ("HER2 IHC: 3+.", None, "positive"),
        ("HER2: negative (1+).", "negative", "negative"),
    ],
)
def test_the_reports_own_conclusion_stands_beside_the_derived_one(annotated_text, text, reported, derived):
    (specimen,) = specimens_of(annotated_text(LEAD + text), None)
    assert specimen.her2_reported.value == reported
    assert specimen.her2_status.value == derived


def test_a_metastasis_and_a_quoted_primary_stand_side_by_side(annotated_text):
    text = (
        "SURGICAL PATHOLOGY. Specimen: Brain, left frontal, resection. DIAGNOSIS: METASTATIC CARCINOMA OF BREAST "
        "ORIGIN. "
        "ER negative (0%). HER2: 3+ positive. COMMENT: The 2021 right breast tumor was ER positive (90%), HER2 1+."
    )
    by_site = {str(each.site): each for each in specimens_of(annotated_text(text), None)}
    assert by_site["brain"].her2_status.value == "positive"
    assert by_site["brain"].index
    assert by_site["breast"].her2_status.value == "negative"
    assert by_site["breast"].quoted


def test_a_note_quotes(annotated_text):
    (specimen,) = specimens_of(
        annotated_text("Clinic note. 52 year old with HER2-positive breast cancer. Plan: MRI brain."), None
    )
    assert specimen.quoted
    assert specimen.her2_ihc.status.value == "positive"
    assert specimen.grade.value is None

"""Whole made-up reports of brain imaging: every field that the benchmark scores, stated or not."""

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from domain.finding import Finding
from extraction.flat import current_study, flat_facts
from extraction.pipeline import facts_of
from extraction.reading import read_text

FOLDER = Path(__file__).parent / "reports"
REPORTS = [row for path in sorted(FOLDER.glob("*.yaml")) for row in yaml.safe_load(path.read_text(encoding="utf-8"))]
FIELDS = (
    "brain_metastasis", "brain.count", "brain.largest_mm", "brain.regions", "edema", "mass_effect", "midline_shift",
    "midline_shift_mm", "herniation", "hydrocephalus", "hemorrhage", "leptomeningeal", "prior_brain_treatment",
    "primary_cancer", "her2",
)  # fmt: skip
STUDIES = yaml.safe_load((FOLDER.parent / "report_studies.yaml").read_text(encoding="utf-8"))
each_report = pytest.mark.parametrize("report", [pytest.param(row, id=row["id"]) for row in REPORTS])


def labelled(label):
    """The label's values by the names of the flat facts; a field that is not stated is left out."""
    named = {
        "brain.count": label.get("count"),
        "brain.largest_mm": label.get("largest_mm"),
        "brain.regions": sorted({place["region"] for place in label.get("locations", [])}) or None,
        "prior_brain_treatment": sorted(label.get("prior_brain_treatment", [])) or None,
    }
    wanted = {field: named.get(field, label.get(field)) for field in FIELDS}
    return {field: value for field, value in wanted.items() if value is not None}


def rows_of(report):
    return flat_facts(facts_of(read_text(report["text"], report["id"], report["id"])))


@each_report
def test_every_field_is_as_labelled(report):
    assert {field: value for field, value, _ in rows_of(report) if field in FIELDS} == labelled(report["label"])


@each_report
def test_every_value_quotes_the_report(report):
    for field, _, evidence in rows_of(report):
        assert evidence, field
        assert all(report["text"][each.start : each.end] == each.quote for each in evidence), field


@pytest.mark.parametrize("name", STUDIES)
def test_the_study_itself(name):
    report = next(row for row in REPORTS if row["id"] == name)
    study = current_study(facts_of(read_text(report["text"], name, name)).studies)
    told = {field: getattr(study, field, None) for field in STUDIES[name]}
    values = {field: each.value if isinstance(each, Finding) else each for field, each in told.items()}
    plain = {field: each if isinstance(each, bool | None) else str(each) for field, each in values.items()}
    assert plain == STUDIES[name]


def joined(text):
    return re.sub(r"(?<=[a-z,])\n *(?=[a-z])", " ", text)


def wide(text):
    """Doubled spaces, but for lines in columns, which are told apart by them."""
    return "\n".join(
        line if re.search(r"\S {2,}\S", line) else re.sub(r"(?<=\S) (?=\S)", "  ", line) for line in text.split("\n")
    )


def indented(text):
    return re.sub(r"(?m)^(?=\S)", "    ", text)


@pytest.mark.parametrize("change", [joined, wide, indented], ids=lambda change: change.__name__)
@each_report
def test_white_space_changes_no_field(report, change):
    changed = flat_facts(facts_of(read_text(change(report["text"]), report["id"], report["id"])))
    assert {field: value for field, value, _ in changed if field in FIELDS} == labelled(report["label"])


def test_no_report_stands_twice():
    assert [name for name, times in Counter(row["id"] for row in REPORTS).items() if times > 1] == []

"""Every fact of the course against its table of sentences, near misses included, and its evidence against the text."""

from pathlib import Path

import pytest
import yaml

TABLES = Path(__file__).parent / "tables"


def rows(name):
    found = yaml.safe_load((TABLES / f"{name}.yaml").read_text(encoding="utf-8"))
    assert len({row["id"] for row in found}) == len(found), f"an id stands twice in {name}.yaml"
    return [pytest.param(row, id=row["id"]) for row in found]


def in_short(treatment):
    parts = [str(getattr(treatment, "drug", None) or treatment.kind), str(treatment.status or "given")]
    parts += [str(value) for name in ("setting", "line") if (value := getattr(treatment, name, None))]
    if hasattr(treatment, "start"):
        period = f"{treatment.start or ''}..{treatment.stop}" if treatment.stop else str(treatment.start or "")
    else:
        period = str(treatment.date or "")
    return " ".join([*parts, *([period] if period else [])])


def plain(value):
    return sorted(map(str, value)) if isinstance(value, tuple) else value


@pytest.mark.parametrize("row", rows("drugs"))
def test_names_of_drugs(row, course_in):
    treatments = course_in(row["text"]).course.systemic
    assert sorted({each.drug for each in treatments}) == row["drugs"]


@pytest.mark.parametrize("row", rows("systemic"))
def test_systemic_treatments(row, course_in):
    treatments = course_in(row["text"]).course.systemic
    assert sorted(map(in_short, treatments)) == row["told"]
    assert all(words.quote in row["text"] for each in treatments for words in each.evidence)


@pytest.mark.parametrize("row", rows("local"))
def test_local_treatments(row, course_in):
    treatments = course_in(row["text"]).course.local
    assert sorted(map(in_short, treatments)) == row["told"]
    if "targets" in row:
        assert [each.target for each in treatments] == row["targets"]
    assert all(words.quote in row["text"] for each in treatments for words in each.evidence)


@pytest.mark.parametrize("row", rows("findings"))
def test_findings(row, course_in):
    part, name = row["path"].split(".")
    finding = getattr(getattr(course_in(row["text"]), part), name)
    assert plain(finding.value) == row.get("value")
    if "status" in row:
        assert finding.status == row["status"]
    elif row["value"] is None:
        assert finding.status == "unknown"
    if "date" in row:
        assert str(finding.date) == row["date"]
    assert all(words.quote in row["text"] for words in finding.evidence)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("SRS to R occipital + L frontal Oct 2025.", "right occipital, left frontal"),
        ("SRS R cerebellar, L frontal, R temporal 2024-06-19.", "right cerebellar, left frontal, right temporal"),
        (
            "SRS at another hospital on 19 September 2024 (L frontal, R temporal, R cerebellar, vermis).",
            "left frontal, right temporal, right cerebellar, vermis",
        ),
        ("Radiosurgery 08/12/2025 (right parietal 20 Gy, left cerebellar 22 Gy).", "right parietal, left cerebellar"),
        ("SRT 27 Gy/3 to L parietal + SRS 20 Gy/1 to L frontal, 6/8/2026.", "left parietal, left frontal"),
        ("SRS R frontal 3/2025, L parietal 9/2025.", "right frontal"),
        (
            "The right temporal lesion was treated with radiosurgery in 3/2025. The left frontal is new.",
            "right temporal",
        ),
        ("SRS to the cavity and a left frontal lesion 3/2025.", "cavity"),
        ("WBRT 6/2025 for a left parietal metastasis.", None),
        ("Neurosurgery: resect R frontal vs SRS to all three brain mets.", None),
    ],
)
def test_targets_of_a_local_treatment(text, target, course_in):
    radiations = [each for each in course_in(text).course.local if each.kind != "surgery"]
    assert [each.target for each in radiations] == [target]

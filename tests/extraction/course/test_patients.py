"""Invented patients of several documents: one profile, its conflicts and warnings, in whatever order they come."""

import itertools
import re
from pathlib import Path

import pytest
import yaml

from domain.brain import LesionCount
from domain.course import TreatmentStatus
from domain.finding import Finding

FOLDER = Path(__file__).parent / "patients"
PATIENTS = [one for path in sorted(FOLDER.glob("*.yaml")) for one in yaml.safe_load(path.read_text(encoding="utf-8"))]
each_patient = pytest.mark.parametrize("patient", [pytest.param(one, id=one["id"]) for one in PATIENTS])


def at(profile, path):
    value = profile
    for name in path.split("."):
        value = getattr(value, name)
    return value


def plain(value):
    if isinstance(value, Finding):
        value = value.value
    if isinstance(value, tuple):
        return sorted(map(str, value))
    if isinstance(value, LesionCount):
        return value.min
    return value if isinstance(value, int | float | bool) or value is None else str(value)


def events_of(profile):
    """Everything with a date, a line each."""
    told = [(each.collected.value or each.date, f"specimen {each.site}") for each in profile.specimens]
    told += [(each.date, f"brain imaging {each.metastasis.value}") for each in profile.brain_studies]
    told += [(each.start, f"{each.drug} start") for each in profile.course.systemic]
    told += [(each.stop, f"{each.drug} stop") for each in profile.course.systemic]
    done = TreatmentStatus.COMPLETED
    told += [(each.date, str(each.kind)) for each in profile.course.local if each.status is done]
    return {f"{date} {event}" for date, event in told if date is not None}


def orders_of(documents):
    """All orders of up to three documents, and of more of them the reverse and every rotation."""
    if len(documents) <= 3:
        return list(itertools.permutations(documents))
    return [documents[::-1], *(documents[at:] + documents[:at] for at in range(len(documents)))]


@each_patient
def test_profile(patient, profile_in):
    profile = profile_in(patient["documents"])
    assert {path: plain(at(profile, path)) for path in patient.get("expect", {})} == patient.get("expect", {})
    standing = {path: at(profile, path).status for path in patient.get("status", {})}
    assert standing == patient.get("status", {})
    if "specimens" in patient:
        assert len(profile.specimens) == patient["specimens"]
    told = {f"{each.drug} {each.status}" for each in profile.course.systemic}
    assert set(patient.get("treatments", [])) <= told
    assert set(patient.get("local", [])) <= {f"{each.kind} {each.status}" for each in profile.course.local}
    assert set(patient.get("not_received", [])).isdisjoint(profile.course.drugs_received.value or ())
    assert set(patient.get("timeline", [])) <= events_of(profile)


@each_patient
def test_conflicts_and_warnings(patient, profile_in):
    profile = profile_in(patient["documents"])
    if "conflicts" in patient:
        assert sorted({each.field for each in profile.conflicts}) == patient["conflicts"]
    if "warnings" in patient:
        assert len(profile.warnings) == len(patient["warnings"])
        assert all(words in said for words, said in zip(patient["warnings"], profile.warnings, strict=True))
    for conflict in profile.conflicts:
        assert len(conflict.sides) > 1
        assert all(side.evidence for side in conflict.sides)


@each_patient
def test_the_order_of_documents_changes_nothing(patient, profile_in):
    profiles = [profile_in(order) for order in orders_of(patient["documents"])]
    assert all(profile == profiles[0] for profile in profiles)


@each_patient
def test_wider_white_space_changes_no_value(patient, profile_in):
    """Doubled spaces between words, and trailing ones; line breaks stay, since they part the lines of lists."""
    wider = [
        {**each, "text": re.sub(r"(?<=\S) (?=\S)", "  ", each["text"]).replace("\n", " \n")}
        for each in patient["documents"]
    ]
    before, after = profile_in(patient["documents"]), profile_in(wider)
    for part in ("course", "safety", "context"):
        one, other = getattr(before, part), getattr(after, part)
        for name in type(one).model_fields:
            if name not in {"systemic", "local"}:
                assert plain(getattr(one, name)) == plain(getattr(other, name)), name
    assert [(each.drug, each.status, each.start, each.stop) for each in before.course.systemic] == [
        (each.drug, each.status, each.start, each.stop) for each in after.course.systemic
    ]


@each_patient
def test_every_value_stands_on_words_of_its_document(patient, profile_in):
    texts = {each["name"]: each["text"] for each in patient["documents"]}
    profile = profile_in(patient["documents"])
    for part in (profile.course, profile.safety, profile.context, profile.her2, profile.receptors):
        for name in type(part).model_fields:
            finding = getattr(part, name)
            if isinstance(finding, Finding):
                assert all(texts[each.document][each.start : each.end] == each.quote for each in finding.evidence)


def test_what_is_only_talked_of_counts_as_no_treatment(profile_in):
    text = (
        "ONCOLOGY NOTE 09/01/2026\nWe discussed Enhertu and SRS. Plan to start tucatinib 10/01/2026. She declined WBRT."
    )
    course = profile_in([{"name": "note", "text": text}]).course
    assert course.drugs_received.value is None
    assert course.local_treatments_received.value is None
    assert {each.status for each in course.systemic} == {TreatmentStatus.CONSIDERED, TreatmentStatus.PLANNED}


def test_a_newer_plan_that_came_about_is_no_plan_any_more(profile_in):
    documents = [
        {
            "name": "a",
            "text": "ONCOLOGY NOTE 08/01/2026\nPlan to start tucatinib 08/20/2026. SRS planned for 08/10/2026.",
        },
        {
            "name": "b",
            "text": "ONCOLOGY NOTE 09/01/2026\nStarted tucatinib 08/20/2026. SRS 08/10/2026 to the brain lesion.",
        },
    ]
    course = profile_in(documents).course
    assert [(each.drug, each.status) for each in course.systemic] == [("tucatinib", "current")]
    assert [(each.kind, each.status) for each in course.local] == [("srs", "completed")]

"""Active or stable brain metastases: the rule, its reason, and every way in which the record may not settle it."""

import dataclasses

import pytest

from domain.brain import BrainMetastasis, BrainStudy, Change, CurrentBrain, Lesion
from domain.course import Context, Course, LocalTreatment, LocalTreatmentKind, Safety, TreatmentStatus
from domain.dates import PartialDate
from domain.document import Document, DocumentKind, Page, PageSource
from domain.evidence import Evidence
from domain.finding import Finding, Status
from domain.specimen import Presence, Site, Specimen
from extraction.document_facts import CourseFacts, DocumentFacts, Person
from extraction.pipeline import understand
from extraction.reading import read_text
from extraction.resolve import profile_of

PRESENT, ABSENT = BrainMetastasis.PRESENT, BrainMetastasis.ABSENT
SUSPECTED, RESOLVED = BrainMetastasis.SUSPECTED, BrainMetastasis.TREATED_RESOLVED
SRS, WBRT, SURGERY = LocalTreatmentKind.SRS, LocalTreatmentKind.WBRT, LocalTreatmentKind.SURGERY
DONE, PLANNED = TreatmentStatus.COMPLETED, TreatmentStatus.PLANNED
MRI, NOTE = DocumentKind.BRAIN_IMAGING, DocumentKind.CLINICAL_NOTE


BRAIN_TISSUE = Specimen(id="p", label="brain", document="path", site=Site.BRAIN)


def day(iso):
    return iso and PartialDate(**dict(zip(("year", "month", "day"), map(int, iso.split("-")), strict=False)))


def words(document, quote):
    return Evidence(document=document, page=1, start=0, end=len(quote), quote=quote, rule="test")


def facts(name, kind, date, studies=(), local=()):
    page = Page(number=1, text="text", source=PageSource.TEXT_LAYER, confidence=1.0)
    course = CourseFacts(Course(local=local), Safety(), Context(), Person())
    return DocumentFacts(
        document=Document(id=name, name=name, pages=(page,)),
        kind=kind,
        date=day(date),
        specimens=(),
        studies=studies,
        course=course,
    )


def treated(kind=SRS, date=None, status=DONE, document="note"):
    return LocalTreatment(kind=kind, status=status, date=day(date), evidence=(words(document, f"{kind} {status}"),))


def scan(name, date, metastasis=PRESENT, *, change=None, lesions=(), necrosis=None, kind=MRI, local=()):
    status = {ABSENT: Status.DENIED, SUSPECTED: Status.UNCERTAIN}.get(metastasis, Status.STATED)
    found = {"metastasis": Finding(value=metastasis, status=status, evidence=(words(name, "metastases"),))}
    if change:
        found["change"] = Finding(value=change, status=Status.STATED, evidence=(words(name, str(change)),))
    if necrosis:
        found["radionecrosis"] = Finding(value=necrosis, status=Status.UNCERTAIN, evidence=(words(name, "necrosis"),))
    lesions = tuple(Lesion(treated=done, change=grown, evidence=(words(name, "lesion"),)) for done, grown in lesions)
    study = BrainStudy(document=name, date=day(date), lesions=lesions, **found)
    return facts(name, kind, date, studies=(study,), local=local)


def note(date, *local):
    return facts("note", NOTE, date, local=local)


def activity(*documents):
    return profile_of(documents).brain.activity


@pytest.mark.parametrize(
    ("documents", "rule"),
    [
        pytest.param([scan("mri", "2026-03-02", change=Change.NEW)], "growing", id="new"),
        pytest.param([scan("mri", "2026-03-02", change=Change.LARGER)], "growing", id="larger-treated-or-not"),
        pytest.param(
            [scan("mri", "2026-03-02", change=Change.LARGER), note("2026-03-05", treated(date="2025-06"))],
            "growing_after_treatment",
            id="treated-and-growing",
        ),
        pytest.param(
            [scan("mri", "2026-03-02", change=Change.MIXED), note("2026-03-05", treated(date="2025-06"))],
            "growing_after_treatment",
            id="some-grow",
        ),
        pytest.param(
            [
                scan("mri", "2026-03-02", change=Change.STABLE, lesions=[(True, Change.STABLE), (False, Change.NEW)]),
                note("2026-03-05", treated(date="2025-06")),
            ],
            "growing_after_treatment",
            id="one-new-lesion-among-stable-ones",
        ),
        pytest.param(
            [
                scan("mri", "2026-03-02", change=Change.NEW, necrosis=Presence.SUSPECTED),
                note("2026-03-05", treated(date="2025-06")),
            ],
            "growing_after_treatment",
            id="a-new-lesion-is-no-necrosis",
        ),
    ],
)
def test_active(documents, rule):
    finding = activity(*documents)
    assert (finding.value, finding.status, finding.rule) == ("active", Status.STATED, f"brain_activity:{rule}")
    assert finding.reason.endswith(".")
    assert "2026-03-02" in finding.reason
    assert finding.evidence


@pytest.mark.parametrize(
    "documents",
    [
        pytest.param(
            [scan("mri", "2026-03-02", change=Change.STABLE), note("2026-03-05", treated(date="2025-06"))], id="stable"
        ),
        pytest.param(
            [scan("mri", "2026-03-02", change=Change.SMALLER), note("2026-03-05", treated(date="2025"))],
            id="known-to-the-year",
        ),
        pytest.param(
            [scan("mri", "2026-03-02", change=Change.STABLE), note("2026-01-05", treated())],
            id="undated-and-told-of-before-the-scan",
        ),
        pytest.param(
            [scan("mri", "2026-03-02", change=Change.STABLE, local=(treated(document="mri"),))],
            id="told-of-by-the-scan-itself",
        ),
        pytest.param([scan("mri", "2026-03-02", metastasis=RESOLVED)], id="treated-and-gone"),
        pytest.param(
            [
                scan("old", "2025-03-02"),
                scan("mri", "2026-03-02", metastasis=ABSENT),
                note("2026-03-05", treated(SURGERY, "2025-04-01")),
            ],
            id="none-left-after-surgery",
        ),
        pytest.param(
            [
                dataclasses.replace(facts("path", DocumentKind.PATHOLOGY, "2026-02-20"), specimens=(BRAIN_TISSUE,)),
                scan("mri", "2026-03-02", metastasis=ABSENT),
                note("2026-03-05", treated(SURGERY, "2026-02-20")),
            ],
            id="proven-by-its-tissue-and-removed",
        ),
        pytest.param(
            [
                scan("mri", "2026-03-02", lesions=[(True, Change.STABLE), (False, Change.STABLE)]),
                note("2026-03-05", treated(WBRT, "2025-06")),
            ],
            id="whole-brain-radiation-treats-all",
        ),
    ],
)
def test_stable(documents):
    finding = activity(*documents)
    assert (finding.value, finding.status) == ("stable", Status.STATED)
    assert finding.rule == "brain_activity:treated_and_not_growing"
    assert finding.reason
    assert finding.evidence


@pytest.mark.parametrize(
    ("documents", "reason"),
    [
        pytest.param(
            [scan("mri", "2026-03-02", change=Change.NEW), note("2026-04-05", treated(date="2026-03-20"))],
            "no scan after it",
            id="treated-since",
        ),
        pytest.param(
            [scan("mri", "2026-03-02", change=Change.NEW), note("2026-04-05", treated(date="2026-03"))],
            "before or after it",
            id="treated-in-the-month-of-the-scan",
        ),
        pytest.param(
            [scan("mri", "2026-03-02", change=Change.STABLE), note("2026-04-05", treated())],
            "before or after it",
            id="undated-and-told-of-after-the-scan",
        ),
        pytest.param(
            [scan("told", "2026-03-02", change=Change.STABLE, kind=NOTE, local=(treated(document="told"),))],
            "before or after it",
            id="one-note-tells-of-both",
        ),
        pytest.param(
            [
                scan(
                    "told",
                    "2026-03-02",
                    change=Change.LARGER,
                    kind=NOTE,
                    local=(treated(date="2026-02-20", document="told"),),
                )
            ],
            "before or after it",
            id="the-date-of-a-note-is-not-the-scans",
        ),
        pytest.param(
            [scan("mri", None, change=Change.STABLE), note("2026-04-05", treated(date="2025-06"))],
            "before or after it",
            id="a-scan-without-a-date",
        ),
        pytest.param(
            [scan("mri", "2026-03-02"), note("2026-03-05", treated(date="2025-06"))],
            "does not say whether they grew",
            id="treated-and-nothing-said-of-growth",
        ),
        pytest.param(
            [
                scan("mri", "2026-03-02", change=Change.LARGER, necrosis=Presence.SUSPECTED),
                note("2026-03-05", treated(date="2025-06")),
            ],
            "effect of radiation",
            id="growth-or-necrosis",
        ),
        pytest.param(
            [
                scan("mri", "2026-03-02", lesions=[(True, Change.STABLE), (False, Change.STABLE)]),
                note("2026-03-05", treated(date="2025-06")),
            ],
            "others are not",
            id="some-lesions-treated",
        ),
        pytest.param(
            [scan("mri", "2026-03-02", change=Change.STABLE)], "No document tells", id="not-told-of-treatment"
        ),
        pytest.param([scan("mri", "2026-03-02", metastasis=SUSPECTED)], "only suspected", id="suspected"),
        pytest.param(
            [
                scan("mri", "2026-03-02", change=Change.STABLE),
                scan(
                    "told",
                    "2026-05-05",
                    change=Change.LARGER,
                    kind=NOTE,
                    local=(treated(date="2025", document="told"),),
                ),
            ],
            "A later document says otherwise",
            id="a-later-note-tells-of-growth",
        ),
        pytest.param(
            [
                scan("mri", "2026-03-02", change=Change.NEW),
                scan("mri2", "2026-03-02", metastasis=ABSENT),
            ],
            "does not agree",
            id="two-reports-of-one-day-differ",
        ),
    ],
)
def test_unsettled(documents, reason):
    finding = activity(*documents)
    assert finding.status is Status.UNKNOWN
    assert finding.value is None
    assert reason in finding.reason


@pytest.mark.parametrize(
    ("uncertain", "value"), [pytest.param(False, "active", id="new"), pytest.param(True, None, id="perhaps-new")]
)
def test_a_lesion_that_is_only_possible_proves_no_growth_and_leaves_no_stability(uncertain, value):
    known = Lesion(treated=True, change=Change.STABLE, evidence=(words("mri", "lesion"),))
    other = Lesion(change=Change.NEW, uncertain=uncertain, evidence=(words("mri", "possible"),))
    document = scan("mri", "2026-03-02", local=(treated(date="2025", document="mri"),))
    study = document.studies[0].model_copy(update={"lesions": (known, other)})
    finding = activity(dataclasses.replace(document, studies=(study,)))
    assert finding.value == value
    assert (finding.status is Status.UNKNOWN) is uncertain


def test_planned_treatment_alone_makes_active_likely_and_no_more():
    finding = activity(scan("mri", "2026-03-02"), note("2026-03-05", treated(status=PLANNED)))
    assert (finding.value, finding.status) == ("active", Status.UNCERTAIN)
    assert not finding.known


@pytest.mark.parametrize(
    "documents",
    [
        pytest.param([], id="no-documents"),
        pytest.param([scan("mri", "2026-03-02", metastasis=ABSENT)], id="never-any"),
        pytest.param(
            [scan("mri", "2026-03-02", metastasis=ABSENT), note("2026-03-05", treated(SURGERY, "2026-02-20"))],
            id="surgery-for-what-no-document-calls-a-metastasis",
        ),
        pytest.param([note("2026-03-05")], id="nothing-told-of-the-brain"),
    ],
)
def test_without_brain_metastases_there_is_nothing_to_say(documents):
    finding = activity(*documents)
    assert finding == CurrentBrain().activity


def test_new_disease_of_the_lining_beside_a_stable_treated_lesion_makes_no_lesion_active():
    text = (
        "MRI BRAIN W WO CONTRAST 04/09/2026\nCOMPARISON: 12/18/2025\nFINDINGS: Treated right frontal metastasis 5 mm.\n"
        "IMPRESSION: 1. Leptomeningeal carcinomatosis of the posterior fossa, new since December.\n"
        "2. Stable treated right frontal metastasis, 5 mm.\n"
    )
    note = "Oncology note 04/16/2026\nSRS to the right frontal metastasis 3/12/2024 completed.\n"
    brain = understand([read_text(text, "a", "a"), read_text(note, "b", "b")]).profile.brain
    assert (brain.change.value, brain.activity.value) == ("mixed", "stable")

"""The text for a terminal says what was read, what could not be, and why each item is shown."""

import datetime as dt

import pytest

from bench.profiles import FINDINGS, profile_with
from cli.printing import WIDTH, as_text
from domain.advice import Advice, Because, Citation, Item, ItemKind, Ruleset, Section, SectionId
from domain.analysis import Analysis, as_released
from domain.course import TreatmentStatus
from domain.dates import PartialDate
from domain.document import DocumentKind, DocumentSummary, PageSource, PageSummary, Problem
from domain.profile import Profile
from domain.release import ReleasePolicy, Signature
from domain.timeline import EventKind, TimelineEvent
from guidance.engine import advise
from guidance.knowledge import knowledge
from guidance.wording.alarms import CALL, TODAY

DAY = dt.date(2026, 3, 2)
DRUG = EventKind.SYSTEMIC_TREATMENT
EVENTS = (
    TimelineEvent(kind=DRUG, subject="tucatinib", path="course.systemic.0", start=PartialDate(year=2025)),
    TimelineEvent(kind=DRUG, subject="letrozole", path="course.systemic.1", status=TreatmentStatus.COMPLETED),
)


@pytest.fixture(scope="module")
def text(analysis):
    return as_text(analysis)


@pytest.fixture(scope="module")
def analysis():
    unread = PageSummary(
        number=1, source=PageSource.OCR, confidence=0.1, readable=False, problem="Page 1 is too faint."
    )
    item = Item(
        id="r1",
        kind=ItemKind.URGENT,
        text="Your report names a finding that needs a call today. " * 4,
        clinician_text="Hydrocephalus.",
        because=(
            Because(fact="brain.hydrocephalus", value="present", quote="early\nhydrocephalus", document="d1", page=1),
            Because(fact="course.steroids", value="unknown"),
        ),
        citations=(Citation(id="c", title="A guideline", year=2022, locator="10.1/x"),),
        reviewed=DAY,
        strength="strong",
        stale=True,
    )
    return Analysis(
        documents=(
            DocumentSummary(id="d1", name="mri.pdf", kind=DocumentKind.BRAIN_IMAGING, pages=(unread,)),
            DocumentSummary(id="d2", name="x.zip", problem=Problem(code="unsupported-type", message="Not a PDF.")),
        ),
        profile=Profile(warnings=("Two names stand in these files.",), timeline=EVENTS),
        guidance=Advice(
            ruleset=Ruleset(version="1", date=DAY),
            as_of=DAY,
            sections=(Section(id=SectionId.URGENT, title="First", items=(item,)),),
        ),
    )


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("mri.pdf: brain imaging, no date found, 1 page", id="document"),
        pytest.param("!! Page 1 is too faint.", id="unreadable-page"),
        pytest.param("x.zip: not read. Not a PDF.", id="unreadable-file"),
        pytest.param("!! Two names stand in these files.", id="warning"),
        pytest.param("[1] “early hydrocephalus” (mri.pdf, page 1)", id="quote"),
        pytest.param("steroid: unknown", id="missing-fact"),
        pytest.param("Tucatinib (Tukysa), from 2025, end not given", id="event"),
        pytest.param("Letrozole, date not given, completed", id="event-without-a-date"),
        pytest.param("Source 1: A guideline (2022), 10.1/x", id="source"),
        pytest.param("not medical advice", id="disclaimer"),
    ],
)
def test_says(text, words):
    assert words in " ".join(text.split())


def test_a_stale_item_says_so_and_the_clinician_reads_how_well_it_is_supported(analysis):
    plain, terse = as_text(analysis), as_text(analysis, for_clinician=True)
    assert "Last reviewed 2026-03-02, so it may be out of date." in plain
    assert "Hydrocephalus. (strong recommendation)" in terse
    assert "strong recommendation" not in plain


def test_words_and_sources_stand_in_full_once_and_by_their_number_after_that(analysis):
    (section,) = analysis.guidance.sections
    (item,) = section.items
    other = item.because[0].model_copy(update={"quote": "no hemorrhage"})
    again = item.model_copy(update={"id": "r2", "because": (item.because[0], other), "text": "Again."})
    elsewhere = item.model_copy(update={"id": "r3", "because": (item.because[0].model_copy(update={"page": 2}),)})
    sections = (section.model_copy(update={"items": (item, again, elsewhere)}),)
    guidance = analysis.guidance.model_copy(update={"sections": sections})
    text = as_text(analysis.model_copy(update={"guidance": guidance}))
    assert text.count("A guideline (2022)") == 1
    assert "     [2] “no hemorrhage” (mri.pdf, page 1)\n     See [1], source 1." in text
    assert "     [3] “early hydrocephalus” (mri.pdf, page 2)\n     See source 1." in text


def test_what_she_told_herself_stands_once(analysis):
    (section,) = analysis.guidance.sections
    (item,) = section.items
    again = item.model_copy(update={"id": "r2", "because": item.because[1:]})
    guidance = analysis.guidance.model_copy(update={"sections": (section.model_copy(update={"items": (item, again)}),)})
    assert as_text(analysis.model_copy(update={"guidance": guidance})).count("steroid: unknown") == 1


def test_the_reviewer_is_named(analysis):
    signature = Signature(name="Dr. Made Up", signed=dt.datetime(2026, 3, 3, tzinfo=dt.UTC), ruleset="1")
    text = as_text(as_released(analysis, ReleasePolicy.AFTER_REVIEW, signature))
    assert "Reviewed and signed by Dr. Made Up on 3 March 2026 (rules version 1)." in text


def test_urgent_is_marked_and_lines_are_short(text):
    assert "\n!! Your report names" in text
    assert max(map(len, text.splitlines())) <= WIDTH


def test_what_is_urgent_asks_and_warns_once():
    told = {"brain.metastasis": "present", "brain.herniation": "present", "brain.hydrocephalus": "present"}
    profile = profile_with({path: next(e for e in FINDINGS[path] if e.value == value) for path, value in told.items()})
    text = as_text(Analysis(documents=(), profile=profile, guidance=advise(profile, knowledge().ruleset.date)))
    first = text[: text.index("YOUR RESULTS")]
    assert first.index("(herniation: present)") < first.index("(hydrocephalus: present)") < first.index(TODAY)
    assert [first.count(lead) for lead in (TODAY, CALL, "being very sleepy")] == [1, 1, 1]


PREGNANT = {
    "her2.status": "positive", "brain.metastasis": "present", "course.her2_metastatic_lines": 0, "safety.pregnant": True
}  # fmt: skip


def test_it_is_grouped_as_the_page_is_and_a_reason_of_several_options_stands_once():
    profile = profile_with(
        {path: next(e for e in FINDINGS[path] if e.value == value and e.known) for path, value in PREGNANT.items()}
    )
    text = as_text(Analysis(documents=(), profile=profile, guidance=advise(profile, knowledge().ruleset.date)))
    drugs = " ".join(text[text.index("DRUG TREATMENT") : text.index("SAFETY CHECKS")].split())
    assert "Not for you for now, and why: - First treatment: two antibodies and chemotherapy. HER2 drugs are" in drugs
    assert "- First treatment: T-DXd with pertuzumab. The same reason holds for this one." in drugs
    assert drugs.count("because your records say that you are pregnant") == 1
    assert "How well it is supported" not in drugs
    assert "What your records support asking about: * " not in drugs
    brain = " ".join(text[text.index("TREATING THE BRAIN DIRECTLY") : text.index("DRUG TREATMENT")].split())
    assert (
        "Not known yet: Whether more comes into question depends on what your records do not settle: number of" in brain
    )


def test_the_clinician_reads_the_criteria_and_she_does_not():
    told = {"her2.status": "positive", "brain.metastasis": "present"}
    profile = profile_with({path: next(e for e in FINDINGS[path] if e.value == value) for path, value in told.items()})
    full = Analysis(documents=(), profile=profile, guidance=advise(profile, knowledge().ruleset.date))
    plain, terse = as_text(full), as_text(full, for_clinician=True)
    assert "Met: HER2 status is positive [HER2 status: positive]" in terse
    assert "OPTIONS NOT SHOWN, BY CRITERION" in terse
    assert (
        "- Focused radiation for one to four metastases (local.srs-1-4): not decidable yet\n     Unknown: number"
        in terse
    )
    assert "Met: " not in plain
    assert "OPTIONS NOT SHOWN" not in plain

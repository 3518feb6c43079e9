"""The summary for the visit: two pages at most, with what was found, asked, missing and unclear, and its words."""

import builtins
import datetime as dt

import pypdfium2
import pytest

from api.web.pdf import MOST_PAGES, summary_pdf
from api.web.rendering import render_summary
from api.web.summary import Size, most_important, summary_of
from api.web.words_explained import terms_in
from bench.profiles import FINDINGS, LISTS, profile_with
from domain.advice import Because, Item
from domain.analysis import Analysis, as_released
from domain.document import DocumentKind, DocumentSummary, PageSource, PageSummary, Problem
from domain.errors import ProgramMissing
from domain.finding import Finding, Status
from domain.persons import PersonGroup, Persons
from domain.profile import Profile
from domain.release import ReleasePolicy
from guidance.engine import advise

DAY = dt.date(2026, 11, 25)
LONG = "Words of a report that says in one long sentence what it found, where it found it and how sure of it it is. "


def rich(values: dict, quote: str = LONG) -> Analysis:
    """An analysis of a profile in which every value rests on long words."""
    profile = profile_with(values)
    profile = Profile.model_validate_json(profile.model_dump_json().replace('"quote":"words"', f'"quote":"{quote}"'))
    unread = PageSummary(number=2, source=PageSource.OCR, confidence=0, readable=False, problem="Page 2 is too faint.")
    documents = (
        DocumentSummary(id="d1", name="a-scan-with-a-long-name-of-its-own.pdf", kind=DocumentKind.PATHOLOGY),
        DocumentSummary(id="d2", name="fax.pdf", kind=DocumentKind.BRAIN_IMAGING, pages=(unread,)),
        DocumentSummary(
            id="d3", name="x.zip", problem=Problem(code="unsupported-type", message="x.zip is an archive.")
        ),
    )
    return Analysis(documents=documents, profile=profile, guidance=advise(profile, DAY))


def value(path: str, wanted: object):
    return next(each for each in FINDINGS[path] if each.value == wanted)


def everything(standing: Status) -> dict:
    """Every path with a value of this standing where it can have one, and the lists full."""
    lists = {path: tuple(found[:8]) for path, (found, _) in LISTS.items()}
    return {
        path: next((each for each in found if each.status is standing), found[0]) for path, found in FINDINGS.items()
    } | lists


HERS = {
    "her2.status": value("her2.status", "positive"),
    "brain.metastasis": value("brain.metastasis", "present"),
    "brain.hydrocephalus": value("brain.hydrocephalus", "present"),
    "brain.leptomeningeal": value("brain.leptomeningeal", "suspected"),
    "receptors.er": next(each for each in FINDINGS["receptors.er"] if each.status is Status.PENDING),
    "conflicts": tuple(LISTS["conflicts"][0]),
}


def text_of(pdf: bytes) -> tuple[int, str]:
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_range() for page in document]
    return len(pages), " ".join(" ".join(pages).split())


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({}, id="nothing"),
        pytest.param(HERS, id="typical"),
        *(pytest.param(everything(standing), id=f"everything-{standing}") for standing in Status),
    ],
)
def test_it_has_two_pages_at_most(values):
    pages, text = text_of(summary_pdf(rich(values)))
    assert 1 <= pages <= MOST_PAGES
    assert "Summary for my visit" in text
    assert "Not medical advice" in text


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("HER2 status Positive 1. “Words of a report", id="value-with-its-words"),
        pytest.param("Brain metastases Present words 1", id="the-same-words-again"),
        pytest.param("a-scan-with-a-long-name-of-its-own.pdf, page 1", id="source"),
        pytest.param("Fluid build-up (hydrocephalus) Present", id="sign"),
        pytest.param("Cannot wait", id="urgent"),
        pytest.param("Two samples disagree. (positive", id="conflict"),
        pytest.param("Estrogen receptor (ER): the result is still to come.", id="pending"),
        pytest.param("Cancer in the lining of the brain: suspected (not certain).", id="uncertain"),
        pytest.param("hydrocephalus: Too much fluid in the brain.", id="explained"),
        pytest.param("Page 2 is too faint.", id="unread-page"),
        pytest.param("x.zip is an archive.", id="unread-file"),
        pytest.param("Looked for and not found: Progesterone receptor (PR)", id="missing"),
        pytest.param("no clinician has looked at this result", id="release"),
    ],
)
def test_it_says(words):
    page = " ".join(text_of(summary_pdf(rich(HERS)))[1].split())
    assert words.lower() in page.lower()


def test_words_that_come_up_are_explained_those_that_are_asked_first_and_no_others():
    there = next(each for each in FINDINGS["brain.regions"] if each.value and "cerebellum" in each.value)
    analysis = rich({**HERS, "brain.regions": there})
    summary = summary_of(analysis)
    asked = terms_in((*summary.urgent, *summary.questions))
    assert "hydrocephalus" in asked
    assert summary.words["hydrocephalus"] == "Too much fluid in the brain."
    assert set(summary.words) == {*asked, "cerebellum"}
    assert [*summary.words] == sorted(summary.words, key=str.lower)
    assert summary_of(analysis, Size(9, 16, 10, len(asked))).words == asked
    assert summary_of(rich({})).words == {}


def test_a_last_word_on_what_is_urgent_stands_in_it():
    seized = value("course.symptoms", ("seizure",))
    assert summary_of(rich({**HERS, "course.symptoms": seized})).also == "Do not drive."
    assert summary_of(rich(HERS)).also == ""


def test_it_asks_the_three_most_important_open_questions():
    questions = summary_of(rich(HERS)).questions
    assert len(questions) == 3
    assert "Two samples disagree" in questions[0]


@pytest.mark.parametrize(
    ("given", "first"),
    [
        pytest.param(["question a", "missing b", "conflict conflict.her2.x"], "conflict.her2.x", id="decides"),
        pytest.param(["question a", "conflict conflict.course.ecog.1", "missing b"], "b", id="missing-before-a-detail"),
        pytest.param(["question a.answered", "question b"], "b", id="open-before-answered"),
        pytest.param(["option c", "question d"], "d", id="an-option-is-no-question"),
    ],
)  # fmt: skip
def test_what_is_most_important(given, first):
    items = [
        Item(id=name, kind=kind, text="T.", clinician_text="C.", reviewed=DAY)
        for kind, name in (each.split() for each in given)
    ]
    assert most_important(items)[0].id == first


def asked(rule: str, kind: str, value: str | None = None) -> Item:
    because = (Because(fact="f", value=value),) if value else ()
    return Item(id=rule, kind=kind, text=rule, clinician_text=rule, because=because, reviewed=DAY)


def test_one_conflict_is_asked_about_once_and_what_only_she_knows_is_not_asked():
    items = [
        asked("conflict.receptors.er.1", "conflict"),
        asked("conflict.receptors.pr.2", "conflict"),
        asked("missing.receptors.er", "missing", "in conflict"),
        asked("missing.context.country", "missing", "not found"),
        asked("missing.safety.ild", "missing", "not found"),
        asked("questions.growth-after-radiation", "question"),
    ]
    assert [item.id for item in most_important(items)] == [
        "conflict.receptors.er.1", "questions.growth-after-radiation", "missing.safety.ild",
    ]  # fmt: skip


DISAGREE = "Estrogen receptor (ER): the records do not agree."


def test_a_conflict_is_said_once_with_its_places():
    differs = {"receptors.er": next(each for each in FINDINGS["receptors.er"] if each.status is Status.CONFLICT)}
    alone = summary_of(rich(differs)).unclear
    assert [each for each in alone if each.startswith(DISAGREE) and "name-of-its-own.pdf, page 1" in each]
    told = summary_of(rich({**differs, "conflicts": tuple(LISTS["conflicts"][0])})).unclear
    assert not [each for each in told if each.startswith(DISAGREE)]
    assert [each for each in told if each.startswith("Two samples disagree. (positive, a-scan")]


def test_what_the_record_leaves_open_is_unclear_and_not_missing():
    activity = Finding(status=Status.UNKNOWN, reason="The growth may be an effect of radiation.")
    summary = summary_of(rich({"brain.metastasis": value("brain.metastasis", "present"), "brain.activity": activity}))
    assert "Active or stable: not settled by the records. The growth may be an effect of radiation." in summary.unclear
    assert "Active or stable" not in summary.missing


def test_what_it_leaves_out_it_says():
    _, text = text_of(summary_pdf(rich(everything(Status.STATED))))
    assert "more in the full result" in text


def test_while_it_waits_for_a_review_it_holds_the_profile_and_no_guidance():
    waiting = as_released(rich(HERS), ReleasePolicy.AFTER_REVIEW, None)
    text = text_of(summary_pdf(waiting))[1]
    assert "HER2 status Positive" in text
    assert "waits for a clinician's review" in text.replace("\u2019", "'")
    assert summary_of(waiting).questions == ()
    assert summary_of(waiting).urgent


def test_files_about_different_people_are_said_to_be():
    persons = Persons(groups=(PersonGroup(documents=("d1",)), PersonGroup(documents=("d2",))), differ=("names",))
    profile = Profile(persons=persons)
    analysis = Analysis(documents=(), profile=profile, guidance=advise(profile, DAY))
    assert "different names, so nothing was put together" in text_of(summary_pdf(analysis))[1]
    waiting = as_released(analysis, ReleasePolicy.AFTER_REVIEW, None)
    assert waiting.guidance == analysis.guidance  # there is nothing to review, and it says why


def test_the_words_of_a_record_are_no_markup():
    hostile = rich(HERS, quote="<img src='file:///x.png'> <script>alert(1)</script>")
    assert "<script>alert" not in render_summary(hostile)
    assert "<img src='file:///x.png'>" in text_of(summary_pdf(hostile))[1].replace("\u2019", "'")


def test_a_missing_library_is_named(monkeypatch):
    real = builtins.__import__

    def without(name, *rest, **more):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango'")
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ProgramMissing, match="apt-get install libpangoft2"):
        summary_pdf(rich(HERS))


def test_it_is_served_as_a_page_and_as_a_file(person, analysed, note):
    record_id = person.post("/api/records", files=[("files", note)]).json()["id"]
    assert person.get(f"/api/records/{record_id}/summary.pdf").status_code == 404
    analysed(record_id)
    page = person.get(f"/records/{record_id}/summary")
    assert "HER2 status" in page.text
    assert "<style" not in page.text  # the page may have none of its own
    for address in (f"/records/{record_id}/summary.pdf", f"/api/records/{record_id}/summary.pdf"):
        answer = person.get(address)
        assert answer.headers["content-type"] == "application/pdf"
        assert "note.txt, page 1" in text_of(answer.content)[1]

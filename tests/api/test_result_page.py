"""The result as a page: what is urgent first, two voices, rules past their review marked, who stands behind it."""

import datetime as dt
import itertools
import re

import pytest

from api.web.rendering import (
    NOT_GRADED,
    NOT_GRADED_PLAIN,
    STATIC,
    STRENGTHS,
    STRENGTHS_PLAIN,
    evidence_level,
    render_html,
)
from bench.profiles import FINDINGS, profile_with
from domain.advice import Citation, Item, Strength
from domain.analysis import Analysis, as_released
from domain.document import DocumentSummary
from domain.release import ReleasePolicy
from guidance.engine import advise
from guidance.knowledge import knowledge
from guidance.wording.alarms import CALL, TODAY

DAY = knowledge().ruleset.date
LATE = DAY + dt.timedelta(days=400)


def page(day: dt.date = DAY, **more: bool) -> str:
    values = {
        path: next(each for each in FINDINGS[path] if each.value == value)
        for path, value in (
            ("her2.status", "positive"),
            ("brain.metastasis", "present"),
            ("brain.hydrocephalus", "present"),
            ("brain.herniation", "present"),
        )
    }
    profile = profile_with(values)
    documents = (DocumentSummary(id="d1", name="scan.pdf"),)
    return render_html(
        Analysis(documents=documents, profile=profile, guidance=advise(profile, day)), standalone=True, **more
    )


def test_what_is_urgent_stands_before_everything_else():
    text = page()
    places = [text.index(f'id="{name}"') for name in ("s-urgent", "profile", "s-results", "s-questions")]
    assert places == sorted(places)


def test_what_is_urgent_stands_in_one_banner():
    text = page()
    banner = text[text.index('id="s-urgent"') : text.index("</section>", text.index('id="s-urgent"'))]
    assert banner.count('class="item kind-urgent"') > 1
    assert [banner.count(lead) for lead in (TODAY, CALL)] == [1, 1]


def test_a_rule_past_its_review_is_marked_and_said_to_be():
    assert "past its review date" not in page()
    late = page(LATE)
    assert "past its review date" in late
    assert "should have been looked at again by now" in late


@pytest.mark.parametrize("for_clinician", [True, False])
def test_it_holds_both_voices_and_opens_in_the_one_asked_for(for_clinician):
    text = page(for_clinician=for_clinician)
    assert re.search(r'class="say patient">[^<]*HER2', text)
    assert re.search(r'class="say clinician"><strong>HER2-positive\.</strong> HER2-positive by', text)
    (opened,) = re.findall(r'id="voice-(\w+)" class="voice" checked', text)
    assert opened == ("clinician" if for_clinician else "patient")


def test_words_of_the_record_stand_in_full_once_and_by_their_number_after_that():
    text = page()
    shown = re.findall(r'<span class="words" id="(words-\d+)">', text)
    again = re.findall(r'<span class="words again"><a href="#(words-\d+)">', text)
    assert shown == ["words-1"]
    assert len(again) > 5
    assert set(again) == {"words-1"}
    sources = re.findall(r'<li id="(source-\d+)">Source \d+: ([^<]*)</li>', text)
    assert len({told for _, told in sources}) == len(sources) > 2
    assert set(re.findall(r'href="#(source-\d+)"', text)) <= {number for number, _ in sources}


def test_every_link_within_the_page_leads_somewhere():
    text = page()
    assert set(re.findall(r'href="#([\w-]+)"', text)) <= set(re.findall(r'id="([\w-]+)"', text))


def test_a_clinician_sees_the_criteria_and_only_she():
    text = page()
    assert "<strong>Met:</strong> HER2 status is positive" in text
    assert "Options not shown, by criterion" in text
    for_her = re.sub(r'<(p|div|section|span) class="[^"]*clinician".*?</\1>', "", text, flags=re.DOTALL)
    assert "Met:</strong>" not in for_her
    assert NOT_GRADED not in for_her
    assert NOT_GRADED in text
    assert f"How well it is supported: {NOT_GRADED_PLAIN}." in for_her
    style = (STATIC / "style.css").read_text()
    for hidden in ("#voice-patient:checked ~ section .clinician", "#voice-patient:checked ~ .clinician"):
        assert hidden in style


SOURCE = Citation(id="c", title="A source", year=2022, locator="x")


@pytest.mark.parametrize(
    ("kind", "strength", "citations", "told"),
    [
        *(pytest.param("statement", each, (), each, id=each) for each in Strength),
        pytest.param("option", None, (), "", id="an-option-without-a-grade"),
        pytest.param("statement", None, (SOURCE,), "", id="a-claim-without-a-grade"),
        pytest.param("statement", None, (), None, id="nothing-claimed"),
        pytest.param("fact", None, (SOURCE,), None, id="a-fact-of-the-record"),
        pytest.param("not_shown", None, (SOURCE,), None, id="why-an-option-is-not-shown"),
    ],
)
def test_how_well_an_item_is_supported(kind, strength, citations, told):
    item = Item(id="r", kind=kind, text="T.", clinician_text="C.", reviewed=DAY, strength=strength, citations=citations)
    both = evidence_level(item), evidence_level(item, plain=True)
    if told is None:
        assert both == (None, None)
    else:
        assert both == ((STRENGTHS[told], STRENGTHS_PLAIN[told]) if told else (NOT_GRADED, NOT_GRADED_PLAIN))


def test_words_are_explained_where_they_occur():
    text = page()
    terms = set(re.findall(r'class="term" href="#(word-[\w-]+)"', text))
    assert "word-hydrocephalus" in terms
    assert terms == set(re.findall(r'class="row" id="(word-[\w-]+)"', text))


def test_headings_follow_one_another_without_a_gap():
    levels = [int(level) for level in re.findall(r"<h([1-6])", page())]
    assert levels[0] == 1
    assert all(below <= above + 1 for above, below in itertools.pairwise(levels))


def test_it_says_that_nobody_has_reviewed_it():
    assert "no clinician has looked at this result" in page()


def test_while_it_waits_nothing_but_what_cannot_wait_is_shown():
    profile = profile_with({"her2.status": next(each for each in FINDINGS["her2.status"] if each.value == "positive")})
    analysis = Analysis(documents=(), profile=profile, guidance=advise(profile, DAY))
    text = render_html(as_released(analysis, ReleasePolicy.AFTER_REVIEW, None), standalone=True)
    assert "waits for a clinician" in text
    assert 'class="say' not in text

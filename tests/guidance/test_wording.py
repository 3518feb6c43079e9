"""What the guidance says over all cases: nothing forbidden in either voice, and words for her at grade 8 or below."""

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import textstat
import yaml

from guidance.engine import advise
from guidance.knowledge import knowledge
from guidance.schema import Rule
from guidance.wording.templates import glossary

TODAY = dt.date(2026, 11, 25)
CASES = Path(__file__).parent / "cases"
RULES = {rule.id: rule for rule in knowledge().rules}
SHOWN = {
    case["rule"]: case for file in sorted((CASES / "rules").glob("*.yaml")) for case in yaml.safe_load(file.read_text())
}
PEOPLE = [person for file in sorted((CASES / "people").glob("*.yaml")) for person in yaml.safe_load(file.read_text())]
FORBIDDEN = re.compile(
    r"you should (?:take|stop|start|have|get|choose)|you must (?:take|stop|start)|"
    r"you (?:are|may be|could be) (?:\w+ )?eligible|"
    r"guarantee|\bbest\b|\bcures?\b|\bcured\b|\bmiracle|\bproven to work|\bstandard of care\b|"
    r"\d ?mg\b(?!/dL)|mg/kg|\bGy\b",
    re.IGNORECASE,
)
SURVIVAL = re.compile(
    r"\b(?:months|weeks|years) to live|median|overall survival|life expectancy|prognosis", re.IGNORECASE
)
FRIGHTENING = re.compile(
    r"\b(?:terminal|hopeless|fatal|deadly|incurable|untreatable|dying|dies?|death|aggressive|fail(?:s|ed|ing)?)\b",
    re.IGNORECASE,
)
IMPERATIVE = re.compile(
    r"(?:^|[.:] )(?:Take|Start|Stop|Begin|Switch|Increase|Reduce) (?:the|your|a|taking|T-)", re.MULTILINE
)
GRADE = 8.0


def texts_of(rule: Rule) -> Iterator[tuple[str, str]]:
    yield from (("patient", rule.patient), ("clinician", rule.clinician))
    for gate in rule.gates:
        yield from (("patient", gate.patient), ("clinician", gate.clinician))


EVERY = [
    pytest.param(voice, text, id=f"{rule.id}.{number}")
    for rule in RULES.values()
    for number, (voice, text) in enumerate(texts_of(rule))
]


@pytest.mark.parametrize(("voice", "text"), EVERY)
def test_nothing_that_must_never_be_said(voice, text):
    assert not FORBIDDEN.search(text)
    assert not IMPERATIVE.search(text)
    if voice == "patient":
        assert not SURVIVAL.search(text)
        assert not FRIGHTENING.search(text)


@cache
def items_of(case: str, made) -> tuple[tuple[str, str, str], ...]:
    """Item, words for her and words for clinicians, of every record in which the case's rule speaks."""
    written = SHOWN[case]
    changes = ({}, *written.get("bars", ()), *written.get("also", ()))
    start = (
        {} if RULES[case].anywhere else {"her2.status": "positive"}
    )  # a record without any HER2 or brain finding is silent
    advice = [advise(made({**start, **written["shown"], **change}), TODAY) for change in changes]
    return tuple(
        (item.id, item.text, item.clinician_text) for each in advice for s in each.sections for item in s.items
    )


def nothing_forbidden(items):
    for item, text, clinician in items:
        assert not FORBIDDEN.search(f"{text}\n{clinician}"), item
        assert not SURVIVAL.search(text), item
        assert "{" not in text + clinician, item
        assert "None" not in text + clinician, item


@pytest.mark.parametrize("case", SHOWN)
def test_nothing_forbidden_in_what_a_case_puts_out(profile_of, case):
    nothing_forbidden(items_of(case, profile_of))


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person["id"])
def test_nothing_forbidden_in_what_a_person_is_told(profile_of, person):
    advice = advise(profile_of(person["facts"]), TODAY)
    nothing_forbidden((item.id, item.text, item.clinician_text) for s in advice.sections for item in s.items)


TERMS = re.compile("|".join(re.escape(term) for term in sorted(glossary(), key=len, reverse=True)), re.IGNORECASE)


def grade(text: str) -> float:
    """Flesch-Kincaid grade with a short word in place of glossary terms, numbers and what stands in quotes."""
    plain = re.sub(r"[“(][^”)]*[”)]", "it", TERMS.sub("drug", text))
    plain = re.sub(r"\d[\d,.%/-]*\b", "two", plain).replace("two%", "two")
    return float(textstat.flesch_kincaid_grade(plain))


@pytest.mark.parametrize("case", SHOWN)
def test_every_item_for_her_reads_at_grade_eight_or_below(profile_of, case):
    worded = {text for item, text, _ in items_of(case, profile_of) if item == case or item.startswith(f"{case}.")}
    assert worded
    for text in worded:
        assert grade(text) <= GRADE, text


def test_all_words_for_her_together_read_at_grade_eight_without_any_replacement():
    texts = [
        re.sub(r"\{[^}]+\}|[\[\]]", "", text)
        for rule in RULES.values()
        for voice, text in texts_of(rule)
        if voice == "patient"
    ]
    assert textstat.flesch_kincaid_grade(" ".join(texts)) <= GRADE


@pytest.mark.parametrize("term", glossary())
def test_the_glossary_explains_what_is_used_in_plain_words(term):
    said = " ".join(text for rule in RULES.values() for voice, text in texts_of(rule) if voice == "patient")
    names = " ".join(yaml.safe_load((Path(__file__).parents[2] / "guidance/wording/names.yaml").read_text()).values())
    assert term.lower() in f"{said} {names}".lower()
    assert textstat.flesch_kincaid_grade(TERMS.sub("drug", glossary()[term])) <= GRADE


@pytest.mark.parametrize(("voice", "text"), [each for each in EVERY if each.values[0] == "patient"])
def test_a_share_says_of_how_many_people(voice, text):
    if re.search(r"\d+ of 100(?! cells)", text):
        assert re.search(
            r"\b\d{2,3}(?:,\d{3})? (?:people|studies)|\b\d+ of the \d+ people|of \d+ people|In (?:\d+|a|the|that) ",
            text,
        ), text

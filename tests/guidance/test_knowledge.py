"""The knowledge base is refused when anything in it does not fit."""

import datetime as dt
from pathlib import Path

import pytest
import yaml

from domain.errors import KnowledgeError
from guidance.knowledge import knowledge, load

SOURCE = {
    "id": "s", "type": "trial", "title": "T", "year": 2020, "locator": "L", "read": "abstract",
    "looked_up": "2026-01-01",
}  # fmt: skip
RULE = {
    "id": "r", "name": "A name", "section": "results", "kind": "fact", "patient": "P.",
    "clinician": "C.", "reviewed": "2026-01-01", "when": {"fact": "her2.status", "is": "positive"}, "cites": ["s"],
}  # fmt: skip
CALL = {"today": ["whether they know"], "signs": ["sleepy"]}
QUESTION = {"fact": "safety.dpyd", "patient": "P?", "clinician": "C."}


def folder_with(tmp_path: Path, rules=(RULE,), sources=(SOURCE,), questions=(QUESTION,)) -> Path:
    (tmp_path / "rules").mkdir()
    for name, entries in (("rules/a", rules), ("sources", sources), ("questions", questions)):
        (tmp_path / f"{name}.yaml").write_text(yaml.safe_dump([*entries]))
    (tmp_path / "ruleset.yaml").write_text("version: '1'\ndate: 2026-01-01\n")
    return tmp_path


def test_what_fits_is_loaded(tmp_path):
    assert [rule.id for rule in load(folder_with(tmp_path)).rules] == ["r"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"when": {"fact": "her2.colour", "is": "x"}}, "not a path", id="unknown-path"),
        pytest.param({"when": {"fact": "her2.status", "is": "purple"}}, "never be", id="unreachable-value"),
        pytest.param({"when": {"fact": "her2.status", "at_least": 3}}, "never be", id="number-test-on-a-word"),
        pytest.param({"when": {"fact": "brain.regions", "is": "frontal"}}, "never be", id="is-on-a-list"),
        pytest.param({"when": {"fact": "course.symptomatic", "is": 1}}, "true or false", id="number-for-yes-or-no"),
        pytest.param({"when": {"fact": "context.country", "in": ["SE", False]}}, "unquoted NO", id="norway"),
        pytest.param({"when": {"fact": "course.ecog", "is": True}}, "no value of that kind", id="yes-for-a-number"),
        pytest.param({"when": {"fact": "course.ecog", "is": "1"}}, "no value of that kind", id="word-for-a-number"),
        pytest.param({"when": {"fact": "her2.status", "is": "positive", "known": True}}, "one test", id="two-tests"),
        pytest.param({"when": {"all": [], "any": []}}, "one of", id="two-forms"),
        pytest.param({"when": {"some": "specimens"}}, "go together", id="some-without-where"),
        pytest.param(
            {"when": {"some": "brain.edema", "where": {"fact": "each.x", "known": True}}}, "no list", id="some-of-none"
        ),
        pytest.param({"for_each": "brain.edema"}, "no list", id="each-of-no-list"),
        pytest.param({"when": {"fact": "each.site", "known": True}}, "not a path", id="each-without-for-each"),
        pytest.param({"patient": "{brain.weight} g"}, "not a path", id="unknown-place-in-words"),
        pytest.param(
            {
                "gates": [
                    {"when": {"fact": "safety.ild", "known": True}, "patient": "No.", "clinician": "{brain.weight}"}
                ]
            },
            "not a path",
            id="unknown-place-in-the-words-of-a-gate",
        ),
        pytest.param({"asks": ["brain.edema"]}, "no wording", id="question-without-words"),
        pytest.param({"cites": ["nobody"]}, "not in sources.yaml", id="unresolved-citation"),
        pytest.param({"reviewed": None}, "reviewed", id="no-review-date"),
        pytest.param({"patient": ""}, "patient", id="no-patient-words"),
        pytest.param({"patient": " \n "}, "patient", id="blank-patient-words"),
        pytest.param({"patient": None}, "patient", id="patient-words-left-out"),
        pytest.param(
            {"gates": [{"when": {"fact": "safety.ild", "known": True}, "patient": " ", "clinician": "C."}]},
            "patient",
            id="no-patient-words-of-a-gate",
        ),
        pytest.param({"effective": "2026-02-01", "withdrawn": "2026-02-01"}, "withdrawn", id="withdrawn-at-once"),
        pytest.param({"kind": "urgent", "call": CALL}, "belongs in", id="urgent-elsewhere"),
        pytest.param({"kind": "urgent", "section": "urgent"}, "a call if it is urgent", id="urgent-without-a-call"),
        pytest.param({"call": CALL}, "only then", id="call-of-what-is-not-urgent"),
        pytest.param(
            {"kind": "urgent", "section": "urgent", "call": {"signs": ["sleepy"]}},
            "asks nothing",
            id="empty-call",
        ),
        pytest.param(
            {"kind": "urgent", "section": "urgent", "call": {**CALL, "signs": ["itch"]}},
            "signs.yaml",
            id="unknown-sign",
        ),
        pytest.param({"name": None}, "name", id="no-name"),
        pytest.param({"name": " "}, "name", id="blank-name"),
        pytest.param({"name": "A name."}, "name", id="name-with-a-stop"),
        pytest.param({"name": "A {her2.status}"}, "name", id="name-with-a-place"),
        pytest.param({"name": "n" * 61}, "name", id="long-name"),
        pytest.param({"surprise": 1}, "surprise", id="unknown-key"),
        pytest.param({"id": "R 1"}, "id", id="bad-id"),
    ],
)
def test_a_rule_that_does_not_fit_is_refused(tmp_path, change, message):
    with pytest.raises(KnowledgeError, match=message):
        load(folder_with(tmp_path, rules=[{**RULE, **change}]))


def test_two_of_the_same_id_are_refused(tmp_path):
    with pytest.raises(KnowledgeError, match="Two rules"):
        load(folder_with(tmp_path, rules=[RULE, RULE]))


def test_two_of_the_same_name_are_refused(tmp_path):
    with pytest.raises(KnowledgeError, match="the name of another"):
        load(folder_with(tmp_path, rules=[RULE, {**RULE, "id": "q", "name": "a Name"}]))


def test_a_name_of_sixty_is_not_too_long(tmp_path):
    assert load(folder_with(tmp_path, rules=[{**RULE, "name": "n" * 60}]))


def test_two_sources_of_the_same_id_are_refused(tmp_path):
    with pytest.raises(KnowledgeError, match="Two sources"):
        load(folder_with(tmp_path, sources=[SOURCE, SOURCE]))


def test_a_question_about_nothing_is_refused(tmp_path):
    with pytest.raises(KnowledgeError, match="not a path of the profile"):
        load(folder_with(tmp_path, questions=[{**QUESTION, "fact": "safety.mood"}]))


def test_what_ships_loads_and_every_source_is_used():
    shipped = knowledge()
    cited = {source for rule in shipped.rules for source in rule.cites}
    assert set(shipped.sources) == cited
    assert max(rule.reviewed for rule in shipped.rules) <= shipped.ruleset.date <= dt.date(2100, 1, 1)


PUBLISHED = {"guideline", "trial", "study"}
ON_TREATMENT = {"local", "systemic", "leptomeningeal"}


def test_nothing_is_said_of_treatment_before_what_it_rests_on_was_published():
    shipped = knowledge()
    early = []
    for rule in shipped.rules:
        cited = [shipped.sources[each] for each in rule.cites]
        years = [each.year for each in cited if each.type in PUBLISHED and each.read != "not_read"]
        known = (
            rule.effective is not None
            and rule.effective <= rule.reviewed
            and rule.effective.year >= max(years, default=0)
        )
        if rule.section in ON_TREATMENT and years and not known:
            early.append(rule.id)
    assert early == []


def test_a_warning_is_not_held_back_for_a_date():
    assert [rule.id for rule in knowledge().rules if rule.section == "urgent" and rule.effective] == []


GRADED_BY = {"label": {"label"}, "study": {"trial", "study"}, "strong": {"guideline"}, "conditional": {"guideline"}}


def test_a_grade_is_that_of_a_source_of_its_kind_and_every_option_has_one():
    shipped = knowledge()
    wrong = [
        rule.id
        for rule in shipped.rules
        if (kinds := GRADED_BY.get(rule.strength or ""))
        and kinds.isdisjoint(shipped.sources[each].type for each in rule.cites)
    ]
    assert wrong == []
    assert [rule.id for rule in shipped.rules if rule.kind == "option" and rule.strength is None] == []

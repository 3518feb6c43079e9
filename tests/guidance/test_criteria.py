"""For clinicians: each criterion of what is shown, barred, not shown or unknown stands as the record has it."""

import datetime as dt

import pytest

from bench.profiles import FINDINGS, profile_with
from domain.advice import Ruleset
from domain.criteria import Outcome, Standing
from guidance.criteria import criteria_of, undecided
from guidance.engine import advise
from guidance.knowledge import knowledge
from guidance.schema import Condition
from guidance.trace import in_short

DAY = knowledge().ruleset.date


def profile(her2: str = "positive"):
    told = {"her2.status": her2, "brain.metastasis": "present"}
    return profile_with({path: next(e for e in FINDINGS[path] if e.value == value) for path, value in told.items()})


def found(of) -> dict:
    return {each.item: each for each in criteria_of(of, advise(of, DAY))}


def test_a_shown_item_meets_all_that_it_asks_for():
    criteria = found(profile())["results.her2-positive"]
    assert criteria.outcome is Outcome.SHOWN
    (one,) = criteria.criteria
    assert (one.asked, one.standing, one.found) == ("HER2 status is positive", Standing.MET, "HER2 status: positive")


def test_every_item_of_a_rule_has_its_criteria_and_no_conflict_or_question_has():
    of = profile()
    advice = advise(of, DAY)
    ids = {item.id for section in advice.sections for item in section.items}
    shown = {each.item for each in criteria_of(of, advice) if each.outcome in {Outcome.SHOWN, Outcome.BARRED}}
    assert shown == {each for each in ids if not each.startswith(("conflict.", "missing.", "check."))}


def test_what_is_missing_is_unknown_and_what_differs_is_not_met():
    options = found(profile())
    assert options["local.srs-1-4"].outcome is Outcome.UNKNOWN
    assert "number of brain metastases at most 4" in [
        each.asked for each in options["local.srs-1-4"].that_are(Standing.UNKNOWN)
    ]
    negative = found(profile("negative"))["systemic.tucatinib"]
    assert negative.outcome is Outcome.NOT_SHOWN
    assert "HER2 status is positive" in [each.asked for each in negative.that_are(Standing.NOT_MET)]


def test_advice_by_other_rules_has_no_criteria():
    of = profile()
    other = advise(of, DAY).model_copy(update={"ruleset": Ruleset(version="0.0", date=dt.date(2020, 1, 1))})
    assert criteria_of(of, other) == ()
    assert undecided(of, other) == {}


def test_what_options_wait_for_is_among_what_is_asked():
    of = profile()
    advice = advise(of, DAY)
    asked = {item.id.removeprefix("missing.") for section in advice.sections for item in section.items}
    waits = undecided(of, advice)
    assert any("brain.count" in path for paths in waits.values() for path in paths)
    assert {path for paths in waits.values() for path in paths} <= asked


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ({"fact": "brain.largest_mm", "less_than": 20}, "size of the largest brain metastasis less than 20"),
        ({"fact": "brain.count", "known": False}, "number of brain metastases is not known"),
        ({"fact": "her2.status", "status": "pending"}, "HER2 status is pending"),
        ({"not": {"fact": "her2.status", "in": ["positive", "negative"]}}, "not (HER2 status in [positive, negative])"),
        (
            {"some": "brain.lesions", "where": {"fact": "each.treated", "is": True}},
            "some of lesions with treated is true",
        ),
        (
            {"any": [{"fact": "her2.status", "is": "positive"}, {"all": [{"fact": "her2.status", "known": True}]}]},
            "HER2 status is positive or (HER2 status is known)",
        ),
    ],
)
def test_a_condition_in_one_line(condition, words):
    assert in_short(Condition.model_validate(condition)) == words

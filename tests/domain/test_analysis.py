"""What a decision needs and the record does not settle: as the guidance asks for it, each with its reason."""

import datetime as dt

from domain.analysis import analysis_of
from domain.brain import BrainActivity, BrainMetastasis, CurrentBrain
from domain.evidence import Evidence
from domain.finding import Finding, Status
from domain.profile import Her2, Profile
from domain.specimen import Her2Status
from guidance.engine import advise

WORDS = (Evidence(document="d1", page=1, start=0, end=5, quote="words", rule="made up"),)
OPEN = "Treated locally, but the newest study does not say whether they grew."


def profile(activity=None, her2=None):
    stated = Finding(value=BrainMetastasis.PRESENT, status=Status.STATED, evidence=WORDS)
    return Profile(
        brain=CurrentBrain(metastasis=stated, activity=activity or Finding()),
        her2=Her2(status=her2 or Finding(value=Her2Status.POSITIVE, status=Status.STATED, evidence=WORDS)),
    )


def missing(record):
    advice = advise(record, dt.date(2026, 11, 25))
    return {each.fact: each for each in analysis_of((), record, advice).profile.missing}


def test_what_is_asked_for_is_missing_with_the_reason_of_its_derivation():
    found = missing(profile(Finding(rule="brain_activity:unsettled", reason=OPEN)))
    assert found["brain.activity"].reason == OPEN
    assert found["brain.count"].reason == "Not found in these records."
    assert {each.status for each in found.values()} == {Status.UNKNOWN}


def test_what_is_known_is_not_missing():
    settled = Finding(value=BrainActivity.STABLE, status=Status.STATED, evidence=WORDS)
    assert "brain.activity" not in missing(profile(settled))
    assert "her2.status" not in missing(profile())


def test_what_is_only_likely_is_missing_and_says_so():
    likely = Finding(value=BrainActivity.ACTIVE, status=Status.UNCERTAIN, evidence=WORDS, reason="Seems untreated.")
    found = missing(profile(likely))["brain.activity"]
    assert (found.status, found.reason) == (Status.UNCERTAIN, "The records are not certain of it.")


def test_a_result_that_is_still_to_come_is_missing():
    found = missing(profile(her2=Finding(status=Status.PENDING, evidence=WORDS)))["her2.status"]
    assert (found.status, found.reason) == (Status.PENDING, "The result is still to come.")


def test_nothing_is_missing_where_nothing_is_asked():
    record = Profile()
    assert missing(record) == {}

"""What the engine makes of rules and facts, one case at a time; what holds of all profiles is in test_properties.py."""

import datetime as dt

import pytest

from domain.advice import ItemKind
from domain.confirmation import with_findings
from domain.finding import Status
from domain.profile import Conflict, ConflictSide, Profile
from domain.specimen import Specimen
from guidance.engine import advise, explain
from guidance.knowledge import Knowledge, knowledge
from guidance.schema import Rule

TODAY = dt.date(2026, 11, 25)


def items_of(advice, *kinds):
    return {item.id: item for section in advice.sections for item in section.items if not kinds or item.kind in kinds}


def test_same_input_same_bytes(profile_of):
    profile = profile_of({"her2.status": "positive", "brain.metastasis": "present", "brain.count": 2})
    assert advise(profile, TODAY).model_dump_json() == advise(profile, TODAY).model_dump_json()


def test_a_rule_past_its_review_is_said_to_be(profile_of):
    profile = profile_of({"her2.status": "positive"})
    late = TODAY + dt.timedelta(days=181)
    assert not any(item.stale for item in items_of(advise(profile, TODAY)).values())
    assert items_of(advise(profile, late))["results.her2-positive"].stale


def test_a_record_without_findings_gets_one_honest_statement():
    advice = advise(Profile(), TODAY)
    assert set(items_of(advice)) == {"results.nothing-found"}


@pytest.mark.parametrize("told", ["present", "suspected", "absent"])
def test_the_lining_alone_is_something_to_say(profile_of, told):
    shown = items_of(advise(profile_of({"brain.leptomeningeal": told}), TODAY))
    assert "results.nothing-found" not in shown
    assert "missing.her2.status" in shown


def test_explain_says_which_fact_is_missing(profile_of):
    (verdict,) = explain(profile_of({"brain.metastasis": "present"}), "local.srs-1-4", TODAY)
    assert verdict.shown.name == "UNKNOWN"
    assert "brain.count.max" in {fact.path for fact in verdict.facts}
    with pytest.raises(KeyError):
        explain(Profile(), "no.such-rule", TODAY)


@pytest.mark.parametrize("sign", ["hemorrhage", "herniation", "hydrocephalus", "midline_shift"])
@pytest.mark.parametrize(("told", "shown"), [("present", True), ("suspected", True), ("absent", False)])
def test_a_sign_of_danger_is_urgent_also_when_only_suspected(profile_of, sign, told, shown):
    advice = advise(profile_of({"brain.metastasis": "present", f"brain.{sign}": told}), TODAY)
    words = f"brain.{sign}"
    urgent = [item for section in advice.sections for item in section.items if item.kind is ItemKind.URGENT]
    assert any(each.fact == words for item in urgent for each in item.because) == shown


@pytest.mark.parametrize("rule", ["results.brain-edema", "results.brain-mass-effect"])
def test_a_sign_alone_is_not_laid_on_a_metastasis(rule):
    (found,) = (each for each in knowledge().rules if each.id == rule)
    assert "metasta" not in found.patient


SYMPTOMS_WITH_EDEMA = {"brain.metastasis": "present", "course.symptomatic": True, "brain.edema": "present"}


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        pytest.param({}, True, id="all-three"),
        pytest.param({"course.symptomatic": False}, False, id="no-symptoms"),
        pytest.param({"brain.edema": "absent"}, False, id="no-edema"),
        pytest.param({"brain.metastasis": "treated_resolved"}, False, id="treated"),
    ],
)
def test_symptoms_with_edema_are_urgent(profile_of, change, shown):
    urgent = items_of(advise(profile_of(SYMPTOMS_WITH_EDEMA | change), TODAY), ItemKind.URGENT)
    assert ("urgent.symptoms-with-edema" in urgent) is shown


def test_reasons_are_the_records_own_words(profile_of):
    profile = profile_of(
        {"her2.status": "positive", "brain.metastasis": "present", "brain.count": 2, "brain.leptomeningeal": "absent"}
    )
    option = items_of(advise(profile, TODAY))["local.srs-1-4"]
    assert [(because.quote, because.document, because.page) for because in option.because] == [("words", "d1", 1)]


FOR_EACH = next(rule.id for rule in knowledge().rules if rule.for_each == "specimens")


def test_a_rule_for_each_has_a_verdict_for_each(profile_of):
    specimens = tuple(Specimen(id=f"s{number}", label="made up", document="d1") for number in (1, 2))
    found = explain(Profile(specimens=specimens), FOR_EACH, TODAY)
    assert [(verdict.number, verdict.each.id) for verdict in found] == [(1, "s1"), (2, "s2")]
    assert explain(Profile(), FOR_EACH, TODAY) == ()


RULE = {
    "id": "r", "name": "A name", "section": "results", "kind": "statement",
    "when": {"fact": "her2.status", "is": "positive"}, "patient": "P.", "clinician": "C.", "reviewed": "2026-03-01",
    "effective": "2026-03-01", "withdrawn": "2026-09-01",
}  # fmt: skip


def base_of(**changes) -> Knowledge:
    """A knowledge base of this one rule."""
    return Knowledge(knowledge().ruleset, (Rule.model_validate({**RULE, **changes}),), {}, {})


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        pytest.param(dt.date(2026, 2, 28), False, id="the-day-before"),
        pytest.param(dt.date(2026, 3, 1), True, id="the-first-day"),
        pytest.param(dt.date(2026, 8, 31), True, id="the-last-day"),
        pytest.param(dt.date(2026, 9, 1), False, id="withdrawn"),
    ],
)
def test_a_rule_speaks_while_it_is_in_effect(profile_of, day, shown):
    base = base_of()
    profile = profile_of({"her2.status": "positive"})
    assert ("r" in items_of(advise(profile, day, base))) is shown
    (verdict,) = explain(profile, "r", day, base)
    assert verdict.withheld == (None if shown else f"the rule was not in effect on {day}")


FIRST_LINE = {
    "her2.status": "positive",
    "brain.metastasis": "present",
    "course.her2_metastatic_lines": 0,
    "context.country": "US",
}
DISCORDANT = FIRST_LINE | {
    "her2.status": "conflict",
    "specimens": [{"site": "breast", "her2_status": "negative"}, {"site": "brain", "her2_status": "positive"}],
}
LOW = {"her2.status": "negative", "her2.subclass": "low", "brain.metastasis": "present", "course.metastatic_lines": 1}
LATER = FIRST_LINE | {"course.her2_metastatic_lines": 2, "course.drugs_received": ["trastuzumab"]}


@pytest.mark.parametrize(
    ("facts", "rule", "first_day"),
    [
        pytest.param(FIRST_LINE, "systemic.first-line-us", dt.date(2025, 12, 15), id="approval-of-t-dxd-first-line"),
        pytest.param(FIRST_LINE, "systemic.first-line-tdxd", dt.date(2025, 12, 15), id="t-dxd-first-line"),
        pytest.param(
            FIRST_LINE | {"context.country": "GB"},
            "systemic.first-line-elsewhere",
            dt.date(2025, 12, 15),
            id="elsewhere",
        ),
        pytest.param(DISCORDANT, "systemic.if-metastasis-positive", dt.date(2025, 12, 15), id="if-positive"),
        pytest.param(LOW, "systemic.her2-low-tdxd", dt.date(2025, 1, 27), id="her2-low"),
        pytest.param(LATER, "systemic.tucatinib-label-us", dt.date(2020, 4, 17), id="approval-of-tucatinib"),
        pytest.param(LATER, "systemic.tdxd", dt.date(2024, 12, 31), id="study-of-the-year"),
    ],
)
def test_nothing_is_told_of_before_its_day(profile_of, facts, rule, first_day):
    profile = profile_of(facts)
    assert rule in items_of(advise(profile, first_day))
    assert rule not in items_of(advise(profile, first_day - dt.timedelta(days=1)))


def test_before_its_approval_t_dxd_is_in_no_words_on_first_line_treatment(profile_of):
    for facts in (FIRST_LINE, DISCORDANT):
        items = items_of(advise(profile_of(facts), dt.date(2025, 12, 14)), ItemKind.OPTION, ItemKind.STATEMENT)
        assert not [item.id for item in items.values() if "T-DXd" in item.text]


@pytest.mark.parametrize(
    ("kind", "section", "shown"),
    [
        pytest.param("urgent", "urgent", True, id="a-warning-heeds-doubt"),
        pytest.param("option", "systemic", False, id="an-option-does-not-rest-on-it"),
    ],
)
def test_a_doubtful_fact_warns_and_does_not_offer(profile_of, kind, section, shown):
    stated = profile_of({"her2.status": "positive"})
    likely = stated.her2.status.model_copy(update={"status": Status.UNCERTAIN})
    profile = stated.model_copy(update={"her2": stated.her2.model_copy(update={"status": likely})})
    base = base_of(kind=kind, section=section, **({"call": {"today": ["whether"]}} if kind == "urgent" else {}))
    assert ("r" in items_of(advise(profile, dt.date(2026, 3, 1), base))) is shown


def test_a_doubtful_fact_bars_an_option(profile_of):
    gate = {"when": {"fact": "safety.dpyd", "is": "complete_deficiency"}, "patient": "Not now.", "clinician": "DPYD."}
    stated = profile_of({"her2.status": "positive", "safety.dpyd": "complete_deficiency"})
    likely = stated.safety.dpyd.model_copy(update={"status": Status.UNCERTAIN})
    profile = stated.model_copy(update={"safety": stated.safety.model_copy(update={"dpyd": likely})})
    base = base_of(kind="option", section="systemic", gates=[gate], strength="weak")
    item = items_of(advise(profile, dt.date(2026, 3, 1), base))["r"]
    assert (item.kind, item.text) == (ItemKind.NOT_SHOWN, "Not now.")
    assert item.strength is None


def test_a_number_in_a_conflict_is_told_as_a_number():
    sides = tuple(ConflictSide(value=value, evidence=()) for value in ("exact 2", "at_least 5"))
    profile = Profile(conflicts=(Conflict(field="brain.count", summary="They disagree.", sides=sides),))
    text = items_of(advise(profile, TODAY))["conflict.brain.count.1"].text
    assert "One place says: 2. One place says: at least 5." in text


def test_explain_says_why_an_item_is_withheld(profile_of):
    nothing_of_her2 = profile_of({"safety.lvef_percent": 45})
    withheld = {verdict.withheld for rule in knowledge().rules for verdict in explain(nothing_of_her2, rule.id, TODAY)}
    assert "the record has nothing on HER2 or the brain" in withheld


def test_what_was_hard_to_read_counts_as_unknown_until_it_is_confirmed(profile_of):
    profile = profile_of({"her2.status": "positive", "brain.metastasis": "present", "brain.largest_mm": 17})

    def doubted(by):
        def doubt(path, finding):
            if path != "her2.status":
                return finding
            words = tuple(each.model_copy(update={"doubtful": True}) for each in finding.evidence)
            return finding.model_copy(update={"check": True, "evidence": words, "confirmed_by": by})

        return advise(with_findings(profile, doubt), TODAY)

    def ids(advice):
        return {item.id for section in advice.sections for item in section.items}

    plain, unsure, sure = ids(advise(profile, TODAY)), ids(doubted(None)), ids(doubted("local"))
    assert sure == plain
    assert unsure - plain >= {"check.hard_to_read", "missing.her2.status"}
    assert plain - unsure


def hard_to_read(profile, path):
    def doubt(at, finding):
        words = tuple(each.model_copy(update={"doubtful": True}) for each in finding.evidence)
        return finding.model_copy(update={"check": True, "evidence": words}) if at == path else finding

    return with_findings(profile, doubt)


def test_a_sign_of_danger_that_was_hard_to_read_is_urgent_all_the_same(profile_of):
    plain = profile_of({"brain.hydrocephalus": "present"})
    for profile, told in ((plain, False), (hard_to_read(plain, "brain.hydrocephalus"), True)):
        item = items_of(advise(profile, TODAY), ItemKind.URGENT)["urgent.hydrocephalus"]
        assert ("hard to read" in item.text) is told
        assert [each.quote for each in item.because] == ["words"]


def test_a_gate_that_was_hard_to_read_bars_all_the_same(profile_of):
    gate = {"when": {"fact": "safety.ild", "is": "present"}, "patient": "Not now.", "clinician": "ILD."}
    base = base_of(kind="option", section="systemic", gates=[gate])
    profile = hard_to_read(profile_of({"her2.status": "positive", "safety.ild": "present"}), "safety.ild")
    item = items_of(advise(profile, dt.date(2026, 3, 1), base))["r"]
    assert item.kind is ItemKind.NOT_SHOWN
    assert item.text == "Not now. These words were hard to read: look at the page itself."


def test_no_wording_states_what_was_hard_to_read(profile_of):
    base = base_of(patient="P[ {safety.lvef_percent}].")
    profile = profile_of({"her2.status": "positive", "safety.lvef_percent": 46})
    texts = [
        items_of(advise(each, dt.date(2026, 3, 1), base))["r"].text
        for each in (profile, hard_to_read(profile, "safety.lvef_percent"))
    ]
    assert texts == ["P 46.", "P."]


@pytest.mark.parametrize(
    ("summary", "asked"),
    [
        pytest.param("Two results disagree.", True, id="states"),
        pytest.param("Two results disagree. Which one counts?", False, id="asks-itself"),
    ],
)
def test_a_conflict_asks_once(summary, asked):
    sides = tuple(ConflictSide(value=value, evidence=()) for value in ("positive", "negative"))
    profile = Profile(conflicts=(Conflict(field="her2.status", summary=summary, sides=sides),))
    item = items_of(advise(profile, TODAY))["conflict.her2.status.1"]
    assert item.text.startswith(f"{summary} One place says: positive.")
    assert ("Ask your team which one they use" in item.text) is asked

"""What must hold of the guidance whatever the profile: no crash, no silence, no option that the record speaks against.

The profiles are drawn from what the rules can tell apart, over every path of the profile and every standing.
"""

import os
import random
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.profiles import FINDINGS, LISTS, TODAY, fact_tests, profile_with
from domain.advice import Advice, Because, Item, ItemKind, SectionId
from guidance.conditions import Truth
from guidance.engine import advise, explain
from guidance.knowledge import Knowledge, knowledge
from guidance.paths import Facts

finding = {path: st.sampled_from(found) for path, found in FINDINGS.items()}
usual = {
    "her2.status": FINDINGS["her2.status"],
    "brain.metastasis": FINDINGS["brain.metastasis"],
    "course.her2_metastatic_lines": FINDINGS["course.her2_metastatic_lines"],
}


@st.composite
def values(draw):
    """Findings and lists by path; what the options rest on is there more often than the rest."""
    drawn = {path: draw(st.sampled_from(found)) for path, found in usual.items() if draw(st.integers(0, 3))}
    paths = draw(st.lists(st.sampled_from(sorted(FINDINGS)), unique=True, max_size=20))
    lists = draw(st.lists(st.sampled_from(sorted(LISTS)), unique=True))
    drawn |= {path: draw(finding[path]) for path in paths}
    return drawn | {
        path: tuple(draw(st.lists(st.sampled_from(LISTS[path][0]), max_size=LISTS[path][1]))) for path in lists
    }


many = settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])


def items_of(advice: Advice, *kinds: ItemKind) -> dict[str, Item]:
    return {item.id: item for section in advice.sections for item in section.items if not kinds or item.kind in kinds}


LEXICON = yaml.safe_load(files("extraction").joinpath("lexicon", "drugs.yaml").read_text(encoding="utf-8"))["drugs"]
HER2_DRUGS = {drug for drug, entry in LEXICON.items() if entry["class"].startswith("her2_")}


def pattern_of(drug: str) -> re.Pattern[str]:
    """Any name of a drug that is long enough to be no other word."""
    names = {name for name in (*LEXICON[drug]["names"], drug.replace("_", " ")) if len(name) > 4}
    spelled = sorted((re.escape(name).replace(r"\ ", "[ -]?") for name in names), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(spelled) + r")\b", re.IGNORECASE)


# "trastuzumab deruxtecan" is not "trastuzumab": the drugs with the longest ids are looked for first.
PATTERNS = {drug: pattern_of(drug) for drug in sorted(LEXICON, key=len, reverse=True)}


def drugs_named(text: str) -> set[str]:
    found = set()
    for drug, pattern in PATTERNS.items():
        text, times = pattern.subn(" ", text)
        if times:
            found.add(drug)
    return found


def options_naming(advice: Advice, drug: str) -> set[str]:
    return {item.id for item in items_of(advice, ItemKind.OPTION).values() if drug in drugs_named(item.text)}


@pytest.mark.parametrize(
    ("text", "drugs"),
    [
        pytest.param("T-DXd (Enhertu) with pertuzumab", {"trastuzumab_deruxtecan", "pertuzumab"}, id="abbreviated"),
        pytest.param("trastuzumab deruxtecan", {"trastuzumab_deruxtecan"}, id="one-within-another"),
        pytest.param("Tucatinib with capecitabine", {"tucatinib", "capecitabine"}, id="plain"),
        pytest.param("focused radiation", set(), id="none"),
    ],
)
def test_drugs_are_known_by_their_names(text, drugs):
    assert drugs_named(text) == drugs


def test_the_options_name_the_drugs_that_this_file_looks_for():
    named = [drugs_named(rule.patient) for rule in knowledge().rules if rule.kind is ItemKind.OPTION]
    assert {"tucatinib", "trastuzumab_deruxtecan", "trastuzumab_emtansine", "capecitabine"} <= set().union(*named)


@many
@given(values())
def test_it_never_raises_and_what_is_urgent_comes_first(drawn):
    advice = advise(profile_with(drawn), TODAY)
    order = [section.id for section in advice.sections]
    assert order == [section for section in SectionId if section in order]
    kinds = [item.kind is ItemKind.URGENT for section in advice.sections for item in section.items]
    assert kinds == sorted(kinds, reverse=True)


@many
@given(values())
def test_what_is_made_without_a_check_would_have_passed_it(drawn):
    advice = advise(profile_with(drawn), TODAY)
    told = advice.model_dump_json()
    checked = Advice.model_validate_json(told)
    assert checked == advice
    assert checked.model_dump_json() == told
    for item in items_of(advice).values():
        assert [*item.__dict__] == [*Item.model_fields]
        assert all([*each.__dict__] == [*Because.model_fields] for each in item.because)


@many
@given(values())
def test_no_option_for_her2_positive_disease_unless_the_record_says_that_it_is(drawn):
    profile = profile_with(drawn)
    status, subclass = profile.her2.status, profile.her2.subclass
    settled = status.known and not status.unsure
    if settled and status.value == "positive":
        return
    named = {drug for item in items_of(advise(profile, TODAY), ItemKind.OPTION).values()
             for drug in drugs_named(item.text) & HER2_DRUGS}  # fmt: skip
    by_its_own_label = settled and status.value == "negative" and subclass.value in {"low", "ultralow"}
    assert named <= ({"trastuzumab_deruxtecan"} if by_its_own_label else set())


@many
@given(values())
def test_no_t_dxd_for_her2_low_against_its_own_label(drawn):
    profile = profile_with(drawn | {"her2.status": negative()})
    if not options_naming(advise(profile, TODAY), "trastuzumab_deruxtecan"):
        return
    assert profile.her2.subclass.value in {"low", "ultralow"}
    assert profile.course.metastatic_lines.value
    if profile.her2.subclass.value == "ultralow":  # only with hormone receptors
        assert profile.receptors.positive.value


def negative():
    return next(each for each in FINDINGS["her2.status"] if each.known and each.value == "negative")


GATES = [
    pytest.param("safety.ild", lambda value: value in {"present", "suspected"}, "trastuzumab_deruxtecan", id="ild"),
    pytest.param("safety.lvef_percent", lambda value: value < 50, "trastuzumab_deruxtecan", id="heart-tdxd"),
    pytest.param("safety.lvef_percent", lambda value: value < 50, "tucatinib", id="heart-tucatinib"),
    pytest.param("safety.dpyd", lambda value: value == "complete_deficiency", "capecitabine", id="dpyd"),
    pytest.param("safety.creatinine_clearance", lambda value: value < 30, "capecitabine", id="kidneys"),
    pytest.param("safety.platelets", lambda value: value < 50, "trastuzumab_emtansine", id="platelets"),
]


@pytest.mark.parametrize(("path", "bars", "drug"), GATES)
@settings(parent=many, max_examples=150)
@given(drawn=values(), data=st.data())
def test_no_option_is_open_against_what_the_record_says_of_safety(path, bars, drug, drawn, data):
    against = [each for each in FINDINGS[path] if each.value is not None and bars(each.value)]
    advice = advise(profile_with(drawn | {path: data.draw(st.sampled_from(against))}), TODAY)
    # To go on with what works is the team's question of today, and not a drug to begin.
    assert options_naming(advice, drug) <= {"systemic.keep-current"}


@many
@given(values())
def test_a_gate_that_holds_bars_the_option(drawn):
    profile = profile_with(drawn)
    shown = items_of(advise(profile, TODAY))
    for rule in knowledge().prepared:
        if rule.rule.id in shown:
            held = any(gate.when.truth(Facts(profile), None) is Truth.TRUE for gate in rule.gates)
            assert (shown[rule.rule.id].kind is ItemKind.NOT_SHOWN) == (held or rule.rule.kind is ItemKind.NOT_SHOWN)


@settings(parent=many, max_examples=40)
@given(values())
def test_explain_says_shown_only_of_what_the_guidance_shows(drawn):
    profile = profile_with(drawn)
    shown = set(items_of(advise(profile, TODAY)))
    for rule in knowledge().rules:
        if rule.for_each is None:
            (verdict,) = explain(profile, rule.id, TODAY)
            assert (verdict.shown is Truth.TRUE and verdict.withheld is None) == (rule.id in shown), rule.id


PATHS_OF = {
    rule.id: {path for test in fact_tests(rule.when) if (path := test.fact)}
    for rule in knowledge().rules
    if rule.kind is ItemKind.URGENT
}


@many
@given(values(), st.data())
def test_an_unrelated_fact_never_removes_an_urgent_item(drawn, data):
    before = items_of(advise(profile_with(drawn), TODAY), ItemKind.URGENT)
    path = data.draw(st.sampled_from(sorted(FINDINGS)))
    more = profile_with(drawn | {path: data.draw(finding[path])})
    after = items_of(advise(more, TODAY), ItemKind.URGENT)
    related = {rule for rule, paths in PATHS_OF.items() if any(each.startswith(path) for each in paths)}
    assert set(before) - related <= set(after)


@pytest.mark.parametrize("path", ["brain.hydrocephalus", "brain.herniation", "brain.midline_shift", "brain.hemorrhage"])
def test_a_sign_of_danger_is_urgent_also_where_nothing_else_was_found(path):
    for sign in FINDINGS[path]:
        if sign.value in {"present", "suspected"}:
            advice = advise(profile_with({path: sign}), TODAY)
            assert any(
                each.fact == path for item in items_of(advice, ItemKind.URGENT).values() for each in item.because
            )


@settings(parent=many, max_examples=60)
@given(values(), st.randoms(use_true_random=False))
def test_the_order_of_rules_never_matters(drawn, chance: random.Random):
    shipped = knowledge()
    rules = list(shipped.rules)
    chance.shuffle(rules)
    profile = profile_with(drawn)
    advice = advise(profile, TODAY, Knowledge(shipped.ruleset, tuple(rules), shipped.sources, shipped.questions))
    assert items_of(advice) == items_of(advise(profile, TODAY))
    assert {section.id: len(section.items) for section in advice.sections} == {
        section.id: len(section.items) for section in advise(profile, TODAY).sections
    }


def test_the_same_profile_gives_the_same_bytes_in_every_process():
    program = (
        "import random; from bench.profiles import TODAY, typical; from guidance.engine import advise; "
        "[print(advise(typical(random.Random(seed)), TODAY).model_dump_json()) for seed in range(5)]"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=Path(__file__).parents[2],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]
    assert len(runs[0]) > 10_000

"""How a section is laid out: nothing of weight is folded, nothing is lost, and a heading says what it holds."""

import datetime as dt
from fnmatch import fnmatchcase

import pytest

from api.web.sections_view import FEW, NEVER_FOLDED, SAME_REASON, Reasons, foldings, section_view
from domain.advice import Item, ItemKind, Section, SectionId
from guidance.knowledge import knowledge

DAY = dt.date(2026, 11, 25)
RULES = knowledge().rules


def item(rule: str, kind: ItemKind = ItemKind.STATEMENT) -> Item:
    return Item(id=rule, kind=kind, text="Words.", clinician_text="Words.", reviewed=DAY)


def laid_out(section: SectionId, *items: Item, undecided: tuple[str, ...] = ()):
    return section_view(Section(id=section, title="Title", items=items), undecided).groups


def of(section: SectionId) -> list[Item]:
    """An item of every rule of a section, two where a rule speaks of each of several."""
    rules = [rule for rule in RULES if rule.section is section]
    return [
        item(rule.id if rule.for_each is None else f"{rule.id}.{number}", rule.kind)
        for number in (1, 2)
        for rule in rules
        if number == 1 or rule.for_each
    ]


@pytest.mark.parametrize("section", SectionId)
def test_each_item_is_shown_once_and_what_weighs_is_never_folded(section):
    items = [*of(section), *(item(f"other.{kind.value}", kind) for kind in ItemKind)]
    groups = laid_out(section, *items)
    assert sorted(each.id for group in groups for each in group.items) == sorted(each.id for each in items)
    assert not [each.id for group in groups if group.folded for each in group.items if each.kind in NEVER_FOLDED]


@pytest.mark.parametrize("kind", ["urgent", "conflict", "option", "not_shown", "missing"])
def test_which_kinds_are_never_folded(kind):
    assert ItemKind(kind) in NEVER_FOLDED


def test_a_heading_says_how_many_and_of_what():
    rules = ["local.wbrt", "local.wbrt-not-first", "local.size-2-3", "local.fitness", "local.team"]
    groups = laid_out(SectionId.LOCAL, *map(item, rules))
    assert [group.heading for group in groups] == [
        None,
        "2 more about size and number",
        "2 more about whole-brain radiation",
    ]
    assert [each.id for each in groups[0].items] == ["local.team"]


def test_a_section_of_few_items_is_not_folded():
    rules = ["local.wbrt", "local.wbrt-not-first", "local.size-2-3", "local.fitness"]
    assert len(rules) == FEW
    assert [group.folded for group in laid_out(SectionId.LOCAL, *map(item, rules))] == [False]


def test_one_item_alone_is_not_folded():
    rules = ["local.wbrt", "local.tissue", "local.size-2-3", "local.team", "local.tdm1-srs"]
    assert [group.folded for group in laid_out(SectionId.LOCAL, *map(item, rules))] == [False]


def test_what_is_said_of_one_sample_stands_together():
    rules = [
        "results.specimen-her2.1",
        "results.specimen-her2.2",
        "results.specimen-quoted.1",
        "results.specimen-ki67.2",
    ]
    groups = laid_out(SectionId.RESULTS, *map(item, rules), item("results.her2-positive"))
    assert [each.id.rpartition(".")[2] for each in groups[1].items] == ["1", "1", "2", "2"]


def test_options_are_grouped_by_what_becomes_of_them():
    found = laid_out(
        SectionId.SYSTEMIC,
        item("systemic.tdxd", ItemKind.NOT_SHOWN),
        item("systemic.tucatinib", ItemKind.OPTION),
        undecided=("brain.largest_mm", "safety.lvef_percent"),
    )
    assert [group.heading for group in found] == [
        "What your records support asking about", "Not for you for now, and why", "Not known yet",
    ]  # fmt: skip
    assert [group.clinician_heading for group in found] == [
        "Options supported by the record", "Not open, with the reason", "Not decidable yet",
    ]  # fmt: skip
    assert "size of the largest brain metastasis, heart scan (LVEF)" in found[-1].note


def test_a_reason_is_told_once_in_a_section_and_only_of_what_is_not_shown():
    one, other, different = (
        Item(id=name, name=name, kind=ItemKind.NOT_SHOWN, text=text, clinician_text=text, reviewed=DAY)
        for name, text in (("a", "Why."), ("b", "Why."), ("c", "Else."))
    )
    reason = Reasons()
    assert [reason(each) for each in (one, other, different)] == ["Why.", SAME_REASON, "Else."]
    reason.afresh()
    assert reason(other) == "Why."
    assert [reason(item("local.team")) for _ in range(2)] == ["Words.", "Words."]
    assert reason(one.model_copy(update={"name": ""})) == "Why."


def test_a_rule_that_nobody_placed_is_under_the_rest():
    rules = ["local.brand-new", "local.newer-still", "local.team", "local.symptomatic", "local.brainstem"]
    groups = laid_out(SectionId.LOCAL, *map(item, rules))
    assert groups[-1].heading == "2 more about treating the brain"


def test_a_safety_rule_that_nobody_placed_stands_open():
    rules = ["safety.brand-new", "safety.newer-still", "safety.lvef-low", "safety.allergies", "safety.fertility"]
    groups = laid_out(SectionId.SAFETY, *map(item, rules))
    assert [len(group.items) for group in groups] == [3, 2]
    assert [group.heading for group in groups] == [None, "2 more about staying safe"]


@pytest.mark.parametrize("section", foldings(), ids=lambda section: section.value)
def test_every_pattern_names_a_rule_of_its_section(section):
    folding = foldings()[section]
    ids = [rule.id for rule in RULES if rule.section is section] + ["check.hard_to_read"]
    patterns = [*folding.open, *(pattern for fold in folding.folds for pattern in fold.rules)]
    assert [pattern for pattern in patterns if not any(fnmatchcase(each, pattern) for each in ids)] == []

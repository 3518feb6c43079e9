"""Whole people, written from the literature: what the guidance must say about each, and what it must not."""

import datetime as dt
from pathlib import Path

import pytest
import yaml

from domain.advice import Advice, Item, ItemKind
from guidance.engine import advise
from guidance.knowledge import knowledge

CASES = Path(__file__).parent / "cases"
PEOPLE = [person for file in sorted((CASES / "people").glob("*.yaml")) for person in yaml.safe_load(file.read_text())]
LINES = yaml.safe_load((CASES / "lines.yaml").read_text())
RULES = {rule.id for rule in knowledge().rules}
KEYS = {"id", "who", "lines", "checked", "facts", "shows", "bars", "hides", "says", "never", "asks"}
TODAY = dt.date(2026, 11, 25)


def items_of(advice: Advice) -> list[Item]:
    return [item for section in advice.sections for item in section.items]


def rule_of(item: Item) -> str:
    return item.id if item.id in RULES else item.id.rsplit(".", 1)[0]


def test_there_are_sixty_and_each_has_its_own_id():
    assert len({person["id"] for person in PEOPLE}) == len(PEOPLE) >= 60


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person["id"])
def test_a_person_is_written_from_lines_that_name_their_sources_and_was_checked(person):
    assert set(person) <= KEYS
    assert person["lines"]
    assert set(person["lines"]) <= set(LINES)
    assert isinstance(person["checked"], dt.date)
    assert person.get("shows") or person.get("bars") or person.get("says")
    assert person.get("hides") or person.get("never") or person.get("bars")
    named = {*person.get("shows", ()), *person.get("bars", ()), *person.get("hides", ())}
    assert named <= RULES


@pytest.mark.parametrize("line", LINES)
def test_a_line_names_sources_that_we_have(line):
    assert set(LINES[line]["sources"]) <= set(knowledge().sources)


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person["id"])
def test_what_is_said_about_a_person(profile_of, person):
    items = items_of(advise(profile_of(person["facts"]), TODAY))
    shown = {rule_of(item) for item in items if item.kind is not ItemKind.NOT_SHOWN}
    barred = {rule_of(item) for item in items if item.kind is ItemKind.NOT_SHOWN}
    text = " ".join(item.text for item in items)
    assert set(person.get("shows", ())) <= shown
    assert not set(person.get("bars", ())) & shown
    assert set(person.get("bars", ())) <= barred
    assert not set(person.get("hides", ())) & (shown | barred)
    assert [words for words in person.get("says", ()) if words not in text] == []
    assert [words for words in person.get("never", ()) if words.lower() in text.lower()] == []
    asked = {item.id.removeprefix("missing.") for item in items if item.kind is ItemKind.MISSING}
    assert set(person.get("asks", ())) <= asked

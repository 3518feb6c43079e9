"""What is urgent reads as one text alone, and as one banner together: each thing said once, the worst first."""

import datetime as dt

import pytest

from domain.advice import Alarm, Item, ItemKind, SectionId
from guidance.engine import advise
from guidance.wording.alarms import CALL, TODAY, WEEK, banner_of, in_full
from guidance.wording.templates import signs

DAY = dt.date(2026, 11, 26)
SEIZURE, HEADACHE = "a new seizure", "a sudden bad headache"
WHETHER = "whether they know"


def item(says: str, **parts) -> Item:
    alarm = Alarm(says=says, **parts)
    return Item(id=says, kind=ItemKind.URGENT, text=in_full(alarm), clinician_text=".", reviewed=DAY, alarm=alarm)


def test_alone_it_says_asks_and_warns_in_one_text():
    told = in_full(Alarm(says="A shift.", today=(WHETHER, "when"), signs=(SEIZURE, HEADACHE), also="Do not drive."))
    assert told == f"A shift. {TODAY} {WHETHER} and when. {CALL} {SEIZURE} or {HEADACHE}. Do not drive."


def test_together_what_two_ask_or_name_stands_once_and_in_order():
    banner = banner_of(
        [
            item("One.", today=(WHETHER,), signs=(HEADACHE,), also="Do not drive."),
            item("Two.", today=(WHETHER, "when"), week=("where",), signs=(SEIZURE, HEADACHE), also="Do not drive."),
        ]
    )
    assert [each.alarm.says for each in banner.items] == ["One.", "Two."]
    assert banner.asks == {TODAY: (WHETHER, "when"), WEEK: ("where",)}
    assert banner.signs == (SEIZURE, HEADACHE)
    assert banner.also == ("Do not drive.",)


def test_what_only_one_asks_is_not_lost_and_nothing_is_asked_that_none_does():
    banner = banner_of([item("One.", week=("where",))])
    assert banner.asks == {WEEK: ("where",)}
    assert banner.signs == banner.also == ()


def test_a_sign_of_older_rules_and_an_item_without_parts_are_still_shown():
    old = item("One.", today=("x",), signs=("an old sign", HEADACHE))
    bare = Item(id="b", kind=ItemKind.URGENT, text="Bare.", clinician_text=".", reviewed=DAY)
    banner = banner_of([old, bare])
    assert banner.signs == (HEADACHE, "an old sign")
    assert banner.items == (old, bare)


@pytest.mark.parametrize("words", signs().values(), ids=signs())
def test_a_sign_fits_into_a_list(words):
    assert "," not in words
    assert not words.endswith(".")


def test_the_worst_stands_first(profile_of):
    facts = {
        "brain.metastasis": "present", "brain.leptomeningeal": "present", "brain.herniation": "present",
        "course.symptoms": ["seizure"], "brain.midline_shift": "present", "brain.regions": ["brainstem"],
    }  # fmt: skip
    (section,) = [each for each in advise(profile_of(facts), DAY).sections if each.id is SectionId.URGENT]
    assert [each.id for each in section.items] == [
        "urgent.herniation", "urgent.midline-shift", "urgent.seizure", "urgent.brainstem", "urgent.leptomeningeal",
    ]  # fmt: skip

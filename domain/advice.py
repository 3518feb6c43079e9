"""The guidance about one profile: sections of items, each with its reason and its sources."""

import datetime as dt
from enum import StrEnum

from domain.document import Box
from domain.frozen import Frozen


class SectionId(StrEnum):
    """The sections, in the order in which they are shown."""

    URGENT = "urgent"
    CONFLICTS = "conflicts"
    RESULTS = "results"
    LEPTOMENINGEAL = "leptomeningeal"
    LOCAL = "local"
    SYSTEMIC = "systemic"
    SAFETY = "safety"
    MONITORING = "monitoring"
    QUESTIONS = "questions"
    TRIALS = "trials"
    SUPPORT = "support"


class ItemKind(StrEnum):
    """What an item is."""

    URGENT = "urgent"
    CONFLICT = "conflict"
    FACT = "fact"
    STATEMENT = "statement"
    OPTION = "option"
    NOT_SHOWN = "not_shown"
    QUESTION = "question"
    MISSING = "missing"
    RESOURCE = "resource"


class Strength(StrEnum):
    """How well a statement is supported: by a label, by the grade of a guideline, by experts, or by studies alone."""

    LABEL = "label"
    STRONG = "strong"
    CONDITIONAL = "conditional"
    WEAK = "weak"
    EXPERT = "expert"
    STUDY = "study"


class Because(Frozen):
    """A fact of the profile that an item rests on.

    Attributes:
        fact: Profile path, e.g. `brain.largest_mm`.
        value: The value in words; for a fact that is missing, "unknown" or "pending".
        quote: The words of the record; None for a fact that is missing.
        document: Id of the document, with `page` and `boxes` for the place; `start` and `end` as in Evidence.
    """

    fact: str
    value: str
    quote: str | None = None
    document: str | None = None
    page: int | None = None
    start: int | None = None
    end: int | None = None
    boxes: tuple[Box, ...] = ()


class Citation(Frozen):
    """A source, as shown beside an item. `locator` is a DOI, PMID, NCT number or label section."""

    id: str
    title: str
    year: int
    locator: str


class Alarm(Frozen):
    """An urgent item in its parts, so that several can stand in one banner.

    Attributes:
        says: What the record says.
        today: What to ask the team today, each a clause: "whether they know of it".
        week: What to ask this week.
        signs: What to call emergency services for, each a noun: "a seizure".
        also: A last word, e.g. on driving.
    """

    says: str
    today: tuple[str, ...] = ()
    week: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    also: str | None = None


class Item(Frozen):
    """One thing the guidance says.

    Attributes:
        id: The rule's id.
        name: What it is about, in a few words; empty in advice that was kept from before there were names.
        text: For the person, plain words. clinician_text: for the care team, terse.
        strength: How well its sources support it, where that was graded.
        reviewed: When the rule was last reviewed.
        stale: True when that is longer ago than the rule's review period.
        alarm: The text of an urgent item in its parts.
    """

    id: str
    name: str = ""
    kind: ItemKind
    text: str
    clinician_text: str
    because: tuple[Because, ...] = ()
    citations: tuple[Citation, ...] = ()
    strength: Strength | None = None
    reviewed: dt.date
    stale: bool = False
    alarm: Alarm | None = None


class Section(Frozen):
    """Items under one heading; an empty section is left out."""

    id: SectionId
    title: str
    items: tuple[Item, ...]


class Ruleset(Frozen):
    """Which rules spoke."""

    version: str
    date: dt.date


class Advice(Frozen):
    """All guidance about one profile, on one date, by one ruleset: same input, same output."""

    ruleset: Ruleset
    as_of: dt.date
    sections: tuple[Section, ...]

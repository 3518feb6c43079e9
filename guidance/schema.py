"""The shape of the knowledge base: sources, conditions, rules and questions, as they stand in the YAML files."""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from domain.advice import ItemKind, SectionId, Strength
from domain.finding import Status
from domain.frozen import Frozen

Scalar = bool | int | float | str
Words = Annotated[str, Field(pattern=r"\S"), AfterValidator(lambda text: " ".join(text.split()))]
Name = Annotated[str, Field(pattern=r"^[^\s{}.][^{}.]{0,58}[^\s{}.]$")]


class SourceType(StrEnum):
    """What kind of source it is."""

    GUIDELINE = "guideline"
    LABEL = "label"
    TRIAL = "trial"
    STUDY = "study"
    RESOURCE = "resource"


class Source(Frozen):
    """A source that rules cite.

    Attributes:
        locator: DOI, PMID, NCT number or label section.
        read: How much of it was read: the whole, its abstract, a digest by others, or nothing yet.
        licence: What may be done with its words; ours are always our own.
    """

    id: str
    type: SourceType
    title: str
    year: int
    locator: str
    read: Literal["full", "abstract", "digest", "not_read"]
    licence: str = "facts only"
    looked_up: dt.date


class Condition(Frozen):
    """One condition: a combination (`all`, `any`, `not`, `some` with `where`) or a statement about one fact.

    Attributes:
        fact: Profile path; `each.` begins a path within the element of `some` or of a rule's `for_each`.
        value_is: `is` in the file; likewise `one_of` for `in`, `negation` for `not`.
        known: Whether the fact is stated or denied. As `status` two-valued; all others are unknown for a missing fact.
    """

    all: tuple["Condition", ...] | None = None
    any: tuple["Condition", ...] | None = None
    negation: "Condition | None" = Field(default=None, alias="not")
    some: str | None = None
    where: "Condition | None" = None
    fact: str | None = None
    value_is: Scalar | None = Field(default=None, alias="is")
    one_of: tuple[Scalar, ...] | None = Field(default=None, alias="in")
    at_least: float | None = None
    at_most: float | None = None
    more_than: float | None = None
    less_than: float | None = None
    contains: str | None = None
    contains_any: tuple[str, ...] | None = None
    known: bool | None = None
    status: Status | None = None

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        forms = [name for name in ("all", "any", "negation", "some", "fact") if getattr(self, name) is not None]
        if len(forms) != 1:
            raise ValueError("a condition is one of all, any, not, some, fact")
        if (self.some is None) != (self.where is None):
            raise ValueError("some and where go together")
        if (len(self.tests()) == 1) != (self.fact is not None):
            raise ValueError("a fact has exactly one test, and only a fact has one")
        return self

    def tests(self) -> dict[str, object]:
        """The tests that are set, by their names here."""
        names = (
            "value_is", "one_of", "at_least", "at_most", "more_than", "less_than", "contains", "contains_any", "known",
            "status",
        )  # fmt: skip
        return {name: value for name in names if (value := getattr(self, name)) is not None}


class Gate(Frozen):
    """What bars an option: when it holds, the option is named as not shown, with this reason."""

    when: Condition
    patient: Words
    clinician: Words


class Call(Frozen):
    """What an urgent rule asks her to do; put after its words, and into one banner where several rules are urgent.

    Attributes:
        today: What to ask the team today, each a clause that begins with "whether" or "what".
        week: What to ask this week.
        signs: What to call emergency services for, by their ids in wording/signs.yaml.
        also: A last sentence.
    """

    today: tuple[Words, ...] = ()
    week: tuple[Words, ...] = ()
    signs: tuple[str, ...] = ()
    also: Words | None = None

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if not (self.today or self.week):
            raise ValueError("it asks nothing: fill today or week")
        return self


class Rule(Frozen):
    """One thing the guidance may say.

    Attributes:
        name: What it is about in a few words, for people; no other rule has it.
        when: It is shown when this is true. Left out: always.
        for_each: Profile path of a tuple; the rule is tried for each element.
        gates: For an option, what bars it.
        asks: Facts to ask for when the item is shown and they are missing.
        because: Facts to name as the reason, beside those of `when`.
        call: What an urgent rule asks her to do; its words for her then only say what the record says.
        verified: False when its source was not read in full.
        effective: The first day on which the rule speaks; left out: it always did.
        withdrawn: The first day on which it no longer speaks. A rule that is replaced stays in its file with this day,
            so that older guidance can be given again.
        anywhere: Shown also for a record without any HER2 or brain finding.
    """

    id: str = Field(pattern=r"^[a-z0-9_.-]+$")
    name: Name
    section: SectionId
    kind: ItemKind
    when: Condition | None = None
    for_each: str | None = None
    gates: tuple[Gate, ...] = ()
    asks: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    patient: Words
    clinician: Words
    call: Call | None = None
    cites: tuple[str, ...] = ()
    strength: Strength | None = None
    jurisdiction: tuple[str, ...] = ()
    effective: dt.date | None = None
    withdrawn: dt.date | None = None
    reviewed: dt.date
    review_days: int = Field(default=180, gt=0)
    verified: bool = False
    anywhere: bool = False

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Self:
        if self.withdrawn is not None and self.withdrawn <= (self.effective or self.reviewed):
            raise ValueError("it is withdrawn before it speaks: effective (or reviewed) must be before withdrawn")
        return self

    @model_validator(mode="after")
    def _calls_if_urgent(self) -> Self:
        if (self.call is not None) is not (self.kind is ItemKind.URGENT):
            raise ValueError("a rule has a call if it is urgent, and only then")
        return self


class Question(Frozen):
    """How a missing fact is asked for, once, however many rules need it."""

    fact: str
    patient: Words
    clinician: Words

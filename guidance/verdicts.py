"""Whether a rule is shown for a profile: shown, not shown or unknown, for itself or for each element of a list."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from domain.frozen import Frozen
from guidance.conditions import TRUE, UNKNOWN, Truth
from guidance.paths import Fact, Facts
from guidance.prepared import PreparedGate, PreparedRule
from guidance.schema import Gate, Rule
from guidance.screening import Screen

_ONCE = ((0, None),)


class Verdict(NamedTuple):
    """Why a rule is shown or not, for one element of its `for_each` or for the profile.

    Attributes:
        shown: True, not shown (false), or unknown because facts are missing.
        barred: The gate that bars the option, when one does.
        record: What the conditions looked at.
        withheld: Why the guidance leaves the item out although its conditions hold; set by `explain`.
    """

    prepared: PreparedRule
    shown: Truth
    record: Facts
    barred: PreparedGate | None = None
    each: Frozen | None = None
    number: int = 0
    withheld: str | None = None

    @property
    def rule(self) -> Rule:
        """The rule itself."""
        return self.prepared.rule

    @property
    def item_id(self) -> str:
        """The id of its item: the rule's, with the number of the element."""
        return f"{self.rule.id}.{self.number}" if self.number else self.rule.id

    @property
    def item_name(self) -> str:
        """The name of its item, likewise."""
        return f"{self.rule.name} {self.number}" if self.number else self.rule.name

    @property
    def gate(self) -> Gate | None:
        """The gate that bars the option, as it stands in the rule."""
        return self.barred.gate if self.barred else None

    @property
    def heeds_doubt(self) -> bool:
        """Whether what decides it counts a doubtful fact as stated: it warns, or it bars."""
        return self.prepared.doubt or self.barred is not None

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that decide it, or that are missing."""
        if self.barred:
            return self.barred.when.grounds(self.record, self.each, TRUE)
        return self.prepared.when.grounds(self.record, self.each, self.shown)


def verdicts(rule: PreparedRule, record: Facts) -> Iterator[Verdict]:
    """One verdict, or one for each element that the rule is tried for; none where nothing of the list was read."""
    for number, each in _tried_for(rule, record):
        yield _verdict(rule, rule.when.truth(record, each), record, each, number)


def open_verdicts(screen: Screen, record: Facts) -> Iterator[Verdict]:
    """The verdicts of all rules without those that lead to nothing: not shown, or unknown and nothing to ask for."""
    for rule, shown in screen.open(record):
        if rule.for_each is None:
            yield _verdict(rule, shown, record, None, 0)
            continue
        for verdict in verdicts(rule, record):
            if verdict.shown is TRUE or (rule.offers and verdict.shown is UNKNOWN):
                yield verdict


def _tried_for(rule: PreparedRule, record: Facts) -> Iterable[tuple[int, Frozen | None]]:
    """The elements that a rule is tried for, numbered from 1; none with number 0 for a rule that is tried once."""
    if rule.for_each is None:
        return _ONCE
    elements = enumerate(record.elements(rule.for_each), start=1)
    return [(number, each) for number, each in elements if each is not None]


def _verdict(rule: PreparedRule, shown: Truth, record: Facts, each: Frozen | None, number: int) -> Verdict:
    """What follows from the truth of a rule's condition, and from its gates where that holds."""
    barred = None
    if rule.gates and shown is TRUE:
        barred = next((gate for gate in rule.gates if gate.when.truth(record, each) is TRUE), None)
    return Verdict(rule, shown, record, barred, each, number)

"""Rules made ready to be tried on many profiles: conditions compiled, sources looked up, fixed words set once."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from domain.advice import Citation, ItemKind
from guidance.conditions import Test, compiled
from guidance.schema import Gate, Rule, Source
from guidance.wording.templates import filled, places_in


@dataclass(frozen=True, slots=True)
class Words:
    """What is said to the patient and to the clinician: templates, or texts where they name no facts."""

    patient: str
    clinician: str
    fixed: bool


@dataclass(frozen=True, slots=True)
class PreparedGate:
    """A gate with its condition compiled."""

    gate: Gate
    when: Test
    words: Words


@dataclass(frozen=True, slots=True)
class PreparedRule:
    """A rule with its conditions compiled and its sources at hand.

    Attributes:
        for_each: As in the rule.
        offers: Whether it is an option, which is asked about when it is unknown.
        doubt: Whether a doubtful fact counts as stated in `when`; in what bars an option it always does.
    """

    rule: Rule
    for_each: str | None
    offers: bool
    doubt: bool
    when: Test
    gates: tuple[PreparedGate, ...]
    words: Words
    citations: tuple[Citation, ...]

    def in_effect(self, as_of: dt.date) -> bool:
        """Whether the rule is one of those of that day."""
        begun = self.rule.effective is None or self.rule.effective <= as_of
        return begun and (self.rule.withdrawn is None or as_of < self.rule.withdrawn)


def prepared(rule: Rule, sources: Mapping[str, Source]) -> PreparedRule:
    """The rule made ready. What warns or bars counts a doubtful fact as stated; what offers does not."""
    doubt = rule.kind is ItemKind.URGENT
    return PreparedRule(
        rule=rule,
        for_each=rule.for_each,
        offers=rule.kind is ItemKind.OPTION,
        doubt=doubt,
        when=compiled(rule.when, doubt=doubt),
        gates=tuple(
            PreparedGate(gate, compiled(gate.when, doubt=True), _words(gate.patient, gate.clinician))
            for gate in rule.gates
        ),
        words=_words(rule.patient, rule.clinician),
        citations=tuple(
            Citation(id=source.id, title=source.title, year=source.year, locator=source.locator)
            for source in (sources[each] for each in rule.cites)
        ),
    )


def _words(patient: str, clinician: str) -> Words:
    if any(True for text in (patient, clinician) for _ in places_in(text)):
        return Words(patient, clinician, fixed=False)
    patient, clinician = (filled(text, lambda _path, _months: None) or text for text in (patient, clinician))
    return Words(patient, clinician, fixed=True)

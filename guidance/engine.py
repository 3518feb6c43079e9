"""From a profile to advice: pure, total and deterministic."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from domain.advice import Advice, Because, Citation, Item, ItemKind, Section, SectionId
from domain.evidence import Evidence
from domain.finding import Status
from domain.frozen import Frozen
from domain.profile import Conflict, ConflictSide, Profile
from guidance.conditions import Outcome, Truth, evaluate
from guidance.knowledge import Knowledge, knowledge
from guidance.paths import EACH, Fact, fact_at
from guidance.schema import Gate, Rule
from guidance.withheld import different_people
from guidance.wording.templates import filled, in_words, titles

_MOST_REASONS = 6  # quotes shown under one item
_MOST_WORDS = 4  # quotes of one fact: a derived one rests on several
_ORDER = {kind: place for place, kind in enumerate((ItemKind.URGENT, ItemKind.CONFLICT))}
_MISSING_WORDS = {Status.PENDING: "pending", Status.CONFLICT: "in conflict"}


@dataclass(frozen=True)
class Verdict:
    """Why a rule is shown or not, for one element of its `for_each` or for the profile.

    Attributes:
        shown: True, not shown (false), or unknown because facts are missing.
        gate: The gate that bars the option, when one does.
        facts: What the conditions looked at.
        withheld: Why the guidance leaves the item out although its conditions hold; set by `explain`.
    """

    rule: Rule
    shown: Truth
    facts: tuple[Fact, ...]
    gate: Gate | None = None
    each: Frozen | None = None
    number: int = 0
    withheld: str | None = None


def advise(profile: Profile, as_of: dt.date, base: Knowledge | None = None) -> Advice:
    """All guidance about a profile, on a date, by a knowledge base; the shipped one when none is given."""
    base = base or knowledge()
    if not profile.persons.settled:
        return different_people(profile, as_of, base.ruleset)
    relevant = is_relevant(profile)
    items: dict[SectionId, list[Item]] = {section: [] for section in SectionId}
    items[SectionId.CONFLICTS].extend(_conflict(number, each, base) for number, each in enumerate(profile.conflicts, 1))
    missing: dict[str, Fact] = {}
    for rule in base.rules:
        if not (relevant or rule.anywhere):
            continue
        for verdict in verdicts(rule, profile):
            item = _item(verdict, profile, as_of, base)
            if item is not None:
                items[rule.section].append(item)
            missing.update((fact.path, fact) for fact in _to_ask(verdict, profile))
    items[SectionId.QUESTIONS].extend(_questions(missing, profile, base))
    return Advice(
        ruleset=base.ruleset,
        as_of=as_of,
        sections=tuple(
            Section(
                id=section,
                title=titles()[section],
                items=tuple(sorted(found, key=lambda item: _ORDER.get(item.kind, len(_ORDER)))),
            )
            for section, found in items.items()
            if found
        ),
    )


def is_relevant(profile: Profile) -> bool:
    """Whether the record has anything to say of HER2 or of the brain."""
    return (
        profile.her2.status.status is not Status.UNKNOWN
        or profile.brain.metastasis.status is not Status.UNKNOWN
        or any(specimen.her2_status.status is not Status.UNKNOWN for specimen in profile.specimens)
    )


def explain(profile: Profile, rule_id: str, base: Knowledge | None = None) -> tuple[Verdict, ...]:
    """Why a rule is shown, not shown or unknown. Raises KeyError for an id that is not there."""
    base = base or knowledge()
    rule = next((rule for rule in base.rules if rule.id == rule_id), None)
    if rule is None:
        raise KeyError(rule_id)
    return tuple(replace(each, withheld=_withheld(each, profile)) for each in verdicts(rule, profile))


def _withheld(verdict: Verdict, profile: Profile) -> str | None:
    """Why `advise` leaves an item out although its conditions hold."""
    if verdict.shown is not Truth.TRUE:
        return None
    if not (verdict.rule.anywhere or is_relevant(profile)):
        return "the record has nothing on HER2 or the brain"
    if _worded(verdict, profile) is None:
        return "its wording names a fact that the record does not state"
    return None


def verdicts(rule: Rule, profile: Profile) -> Iterator[Verdict]:
    """One verdict, or one for each element that the rule is tried for."""
    elements = fact_at(profile, rule.for_each).value or () if rule.for_each else (None,)
    for number, each in enumerate(elements, start=1):
        outcome = evaluate(rule.when, profile, each)
        if outcome.truth is not Truth.TRUE:
            yield Verdict(rule, outcome.truth, outcome.facts, each=each, number=number)
            continue
        barred = _first_gate(rule.gates, profile, each)
        facts = barred[1].facts if barred else outcome.facts
        yield Verdict(rule, Truth.TRUE, facts, barred[0] if barred else None, each, number)


def _first_gate(gates: Iterable[Gate], profile: Profile, each: Frozen | None) -> tuple[Gate, Outcome] | None:
    for gate in gates:
        outcome = evaluate(gate.when, profile, each)
        if outcome.truth is Truth.TRUE:
            return gate, outcome
    return None


def _item(verdict: Verdict, profile: Profile, as_of: dt.date, base: Knowledge) -> Item | None:
    if verdict.shown is not Truth.TRUE:
        return None
    rule = verdict.rule
    worded = _worded(verdict, profile)
    if worded is None:
        return None
    patient, clinician = worded
    named = (*verdict.facts, *(fact_at(profile, path, verdict.each) for path in rule.because))
    return Item(
        id=rule.id if rule.for_each is None else f"{rule.id}.{verdict.number}",
        kind=ItemKind.NOT_SHOWN if verdict.gate else rule.kind,
        text=patient,
        clinician_text=clinician,
        because=_reasons(named),
        citations=tuple(
            Citation(id=source.id, title=source.title, year=source.year, locator=source.locator)
            for source in (base.sources[each] for each in rule.cites)
        ),
        reviewed=rule.reviewed,
        stale=(as_of - rule.reviewed).days > rule.review_days,
    )


def _worded(verdict: Verdict, profile: Profile) -> tuple[str, str] | None:
    """The words for the patient and for the clinician; None where they name a fact that the record does not state."""
    words = verdict.gate or verdict.rule

    def value_of(path: str) -> object:
        return fact_at(profile, path, verdict.each).value

    patient, clinician = filled(words.patient, value_of), filled(words.clinician, value_of)
    return None if patient is None or clinician is None else (patient, clinician)


def _reasons(facts: Iterable[Fact]) -> tuple[Because, ...]:
    """The facts that the record states, each with the words it rests on; words that were shown are not shown again."""
    found: dict[object, Because] = {}
    for fact in facts:
        if fact.status is Status.UNKNOWN:
            continue
        name = fact.path.removeprefix(EACH)
        value = _MISSING_WORDS.get(fact.status) or in_words(fact.value)
        if not fact.evidence:
            found.setdefault(fact.path, Because(fact=name, value=value))
        for words in fact.evidence[:_MOST_WORDS]:
            found.setdefault((words.document, words.page, words.start), _because(name, value, words))
    return tuple(found.values())[:_MOST_REASONS]


def _because(fact: str, value: str, words: Evidence) -> Because:
    return Because(
        fact=fact,
        value=value,
        quote=words.quote,
        document=words.document,
        page=words.page,
        start=words.start,
        end=words.end,
        boxes=words.boxes,
    )


def _to_ask(verdict: Verdict, profile: Profile) -> Iterator[Fact]:
    """Facts that an option, or an item that is shown, would need and the record does not state."""
    if verdict.shown is Truth.TRUE:
        wanted = [fact_at(profile, path) for path in verdict.rule.asks]
        yield from (fact for fact in wanted if not fact.known)
    elif verdict.shown is Truth.UNKNOWN and verdict.rule.kind is ItemKind.OPTION:
        yield from (fact for fact in verdict.facts if not fact.known and not fact.path.startswith(EACH))


def _questions(missing: dict[str, Fact], profile: Profile, base: Knowledge) -> Iterator[Item]:
    for path, question in base.questions.items():
        if path not in missing:
            continue
        fact = fact_at(profile, path)
        yield Item(
            id=f"missing.{path}",
            kind=ItemKind.MISSING,
            text=question.patient,
            clinician_text=question.clinician,
            because=(Because(fact=path, value=_MISSING_WORDS.get(fact.status, "not found in these records")),),
            reviewed=base.ruleset.date,
        )


def _conflict(number: int, conflict: Conflict, base: Knowledge) -> Item:
    told = " ".join(_side(side) for side in conflict.sides)
    return Item(
        id=f"conflict.{conflict.field}.{number}",
        kind=ItemKind.CONFLICT,
        text=f"{conflict.summary} {told} Ask your team which one they use, and why.",
        clinician_text=f"Conflict in {conflict.field}: {conflict.summary} {told}",
        because=tuple(
            _because(conflict.field, side.value.replace("_", " "), words)
            for side in conflict.sides
            for words in side.evidence[:1]
        ),
        reviewed=base.ruleset.date,
    )


def _side(side: ConflictSide) -> str:
    when = f" ({in_words(side.date)})" if side.date else ""
    return f"One place says: {side.value.replace('_', ' ')}{when}."

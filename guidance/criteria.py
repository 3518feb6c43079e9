"""Which criteria of the items, and of the options that are not shown, a record meets: put together when asked for."""

import datetime as dt
from collections.abc import Iterator

from domain.advice import Advice, ItemKind, SectionId
from domain.criteria import Criteria, Criterion, Outcome, Standing
from domain.frozen import Frozen
from domain.profile import Profile
from guidance.conditions import Truth, evaluate
from guidance.engine import explain
from guidance.knowledge import Knowledge, knowledge
from guidance.paths import Fact
from guidance.schema import Condition, Rule
from guidance.trace import in_short, value_of
from guidance.verdicts import Verdict
from guidance.wording.templates import fact_name

_MOST_FACTS = 4  # named for one criterion that several decide
_STANDINGS = {Truth.TRUE: Standing.MET, Truth.FALSE: Standing.NOT_MET, Truth.UNKNOWN: Standing.UNKNOWN}
_OUTCOMES = {Truth.TRUE: Outcome.SHOWN, Truth.FALSE: Outcome.NOT_SHOWN, Truth.UNKNOWN: Outcome.UNKNOWN}


def criteria_of(profile: Profile, advice: Advice, base: Knowledge | None = None) -> tuple[Criteria, ...]:
    """The criteria of each item that a rule made, in the order of the rules, then of the options that are not shown.

    Advice without more than what is urgent (it waits for a review) has no options that are not shown. Advice by other
    rules than those of the base has no criteria here: what it was decided by is not known any more.
    """
    base = base or knowledge()
    if advice.ruleset != base.ruleset:
        return ()
    shown = {item.id for section in advice.sections for item in section.items}
    with_options = any(section.id is not SectionId.URGENT for section in advice.sections)
    found: list[Criteria] = []
    left_out: list[Criteria] = []
    for rule in base.rules:
        option = with_options and rule.kind is ItemKind.OPTION and _speaks_on(rule, advice.as_of)
        if option or any(item == rule.id or item.startswith(f"{rule.id}.") for item in shown):
            for each in map(_criteria, explain(profile, rule.id, advice.as_of, base)):
                if each.item in shown:
                    found.append(each)
                elif option:
                    left_out.append(each)
    return (*found, *left_out)


def undecided(profile: Profile, advice: Advice, base: Knowledge | None = None) -> dict[SectionId, tuple[str, ...]]:
    """For each section of the advice with options that wait for facts: the paths of those facts."""
    base = base or knowledge()
    if advice.ruleset != base.ruleset:
        return {}
    items = (item for section in advice.sections for item in section.items)
    asked = [item.because[0].fact for item in items if item.kind is ItemKind.MISSING]
    waits: dict[SectionId, dict[str, None]] = {section.id: {} for section in advice.sections}
    for rule in base.rules:
        if rule.kind is ItemKind.OPTION and rule.section in waits and _speaks_on(rule, advice.as_of):
            for verdict in explain(profile, rule.id, advice.as_of, base):
                if verdict.shown is Truth.UNKNOWN:
                    missing = {fact.path for fact in verdict.facts}
                    waits[rule.section].update((path, None) for path in asked if _is_among(path, missing))
    return {section: tuple(paths) for section, paths in waits.items() if paths}


def _is_among(asked: str, missing: set[str]) -> bool:
    """Whether a fact that is asked for is missing, whole or in part: `brain.count` is asked for its `max`."""
    return any(path == asked or path.startswith(f"{asked}.") for path in missing)


def _speaks_on(rule: Rule, day: dt.date) -> bool:
    return (rule.effective is None or rule.effective <= day) and (rule.withdrawn is None or day < rule.withdrawn)


def _criteria(verdict: Verdict) -> Criteria:
    rule, profile, each = verdict.rule, verdict.record.profile, verdict.each
    parts = _parts(rule.when) if rule.when else ()
    gates = (Condition.model_validate({"not": gate.when}) for gate in rule.gates)
    outcome = Outcome.NOT_SHOWN if verdict.withheld else Outcome.BARRED if verdict.barred else _OUTCOMES[verdict.shown]
    return Criteria(
        item=verdict.item_id,
        name=verdict.item_name,
        option=rule.kind is ItemKind.OPTION,
        outcome=outcome,
        withheld=verdict.withheld,
        criteria=(
            *(_criterion(part, profile, each, doubt=verdict.prepared.doubt) for part in parts),
            *(_criterion(gate, profile, each, doubt=True) for gate in gates),
        ),
    )


def _parts(condition: Condition) -> Iterator[Condition]:
    """What all have to hold for a condition to hold, each on its own."""
    if condition.all is None:
        yield condition
    for part in condition.all or ():
        yield from _parts(part)


def _criterion(condition: Condition, profile: Profile, each: Frozen | None, *, doubt: bool) -> Criterion:
    outcome = evaluate(condition, profile, each, doubt=doubt)
    facts = list(dict.fromkeys(map(_found, outcome.facts)))
    more = f"; and {len(facts) - _MOST_FACTS} more" if len(facts) > _MOST_FACTS else ""
    return Criterion(
        asked=in_short(condition), standing=_STANDINGS[outcome.truth], found="; ".join(facts[:_MOST_FACTS]) + more
    )


def _found(fact: Fact) -> str:
    return f"{fact_name(fact.path)}: {value_of(fact)}"

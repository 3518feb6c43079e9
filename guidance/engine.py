"""From a profile to advice: pure, total and deterministic."""

import datetime as dt

from domain.advice import Advice, Item, ItemKind, Section, SectionId
from domain.finding import Status
from domain.frozen import trusted
from domain.profile import Profile
from guidance.conditions import TRUE
from guidance.items import Teller, conflict, questions, to_confirm
from guidance.knowledge import Knowledge, knowledge
from guidance.paths import EACH, Facts
from guidance.prepared import PreparedRule
from guidance.verdicts import Verdict, open_verdicts, verdicts
from guidance.withheld import different_people
from guidance.wording.templates import titles


def advise(profile: Profile, as_of: dt.date, base: Knowledge | None = None) -> Advice:
    """All guidance about a profile, on a date, by a knowledge base; the shipped one when none is given.

    The same profile, knowledge base and date give the same advice. Rules that were not in effect on the date are left
    out, and those whose review was due by then are marked stale.
    """
    base = base or knowledge()
    if not profile.persons.settled:
        return different_people(profile, as_of, base.ruleset)
    facts = Facts(profile)
    relevant = is_relevant(profile)
    items: dict[SectionId, list[Item]] = {section: [] for section in SectionId}
    items[SectionId.CONFLICTS].extend(conflict(number, each, base) for number, each in enumerate(profile.conflicts, 1))
    missing: set[str] = set()
    teller = Teller(facts, as_of)
    for verdict in open_verdicts(base.in_effect(as_of), facts):
        if not (relevant or _is_for_anyone(verdict.prepared)):
            continue
        rule = verdict.prepared.rule
        if verdict.shown is not TRUE:
            missing.update(fact.path for fact in verdict.facts if not fact.known and not fact.path.startswith(EACH))
            continue
        if (item := teller.item(verdict)) is not None:
            items[rule.section].append(item)
        missing.update(path for path in rule.asks if not facts[path].known)
    items[SectionId.QUESTIONS].extend((*to_confirm(profile, base), *questions(missing, facts, base)))
    return Advice(
        ruleset=base.ruleset,
        as_of=as_of,
        sections=tuple(
            trusted(Section, id=section, title=titles()[section], items=tuple(found))
            for section, found in items.items()
            if found
        ),
    )


def is_relevant(profile: Profile) -> bool:
    """Whether the record has anything to say of HER2, of the brain or of its lining."""
    return (
        profile.her2.status.status is not Status.UNKNOWN
        or profile.brain.metastasis.status is not Status.UNKNOWN
        or profile.brain.leptomeningeal.status is not Status.UNKNOWN
        or any(specimen.her2_status.status is not Status.UNKNOWN for specimen in profile.specimens)
    )


def _is_for_anyone(rule: PreparedRule) -> bool:
    """Whether it is shown also where the record has nothing on HER2 or the brain; a warning always is."""
    return rule.rule.anywhere or rule.rule.kind is ItemKind.URGENT


def explain(profile: Profile, rule_id: str, as_of: dt.date, base: Knowledge | None = None) -> tuple[Verdict, ...]:
    """Why a rule is shown, not shown or unknown on a date. Raises KeyError for an id that is not there."""
    base = base or knowledge()
    rule = next((rule for rule in base.prepared if rule.rule.id == rule_id), None)
    if rule is None:
        raise KeyError(rule_id)
    return tuple(each._replace(withheld=_withheld(each, as_of)) for each in verdicts(rule, Facts(profile)))


def _withheld(verdict: Verdict, as_of: dt.date) -> str | None:
    """Why `advise` leaves an item out although its conditions hold."""
    if verdict.shown is not TRUE:
        return None
    if not verdict.prepared.in_effect(as_of):
        return f"the rule was not in effect on {as_of}"
    if not (_is_for_anyone(verdict.prepared) or is_relevant(verdict.record.profile)):
        return "the record has nothing on HER2 or the brain"
    if Teller(verdict.record, as_of).words(verdict) is None:
        return "its wording names a fact that the record does not state"
    return None

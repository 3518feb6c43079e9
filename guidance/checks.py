"""What is checked of rules when they are loaded: names resolve, tests fit their facts, every rule can speak."""

from collections.abc import Mapping, Sequence
from typing import Any, get_origin

from domain.advice import ItemKind, SectionId
from domain.errors import KnowledgeError
from domain.frozen import Frozen
from guidance.paths import EACH, allowed_values, element_type, type_at
from guidance.reachable import can_hold
from guidance.schema import Condition, Question, Rule, Source
from guidance.wording.templates import places_in, signs

_NUMBER_TESTS = {"at_least", "at_most", "more_than", "less_than"}
_URGENT_FIRST = {ItemKind.URGENT: SectionId.URGENT, ItemKind.CONFLICT: SectionId.CONFLICTS}


def check(rules: Sequence[Rule], sources: Mapping[str, Source], questions: Mapping[str, Question]) -> None:
    """Checks rules against each other, against the profile, and against what they cite and ask for.

    Raises:
        KnowledgeError: If a rule names what is not there, or cannot ever be shown.
    """
    seen: set[str] = set()
    named: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise KnowledgeError(f"Two rules have the id {rule.id}. Give one of them another.")
        seen.add(rule.id)
        if rule.name.lower() in named:
            raise KnowledgeError(f"Rule {rule.id} has the name of another, “{rule.name}”. Give it one of its own.")
        named.add(rule.name.lower())
        _check_named(rule, sources)
        if (section := _URGENT_FIRST.get(rule.kind)) and rule.section is not section:
            raise KnowledgeError(f"Rule {rule.id} is {rule.kind} and belongs in the section {section}.")
        each = _element(rule)
        for condition in (rule.when, *(gate.when for gate in rule.gates)):
            _check_condition(rule, condition, each)
        _check_reachable(rule, each)
        templates = (
            rule.patient,
            rule.clinician,
            *(words for gate in rule.gates for words in (gate.patient, gate.clinician)),
        )
        for path in (*rule.asks, *rule.because, *(place for text in templates for place in places_in(text))):
            _type(rule, path, each)
        for path in rule.asks:
            if path not in questions:
                raise KnowledgeError(f"Rule {rule.id} asks for {path}, for which questions.yaml has no wording.")
    for path in questions:
        try:
            type_at(path)
        except KeyError:
            raise KnowledgeError(f"questions.yaml asks for {path}, which is not a path of the profile.") from None


def _check_named(rule: Rule, sources: Mapping[str, Source]) -> None:
    for source in rule.cites:
        if source not in sources:
            raise KnowledgeError(f"Rule {rule.id} cites {source}, which is not in sources.yaml. Add it there.")
    for sign in rule.call.signs if rule.call else ():
        if sign not in signs():
            raise KnowledgeError(f"Rule {rule.id} names the sign {sign}, which is not in signs.yaml. Add it there.")


def _element(rule: Rule) -> type[Frozen] | None:
    if rule.for_each is None:
        return None
    try:
        return element_type(rule.for_each)
    except KeyError:
        raise KnowledgeError(f"Rule {rule.id} is for each of {rule.for_each}, which is no list of it.") from None


def _type(rule: Rule, path: str, each: type[Frozen] | None) -> Any:
    try:
        return type_at(path, each if path.startswith(EACH) else None)
    except KeyError:
        raise KnowledgeError(f"Rule {rule.id} names {path}, which is not a path of the profile.") from None


def _check_reachable(rule: Rule, each: type[Frozen] | None) -> None:
    when = [rule.when] if rule.when is not None else []
    if not can_hold(when, each):
        raise KnowledgeError(f"Rule {rule.id} can never be shown: its condition contradicts itself. Mend `when`.")
    for number, gate in enumerate(rule.gates, start=1):
        if not can_hold([*when, gate.when], each):
            raise KnowledgeError(
                f"Gate {number} of rule {rule.id} can never bar it: it contradicts the condition of the rule or itself."
            )


def _check_condition(rule: Rule, condition: Condition | None, each: type[Frozen] | None) -> None:
    if condition is None:
        return
    if condition.some is not None:
        try:
            element = element_type(condition.some)
        except KeyError:
            raise KnowledgeError(f"Rule {rule.id} looks through {condition.some}, which is no list.") from None
        _check_condition(rule, condition.where, element)
        return
    for part in (*(condition.all or ()), *(condition.any or ()), condition.negation):
        _check_condition(rule, part, each)
    if condition.fact is not None:
        _check_test(rule, condition, _type(rule, condition.fact, each))


def _check_test(rule: Rule, condition: Condition, found: Any) -> None:
    ((test, wanted),) = condition.tests().items()
    several = get_origin(found) is tuple
    fits = {
        "contains": several,
        "contains_any": several,
        "value_is": not several,
        "one_of": not several,
    }.get(test, found in {int, float} if test in _NUMBER_TESTS else True)
    allowed = allowed_values(found)
    values = wanted if isinstance(wanted, tuple) else (wanted,)
    if not fits or (allowed is not None and test not in {"known", "status"} and not set(values) <= allowed):
        raise KnowledgeError(f"Rule {rule.id} tests {condition.fact} with {test} {wanted}, which it can never be.")
    if test not in {"known", "status"} and not all(_is_of(found, value) for value in values):
        raise KnowledgeError(
            f"Rule {rule.id} tests {condition.fact} with {wanted}, which is no value of that kind. True and false are "
            "for what is true or false, and YAML takes an unquoted NO, ON or YES for one of them."
        )


def _is_of(found: Any, value: object) -> bool:
    """Whether a value is of the kind that a path holds, or a list at it."""
    if found is bool or isinstance(value, bool):
        return found is bool and isinstance(value, bool)
    return isinstance(value, int | float) if found in {int, float} else isinstance(value, str)

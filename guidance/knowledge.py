"""Loads the knowledge base and refuses it when anything in it does not fit."""

import datetime as dt
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeVar, get_origin

import yaml
from pydantic import BaseModel, ValidationError

from domain.advice import ItemKind, Ruleset, SectionId
from domain.errors import KnowledgeError
from domain.frozen import Frozen
from guidance.paths import EACH, allowed_values, element_type, type_at
from guidance.prepared import PreparedRule, prepared
from guidance.reachable import can_hold
from guidance.schema import Condition, Question, Rule, Source
from guidance.wording.templates import places_in

M = TypeVar("M", bound=BaseModel)
_NUMBER_TESTS = {"at_least", "at_most", "more_than", "less_than"}
_URGENT_FIRST = {ItemKind.URGENT: SectionId.URGENT, ItemKind.CONFLICT: SectionId.CONFLICTS}


@dataclass(frozen=True)
class Knowledge:
    """Rules, sources and questions, checked against each other and against the profile.

    Attributes:
        rules: In the order of their files and of their places in them.
    """

    ruleset: Ruleset
    rules: tuple[Rule, ...]
    sources: dict[str, Source]
    questions: dict[str, Question]

    @cached_property
    def prepared(self) -> tuple[PreparedRule, ...]:
        """The rules made ready to be tried, in the same order."""
        return tuple(prepared(rule, self.sources) for rule in self.rules)

    def in_effect(self, as_of: dt.date) -> tuple[PreparedRule, ...]:
        """The rules of that day, made ready."""
        found = self._by_day.get(as_of)
        if found is None:
            found = self._by_day[as_of] = tuple(rule for rule in self.prepared if rule.in_effect(as_of))
        return found

    @cached_property
    def _by_day(self) -> dict[dt.date, tuple[PreparedRule, ...]]:
        return {}


@cache
def knowledge() -> Knowledge:
    """The knowledge base that ships with the product."""
    return load(files("guidance"))


def load(folder: Traversable) -> Knowledge:
    """The knowledge base of a folder: ruleset.yaml, sources.yaml, questions.yaml and rules/*.yaml.

    Raises:
        KnowledgeError: If a file is not as it should be; the message names the file, the rule and what to mend.
    """
    rule_files = sorted((each for each in folder.joinpath("rules").iterdir() if each.name.endswith(".yaml")), key=str)
    knowledge = Knowledge(
        ruleset=_all(folder.joinpath("ruleset.yaml"), Ruleset)[0],
        rules=tuple(rule for file in rule_files for rule in _all(file, Rule)),
        sources=_by_id(_all(folder.joinpath("sources.yaml"), Source)),
        questions={each.fact: each for each in _all(folder.joinpath("questions.yaml"), Question)},
    )
    check(knowledge)
    return knowledge


def check(knowledge: Knowledge) -> None:
    """Raises KnowledgeError when a rule names what is not there, or cannot ever be shown."""
    seen: set[str] = set()
    for rule in knowledge.rules:
        if rule.id in seen:
            raise KnowledgeError(f"Two rules have the id {rule.id}. Give one of them another.")
        seen.add(rule.id)
        for source in rule.cites:
            if source not in knowledge.sources:
                raise KnowledgeError(f"Rule {rule.id} cites {source}, which is not in sources.yaml. Add it there.")
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
            if path not in knowledge.questions:
                raise KnowledgeError(f"Rule {rule.id} asks for {path}, for which questions.yaml has no wording.")
    for path in knowledge.questions:
        try:
            type_at(path)
        except KeyError:
            raise KnowledgeError(f"questions.yaml asks for {path}, which is not a path of the profile.") from None


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
    if found is bool and test == "value_is" and not isinstance(wanted, bool):
        raise KnowledgeError(f"Rule {rule.id} tests {condition.fact} with {wanted}; it is true or false.")


def _by_id(sources: list[Source]) -> dict[str, Source]:
    found = {source.id: source for source in sources}
    if len(found) != len(sources):
        raise KnowledgeError("Two sources in sources.yaml have the same id. Give one of them another.")
    return found


def _all(file: Traversable, shape: type[M]) -> list[M]:
    """Every entry of a YAML list (or its one entry), checked."""
    entries = yaml.safe_load(file.read_text(encoding="utf-8")) or []
    checked = []
    for number, entry in enumerate(entries if isinstance(entries, list) else [entries], start=1):
        try:
            checked.append(shape.model_validate(entry))
        except ValidationError as error:
            name = entry.get("id", f"number {number}") if isinstance(entry, dict) else f"number {number}"
            wrong = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
            raise KnowledgeError(f"{file.name}, entry {name}: {wrong}") from None
    return checked

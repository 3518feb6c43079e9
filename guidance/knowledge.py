"""Loads the knowledge base and refuses it when anything in it does not fit."""

import datetime as dt
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from domain.advice import Ruleset
from domain.errors import KnowledgeError
from guidance.checks import check
from guidance.prepared import PreparedRule, prepared
from guidance.schema import Question, Rule, Source
from guidance.screening import Screen

M = TypeVar("M", bound=BaseModel)


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

    def in_effect(self, as_of: dt.date) -> Screen:
        """The rules of that day, ready to be tried together."""
        found = self._by_day.get(as_of)
        if found is None:
            found = self._by_day[as_of] = Screen([rule for rule in self.prepared if rule.in_effect(as_of)])
        return found

    @cached_property
    def _by_day(self) -> dict[dt.date, Screen]:
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
    check(knowledge.rules, knowledge.sources, knowledge.questions)
    return knowledge


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

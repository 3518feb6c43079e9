"""Puts facts into sentences: `{brain.largest_mm}` becomes the value in plain words.

`{brain.change.date+3m}` is the date three months later. A part in square brackets goes when a fact in it is missing.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml

from domain.brain import CountQualifier, LesionCount
from domain.dates import PartialDate

_PLACE = re.compile(r"\{([a-z0-9_.]+)(?:\+(\d+)m)?\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def places_in(template: str) -> Iterator[str]:
    """The profile paths that a template names."""
    return (match[1] for match in _PLACE.finditer(template))


def filled(template: str, words_of: Callable[[str, int], str | None]) -> str | None:
    """The sentence with its facts in words; None when one of them, outside of square brackets, is missing.

    Args:
        template: As it stands in a rule.
        words_of: The words for a path so many months later; None where the fact is missing. See `said`.
    """
    text = ""
    for part in _parsed(template):
        words = part.text
        for path, months, after in part.facts:
            fact = words_of(path, months)
            if fact is None:
                if part.optional:
                    words = ""
                    break
                return None
            words += fact + after
        text += words
    return text[:1].upper() + text[1:]


class _Part(NamedTuple):
    """A part of a template: its text up to the first fact, then path, months and the text behind it for every fact."""

    text: str
    facts: tuple[tuple[str, int, str], ...]
    optional: bool


@cache
def _parsed(template: str) -> tuple[_Part, ...]:
    parts = []
    for number, part in enumerate(_OPTIONAL.split(template)):
        text, *facts = _PLACE.split(part)
        named = zip(facts[::3], (int(months or 0) for months in facts[1::3]), facts[2::3], strict=True)
        parts.append(_Part(text, tuple(named), optional=number % 2 == 1))  # every second part stood in brackets
    return tuple(parts)


def said(value: object, months: int = 0) -> str | None:
    """A value in words, or the date so many months later, to the month; None for none, or a date without a month."""
    if not months:
        return None if value is None else in_words(value)
    if not isinstance(value, PartialDate) or value.month is None:
        return None
    month = value.month - 1 + months
    return in_words(PartialDate(year=value.year + month // 12, month=month % 12 + 1))


def in_words(value: object) -> str:
    """A value as a person would say it."""
    match value:
        case StrEnum() | str():
            return names().get(str(value), str(value).replace("_", " "))
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:g}"
        case LesionCount():
            return _count(value)
        case PartialDate():
            return _date(value)
        case dt.date():
            return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
        case tuple():
            return listed([in_words(each) for each in value])
    return str(value)


def _count(count: LesionCount) -> str:
    match count.qualifier:
        case CountQualifier.INNUMERABLE:
            return "more than could be counted"
        case CountQualifier.MULTIPLE:
            return "several"
        case CountQualifier.AT_LEAST:
            return f"at least {_number(count.min or 0)}"
    if count.min != count.max:
        return f"{_number(count.min or 0)} to {_number(count.max or 0)}"
    about = "about " if count.qualifier is CountQualifier.ABOUT else ""
    return about + _number(count.min or 0)


def _number(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def _date(date: PartialDate) -> str:
    day = f"{date.day} " if date.day else ""
    month = f"{_MONTHS[date.month - 1]} " if date.month else ""
    return f"{day}{month}{date.year}"


def listed(words: Sequence[str], joined: str = "and") -> str:
    """Words as a list in a sentence: "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {joined} {words[-1]}" if words else "none"


@cache
def names() -> dict[str, str]:
    """Plain names of values."""
    return _yaml("names.yaml")


@cache
def fact_names() -> dict[str, str]:
    """Plain names of facts by profile path; of what is within an element of a list without `each.`."""
    return _yaml("facts.yaml")


def fact_name(path: str) -> str:
    """A fact in plain words; of a path without a name of its own, the name of what it is a part of."""
    start = path.removeprefix("each.")
    while start and start not in fact_names():
        start = start.rpartition(".")[0]
    return fact_names().get(start, path)


@cache
def glossary() -> dict[str, str]:
    """Terms that the wording for patients cannot avoid, with their explanation."""
    return _yaml("glossary.yaml")


@cache
def titles() -> dict[str, str]:
    """Section titles by section id."""
    return _yaml("titles.yaml")


@cache
def signs() -> dict[str, str]:
    """What calls for emergency services, by id, in the order in which it is named."""
    return _yaml("signs.yaml")


def _yaml(name: str) -> dict[str, str]:
    text = files("guidance").joinpath("wording", name).read_text(encoding="utf-8")
    found: dict[str, str] = yaml.safe_load(text)
    return found

"""Puts facts into sentences: `{brain.largest_mm}` becomes the value in plain words.

`{brain.change.date+3m}` is the date three months later. A part in square brackets goes when a fact in it is missing.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

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


def filled(template: str, value_of: Callable[[str], Any]) -> str | None:
    """The sentence with its facts in words; None when one of them, outside of square brackets, is missing."""
    parts = [_with_facts(part, value_of) for part in _parsed(template)]
    if any(part is None for part in parts[::2]):  # every second part stood in brackets
        return None
    text = "".join(part or "" for part in parts)
    return text[:1].upper() + text[1:]


@cache
def _parsed(template: str) -> tuple[tuple[str, ...], ...]:
    """Its parts, within brackets and without in turn; each is a text, then path, months and text for every fact."""
    return tuple(tuple(_PLACE.split(part)) for part in _OPTIONAL.split(template))


def _with_facts(part: tuple[str, ...], value_of: Callable[[str], Any]) -> str | None:
    text = part[0]
    for path, months, after in zip(part[1::3], part[2::3], part[3::3], strict=True):
        value = _later(value_of(path), months)
        if value is None:
            return None
        text += in_words(value) + after
    return text


def _later(value: Any, months: str | None) -> Any:  # noqa: ANN401 - whatever a profile holds
    """The date so many months later, to the month; None for a date without a month."""
    if months is None:
        return value
    if not isinstance(value, PartialDate) or value.month is None:
        return None
    month = value.month - 1 + int(months)
    return PartialDate(year=value.year + month // 12, month=month % 12 + 1)


def in_words(value: object) -> str:
    """A value as a person would say it."""
    match value:
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
            return _listed([in_words(each) for each in value])
        case StrEnum() | str():
            return names().get(str(value), str(value).replace("_", " "))
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


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1] if words else "none"


@cache
def names() -> dict[str, str]:
    """Plain names of values and of profile paths."""
    return _yaml("names.yaml")


@cache
def glossary() -> dict[str, str]:
    """Terms that the wording for patients cannot avoid, with their explanation."""
    return _yaml("glossary.yaml")


@cache
def titles() -> dict[str, str]:
    """Section titles by section id."""
    return _yaml("titles.yaml")


def _yaml(name: str) -> dict[str, str]:
    text = files("guidance").joinpath("wording", name).read_text(encoding="utf-8")
    found: dict[str, str] = yaml.safe_load(text)
    return found

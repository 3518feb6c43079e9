"""Profile paths such as `brain.largest_mm`: which there are, of what type, and what a profile holds at one."""

import types
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, TypeGuard, Union, get_args, get_origin

from domain.dates import PartialDate
from domain.evidence import Evidence
from domain.finding import Finding, Status
from domain.frozen import Frozen
from domain.profile import Profile

EACH = "each."
DATE = "date"  # of a finding: the date that its value holds for


@dataclass(frozen=True, slots=True)
class Fact:
    """What a profile holds at a path.

    Attributes:
        value: None when unknown, pending, in conflict, or when the part asked for is not set.
    """

    path: str
    value: Any
    status: Status
    evidence: tuple[Evidence, ...] = ()
    sides: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Stated or denied."""
        return self.value is not None and self.status in {Status.STATED, Status.DENIED}


def fact_at(profile: Profile, path: str, each: Frozen | None = None) -> Fact:
    """The fact at a path that was checked on load; `each.` paths are within the element."""
    node: Any = profile
    parts = path.split(".")
    if parts[0] == "each":
        node, parts = each, parts[1:]
    found: Finding[Any] | None = None
    for part in parts:
        if isinstance(node, Finding):
            found, node = node, node.date if part == DATE else node.value
            if part == DATE:
                continue
        node = getattr(node, part) if node is not None else None
    if isinstance(node, Finding):
        found, node = node, node.value
    if found is None:
        own = getattr(each, "evidence", ()) if each is not None else ()
        return Fact(path, node, Status.UNKNOWN if node is None else Status.STATED, own)
    sides = tuple(str(side.value) for side in found.alternatives)
    return Fact(path, node, found.status, found.evidence, sides)


@cache
def type_at(path: str, each: type[Frozen] | None = None) -> Any:
    """The type of the value at a path.

    Raises:
        KeyError: If there is no such path.
    """
    parts = path.split(".")
    current: Any = Profile
    if parts[0] == "each":
        if each is None:
            raise KeyError(path)
        current, parts = each, parts[1:]
    for part in parts:
        if part == DATE and _is_finding(current):
            current = PartialDate
            continue
        current = _value_type(current)
        fields = getattr(current, "model_fields", None)
        if fields is None or part not in fields:
            raise KeyError(path)
        current = _without_none(fields[part].annotation)
    return _value_type(current)


def element_type(path: str) -> type[Frozen]:
    """The type of the elements at a path that holds several, e.g. `specimens`.

    Raises:
        KeyError: If there is no such path, or it does not hold values of several fields.
    """
    found = type_at(path)
    arguments = get_args(found)
    if get_origin(found) is not tuple or not isinstance(arguments[0], type) or not issubclass(arguments[0], Frozen):
        raise KeyError(path)
    return arguments[0]


def allowed_values(found: Any) -> frozenset[str] | None:
    """The values that a choice may have; None for what is not a choice."""
    arguments = get_args(found)
    choice = arguments[0] if get_origin(found) is tuple else found
    if isinstance(choice, type) and issubclass(choice, StrEnum):
        return frozenset(choice)
    return None


def _is_finding(annotation: Any) -> TypeGuard[type[Finding[Any]]]:
    return isinstance(annotation, type) and issubclass(annotation, Finding)


def _value_type(annotation: Any) -> Any:
    if _is_finding(annotation):
        return _without_none(annotation.model_fields["value"].annotation)
    return annotation


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) in {Union, types.UnionType}:
        kept = [each for each in get_args(annotation) if each is not type(None)]
        return kept[0] if len(kept) == 1 else annotation
    return annotation

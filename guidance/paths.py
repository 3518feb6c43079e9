"""Profile paths such as `brain.largest_mm`: which there are, of what type, and what a profile holds at one."""

import types
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple, TypeGuard, Union, get_args, get_origin

from domain.brain import BrainMetastasis
from domain.confirmation import is_doubted
from domain.dates import PartialDate
from domain.evidence import Evidence
from domain.finding import Finding, Status
from domain.frozen import Frozen
from domain.profile import Profile
from domain.specimen import Presence

EACH = "each."
_KNOWN = frozenset({Status.STATED, Status.DENIED})
DATE = "date"  # of a finding: the date that its value holds for
_SUSPECTED: frozenset[object] = frozenset({Presence.SUSPECTED, BrainMetastasis.SUSPECTED})
# The finding and its value by which a record says that there is nothing in a list; other empty lists were not read.
_SAYS_NONE: dict[str, tuple[str, object]] = {
    "brain.lesions": ("brain.metastasis", BrainMetastasis.ABSENT),
    "course.local": ("course.local_treatments_received", ()),
    "course.systemic": ("course.drugs_received", ()),
}
_OUR_OWN = frozenset({"conflicts", "warnings"})  # written by us for every record, so an empty one means none


class Fact(NamedTuple):
    """What a profile holds at a path.

    Attributes:
        value: None when unknown, pending, in conflict, or when the part asked for is not set.
        sides: Of a conflict, the values that disagree.
        unsure: It was hard to read and is not confirmed, so that it counts as unknown where doubt does not count.
        doubtful: The record is not certain of the value, or it is unsure. That something is suspected is no doubt.
    """

    path: str
    value: Any
    status: Status
    evidence: tuple[Evidence, ...] = ()
    sides: tuple[str, ...] = ()
    doubtful: bool = False
    unsure: bool = False

    @property
    def known(self) -> bool:
        """Stated or denied."""
        return self.value is not None and self.status in _KNOWN


class Facts(dict[str, Fact]):
    """The facts of one profile by path, each looked up when it is first asked for.

    Attributes:
        answered: The answers to what many rules ask of this profile, by test; see guidance.conditions.
    """

    def __init__(self, profile: Profile) -> None:
        super().__init__()
        self.profile = profile
        self.answered: dict[Any, Any] = {}
        self._within: dict[tuple[str, int], Fact] = {}

    def __missing__(self, path: str) -> Fact:
        found = self[path] = fact_at(self.profile, path)
        return found

    def at(self, path: str, each: Frozen | None = None) -> Fact:
        """The fact at a path that was checked on load; `each.` paths are within the element."""
        if not path.startswith(EACH):
            return self[path]
        place = (path, id(each))  # the element is part of the profile, so it outlives this
        found = self._within.get(place)
        if found is None:
            found = self._within[place] = fact_at(self.profile, path, each)
        return found

    def elements(self, path: str) -> Sequence[Frozen | None]:
        """The elements of a list. One that was not read holds a single None: an element of which nothing is known.

        So `some` over it is unknown, and not false as over a list of which the record says that it is empty.
        """
        found: tuple[Frozen, ...] = self[path].value or ()
        return found or (() if self.says_none(path) else (None,))

    def says_none(self, path: str) -> bool:
        """Whether an empty list means that there is nothing, and not that nothing was read."""
        if path in _OUR_OWN:
            return True
        if path not in _SAYS_NONE:
            return False
        by, value = _SAYS_NONE[path]
        fact = self[by]
        return fact.known and fact.value == value


def fact_at(profile: Profile, path: str, each: Frozen | None = None) -> Fact:
    """The fact at a path that was checked on load; `each.` paths are within the element."""
    within, parts = _parts(path)
    node: Any = each if within else profile
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
        if within and is_doubted(each):
            return Fact(path, None, Status.UNKNOWN, unsure=True)
        own = getattr(each, "evidence", ()) if each is not None else ()
        return Fact(path, node, Status.UNKNOWN if node is None else Status.STATED, own)
    if found.check and found.unsure:
        return Fact(path, node, Status.UNKNOWN, found.evidence, doubtful=True, unsure=True)
    status = found.status
    sides = tuple(str(side.value) for side in found.alternatives) if status is Status.CONFLICT else ()
    return Fact(path, node, status, found.evidence, sides, status is Status.UNCERTAIN and node not in _SUSPECTED)


@cache
def _parts(path: str) -> tuple[bool, tuple[str, ...]]:
    """Whether a path is within an element, and its parts there."""
    within = path.startswith(EACH)
    return within, tuple(path.removeprefix(EACH).split("."))


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

"""Findings that rest on words which were hard to read, and what a person's confirmation makes of them."""

from collections.abc import Callable, Collection, Iterator
from typing import Any, TypeVar

from domain.evidence import Evidence
from domain.finding import Finding
from domain.frozen import Frozen
from domain.profile import Profile

Change = Callable[[str, Finding[Any]], Finding[Any]]
Node = TypeVar("Node", bound=Frozen)


class Place(Frozen):
    """Words of a record, by document, page and offsets as in Evidence."""

    document: str
    page: int
    start: int
    end: int


def words_at(evidence: Evidence) -> Place:
    """Where the words stand."""
    return Place(document=evidence.document, page=evidence.page, start=evidence.start, end=evidence.end)


def to_check(profile: Profile) -> Iterator[tuple[str, Finding[Any]]]:
    """Path and finding of everything that is marked "please check" and that nobody has confirmed."""
    return ((path, finding) for path, finding in findings_in(profile) if finding.unsure)


def confirmed(profile: Profile, places: Collection[Place], by: str) -> Profile:
    """The profile in which a finding is confirmed when somebody has looked at all the doubtful words it rests on.

    Words that were confirmed before stay so: what is derived of several facts is confirmed with the last of them.

    Args:
        profile: As it was read.
        places: The words that somebody found to be read rightly.
        by: Who.
    """
    before = [finding for _, finding in findings_in(profile) if finding.check and finding.confirmed_by]
    seen = {words_at(each) for finding in before for each in finding.evidence}.union(places)

    def confirm(_path: str, finding: Finding[Any]) -> Finding[Any]:
        doubtful = {words_at(each) for each in finding.evidence if each.doubtful}
        if not finding.unsure or not doubtful or not doubtful <= seen:
            return finding
        return finding.model_copy(update={"confirmed_by": by})

    return with_findings(profile, confirm)


def findings_in(node: Frozen, path: str = "") -> Iterator[tuple[str, Finding[Any]]]:
    """Every finding with its path, e.g. `specimens.0.her2_ihc.score`, in order."""
    for name, value in _parts(node):
        here = f"{path}.{name}" if path else name
        if isinstance(value, Finding):
            yield here, value
        elif isinstance(value, Frozen):
            yield from findings_in(value, here)
        elif isinstance(value, tuple):
            for number, each in enumerate(value):
                if isinstance(each, Frozen):
                    yield from findings_in(each, f"{here}.{number}")


def with_findings(profile: Profile, change: Change) -> Profile:
    """The profile with every finding as `change` gives it back; it is called with path and finding."""
    return _changed(profile, change, "")


def _changed(node: Node, change: Change, path: str) -> Node:
    updates: dict[str, object] = {}
    for name, value in _parts(node):
        here = f"{path}.{name}" if path else name
        made: object = value
        if isinstance(value, Finding):
            made = change(here, value)
        elif isinstance(value, Frozen):
            made = _changed(value, change, here)
        elif isinstance(value, tuple) and any(isinstance(each, Frozen) for each in value):
            made = tuple(
                _changed(each, change, f"{here}.{number}") if isinstance(each, Frozen) else each
                for number, each in enumerate(value)
            )
        if made is not value:
            updates[name] = made
    return node.model_copy(update=updates) if updates else node


def _parts(node: Frozen) -> Iterator[tuple[str, object]]:
    return iter(vars(node).items())

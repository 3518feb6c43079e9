"""Findings that rest on words which were hard to read, and what a person's confirmation makes of them."""

from collections.abc import Callable, Collection, Iterator
from typing import Any, NamedTuple, TypeGuard, TypeVar

from domain.brain import Lesion
from domain.course import LocalTreatment, SystemicTreatment
from domain.evidence import Evidence
from domain.finding import Finding
from domain.frozen import Frozen
from domain.profile import Profile

Change = Callable[[str, Finding[Any]], Finding[Any]]
Node = TypeVar("Node", bound=Frozen)
Told = Lesion | SystemicTreatment | LocalTreatment
_TOLD = (Lesion, SystemicTreatment, LocalTreatment)


class Place(Frozen):
    """Words of a record, by document, page and offsets as in Evidence."""

    document: str
    page: int
    start: int
    end: int


def words_at(evidence: Evidence) -> Place:
    """Where the words stand."""
    return Place(document=evidence.document, page=evidence.page, start=evidence.start, end=evidence.end)


class Doubt(NamedTuple):
    """Something that rests on words which were hard to read, and that nobody has confirmed.

    Attributes:
        value: Of a finding; None where it has none, and for what has several, e.g. a lesion.
    """

    path: str
    value: object
    evidence: tuple[Evidence, ...]


def to_check(profile: Profile) -> Iterator[Doubt]:
    """Everything that is to be checked: findings that are marked, lesions and treatments told in doubtful words."""
    return _doubts_in(profile)


def is_doubted(told: object) -> TypeGuard[Told]:
    """Whether a lesion or a treatment is told in doubtful words that nobody has confirmed."""
    return isinstance(told, _TOLD) and any(each.doubtful for each in told.evidence)


def confirmed(profile: Profile, places: Collection[Place], by: str) -> Profile:
    """The profile in which what rests on words is confirmed when somebody has looked at all that are doubtful of them.

    Words that were confirmed before stay so: what is derived of several facts is confirmed with the last of them.

    Args:
        profile: As it was read.
        places: The words that somebody found to be read rightly.
        by: Who.
    """
    before = [finding for _, finding in findings_in(profile) if finding.check and finding.confirmed_by]
    looked_at = {words_at(each) for finding in before for each in finding.evidence}.union(places)

    def is_settled(words: Evidence) -> bool:
        return not words.doubtful or any(_within(words, place) for place in looked_at)

    def confirm(_path: str, finding: Finding[Any]) -> Finding[Any]:
        if not finding.unsure or not all(map(is_settled, finding.evidence)):
            return finding
        return finding.model_copy(update={"confirmed_by": by})

    def settle(told: Frozen) -> Frozen:
        if not isinstance(told, _TOLD) or not is_doubted(told):
            return told
        words = tuple(
            each.model_copy(update={"doubtful": False}) if is_settled(each) else each for each in told.evidence
        )
        return told.model_copy(update={"evidence": words}) if words != told.evidence else told

    return _changed(profile, confirm, "", settle)


def _within(words: Evidence, place: Place) -> bool:
    return (words.document, words.page) == (place.document, place.page) and (
        place.start <= words.start and words.end <= place.end
    )


def _doubts_in(node: Frozen) -> Iterator[Doubt]:
    """Its doubts, their paths from there; mostly there are none, and this is asked of every profile."""
    for name, value in _parts(node):
        if isinstance(value, Finding):
            if value.check and value.unsure:
                yield Doubt(name, value.value, value.evidence)
        elif isinstance(value, Frozen):
            for doubt in _doubts_in(value):
                yield doubt._replace(path=f"{name}.{doubt.path}")
        elif isinstance(value, tuple) and name != "evidence":
            for number, each in enumerate(value):
                if isinstance(each, Frozen):
                    if is_doubted(each):
                        yield Doubt(f"{name}.{number}", None, each.evidence)
                    for doubt in _doubts_in(each):
                        yield doubt._replace(path=f"{name}.{number}.{doubt.path}")


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
    return _changed(profile, change, "", lambda told: told)


def _changed(node: Node, change: Change, path: str, settle: Callable[[Frozen], Frozen]) -> Node:
    updates: dict[str, object] = {}
    for name, value in _parts(node):
        here = f"{path}.{name}" if path else name
        made: object = value
        if isinstance(value, Finding):
            made = change(here, value)
        elif isinstance(value, Frozen):
            made = _changed(value, change, here, settle)
        elif isinstance(value, tuple) and any(isinstance(each, Frozen) for each in value):
            made = tuple(
                settle(_changed(each, change, f"{here}.{number}", settle)) if isinstance(each, Frozen) else each
                for number, each in enumerate(value)
            )
        if made is not value:
            updates[name] = made
    return node.model_copy(update=updates) if updates else node


def _parts(node: Frozen) -> Iterator[tuple[str, object]]:
    return iter(vars(node).items())

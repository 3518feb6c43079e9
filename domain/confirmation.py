"""Findings that rest on words which were hard to read, and what a person's confirmation makes of them."""

import re
from collections import defaultdict
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
_NUMBER = re.compile(r"\.\d+")


class Place(Frozen):
    """Words of a record, by document, page and offsets as in Evidence."""

    document: str
    page: int
    start: int
    end: int


def words_at(evidence: Evidence) -> Place:
    """Where the words stand."""
    return Place(document=evidence.document, page=evidence.page, start=evidence.start, end=evidence.end)


class Words(Place):
    """Words of a record with what they say, so that they are known again after the record was read anew."""

    quote: str


class Confirmation(Frozen):
    """That words which were hard to read do say a value; it stands for as long as both do.

    Attributes:
        field: The path of the value without its numbers, which change as documents come and go.
        value: As JSON.
        words: Those that were hard to read.
        by: Who confirmed it.
    """

    field: str
    value: str
    words: tuple[Words, ...]
    by: str

    def without(self, document: str) -> "Confirmation":
        """The same with no words of that document."""
        return self.model_copy(update={"words": tuple(each for each in self.words if each.document != document)})


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
    for path, each in _doubted(profile):
        yield Doubt(path, each.value if isinstance(each, Finding) else None, each.evidence)


def _doubted(node: Frozen) -> Iterator[tuple[str, Finding[Any] | Told]]:
    """What in it is doubted, each with its path from there; mostly nothing is, and this is asked of every profile."""
    for name, value in _parts(node):
        if isinstance(value, Finding):
            if value.check and value.unsure:
                yield name, value
        elif isinstance(value, Frozen):
            for path, doubted in _doubted(value):
                yield f"{name}.{path}", doubted
        elif isinstance(value, tuple) and name != "evidence":
            for number, each in enumerate(value):
                if isinstance(each, Frozen):
                    if is_doubted(each):
                        yield f"{name}.{number}", each
                    for path, doubted in _doubted(each):
                        yield f"{name}.{number}.{path}", doubted


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

    def settle(_path: str, told: Frozen) -> Frozen:
        return _settled(told, is_settled) if isinstance(told, _TOLD) and is_doubted(told) else told

    return _changed(profile, confirm, "", settle)


def _settled(told: Told, is_settled: Callable[[Evidence], bool]) -> Told:
    words = tuple(each.model_copy(update={"doubtful": False}) if is_settled(each) else each for each in told.evidence)
    return told.model_copy(update={"evidence": words}) if words != told.evidence else told


def confirmations(before: Profile, after: Profile, by: str) -> tuple[Confirmation, ...]:
    """What was confirmed between two states of one profile, to be kept for when the record is understood again."""
    left = {path for path, _ in _doubted(after)}
    return tuple(_confirmation(path, each, by) for path, each in _doubted(before) if path not in left)


def confirmed_again(profile: Profile, kept: Collection[Confirmation]) -> Profile:
    """The profile with what was confirmed before it was made: where the same words still say the same value.

    What is newly derived of such words is confirmed with them. Where they now say another value, nobody has looked yet.
    """
    said: dict[tuple[str, Words], dict[str, str]] = defaultdict(dict)  # by value, who confirmed it
    for each in kept:
        for words in each.words:
            said[each.field, words][each.value] = each.by
    looked_at: dict[Words, str] = {}
    for path, node in _doubted(profile):
        doubt = _confirmation(path, node)
        who = [said[doubt.field, words].get(doubt.value) for words in doubt.words]
        if all(who):
            looked_at |= {words: by for words, by in zip(doubt.words, who, strict=True) if by}

    def who_looked(path: str, node: Finding[Any] | Told) -> str | None:
        doubt = _confirmation(path, node)
        for words in doubt.words:
            values = said[doubt.field, words]
            if words not in looked_at or (values and doubt.value not in values):
                return None
        return looked_at[doubt.words[0]] if doubt.words else None

    def confirm(path: str, finding: Finding[Any]) -> Finding[Any]:
        by = who_looked(path, finding) if finding.unsure else None
        return finding.model_copy(update={"confirmed_by": by}) if by else finding

    def settle(path: str, told: Frozen) -> Frozen:
        settles = isinstance(told, _TOLD) and is_doubted(told) and who_looked(path, told)
        return _settled(told, lambda _: True) if isinstance(told, _TOLD) and settles else told

    return _changed(profile, confirm, "", settle) if looked_at else profile


def _confirmation(path: str, node: Finding[Any] | Told, by: str = "") -> Confirmation:
    value = (
        node.model_dump_json(include={"value"})
        if isinstance(node, Finding)
        else node.model_dump_json(exclude={"evidence"})
    )
    words = {Words(**words_at(each).model_dump(), quote=each.quote): None for each in node.evidence if each.doubtful}
    return Confirmation(field=_NUMBER.sub("", path), value=value, words=tuple(words), by=by)


def _within(words: Evidence, place: Place) -> bool:
    return (words.document, words.page) == (place.document, place.page) and (
        place.start <= words.start and words.end <= place.end
    )


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
    return _changed(profile, change, "", lambda _path, told: told)


def _changed(node: Node, change: Change, path: str, settle: Callable[[str, Frozen], Frozen]) -> Node:
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
                settle(f"{here}.{number}", _changed(each, change, f"{here}.{number}", settle))
                if isinstance(each, Frozen)
                else each
                for number, each in enumerate(value)
            )
        if made is not value:
            updates[name] = made
    return node.model_copy(update=updates) if updates else node


def _parts(node: Frozen) -> Iterator[tuple[str, object]]:
    return iter(vars(node).items())

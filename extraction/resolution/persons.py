"""The same-person check, before anything is put together: names and dates of birth of all documents of one upload.

Two documents are told apart when their dates of birth differ, when their names have nothing in common, or when they
have one part in common and no date of birth to hold them together (two Marias; but a maiden name with the same date of
birth is one person). Names and dates of which one is the other misread do not tell documents apart.
"""

from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher

from domain.dates import PartialDate
from domain.persons import PersonGroup, Persons
from extraction.document_facts import DocumentFacts
from extraction.resolution.findings import may_be_same

_Key = tuple[frozenset[str], PartialDate | None]  # parts of the name, and the date of birth

NAMES, BIRTHS = "names", "dates of birth"
_ALIKE = 0.8  # parts of a name that are so alike may be one, misread
_SURE = 2  # parts in common that make two names one


def persons_of(documents: Sequence[DocumentFacts], confirmed_by: str | None = None) -> Persons:
    """Groups of documents that name different people; none when all may be about one.

    Args:
        documents: Of one upload. Those that name nobody belong to no group.
        confirmed_by: Who said that all documents are about one person.
    """
    groups: list[dict[_Key, list[DocumentFacts]]] = []
    differ: set[str] = set()
    for each in sorted(documents, key=lambda one: _place(one.document.id)):
        key = (each.course.person.names, each.course.person.birth)
        if not any(key):
            continue
        group = next((group for group in groups if key in group), None)
        if group is None:
            against = [_apart(key, group) for group in groups]
            group = next((group for group, apart in zip(groups, against, strict=True) if not apart), None)
            if group is None:
                groups.append(group := {})
                differ.update(*against)
        group.setdefault(key, []).append(each)
    if len(groups) < 2:
        return Persons()
    return Persons(
        groups=tuple(_group(group) for group in groups),
        differ=tuple(what for what in (NAMES, BIRTHS) if what in differ),
        confirmed_by=confirmed_by,
    )


def _group(members: Mapping[_Key, Sequence[DocumentFacts]]) -> PersonGroup:
    documents = sorted((one for found in members.values() for one in found), key=lambda one: _place(one.document.id))
    births = [each.course.person.birth for each in documents if each.course.person.birth is not None]
    return PersonGroup(
        documents=tuple(each.document.id for each in documents),
        births=tuple(dict.fromkeys(births)),
        evidence=tuple(one for each in documents for one in each.course.person.evidence),
    )


def _place(document: str) -> tuple[int, str]:
    """For the order of the upload: d2 before d10."""
    return len(document), document


def _apart(one: _Key, others: Iterable[_Key]) -> set[str]:
    """What tells a name and date of birth from others; empty when all of them may be one person's."""
    return {what for other in others for what in _differences(one, other)}


def _differences(one: _Key, other: _Key) -> set[str]:
    (name, birth), (other_name, other_birth) = one, other
    shared = _shared(name, other_name)
    named = bool(name and other_name)
    same_name = named and shared >= min(_SURE, len(name), len(other_name))
    if birth is not None and other_birth is not None:
        if not may_be_same(birth, other_birth) and not (same_name and _misread(birth, other_birth)):
            return {BIRTHS} if same_name or not named else {NAMES, BIRTHS}
        return set() if shared or not named else {NAMES}
    return set() if same_name or not named else {NAMES}


def _shared(one: frozenset[str], other: frozenset[str]) -> int:
    """How many parts two names have in common, as far as OCR can tell."""
    left, count = sorted(one - other), len(one & other)
    for part in sorted(other - one):
        alike = next((each for each in left if SequenceMatcher(None, each, part).ratio() >= _ALIKE), None)
        if alike is not None:
            left.remove(alike)
            count += 1
    return count


def _misread(one: PartialDate, other: PartialDate) -> bool:
    """Whether one date may be the other: one digit misread, or day and month in the other order."""
    swapped = one.year == other.year and (one.month, one.day) == (other.day, other.month)
    left, right = one.iso(), other.iso()
    return swapped or (len(left) == len(right) and sum(a != b for a, b in zip(left, right, strict=True)) == 1)

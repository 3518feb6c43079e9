"""The same-person check, before anything is put together: names and dates of birth of all documents of one upload.

Two documents are told apart when their dates of birth differ, when their names have nothing in common, or when they
have one part in common and no date of birth to hold them together (two Marias; but a maiden name with the same date of
birth is one person). Names and dates of which one is the other misread do not tell documents apart.
"""

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from domain.dates import PartialDate
from domain.persons import PersonGroup, Persons
from extraction.document_facts import DocumentFacts, Person
from extraction.resolution.findings import may_be_same

NAMES, BIRTHS = "names", "dates of birth"
_ALIKE = 0.8  # parts of a name that are so alike may be one, misread
_SURE = 2  # parts in common that make two names one


def persons_of(documents: Sequence[DocumentFacts], confirmed_by: str | None = None) -> Persons:
    """Groups of documents that name different people; none when all may be about one.

    Args:
        documents: Of one upload. Those that name nobody belong to no group.
        confirmed_by: Who said that all documents are about one person.
    """
    groups: list[list[DocumentFacts]] = []
    differ: set[str] = set()
    for each in sorted(documents, key=lambda one: (len(one.document.id), one.document.id)):
        person = each.course.person
        if not (person.names or person.birth):
            continue
        against = [_apart(person, (other.course.person for other in group)) for group in groups]
        fitting = next((group for group, apart in zip(groups, against, strict=True) if not apart), None)
        if fitting is None:
            groups.append([each])
            differ.update(*against)
        else:
            fitting.append(each)
    if len(groups) < 2:
        return Persons()
    return Persons(
        groups=tuple(_group(group) for group in groups),
        differ=tuple(what for what in (NAMES, BIRTHS) if what in differ),
        confirmed_by=confirmed_by,
    )


def _group(documents: Sequence[DocumentFacts]) -> PersonGroup:
    births = [each.course.person.birth for each in documents if each.course.person.birth is not None]
    return PersonGroup(
        documents=tuple(each.document.id for each in documents),
        births=tuple(dict.fromkeys(births)),
        evidence=tuple(one for each in documents for one in each.course.person.evidence),
    )


def _apart(one: Person, others: Iterable[Person]) -> set[str]:
    """What tells a person from others; empty when all of them may be one."""
    return {what for other in others for what in _differences(one, other)}


def _differences(one: Person, other: Person) -> set[str]:
    shared = _shared(one.names, other.names)
    named = bool(one.names and other.names)
    same_name = named and shared >= min(_SURE, len(one.names), len(other.names))
    if one.birth is not None and other.birth is not None:
        same_birth = may_be_same(one.birth, other.birth)
        if not same_birth and not (same_name and _misread(one.birth, other.birth)):
            return {BIRTHS} if same_name or not named else {NAMES, BIRTHS}
        return set() if shared or not named else {NAMES}
    return set() if same_name or not named else {NAMES}


def _shared(one: frozenset[str], other: frozenset[str]) -> int:
    """How many parts two names have in common, as far as OCR can tell."""
    left, count = set(one), 0
    for part in other:
        best = max(left, key=lambda each: SequenceMatcher(None, each, part).ratio(), default="")
        if best and SequenceMatcher(None, best, part).ratio() >= _ALIKE:
            left.remove(best)
            count += 1
    return count


def _misread(one: PartialDate, other: PartialDate) -> bool:
    """Whether one date may be the other: one digit misread, or day and month in the other order."""
    swapped = one.year == other.year and (one.month, one.day) == (other.day, other.month)
    left, right = one.iso(), other.iso()
    return swapped or (len(left) == len(right) and sum(a != b for a, b in zip(left, right, strict=True)) == 1)

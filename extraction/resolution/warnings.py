"""Warnings about a record as a whole: different people in one upload, and pages that could not be read."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from extraction.document_facts import DocumentFacts
from extraction.resolution.findings import may_be_same

_ALIKE = 0.8  # parts of a name that are so alike may be one, misread

DIFFERENT_NAMES = (
    "These documents may be about different people: {documents} name different patients. "
    "Remove what is not yours, or ask the clinic."
)
DIFFERENT_BIRTHS = (
    "These documents may be about different people: {documents} give different dates of birth. "
    "Remove what is not yours, or ask the clinic."
)
UNREADABLE = (
    "{document}, page {pages}: could not be read. "
    "What stands there is missing here; it does not count as nothing found."
)


def warnings_of(documents: Sequence[DocumentFacts]) -> tuple[str, ...]:
    """Warnings, the gravest first."""
    return (*_persons(documents), *_pages(documents))


def _persons(documents: Sequence[DocumentFacts]) -> list[str]:
    named = [each for each in documents if each.course.person.names]
    born = [each for each in documents if each.course.person.birth is not None]
    warnings = []
    if any(not _may_share(one.course.person.names, other.course.person.names) for one in named for other in named):
        warnings.append(DIFFERENT_NAMES.format(documents=_files(named)))
    if any(not may_be_same(one.course.person.birth, other.course.person.birth) for one in born for other in born):
        warnings.append(DIFFERENT_BIRTHS.format(documents=_files(born)))
    return warnings


def _may_share(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two names have a part in common, as far as OCR can tell."""
    return any(SequenceMatcher(None, left, right).ratio() >= _ALIKE for left in one for right in other)


def _files(documents: Sequence[DocumentFacts]) -> str:
    names = sorted({each.document.name for each in documents})
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _pages(documents: Sequence[DocumentFacts]) -> list[str]:
    warnings = []
    for each in sorted(documents, key=lambda each: (each.document.name, each.document.id)):
        pages = [str(page.number) for page in each.document.pages if not page.readable]
        if pages:
            warnings.append(UNREADABLE.format(document=each.document.name, pages=", ".join(pages)))
    return warnings

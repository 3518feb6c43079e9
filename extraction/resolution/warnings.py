"""Warnings about a record as a whole: different people in one upload, and pages that could not be read."""

from collections.abc import Sequence

from domain.persons import Persons
from extraction.document_facts import DocumentFacts

DIFFERENT_PEOPLE = (
    "These documents may be about different people: {groups} give different {differ}. "
    "Nothing was put together. Remove what is not hers, or confirm that all of it is about one person."
)
CONFIRMED = "These documents give different {differ}. They were put together because the {who} said that all are hers."
UNREADABLE = (
    "{document}, page {pages}: could not be read. "
    "What stands there is missing here; it does not count as nothing found."
)


def warnings_of(documents: Sequence[DocumentFacts], persons: Persons) -> tuple[str, ...]:
    """Warnings, the gravest first."""
    return (*_persons(documents, persons), *_pages(documents))


def _persons(documents: Sequence[DocumentFacts], persons: Persons) -> list[str]:
    if not persons.groups:
        return []
    differ = " and ".join(persons.differ)
    if persons.confirmed_by is not None:
        return [CONFIRMED.format(differ=differ, who=persons.confirmed_by)]
    names = {each.document.id: each.document.name for each in documents}
    groups = [_listed([names[each] for each in group.documents]) for group in persons.groups]
    return [DIFFERENT_PEOPLE.format(groups=" / ".join(groups), differ=differ)]


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _pages(documents: Sequence[DocumentFacts]) -> list[str]:
    warnings = []
    for each in sorted(documents, key=lambda each: (each.document.name, each.document.id)):
        pages = [str(page.number) for page in each.document.pages if not page.readable]
        if pages:
            warnings.append(UNREADABLE.format(document=each.document.name, pages=", ".join(pages)))
    return warnings

"""The table of contents of extraction: bytes to a document, a document to its facts, facts to one profile."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.brain import BrainStudy
from domain.dates import PartialDate
from domain.document import Document, DocumentKind, DocumentSummary, PageSummary
from domain.profile import Profile
from extraction.annotated import Annotated
from extraction.courses import course_of
from extraction.date_mentions import day_first_told
from extraction.dates import date_of, only, parts_of, study_date_of
from extraction.document_facts import DocumentFacts
from extraction.kinds import kind_of
from extraction.nlp import annotate
from extraction.resolve import profile_of
from extraction.specimens import specimens_of
from extraction.studies import studies_of


@dataclass(frozen=True)
class Understanding:
    """What the documents of one record state together.

    Attributes:
        documents: One summary a document, in the order given.
    """

    profile: Profile
    documents: tuple[DocumentSummary, ...]


def facts_of(document: Document) -> DocumentFacts:
    """Everything one document states, each fact with its evidence."""
    return _facts_of(annotate(document))


def _facts_of(annotated: Annotated) -> DocumentFacts:
    kind = kind_of(annotated)
    date = date_of(annotated, kind)
    return DocumentFacts(
        document=annotated.document,
        kind=kind,
        date=date,
        specimens=specimens_of(annotated, date),
        studies=_studies_of(annotated, kind, date),
        course=course_of(annotated, kind, date),
    )


def _studies_of(annotated: Annotated, kind: DocumentKind, date: PartialDate | None) -> tuple[BrainStudy, ...]:
    """The studies of a document; of a file that holds several reports, each report's own, as if it had come alone."""
    parts = parts_of(annotated, kind)
    if sum(part.date is not None for part in parts) > 1:
        alone = [
            replace(annotate(only(annotated.document, part)), others_day_first=annotated.is_day_first) for part in parts
        ]
        kinds = [kind_of(each) for each in alone]
        if DocumentKind.BRAIN_IMAGING in kinds:
            reports = zip(alone, kinds, parts, strict=True)
            return tuple(study for each, is_a, part in reports for study in studies_of(each, is_a, part.date))
    return studies_of(annotated, kind, study_date_of(annotated, kind, date))


def understand(documents: Sequence[Document], same_person: str | None = None) -> Understanding:
    """One profile out of all readable documents of one person; `same_person` as in profile_of."""
    facts = [_facts_of(each) for each in _with_common_dates([annotate(document) for document in documents])]
    return Understanding(profile=profile_of(facts, same_person), documents=tuple(_summary(each) for each in facts))


def _with_common_dates(read: Sequence[Annotated]) -> list[Annotated]:
    """The documents, each with how the others write a day: what one country's clinics write holds for all of them."""
    told = {day for each in read if (day := day_first_told(each.folded)) is not None}
    common = next(iter(told)) if len(told) == 1 else None
    return [each if common is None else replace(each, others_day_first=common) for each in read]


def _summary(facts: DocumentFacts) -> DocumentSummary:
    pages = tuple(
        PageSummary(**page.model_dump(exclude={"text", "words", "repeated"})) for page in facts.document.pages
    )
    return DocumentSummary(
        id=facts.document.id, name=facts.document.name, kind=facts.kind, date=facts.date, pages=pages
    )

"""What one document states, before documents are resolved into one profile."""

from dataclasses import dataclass

from domain.brain import BrainStudy
from domain.course import Context, Course, Safety
from domain.dates import PartialDate
from domain.document import Document, DocumentKind
from domain.evidence import Evidence
from domain.specimen import Specimen


@dataclass(frozen=True)
class Person:
    """Who a document says it is about; used only to warn when documents of one upload name different people.

    Attributes:
        names: Parts of the patient's name, folded to lower case; empty when the document names nobody.
        birth: Date of birth as printed.
        evidence: Where name and date of birth stand.
    """

    names: frozenset[str] = frozenset()
    birth: PartialDate | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class CourseFacts:
    """What one document states of the course, of safety and of the person."""

    course: Course
    safety: Safety
    context: Context
    person: Person


@dataclass(frozen=True)
class DocumentFacts:
    """Everything one document states.

    Attributes:
        date: The report, study or visit date.
        specimens: Those reported and those quoted; at most one is the index tumour.
        studies: Brain imaging reported here, or told of in a note; oldest first.
    """

    document: Document
    kind: DocumentKind
    date: PartialDate | None
    specimens: tuple[Specimen, ...]
    studies: tuple[BrainStudy, ...]
    course: CourseFacts

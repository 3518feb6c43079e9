"""Gathers what one document states of the course, of safety and of the person, from one fact module each."""

from domain.course import Context, Course, Safety
from domain.dates import PartialDate
from domain.document import DocumentKind
from extraction.annotated import Annotated
from extraction.document_facts import CourseFacts, Person
from extraction.facts import ecog, lvef, systemic_treatment
from extraction.facts.note import Note
from extraction.facts.report import Report


def course_of(annotated: Annotated, kind: DocumentKind, date: PartialDate | None) -> CourseFacts:
    """The course, safety, context and person of one document; all empty where it tells nothing of them."""
    note, report = Note(annotated, kind, date), Report(annotated)
    return CourseFacts(
        course=Course(systemic=systemic_treatment.find(note), ecog=ecog.find(report)),
        safety=Safety(lvef_percent=lvef.find(report)),
        context=Context(),
        person=Person(),
    )

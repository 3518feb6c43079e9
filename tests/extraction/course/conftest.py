"""Fixtures for tests of the course: one note as its course facts, and several documents as a profile."""

import pytest

from domain.document import Document, DocumentKind, Page, PageSource
from extraction.courses import course_of
from extraction.dates import date_of
from extraction.nlp import annotate
from extraction.pipeline import understand

HEADER = "ONCOLOGY CLINIC NOTE 09/01/2026\n\n"


def _document(text, name):
    page = Page(number=1, text=text, source=PageSource.TEXT_LAYER, confidence=1.0)
    return Document(id=name, name=name, pages=(page,))


@pytest.fixture(scope="session")
def document():
    """A function from a text and a name to a document of one page."""
    return _document


@pytest.fixture(scope="session")
def course_in():
    """A function from the body of a note dated 09/01/2026 to what it states of the course."""

    def read(text):
        annotated = annotate(_document(HEADER + text, "note"))
        kind = DocumentKind.CLINICAL_NOTE
        return course_of(annotated, kind, date_of(annotated, kind))

    return read


@pytest.fixture(scope="session")
def profile_in():
    """A function from name and text of documents to their profile."""

    def read(documents):
        return understand([_document(each["text"], each["name"]) for each in documents]).profile

    return read

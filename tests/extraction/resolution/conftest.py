"""Builders of what one document states, for rules that join documents: made up, and as small as the rule allows."""

import pytest

from domain.brain import BrainMetastasis, BrainStudy
from domain.course import Context, Course, Safety, SystemicTreatment
from domain.dates import PartialDate
from domain.document import Document, DocumentKind, Page, PageSource
from domain.evidence import Evidence
from domain.finding import Finding, Status
from domain.specimen import Site, Specimen
from extraction.document_facts import CourseFacts, DocumentFacts, Person


def _day(iso):
    return iso and PartialDate(**dict(zip(("year", "month", "day"), map(int, iso.split("-")), strict=False)))


def _words(document, quote):
    return Evidence(document=document, page=1, start=0, end=len(quote), quote=quote, rule="test")


class Build:
    """Dates, words, findings and documents."""

    day = staticmethod(_day)
    words = staticmethod(_words)

    @staticmethod
    def stated(value, document="a", status=Status.STATED):
        """A finding that rests on its own value."""
        return Finding(value=value, status=status, evidence=(_words(document, str(value)),))

    @staticmethod
    def document(name, date, kind=DocumentKind.CLINICAL_NOTE, *, specimens=(), studies=(), person=None, **parts):
        """What one document states, empty but for what is given."""
        page = Page(number=1, text="text", source=PageSource.TEXT_LAYER, confidence=1.0)
        course = CourseFacts(
            Course(**parts.get("course", {})),
            Safety(**parts.get("safety", {})),
            Context(**parts.get("context", {})),
            person or Person(),
        )
        document = Document(id=name, name=f"{name}.txt", pages=(page,))
        return DocumentFacts(document, kind, _day(date), tuple(specimens), tuple(studies), course)

    @staticmethod
    def specimen(name, date, **more):
        """A specimen of the breast."""
        evidence = (_words(name, "tumor"),)
        given = {"id": f"{name}-1", "label": "left breast", "site": Site.BREAST, "evidence": evidence, **more}
        return Specimen(document=name, date=_day(date), **given)

    @staticmethod
    def drug(name, status, start=None, stop=None, document="a", **more):
        """A systemic treatment."""
        evidence = (_words(document, f"{name} {status}"),)
        return SystemicTreatment(
            drug=name, status=status, start=_day(start), stop=_day(stop), evidence=evidence, **more
        )

    @staticmethod
    def scan(name, date, value=BrainMetastasis.PRESENT, kind=DocumentKind.BRAIN_IMAGING, **findings):
        """A document with one study of the brain."""
        status = Status.DENIED if value is BrainMetastasis.ABSENT else Status.STATED
        study = BrainStudy(document=name, date=_day(date), metastasis=Build.stated(value, name, status), **findings)
        return Build.document(name, date, kind, studies=(study,))


@pytest.fixture
def build():
    return Build

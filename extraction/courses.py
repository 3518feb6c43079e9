"""Gathers what one document states of the course, of safety and of the person, from one fact module each."""

from domain.course import Context, Course, Safety
from domain.dates import PartialDate
from domain.document import DocumentKind
from extraction.annotated import Annotated
from extraction.document_facts import CourseFacts
from extraction.facts import (
    allergies,
    country,
    dpyd,
    extracranial,
    ild,
    labs,
    line_count,
    local_treatment,
    lvef,
    medicines,
    performance_status,
    person,
    pregnancy,
    primary_cancer,
    symptoms,
    systemic_treatment,
)
from extraction.facts.note import Note


def course_of(annotated: Annotated, kind: DocumentKind, date: PartialDate | None) -> CourseFacts:
    """The course, safety, context and person of one document; all empty where it tells nothing of them."""
    note = Note(annotated, kind, date)
    return CourseFacts(course=_course(note), safety=_safety(note), context=_context(note), person=person.find(note))


def _course(note: Note) -> Course:
    told = symptoms.find(note)
    return Course(
        systemic=systemic_treatment.find(note),
        local=local_treatment.find(note),
        metastatic_lines=line_count.lines(note),
        her2_metastatic_lines=line_count.her2_lines(note),
        primary_cancer=primary_cancer.find(note),
        extracranial=extracranial.status(note),
        extracranial_sites=extracranial.sites(note),
        ecog=performance_status.ecog(note),
        kps=performance_status.kps(note),
        symptoms=told.symptoms,
        symptomatic=told.symptomatic,
        steroids=medicines.find(note, "steroids"),
        antiseizure=medicines.find(note, "antiseizure"),
        anticoagulant=medicines.find(note, "anticoagulant"),
    )


def _safety(note: Note) -> Safety:
    return Safety(
        lvef_percent=lvef.find(note),
        ild=ild.find(note),
        ild_grade=ild.grade(note),
        ild_resolved=ild.resolved(note),
        creatinine_clearance=labs.find(note, "creatinine_clearance"),
        platelets=labs.find(note, "platelets"),
        alt=labs.find(note, "alt"),
        bilirubin=labs.find(note, "bilirubin"),
        dpyd=dpyd.find(note),
        pregnancy_possible=pregnancy.possible(note),
        pregnant=pregnancy.now(note),
        interacting_drugs=medicines.interacting(note),
        allergies=allergies.find(note),
    )


def _context(note: Note) -> Context:
    return Context(
        age=person.age(note),
        sex=person.sex(note),
        menopausal_status=pregnancy.menopausal_status(note),
        country=country.find(note),
    )

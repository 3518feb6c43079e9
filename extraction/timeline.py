"""Puts specimens, brain scans and treatments in the order of their dates; what has no date comes last."""

from collections.abc import Iterator, Sequence

from domain.brain import BrainMetastasis, BrainStudy
from domain.course import Course, Setting, SystemicTreatment, TreatmentStatus
from domain.document import DocumentKind
from domain.finding import Status
from domain.specimen import Specimen
from domain.timeline import EventKind, TimelineEvent
from extraction.document_facts import DocumentFacts
from extraction.resolution.findings import date_key, in_order, in_words, may_be_same
from extraction.resolution.local import DONE
from extraction.resolution.systemic import was_given

_MOST_EVIDENCE = 3
_TOLD_AGAIN_DAYS = 100  # within which a note most likely tells of the scan whose report is there
_HER2_OPEN = {Status.PENDING: "HER2 to follow", Status.CONFLICT: "HER2 results differ"}
_SETTINGS = {
    Setting.NEOADJUVANT: "before surgery",
    Setting.ADJUVANT: "after surgery",
    Setting.METASTATIC: "for metastatic disease",
}
_METASTASIS = {
    BrainMetastasis.PRESENT: "metastases",
    BrainMetastasis.ABSENT: "no metastases",
    BrainMetastasis.SUSPECTED: "metastases suspected",
    BrainMetastasis.TREATED_RESOLVED: "treated, none seen",
}


def timeline_of(
    specimens: Sequence[Specimen], studies: Sequence[BrainStudy], course: Course, documents: Sequence[DocumentFacts]
) -> tuple[TimelineEvent, ...]:
    """Everything that was done or found, and what is planned; what is only considered or was declined is left out."""
    events = [*_specimens(specimens), *_studies(studies, documents), *_local(course), *_systemic(course)]
    order = list(EventKind)
    return tuple(
        sorted(
            events,
            key=lambda each: (
                not each.dated,
                date_key(each.start or each.stop),
                order.index(each.kind),
                each.subject,
                each.path,
            ),
        )
    )


def _specimens(specimens: Sequence[Specimen]) -> Iterator[TimelineEvent]:
    for number, each in enumerate(specimens):
        result = each.her2_status
        named = f"HER2 {in_words(result.value)}" if result.value is not None else _HER2_OPEN.get(result.status)
        taken_by = in_words(each.procedure.value) if each.procedure.value is not None else None
        words = [taken_by] if taken_by and taken_by not in each.label else []
        yield TimelineEvent(
            kind=EventKind.SPECIMEN,
            subject=each.label,
            path=f"specimens.{number}",
            detail=", ".join([*words, *([named] if named else [])]) or None,
            start=each.collected.value or each.date,
            evidence=tuple(dict.fromkeys(result.evidence or each.evidence))[:_MOST_EVIDENCE],
        )


def _studies(studies: Sequence[BrainStudy], documents: Sequence[DocumentFacts]) -> Iterator[TimelineEvent]:
    """Scans by their reports; what a note tells of a scan only where no report of that time is there.

    The date of a note is not the scan's: without one of its own the scan has none.
    """
    notes = {each.document.id: each.date for each in documents if each.kind is not DocumentKind.BRAIN_IMAGING}
    seen: list[BrainStudy] = []
    for number, study in sorted(enumerate(studies), key=lambda each: each[1].document in notes):
        again = study.document in notes and any(_told_again(study, each) for each in seen)
        if again or study.metastasis.status is Status.UNKNOWN:
            continue
        seen.append(study)
        yield TimelineEvent(
            kind=EventKind.BRAIN_STUDY,
            subject=str(study.modality or "imaging"),
            path=f"brain_studies.{number}",
            detail=_shown(study, told=study.document in notes),
            start=None if study.document in notes and study.date == notes[study.document] else study.date,
            evidence=in_order([*study.metastasis.evidence, *study.change.evidence])[:_MOST_EVIDENCE],
        )


def _told_again(told: BrainStudy, seen: BrainStudy) -> bool:
    if told.date is None or seen.date is None or may_be_same(told.date, seen.date):
        return True
    return 0 <= (told.date.earliest() - seen.date.earliest()).days <= _TOLD_AGAIN_DAYS


def _shown(study: BrainStudy, *, told: bool) -> str | None:
    words = ["told of in a note"] if told else []
    if study.metastasis.value is not None:
        words.append(_METASTASIS[study.metastasis.value])
    if study.change.value is not None:
        words.append(in_words(study.change.value))
    if study.largest_mm.value is not None:
        words.append(f"largest {study.largest_mm.value:g} mm")
    return ", ".join(words) or None


def _local(course: Course) -> Iterator[TimelineEvent]:
    for number, each in enumerate(course.local):
        if each.status in DONE or each.status is TreatmentStatus.PLANNED:
            yield TimelineEvent(
                kind=EventKind.LOCAL_TREATMENT,
                subject=str(each.kind),
                path=f"course.local.{number}",
                detail=each.target,
                status=each.status,
                start=each.date,
                evidence=each.evidence[:_MOST_EVIDENCE],
            )


def _systemic(course: Course) -> Iterator[TimelineEvent]:
    for number, each in enumerate(course.systemic):
        if was_given(each) or each.status is TreatmentStatus.PLANNED:
            yield TimelineEvent(
                kind=EventKind.SYSTEMIC_TREATMENT,
                subject=each.drug,
                path=f"course.systemic.{number}",
                detail=_given_for(each),
                status=each.status,
                start=each.start,
                stop=each.stop,
                evidence=each.evidence[:_MOST_EVIDENCE],
            )


def _given_for(treatment: SystemicTreatment) -> str | None:
    """The line, which is one of metastatic disease; else the setting."""
    if treatment.line:
        return f"line {treatment.line}"
    return _SETTINGS[treatment.setting] if treatment.setting else None

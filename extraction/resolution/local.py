"""Joins the local brain treatments of all documents: each once, done over planned, talk from the newest only."""

from collections.abc import Sequence

from domain.course import LocalTreatment, LocalTreatmentKind, TreatmentStatus
from domain.dates import PartialDate
from domain.finding import Finding, Status
from extraction.document_facts import DocumentFacts
from extraction.resolution.findings import checked, date_key, in_order, may_be_same

DONE = frozenset({TreatmentStatus.COMPLETED, TreatmentStatus.CURRENT, TreatmentStatus.STOPPED})
_TALK_STAYS_DAYS = 45


def local_of(documents: Sequence[DocumentFacts]) -> tuple[LocalTreatment, ...]:
    """All local treatments of the brain, oldest first."""
    told = [(each, document.date) for document in documents for each in document.course.course.local]
    told.sort(key=lambda entry: (date_key(entry[0].date) == (0, 0, 0), date_key(entry[0].date), _place(entry[0])))
    done: list[LocalTreatment] = []
    for treatment, _ in told:
        if treatment.status in DONE:
            _join(done, treatment)
    ahead = [(each, date) for each, date in told if each.status not in DONE and not _came_about(each, date, done)]
    newest = max((date for _, date in told if date is not None), key=date_key, default=None)
    later: list[LocalTreatment] = []
    for treatment, date in ahead:
        if treatment.status is TreatmentStatus.DECLINED or _is_recent(date, newest):
            _join(later, treatment)
    planned = {each.kind for each in later if each.status is TreatmentStatus.PLANNED}
    later = [each for each in later if each.status is not TreatmentStatus.CONSIDERED or each.kind not in planned]
    return tuple(
        sorted(
            (*done, *later),
            key=lambda each: (each.status not in DONE, date_key(each.date), each.kind, str(each.status)),
        )
    )


def received(treatments: Sequence[LocalTreatment]) -> Finding[tuple[LocalTreatmentKind, ...]]:
    """Kinds of local brain treatment that were done, derived from the treatments."""
    done = [each for each in treatments if each.status in DONE]
    if not done:
        return Finding[tuple[LocalTreatmentKind, ...]]()
    return checked(
        Finding[tuple[LocalTreatmentKind, ...]](
            value=tuple(sorted({each.kind for each in done})),
            status=Status.STATED,
            evidence=in_order([one for each in done for one in each.evidence]),
            rule="local_treatments_done",
            reason="Every local brain treatment that a document tells of as done.",
        )
    )


def _place(treatment: LocalTreatment) -> tuple[str, int]:
    return treatment.evidence[0].document, treatment.evidence[0].start


def _join(found: list[LocalTreatment], treatment: LocalTreatment) -> None:
    for index, each in enumerate(found):
        if each.kind is treatment.kind and each.status is treatment.status and may_be_same(each.date, treatment.date):
            date = max((one for one in (each.date, treatment.date) if one), key=_precision, default=None)
            found[index] = each.model_copy(
                update={
                    "date": date,
                    "target": each.target or treatment.target,
                    "evidence": in_order((*each.evidence, *treatment.evidence))[:8],
                }
            )
            return
    found.append(treatment)


def _precision(date: PartialDate) -> int:
    return (date.month is not None) + (date.day is not None)


def _came_about(treatment: LocalTreatment, told: PartialDate | None, done: Sequence[LocalTreatment]) -> bool:
    """Whether something planned or considered was done since: the same kind, on or after the day it was told of."""
    return any(
        each.kind is treatment.kind
        and each.date is not None
        and (told is None or date_key(each.date)[:2] >= date_key(told)[:2])
        for each in done
    )


def _is_recent(date: PartialDate | None, newest: PartialDate | None) -> bool:
    if newest is None or date is None:
        return newest is None
    return (newest.earliest() - date.earliest()).days <= _TALK_STAYS_DAYS

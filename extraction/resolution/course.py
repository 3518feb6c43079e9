"""One course of treatment from all documents: the newest word on each drug, lines only where they are told."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from domain.course import Course, Safety, Setting, SystemicTreatment, TreatmentStatus
from domain.evidence import Evidence
from domain.finding import Finding, Status
from extraction.document_facts import DocumentFacts
from extraction.resolution.findings import Dated, date_key, in_order, may_be_same, newest

T = TypeVar("T")
HER2_DIRECTED = frozenset(
    {
        "trastuzumab", "pertuzumab", "margetuximab", "trastuzumab_emtansine", "trastuzumab_deruxtecan", "tucatinib",
        "neratinib", "lapatinib", "pyrotinib",
    }
)  # fmt: skip
_NOT_GIVEN = frozenset({TreatmentStatus.PLANNED, TreatmentStatus.CONSIDERED, TreatmentStatus.DECLINED})
_MOST_EVIDENCE = 6


def course_of_all(ordered: Sequence[DocumentFacts]) -> Course:
    """The course over all documents, oldest first."""
    systemic = _merged(ordered)
    received = [each for each in systemic if each.status not in _NOT_GIVEN]
    current = [each for each in received if each.status is TreatmentStatus.CURRENT]
    metastatic = [each for each in received if each.setting is Setting.METASTATIC and each.line is not None]
    her2 = [each for each in metastatic if each.drug in HER2_DIRECTED]
    return Course(
        systemic=systemic,
        drugs_received=_drugs(received, "drugs_told_as_given"),
        drugs_current=_drugs(current, "drugs_told_as_current"),
        metastatic_lines=_lines(metastatic, "lines of treatment since the cancer spread"),
        her2_metastatic_lines=_lines(her2, "lines with a HER2-directed drug since the cancer spread"),
        ecog=_newest(ordered, lambda facts: facts.course.course.ecog),
    )


def safety_of_all(ordered: Sequence[DocumentFacts]) -> Safety:
    """The newest word on what may bar a treatment."""
    return Safety(lvef_percent=_newest(ordered, lambda facts: facts.course.safety.lvef_percent))


def _newest(ordered: Sequence[DocumentFacts], finding_of: Any) -> Finding[Any]:  # noqa: ANN401 - of any fact
    found = [Dated(finding_of(facts), facts.date, facts.document.id) for facts in ordered]
    return newest(found, "newest_document")


def _merged(ordered: Sequence[DocumentFacts]) -> tuple[SystemicTreatment, ...]:
    """Treatments with one drug that may be the same period are one; the newest document has the last word."""
    kept: list[SystemicTreatment] = []
    for facts in ordered:
        for told in facts.course.course.systemic:
            index = next((at for at, known in enumerate(kept) if _may_be_one(known, told)), None)
            if index is None:
                kept.append(told)
            else:
                kept[index] = _joined(kept[index], told)
    return tuple(sorted(kept, key=lambda each: (date_key(each.start), each.drug)))


def _may_be_one(known: SystemicTreatment, told: SystemicTreatment) -> bool:
    settings = {known.setting, told.setting} - {None}
    lines = {known.line, told.line} - {None}
    talk = (known.status in _NOT_GIVEN) == (told.status in _NOT_GIVEN)
    same = known.drug == told.drug and len(settings) < 2 and len(lines) < 2 and talk
    return same and may_be_same(known.start, told.start)


def _joined(known: SystemicTreatment, told: SystemicTreatment) -> SystemicTreatment:
    return known.model_copy(
        update={
            "setting": told.setting or known.setting,
            "line": told.line or known.line,
            "status": told.status or known.status,
            "start": told.start or known.start,
            "stop": None if told.status is TreatmentStatus.CURRENT else told.stop or known.stop,
            "reason": told.reason or known.reason,
            "evidence": in_order([*known.evidence, *told.evidence]),
        }
    )


def _evidence(treatments: Iterable[SystemicTreatment]) -> tuple[Evidence, ...]:
    """The first words on each treatment."""
    return in_order([each.evidence[0] for each in treatments])[:_MOST_EVIDENCE]


def _drugs(treatments: list[SystemicTreatment], rule: str) -> Finding[tuple[str, ...]]:
    if not treatments:
        return Finding[tuple[str, ...]]()
    drugs = tuple(dict.fromkeys(each.drug for each in treatments))
    return Finding[tuple[str, ...]](value=drugs, status=Status.STATED, evidence=_evidence(treatments), rule=rule)


def _lines(treatments: list[SystemicTreatment], what: str) -> Finding[int]:
    """How many lines were told; unknown where none was, for no word of a line is not a line less."""
    if not treatments:
        return Finding[int]()
    lines = sorted({each.line for each in treatments if each.line is not None})
    named = ", ".join(map(str, lines))
    return Finding[int](
        value=len(lines),
        status=Status.STATED,
        evidence=_evidence(treatments),
        rule="lines_counted",
        reason=f"Counted: {what} (line {named}).",
    )

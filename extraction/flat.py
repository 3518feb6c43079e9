"""One document's facts as a flat table: field, value and the words each rests on, for `extract` and for scoring."""

from collections.abc import Iterator
from typing import Any

from domain.brain import BrainStudy
from domain.course import TreatmentStatus
from domain.evidence import Evidence
from domain.finding import Finding, Status
from domain.specimen import PercentBound, Specimen
from extraction.document_facts import DocumentFacts

Fact = tuple[str, object, tuple[Evidence, ...]]


def flat_facts(facts: DocumentFacts) -> tuple[Fact, ...]:
    """Field, value and evidence of everything the document states, by the field names of the benchmark.

    Values are plain: numbers, strings, lists and dicts. A pending test has the value `pending`, statements that
    disagree have `conflict`; what is not stated is left out.
    """
    rows = [*_index_facts(facts.specimens), *_brain(current_study(facts.studies)), *_course(facts)]
    return tuple((field, value, evidence) for field, value, evidence in rows if evidence)


def index_specimen(specimens: tuple[Specimen, ...]) -> Specimen | None:
    """The specimen of the index invasive tumour, or the only one there is."""
    return next((specimen for specimen in specimens if specimen.index), specimens[0] if specimens else None)


def _index_facts(specimens: tuple[Specimen, ...]) -> Iterator[Fact]:
    """What the index specimen states, with the lymph nodes of both breasts where both are reported."""
    index = index_specimen(specimens)
    nodes: dict[str, list[Finding[int]]] = {}
    for each in specimens if index is not None and not index.quoted else ():
        for field in ("nodes_positive", "nodes_examined"):
            finding: Finding[int] = getattr(each, field)
            if finding.value is not None and not each.quoted:
                nodes.setdefault(field, []).append(finding)
    for field, value, evidence in specimen_facts(index):
        if field not in nodes:
            yield field, value, evidence
    for field, found in nodes.items():
        yield field, sum(each.value or 0 for each in found), tuple(one for each in found for one in each.evidence)


def current_study(studies: tuple[BrainStudy, ...]) -> BrainStudy | None:
    """The newest study of the document: studies are ordered oldest first."""
    return studies[-1] if studies else None


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return sorted(str(each) for each in value)
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    return str(value) if isinstance(value, str) else value


def _row(field: str, finding: Finding[Any], *, standing: bool = False) -> Iterator[Fact]:
    """The finding's value; with `standing`, pending and conflict are values too."""
    if finding.value is not None:
        yield field, _plain(finding.value), finding.evidence
    elif standing and finding.status in {Status.PENDING, Status.CONFLICT}:
        yield field, finding.status.value, finding.evidence


def _percent(field: str, exact: Finding[float], bound: Finding[PercentBound]) -> Iterator[Fact]:
    """The percent; a bound is its number, as the benchmark has it, with the side in a row of its own."""
    if bound.value is None or exact.value is not None:
        yield from _row(field, exact)
        return
    yield field, bound.value.percent, bound.evidence
    yield f"{field}_bound", bound.value.bound.value, bound.evidence


def specimen_facts(specimen: Specimen | None) -> Iterator[Fact]:
    """What one specimen states, field by field; pending and conflict are values of the tests."""
    if specimen is None:
        return
    for name, receptor in (("er", specimen.er), ("pr", specimen.pr)):
        yield from _row(f"{name}.status", receptor.status, standing=True)
        yield from _percent(f"{name}.percent", receptor.percent, receptor.percent_bound)
    yield from _row("her2_ihc.score", specimen.her2_ihc.score)
    yield from _row("her2_ihc.status", specimen.her2_ihc.status, standing=True)
    yield from _row("her2_ish.status", specimen.her2_ish.status, standing=True)
    yield from _row("her2_ish.ratio", specimen.her2_ish.ratio)
    yield from _row("her2.overall", specimen.her2_status, standing=True)
    yield from _percent("ki67.percent", specimen.ki67_percent, specimen.ki67_bound)
    for field in ("histology", "grade", "laterality", "tumor_size_mm", "nodes_positive", "nodes_examined"):
        yield from _row(field, getattr(specimen, field))
    for field in ("pt", "pn", "lvi"):
        yield from _row(field, getattr(specimen, field))
    her2 = specimen.her2_status
    if her2.value in {"positive", "negative"}:
        yield "her2", _plain(her2.value), her2.evidence


def _brain(study: BrainStudy | None) -> Iterator[Fact]:
    if study is None:
        return
    yield from _row("brain_metastasis", study.metastasis)
    yield from _row("brain.count", study.count)
    yield from _row("brain.largest_mm", study.largest_mm)
    yield from _row("brain.regions", study.regions)
    for field in ("edema", "mass_effect", "midline_shift", "midline_shift_mm", "herniation", "hydrocephalus"):
        yield from _row(field, getattr(study, field))
    yield from _row("hemorrhage", study.hemorrhage)
    yield from _row("leptomeningeal", study.leptomeningeal)


def _course(facts: DocumentFacts) -> Iterator[Fact]:
    done = [
        treatment
        for treatment in facts.course.course.local
        if treatment.status in {TreatmentStatus.COMPLETED, TreatmentStatus.CURRENT, TreatmentStatus.STOPPED}
    ]
    if done:
        kinds = sorted({treatment.kind.value for treatment in done})
        yield "prior_brain_treatment", kinds, tuple(each for treatment in done for each in treatment.evidence)
    yield from _row("primary_cancer", facts.course.course.primary_cancer)

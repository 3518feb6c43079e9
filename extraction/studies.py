"""One study of the brain from what a document says: the impression for the judgement, the findings for the detail."""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, Protocol, TypeVar

from domain.brain import BrainMetastasis, BrainStudy, Change, HemorrhageAge, Lesion, LesionCount, Region
from domain.dates import PartialDate
from domain.document import DocumentKind
from domain.evidence import Evidence
from domain.finding import Alternative, Finding, Status
from domain.specimen import Presence
from extraction.annotated import Annotated
from extraction.facts import (
    brain_imaged,
    brain_metastasis,
    brain_signs,
    brain_told,
    lesion_size,
    modality,
    resection_cavity,
)
from extraction.facts.brain_words import about_the_brain
from extraction.facts.lesion_statements import Described, statements_of
from extraction.facts.report import report_of
from extraction.quotes import quoted
from extraction.sections import SectionKind
from extraction.study_details import details_of
from extraction.study_totals import count_of, largest_bound_of, largest_of, regions_of
from extraction.tissue_studies import CALL_STATUS, studies_of_tissue

T = TypeVar("T")
_SIGNS = ("edema", "mass_effect", "midline_shift", "herniation", "hydrocephalus", "hemorrhage", "leptomeningeal")
_TOLD = (*_SIGNS, "midline_shift_mm")  # what a note tells of a scan of its own day
_JUDGEMENT = frozenset({SectionKind.IMPRESSION, SectionKind.DIAGNOSIS, SectionKind.ADDENDUM})
_STRENGTH = {Presence.PRESENT: 3, Presence.SUSPECTED: 2, Presence.ABSENT: 1}
_STATUS = {Presence.PRESENT: Status.STATED, Presence.SUSPECTED: Status.UNCERTAIN, Presence.ABSENT: Status.DENIED}
_OF_THE_DISEASE = ("metastasis", "count", "largest_mm", "largest_at_most_mm", "regions")
_SAME_SCAN = 31  # days before a note: what else it tells of the brain is of the scan of that day
POSTOPERATIVE = "postoperative_scan"  # the rule of what a note tells of a scan after an operation
DATED = "dated_scan"  # the rule of what a note tells of a scan with the day beside it
_NOT_OF_A_TUMOR = re.compile(r"\b(?:arteriovenous|avm|trigeminal)\b")
_ONLY_SUSPECTED = frozenset({BrainMetastasis.SUSPECTED, BrainMetastasis.ABSENT})


class _Placed(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


P = TypeVar("P", bound=_Placed)


def studies_of(annotated: Annotated, kind: DocumentKind, date: PartialDate | None) -> tuple[BrainStudy, ...]:
    """What the document reports or tells of the brain, oldest first; none when it says nothing of it.

    A report is one study. A note may tell of several: of the metastases at the date beside their words, of a scan after
    an operation, and of the rest on its own day.
    """
    if kind is DocumentKind.CARDIAC:
        return ()
    if kind is DocumentKind.PATHOLOGY:
        return studies_of_tissue(annotated, date)
    builder = _Builder(annotated, kind)
    metastasis = builder.metastasis()
    signs = builder.signs()
    details = builder.details(date)
    if metastasis.value is BrainMetastasis.ABSENT:
        details = {name: value for name, value in details.items() if name not in {"lesions", "change"}}
    if metastasis.status is Status.UNKNOWN and not signs and not details:
        return ()
    disease = metastasis.value in {BrainMetastasis.PRESENT, BrainMetastasis.SUSPECTED}
    lesions = _counted(details.get("lesions", ()))
    in_bone = [each for each in details.get("lesions", ()) if each.region is Region.SKULL]
    present = date if kind is DocumentKind.CLINICAL_NOTE and date and builder.metastasis_told_on(date) is None else None
    count = count_of(builder.report, kind, lesions, present) if disease else Finding[LesionCount]()
    largest = largest_of(builder.report, lesions, count) if disease else Finding[float]()
    study = BrainStudy(
        document=annotated.document.id,
        modality=modality.of_brain(builder.report, kind),
        date=date,
        metastasis=metastasis,
        count=count,
        largest_mm=largest,
        largest_at_most_mm=largest_bound_of(builder.report, largest) if disease else Finding[float](),
        regions=regions_of(builder.report, lesions, count, in_bone) if disease else Finding[tuple[Region, ...]](),
        midline_shift_mm=builder.shift_in_millimetres(),
        hemorrhage_age=builder.hemorrhage_age(),
        **signs,
        **details,
    )
    if kind is not DocumentKind.CLINICAL_NOTE or date is None:
        return (study,)
    return _told_apart(builder, study, date)


def _told_apart(builder: "_Builder", study: BrainStudy, note: PartialDate) -> tuple[BrainStudy, ...]:
    """What a note tells of the brain, cut by the dates of which it tells."""
    dated_scans = builder.dated_scans(study, note)
    scan = builder.postoperative_scan(study, note)
    if scan is not None:
        seen = [name for name in _SIGNS if getattr(scan, name).status is not Status.UNKNOWN]
        study = study.model_copy(
            update={
                **dict.fromkeys(seen, Finding[Presence]()),
                **({"midline_shift_mm": Finding[float]()} if "midline_shift" in seen else {}),
            }
        )
        if scan.metastasis.value is study.metastasis.value and not _has_signs(study):
            return (scan,)
    told = builder.metastasis_told_on(note)
    studies = [study]
    if told is not None and told != note and (note.earliest() - told.latest()).days <= _SAME_SCAN:
        studies = [study.model_copy(update={"date": told})]
    elif told is not None and told != note:
        of_the_disease = {name: getattr(study, name) for name in _OF_THE_DISEASE}
        rest = study.model_copy(update={name: BrainStudy.model_fields[name].default for name in _OF_THE_DISEASE})
        dated = BrainStudy(document=study.document, modality=study.modality, date=told, **of_the_disease)
        studies = [dated, rest] if _has_signs(rest) else [dated]
    others = [each for each in dated_scans if scan is None or each.date != scan.date]
    studies = [_joined(each, [other for other in others if other.date == each.date]) for each in studies]
    others = [each for each in others if all(each.date != study.date for study in studies)]
    return tuple(
        sorted(
            [*([scan] if scan else []), *others, *studies],
            key=lambda each: each.date.earliest() if each.date else note.earliest(),
        )
    )


def _joined(study: BrainStudy, scans: Sequence[BrainStudy]) -> BrainStudy:
    """The study with the signs of scans of its day."""
    found = {
        name: each for scan in scans for name in _TOLD if (each := getattr(scan, name)).status is not Status.UNKNOWN
    }
    return study.model_copy(update=found)


def _has_signs(study: BrainStudy) -> bool:
    return any(getattr(study, name).status is not Status.UNKNOWN for name in _SIGNS)


def _counted(lesions: Sequence[Lesion]) -> Sequence[Lesion]:
    """The lesions that make up the totals: those there for sure, or the doubtful ones where there are no others.

    One of the skull is no metastasis of the brain.
    """
    there = [each for each in lesions if each.change is not Change.RESOLVED and each.region is not Region.SKULL]
    return [each for each in there if not each.uncertain] or there


class _Builder:
    """Weighs the statements of one document."""

    def __init__(self, annotated: Annotated, kind: DocumentKind) -> None:
        self._kind = kind
        self.report = report_of(annotated)
        self._signs = list(brain_signs.find(self.report, kind))

    def metastasis(self) -> Finding[BrainMetastasis]:
        """Named before implied, the impression before the findings, present before suspected before absent."""
        value, mentions = self._decided
        if value is None:
            return Finding[BrainMetastasis]()
        return self._finding(Finding[BrainMetastasis], value, CALL_STATUS[value], mentions, mentions[0].rule)

    def metastasis_told_on(self, note: PartialDate) -> PartialDate | None:
        """The newest date beside the deciding words, where each of them has one; else what they tell is so now."""
        _, mentions = self._decided
        dates = [brain_told.date_beside(self.report, each.start, each.end, note) for each in mentions]
        known = [each for each in dates if each is not None]
        if not known or len(known) < len(dates) or self._measured_beside(mentions, note):
            return None
        return max(known, key=PartialDate.earliest)

    def _measured_beside(self, mentions: Sequence[brain_metastasis.Statement], note: PartialDate) -> bool:
        """Whether another sentence than those measures a lesion as it is now: then what is told is told of now."""
        told = {self.report.sentence_span(each.start) for each in mentions}
        return any(
            each.current
            and self.report.sentence_span(each.start) not in told
            and about_the_brain(self.report, self._kind, each.start)
            and not brain_told.is_of_the_past(self.report, each.start, each.end, note)
            for each in lesion_size.sizes_of(self.report)
        )

    def postoperative_scan(self, study: BrainStudy, note: PartialDate) -> BrainStudy | None:
        """The scan after an operation of which a note tells, with its signs."""
        scan = brain_told.postoperative_scan(self.report, note)
        return self._told_scan(study, scan, POSTOPERATIVE) if scan else None

    def dated_scans(self, study: BrainStudy, note: PartialDate) -> list[BrainStudy]:
        """The scans of which a note tells with their day, each with the signs that its sentence names."""
        scans = brain_told.dated_scans(self.report, note)
        return [told for each in scans if (told := self._told_scan(study, each, DATED)) is not None]

    def _told_scan(self, study: BrainStudy, scan: brain_told.Scan, rule: str) -> BrainStudy | None:
        inside = [each for each in self._signs if scan.start <= each.start < scan.end]
        found: dict[str, Any] = {
            name: self._sign(name, told).model_copy(update={"rule": rule})
            for name in _SIGNS
            if (told := [each for each in inside if each.field == name])
        }
        measured = [each for each in inside if each.millimetres is not None]
        if measured:
            shift = measured[0].millimetres or 0.0
            found["midline_shift_mm"] = self._finding(Finding[float], shift, Status.STATED, measured[:1], rule)
        if scan.clear:
            words = (self.report.evidence(*scan.words, rule),)
            found["metastasis"] = Finding[BrainMetastasis](
                value=BrainMetastasis.TREATED_RESOLVED, status=Status.STATED, evidence=words, rule=rule
            )
        if not found:
            return None
        return BrainStudy(document=study.document, modality=study.modality, date=scan.date, **found)

    @cached_property
    def _decided(self) -> tuple[BrainMetastasis | None, Sequence[brain_metastasis.Statement]]:
        """The value, and what says so."""
        found = list(brain_metastasis.find(self.report, self._kind))
        if all(each.value is BrainMetastasis.ABSENT for each in found):
            implied = brain_imaged.implied(self.report, self._kind, found)
            found = [each for each in implied if not self._contradicted(each)]
            if all(each.value is BrainMetastasis.ABSENT for each in found):
                found = self._treated_lesions() or self._cleared(found) or found
        if found and all(each.value in _ONLY_SUSPECTED for each in found):
            other = brain_imaged.proven_other(self.report, self._kind, min(each.end for each in found))
            found = [other] if other else found
        judged = self._judged(found) or found
        for value in (
            BrainMetastasis.PRESENT,
            BrainMetastasis.TREATED_RESOLVED,
            BrainMetastasis.SUSPECTED,
            BrainMetastasis.ABSENT,
        ):
            of_value = [each for each in judged if each.value is value]
            if not of_value:
                continue
            if value is BrainMetastasis.PRESENT and not self._residual() and (gone := self._gone(found)):
                return BrainMetastasis.TREATED_RESOLVED, [gone, *of_value]
            if value is BrainMetastasis.TREATED_RESOLVED and (residual := self._residual()):
                return residual.value, [residual, *of_value]
            return value, of_value
        return None, ()

    def _residual(self) -> brain_metastasis.Statement | None:
        """Tumor that an imaging report sees left, or possibly left, after treatment."""
        return brain_imaged.residual(self.report) if self._kind is DocumentKind.BRAIN_IMAGING else None

    def _contradicted(self, implied: brain_metastasis.Statement) -> bool:
        """Whether the brain is no clear one, since the report measures a lesion in it."""
        return implied.rule == "brain_imaged_clear" and any(
            (each.size or each.at_most) and not each.uncertain for each in self._described()
        )

    def _described(self) -> Sequence[Described]:
        return statements_of(self.report) if self._kind is DocumentKind.BRAIN_IMAGING else ()

    def _cleared(self, found: Sequence[brain_metastasis.Statement]) -> list[brain_metastasis.Statement]:
        """A cavity in which nothing is left: no brain that never had a metastasis."""
        gone = resection_cavity.cleared(self.report) if self._kind is DocumentKind.BRAIN_IMAGING else None
        if gone is None or not (found or brain_metastasis.none_is_back(self.report)):
            return []
        return [brain_metastasis.Statement(BrainMetastasis.TREATED_RESOLVED, gone.start, gone.end, gone.rule)]

    def _treated_lesions(self) -> list[brain_metastasis.Statement]:
        """Lesions that were irradiated: no clear brain, though the report does not call them metastases.

        Radiosurgery of a malformation or a nerve is none of a lesion.
        """
        if _NOT_OF_A_TUMOR.search(self.report.folded):
            return []
        cancer = "metasta" in self.report.folded
        there = BrainMetastasis.PRESENT if cancer else BrainMetastasis.SUSPECTED
        treated = [each for each in self._described() if each.treated and not each.uncertain]
        return [
            brain_metastasis.Statement(
                BrainMetastasis.TREATED_RESOLVED if each.change is Change.RESOLVED else there,
                each.start,
                each.end,
                "treated_lesion",
            )
            for each in treated
        ]

    def _gone(self, found: Sequence[brain_metastasis.Statement]) -> brain_metastasis.Statement | None:
        """What says, behind the last word of metastases, that none is left."""
        last = max(each.end for each in found if each.value is BrainMetastasis.PRESENT)
        return brain_metastasis.gone(self.report, last)

    def signs(self) -> dict[str, Finding[Presence]]:
        """Every sign that is spoken of."""
        found: dict[str, Finding[Presence]] = {}
        for name in _SIGNS:
            of_name = [each for each in self._signs if each.field == name]
            if of_name:
                found[name] = self._sign(name, _without_limited(of_name))
        return found

    def hemorrhage_age(self) -> Finding[HemorrhageAge]:
        """How old the blood is, where that is said of all of it; chronic too where acute blood is denied beside it."""
        told = [each for each in self._signs if each.field == "hemorrhage"]
        there = [each for each in told if each.value is not Presence.ABSENT]
        ages = {each.age for each in there}
        denied = [each for each in told if each.value is Presence.ABSENT and each.age is HemorrhageAge.ACUTE]
        if HemorrhageAge.BOTH in ages or {HemorrhageAge.ACUTE, HemorrhageAge.CHRONIC} <= ages:
            age = HemorrhageAge.BOTH
        elif HemorrhageAge.ACUTE in ages:
            age = HemorrhageAge.ACUTE
        elif there and (ages == {HemorrhageAge.CHRONIC} or denied):
            age = HemorrhageAge.CHRONIC
        else:
            return Finding[HemorrhageAge]()
        aged = [each for each in there if each.age is not None]
        return self._finding(Finding[HemorrhageAge], age, Status.STATED, [*aged, *denied], "hemorrhage_age")

    def shift_in_millimetres(self) -> Finding[float]:
        """The midline shift as measured; the impression's figure before the findings'."""
        measured = [each for each in self._signs if each.millimetres is not None]
        if not measured:
            return Finding[float]()
        best = (self._judged(measured) or measured)[0]
        return self._finding(Finding[float], best.millimetres or 0.0, Status.STATED, [best], "midline_shift_mm")

    def _sign(self, name: str, mentions: list[brain_signs.Sign]) -> Finding[Presence]:
        judged = self._judged(mentions)
        details = [each for each in mentions if each not in judged]
        sides = [_strongest(each) for each in (judged, details) if each]
        values = {side[0].value for side in sides}
        if values == {Presence.PRESENT, Presence.ABSENT}:
            alternatives = tuple(
                Alternative[Presence](value=side[0].value, evidence=self._evidence(side, name)) for side in sides
            )
            words = tuple(each for side in alternatives for each in side.evidence)
            return Finding[Presence](
                status=Status.CONFLICT, evidence=words, alternatives=alternatives, rule="findings_against_impression"
            )
        best = sides[0]
        value = best[0].value
        return self._finding(Finding[Presence], value, _STATUS[value], best, name)

    def details(self, date: PartialDate | None) -> dict[str, Any]:
        """What only an imaging report tells of its study, by field."""
        return details_of(self.report, self._kind, date)

    def _judged(self, mentions: Iterable[P]) -> list[P]:
        return [each for each in mentions if self.report.section_at(each.start).kind in _JUDGEMENT]

    def _evidence(self, mentions: Sequence[_Placed], rule: str) -> tuple[Evidence, ...]:
        return tuple(self.report.evidence(*quoted(self.report, each.start, each.end), rule) for each in mentions[:3])

    def _finding(
        self, shape: type[Finding[T]], value: T, status: Status, mentions: Sequence[P], rule: str
    ) -> Finding[T]:
        return shape(value=value, status=status, evidence=self._evidence(mentions, rule), rule=rule)


def _without_limited(mentions: list[brain_signs.Sign]) -> list[brain_signs.Sign]:
    """Without denials of acute bleeding, where old blood is told of: they do not deny that."""
    if not any(each.age is HemorrhageAge.CHRONIC and each.value is not Presence.ABSENT for each in mentions):
        return mentions
    return [each for each in mentions if (each.value, each.age) != (Presence.ABSENT, HemorrhageAge.ACUTE)]


def _strongest(mentions: list[brain_signs.Sign]) -> list[brain_signs.Sign]:
    best = max(mentions, key=lambda each: _STRENGTH[each.value]).value
    return [each for each in mentions if each.value == best]

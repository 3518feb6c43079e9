"""Finds the current picture of the brain among all studies: the newest report, and what others say against it."""

import re
from collections.abc import Sequence
from typing import Any

from domain.brain import BrainMetastasis, BrainPicture, BrainStudy, LesionCount
from domain.document import DocumentKind
from domain.finding import Finding, Status
from domain.profile import Conflict, ConflictSide
from domain.specimen import Presence
from extraction.document_facts import DocumentFacts
from extraction.resolution import brain_tissue
from extraction.resolution.findings import checked, conflict_of, date_key, in_order, in_words, surely_before
from extraction.studies import POSTOPERATIVE

_IMAGING = frozenset({DocumentKind.BRAIN_IMAGING})
_HAS_DISEASE = frozenset({BrainMetastasis.PRESENT, BrainMetastasis.SUSPECTED, BrainMetastasis.TREATED_RESOLVED})
_SIGNS = (
    "edema", "mass_effect", "midline_shift", "midline_shift_mm", "herniation", "hydrocephalus", "hemorrhage",
    "hemorrhage_age", "leptomeningeal", "resection_cavity", "radionecrosis", "critical_result",
    "other_findings",
)  # fmt: skip
_ADDENDUM = re.compile(r"^[ \t*_#]*ADDENDUM\b|\bADDENDUM (?:signed|dated|to\b)", re.IGNORECASE | re.MULTILINE)
_FINDINGS = tuple(name for name, field in BrainPicture.model_fields.items() if isinstance(field.default, Finding))


def brain_of(documents: Sequence[DocumentFacts]) -> tuple[BrainPicture, tuple[BrainStudy, ...], tuple[Conflict, ...]]:
    """The current picture, all studies oldest first, and what disagrees.

    Rules: `newest_imaging_report` what changes comes from the newest imaging report that speaks of the brain and from
    no older one; `newest_note` where there is no imaging report; a note never overrides a report, and a note that is
    not older and says otherwise is a conflict, but for a scan after an operation (`postoperative_scan`);
    `brain_tissue` where no scan and no note tells of metastases, but a pathology report proves one; `removed_before`
    where a scan names none, but tissue of before proved one; `proven_in_tissue` where a scan leaves open what tissue of
    later settles; `spinal_fluid` cells found there prove cancer in the
    lining, whatever a scan shows of it. Signs such as edema come from a newer report, or note where there is no report,
    even where it does not name metastases. `addendum_over_original` of two reports of one scan, that which says that it
    is an addendum.
    """
    kinds = {each.document.id: each.kind for each in documents}
    tissue = [study for each in documents if each.kind is DocumentKind.PATHOLOGY for study in each.studies]
    studies = sorted(
        (study for each in documents if each.kind is not DocumentKind.PATHOLOGY for study in each.studies),
        key=lambda each: (date_key(each.date), kinds[each.document] in _IMAGING, each.document),
    )
    written = {each.document.id: date_key(each.date) for each in documents}
    telling = [each for each in studies if each.metastasis.status is not Status.UNKNOWN]
    reports = [each for each in telling if kinds[each.document] in _IMAGING]
    proven = [each for each in tissue if each.metastasis.value is BrainMetastasis.PRESENT]
    if not telling:
        proof = max(proven, key=lambda each: (date_key(each.date), each.document), default=None)
        picture = _picture(proof, "brain_tissue") if proof else BrainPicture()
        return _with_fluid(picture, tissue), tuple(studies), ()
    if reports:
        current, rule = reports[-1], "newest_imaging_report"
    else:  # the note that was written last: what it tells may be of an earlier day
        current, rule = max(telling, key=lambda each: (written[each.document], date_key(each.date))), "newest_note"
    same_day = [each for each in reports if date_key(each.date) == date_key(current.date)]
    if addenda := _addenda_of(current, same_day, documents):
        current, rule = addenda[-1], "addendum_over_original"
        same_day = [each for each in same_day if each in addenda or each.modality != current.modality]
    others = [each for each in telling if kinds[each.document] not in _IMAGING]
    conflicts = [
        *_between(current, [each for each in same_day if each is not current]),
        *_between(current, [each for each in others if _speaks_later(each, current)] if reports else []),
        *_inside(current),
    ]
    after = [each for each in studies if _is_postoperative(each) and surely_before(current.date, each.date)]
    newer = [each for each in studies if _speaks_later(each, current)]
    if reports:
        newer = [each for each in newer if kinds[each.document] in _IMAGING]
    picture = _after_operation(_picture(current, rule), after) if reports else _picture(current, rule)
    picture = _with_signs(
        picture,
        [each for each in newer if each is not current],
        "newest_imaging_report" if reports else "newest_note",
    )
    settled = brain_tissue.settled(_after_removal(picture, proven), tissue)
    conflicts += brain_tissue.against(settled, tissue)
    return _with_fluid(settled, tissue), tuple(studies), tuple(conflicts)


def _after_removal(picture: BrainPicture, proven: Sequence[BrainStudy]) -> BrainPicture:
    """The picture where a scan names no metastasis, but tissue taken from the brain before proved one: it is gone."""
    before = [each for each in proven if surely_before(each.date, picture.metastasis.date)]
    if picture.metastasis.value is not BrainMetastasis.ABSENT or not before:
        return picture
    proof = max(before, key=lambda each: (date_key(each.date), each.document))
    gone = Finding[BrainMetastasis](
        value=BrainMetastasis.TREATED_RESOLVED,
        status=Status.STATED,
        date=picture.metastasis.date,
        evidence=in_order([*picture.metastasis.evidence, *proof.metastasis.evidence]),
        rule="removed_before:metastasis_in_brain_tissue",
    )
    return picture.model_copy(update={"metastasis": checked(gone)})


def _with_fluid(picture: BrainPicture, tissue: Sequence[BrainStudy]) -> BrainPicture:
    """The picture with what the newest test of the spinal fluid proves: a scan without a sign of it refutes nothing."""
    tested = [each for each in tissue if each.leptomeningeal.status is not Status.UNKNOWN]
    newest = max(tested, key=lambda each: (date_key(each.date), each.document), default=None)
    if newest is None or picture.leptomeningeal.value is Presence.PRESENT:
        return picture
    finding = newest.leptomeningeal
    found = checked(finding.model_copy(update={"date": newest.date, "rule": f"spinal_fluid:{finding.rule}"}))
    return picture.model_copy(update={"leptomeningeal": found})


def _addenda_of(
    current: BrainStudy, same_day: Sequence[BrainStudy], documents: Sequence[DocumentFacts]
) -> list[BrainStudy]:
    """The reports of the current scan that amend another report of it."""
    amending = {
        each.document.id for each in documents if any(_ADDENDUM.search(page.text) for page in each.document.pages)
    }
    same_scan = [each for each in same_day if each.modality is current.modality]
    addenda = [each for each in same_scan if each.document in amending]
    return addenda if len(addenda) < len(same_scan) else []


def _is_postoperative(study: BrainStudy) -> bool:
    return any(getattr(study, name).rule == POSTOPERATIVE for name in _FINDINGS)


def _after_operation(picture: BrainPicture, scans: Sequence[BrainStudy]) -> BrainPicture:
    """The picture with what a newer note tells of a scan after an operation, by its rule `postoperative_scan`.

    Where the one lesion was removed and nothing is left, the scan before the operation tells of nothing any more but
    disease of the lining; where there were several, only the signs that the newer scan speaks of are replaced.
    """
    for scan in scans:
        told = _picture(scan, "told")
        if scan.metastasis.value is BrainMetastasis.TREATED_RESOLVED and _is_single(picture):
            lining = picture.leptomeningeal
            kept = lining.status is not Status.UNKNOWN and told.leptomeningeal.status is Status.UNKNOWN
            picture = told.model_copy(update={"leptomeningeal": lining}) if kept else told
        else:
            signs = {name: getattr(told, name) for name in _SIGNS}
            known = {name: each for name, each in signs.items() if each.status is not Status.UNKNOWN}
            picture = picture.model_copy(update=known)
    return picture


def _is_single(picture: BrainPicture) -> bool:
    return picture.count.value is not None and picture.count.value.max == 1


def _with_signs(picture: BrainPicture, newer: Sequence[BrainStudy], rule: str) -> BrainPicture:
    """The picture with the signs of newer imaging reports, or notes without any, that name no metastases."""
    signs = {
        name: checked(finding.model_copy(update={"date": study.date, "rule": f"{rule}:{name}"}))
        for study in newer
        if study.metastasis.status is Status.UNKNOWN
        for name in _SIGNS
        if (finding := getattr(study, name)).status is not Status.UNKNOWN
    }
    return picture.model_copy(update=signs)


def _picture(study: BrainStudy, rule: str) -> BrainPicture:
    findings = {}
    for name in _FINDINGS:
        finding: Finding[Any] = getattr(study, name)
        if finding.status is Status.UNKNOWN:
            continue
        findings[name] = checked(
            finding.model_copy(update={"date": finding.date or study.date, "rule": f"{rule}:{finding.rule or name}"})
        )
    return BrainPicture(**findings, lesions=study.lesions)


def _speaks_later(told: BrainStudy, current: BrainStudy) -> bool:
    """Whether it tells of the brain on or after the day of the report; one without a date may."""
    return told.date is None or date_key(told.date) >= date_key(current.date)


def _between(current: BrainStudy, others: Sequence[BrainStudy]) -> list[Conflict]:
    """Others that contradict the current study on whether there are metastases, or on how many."""
    conflicts = []
    for other in others:
        for name, summary in (
            ("metastasis", "Documents disagree on brain metastases."),
            ("count", "Documents disagree on the number of brain metastases."),
        ):
            mine: Finding[Any] = getattr(current, name)
            theirs: Finding[Any] = getattr(other, name)
            if _contradict(name, mine, theirs):
                conflicts.append(
                    Conflict(
                        field=f"brain.{name}",
                        summary=summary,
                        sides=tuple(
                            ConflictSide(value=_words(finding), date=study.date, evidence=finding.evidence)
                            for study, finding in ((current, mine), (other, theirs))
                        ),
                    )
                )
    return conflicts


def _words(finding: Finding[Any]) -> str:
    value = finding.value
    if isinstance(value, LesionCount):
        numbers = [str(number) for number in dict.fromkeys((value.min, value.max)) if number is not None]
        return " ".join([str(value.qualifier).replace("_", " "), "-".join(numbers)]).strip()
    return in_words(value)


def _contradict(name: str, mine: Finding[Any], theirs: Finding[Any]) -> bool:
    if mine.value is None or theirs.value is None:
        return False
    if name == "metastasis":
        return (mine.value in _HAS_DISEASE) != (theirs.value in _HAS_DISEASE)
    if mine.value.min is None or theirs.value.min is None:
        return False
    upper, other_upper = mine.value.max, theirs.value.max
    if "about" in {str(mine.value.qualifier), str(theirs.value.qualifier)}:
        return bool(mine.value.min != theirs.value.min)
    below = other_upper is not None and other_upper < mine.value.min
    above = upper is not None and upper < theirs.value.min
    return bool(below or above)


def _inside(study: BrainStudy) -> list[Conflict]:
    return [
        conflict_of(f"brain.{name}", "Parts of one report disagree.", getattr(study, name))
        for name in _FINDINGS
        if getattr(study, name).status is Status.CONFLICT
    ]

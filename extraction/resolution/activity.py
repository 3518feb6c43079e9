"""Tells whether brain metastases are active or stable, as the HER2CLIMB trial uses the words; unknown where unsettled.

Active: not treated locally, or treated and growing. Stable: treated locally and not growing (Murthy, NEJM 2020;
Lin, JCO 2020;38:2610). New or growing lesions are active whichever holds; stable needs a treatment that was surely
before the newest study, because lesions that only do not grow may never have been treated.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.brain import BrainActivity, BrainMetastasis, BrainPicture, BrainStudy, Change
from domain.course import LocalTreatment, LocalTreatmentKind, TreatmentStatus
from domain.dates import PartialDate
from domain.document import DocumentKind
from domain.evidence import Evidence
from domain.finding import Finding, Status
from domain.specimen import Presence, Site
from extraction.document_facts import DocumentFacts
from extraction.resolution.findings import checked, in_order, surely_before
from extraction.resolution.local import DONE

_GROWS_ALONE = frozenset({Change.NEW, Change.LARGER})  # of one lesion
_GROWS = frozenset({Change.NEW, Change.LARGER, Change.MIXED})
_DOES_NOT_GROW = frozenset({Change.STABLE, Change.SMALLER, Change.RESOLVED})
_AHEAD = frozenset({TreatmentStatus.PLANNED, TreatmentStatus.CONSIDERED, TreatmentStatus.DECLINED})
_KINDS = {
    LocalTreatmentKind.SURGERY: "surgery",
    LocalTreatmentKind.SRS: "focused radiation",
    LocalTreatmentKind.WBRT: "whole-brain radiation",
    LocalTreatmentKind.RADIOTHERAPY_OTHER: "radiation",
}


@dataclass(frozen=True)
class _Newest:
    """The newest study, as far as it matters here.

    Attributes:
        date: Of the scan; None where only a note tells of it, without its date.
        growth: What it says of growth: new, larger or mixed lesions; no growth; or nothing.
        words: The evidence of what it says of growth.
    """

    picture: BrainPicture
    date: PartialDate | None
    growth: Change | None
    words: tuple[Evidence, ...]

    @property
    def name(self) -> str:
        return f"the newest study ({self.date})" if self.date else "the newest study"


def activity_of(
    picture: BrainPicture,
    studies: Sequence[BrainStudy],
    local: Sequence[LocalTreatment],
    documents: Sequence[DocumentFacts],
    *,
    disputed: bool,
) -> Finding[BrainActivity]:
    """Active or stable, with the reason in one sentence and the words it rests on.

    Args:
        picture: The current picture of the brain, dated as its study is.
        studies: All studies, oldest first.
        local: Local treatments of the brain, of all documents.
        documents: For their dates, where a treatment is told of without one of its own.
        disputed: Documents disagree on whether there are brain metastases.
    """
    disease = picture.metastasis
    seen_before = any(each.metastasis.value is BrainMetastasis.PRESENT for each in studies) or any(
        specimen.site is Site.BRAIN for each in documents for specimen in each.specimens
    )
    if disease.value is BrainMetastasis.ABSENT and not seen_before:
        return Finding[BrainActivity]()
    if disputed or disease.status is Status.CONFLICT:
        return _unknown("The record does not agree on whether there are brain metastases.")
    if disease.value is BrainMetastasis.SUSPECTED:
        return _unknown("Brain metastases are only suspected.")
    if disease.value is None:
        return Finding[BrainActivity]()
    newest = _newest(picture, documents)
    later = [each for each in studies if surely_before(newest.date, each.date) and _growth(each)[0] is not None]
    if any((_growth(each)[0] in _GROWS) != (newest.growth in _GROWS) for each in later):
        return _unknown(f"A later document says otherwise of growth than {newest.name}.")
    return _judged(newest, [each for each in local if each.status in DONE], local, documents)


def _judged(
    newest: _Newest,
    done: Sequence[LocalTreatment],
    local: Sequence[LocalTreatment],
    documents: Sequence[DocumentFacts],
) -> Finding[BrainActivity]:
    before = [each for each in done if _was_before(each, newest, documents)]
    since = [each for each in done if each not in before]
    if since:
        told = f"Local treatment is told of ({_named(since)})"
        if any(surely_before(newest.date, each.date) for each in since):
            return _unknown(f"{told}, and no scan after it.")
        return _unknown(f"{told}, and the record does not settle whether {newest.name} was before or after it.")
    if newest.growth in _GROWS:
        return _growing(newest, before)
    if any(each.uncertain and each.change in _GROWS_ALONE for each in newest.picture.lesions):
        return _unknown(f"A lesion that {newest.name} names as possible would be new or larger.")
    treated_first = bool(before) or newest.picture.metastasis.value is BrainMetastasis.TREATED_RESOLVED
    if treated_first and newest.growth in _DOES_NOT_GROW:
        return _treated(newest, before)
    if treated_first:
        return _unknown(f"Treated locally, but {newest.name} does not say whether they grew.")
    ahead = [each for each in local if each.status in _AHEAD]
    if newest.picture.metastasis.value is BrainMetastasis.PRESENT and ahead:
        reason = f"Local treatment is spoken of but not told of as done ({_named(ahead)}): they seem untreated so far."
        return _found(BrainActivity.ACTIVE, Status.UNCERTAIN, "untreated_so_far", reason, newest, ahead)
    return _unknown("No document tells whether they were treated locally, nor of growth.")


def _growing(newest: _Newest, before: Sequence[LocalTreatment]) -> Finding[BrainActivity]:
    """Growth is active, treated or not; but growth after radiation that is left open is not."""
    left_open = newest.picture.radionecrosis.value in {Presence.PRESENT, Presence.SUSPECTED}
    if left_open and newest.growth is not Change.NEW:
        return _unknown(f"Growth on {newest.name} may be an effect of radiation, by its report.")
    words = {Change.NEW: "new", Change.LARGER: "larger", Change.MIXED: "in part larger"}[newest.growth or Change.NEW]
    after = f", after local treatment ({_named(before)})" if before else ", and no local treatment is told of since"
    reason = f"Lesions are {words} on {newest.name}{after}."
    rule = "growing_after_treatment" if before else "growing"
    return _found(BrainActivity.ACTIVE, Status.STATED, rule, reason, newest, before)


def _treated(newest: _Newest, before: Sequence[LocalTreatment]) -> Finding[BrainActivity]:
    """Stable, unless the report tells treated lesions apart from others; radiation of the whole brain treats all."""
    lesions = newest.picture.lesions
    whole = any(each.kind is LocalTreatmentKind.WBRT for each in before)
    if not whole and len({each.treated for each in lesions}) > 1:
        return _unknown(f"On {newest.name} some lesions are told of as treated and others are not.")
    words = {
        Change.STABLE: "unchanged",
        Change.SMALLER: "smaller",
        Change.RESOLVED: "not seen any more",
    }[newest.growth or Change.RESOLVED]
    treated = f"Treated locally ({_named(before)})" if before else "Told of as treated"
    reason = f"{treated} and {words} on {newest.name}."
    return _found(BrainActivity.STABLE, Status.STATED, "treated_and_not_growing", reason, newest, before)


def _newest(picture: BrainPicture, documents: Sequence[DocumentFacts]) -> _Newest:
    """The date of a note is not that of the scan it tells of: the scan was some time before."""
    date = picture.metastasis.date
    told_in = {each.document for each in picture.metastasis.evidence}
    if any(
        each.document.id in told_in and each.kind is not DocumentKind.BRAIN_IMAGING and each.date == date
        for each in documents
    ):
        date = None
    growth, words = _growth(picture)
    if growth is None and picture.metastasis.value in {BrainMetastasis.TREATED_RESOLVED, BrainMetastasis.ABSENT}:
        growth = Change.RESOLVED
    return _Newest(picture, date, growth, words)


def _growth(picture: BrainPicture) -> tuple[Change | None, tuple[Evidence, ...]]:
    """What a study says of growth: of any lesion first, because one that grows counts; else over all.

    A lesion that is only possible proves no growth. Beside disease of the lining, which may be what is new, lesions
    that are each told of count alone.
    """
    for lesion in picture.lesions:
        if lesion.change in _GROWS_ALONE and not lesion.uncertain:
            return lesion.change, lesion.evidence
    changes = {each.change for each in picture.lesions}
    each_told = bool(changes) and None not in changes
    in_lining = picture.leptomeningeal.value in {Presence.PRESENT, Presence.SUSPECTED}
    if picture.change.known and not (in_lining and each_told):
        return picture.change.value, picture.change.evidence
    if changes and None not in changes and changes <= _DOES_NOT_GROW:
        change = Change.STABLE if Change.STABLE in changes else min(each for each in changes if each)
        return change, tuple(one for each in picture.lesions for one in each.evidence)
    return None, ()


def _was_before(treatment: LocalTreatment, newest: _Newest, documents: Sequence[DocumentFacts]) -> bool:
    """Whether a treatment was done before the newest study: by its date, or told of as done no later than it.

    A scan's own report that tells of it counts; a note that tells of both does not say which came first.
    """
    if surely_before(treatment.date, newest.date):
        return True
    if surely_before(newest.date, treatment.date):
        return False
    study = {each.document for each in newest.picture.metastasis.evidence}
    told = {each.document for each in treatment.evidence}
    return any(
        surely_before(each.date, newest.date) or (each.document.id in study and each.kind is DocumentKind.BRAIN_IMAGING)
        for each in documents
        if each.document.id in told
    )


def _named(treatments: Sequence[LocalTreatment]) -> str:
    names = [f"{_KINDS[each.kind]} {each.date}" if each.date else _KINDS[each.kind] for each in treatments]
    return ", ".join(dict.fromkeys(names))


def _found(
    value: BrainActivity,
    status: Status,
    rule: str,
    reason: str,
    newest: _Newest,
    treatments: Sequence[LocalTreatment],
) -> Finding[BrainActivity]:
    words = [*newest.words, *newest.picture.metastasis.evidence[:2]]
    words += [one for each in treatments for one in each.evidence[:2]]
    return checked(
        Finding[BrainActivity](
            value=value,
            status=status,
            date=newest.picture.metastasis.date,
            evidence=in_order(words),
            rule=f"brain_activity:{rule}",
            reason=reason,
        )
    )


def _unknown(reason: str) -> Finding[BrainActivity]:
    return Finding[BrainActivity](rule="brain_activity:unsettled", reason=reason)

"""What tissue of the brain settles that a scan left open, and what it says against a scan."""

from collections.abc import Sequence

from domain.brain import BrainMetastasis, BrainPicture, BrainStudy
from domain.finding import Finding, Status
from domain.profile import Conflict, ConflictSide
from extraction.resolution.findings import checked, date_key, in_order, surely_before

_OF_THE_DISEASE = ("count", "largest_mm", "largest_at_most_mm", "regions", "change", "lesions")


def settled(picture: BrainPicture, tissue: Sequence[BrainStudy]) -> BrainPicture:
    """The picture where a scan only suspects metastases, and tissue taken then or later names the disease.

    Another disease settles it only where the scan saw one lesion: of several the others may be metastases.
    """
    proof = _of_this_lesion(picture, tissue)
    if picture.metastasis.value is not BrainMetastasis.SUSPECTED or proof is None:
        return picture
    there = proof.metastasis.value is BrainMetastasis.PRESENT
    if not there and not _is_single(picture):
        return picture
    metastasis = Finding[BrainMetastasis](
        value=proof.metastasis.value,
        status=proof.metastasis.status,
        date=proof.date or picture.metastasis.date,
        evidence=in_order([*picture.metastasis.evidence, *proof.metastasis.evidence]),
        rule=f"proven_in_tissue:{proof.metastasis.rule}",
    )
    if there:
        return picture.model_copy(update={"metastasis": checked(metastasis)})
    without = {name: BrainPicture.model_fields[name].default for name in _OF_THE_DISEASE}
    if proof.other_findings.known:
        without["other_findings"] = checked(proof.other_findings.model_copy(update={"date": proof.date}))
    return picture.model_copy(update={"metastasis": checked(metastasis), **without})


def against(picture: BrainPicture, tissue: Sequence[BrainStudy]) -> list[Conflict]:
    """The one lesion that a scan calls a metastasis is another disease by its tissue."""
    proof = _of_this_lesion(picture, tissue)
    if proof is None or proof.metastasis.value is not BrainMetastasis.ABSENT:
        return []
    if picture.metastasis.value is not BrainMetastasis.PRESENT or not _is_single(picture):
        return []
    sides = ((picture.metastasis, picture.metastasis.date), (proof.metastasis, proof.date))
    return [
        Conflict(
            field="brain.metastasis",
            summary="A scan speaks of a brain metastasis; the tissue is of another disease.",
            sides=tuple(ConflictSide(value=str(each.value), date=date, evidence=each.evidence) for each, date in sides),
        )
    ]


def _of_this_lesion(picture: BrainPicture, tissue: Sequence[BrainStudy]) -> BrainStudy | None:
    """The newest diagnosis of brain tissue that may be of what the scan saw: not from before it, and of its region."""
    told = [
        each
        for each in tissue
        if each.metastasis.status is not Status.UNKNOWN and not surely_before(each.date, picture.metastasis.date)
    ]
    here = [each for each in told if _same_region(each, picture)]
    return max(here, key=lambda each: (date_key(each.date), each.document), default=None)


def _same_region(proof: BrainStudy, picture: BrainPicture) -> bool:
    """Whether the regions agree; where one is not told, the dates must be."""
    if proof.regions.value and picture.regions.value:
        return not set(proof.regions.value).isdisjoint(picture.regions.value)
    return proof.date is not None and picture.metastasis.date is not None


def _is_single(picture: BrainPicture) -> bool:
    return picture.count.value is not None and picture.count.value.max == 1

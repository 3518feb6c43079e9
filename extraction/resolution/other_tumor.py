"""Finds the breast tumour that a HER2-positive metastasis is not of, where the other breast's tumour agrees with it.

Rule `metastasis_leads` (docs/decisions/0011): what the metastasis shows leads, and the other tumour is told beside it.
"""

from collections.abc import Sequence

from domain.finding import Status
from domain.specimen import Her2Status, Side, Site, Specimen

_NEAR = frozenset({Site.BREAST, Site.LYMPH_NODE})
_SIDES = frozenset({Side.LEFT, Side.RIGHT})


def of_other_tumor(specimens: Sequence[Specimen]) -> tuple[Specimen, ...]:
    """The HER2-negative specimens of the breast that the metastasis is not of; () where the records do not tell that.

    Told it is where every metastasis that was tested is positive, so is each specimen of one breast, and negative each
    of the other. Cells of spinal fluid alone settle nothing: guidelines score HER2 in tissue.
    """
    tested = [each for each in specimens if not each.in_situ_only and each.her2_status.status is not Status.UNKNOWN]
    far = [each for each in tested if each.site is not None and each.site not in _NEAR]
    near = [each for each in tested if each not in far]
    negative = [each for each in near if each.her2_status.value is Her2Status.NEGATIVE]
    positive = [each for each in near if each.her2_status.value is Her2Status.POSITIVE]
    sides = {each.side for each in negative}, {each.side for each in positive}
    apart = all(len(each) == 1 and each <= _SIDES for each in sides) and sides[0] != sides[1]
    tissue = [each for each in far if each.site is not Site.CEREBROSPINAL_FLUID]
    if tissue and apart and len(near) == len(negative) + len(positive) and _all_positive(far):
        return tuple(negative)
    return ()


def _all_positive(specimens: Sequence[Specimen]) -> bool:
    return all(each.her2_status.known and each.her2_status.value is Her2Status.POSITIVE for each in specimens)

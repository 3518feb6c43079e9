"""Where in the body a statement is about: the site and side that the text named last before it."""

import bisect
import re
from dataclasses import dataclass

from domain.specimen import Side, Site
from extraction.facts.mention import Report

_R, _L = r"right|rt|righj|dextra\w*|r(?=\.? breast| br\b)", r"left|lt|leet|lett|sinistra\w*|l(?=\.? breast| br\b)"
_SIDE = rf"(?:(?P<right>\b(?:{_R}))|(?P<left>\b(?:{_L})))"
_BREAST = re.compile(
    rf"{_SIDE}[ .,;:)\"'-]{{0,4}}(?:(?:axilla\w*|total|simple|radical|modified|sentinel|partial|upper|lower|outer|inner|quadrant|female|medial|lateral|central|invasive)[ ,.]+){{0,3}}(?:breast|breas[ti]|mamma\w*|br\b|mastectomy|lumpectomy|quadrantectomy|axilla\w*|wide local excision|wle\b|segm\w* mast\w*)"
    rf"|\b(?:breas[ti]s?|mamma\w*|l?aterality|mastectomy|lumpectomy|carcinoma mammae|axilla|side|anatomic site)(?:[ ,.;:()/\"-]+|[ ](?:cancer|tissue|mass|,)[ ,;:]*){{1,2}}(?:and nodes, )?"
    + _SIDE.replace("right>", "right2>").replace("left>", "left2>")
    + r"\b"
)
_SITES = {
    Site.BRAIN: r"brain|cerebell\w+|cerebral|craniotomy|intracranial",
    Site.LIVER: r"liver|hepatic",
    Site.LUNG: r"lung|pulmonary|pleura\w*|bronch\w*",
    Site.BONE: r"bone(?! marrow)|vertebra\w*|iliac|femur|sacrum",
    Site.SKIN: r"skin metastas\w+|chest wall",
    Site.CEREBROSPINAL_FLUID: r"csf|cerebrospinal fluid",
}
_PROCEDURE = r"biops\w+|resection|excision|craniotomy|fna|aspirat\w+|cytology|core|metastasectomy|needle|wedge|segment|path\b|pathology"
_ELSEWHERE = re.compile(
    "|".join(
        rf"(?P<{site.value}>\b(?:{words})\b[^.:;]{{0,42}}?\b(?:{_PROCEDURE})|\b(?:{_PROCEDURE})[^.:;]{{0,24}}?\b(?:{words})\b)"
        for site, words in _SITES.items()
    )
)
_PRIMARY = re.compile(
    r"\b(?:breast (?:tumou?r|primary|cancer|carcinoma)|primary (?:tumou?r|breast)|original|mastectomy|lumpectomy)\b"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A site and a side; None for what the text does not say."""

    site: Site | None = None
    side: Side | None = None


class Places:
    """The sites and sides that a report names, in order."""

    def __init__(self, report: Report) -> None:
        text = report.folded
        marks: list[tuple[int, Place]] = []
        for match in _BREAST.finditer(text):
            right = match["right"] or match["right2"]
            marks.append((match.start(), Place(Site.BREAST, Side.RIGHT if right else Side.LEFT)))
        if re.search(r"brain|liver|lung|bone|csf|crani|pleur|chest wall|cerebr", text):
            for match in _ELSEWHERE.finditer(text):
                marks.append((match.start(), Place(Site(str(match.lastgroup)))))
        self._marks = sorted(marks, key=lambda mark: mark[0])
        self._starts = [start for start, _ in self._marks]

    def at(self, offset: int) -> Place:
        """The place that the words at `offset` are about: the last one named, else the first one named."""
        if not self._marks:
            return Place()
        return self._marks[max(0, bisect.bisect_right(self._starts, offset) - 1)][1]

    @property
    def elsewhere(self) -> tuple[Site, ...]:
        """Sites other than the breast that were sampled, in order."""
        return tuple(
            dict.fromkeys(
                place.site for _, place in self._marks if place.site not in {None, Site.BREAST} and place.site
            )
        )

    @property
    def sides(self) -> tuple[Side, ...]:
        """Sides named with the breast, in order, as often as they are named."""
        return tuple(place.side for _, place in self._marks if place.side)


def names_primary(sentence: str) -> bool:
    """Whether a folded sentence speaks of the breast tumour."""
    return bool(_PRIMARY.search(sentence))

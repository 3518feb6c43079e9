"""Where in the body a statement is about: the site and side that the text named last before it."""

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.specimen import Side, Site
from extraction.facts.report import Report
from extraction.sections import SectionKind

_R, _L = r"right|rt|righj|dextra\w*|r(?=\.? breast| br\b)", r"left|lt|leet|lett|sinistra\w*|l(?=\.? breast| br\b)"
_SIDE = rf"(?:(?P<right>\b(?:{_R}))|(?P<left>\b(?:{_L})))"
_BREAST = re.compile(
    rf"{_SIDE}[ .,;:)\"'-]{{0,4}}(?:(?:axilla\w*|total|simple|radical|modified|sentinel|partial|upper|lower|outer|"
    rf"inner|quadrant|female|medial|lateral|central|invasive)[ ,.]+){{0,3}}(?:breast|breas[ti]|mamma\w*|br\b|"
    rf"mastectomy|lumpectomy|quadrantectomy|axilla\w*|sentinel (?:lymph )?nodes?\b|cores?\b|wide local excision|wle\b|segm\w* mast\w*)"
    rf"|\b(?:breas[ti]s?|mamma\w*|l?aterality|mastectomy|lumpectomy|carcinoma mammae|axilla|side|anatomic "
    rf"site)(?:[ ,.;:()/\"-]+|[ ](?:cancer|tissue|mass|,)[ ,;:]*){{1,2}}(?:and nodes, )?"
    + _SIDE.replace("right>", "right2>").replace("left>", "left2>")
    + r"\b"
)
_HISTORY = frozenset({SectionKind.HISTORY, SectionKind.INDICATION})
_SITES = {
    Site.BRAIN: r"brain|cerebell\w+|cerebral|craniotomy|intracranial|"
    r"(?:frontal|parietal|temporal|occipital)[ -](?:lobe|brain|tumou?r|lesion|mass|metastas[ei]s)",
    Site.LIVER: r"liver|hepatic",
    Site.LUNG: r"lung|pulmonary|pleura\w*|bronch\w*",
    Site.BONE: r"bone(?! marrow)|vertebra\w*|iliac|femur|sacrum",
    Site.SKIN: r"skin metastas\w+|chest wall",
    Site.CEREBROSPINAL_FLUID: r"csf|cerebrospinal fluid",
}
_PROCEDURE = (
    r"biops\w+|\bbx|resection|excision|craniotomy|fna|aspirat\w+|cytology|core|metastasectomy|needle|wedge|segment\b|"
    r"segmentectom\w+|path\b|pathology|lumbar puncture|(?:spinal|lumbar) tap|cell block"
)
# The biopsy of a node; nodes that are taken out with the breast belong to its specimen. Those far from it never are.
_NEAR_NODE = r"(?:axillary|axilla|ax\.?|lymph)[ ,-]+(?:lymph )?nodes?"
_FAR_NODE = (
    r"(?:(?:supra|infra)clavicular|sclav|cervical|neck|mediastinal|hilar|paratracheal|subcarinal|inguinal|retroperitoneal|"
    r"para-?aortic)[ ,-]+(?:lymph )?(?:nodes?|ln)\b|\blymph nodes?[ ,(-]+(?:(?:left|right|lt|rt)[ ,]+)?(?:(?:supra|infra)clavicular|cervical|"
    r"neck|mediastinal|hilar|inguinal)"
)
_NEEDLE = r"(?:core|needle|fna|fine needle|aspirat\w+)"
_TAKEN = rf"(?:{_NEEDLE}|biops\w+|bx|excision\w*|resect\w+|dissection)"
_NODE = re.compile(
    rf"\b{_NEAR_NODE}\b[^.:;]{{0,42}}?\b{_NEEDLE}\b|\b{_NEEDLE}\b[^.:;]{{0,16}}\b(?:axillary|ax\.?)[ ,-]+(?:lymph )?node\b|"
    rf"\b(?:{_FAR_NODE})\b(?:(?!\b(?:breast|and)\b)[^.:;]){{0,42}}?\b{_TAKEN}\b|\b{_TAKEN}\b(?:(?!\b(?:breast|and)\b)[^.:;]){{0,30}}?\b(?:{_FAR_NODE})\b|"
    r"\(?lymph node\)?[ ]?:(?= ?er\b| ?estrogen| ?her-?2)"
)
_NODE_ANCHOR = re.compile(r"node\b|nodes\b|clavicular|hilar|cervical|mediastin|inguin|\bln\b")
_FLUID_ANCHOR = re.compile(r"csf|cerebrospinal")
_CELLS = re.compile(
    r"\b(?:csf|cerebrospinal fluid)\b[^.;]{0,40}?\b(?:malignant cells|positive for|cytolog\w+|metastatic (?:adeno)?carcinoma)"
)
_ELSEWHERE = re.compile(
    "|".join(
        rf"(?P<{site.value}>\b(?:{words})\b(?:(?!\bbreast\b)[^.:;]){{0,42}}?\b(?:{_PROCEDURE})|"
        rf"\b(?:{_PROCEDURE})[^.:;]{{0,24}}?\b(?:{words})\b" + (r"|\bcraniotomy\b)" if site is Site.BRAIN else ")")
        for site, words in _SITES.items()
    )
)
_ANCHOR = re.compile(
    r"brea[st]|mamma|[ .(]br\b|axill|sentinel|\bcore|ectomy|ateral|side\b|anatomic site|excision|wle|mast"
)
# "Specimen: left frontal tumour": the heading says that it was taken.
_HEADED = re.compile(
    r"\b(?:specimens?|tissue|samples?|site|source)(?: (?:submitted|received|site|type|source|examined))?[ ]?[:-][ ]?"
    r"(?:[a-d1-4][.):] ?)?(?:(?:left|right|lt|rt|l|r)[ .,]+)?(?:"
    + "|".join(rf"(?P<{site.value}>(?:{words})\b)" for site, words in _SITES.items())
    + ")"
)
_HEADING = re.compile(r"\b(?:specimen|tissue|sample|site|source)")
_ANYWHERE = re.compile(
    r"brain|cereb|crani|(?:frontal|parietal|temporal|occipital)[ -]|liver|hepatic|lung|pulmon|pleur|bronch|bone|vertebra|iliac|femur|sacrum|skin metas|chest wall|csf"
)
_NOT_DONE = re.compile(r"\b(?:no|not|without|declined|offered|planned|consider\w*|needs?)[ ]+(?:\w+[ ]+){0,3}\Z")
_NEGATED = re.compile(r"\b(?:no|not|without|declined)\b")
_PASSING = re.compile(
    r"\b(?:h/o|history of|hx of|known|s/p|status post|clinical(?: details| history)?:?|previous\w*|prior|outside,? "
    r"(?:19|20)\d\d)[ :(]+[^.;:]{0,40}\Z"
)
_PRIMARY = re.compile(
    r"\b(?:breast (?:tumou?r|primary|cancer|carcinoma)|primary (?:tumou?r|breast|cancer|lesion|was|is|had)|original|"
    r"(?:prior|previous|initial|first|earlier) primary|primary,? (?:in |of )?\(?(?:19|20)\d\d|mastectomy|lumpectomy)\b"
)
_ORIGIN = re.compile(  # "metastatic carcinoma, consistent with breast primary": told of the metastasis
    r"\b(?:consistent|compatible|keeping|c/w|suggest\w*|support\w*|favou?r\w*|likely|probabl[ey]|suspicious|metasta\w+|from|origin\w*)"
    r"[ ,(]+(?:(?:with|of|for|from|an?|the|her|his|known|patient's|metasta\w+) )*\Z"
)
# A side that labels what follows, as in "(1) LEFT 2016, IDC, ER 100" and in "L: ER+ HER2-".
_LABEL = re.compile(
    r"(?<![\w-])(?:(?P<label>left|right|[lr])(?: breast)? ?(?::|,? ?\(?(?:19|20)\d\d\)?[,:]?)) ?"
    r"(?=(?:er|pr|her-?2|idc|ilc|dcis|nst|invasive|ductal|lobular|infiltrating|triple|g[123]|grade)\b)"
)
_BEHIND = re.compile(r"[^.;,()]{0,30}\b(?:in|of|from|at) (?:the |her |his )?(?:\w+ ){0,2}\Z")


@dataclass(frozen=True, slots=True)
class Place:
    """A site and a side; None for what the text does not say."""

    site: Site | None = None
    side: Side | None = None


class Places:
    """The sites and sides that a report names, in order; one named in passing holds to the end of its sentence only."""

    def __init__(self, report: Report) -> None:
        marks: list[tuple[int, Place]] = []
        passing: list[tuple[int, int, Place]] = []
        for start, words, place in sorted(_named(report), key=lambda mark: mark[0]):
            lead = report.folded[max(0, start - 60) : start]
            if place.site is not Site.BREAST and (_NOT_DONE.search(lead) or _NEGATED.search(words)):
                continue
            if _PASSING.search(lead) or report.section_at(start).kind in _HISTORY:
                passing.append((start, report.sentence_span(start)[1], place))
            else:
                marks.append((start, place))
        self._marks = marks or [(start, place) for start, _, place in passing]
        self._starts = [start for start, _ in self._marks]
        self._passing = passing
        self._labels = list(_labelled(report))

    def label_at(self, offset: int) -> Place | None:
        """The breast whose side labels what stands at `offset`: "L: ER+ HER2-, R: ER- HER2+"."""
        for start, end, place in reversed(self._labels):
            if start <= offset < end:
                return place if self.names_none(start + 1, offset + 1) else None
        return None

    def is_in_passing(self, offset: int) -> bool:
        """Whether a place is named in passing before `offset`, in its sentence."""
        return any(start <= offset < end for start, end, _ in self._passing)

    def names_none(self, start: int, end: int) -> bool:
        """Whether no place is named between two offsets."""
        return not any(start <= mark < end for mark in (*self._starts, *(begins for begins, _, _ in self._passing)))

    def sites(self) -> set[Site]:
        """The sites that are named, but for those named in passing."""
        return {place.site for _, place in self._marks if place.site is not None}

    def of(self, start: int, end: int) -> Place:
        """The place that a statement is about: the one that it names itself, else the last one before it."""
        within = {place for mark, place in self._marks if start <= mark < end}
        return within.pop() if len(within) == 1 else self.at(start)

    def begins(self, offset: int) -> int | None:
        """Where the place that the words at `offset` are about is named; None where none is named before them."""
        index = bisect.bisect_right(self._starts, offset)
        return self._starts[index - 1] if index else None

    def at(self, offset: int) -> Place:
        """The place that the words at `offset` are about: the last one named, else the first one named."""
        for start, end, place in reversed(self._passing):
            if start <= offset < end and not any(start < mark <= offset for mark in self._starts):
                return place
        if not self._marks:
            return Place()
        return self._marks[max(0, bisect.bisect_right(self._starts, offset) - 1)][1]


def _named(report: Report) -> Iterator[tuple[int, str, Place]]:
    """Where a site or a side is named, in which words, and which."""
    nodes = list(report.find_in(_NODE, report.around(_NODE_ANCHOR, 60, 70)))
    yield from ((match.start(), match.group(), Place(Site.LYMPH_NODE)) for match in nodes)
    for match in report.find_in(_BREAST, report.around(_ANCHOR, 50, 50)):
        if any(node.start() <= match.start() < node.end() for node in nodes):
            continue  # the side of the node
        right = match["right"] or match["right2"]
        yield match.start(), match.group(), Place(Site.BREAST, Side.RIGHT if right else Side.LEFT)
    for match in report.find_in(_ELSEWHERE, report.around(_ANYWHERE, 70, 90)):
        yield match.start(), match.group(), Place(Site(str(match.lastgroup)))
    for match in report.find_in(_HEADED, report.around(_HEADING, 1, 90)):
        yield match.start(), match.group(), Place(Site(str(match.lastgroup)))
    for match in report.find_in(_CELLS, report.around(_FLUID_ANCHOR, 10, 90)):
        yield match.start(), match.group(), Place(Site.CEREBROSPINAL_FLUID)


def _labelled(report: Report) -> Iterator[tuple[int, int, Place]]:
    """Where a side is a label of its own, the end of its sentence, and the breast."""
    for match in report.find(_LABEL):
        side = Side.RIGHT if match["label"].startswith("r") else Side.LEFT
        yield match.start(), report.sentence_span(match.start())[1], Place(Site.BREAST, side)


def of_primary(report: Report, places: Places, start: int, end: int) -> bool:
    """Whether a result is told of the breast tumour, by its sentence: "(the primary was HER2 1+)", "2+ in the primary".

    A site that is named nearer before the result than the breast tumour is the result's own.
    """
    first, last = report.sentence_span(start)
    named = [
        match
        for match in _PRIMARY.finditer(report.folded, first, last)
        if not _ORIGIN.search(report.folded, first, match.start())
    ]
    before = [match for match in named if match.start() < start]
    if before:
        return places.names_none(before[-1].start() + 1, start)
    return any(match.start() >= end and _BEHIND.fullmatch(report.folded, end, match.start()) for match in named)

"""How a specimen was taken: needle biopsy, lumpectomy, mastectomy, resection of a metastasis."""

import re
from collections.abc import Iterator

from domain.specimen import Procedure
from extraction.facts.mention import Mention
from extraction.facts.report import Report
from extraction.sections import SectionKind

FIELDS = ("procedure",)
_KINDS: dict[Procedure, str] = {
    Procedure.CORE_BIOPSY: (
        r"(?:needle )?core(?: needle)? (?:biops\w+|bx)|needle (?:core )?(?:biops\w+|bx)|biops\w+, (?:needle|core)|trucut(?: biops\w+)?|"
        r"vacuum[ -]assisted biops\w+|stereotactic (?:core )?biops\w+|mammotome"
    ),
    Procedure.FINE_NEEDLE_ASPIRATION: r"fine needle aspirat\w+|\bfna\b",
    Procedure.MASTECTOMY: r"(?:\w+[ .]+)?mastectom(?:y|ies)|ablat\w+ breast|breast amputation|ablatio",
    Procedure.LUMPECTOMY: (
        r"lumpectomy|quadrantectomy|wide local excision|\bwle\b|segmental (?:resection|excision)|partial[ .]+mastectomy|"
        r"segmentectomy|breast[ -]conserving (?:surgery|excision)|excision \(less than total mastectomy\)|tylectomy"
    ),
    Procedure.RESECTION: r"craniotomy|metastasectomy|(?:tumou?r |wedge )resection|(?:brain|liver|lung|cerebell\w+)[^.;:]{0,24}resection|hepatectomy",
    Procedure.EXCISIONAL_BIOPSY: r"excisional[ .]+biopsy",
    Procedure.BIOPSY: r"(?:incisional|punch)[ .]+biopsy",
}
_ANY = re.compile(r"\b(?:" + "|".join(f"(?P<{kind.value}>{words})" for kind, words in _KINDS.items()) + r")(?!\w)")
_ANCHOR = re.compile(r"ectom[yi]|biops|bx|fna|aspirat|resection|craniotomy|excision|wle|trucut|mammotome|ablat|amputat")
_PARTIAL = re.compile(r"(?:partial|segmental)[ .]+mastectomy|less than total")
_RANKS = {
    Procedure.MASTECTOMY: 5,
    Procedure.LUMPECTOMY: 4,
    Procedure.RESECTION: 4,
    Procedure.CORE_BIOPSY: 3,
    Procedure.EXCISIONAL_BIOPSY: 3,
    Procedure.BIOPSY: 2,
    Procedure.FINE_NEEDLE_ASPIRATION: 2,
}
_LABELLED = 6  # "Procedure:" before it outweighs every other
_LABEL = re.compile(
    r"\b(?:procedure|specimen type|type of (?:specimen|procedure|surgery)|operation)[ .:=-]+(?:\w+ ){0,2}\Z"
)
_NOT_THIS = re.compile(
    r"\b(?:previous\w*|prior|earlier|outside|status post|s/p|h/o|history of|after|recommend\w*|planned|plan for|consider\w*|"
    r"if|declin\w+|scheduled|future|no|not|without|correlat\w+ with|see|on (?:the )?(?:core|needle)|subsequent|former)\b"
    r"[^.;:]{0,40}\Z"
)
_OF_NODE = re.compile(r"\bnodes?\b[^.;]{0,40}\Z")
_SITE = re.compile(r"[ -]*(?:site|cavity|scar|changes|tract|clip|report|result|material|was|showed|demonstrated)\b")
_NEVER = frozenset({SectionKind.HISTORY, SectionKind.INDICATION, SectionKind.PLAN, SectionKind.FAMILY_HISTORY})


def find(report: Report) -> Iterator[Mention]:
    """Procedures named as that of the specimen at hand, outside of history and plan."""
    text = report.folded
    for match in report.find_in(_ANY, report.around(_ANCHOR, 40, 50)):
        kind = Procedure(str(match.lastgroup))
        if kind is Procedure.MASTECTOMY and _PARTIAL.search(match.group()):
            kind = Procedure.LUMPECTOMY
        start, _ = report.sentence_span(match.start())
        lead = text[max(start, match.start() - 60) : match.start()]
        if _NOT_THIS.search(lead) or _SITE.match(text, match.end()) or report.section_at(match.start()).kind in _NEVER:
            continue
        if kind is Procedure.EXCISIONAL_BIOPSY and _OF_NODE.search(lead):
            continue
        rank = _LABELLED if _LABEL.search(lead) else _RANKS[kind]
        yield Mention("procedure", kind, match.start(), match.end(), "named", rank=rank)

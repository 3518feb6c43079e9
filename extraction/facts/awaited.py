"""Tissue that was taken from a place that the cancer may have spread to, and of which the result is awaited."""

import re
from collections.abc import Iterator

from domain.finding import Status
from domain.specimen import Site
from extraction.facts.mention import Mention
from extraction.facts.places import Places
from extraction.facts.report import Report
from extraction.sections import SectionKind

FIELDS = ("awaited",)
RULE = "awaited_tissue"
_RESULT = r"(?:histo(?:logy|patholog\w*)|patholog\w+|path|biops(?:y|ies)|bx|tissue|specimens?|results?)"
_OUT = r"(?:awaited|pending|outstanding|to follow|not (?:yet )?(?:back|available))"
_AWAITED = re.compile(
    rf"\b{_RESULT}(?:[ ,:-]+(?:results?|report|diagnosis|is|are|was|were|still|currently|remains?|final|sent|for|to|lab\w*|"
    rf"{_RESULT}))*[ ,:-]+{_OUT}\b|\bawait(?:ing)?(?: (?:the|final|formal|definitive|her|surgical))* {_RESULT}\b|"
    r"\b(?:tissue|specimens?|samples?|tumou?r)(?: (?:was|were|has been|have been))? (?:sent|submitted) (?:for|to)(?: the)? "
    r"(?:histo|path|lab|neuropath)\w*"
)
_ANCHOR = re.compile(r"await|pending|outstanding|to follow|not (?:yet )?(?:back|available)|sent|submitted")
_NOT_TAKEN = re.compile(
    r"\b(?:plan\w*|will|would|consider\w*|offer\w*|discuss\w*|if|schedul\w*|book\w*|awaiting (?:surgery|resection|biopsy date)|"
    r"to be (?:sent|taken|done)|genetic\w*|declin\w*|not (?:done|taken|performed))\b"
)
_REACH = 160  # characters between the place and the words that its result is awaited


def find(report: Report) -> Iterator[Mention]:
    """From the words that tell of the tissue to those that tell that its result is out."""
    places = report.once(Places)
    for match in report.find_in(_AWAITED, report.around(_ANCHOR, 90, 60)):
        start = places.begins(match.start())
        if start is None or match.start() - start > _REACH or places.at(match.start()).site in {None, Site.BREAST}:
            continue
        told = report.folded[start : report.sentence_span(match.start())[1]]
        if _NOT_TAKEN.search(told) or report.section_at(match.start()).kind is SectionKind.FAMILY_HISTORY:
            continue
        yield Mention("awaited", None, start, match.end(), RULE, Status.PENDING)

"""Whether a report describes the cavity that a removed metastasis left."""

import re
from collections.abc import Iterator

from domain.specimen import Presence
from extraction.assertion import Assertion, assertion_of
from extraction.facts.brain_words import any_of, brain_words
from extraction.facts.imaging_words import imaging_patterns
from extraction.facts.report import Report
from extraction.facts.statement import Statement

_NONE = re.compile(r"\b(?:no|not|without)\b[^.,;]*\Z")
_CLEARED = re.compile(
    r"\b(?:gross total (?:resection|excision|removal)|complete (?:resection|excision|removal)|"
    r"no (?:[a-z]+ ){0,3}?(?:residual|recurren\w+)|without (?:[a-z]+ ){0,3}?(?:residual|recurren\w+))\b"
)
_ASIDE = frozenset({Assertion.HYPOTHETICAL, Assertion.UNCERTAIN, Assertion.OTHER_PERSON})


def find(report: Report) -> Iterator[Statement[Presence]]:
    """Every cavity that is affirmed; one that the report does not have is not spoken of."""
    if "cavit" not in report.folded and " bed" not in report.folded:
        return
    for match in report.find(imaging_patterns().resection_cavity):
        lead = report.folded[report.sentence_span(match.start())[0] : match.start()]
        if not _NONE.search(lead) and assertion_of(report, match.start(), match.end()) not in _ASIDE:
            yield Statement(Presence.PRESENT, match.start(), match.end(), "resection_cavity")


def cleared(report: Report) -> Statement[Presence] | None:
    """Where a report on a cavity says that nothing of the tumor is left; None where a primary brain tumor is named."""
    if next(find(report), None) is None or any_of(brain_words().brain_tumors).search(report.folded):
        return None
    for match in report.find(_CLEARED):
        if assertion_of(report, match.start(), match.end()) not in _ASIDE:
            return Statement(Presence.ABSENT, match.start(), match.end(), "resected_without_residual")
    return None

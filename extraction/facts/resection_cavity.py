"""Whether a report describes the cavity that a removed metastasis left."""

import re
from collections.abc import Iterator

from domain.specimen import Presence
from extraction.assertion import Assertion, assertion_of
from extraction.facts.imaging_words import imaging_patterns
from extraction.facts.report import Report
from extraction.facts.statement import Statement

_NONE = re.compile(r"\b(?:no|not|without)\b[^.,;]*\Z")
_ASIDE = frozenset({Assertion.HYPOTHETICAL, Assertion.UNCERTAIN, Assertion.OTHER_PERSON})


def find(report: Report) -> Iterator[Statement[Presence]]:
    """Every cavity that is affirmed; one that the report does not have is not spoken of."""
    if "cavit" not in report.folded and " bed" not in report.folded:
        return
    for match in report.find(imaging_patterns().resection_cavity):
        lead = report.folded[report.sentence_span(match.start())[0] : match.start()]
        if not _NONE.search(lead) and assertion_of(report, match.start(), match.end()) not in _ASIDE:
            yield Statement(Presence.PRESENT, match.start(), match.end(), "resection_cavity")

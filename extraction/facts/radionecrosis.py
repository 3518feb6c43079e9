"""Radiation necrosis as a report puts it: present, absent, or left open against tumor."""

import re
from collections.abc import Iterator

from domain.finding import Status
from domain.specimen import Presence
from extraction.assertion import Assertion, assertion_of
from extraction.facts.imaging_words import imaging_patterns
from extraction.facts.report import Report
from extraction.facts.statement import Statement
from extraction.sections import SectionKind

_ANCHOR = re.compile(
    r"necrosis|pseudo-?progression|(?:treatment|radiation|therapy)[- ](?:related )?(?:effect|change|injury)"
)
_JUDGED = {
    Assertion.AFFIRMED: (Presence.PRESENT, Status.STATED),
    Assertion.UNCERTAIN: (Presence.SUSPECTED, Status.UNCERTAIN),
    Assertion.NEGATED: (Presence.ABSENT, Status.DENIED),
}


def find(report: Report) -> Iterator[Statement[Presence]]:
    """Every statement; one that names tumor as the other possibility leaves it open, whichever is favored."""
    if not _ANCHOR.search(report.folded):
        return
    words = imaging_patterns()
    for pattern in (words.radionecrosis, words.treatment_effect):
        for match in report.find(pattern):
            meant = assertion_of(report, match.start(), match.end())
            if report.section_at(match.start()).kind is SectionKind.HISTORY:
                continue
            sentence = report.sentence(match.start())
            is_open = words.left_open.search(sentence) is not None and words.against.search(sentence) is not None
            if is_open and meant in {*_JUDGED}:
                yield Statement(Presence.SUSPECTED, *match.span(), "necrosis_or_tumor", Status.UNCERTAIN)
            elif pattern is words.radionecrosis and meant in _JUDGED:
                value, status = _JUDGED[meant]
                yield Statement(value, *match.span(), "radiation_necrosis", status)

"""Whether a report says that its result was passed on at once: called in, phoned, read back, or told as critical."""

import re
from collections.abc import Iterator

from extraction.assertion import Assertion, assertion_of
from extraction.facts.imaging_words import imaging_patterns
from extraction.facts.report import Report
from extraction.facts.statement import Statement
from extraction.sections import SectionKind

_REACH = 160  # characters behind the verb in which the person and the manner stand
_NOT_OF_THIS_STUDY = frozenset({SectionKind.HISTORY, SectionKind.INDICATION, SectionKind.COMPARISON, SectionKind.PLAN})
_LABELLED = re.compile(r"\b(?:critical|urgent|emergent|stat|unexpected)\b[a-z ]{0,24}\Z")


def find(report: Report) -> Iterator[Statement[bool]]:
    """Sentences that tell of such a call; a call that is planned, tried or denied is none."""
    words = imaging_patterns()
    for match in report.find(words.told):
        if report.section_at(match.start()).kind in _NOT_OF_THIS_STUDY:
            continue
        first, last = report.sentence_span(match.start())
        behind = report.folded[match.end() : min(last, match.end() + _REACH)]
        lead = report.folded[max(first, match.start() - _REACH) : match.start()]
        if not words.to_whom.search(behind) or words.not_done.search(lead + match.group() + behind):
            continue
        at_once = words.by_phone.match(match.group()) or words.as_urgent.search(behind) or _LABELLED.search(lead)
        told = assertion_of(report, match.start(), match.end()) is Assertion.AFFIRMED
        if (at_once or words.as_urgent.search(lead)) and told:
            yield Statement(value=True, start=match.start(), end=match.end(), rule="result_called_in")

"""What a study of the head shows that is no metastasis: a meningioma, a stroke, an abscess, as far as the report says so."""

import re
from collections.abc import Iterator

from domain.brain import OtherFinding
from domain.finding import Status
from extraction.assertion import Assertion, assertion_of
from extraction.facts.imaging_words import imaging_patterns
from extraction.facts.report import Report
from extraction.facts.statement import Statement
from extraction.sections import SectionKind

_STATUS = {Assertion.AFFIRMED: Status.STATED, Assertion.UNCERTAIN: Status.UNCERTAIN}
_METASTASIS = re.compile(r"\bmetasta\w+|\bmets?\b")
_WEIGHED = re.compile(
    r"\b(?:versus|vs|or|differential|ddx|consider\w*|(?:less|more|most) likely|favou?r\w*|excluded|ruled out|rather than|"
    r"may|might|could|possib\w+|suspect\w*|suggest\w*)\b"
)
_ONE_OF_SEVERAL = re.compile(r"\b(?:differential|ddx)\b[^.;]*\Z")
_NOT_SHOWN = frozenset({SectionKind.HISTORY, SectionKind.PLAN, SectionKind.EXAM})


def named(words: str) -> OtherFinding | None:
    """What the folded words name, if they begin with such a name."""
    match = imaging_patterns().other_findings.match(words)
    return OtherFinding(str(match.lastgroup)) if match else None


def find(report: Report) -> Iterator[Statement[OtherFinding]]:
    """Every such thing that the report shows; one that is weighed against a metastasis in its sentence is none."""
    for match in report.find(imaging_patterns().other_findings):
        status = _STATUS.get(assertion_of(report, match.start(), match.end()))
        if status is None or report.section_at(match.start()).kind in _NOT_SHOWN:
            continue
        first, _ = report.sentence_span(match.start())
        sentence = report.sentence(match.start())
        if _METASTASIS.search(sentence) and (status is Status.UNCERTAIN or _WEIGHED.search(sentence)):
            continue
        if _ONE_OF_SEVERAL.search(report.folded, first, match.start()):
            continue
        yield Statement(OtherFinding(str(match.lastgroup)), *match.span(), "other_finding", status)

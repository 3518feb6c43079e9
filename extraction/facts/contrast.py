"""Whether contrast was given for an imaging study, from its title and technique."""

import re
from collections.abc import Iterator

from domain.brain import Contrast
from extraction.facts.imaging_words import imaging_patterns
from extraction.facts.report import Report
from extraction.facts.statement import Statement
from extraction.letterheads import title_ends
from extraction.sections import SectionKind

_HEAD = 400  # characters that hold the title
_ANCHOR = re.compile(
    r"contrast|c\+|gad|post-?g|w/|w\+|wo\b|with|unenh|dotarem|prohance|magnevist|multihance|omnip|ioh|iop"
)
_OTHER_STUDY = frozenset({SectionKind.COMPARISON, SectionKind.INDICATION, SectionKind.HISTORY})


def find(report: Report) -> Iterator[Statement[Contrast]]:
    """What the title and the technique say; a series before contrast beside one after it is with contrast."""
    words = imaging_patterns()
    without = []
    for start, end in _stretches(report):
        denied = [match.span() for match in words.contrast_without.finditer(report.folded, start, end)]
        for match in words.contrast_with.finditer(report.folded, start, end):
            if not any(first <= match.start() and match.end() <= last for first, last in denied):
                yield Statement(Contrast.WITH, *match.span(), "contrast_given")
        without += [Statement(Contrast.WITHOUT, *span, "contrast_not_given") for span in denied]
    yield from without


def _stretches(report: Report) -> Iterator[tuple[int, int]]:
    titled = report.place(min(len(report.text), title_ends(report.text, _HEAD)))
    for kind, start, end in report.sections():
        stop = end if kind is SectionKind.TECHNIQUE else min(end, titled)
        if kind not in _OTHER_STUDY and start < stop and _ANCHOR.search(report.folded, start, stop):
            yield start, stop

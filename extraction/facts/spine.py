"""What a report of brain and spine says of the spine: no size, count, place or sign of it is one of the brain."""

import re

from extraction.facts.lesion_words import lesion_patterns
from extraction.facts.report import Report

_NAMED = re.compile(
    r"\b(?:cauda equina|conus(?: medullaris)?|spin(?:e|al (?:cord|canal|column|axis))|thecal sac|filum|intramedullary|"
    r"cord (?:compression|signal|edema|oedema|swelling)|vertebra(?:e|l (?:bod\w+|marrow|metasta\w+|lesion\w*))?\b|"
    r"(?:at|of|involving|from) (?:the )?(?:[cl][1-7]|t(?:[3-9]|1[0-2])|s[1-4])|[cl]\d\s?[-/]\s?[cls]?\d|t(?:[3-9]|1[0-2])\s?[-/]\s?[tl]?\d{1,2})\b"
)
_LABEL = re.compile(
    r"^[ \t]*(?:mri? )?(?:(?:whole|total|complete|entire|cervical|thoracic|lumbar|lumbosacral|and|&|/|,)[ ]?)*"
    r"spin(?:e|al (?:cord|canal|axis))(?: findings| mri?)?[ \t]*(?::|\.|-|$)",
    re.IGNORECASE | re.MULTILINE,
)
_BRAIN = re.compile(
    r"\b(?:brain|cerebr(?!o-?spinal)\w+|intracrani\w+|head|hemispher\w+|supratentorial|infratentorial|ventric\w+|midline|"
    r"lobes?|gyr\w+|sulc\w+|cranial|impression|conclusion|opinion)\b"
)
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")


def of_the_spine(report: Report, offset: int) -> bool:
    """Whether the words at the offset are of the spine: its sentence names the spine or stands under it, and no brain."""
    if any(start <= offset < end for start, end in report.once(_stretches)):
        return True
    first, last = report.sentence_span(offset)
    return _NAMED.search(report.folded, first, last) is not None and not _names_the_brain(report, first, last)


def _stretches(report: Report) -> list[tuple[int, int]]:
    """What stands under a label of the spine, up to the sentence that names the brain again, an empty line or the section's end."""
    found = []
    for match in _LABEL.finditer(report.text):
        section = report.section_at(report.place(match.start()))
        empty = _EMPTY_LINE.search(report.text, match.end(), section.end)
        start, end = report.place(match.start()), report.place(empty.start() if empty else section.end)
        brain = _first_of_the_brain(report, report.place(match.end()), end)
        found.append((start, end if brain is None else max(start, report.sentence_span(brain)[0])))
    return found


def _names_the_brain(report: Report, first: int, last: int) -> bool:
    return _first_of_the_brain(report, first, last) is not None


def _first_of_the_brain(report: Report, first: int, last: int) -> int | None:
    hits = [
        match.start()
        for pattern in (_BRAIN, lesion_patterns().places)
        if (match := pattern.search(report.folded, first, last))
    ]
    return min(hits, default=None)

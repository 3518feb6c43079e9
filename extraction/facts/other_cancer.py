"""Tells results of another cancer, such as one of the stomach, apart from those of the breast cancer."""

import re

from extraction.facts.report import Report
from extraction.sections import SectionKind

_ORGANS = (
    r"gastric|stomach|o?esophag\w+|gastro-?o?esophageal|colorectal|colonic|colon|rectal|endometri\w+|uterine|ovarian|bladder|"
    r"urothelial|pancrea\w+|lung|pulmonary|thyroid|renal|prostat\w+|biliary|bile duct|salivary(?: gland| duct)?"
)
_OTHER = re.compile(
    rf"\b(?:{_ORGANS})(?: (?:primary|squamous(?: cell)?|small cell|serous|endometrioid|invasive|high grade|clear cell))* "
    r"(?:adeno-?carcinoma|carcinoma|cancer|ca|primary)\b|\bcholangiocarcinoma\b"
)
_ANCHOR = re.compile(r"carcinoma|cancer|primary|\bca\b")
_OURS = re.compile(r"breast|mamma|ductal|lobular|\bnst\b|no special type|metasta\w+|\bmbc\b")
_RULED_OUT = re.compile(
    r"(?:\b(?:no|not|without|neither|nor|versus|vs\.?|over|against|r/o|rule out|possib\w+|question\w*|mother|father|sister|aunt|"
    r"family)\b|exclu\w+|unlikely|rather than|differential|argu\w+|mimic\w*|\?|metasta\w+)[^.;:]{0,50}\Z"
)
_PAST = frozenset({SectionKind.HISTORY, SectionKind.INDICATION, SectionKind.FAMILY_HISTORY})
_REACH = 250  # characters


def is_of_other_cancer(report: Report, start: int, end: int) -> bool:
    """Whether the tumour named last before a result is a cancer of another organ, and not one that is ruled out.

    In a note, and of what a history names, only within the sentence.
    """
    first, last = report.sentence_span(start)
    begins = max(0, start - _REACH) if report.is_pathology else first
    for match in report.once(_named):
        if not begins <= match.start() < start:
            continue
        if match.start() < first and report.section_at(match.start()).kind in _PAST:
            continue
        behind = report.folded[end:last] if match.start() >= first else ""
        if not _OURS.search(report.folded, match.end(), start) and "breast" not in behind:
            return True
    return False


def _named(report: Report) -> tuple[re.Match[str], ...]:
    """Where another cancer is named that is not ruled out."""
    return tuple(
        match
        for match in report.find_in(_OTHER, report.around(_ANCHOR, 60, 1))
        if not _RULED_OUT.search(report.folded, max(0, match.start() - 70), match.start())
    )

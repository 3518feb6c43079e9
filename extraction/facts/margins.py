"""Resection margins of the invasive tumour: negative, close or positive, in the report's own words."""

import re
from collections.abc import Iterator

from domain.specimen import Margins
from extraction.facts.mention import Mention
from extraction.facts.report import Report

FIELDS = ("margins",)
_ADJECTIVES = (
    r"(?:(?:all|the|final|new|surgical|resection|specimen|inked|invasive(?: carcinoma)?|excision|deep|superior|inferior|"
    r"medial|lateral|anterior|posterior|closest|true|other|remaining|section|of|radial)[ ,/-]+(?:and )?){0,6}"
)
_NAME = rf"\b{_ADJECTIVES}margins?(?: status)?(?:[ ]*\([^)]{{0,30}}\))?(?: for invasive (?:carcinoma|tumou?r))?"
_NEGATIVE = (
    r"(?:negative|uninvolved|not involved|free|clear(?:ed)?|clean|tumou?r[ -]free|without (?:tumou?r|carcinoma|"
    r"involvement)|widely (?:free|clear|negative)|uninvolv\w*)"
)
_CLOSE = r"(?:(?:extremely|very|negative but) close|close\b(?! to))"
_POSITIVE = r"(?:positive|(?<!un)involved|(?:focally |broadly |extensively )(?:positive|involved))"
_AFTER = re.compile(
    rf"{_NAME}[ .:=,-]*(?:(?:is|are|appears?|all|margins?|widely|grossly|both|histologically|microscopically)[ .:]+)*"
    rf"(?:(?P<close>{_CLOSE})|(?P<negative>{_NEGATIVE})|(?P<positive>{_POSITIVE}))"
)
_INVOLVES = re.compile(
    rf"\b(?:tumou?r|carcinoma|cancer) (?:is )?(?:focally |broadly )?(?:(?P<not>does not |not )?(?:extends? to|involv\w+|"
    rf"(?:is )?(?:present )?at|touch\w+|transected at|reach\w+))[ ](?:the )?(?:inked )?{_NAME}"
)
_BEFORE = re.compile(
    rf"\b(?:(?P<negative>negative|free|clear|uninvolved|tumou?r[ -]free)|(?P<close>close)|(?P<positive>positive|involved)) {_NAME}"
)
_BLANK_LABEL = re.compile(r" by [^.;:]{0,40}:[ ]*")
_YES_NO = re.compile(r"(?P<yes>yes|present)|(?P<no>no\b|none|absent)")
_ANCHOR = re.compile(r"margin")
_IN_SITU = re.compile(r"\b(?:dcis|in[ -]situ|intraductal|lcis)\b")
_INVASIVE = re.compile(r"\b(?:invasive|infiltrating)\b")
_ASIDE = re.compile(
    r"\b(?:if|previous\w*|prior|outside|skin|nipple|recommend\w*|frozen|intraoperative|should|node|no)\b[^.;:]{0,40}\Z"
)
_RANK = {Margins.POSITIVE: 3, Margins.CLOSE: 2, Margins.NEGATIVE: 1}

_IS_FINAL = re.compile(r"\b(?:final|new|re-?excis\w+|true)\b")
_FINAL = 4  # what was re-excised was positive before


def find(report: Report) -> Iterator[Mention]:
    """Statements about the margins. A positive margin outweighs a close one, that a negative one, a final one all."""
    text = report.folded
    if "margin" not in text:
        return
    near = report.around(_ANCHOR, 110, 90)
    for pattern in (_AFTER, _INVOLVES, _BEFORE):
        for match in report.find_in(pattern, near):
            if (mention := _mention(report, match, pattern)) is not None:
                yield mention


def _mention(report: Report, match: re.Match[str], pattern: re.Pattern[str]) -> Mention | None:
    text = report.folded
    start, end = report.sentence_span(match.start())
    lead = text[max(start, match.start() - 60) : match.start()]
    behind = text[match.end() : min(end, match.end() + 40)]
    if _ASIDE.search(lead):
        return None
    beside = lead + match.group() + behind.split(",")[0].split(" and ")[0]
    if _IN_SITU.search(beside) and not _INVASIVE.search(beside):
        return None
    if pattern is _INVOLVES:
        value = Margins.NEGATIVE if match["not"] else Margins.POSITIVE
    else:
        value = Margins.CLOSE if match["close"] else Margins.NEGATIVE if match["negative"] else Margins.POSITIVE
        if label := _BLANK_LABEL.match(text, match.end()):  # "margins involved by invasive component:" asks
            answer = _YES_NO.match(text, label.end())
            if answer is None or _IN_SITU.search(label.group()):
                return None
            value = Margins.POSITIVE if answer["yes"] else Margins.NEGATIVE
    is_final = _IS_FINAL.search(lead[-30:] + match.group()) is not None
    return Mention("margins", value, match.start(), match.end(), "stated", rank=_FINAL if is_final else _RANK[value])

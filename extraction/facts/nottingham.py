"""The three scores of the Nottingham grade (tubules, nuclei, mitoses) and their sum, as printed."""

import re
from collections.abc import Iterator

from extraction.facts.mention import Mention
from extraction.facts.report import Report

FIELDS = ("nottingham.tubules", "nottingham.nuclei", "nottingham.mitoses", "nottingham.total")
_GAP = r"(?:[ ]*\([^)]{0,24}\))?(?:[ ]*(?:score|is|of|was|grade|points?))*[ .:=,-]*(?:score[ :=]*)?"
_ONE = r"(?P<value>[1-3])(?![\d.,]*\d)(?![ ]*(?:-|to)[ ]*\d)(?! ?(?:mitos|per|cm|mm|x\b|%))(?: ?(?:/|of|out of) ?3)?"
_SCORES = {
    "tubules": re.compile(
        r"\b(?:(?:glandular|acinar)[a-z ()/]*tubul\w*(?: (?:formation|differentiation))?|tubul\w+(?: (?:formation|"
        r"differentiation))?|architectur\w*|gland(?:ular)? (?:formation|differentiation))" + _GAP + _ONE
    ),
    "nuclei": re.compile(
        r"\b(?:nuclear (?:pleomorphism|atypia|score)|nuclei|pleomorphism|nuclear(?= ?[:=]))" + _GAP + _ONE
    ),
    "mitoses": re.compile(
        r"\b(?:mitoses|mitotic (?:rate|count|activity|score|index|figures)|mitosis|mitotic(?= ?[:=]))" + _GAP + _ONE
    ),
}
_NUCLEAR_GRADE = re.compile(  # between the other two scores it is the Nottingham one
    r"(?:tubul\w+|score:)[^.;]{0,26}[ ,+.]\b(?:nuclear grade|ng)(?P<gap>"
    + _GAP
    + r")"
    + _ONE
    + r"|\b(?:nuclear grade)"
    + _GAP
    + _ONE.replace("value", "first")
    + r"[ ,;.+]{1,4}(?:tubul|mito)"
)
_TRIPLET = re.compile(
    r"\((?:t ?)?(?P<tubules>[1-3]) ?[+,] ?(?:[pn] ?)?(?P<nuclei>[1-3]) ?[+,] ?(?:m ?)?(?P<mitoses>[1-3])"
    r"(?: ?= ?[3-9])?(?: ?/ ?9)?[:)]"
)
_TOTAL = re.compile(
    r"\b(?P<value>[3-9]) ?(?:/|of|out of) ?9\b|\b(?:nottingham|total)(?: (?:nottingham|histologic|combined|total|sbr))*"
    r" score(?: of)?[ :=]*(?P<alone>[3-9])(?![\d.])"
)
_ANCHOR = re.compile(r"tubul|mito[st]|architect|pleomorph|nottingham|/ ?9\b|of ?9\b|\([t ]{0,2}\d ?[+,]|score")
_IN_SITU = re.compile(r"\b(?:dcis|in[ -]situ|intraductal)\b[^.;]{0,30}\Z")


def find(report: Report) -> Iterator[Mention]:
    """The scores; the sum only where scores or the scheme stand beside it."""
    text = report.folded
    near = report.around(_ANCHOR, 70, 70)
    for match in report.find_in(_TRIPLET, near):
        for name in _SCORES:
            yield Mention(f"nottingham.{name}", int(match[name]), match.start(), match.end(), "triplet", rank=1)
    for name, pattern in _SCORES.items():
        for match in (
            *report.find_in(pattern, near),
            *(report.find_in(_NUCLEAR_GRADE, near) if name == "nuclei" else ()),
        ):
            if not _IN_SITU.search(text, max(0, match.start() - 60), match.start()):
                yield Mention(f"nottingham.{name}", _value(match), match.start(), match.end(), "labelled", rank=2)
    for match in report.find_in(_TOTAL, near):
        if _is_of_grade(text, match):
            total = int(match["value"] or match["alone"])
            yield Mention("nottingham.total", total, match.start(), match.end(), "total")


def _value(match: re.Match[str]) -> int:
    return int(match.groupdict().get("first") or match["value"])


def _is_of_grade(text: str, match: re.Match[str]) -> bool:
    lead = text[max(0, match.start() - 60) : match.start()]
    if _IN_SITU.search(lead) or re.search(r"node|block|slide|foci", lead[-24:]):
        return False
    return match["alone"] is not None or bool(re.search(r"nottingham|score|grade|sbr|elston|richardson|total", lead))

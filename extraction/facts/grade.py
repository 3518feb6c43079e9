"""Combined histologic (Nottingham) grade 1-3, from the grade, the total score or the words for differentiation."""

import re
from collections.abc import Iterator

from extraction.facts.mention import Mention
from extraction.facts.report import Report

FIELDS = ("grade",)
_VALUE = (
    r"(?<!\(of )(?P<value>iii|ii|il|lll|ll|i\b|l\b|[1-3](?![\d.,]*\d? ?(?:cm|mm))|one|two|three|high|intermediate|"
    r"low)(?![a-z])(?! ?[-/] ?(?!iii|3|ill|[il]{3,4}\b)[1-3i])"
)
_SCHEME = (
    r"(?:nottingham|combined|overall|histolog\w+|sbr|scarff|bloom|richardson|elston|ellis|malignancy|"
    r"n\.?s\.?a\.?b\.?p\.?|composite|modified|bre|total|final|tumou?r|nhg)"
)
_LABELLED = re.compile(
    rf"(?<![a-z])(?=[nchosebmtf])(?P<scheme>(?:{_SCHEME}[ .,/:-]*(?:\([^)]{{0,12}}\)[ ]*)?)+)(?:histologic\w*[ ]+|"
    rf"score[ ]+|tumou?r[ ]+)?grad(?:e|ing)(?:[ ]*\((?:1[,. ]*2[,. ]*3|invasive|[a-z ]{{1,24}})\))?"
    rf"(?:[ ,(]+(?:nottingham|sbr|elston|score|of|is|was|modified|combined|bloom|richardson|scarff)[ )]*)*"
    rf"[ .:=,(|-]*(?:[3-9] points?[ =:,]+)?(?:grade[ ]*)?{_VALUE}"
)
_REVERSED_LABEL = re.compile(
    r"(?:grade, (?:histologic|overall|combined)|histologic\w* grade:? (?:overall )?grade|differentiation/grade|"
    r"grade/differentiation)[ .:]+(?:elston |sbr |nottingham )*(?:grade )?" + _VALUE
)
_SCORED = re.compile(
    r"(?:nottingham|sbr|elston|bloom|total|combined|overall)[a-z /.-]*(?:score|grade)?(?: of)?[ :=]*(?:of "
    r")?(?P<score>[3-9])[ ]*(?:/|of|out of)[ ]*9|(?:nottingham|total nottingham|sbr)[a-z ]* score(?: of)?"
    r"[ :=]*(?P<alone>[3-9])(?![\d.])|"
    r"\((?:t ?)?(?P<t>[1-3]) ?[+,] ?(?:[pn] ?)?(?P<n>[1-3]) ?[+,] ?(?:m ?)?(?P<m>[1-3])(?: ?=? "
    r"?(?P<sum>[3-9]))?(?: ?/ ?9)?[:)]|(?:\b(?P<points>[3-9])/9\b)"
)
_SHORT = re.compile(r"\b(?:nhg|g)[ ]?(?P<value>iii|ii|i|[1-3])(?=[ ,.;)(]|$)")
_BARE = re.compile(r"\bgrade[ :|]*(?:of )?" + _VALUE)
_NOTTINGHAM = re.compile(r"\bnottingham[ ]+(?P<value>iii|ii|i|[1-3])\b(?! ?/ ?9)")
_WORDS = re.compile(r"\b(?P<value>poor|moderate|mod|well|highly)(?:l?y)?[. -]+(?:to[ ]+poorly )?d[il]ff?(?:er\w+|\b)")
_OTHER_GRADE = re.compile(
    r"(?:nuclear|nucleus|nuclei|cytologic\w*|dcis|in[ -]situ|lcis|lin|black'?s?|who|toxicity|ctcae|fuhrman|"
    r"intraductal|architectural|mitotic|tubul\w+)[ ,:.()]*(?:\w+[ ,]+){0,3}\Z"
)
_NOT_TUMOR = re.compile(
    r"[^.]{0,30}(?:pneumonitis|neuropathy|toxicity|diarrh|mucositis|neutropenia|nausea|fatigue|rash)|[ ,]*(?:dcis|"
    r"ductal carcinoma in|intraductal)"
)
_OTHER_TUMOR = re.compile(r"(?:dcis|in[ -]situ|lcis|\blin|intraductal)[ ,:.()]*(?:\w+[ ,]+){0,3}\Z")
_ANCHOR = re.compile(r"grad|nottingham|diff?|nhg|/ ?9|of 9|score|\((?:t ?)?[1-3] ?[+,]|g(?<=[ .,;(/]g) ?[1-3i]")
_VALUES = {
    "i": 1,
    "l": 1,
    "1": 1,
    "one": 1,
    "low": 1,
    "ii": 2,
    "il": 2,
    "ll": 2,
    "2": 2,
    "two": 2,
    "intermediate": 2,
    "iii": 3,
    "lll": 3,
    "3": 3,
    "three": 3,
    "high": 3,
    "poor": 3,
    "mod": 2,
    "moderate": 2,
    "well": 1,
    "highly": 1,
}
_TUMOR_CONTEXT = re.compile(
    r"invas|infiltr|\bidc\b|\bilc\b|carcinoma|cancer|tumou?r|sbr|nottingham|matrix|procurement|surgery|mastectomy|"
    r"lobular|ductal|nst\b"
)


def find(report: Report) -> Iterator[Mention]:
    """Statements of the combined histologic grade of the invasive tumour."""
    text = report.folded
    if not re.search(r"grad|diff|nottingham|nhg|\bg[ ]?[1-3i]|/9|\d ?\+ ?\d", text):
        return
    near = report.around(_ANCHOR, 90, 90)
    yield from _of_pattern(report, near, _LABELLED, "labelled", 4)
    yield from _of_pattern(report, near, _REVERSED_LABEL, "labelled", 4)
    yield from _of_pattern(report, near, _NOTTINGHAM, "labelled", 4)
    for match in report.find_in(_SCORED, near):
        if grade := _of_score(match):
            yield Mention("grade", grade, match.start(), match.end(), "score", rank=3)
    yield from _of_pattern(report, near, _BARE, "bare", 2)
    yield from _of_pattern(report, near, _SHORT, "short", 2)
    yield from _of_pattern(report, near, _WORDS, "differentiation", 1)


def _of_pattern(
    report: Report, near: list[tuple[int, int]], pattern: re.Pattern[str], rule: str, rank: int
) -> Iterator[Mention]:
    text = report.folded
    for match in report.find_in(pattern, near):
        lead = text[max(0, match.start() - 45) : match.start()]
        other = _OTHER_TUMOR if rule == "labelled" else _OTHER_GRADE
        if other.search(lead) or _NOT_TUMOR.match(text, match.end()):
            continue
        if rule == "labelled" and "nuclear" in match.group():
            continue
        if rule in {"bare", "short"} and not _TUMOR_CONTEXT.search(
            text[max(0, match.start() - 160) : match.end() + 60]
        ):
            continue
        if rule in {"bare", "differentiation"} and _in_situ(text, match):
            continue
        yield Mention("grade", _VALUES[match["value"]], match.start(), match.end(), rule, rank=rank)


def _in_situ(text: str, match: re.Match[str]) -> bool:
    """Whether the nearest tumour named before is in-situ disease."""
    lead = text[max(0, match.start() - 110) : match.start()]
    at = max(lead.rfind("in situ"), lead.rfind("in-situ"), lead.rfind("dcis"), lead.rfind("intraductal"))
    other = max(
        lead.rfind("invasive"),
        lead.rfind("infiltrating"),
        lead.rfind("nottingham"),
        lead.rfind("sbr"),
        lead.rfind("invasivum"),
    )
    return at >= 0 and at > other


def _of_score(match: re.Match[str]) -> int | None:
    if match["t"]:
        score = int(match["t"]) + int(match["n"]) + int(match["m"])
        if match["sum"] and int(match["sum"]) != score:
            return None
    else:
        score = int(match["score"] or match["alone"] or match["points"])
    return 1 if score <= 5 else 2 if score <= 7 else 3

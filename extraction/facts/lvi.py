"""Lymphovascular invasion: present, absent or suspected, as reported."""

import re
from collections.abc import Iterator

from domain.finding import Status
from domain.specimen import Presence
from extraction.facts.mention import Mention
from extraction.facts.report import Report

FIELDS = ("lvi",)
_NAME = (
    r"(?:(?:peri-?tumou?ral |dermal )?(?:lymph\w{0,3}[ -]?o?[ -/]{0,3}vascul\w+|angio[ -]?lymph\w+|"
    r"lymphatic/vascular|venous ?/ ?lymphatic|vascular ?/ ?lymphatic|vasc ?/ ?lymphatic|vascular|vessel|lymphatic|"
    r"blood vessel and lymphatic|"
    r"lymphatic(?: or| and|/) (?:blood )?vessel|vascular (?:or|and) lymphatic|intralymphatic|angio|"
    r"lymph-?vessel)(?:[ ]+channel)?[ ,.-]*(?:space[ .]+)?(?:invas\w+|involve\w*|permeation|tumou?r)|invasion"
    r"[, ]+vasc/lymphatic|angioinvas\w+|hemangiosis|lymphangiosis|\blvs?i\b)"
)
_PRESENT = (
    r"(?:present|identified|seen|positive|yes|extensive|noted|found|confirmed|(?:multi)?focal(?! tumou?r)|prominent|detected|"
    r"evident)"
)
_ABSENT = (
    r"(?:absent|negative|none|not[ ]+(?:\w+[ ]+)?(?:identified|seen|present|detected|found|evident|noted|appreciated)|"
    r"no\b|uninvolved|non[ea] identified)"
)
_SUSPECTED = (
    r"(?:suspicious|suspected|indeterminate|cannot be (?:excluded|ruled out|determined)|possible|probable|equivocal|"
    r"likely|favou?red|unclear)"
)
_AFTER = re.compile(
    r"(?<![a-z])(?=[pdlavbhi])"
    + _NAME
    + r"(?: status| in breast parenchyma| \([^)]{0,24}\))?[ .:=,|-]*(?:(?:is|was|are|appears|extent|focally)"
    r"[ .]+)*(?:\w+[ ]+seen[ ]+)?(?:(?P<suspected>"
    + _SUSPECTED
    + r")|(?P<absent>"
    + _ABSENT
    + r")|(?P<present>"
    + _PRESENT
    + r"))"
)
_BEFORE = re.compile(
    r"\b(?:(?P<absent>no(?: (?:definit\w+|diagnostic|evidence of|evidence for|convincing|unequivocal|obvious|"
    r"evident|further))*|without(?: evidence of)?|negative for|absence of|free of)|(?P<suspected>suspicious for|"
    r"suspected|possible|probable|equivocal|cannot exclude|suggestive of)|"
    r"(?P<present>extensive|positive for|with|foci of|focal|focus of|multifocal|prominent|shows?|show(?:ing)?|"
    r"evidence of|consistent with|single focus of|singe focus of))[ .]+(?:(?:the|dermal|peritumou?ral|extensive|"
    r"focal|definite|definitive|lymphatic or|"
    r"true)[ ]+)*" + _NAME
)
_TNM = re.compile(
    r"\bl[ .]{0,2}(?P<l>[01ox])(?: ?[,.] ?|[ /]{0,3})v ?/? ?(?P<v>[0-2ox])\b|"
    r"(?<=[a-z\d)])l(?P<l2>[01ox])v(?P<v2>[0-2ox])|\blv ?(?P<both>[01])\b"
)
_UNCLEAR = re.compile(
    r"(?:unclear|uncertain|difficult to (?:say|determine)|not certain|cannot determine) (?:whether|if)[^.]{0,60}?"
    + _NAME
)
_ANCHOR = re.compile(r"vasc|vessel|lvs?i|angio|lymphati|permeation|l[ .]{0,2}[01ox][ ,/]{0,3}v|lv ?[01]")
_OTHER = re.compile(r"(?:dermal|skin|nipple|perineural)[ ]+\Z")


def find(report: Report) -> Iterator[Mention]:
    """Statements about lymphovascular invasion."""
    text = report.folded
    near = report.around(_ANCHOR, 90, 130)
    if not near:
        return
    for match in report.find_in(_AFTER, near):
        lead = text[max(0, match.start() - 30) : match.start()]
        if _OTHER.search(lead) or re.search(r"\b(?:no|without|negative for)[ ]+(?:\w+[ ]+){0,2}\Z", lead):
            continue
        yield _mention(match, 3 if ":" in match.group() else 2)
    for match in report.find_in(_BEFORE, near):
        if not _OTHER.search(match.group()[:30]):
            yield _mention(match, 2)
    if "whether" in text or " if " in text:
        for match in report.find_in(_UNCLEAR, near):
            yield Mention("lvi", Presence.SUSPECTED, match.start(), match.end(), "unclear", rank=4)
    for match in report.find_in(_TNM, near):
        digit = match["l"] or match["l2"] or match["both"]
        if digit != "x":
            value = Presence.PRESENT if digit == "1" else Presence.ABSENT
            yield Mention("lvi", value, match.start(), match.end(), "tnm", rank=1)


def _mention(match: re.Match[str], rank: int) -> Mention:
    if match["suspected"]:
        return Mention("lvi", Presence.SUSPECTED, match.start(), match.end(), "stated", rank=rank)
    value = Presence.ABSENT if match["absent"] else Presence.PRESENT
    return Mention("lvi", value, match.start(), match.end(), "stated", Status.STATED, rank)

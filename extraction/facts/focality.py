"""Focality of the invasive tumour: one focus or several, as reported."""

import re
from collections.abc import Iterator

from domain.specimen import Focality
from extraction.facts.mention import Mention
from extraction.facts.report import Report

FIELDS = ("focality",)
_SEVERAL = r"m[ui]+lti[ -]?(?:focal|centric)\w*|multiple (?:invasive )?(?:foci|tumou?rs|lesions)"
_LABEL = re.compile(
    r"\b(?:tumou?r )?focality(?: of (?:the )?tumou?r)?[ .:=-]+(?:(?P<one>single|uni-?focal|one\b|solitary)|"
    rf"(?P<several>{_SEVERAL}|multiple|two\b|three\b))"
)
_YES_NO = re.compile(
    r"\bmulti[ -]?focal(?:ity)?(?: (?:tumou?r|disease|invasive carcinoma))?[ ]*[:=][ ]*(?:(?P<no>no\b|absent|not (?:identified|"
    r"present|seen)|none|negative)|(?P<yes>yes|present|identified|positive))"
)
_WORD = re.compile(
    rf"\b(?:(?P<one>uni-?focal|(?:single|solitary|one) (?:focus|invasive focus)|single tumou?r focus)|(?P<several>{_SEVERAL}))"
)
_COUNT = re.compile(
    r"\bnumber of (?:invasive )?(?:tumou?r )?(?:foci|tumou?rs|lesions)[ :=]+(?P<number>\d{1,2}|one|two|three)\b"
)
_LABEL_ONLY = re.compile(r"multi-?\w+ity|multi-?\w+[^.;:]{0,24}:")
_ANCHOR = re.compile(r"foca|foci|centric|focus|number of|multiple|single tum")
_TUMOR = re.compile(r"invasive|infiltrating|tumou?r|cancer|carcinoma")
_OTHER = re.compile(
    r"dcis|in[ -]situ|intraductal|lymphovascular|angiolymph|lvi|calcif|necrosis|margin|atyp|hyperplas|papillom|metast"
)
_NEGATED = re.compile(r"\b(?:no|not|without|negative for|absence of|cannot)\b[^.;]{0,24}\Z")
_LEAN = re.compile(r"\b(?:possibl[ey]|probabl[ey]|suspicious|suspected|suggest\w*|if|or|cannot|versus|vs)\b")


def find(report: Report) -> Iterator[Mention]:
    """Statements of how many foci the invasive tumour has."""
    text = report.folded
    near = report.around(_ANCHOR, 40, 60)
    for match in report.find_in(_LABEL, near):
        value = Focality.UNIFOCAL if match["one"] else Focality.MULTIFOCAL
        yield Mention("focality", value, match.start(), match.end(), "labelled", rank=3)
    for match in report.find_in(_YES_NO, near):
        value = Focality.UNIFOCAL if match["no"] else Focality.MULTIFOCAL
        yield Mention("focality", value, match.start(), match.end(), "labelled", rank=3)
    for match in report.find_in(_COUNT, near):
        value = Focality.UNIFOCAL if match["number"] in {"1", "one"} else Focality.MULTIFOCAL
        yield Mention("focality", value, match.start(), match.end(), "count", rank=2)
    for match in report.find_in(_WORD, near):
        start, end = report.sentence_span(match.start())
        around = text[max(start, match.start() - 50) : min(end, match.end() + 50)]
        beside = text[match.end() : min(end, match.end() + 30)]
        lead = text[max(start, match.start() - 30) : match.start()]
        if (
            _TUMOR.search(around)
            and not _OTHER.search(beside)
            and not _OTHER.search(lead)
            and not _NEGATED.search(lead)
            and not _LEAN.search(lead)
            and "focality" not in lead
            and not _LABEL_ONLY.match(text, match.start())
            and not _YES_NO.match(text, match.start())
        ):
            value = Focality.UNIFOCAL if match["one"] else Focality.MULTIFOCAL
            yield Mention("focality", value, match.start(), match.end(), "worded", rank=1)

"""HER2 by in-situ hybridisation: status, method, HER2/CEP17 ratio, copies, cells counted, group, as reported."""

import re
from collections.abc import Iterator

from domain.finding import Status
from domain.specimen import IshMethod, IshStatus, Presence
from extraction.facts.her2_methods import by_method, of_gene
from extraction.facts.markers import readings
from extraction.facts.mention import Mention
from extraction.facts.readings import Element, Reading
from extraction.facts.report import Report

FIELDS = (
    "her2_ish.status",
    "her2_ish.method",
    "her2_ish.ratio",
    "her2_ish.copies",
    "her2_ish.cep17",
    "her2_ish.cells",
    "her2_ish.group",
    "her2_ish.polysomy",
    "her2_ish.heterogeneity",
)
_HER2 = r"(?:her[ .-]?2(?:[ /.-]{0,3}neu)?|erbb-?2)"
_CEP17 = r"(?:cep[ -]{0,3}17|cen[ -]{0,3}17|chr(?:omosome)?\.?[ -]{0,2}17|d17z1|cep17)"
_NUMBER = r"(?P<value>\d{1,2}[.,] ?\d{1,2}|\d{1,2})(?![\d%]| ?%|\.\d)"
_LIMIT = (
    r"(?! ?(?:or (?:greater|more|less|higher|above|lower)|and (?:above|greater|over)|- ?\d|to \d|is considered|are "
    r"considered|=))"
)
_GAP = (
    r"[ :=()\[\].,|-]*(?:(?:of|is|was|result\w*|calculated|as|at|approximately|equals?|determined|to|be|"
    r"interpreted|found|the|in|this|case|specimen|tumou?r|signals?|value|average|mean|per|cell|nucleus|nuclei|a|"
    r"for|" + _HER2 + "|" + _CEP17 + r"|centromere|and)[ :=()\[\],/.|-]+){0,12}"
)
_RATIO = re.compile(r"\brat(?:io|10|1o|i0)\b" + _GAP + _NUMBER + _LIMIT)
_DETACHED = re.compile(
    _CEP17
    + r"[ \w]{0,24}signals?[ .]+(?:was|is)[ .]+(?:determined|found|calculated)[ .]+(?:to[ .]+be|as)[ .]+"
    + _NUMBER
    + _LIMIT
)
_COPIES = re.compile(
    r"(?:(?:average|mean|avg\.?)[ .]*(?:number of[ .]*)?"
    + _HER2
    + r"[ .]*(?:gene[ .]*)?(?:signals?|copy number|copies|copy)|"
    + _HER2
    + r"[ .]*(?:gene[ .]*)?(?:copy number|copies|signals ?(?:/|per) ?(?:cell|nucleus|nuclei))|(?:average|mean)"
    r"[ .]*(?:gene[ .]*)?copy number|(?<=[;,|] )(?:gene )?(?:copies(?! of)|copy (?:no\.?|number)))"
    r"(?: ?(?:/|per)[ .]*(?:tumou?r )?(?:cell|nucleus|nuclei))?"
    + _GAP
    + _NUMBER
    + _LIMIT
    + r"|average of "
    + _NUMBER.replace("value", "before")
    + r" copies of "
    + _HER2
)
_CEP = re.compile(
    r"(?:average|mean|avg\.?|number of)[ .]*(?:number of[ .]*)?"
    + _CEP17
    + r"[ .]*(?:centromere )?(?:signals?|copy number|copies|copy)?(?: ?(?:/|per)[ .]*(?:tumou?r )?(?:cell|nucleus|"
    r"nuclei))?"
    + _GAP
    + _NUMBER
    + _LIMIT
    + r"|(?<!/)(?<!/ )"
    + _CEP17
    + r"(?: (?:signals|copies|copy number)(?: ?(?:/|per) ?(?:cell|nucleus))?)?[ :=]+"
    + _NUMBER.replace("value", "before")
    + _LIMIT
)
_CELLS = re.compile(
    r"(?:(?:number of )?(?:cells|nuclei)(?: (?:counted|scored|analy[sz]ed|evaluated|examined))?"
    r"[ :=]*(?P<value>\d{2,3})\b|(?P<before>\d{2,3}) (?:\w+ ){0,2}(?:cells|nuclei) (?:were )?(?:counted|scored|"
    r"analy[sz]ed|evaluated))"
)
_GROUP = re.compile(r"\bgroup[ :#]*(?P<value>[1-5])\b")
_NO = r"(?P<no>\b(?:no|not|without|negative for|absence of)\b[^.;:]{0,40})?"
_BEHIND = r"(?P<behind>[ :=]*(?:is |was |are )?(?:absent|not (?:seen|identified|present|detected|observed)|no\b|none|negative))?"
_ASPECTS = {
    "polysomy": re.compile(
        _NO
        + r"\b(?:polysomy(?: (?:of )?(?:chromosome )?17)?|polysomic|increased "
        + _CEP17
        + r" copy number)\b"
        + _BEHIND
    ),
    "heterogeneity": re.compile(
        _NO
        + r"\b(?:(?:intra-?tumou?ral|genetic|her-?2|genomic|tumou?r) )*(?:heterogene(?:ity|ous)(?: (?:for|of|in) (?:her-?2|"
        r"amplification))?)\b" + _BEHIND
    ),
}
_ANCHOR = re.compile(r"rat[i1]|signal|cop[iy]|cep|cen|chr|d17z1")
_UNSURE = re.compile(r"\b(?:possible|if|suspected|cannot|may|defined|can|rule out|due to|known)\b")
_SPECIMEN = re.compile(
    r"\b(?:this |the )?(?:specimen|tumou?r|case|sample|gene|carcinoma) (?:is|was|shows?)[ .]+(?P<neg>not |non-?|no "
    r"|un)?(?:gene )?amplifi\w+"
)
_CONTEXT = re.compile(r"her[ .-]?2|erbb|cep ?-?17|\bfish\b|\b[cds]?ish\b|hybridi|pathvysion")
_LIMIT_BEFORE = re.compile(
    r"(?:[<>]=?|</=|less than|greater than|more than|at least|between|cut-?off(?: of)?|if the|when the|criteria)"
    r"[ =:]*(?:a )?\Z"
)
_METHODS = (
    ("dish", IshMethod.DISH),
    ("dual ish", IshMethod.DISH),
    ("dual-ish", IshMethod.DISH),
    ("dual in situ", IshMethod.DISH),
    ("cish", IshMethod.CISH),
    ("chromogenic", IshMethod.CISH),
    ("sish", IshMethod.SISH),
    ("silver", IshMethod.SISH),
    ("fish", IshMethod.FISH),
    ("fluoresc", IshMethod.FISH),
    ("pathvysion", IshMethod.FISH),
    ("ish", IshMethod.ISH),
    ("in situ", IshMethod.ISH),
    ("in-situ", IshMethod.ISH),
)
_STATUSES = {
    "amplified": IshStatus.AMPLIFIED,
    "not_amplified": IshStatus.NOT_AMPLIFIED,
    "positive": IshStatus.AMPLIFIED,
    "negative": IshStatus.NOT_AMPLIFIED,
    "equivocal": IshStatus.EQUIVOCAL,
}


def find(report: Report) -> Iterator[Mention]:
    """Statements about HER2 by in-situ hybridisation."""
    text = report.folded
    if not any(words in text for words in ("her", "erb", "cep", "fish", "hybridi")):
        return
    for reading in readings(report):
        if "her2" in reading.kinds or ("ish" in reading.kinds and _near_her2(report, reading)):
            yield from _of_reading(report, reading)
    if "amplifi" in text:
        yield from _specimen(report)
    if "rat" in text or "signal" in text:
        yield from _numbers(report, "ratio", (_RATIO, _DETACHED), 0.3, 30)
    if "signal" in text or "copy" in text or "copies" in text or "group" in text:
        yield from _numbers(report, "copies", (_COPIES,), 0.5, 60)
        yield from _numbers(report, "cep17", (_CEP,), 0.5, 30)
        yield from _counts(report)
    if "polysom" in text or "heterogen" in text or "increased" in text:
        yield from _aspects(report)


def _aspects(report: Report) -> Iterator[Mention]:
    """Polysomy of chromosome 17 and heterogeneity of the amplification, where HER2 is spoken of."""
    text = report.folded
    for name, pattern in _ASPECTS.items():
        for match in pattern.finditer(text):
            start, end = report.sentence_span(match.start())
            beside = text[max(start, match.start() - 90) : min(end, match.end() + 60)]
            lead = text[max(start, match.start() - 30) : match.start()]
            if not _CONTEXT.search(beside) or _UNSURE.search(lead):
                continue
            value = Presence.ABSENT if match["no"] or match["behind"] else Presence.PRESENT
            yield Mention(f"her2_ish.{name}", value, match.start(), match.end(), name)


def _near_her2(report: Report, reading: Reading) -> bool:
    return bool(re.search(_HER2, report.folded[max(0, reading.start - 700) : reading.end + 300]))


def _of_reading(report: Report, reading: Reading) -> Iterator[Mention]:
    _, mine = by_method(report.folded, reading)
    kinds = {element.kind for element in mine}
    span = (reading.start, reading.end)
    status = _status(reading, mine)
    if status is not None:
        yield Mention("her2_ish.status", status, *span, "stated")
    elif "pending" in kinds and "not_done" not in kinds:
        yield Mention("her2_ish.status", None, *span, "pending", Status.PENDING)
    else:
        return
    stretch = report.folded[max(0, reading.start - 40) : reading.end + 40]
    method = next((method for words, method in _METHODS if words in stretch), None)
    if method is not None and status is not None:
        yield Mention("her2_ish.method", method, *span, "method")


def _status(reading: Reading, mine: tuple[Element, ...]) -> IshStatus | None:
    if reading.before == "not_amplified":
        return IshStatus.NOT_AMPLIFIED
    if ("ish" in reading.kinds or of_gene(reading)) and reading.before in {"positive", "negative"}:
        return _STATUSES[reading.before]
    words = {_STATUSES[element.kind] for element in mine if element.kind in {"amplified", "not_amplified"}}
    if not words:
        words = {_STATUSES[element.kind] for element in mine if element.kind in _STATUSES}
    if not words or len(words) > 1:
        return None
    return words.pop()


def _specimen(report: Report) -> Iterator[Mention]:
    """Finds "this specimen is amplified", where HER2 in-situ hybridisation was named shortly before."""
    for match in report.find(_SPECIMEN):
        lead = report.folded[max(0, match.start() - 600) : match.start()]
        if re.search(_HER2, lead) and re.search(r"fish|hybridi", lead):
            status = IshStatus.NOT_AMPLIFIED if match["neg"] else IshStatus.AMPLIFIED
            yield Mention("her2_ish.status", status, match.start(), match.end(), "specimen_is")


def _near_counts(report: Report) -> list[tuple[int, int]]:
    return report.around(_ANCHOR, 60, 200)


def _numbers(
    report: Report, name: str, patterns: tuple[re.Pattern[str], ...], least: float, most: float
) -> Iterator[Mention]:
    text = report.folded
    near = report.once(_near_counts)
    for pattern in patterns:
        for match in report.find_in(pattern, near):
            groups = match.groupdict()
            key = "value" if groups.get("value") is not None else "before"
            at = match.start(key)
            if _LIMIT_BEFORE.search(text[max(0, at - 24) : at]) or not _CONTEXT.search(
                text[max(0, at - 260) : at + 60]
            ):
                continue
            if re.search(r"oncotype|/\s*creatinine|nuclear.?cytoplasmic|n:c|e/a", text[max(0, at - 60) : at]):
                continue
            value = float(groups[key].replace(",", ".").replace(" ", ""))
            if least <= value <= most:
                yield Mention(f"her2_ish.{name}", value, match.start(), match.end(key), name)


def _counts(report: Report) -> Iterator[Mention]:
    text = report.folded
    for name, pattern in (("cells", _CELLS), ("group", _GROUP)):
        for match in pattern.finditer(text):
            groups = match.groupdict()
            number = groups.get("value") or groups.get("before")
            if _CONTEXT.search(text[max(0, match.start() - 260) : match.end() + 40]) and number:
                yield Mention(f"her2_ish.{name}", int(number), match.start(), match.end(), name)

"""HER2 by immunohistochemistry: score 0 to 3+, status in words, percent of cells, membrane staining among score 0."""

import re
from collections.abc import Iterator

from domain.finding import Status
from domain.specimen import Her2Call, IhcScore, ReceptorStatus
from extraction.facts.her2_methods import by_method, of_gene
from extraction.facts.markers import readings
from extraction.facts.mention import Mention
from extraction.facts.numbers import percent, percent_bound
from extraction.facts.readings import Element, Reading
from extraction.facts.receptors import triple
from extraction.facts.report import Report

FIELDS = (
    "her2_ihc.score",
    "her2_ihc.status",
    "her2_ihc.percent",
    "her2_ihc.percent_bound",
    "her2_ihc.membrane_staining",
)
_SCORES = (IhcScore.ZERO, IhcScore.ONE, IhcScore.TWO, IhcScore.THREE)
_STATUS_OF = {
    IhcScore.ZERO: Her2Call.NEGATIVE,
    IhcScore.ONE: Her2Call.NEGATIVE,
    IhcScore.TWO: Her2Call.EQUIVOCAL,
    IhcScore.THREE: Her2Call.POSITIVE,
}
_CALLS = {
    "positive": Her2Call.POSITIVE,
    "negative": Her2Call.NEGATIVE,
    "not_overexpressed": Her2Call.NEGATIVE,
    "equivocal": Her2Call.EQUIVOCAL,
    "zero_or_one": Her2Call.NEGATIVE,
    "low": Her2Call.NEGATIVE,
    "ultralow": Her2Call.NEGATIVE,
}
_FAINT = re.compile(
    r"\b(?:score (?:of )?)?0\+?,? ?(?:\(|,|with|/)(?:(?!\b(?:no|not|without|absent|none|lack\w*|null)\b)[^.;]){0,40}"
    r"(?:membrane staining(?! (?:is |was )?(?:not|absent|none))|ultra-?low|faint|incomplete|<? ?(?:=|or equal to)? ?10 ?%)"
)
_NULL = re.compile(
    r"\b(?:no|without|absent|null|lack of)\b(?:(?!complete|strong|intense|moderate|or\b)[^.;]){0,20}(?:membrane )?staining|"
    r"membrane staining (?:is |was )?(?:not (?:seen|identified|observed|present|detected)|absent|none)|her2[ -]?null"
)
_ISH = re.compile(r"\b(?:fish|[cds]ish|ish|hybridi\w+)\b")
_AMENDED = re.compile(r"\b(?:amended|revised|updated|changed|upgraded|reclassified|superse\w+|overall|final) ?")
_DEFINES_ZERO = re.compile(
    r"staining (?:\w+ ){0,2}?or\b"
)  # "no staining, or faint staining in up to 10%" is the scale's own


# A column of H-scores or percents: a bare 0 in it is no IHC score of 0, which would deny HER2-low.
_H_SCORES = re.compile(
    r"\bh[ -]?scores?\b|\b(?:o?estrogen|progesterone|er|pr|pgr)(?: receptors?)?[ :|-]{1,5}(?:positive|negative)[ |]+"
    r"(?:[4-9]|[1-9]\d|[12]\d\d|300)(?![\d.%]| %)"
)


def find(report: Report) -> Iterator[Mention]:
    """Statements about HER2 by immunohistochemistry, or about HER2 with no method named."""
    for reading in readings(report):
        if "her2" in reading.kinds:
            yield from _of_reading(report, reading)
    if "triple" in report.folded or "tnbc" in report.folded:
        for mention in triple(report, ("her2_ihc",)):
            positive = mention.value is ReceptorStatus.POSITIVE
            value = Her2Call.POSITIVE if positive else Her2Call.NEGATIVE
            yield Mention(mention.field, value, mention.start, mention.end, mention.rule, rank=mention.rank)


def score_of(report: Report, elements: tuple[Element, ...]) -> tuple[IhcScore, Element] | None:
    """The score, when exactly one is told."""
    told = [(score, element) for element in elements if (score := _score(report.folded, element)) is not None]
    return told[0] if told and len({score for score, _ in told}) == 1 else None


def _score(text: str, element: Element) -> IhcScore | None:
    words = text[element.start : element.end]
    if element.kind in {"score", "number"}:
        digits = re.findall(r"\d", words)
        return _SCORES[int(digits[0])] if digits else IhcScore.ZERO
    if element.kind == "crosses" and "+" in words:
        crosses = words.count("+")
        return _SCORES[crosses] if crosses > 1 or "(" in words else None
    return None


def _of_reading(report: Report, reading: Reading) -> Iterator[Mention]:
    elements, _ = by_method(report.folded, reading)
    span = (reading.start, reading.end)
    if reading.before in {"not_amplified", "amplification_of"} or "ish" in reading.kinds or of_gene(reading):
        return
    score = score_of(report, elements)
    if score is None and _of_all_tests(report, reading):
        return
    call = _call(report.folded, reading, elements, score[0] if score else None)
    kinds = {element.kind for element in elements}
    if call is None:
        pending = reading.before == "pending" or ("pending" in kinds and "not_done" not in kinds)
        if pending and not (reading.has("method_ish") and not reading.has("method_ihc")):
            yield Mention("her2_ihc.status", None, *span, "pending", Status.PENDING)
        return
    if score and not (score[1].kind == "number" and _H_SCORES.search(report.folded, max(0, span[0] - 300), span[1])):
        yield Mention("her2_ihc.score", score[0], *span, "score")
    worded = reading.before is not None or bool(kinds & set(_CALLS))
    yield Mention("her2_ihc.status", call, *span, "worded" if worded else "scored", rank=0 if score else -1)
    if (score and score[0] is IhcScore.ZERO) or "ultralow" in kinds:
        yield from _membrane(report, reading)
    percents = [element for element in elements if element.kind == "percent"]
    if percents and score:
        start, end = percents[0].start, percents[0].end
        if bound := percent_bound(report.words(start, end)):
            yield Mention("her2_ihc.percent_bound", bound, start, end, "bound")
        elif (told := percent(report.folded[start:end])) is not None:
            yield Mention("her2_ihc.percent", told, start, end, "percent")


def _of_all_tests(report: Report, reading: Reading) -> bool:
    """Whether the words conclude from in-situ hybridisation too: "HER2 status amended to positive" is no staining."""
    if reading.has("method_ihc") or not _ISH.search(report.folded, 0, reading.start):
        return False
    return _AMENDED.search(report.folded, max(0, reading.start - 20), reading.end) is not None


def _call(text: str, reading: Reading, elements: tuple[Element, ...], score: IhcScore | None) -> Her2Call | None:
    """What the words say, else what the score means. "Weakly positive (2+)" is how equivocal was once worded."""
    if reading.before in {"negative", "not_overexpressed", "positive", "overexpressed"}:
        return Her2Call.NEGATIVE if reading.before in {"negative", "not_overexpressed"} else Her2Call.POSITIVE
    kinds = [element.kind for element in elements]
    if "weakly_positive" in kinds:
        return Her2Call.EQUIVOCAL if score in {IhcScore.TWO, None} else _STATUS_OF[score]
    calls = {_CALLS[kind] for kind in kinds if kind in _CALLS} | _minus(text, elements)
    if len(calls) == 1:
        return calls.pop()
    if score is not None:
        return _STATUS_OF[score]
    if "between" in kinds:
        return Her2Call.EQUIVOCAL
    return Her2Call.NEGATIVE if not calls and _is_nothing(text, elements) else None


def _minus(text: str, elements: tuple[Element, ...]) -> set[Her2Call]:
    """A minus sign in brackets is a negative result."""
    minus = any(element.kind == "crosses" and "-" in text[element.start : element.end] for element in elements)
    return {Her2Call.NEGATIVE} if minus else set()


def _is_nothing(text: str, elements: tuple[Element, ...]) -> bool:
    """Whether image analysis reports 0% of cells, and nothing else is told."""
    percents = [element for element in elements if element.kind == "percent"]
    return bool(percents) and all(percent(text[each.start : each.end]) == 0 for each in percents)


def _membrane(report: Report, reading: Reading) -> Iterator[Mention]:
    """Faint staining of up to 10% of cells tells ultralow from null among score 0."""
    stretch = report.folded[reading.start : reading.end + 60]
    if _DEFINES_ZERO.search(stretch.replace(",", "")):
        return
    for stained, pattern in ((True, _FAINT), (False, _NULL)):
        if match := pattern.search(stretch):
            start, end = reading.start + match.start(), reading.start + match.end()
            yield Mention("her2_ihc.membrane_staining", stained, start, end, "ultralow" if stained else "null")
            return

"""Estrogen and progesterone receptors: status, percent of nuclei, intensity, Allred and H-score, as reported."""

import re
from collections.abc import Iterator

from domain.finding import Status
from domain.specimen import Bound, PercentBound, ReceptorStatus
from extraction.facts.markers import readings
from extraction.facts.mention import Mention
from extraction.facts.numbers import percent, percent_bound
from extraction.facts.readings import Element, Reading
from extraction.facts.report import Report
from extraction.facts.table_cells import GAP, line_at

FIELDS = (
    "er.status",
    "er.percent",
    "er.percent_bound",
    "er.intensity",
    "er.allred",
    "er.h_score",
    "er.fmol",
    "pr.status",
    "pr.percent",
    "pr.percent_bound",
    "pr.intensity",
    "pr.allred",
    "pr.h_score",
    "pr.fmol",
)
_RECEPTORS = ("er", "pr")
_INTENSITY = re.compile(r"\b(strong|moderate(?: to strong)?|weak(?: to moderate)?|intense)(?:ly)?\b")
_BOTH = re.compile(
    r"\bboth (?:receptors )?(?:\w+ ){0,2}?(?:inter\w+[ .]+as|are|were)[ .]+(?:\w+"
    r"[ .]+){0,2}?(?P<status>pos[il]t[il]ve|negat[il]ve)"
)
_TRIPLE = re.compile(r"\btriple[ -]{1,2}(?P<status>negative|positive)|\btnbc\b")
_CATEGORY = re.compile(r"(?:high|low positive|low|weak|intermediate) *\([ <>~]*\d?\Z")  # "High (>35%)" names a class
_CLASS = re.compile(
    r"(?:greater than|more than|less than|over|at least|>=?|<) ?(?:10|1) ?%"
)  # "(greater than 10% of cells ...)"
_BARE = re.compile(r"[ :=]{1,2}(?:[1-9]\d|100)(?=[ ,/]{1,3}(?:er|pr|pgr|her-?2)\b)")
_H_HEAD = re.compile(r"\bh[ -]?scores?\b(?! ?[:=]? ?\d{1,3} ?(?:/|of))(?=[ |]*[a-z])")
_H_REACH = 300
_H_MOST = 300
_INTENSITY_REACH = 34  # characters behind a result
_LOW = 10  # percent of nuclei
_LAST_CELL = re.compile(r"[ |)]+(\d{1,3})[ |]*\Z")
_NOT_HERS = re.compile(
    r"\b(?:mother|sister|aunt|daughter|cousin|niece|grandmother|if|trial|patients with|women with)\b"
)


def find(report: Report) -> Iterator[Mention]:
    """Statements about estrogen and progesterone receptors."""
    last = None
    for reading in readings(report):
        for receptor in _RECEPTORS:
            if receptor in reading.kinds or ("hr" in reading.kinds and _tells_of_both(reading)):
                yield from _of_reading(report, reading, receptor)
                last = reading.end
    if last is not None or "both" in report.folded:
        yield from _both(report)
    if "triple" in report.folded or "tnbc" in report.folded:
        yield from triple(report, _RECEPTORS)


def _tells_of_both(reading: Reading) -> bool:
    """Whether "hormone receptors" tells of each of the two: negative and pending do, positive may be either."""
    return reading.before == "negative" or (
        reading.has("negative", "pending") and not reading.has("positive", "percent")
    )


def _both(report: Report) -> Iterator[Mention]:
    """Finds "no staining is identified for either receptor; both are interpreted as negative"."""
    for match in report.find(_BOTH):
        lead = report.folded[max(0, match.start() - 320) : match.start()]
        if "estrogen" in lead and "progest" in lead:
            value = ReceptorStatus.POSITIVE if match["status"].startswith("pos") else ReceptorStatus.NEGATIVE
            for receptor in _RECEPTORS:
                yield Mention(f"{receptor}.status", value, match.start(), match.end(), "both_receptors", rank=1)


def triple(report: Report, names: tuple[str, ...]) -> Iterator[Mention]:
    """Takes "triple negative" and "triple positive" as the status of each of the receptors named."""
    for match in report.find(_TRIPLE):
        if _NOT_HERS.search(report.sentence(match.start())):
            continue
        positive = match["status"] == "positive"
        for name in names:
            value = ReceptorStatus.POSITIVE if positive else ReceptorStatus.NEGATIVE
            yield Mention(f"{name}.status", value, match.start(), match.end(), "triple", rank=-1)


def _of_reading(report: Report, reading: Reading, receptor: str) -> Iterator[Mention]:
    text, span = report.folded, (reading.start, reading.end)
    told = percent_of(report, reading)
    status = _status(text, reading, told) or _status_of_allred(text, reading)
    if status is not None:
        yield Mention(f"{receptor}.status", status, *span, "stated" if reading.before is None else "verdict_before")
    elif reading.before == "pending" or (reading.has("pending") and not reading.has("not_done")):
        yield Mention(f"{receptor}.status", None, *span, "pending", Status.PENDING)
        return
    if isinstance(told, PercentBound):
        yield Mention(f"{receptor}.percent_bound", told, *span, "bound")
    elif told is not None and status is not None:
        yield Mention(f"{receptor}.percent", told, *span, "percent")
    yield from _scores(report, reading, receptor)
    reach = reading.end + _INTENSITY_REACH
    intensity = _INTENSITY.search(text, reading.start, reach) if status is not None else None
    if intensity and intensity.end() <= _row_ends(report, reading, reach):
        yield Mention(f"{receptor}.intensity", intensity[1], *intensity.span(1), "intensity")


def _row_ends(report: Report, reading: Reading, reach: int) -> int:
    """Where the row of a table ends in which it stands; `reach` where it stands in none."""
    first, last = line_at(report, max(reading.start, reading.end - 1))
    in_cells = GAP.search(report.text, report.origin(first), report.origin(last - 1) + 1) is not None
    return min(reach, last) if in_cells else reach


def _scores(report: Report, reading: Reading, receptor: str) -> Iterator[Mention]:
    """The Allred total, the H-score, and the femtomoles of a ligand-binding assay."""
    for element in reading.of("allred"):
        words = report.folded[element.start : element.end]
        total = re.match(r"\D*(\d)(?: ?/ ?8| of 8| out of 8)?", words)
        if total and not re.match(r"proportion|intensity|ps", words):
            yield Mention(f"{receptor}.allred", int(total[1]), element.start, element.end, "allred")
            break
    for element in reading.of("h_score"):
        numbers = re.findall(r"\d{1,3}", report.folded[element.start : element.end])
        yield Mention(f"{receptor}.h_score", int(numbers[0]), element.start, element.end, "h_score")
    if not reading.has("h_score", "percent") and (number := _in_h_column(report, reading)):
        yield Mention(f"{receptor}.h_score", int(number[1]), reading.start, number.end(1), "h_column")
    for element in reading.of("fmol"):
        number = re.search(r"\d+(?:\.\d+)?", report.folded[element.start : element.end])
        if number:
            yield Mention(f"{receptor}.fmol", float(number[0]), element.start, element.end, "fmol")


def _in_h_column(report: Report, reading: Reading) -> re.Match[str] | None:
    """The bare number that ends a receptor's row under the head "H-score"."""
    if not _H_HEAD.search(report.folded, max(0, reading.start - _H_REACH), reading.label_end):
        return None
    number = _LAST_CELL.search(report.folded, reading.label_end, line_at(report, reading.end - 1)[1])
    return number if number and int(number[1]) <= _H_MOST else None


def percent_of(report: Report, reading: Reading) -> float | PercentBound | None:
    """The percent of nuclei told or its bound, or None when there is none or only a distribution over intensities."""
    text = report.folded
    percents = list(reading.of("percent"))
    if len(percents) > 1 and len(list(reading.of("score"))) > 1:
        return None  # percents of each intensity: "1+ 30%; 2+ 30%; 3+ 20%"
    if len(percents) > 1:
        percents = [
            each for each in percents if not _CATEGORY.search(text[max(0, each.start - 16) : each.start + 2])
        ] or percents
    if len(percents) > 1 and _CLASS.search(text, percents[0].start, percents[0].end):
        percents = percents[1:]
    if not percents:
        return None
    start, end = percents[0].start, percents[0].end
    return percent_bound(report.words(start, end)) or percent(text[start:end])


def _positive(told: float | PercentBound | None) -> ReceptorStatus:
    """Low where no more than 10% stain (ASCO/CAP 2020)."""
    if isinstance(told, PercentBound):
        few = told.percent <= _LOW and told.bound in {Bound.BELOW, Bound.AT_MOST}
    else:
        few = told is not None and 1 <= told <= _LOW
    return ReceptorStatus.LOW_POSITIVE if few else ReceptorStatus.POSITIVE


def _status(text: str, reading: Reading, told: float | PercentBound | None) -> ReceptorStatus | None:
    if reading.before in {"positive", "negative"}:
        return _positive(told) if reading.before == "positive" else ReceptorStatus.NEGATIVE
    if reading.before == "no" and reading.has("positive", "negative"):
        return ReceptorStatus.NEGATIVE
    positive, negative = reading.has("positive", "weakly_positive"), reading.has("negative")
    if reading.has("low_positive"):
        return ReceptorStatus.LOW_POSITIVE
    if positive and negative:
        first: Element = next(reading.of("positive", "weakly_positive", "negative"))
        return (
            None if told is None else ReceptorStatus.POSITIVE if first.kind != "negative" else ReceptorStatus.NEGATIVE
        )
    if positive:
        return _positive(told)
    if negative:
        return ReceptorStatus.NEGATIVE
    if reading.has("equivocal"):
        return ReceptorStatus.EQUIVOCAL
    return _status_of_number(text, reading, told)


def _status_of_allred(text: str, reading: Reading) -> ReceptorStatus | None:
    """A total Allred score without a word: 3 and more is positive (Allred 1998)."""
    for element in reading.of("allred"):
        words = text[element.start : element.end]
        total = re.search(r"(?<!\d)([0-8])(?= ?/ ?8| of 8| out of 8)|(?:allred|total)\D*([0-8])", words)
        if total:
            return ReceptorStatus.POSITIVE if int(total[1] or total[2]) > 2 else ReceptorStatus.NEGATIVE
    return None


def _status_of_bound(told: PercentBound) -> ReceptorStatus | None:
    """What a bound alone tells: "<1%" is negative, ">1%" positive, and "<5%" some, but few."""
    if told.bound in {Bound.ABOVE, Bound.AT_LEAST}:
        return ReceptorStatus.POSITIVE if told.percent >= 1 else None
    if told.percent < 1 or (told.percent == 1 and told.bound is Bound.BELOW):
        return ReceptorStatus.NEGATIVE
    return ReceptorStatus.LOW_POSITIVE if 1 < told.percent <= _LOW else None


def _status_of_number(text: str, reading: Reading, told: float | PercentBound | None) -> ReceptorStatus | None:
    """A percent or a score without a word: 1% or more is positive, 1-10% low positive (ASCO/CAP 2020)."""
    if isinstance(told, PercentBound):
        return _status_of_bound(told)
    if told is not None:
        if told < 1:
            return ReceptorStatus.NEGATIVE
        return ReceptorStatus.LOW_POSITIVE if told <= _LOW else ReceptorStatus.POSITIVE
    for element in reading.of("crosses", "number"):
        words = text[element.start : element.end]
        if "+" in words:
            return ReceptorStatus.POSITIVE
        if "-" in words or "0" in words or "zero" in words:
            return ReceptorStatus.NEGATIVE
    # In "ER 90 PR 70" the number is a percent or an H-score: positive by either.
    return ReceptorStatus.POSITIVE if _BARE.match(text, reading.label_end) else None


__all__ = ["FIELDS", "find", "percent_of", "triple"]

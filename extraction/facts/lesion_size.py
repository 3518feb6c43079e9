"""Sizes of lesions in the brain: measured now, bounded, earlier or before treatment; never a cavity, a slice or a distance."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from extraction.assertion import Assertion, assertion_of
from extraction.facts.brain_words import any_of, brain_words, lesion_pattern
from extraction.facts.lesion_words import lesion_patterns
from extraction.facts.report import Report
from extraction.facts.spine import of_the_spine

NUMBER = r"\d{1,3}(?:\.\d+)?"
_UNIT = r"(?:mms?|cms?|millimet(?:er|re)s?|centimet(?:er|re)s?)"
_DIMENSIONS = rf"{NUMBER}(?:\s*-?(?:{_UNIT}\b)?\s*(?:\([a-z ]{{1,15}}\)\s*|[a-z]+\s+)?(?:x|by|\*)\s*{NUMBER}){{0,2}}"
_SIZE = re.compile(rf"(?<![\d./])(?P<n>{_DIMENSIONS})\s*-?\s*(?P<unit>{_UNIT})\b")
_BELOW_A_CENTIMETRE = re.compile(r"\bsub-?centimet\w+")
_NUMBER = re.compile(rf"({NUMBER})\s*-?\s*({_UNIT})?")
_ANCHOR = re.compile(r"\d\s*-?\s*(?:mm|cm|millim|centim)|sub-?centim")
_SPAN = re.compile(rf"(?P<n>(?<![\d./]){_DIMENSIONS})\s*-?\s*(?P<unit>{_UNIT})?\s*(?P<sign>-+>|→|-|to)\s*\Z")
# "between 5 and 9 mm", "ranging in size from 5 mm to 19 mm": what many lesions measure, and nothing that changed.
_RANGES = r"\b(?:between|(?:rang\w+|var\w+|anywhere|spann?ing)(?:\s+[a-z]+){0,3}?\s+(?:from|between)|sizes?(?:\s+of)?\s+from)\s+"
_RANGE_UP_TO = re.compile(rf"{_RANGES}(?P<n>{_DIMENSIONS})\s*-?\s*(?:{_UNIT})?\s*(?:to|and|-|up to)\s*\Z")
_RANGE_FROM = re.compile(rf"{_RANGES}\Z")
# "several metastases, 3 mm to 8 mm", "the smallest 3 mm and the largest 15 mm": the lower end is no lesion's of a place.
_TO_UPPER = re.compile(rf"\s*(?:to|-|up to)\s*{NUMBER}\s*-?\s*{_UNIT}\b")
_TO_LARGEST = re.compile(r"[ ,]*(?:and|to)?[ ,]*(?:the )?(?:largest|biggest|dominant)\b")
_SMALLEST = re.compile(r"\bsmallest(?: one)?[ ,:]*(?:(?:is|measur\w+|of|at|about) )*\Z")
_COMPARED = re.compile(
    r"\bfrom\b|\b(?:increas|decreas|grow|grew|enlarg|shr[aiu]nk|reduc|chang|progress|was|were|previous)\w*"
)
_CHANGED = re.compile(
    r"\b(?:increas|decreas|grow|grew|enlarg|shr[aiu]nk|reduc)\w*\b[^.;]{0,40}\Z"
)  # "decreased, 9 mm to 4 mm"
# "metastases of 4, 6 and 9 mm": each is a size.
_BEFORE_THE_LAST = re.compile(
    rf"(?P<lead>[a-z]+)[ ,:(]*(?P<list>(?<![\d./])(?:{NUMBER}\s*,\s*)*{NUMBER})\s*,?\s*(?:and|&)\s*\Z"
)
_NUMBERS_OF = frozenset(
    {"image", "images", "series", "slice", "slices", "lesion", "number", "target", "between", "in", "on"}
)
_RANGE_ON = re.compile(rf"\s*(?:to|and|-|up to)\s*{NUMBER}")
# "12 mm (prev 9)": the earlier size without a unit.
_BARE_EARLIER = re.compile(
    rf"\s*[(,;]\s*(?:prev(?:ious(?:ly)?)?|prior(?:ly)?|was|before|formerly|from|compared (?:to|with)|vs)\.?:?\s*"
    rf"(?P<n>{_DIMENSIONS})(?!\s*-?(?:{_UNIT}|[\d/.]\d|\w))"
)
_EARLIER_BEFORE = re.compile(
    r"(?:prev\.?|previously|previous|prior(?:ly)?|formerly|earlier|\bwas|\bwere|from|compared (?:to|with)|baseline|versus|vs\.?|"
    r"before|had been|decreased from|increased from|initially|originally)\s*:?\s*"
    r"(?:measur\w+ |approximately |about |of |at |(?:described|noted|seen|identified|reported|known) )*$"
)
_EARLIER_AFTER = re.compile(
    r"^\)?\s*(?:-+>|→|previously|prior|before|on (?:the )?(?:prior|previous)|in (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|"
    r"at baseline|on \d|pre-|at the time of)"
)
_DIRECTION = r"anterior|posterior|lateral|medial|superior|inferior|caudal|cranial|rostral|dorsal|ventral|deep"
_DISTANCE_AFTER = re.compile(
    rf"\s*(?:away\b|(?:from|below|above|beneath)\s+(?!\d|prior|previous)|(?:{_DIRECTION})(?:ly)? (?:to|of)\b|"
    rf"of (?:surrounding |vasogenic |perilesional )?(?:edema|oedema))"
)
_MONTH_IN_BRACKETS = re.compile(
    r"previous|prior|\bprev\b|\bwas\b|baseline|before|jan|feb|mar\b|march|apr|\bmay\b|jun|jul|aug|sep|oct|nov|dec|\d/\d|comparison"
)
_ANAPHOR = re.compile(r"\W*(?:it|this|which|measur\w+|size)\b")
_NEXT_THING = re.compile(r"[,;)]|\.\s|\band\b|\d\s*(?:mm|cm)")
_NEXT_PART = re.compile(
    rf"[,;()]|{NUMBER}\s*-?\s*{_UNIT}\b"
)  # "3.9 cm with 11 mm midline shift": the shift is of the second
_LINE_END = re.compile(r"[ \t).]*\n\s*[A-Z]")
_NO = re.compile(r"\b(?:no|not|without|neither)\b[^.;:,]*\Z")
# "edema in the left insula extends 3 cm": no lesion stands between the edema and its size
_EDEMA = re.compile(
    r"\b(?:edema|oedema|swelling|hyperintens\w+|signal)\b(?:(?!metasta|lesion|mass|nodul|focus|foci|tumou?r).)*\Z"
)
# "a 5 cm left hilar mass"
_OF_THE_BODY = re.compile(
    r"\s*(?:(?:left|right|spiculated|enhancing|large|upper|lower|middle) )*(?:hilar|mediastinal|lung|pulmonary|lobe|liver|hepatic|"
    r"renal|adrenal|breast|thyroid|gastric|(?:lymph )?nod(?:e|al)|pelvic|abdominal|ovarian|pancreatic|prostat\w+)\b"
)
# "a 5 mm nodule at L4"; T1 and T2 are pictures too, and "T3" may be a target's name
_OF_THE_SPINE = re.compile(
    r"\b(?:cauda equina|conus|filum|nerve roots?|spin(?:e|al)|vertebra\w*|thecal|intramedullary|epidural space|"
    r"(?:at|of|in|from) (?:the )?(?:c[1-7]|t(?:[3-9]|1[0-2])|l[1-5]|s[1-5])|(?:[ctl]\d{1,2}) ?[-/] ?(?:[ctls]\d{1,2}))\b"
)
_UNMEANT = frozenset({Assertion.HYPOTHETICAL, Assertion.OTHER_PERSON, Assertion.NEGATED})


class Standing(StrEnum):
    """What a size is of: this study's measurement or bound, or an earlier one."""

    MEASURED = "measured"
    RANGE = "range"
    AT_MOST = "at_most"
    EARLIER = "earlier"
    BEFORE_TREATMENT = "before_treatment"


@dataclass(frozen=True, slots=True)
class Size:
    """A size with its greatest dimension in millimetres; of a range the upper end."""

    millimetres: float
    start: int
    end: int
    standing: Standing

    @property
    def current(self) -> bool:
        """Whether it is a size on this study, and not only a bound."""
        return self.standing in {Standing.MEASURED, Standing.RANGE}

    @property
    def of_this_study(self) -> bool:
        """Whether it is a size or a bound on this study."""
        return self.current or self.standing is Standing.AT_MOST


def sizes_of(report: Report) -> tuple[Size, ...]:
    """The sizes of a report, in order, read once."""
    return report.once(_all)


def find(report: Report) -> Iterator[Size]:
    """Sizes of lesions that the text affirms."""
    yield from sizes_of(report)


def _all(report: Report) -> tuple[Size, ...]:
    if not _ANCHOR.search(report.folded):
        return ()
    found = [size for match in report.find(_SIZE) for size in _sizes(report, match)]
    found += [
        Size(10.0, match.start(), match.end(), Standing.AT_MOST)
        for match in report.find(_BELOW_A_CENTIMETRE)
        if _of_a_lesion(report, match.start(), match.end())
    ]
    return tuple(sorted(found, key=lambda each: each.start))


def _sizes(report: Report, match: re.Match[str]) -> Iterator[Size]:
    """The size that was matched, and the earlier one that stands with it without a unit: "from 9 to 12 mm"."""
    text = report.folded
    if _DISTANCE_AFTER.match(text, match.end()) or not _of_a_lesion(report, match.start(), match.end()):
        return
    first, last = report.sentence_span(match.start())
    floor = max(first, match.start() - 60)
    if _RANGE_FROM.search(text, floor, match.start()):
        if not _RANGE_ON.match(text, match.end(), last):  # "ranging from 4 mm (pons) to 17 mm (left frontal)"
            yield Size(_millimetres(match["n"], match["unit"]), match.start(), match.end(), Standing.MEASURED)
        return
    if _TO_UPPER.match(text, match.end(), last) and _CHANGED.search(text, first, match.start()):
        yield Size(_millimetres(match["n"], match["unit"]), match.start(), match.end(), Standing.EARLIER)
        return
    if _is_lower_end(text, match, first, last):
        return
    if _RANGE_UP_TO.search(text, floor, match.start()):
        yield Size(_millimetres(match["n"], match["unit"]), match.start(), match.end(), Standing.RANGE)
        return
    yield from _listed_before(text, match, first)
    span = _SPAN.search(text, max(first, match.start() - 45), match.start())
    grown = span and (span["sign"].endswith((">", "→")) or text[first : span.start()].rstrip().endswith("from"))
    if span and grown and not span["unit"]:
        yield Size(_millimetres(span["n"], match["unit"]), *span.span("n"), Standing.EARLIER)
    ranged = span and not grown and (not span["unit"] or _is_of_several(text, first, span.start()))
    standing = _standing(text, match, first, last, ranged=bool(ranged))
    yield Size(
        _millimetres(match["n"], match["unit"]), match.start(), match.end(), Standing.MEASURED if grown else standing
    )
    bare = _BARE_EARLIER.match(text, match.end(), last)
    if bare:
        yield Size(_millimetres(bare["n"], match["unit"]), *bare.span("n"), Standing.EARLIER)


def _is_lower_end(text: str, match: re.Match[str], first: int, last: int) -> bool:
    """Whether it is the smallest of several lesions, told beside the largest without a place of its own."""
    if _SMALLEST.search(text, max(first, match.start() - 40), match.start()):
        return _TO_LARGEST.match(text, match.end(), last) is not None
    return _TO_UPPER.match(text, match.end(), last) is not None and _is_of_several(text, first, match.start())


def _is_of_several(text: str, first: int, start: int) -> bool:
    """Whether the words before a range speak of several lesions, and not of what became of them."""
    several = lesion_patterns().several.search(text, first, start) is not None
    return several and _COMPARED.search(text, first, start) is None


def _listed_before(text: str, match: re.Match[str], first: int) -> Iterator[Size]:
    """The sizes that share the unit of the last one: 4 and 6 of "metastases of 4, 6 and 9 mm"."""
    listed = _BEFORE_THE_LAST.search(text, max(first, match.start() - 60), match.start())
    if listed is None or listed["lead"] in _NUMBERS_OF or "x" in match["n"]:
        return
    if lesion_patterns().several.search(text, first, listed.start("list")) is None:
        return
    for number in re.finditer(NUMBER, listed["list"]):
        start, end = listed.start("list") + number.start(), listed.start("list") + number.end()
        yield Size(_millimetres(number.group(), match["unit"]), start, end, Standing.MEASURED)


def _of_a_lesion(report: Report, start: int, end: int) -> bool:
    """Whether the sentence speaks of a lesion or its place, and the words beside the size of nothing else."""
    if of_the_spine(report, start):
        return False
    first, last = report.sentence_span(start)
    text = report.folded
    spoken_of = (
        lesion_pattern().search(text, first, last)
        or lesion_patterns().places.search(text, first, last)
        or _ANAPHOR.match(text, first)
    )
    before, after = _close(text[first:last], start - first, end - first)
    if not spoken_of or any_of(brain_words().not_a_lesion).search(f"{before} {after}") or _EDEMA.search(before):
        return False
    if lesion_patterns().never.search(f"{before} {after}") or _OF_THE_BODY.match(after):
        return False
    if _OF_THE_SPINE.search(f"{before} {after}"):
        return False
    meant = assertion_of(report, start, end)
    ends_its_line = _LINE_END.match(report.text, report.origin(end - 1) + 1) is not None
    if meant is Assertion.NEGATED and ends_its_line:  # what the next line denies is not this
        return _NO.search(text[first:start]) is None
    return meant not in _UNMEANT


def _millimetres(dimensions: str, unit: str) -> float:
    """The greatest of the dimensions; one without a unit of its own has that of the next one."""
    greatest = 0.0
    for number, own in reversed(_NUMBER.findall(dimensions)):
        unit = own or unit
        greatest = max(greatest, float(number) * (10 if unit.startswith("c") else 1))
    return round(greatest, 2)


_THE_LARGEST = re.compile(r"\s*[(,]\s*(?:the )?largest\b")  # "up to 9 mm (largest, right frontal)" was measured


def _close(sentence: str, start: int, end: int) -> tuple[str, str]:
    """The words that a size belongs to: its own part of the sentence, up to the next size, some words long."""
    before = re.split(r"[,;(]", sentence[max(0, start - 45) : start])[-1]
    after = _NEXT_PART.split(sentence[end : end + 35])[0]
    return before, after


def _standing(text: str, match: re.Match[str], first: int, last: int, *, ranged: bool) -> Standing:
    before, after = text[first : match.start()], text[match.end() : last]
    words = lesion_patterns()
    if _is_earlier(before, after):
        near = _NEXT_THING.split(after, maxsplit=1)[0][:45]
        treated = words.before_treatment.search(near) or words.before_treatment.search(before[-35:])
        return Standing.BEFORE_TREATMENT if treated else Standing.EARLIER
    bounded = words.at_most.search(text, max(0, match.start() - 30), match.start())
    if bounded and not (bounded.group().startswith("up to") and _THE_LARGEST.match(after)):
        return Standing.AT_MOST
    return Standing.RANGE if ranged else Standing.MEASURED


def _is_earlier(before: str, after: str) -> bool:
    if _EARLIER_BEFORE.search(before[-60:]) or _EARLIER_AFTER.search(after):
        return True
    opened = before.rfind("(")
    if opened > before.rfind(")") and _SIZE.search(before[:opened]):
        inside = before[opened:] + after.split(")", maxsplit=1)[0]
        return _MONTH_IN_BRACKETS.search(inside) is not None
    return False

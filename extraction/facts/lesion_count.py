"""How many metastases: exact, at least, about, innumerable, or plainly several."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from domain.brain import CountQualifier, LesionCount
from extraction.assertion import Assertion, assertion_of
from extraction.facts.brain_words import brain_words
from extraction.facts.report import Report
from extraction.facts.spine import of_the_spine

WORDS = {  # numbers in words
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "both": 2,
}  # fmt: skip
_NUMBER = r"(?P<n>\d{1,3}|" + "|".join(WORDS) + r")"
_BETWEEN = (
    r"(?:\s+(?!and\b|or\b|of\b|the\b|with\b|in\b|an?\b|images?\b|sequences?\b|imaging\b|demonstrat|show|reveal)"
    r"[a-z][a-z\-/]*,?){0,5}?\s+"
)
_SIZED = _BETWEEN.replace(r"[a-z][a-z\-/]*,?)", r"(?:[a-z][a-z\-/]*,?|\d[\d.]*(?:\s?x\s?\d[\d.]*){0,2}[ -]?(?:mm|cm)))")
_THING = brain_words().lesion.replace("|enhancement", "")
_COUNTED = re.compile(
    r"(?<![\w./-])(?:(?P<least>at least|more than|greater than|over|>=?|minimum of)\s*)?"
    r"(?:(?P<about>approximately|about|around|roughly|some|~)\s*)?"
    rf"{_NUMBER}(?:\s*(?:to|-)\s*(?P<to>\d{{1,3}}))?(?!\s*(?:mm|cm|x\b|th\b|st\b|nd\b|rd\b|%|\.\d|/|year|month|week|day|hour))"
    rf"(?:\s*\(\d+\)|\)|,? (?:or )?(?:possibly|perhaps|probably|maybe) (?:{'|'.join(WORDS)}|\d+)\b,?)?(?P<between>{_BETWEEN})(?P<thing>{_THING})"
)
# Several, and at least how many: "multiple (at least 7) small metastases", "lesions are seen, at least seven in number".
_AT_LEAST = re.compile(
    rf"\b(?:multiple|several|numerous|many)\W{{1,3}}at least {_NUMBER}\b\W{{1,3}}(?:[a-z\-/]+,? ){{0,5}}?(?P<thing>{_THING})|"
    rf"(?P<thing2>{_THING})\b[^.;:]{{0,120}}?\bat least {_NUMBER.replace('?P<n>', '?P<n2>')} (?:in (?:number|total|all))\b"
)
_MANY = re.compile(
    rf"\b(?P<innumerable>innumerable|countless|miliary|too (?:many|numerous) to count)\b(?:{_BETWEEN})?(?:{_THING})?"
)
_SEVERAL = re.compile(
    rf"\b(?:multiple|several|numerous|many|various|scattered|multifocal)\b{_BETWEEN}(?P<thing>{_THING})"
)
_SINGLE = re.compile(rf"\b(?:solitary|single|lone|isolated)\b{_SIZED}(?P<thing>{_THING})")
_ARTICLE = re.compile(
    rf"(?:\b(?:an?(?! (?:\w+ )?new\b)|this)\b|(?:\A|[.:;*]\s)(?:large|small|tiny|\w+ing)\b){_SIZED}(?P<thing>metasta(?:sis|tic \w+)|mass|lesion|nodule|tumou?r)\b(?!\s+of the (?:breast|lung))"
)
_ORDINALS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5}
_SECOND = re.compile(  # seen beside the first, not one that came later
    rf"\ba (?P<nth>{'|'.join(_ORDINALS)}),? (?:[a-z-]+,? ){{0,3}}?(?:metastasis|lesion|mass|nodule)\b"
    r"(?=[^.;]*\b(?:(?:is|was) (?:also )?(?:seen|noted|present|identified|visible)|lies|measures|measuring)\b)(?![^.;]*\b(?:later|after)\b)"
)
_TOTAL = re.compile(  # "number of metastases should read three", "lesions today | 3", "metastases, 10 in number", "mets x 2"
    rf"\b(?:(?:number|total|count)(?: number)? of (?:[a-z]+ ){{0,2}}(?:metastases|lesions|mets)|lesions (?:today|now|counted))"
    rf"(?:[\s.:|]|should|is|therefore|read|now){{1,60}}{_NUMBER}\b(?!\s*(?:mm|cm))|"
    rf"\b(?:metastases|mets|lesions),? (?:x ?{_NUMBER.replace('?P<n>', '?P<n2>')}\b(?!\s*(?:mm|cm|x))|"
    rf"{_NUMBER.replace('?P<n>', '?P<n3>')} in (?:number|total|all))|"
    rf"\b(?:metastases|mets|lesions)\b,? \(?(?:(?:for )?an? total of|in total|total(?:ing|ling)?(?: of)?|numbering) "
    rf"{_NUMBER.replace('?P<n>', '?P<n5>')}\b(?!\s*(?:mm|cm|x))|"
    rf"\bi count {_NUMBER.replace('?P<n>', '?P<n4>')}\b"
)
_NOT_METASTASES = re.compile(
    r"\b(?:white matter|cystic lesions? of|lymph|liver|hepatic|lung|pulmonary|bone|breast|spinal?|vertebra\w*|node|thyroid|"
    r"renal|kidney|adrenal|neck|skin|scalp|calvari\w+|marrow)\b"
)
_OF_ANOTHER_ORGAN = re.compile(
    r"\s*(?:of|in|within|involving|from|at) (?:the |her |his )?(?:\w+ ){0,2}"
    r"(?:liver|lungs?|bones?|breast|spine|spinal|vertebra\w*|nodes?|kidney|adrenal|thyroid|neck|chest|pelvis|abdomen)\b"
)
_SEVERAL_OF_THEM = re.compile(
    r"\b(?:brain|cerebral|intracranial|cerebellar|enhancing|cystic|h(?:a?em|em)orrhagic|these|those|both|additional|other|known|treated)\s(?:[a-z-]+\s){0,2}"
    r"(?:metastases|lesions|masses|mets)\b"
)
_ABOUT_AN_EARLIER = re.compile(r"\b(?:previously|prior mri|on prior|had shown|at that time)\b")
_NEW = re.compile(r"\b(?:new|additional|further|more)\b")  # a number of new ones is no total where more are listed
_DEVELOPED = re.compile(r"\b(?:development|appearance|emergence) of (?:\w+ ){0,2}\Z")
_ARE_NEW = re.compile(r"\s*(?:is|are|was|were|appears?) (?:also |clearly )?new\b")  # "at least 5 lesions are new"
_LABEL = re.compile(  # "segment 7 lesion", "lesion 3 mass": a number that names, and counts nothing
    r"\b(?:segments?|seg|series|images?|levels?|grade|lesions?|targets?|numbers?|no\.?|stage|phase|cycle|day|week|line|part)\s*\Z"
)
_PART_OF = re.compile(  # "three of five treated lesions still enhance"; but "appearance of both metastases"
    r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|some|most|many|several|none|majority|half) "
    r"(?:of|among|out of) (?:the |these |those )?\Z"
)
# "underwent radiosurgery to five metastases in April": how many were treated is not how many there are
_TREATED_THEM = re.compile(
    r"(?:\b(?:received|underwent|s/p|status post|completed|after|following|prior|previous) (?:[\w/-]+ ){0,2}|\A|[.:;] ?)"
    r"(?:srs|radio ?surgery|gamma ?knife|cyber ?knife|radiation|radiotherapy|irradiation|resection|removal) (?:to|of|for) (?:\w+ )?\Z"
)
_EARLIER_BEHIND = re.compile(
    r"[a-z ,]{0,12}\b(?:were |was )?(?:described|reported|seen|present|noted|counted) (?:in|on|at) "
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|the (?:previous|prior|last)|\d)"
)


TOTAL, NUMBER, PLURAL, ONE = 4, 3, 2, 1  # how much a wording says: a total, a number, "multiple", "a lesion"


@dataclass(frozen=True, slots=True)
class Count:
    """A statement of a number of lesions; `weight` is higher for wording that says more."""

    value: LesionCount
    start: int
    end: int
    weight: int


def find(report: Report) -> Iterator[Count]:
    """Counts that the text affirms, of lesions in the brain as far as the words go."""
    for pattern, counted, weight in _WORDINGS:
        for match in report.find(pattern):
            if _stands(report, match):
                only_new = weight == NUMBER and (
                    _NEW.search(match.group())
                    or _ARE_NEW.match(report.folded, match.end())
                    or _DEVELOPED.search(report.folded, max(0, match.start() - 40), match.start())
                )
                yield Count(counted(match), match.start(), match.end(), PLURAL if only_new else weight)


def speaks_of_several(report: Report) -> bool:
    """Whether lesions of the brain are spoken of in the plural, so that one of them told of is not the only one."""
    return _SEVERAL_OF_THEM.search(report.folded) is not None


def _exactly(number: int) -> LesionCount:
    return LesionCount(min=number, max=number, qualifier=CountQualifier.EXACT)


def _counted(match: re.Match[str]) -> LesionCount:
    number = WORDS.get(match["n"]) or int(match["n"])
    if match["least"]:
        more = match["least"] in {"more than", "greater than", "over", ">"}
        return LesionCount(min=number + more, qualifier=CountQualifier.AT_LEAST)
    if match["to"]:
        return LesionCount(min=number, max=max(number, int(match["to"])), qualifier=CountQualifier.ABOUT)
    if match["about"]:
        return LesionCount(min=number, max=number, qualifier=CountQualifier.ABOUT)
    return _exactly(number)


def _in_all(match: re.Match[str]) -> LesionCount:
    number = next(words for words in match.groupdict().values() if words is not None)
    return _exactly(WORDS.get(number) or int(number))


def _at_least(match: re.Match[str]) -> LesionCount:
    words = match["n"] or match["n2"]
    return LesionCount(min=WORDS.get(words) or int(words), qualifier=CountQualifier.AT_LEAST)


_WORDINGS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], LesionCount], int], ...] = (
    (_COUNTED, _counted, NUMBER),
    (_TOTAL, _in_all, TOTAL),
    (_AT_LEAST, _at_least, TOTAL),
    (_MANY, lambda _: LesionCount(qualifier=CountQualifier.INNUMERABLE), NUMBER),
    (_SINGLE, lambda _: _exactly(1), NUMBER),
    (_SEVERAL, lambda _: LesionCount(qualifier=CountQualifier.MULTIPLE), PLURAL),
    (_SECOND, lambda match: _exactly(_ORDINALS[match["nth"]]), PLURAL),
    (_ARTICLE, lambda _: _exactly(1), ONE),
)


def _stands(report: Report, match: re.Match[str]) -> bool:
    first, _ = report.sentence_span(match.start())
    if match.groupdict().get("n") == "0" or of_the_spine(report, match.start()):
        return False
    if (
        _NOT_METASTASES.search(match.group())
        or _OF_ANOTHER_ORGAN.match(report.folded, match.end())
        or _ABOUT_AN_EARLIER.search(report.folded, max(first, match.start() - 40), match.end())
        or _TREATED_THEM.search(report.folded[first : match.start()])
        or _LABEL.search(report.folded, first, match.start())
        or _PART_OF.search(report.folded, first, match.start())
        or _EARLIER_BEHIND.match(report.folded, match.end())
    ):
        return False
    return assertion_of(report, match.start(), match.end()) in {Assertion.AFFIRMED, Assertion.UNCERTAIN}

"""Finds calendar dates in folded text: American and British numbers, ISO, month names, months, years, day and month."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from domain.dates import PartialDate
from domain.frozen import Frozen
from extraction.lexicon import load_lexicon

_NEWEST_SHORT_YEAR = 40  # "40" is 2040 and "41" is 1941
_PROOF = 12
_WHOLE_YEAR = 4


class DatesLexicon(Frozen):
    """The shape of `lexicon/dates.yaml`."""

    months: dict[str, int]
    day_first_proofs: frozenset[str]
    day_first_cues: frozenset[str]
    labels: dict[str, int]
    titles: frozenset[str]


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as it stands in the text.

    Attributes:
        yearless: The year is not written; it was taken from the document's own date.
    """

    date: PartialDate
    start: int
    end: int
    yearless: bool = False


@cache
def dates_lexicon() -> DatesLexicon:
    """The words of dates."""
    lexicon: DatesLexicon = load_lexicon("dates", DatesLexicon)
    return lexicon


@cache
def _pattern() -> re.Pattern[str]:
    month = "|".join(sorted(dates_lexicon().months, key=len, reverse=True))
    year = r"(?:19|20)\d\d"
    return re.compile(
        rf"(?<![\w/])(?<!\d\.)(?:"
        rf"(?P<iso_year>{year})(?P<iso>[-/.])(?P<iso_month>\d{{1,2}})(?P=iso)(?P<iso_day>\d{{1,2}})(?!\d)"
        rf"|(?P<year7>{year})-(?P<month7>{month})-(?P<day7>\d{{1,2}})(?!\d)"
        rf"|(?P<first>\d{{1,2}}) ?(?P<sign>[-/.]) ?(?P<second>\d{{1,2}}) ?(?P=sign) ?(?P<year>{year}|\d\d)(?![\d/])"
        rf"|(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ -]*(?:of )?(?P<month>{month})\b[.,]?"
        rf"[ -]*(?:'?(?P<year2>{year}|\d\d))?(?![\w/])"
        rf"|(?P<month3>{month})\b\.?[ -]*(?P<day3>\d{{1,2}})(?:st|nd|rd|th)?(?![\d/]|\.\d)"
        rf"(?:,? *(?P<year3>{year}|'\d\d)(?!\d))?"
        rf"|(?P<month8>{month})\b\.?(?= ?(?:-|to|through|until) ?(?P<until8>{month})\b\.? ?"
        rf"(?:'(?P<year8s>\d\d)|(?P<year8>{year}))(?!\d))"
        rf"|(?P<month4>{month})\b[.,]?(?: of|-)? ?(?:'(?P<year4s>\d\d)|(?P<year4>{year}))(?!\d)"
        rf"|(?P<month5>\d{{1,2}}) ?/ ?(?P<year5>{year})(?![\d/])"
        rf"|(?P<iso_year6>{year})-(?P<iso_month6>0[1-9]|1[0-2])(?![\d-])"
        rf"|(?P<compact>{year}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?!\d)"
        rf"|(?P<only>{year})(?![\w%+>]|[./,]\d|-(?!{year}(?![\w-]))\d{{3}}"
        rf"| ?(?:asco|cap|ajcc|who|mg|ml|mcg|cc|cells|units|kg|cgy)\b)"
        rf"|(?P<bare_month>\d{{1,2}})/(?P<bare_day>\d{{1,2}})(?![\d/%]|\.\d|-\d| ?(?:mm|cm|lymph|node|core|strength)\b)"
        rf")"
    )


_BEFORE_BARE = re.compile(
    r"\b(?:echo|tte|muga|ct|mri|mr|pet|scan|on|since|dated|last|hp|from|until|next|to|mon|tue|wed|thu|fri|srs|labs|"
    r"mdt|board|consult|done|path|crani\w*|infusion|dose|cycle|given|started|visit|seen|bx|biopsy|dex|phone)[\s:,(]{1,3}\Z"
)
_AHEAD = re.compile(  # a day without a year that is to come: "this Thursday 8 October", "deferred until the MDM on 2/5"
    r"\b(?:(?:this|next|coming|on the coming) (?:mon|tues?|wed(?:nes)?|thurs?|fri|satur|sun)(?:day)?|tomorrow|"
    r"(?:deferred|postponed|held|on hold|wait\w*|await\w*) (?:\w+ )?(?:until|till)(?: [a-z]+){0,4})[ ,(]{1,3}\Z"
)
_AHEAD_REACH = 60
_A_NUMBER_OF_TIMES = re.compile(r"\bx ?\Z")  # "T-DM1 x 14 June 2024": fourteen cycles, from June
_NOT_A_YEAR = re.compile(
    r"(?:asco|cap|ajcc|who|affirm\w*|update\w*|guidelines?|"
    r"version|room|rm|cut-?off|#|no\.?|\$)[\s/(:]*(?:cap )?\Z"
)


def day_first_told(folded: str) -> bool | None:
    """Whether numbers like 03/04/2026 are day and month by what the document tells of it; None where it tells nothing.

    Its own dates prove it; else dots tell it (11.03.2026), a British spelling, or two British habits.
    """
    votes, dotted = 0, False
    for match in _pattern().finditer(folded):
        if match["first"] is not None:
            first, second = int(match["first"]), int(match["second"])
            votes += (first > _PROOF >= second) - (second > _PROOF >= first)
            dotted = dotted or (match["sign"] == "." and len(match["year"]) == _WHOLE_YEAR)
    if votes:
        return votes > 0
    lexicon, words = dates_lexicon(), set(re.findall(r"[a-z]+", folded))
    told = dotted or not words.isdisjoint(lexicon.day_first_proofs) or len(words & lexicon.day_first_cues) > 1
    return told or None


def dates_in(
    folded: str, *, is_day_first: bool, anchor: PartialDate | None = None, start: int = 0, end: int | None = None
) -> tuple[DateMention, ...]:
    """All dates between `start` and `end`, in order.

    Args:
        folded: The whole document, folded.
        is_day_first: As `day_first_told` tells, or the person's other documents.
        anchor: The document's own date. With it, "2 March" and "echo 7/15" are read as the newest such day up to
            the anchor, or the next one where the words before say that it is to come; without it they are left out.
        start: Where to begin.
        end: Where to stop; None for the end of the text.
    """
    found = []
    for match in _pattern().finditer(folded, start, len(folded) if end is None else end):
        mention = _mention(match, is_day_first=is_day_first, anchor=anchor)
        if mention is not None:
            found.append(mention)
    return tuple(found)


def _mention(match: re.Match[str], *, is_day_first: bool, anchor: PartialDate | None) -> DateMention | None:
    if match["month8"]:
        return DateMention(_first_of_two_months(match), match.start(), match.end())
    for year, month, day in _readings(match, is_day_first=is_day_first):
        date = _date(year, month, day)
        if date is not None:
            return DateMention(date, match.start(), match.end())
    month_day = _month_day(match, is_day_first=is_day_first)
    if month_day is None or anchor is None:
        return None
    ahead = _AHEAD.search(match.string, max(0, match.start() - _AHEAD_REACH), match.start())
    date = _next_from(anchor, *month_day) if ahead else _newest_up_to(anchor, *month_day)
    return None if date is None else DateMention(date, match.start(), match.end(), yearless=True)


def _first_of_two_months(match: re.Match[str]) -> PartialDate:
    """Of "Jun-Oct 2024", where the year stands behind the second month alone."""
    first, last = (dates_lexicon().months[match[name]] for name in ("month8", "until8"))
    return PartialDate(year=_year(match["year8"] or match["year8s"]) - (first > last), month=first)


def _readings(match: re.Match[str], *, is_day_first: bool) -> Iterator[tuple[int, int | None, int | None]]:
    """Year, month and day as they may be meant, the likeliest first."""
    months = dates_lexicon().months
    if match["iso_year"]:
        yield int(match["iso_year"]), int(match["iso_month"]), int(match["iso_day"])
    elif match["year7"]:
        yield int(match["year7"]), months[match["month7"]], int(match["day7"])
    elif match["first"]:
        year, first, second = _year(match["year"]), int(match["first"]), int(match["second"])
        orders: tuple[Literal[0, 1], ...] = (1, 0) if is_day_first else (0, 1)
        for order in orders:
            yield (year, second, first) if order else (year, first, second)
    elif match["month"] and match["year2"]:
        counts = _A_NUMBER_OF_TIMES.search(match.string, max(0, match.start() - 4), match.start())
        yield _year(match["year2"]), months[match["month"]], None if counts else int(match["day"])
    elif match["month3"] and match["year3"]:
        yield _year(match["year3"].lstrip("'")), months[match["month3"]], int(match["day3"])
    elif match["month4"]:
        yield _year(match["year4"] or match["year4s"]), months[match["month4"]], None
    elif match["month5"]:
        yield int(match["year5"]), int(match["month5"]), None
    elif match["iso_year6"]:
        yield int(match["iso_year6"]), int(match["iso_month6"]), None
    elif match["compact"]:
        digits = match["compact"]
        yield int(digits[:4]), int(digits[4:6]), int(digits[6:])
    elif match["only"] and not _NOT_A_YEAR.search(match.string, max(0, match.start() - 14), match.start()):
        yield int(match["only"]), None, None


def _month_day(match: re.Match[str], *, is_day_first: bool) -> tuple[int, int] | None:
    months = dates_lexicon().months
    if match["month"]:
        return months[match["month"]], int(match["day"])
    if match["month3"]:
        return months[match["month3"]], int(match["day3"])
    if match["bare_month"] and _BEFORE_BARE.search(match.string, max(0, match.start() - 14), match.start()):
        first, second = int(match["bare_month"]), int(match["bare_day"])
        return (second, first) if is_day_first else (first, second)
    return None


def _newest_up_to(anchor: PartialDate, month: int, day: int) -> PartialDate | None:
    date = _date(anchor.year, month, day)
    if date is not None and date.earliest() > anchor.earliest() and anchor.month is not None:
        return _date(anchor.year - 1, month, day)
    return date


def _next_from(anchor: PartialDate, month: int, day: int) -> PartialDate | None:
    date = _date(anchor.year, month, day)
    if date is not None and date.earliest() < anchor.earliest():
        return _date(anchor.year + 1, month, day)
    return date


def _year(digits: str) -> int:
    year = int(digits)
    if year >= 100:
        return year
    return year + (2000 if year <= _NEWEST_SHORT_YEAR else 1900)


def _date(year: int, month: int | None, day: int | None) -> PartialDate | None:
    """The date, or None where there is no such day."""
    try:
        return PartialDate(year=year, month=month, day=day)
    except ValueError:
        return None

"""Finds months with a short year in telegraphic histories: "Dx 3/21, brain mets 10/23, since 3/25" tells of no days."""

import re
from collections.abc import Iterator
from itertools import pairwise

from domain.dates import PartialDate
from extraction.date_mentions import DateMention

_PAIR = re.compile(
    r"(?<![\w/.])(?P<month>0?[1-9]|1[0-2])/(?P<year>\d\d)"
    r"(?![\d/%]|\.\d| ?(?:mm|cm|lymph|lns?\b|nodes?|core|strength|cycles|doses)\b)"
)
_NODES = re.compile(r"\b(?:nodes?|lns?|slnb?|alnd|anc|score|allred|er|pr)[ :(=-]{1,3}\Z")
_OLDEST = 15  # years before the note
_ENOUGH = 3
_PLENTY = 4


def month_years_in(folded: str, anchor: PartialDate | None, start: int, end: int) -> tuple[DateMention, ...]:
    """The months with a short year between two offsets.

    A note writes its dates so where some run through the years in order, and would not as days of one year.
    """
    if anchor is None:
        return ()
    pairs = list(_pairs(folded, anchor, start, end))
    runs = [run for run in _runs(pairs) if _through_years(run, anchor)]
    told = [each for run in runs for each in run]
    if told:
        firm = max(map(len, runs)) > _PLENTY
        told += [each for each in pairs if each not in told and (firm or each.date.year == anchor.year)]
    return tuple(sorted(told, key=lambda each: each.start))


def _runs(pairs: list[DateMention]) -> Iterator[list[DateMention]]:
    """Dates that follow one another in the text without going back in time."""
    run: list[DateMention] = []
    for each in pairs:
        if run and _order(each.date) < _order(run[-1].date):
            yield run
            run = []
        run.append(each)
    yield run


def _pairs(folded: str, anchor: PartialDate, start: int, end: int) -> Iterator[DateMention]:
    for match in _PAIR.finditer(folded, start, end):
        date = PartialDate(year=2000 + int(match["year"]), month=int(match["month"]))
        past = anchor.year - _OLDEST <= date.year and _order(date) <= (anchor.year, anchor.month or 12)
        if past and not _NODES.search(folded, max(start, match.start() - 12), match.start()):
            yield DateMention(date, match.start(), match.end())


def _through_years(run: list[DateMention], anchor: PartialDate) -> bool:
    """Whether a run goes through the years, and would not be in order, or not be past, as days of one year."""
    dates = [each.date for each in run]
    if len(dates) < _ENOUGH or len({each.year for each in dates}) < _ENOUGH:
        return False
    as_days = [(each.month or 0, each.year % 100) for each in dates]
    ahead = any(each > (anchor.month or 12, anchor.day or 31) for each in as_days)
    return any(one > other for one, other in pairwise(as_days)) and (ahead or len(dates) > _PLENTY)


def _order(date: PartialDate) -> tuple[int, int]:
    return date.year, date.month or 0

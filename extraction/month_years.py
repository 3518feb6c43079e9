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
_PARAGRAPH = re.compile(r"\n\s*\n|\n(?=\d{1,2}/\d{1,2}/\d\d)")
_OLDEST = 15  # years before the note
_ENOUGH = 3
_PLENTY = 4


def month_years_in(folded: str, anchor: PartialDate | None, start: int, end: int) -> tuple[DateMention, ...]:
    """The months with a short year between two offsets.

    A paragraph writes its dates so when they run through the years in order, and would not as days of one year. Those
    of the note's own year are read so in all of it.
    """
    if anchor is None:
        return ()
    edges = [start, *(match.end() for match in _PARAGRAPH.finditer(folded, start, end)), end]
    told: list[DateMention] = []
    others: list[DateMention] = []
    for first, last in pairwise(edges):
        pairs = list(_pairs(folded, anchor, first, last))
        (told if _run_through_years(pairs, anchor) else others).extend(pairs)
    if told:
        told += [each for each in others if each.date.year == anchor.year]
    return tuple(sorted(told, key=lambda each: each.start))


def _pairs(folded: str, anchor: PartialDate, start: int, end: int) -> Iterator[DateMention]:
    for match in _PAIR.finditer(folded, start, end):
        date = PartialDate(year=2000 + int(match["year"]), month=int(match["month"]))
        past = anchor.year - _OLDEST <= date.year and _order(date) <= (anchor.year, anchor.month or 12)
        if past and not _NODES.search(folded, max(start, match.start() - 12), match.start()):
            yield DateMention(date, match.start(), match.end())


def _run_through_years(pairs: list[DateMention], anchor: PartialDate) -> bool:
    dates = [each.date for each in pairs]
    if len(dates) < _ENOUGH or len({each.year for each in dates}) < _ENOUGH - 1:
        return False
    in_order = all(_order(one) <= _order(other) for one, other in pairwise(dates))
    as_days = [(each.month or 0, each.year % 100) for each in dates]
    ahead = any(each > (anchor.month or 12, anchor.day or 31) for each in as_days)
    out_of_order_as_days = any(one > other for one, other in pairwise(as_days))
    return in_order and out_of_order_as_days and (ahead or len(dates) > _PLENTY)


def _order(date: PartialDate) -> tuple[int, int]:
    return date.year, date.month or 0

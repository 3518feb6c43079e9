"""Finds when a sample that is quoted was taken, by the date that stands beside its place and its results."""

import re
from collections.abc import Sequence

from domain.dates import PartialDate
from extraction.date_mentions import DateMention, dates_in
from extraction.facts.mention import Mention
from extraction.facts.places import Places
from extraction.facts.report import Report
from extraction.facts.table_cells import line_at
from extraction.specimen_fields import Found

_TESTS = ("er.", "pr.", "her2", "ki67")
_ANCHOR = re.compile(
    r"\b(?:breast|primary|original|biops\w+|bx|core|mastectomy|lumpectomy|resect\w+|craniotomy|excision|fna|cytology|"
    r"idc|ilc|nst|tnbc|wle|diagnos\w+|dx'?d?)\b"
)
# Words after which a date is of something else than the sample.
_OF_ELSE = re.compile(
    r"\b(?:mri|ct|pet|scans?|imaging|echo|since|start\w*|cycles?|progress\w*|recur\w*|relaps\w*|treat\w*|therap\w*|chemo\w*|"
    r"neoadj\w*|adjuvant|until|till|through|thru|now|last|next|plan\w*|follow\w*|mets?|metastas[ei]s|srs|wbrt|rt|radi\w+|born|dob|age)\b"
)
_BULLET = re.compile(r"[\s*\u2022.;:()\d-]{0,6}")
_BEHIND = re.compile(
    r"[ ,;]*\(?(?:(?:(?:left|right|breast|liver|lung|bone|brain|node|core|needle|biops\w+|bx|dx'?d?|diagnosed|from|of|"
    r"on|in|surgery|mastectomy|lumpectomy|resection|primary|tumou?r|cancer|ca|carcinoma)\b[ ,:(]*)+)"
)
_BEFORE_IT, _BEHIND_IT, _ON_THE_LINE = 40, 60, 120  # characters


def date_of_quoted(report: Report, members: Sequence[Found]) -> PartialDate | None:
    """The date of a quoted sample; None where none stands beside it, or more than one may be meant."""
    tests = sorted(
        (each for each in members if each.mention.field.startswith(_TESTS)), key=lambda each: each.mention.start
    )
    waiting = next((each.mention for each in members if each.mention.field == "awaited"), None)
    if not tests:
        return _within(report, waiting) if waiting else None
    if tests[0].head is not None:
        named = dates_in(tests[0].head, is_day_first=report.annotated.is_day_first)
        return named[0].date if len(named) == 1 else None
    start, end = tests[0].mention.start, tests[0].mention.end
    first = max(report.sentence_span(start)[0], line_at(report, start)[0])
    before = dates_in(report.folded, is_day_first=report.annotated.is_day_first, start=first, end=start)
    if before:
        return before[-1].date if _is_of_sample(report, before, first, start) else None
    last = max(each.mention.end for each in tests if each.mention.start < report.sentence_span(start)[1])
    return _behind(report, max(end, last))


def _within(report: Report, waiting: Mention) -> PartialDate | None:
    """The one date among the words that tell of awaited tissue."""
    is_day_first = report.annotated.is_day_first
    found = dates_in(report.folded, is_day_first=is_day_first, start=waiting.start, end=waiting.end)
    return found[0].date if len(found) == 1 else None


def _is_of_sample(report: Report, dates: Sequence[DateMention], first: int, start: int) -> bool:
    """Whether the last date before the results is the sample's: it follows its place, or begins the line."""
    text, date = report.folded, dates[-1]
    if _OF_ELSE.search(text, date.end, start) or not report.once(Places).names_none(date.end, start):
        return len(dates) == 1 and _begins_line(report, date, first, start)
    since = dates[-2].end if len(dates) > 1 else first
    anchors = list(_ANCHOR.finditer(text, max(since, date.start - _BEFORE_IT), date.start))
    follows = bool(anchors) and not _OF_ELSE.search(text, anchors[-1].end(), date.start)
    return (follows and start - date.end <= _BEHIND_IT) or (
        len(dates) == 1 and _begins_line(report, date, first, start)
    )


def _begins_line(report: Report, date: DateMention, first: int, start: int) -> bool:
    """Whether a line begins with its date and goes on with the sample: "2016: left breast IDC, ER+"."""
    text = report.folded
    anchor = _ANCHOR.search(text, date.end, start)
    leads = _BULLET.fullmatch(text, first, date.start) is not None
    near = anchor is not None and anchor.start() - date.end <= _BEFORE_IT and start - date.end <= _ON_THE_LINE
    return leads and near and not _OF_ELSE.search(text, date.end, start)


def _behind(report: Report, end: int) -> PartialDate | None:
    """The date of "HER2 3+ (core 2021)" and "ER+ breast cancer diagnosed in 2019"."""
    lead = _BEHIND.match(report.folded, end)
    if lead is None:
        return None
    found = dates_in(
        report.folded, is_day_first=report.annotated.is_day_first, start=lead.end(), end=lead.end() + _BEFORE_IT
    )
    return found[0].date if found and found[0].start == lead.end() else None

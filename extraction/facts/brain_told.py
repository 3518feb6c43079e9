"""When it was so, what a note tells of the brain: the date beside the words, and the scan after an operation."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.dates import PartialDate
from domain.document import DocumentKind
from extraction.assertion import Assertion
from extraction.date_mentions import DateMention, dates_in
from extraction.facts.brain_metastasis import told
from extraction.facts.brain_words import about_the_brain
from extraction.facts.report import Report

_BEHIND = re.compile(
    r"[ ,:()-]{0,3}(?:\([^()]{0,20}\) )?(?:(?:in|on|diagnosed|dx|found|dated|detected|noted|seen|of)[ :]+){0,2}\(?"
)
_BETWEEN = re.compile(r"[ ,:-]{1,3}(?:[a-z]+[ :]+){0,5}")
_EVENT = re.compile(r"\b(?:relaps\w*|recur\w*|progress\w*|mri?|ct|scan|imaging)\b[^.;,]{0,24}\Z")
_SCAN = re.compile(
    r"\bpost-? ?op(?:erative(?:ly)?)?\.? (?:\w+ ){0,2}?(?:mri?|ct|scans?|imaging)\b|"
    r"\b(?:mri?|ct)\b(?:[^.;]|(?<=\d)\.(?=\d)){0,40}\bpost-? ?op\w*"
)
_A_SCAN = re.compile(
    r"\b(?:(?:brain|head|cranial) )?(?:mri?|ct)\b(?: (?:scan|of|the|brain|head|with|without|and|w/wo|contrast|on|dated|from))*"
)
_TO_ITS_DATE = re.compile(r"[ ,:(]{0,3}")
_FROM_ITS_DATE = re.compile(
    r"[ ,:-]{0,3}(?:(?:an?|the|her|his|repeat|follow-?up|urgent|latest) ){0,3}(?:(?:brain|head|cranial) )?\Z"
)
_REMOVED = re.compile(r"\b(?:resect\w*|excis\w*|remov(?:al|ed)|evacuat\w*|metastasectomy|debulk\w*)\b")
_OPENED = re.compile(r"\bcrani(?:otom|ectom)\w+")
_CLEAR = re.compile(
    r"\bno (?:evidence of )?(?:\w+ ){0,2}?residual\b|\b(?:gross[ -]total|complete) (?:\w+ )?(?:resection|excision|removal)\b"
)
_RESIDUAL = re.compile(
    r"(?<!no )(?<!no evidence of )(?<!without )\b(?:residual|remnant|remaining) (?:\w+ )?(?:tumou?r|disease|nodul\w+)"
)
_LONG = 120  # days before a note
_SAID = frozenset({Assertion.AFFIRMED, Assertion.HISTORICAL})


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan after an operation, as a note tells of it; `clear` where it shows nothing left.

    The offsets are of the sentence; `words` of what says that nothing is left, else of the scan's name.
    """

    start: int
    end: int
    date: PartialDate
    clear: bool
    words: tuple[int, int]


def date_beside(report: Report, start: int, end: int, note: PartialDate) -> PartialDate | None:
    """The date that the words between two offsets carry: "relapse 10/2025 with a brain met", "brain mets (3/2026)".

    Args:
        report: The note.
        start: Of the words; `end` likewise.
        end: Where they end.
        note: The date of the note: a later one is a plan's.
    """
    text, found = report.folded, []
    for mention in _dates(report, start, note):
        if mention.start >= end:
            beside = _BEHIND.fullmatch(text, end, mention.start)
        else:
            event = _EVENT.search(text, max(0, mention.start - 40), mention.start)
            beside = _BETWEEN.fullmatch(text, mention.end, start) if event else None
        if beside:
            found.append(mention.date)
    return max(found, key=PartialDate.earliest, default=None)


def is_of_the_past(report: Report, start: int, end: int, note: PartialDate | None) -> bool:
    """Whether the date beside the words is long before the note."""
    beside = date_beside(report, start, end, note) if note else None
    return beside is not None and note is not None and (note.earliest() - beside.latest()).days > _LONG


def postoperative_scan(report: Report, note: PartialDate) -> Scan | None:
    """The last scan after an operation of which a note on a removed tumor tells."""
    if not any(_said(report, match) for match in report.find(_REMOVED)):
        return None
    last = None
    for match in report.find(_SCAN):
        of_the_brain = _OPENED.search(report.folded) or about_the_brain(
            report, DocumentKind.CLINICAL_NOTE, match.start()
        )
        if not of_the_brain or not _said(report, match):
            continue
        first, stop = report.sentence_span(match.start())
        mentions = list(_dates(report, match.start(), note))
        dates = [each.date for each in mentions if each.start >= match.start()] or [each.date for each in mentions[-1:]]
        clear = _CLEAR.search(report.folded, first, stop)
        left = _RESIDUAL.search(report.folded, first, stop)
        words = clear.span() if clear and not left else match.span()
        last = Scan(first, stop, dates[0] if dates else note, clear is not None and left is None, words)
    return last


def dated_scans(report: Report, note: PartialDate) -> Iterator[Scan]:
    """Scans of which a note tells with the day beside: "follow-up MRI 6/24: less swelling, the shift is gone"."""
    for match in report.find(_A_SCAN):
        dates = [each.date for each in _dates(report, match.start(), note) if _is_beside(report.folded, match, each)]
        if dates and dates[0].day is not None and _said(report, match):
            first, stop = report.sentence_span(match.start())
            yield Scan(first, stop, dates[0], clear=False, words=match.span())


def _is_beside(text: str, scan: re.Match[str], date: DateMention) -> bool:
    if date.start >= scan.end():
        return _TO_ITS_DATE.fullmatch(text, scan.end(), date.start) is not None
    return date.end <= scan.start() and _FROM_ITS_DATE.fullmatch(text, date.end, scan.start()) is not None


def _said(report: Report, match: re.Match[str]) -> bool:
    return told(report, DocumentKind.CLINICAL_NOTE, match.start(), match.end()) in _SAID


def _dates(report: Report, at: int, note: PartialDate) -> Iterator[DateMention]:
    first, last = report.sentence_span(at)
    for mention in dates_in(
        report.folded, is_day_first=report.annotated.is_day_first, anchor=note, start=first, end=last
    ):
        if mention.date.earliest() <= note.latest():
            yield mention

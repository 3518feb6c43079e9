"""Reads the DPYD genotype or DPD activity; sent or ordered is pending, not tested is nothing."""

import re

from domain.course import DpydStatus
from domain.finding import Finding, Status
from extraction.facts.note import Note
from extraction.facts.told import Told, newest_told

_DPYD = re.compile(r"\b(?:dpyd|dpd|dihydropyrimidine dehydrogenase)\b")
_RESULTS = (
    (
        DpydStatus.COMPLETE_DEFICIENCY,
        re.compile(r"\b(?:complete (?:dpd )?deficien\w+|poor metaboli[sz]er|homozygous|absent activity)\b"),
    ),
    (
        DpydStatus.PARTIAL_DEFICIENCY,
        re.compile(r"\b(?:partial (?:dpd )?deficien\w+|intermediate metaboli[sz]er|heterozyg\w+|reduced activity)\b"),
    ),
    (
        DpydStatus.NORMAL,
        re.compile(
            r"\b(?:normal metaboli[sz]er|no (?:pathogenic )?variants?(?: detected)?|wild[ -]?type|not deficient|normal activity|"
            r"no deficiency|negative for variants|normal)\b"
        ),
    ),
)
_PENDING = re.compile(r"\b(?:sent|pending|ordered|awaited|drawn|in process)\b")
_VERBS = r"(?:initiated|requested|arranged|submitted|commenced|sent off|taken|organised|organized)"
_UNDER_WAY = re.compile(  # behind the name of the test
    rf"[^.;,]{{0,24}}?\b(?<!be )(?:{_VERBS}|under ?way|in progress|outstanding|awaiting|(?:result|report)s? (?:is |are )?to follow|to follow)\b"
)
_ASKED_FOR = re.compile(
    rf"(?<!to be )(?<!will be )\b(?:{_VERBS}|awaiting|initiating|requesting)(?: (?:the|her|his|a|blood|for))* \Z"
)
_NOT_TESTED = re.compile(
    rf"\b(?:not (?:yet )?(?:been )?(?:sent|done|tested|checked|ordered|performed|available|{_VERBS})|never)\b"
)


def find(note: Note) -> Finding[DpydStatus]:
    """The newest result, or pending."""
    told: list[Told[DpydStatus]] = []
    for match in _DPYD.finditer(note.folded):
        _, end = note.unit_at(match.start())
        behind = note.folded[match.start() : end]
        if note.of_somebody_else(match.start()) or _NOT_TESTED.search(behind):
            continue
        result = next(((value, found) for value, pattern in _RESULTS if (found := pattern.search(behind))), None)
        if result:
            dates = note.dates_between(match.start(), end)
            told.append(
                Told(
                    result[0],
                    match.start(),
                    match.start() + result[1].end(),
                    date=dates[0].date if dates else None,
                )
            )
        elif pending := _pending(note, match.start(), match.end()):
            told.append(Told(DpydStatus.NORMAL, *pending, status=Status.PENDING))
    return newest_told(note, told, "dpyd")


def _pending(note: Note, start: int, end: int) -> tuple[int, int] | None:
    """Where the words stand that tell of a test under way, with its name."""
    first, last = note.unit_at(start)
    found = _UNDER_WAY.match(note.folded, end, last)
    if found:
        return start, found.end()
    found = _ASKED_FOR.search(note.folded, first, start)
    if found:
        return found.start(), end
    found = _PENDING.search(note.folded, first, last)
    return (min(start, found.start()), max(end, found.end())) if found else None

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
_NOT_TESTED = re.compile(r"\b(?:not (?:yet )?(?:sent|done|tested|checked|ordered|performed|available)|never)\b")


def find(note: Note) -> Finding[DpydStatus]:
    """The newest result, or pending."""
    told: list[Told[DpydStatus]] = []
    for match in _DPYD.finditer(note.folded):
        start, end = note.unit_at(match.start())
        unit = note.folded[start:end]
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
        elif found := _PENDING.search(unit):
            first, last = min(match.start(), start + found.start()), max(match.end(), start + found.end())
            told.append(Told(DpydStatus.NORMAL, first, last, status=Status.PENDING))
    return newest_told(note, told, "dpyd")

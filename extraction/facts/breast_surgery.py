"""Tells early treatment by the dates of surgery of the breast: ended just before it, or begun soon after."""

import re
from dataclasses import dataclass

from domain.course import Setting, TreatmentStatus
from domain.dates import PartialDate, months_between
from extraction.facts.note import Note
from extraction.facts.treatment_statement import Statement

SURGERY = r"(?:mastectom(?:y|ies)|mrm|lumpectomy|bcs|bct|wle|wide local excision|breast surgery|breast conserv\w+|quadrantectomy)"
_OPERATED = re.compile(rf"\b{SURGERY}\b")
_ADVANCED = re.compile(
    r"\b(?:metasta\w+|mets|mbc|stage (?:iv|4)|recur\w*|relaps\w*|palliative|m1|spread|progress\w*|(?:1st|2nd|first|second)[ -]line)\b"
)
_AHEAD = re.compile(
    r"\b(?:plan\w*|will|scheduled|recommend\w*|consider\w*|before|prior to|awaiting|for|to have|discuss\w*)\b[^.;\n]{0,24}\Z"
)
_BEHIND = 30
_BEFORE = 5
_OTHER_EVENT = re.compile(
    r"[.\n]|\b(?:then|chemo\w*|radio\w+|rt|xrt|recur\w*|relaps\w*|mets|metasta\w+|plan\w*|scheduled|due)\b|->"
)
_OVER = frozenset({TreatmentStatus.COMPLETED, TreatmentStatus.STOPPED})
_BEFORE_IT = 3  # months from the last neoadjuvant cycle to surgery
_AFTER_IT = 5  # months from surgery to the first adjuvant cycle
_A_COURSE = 16  # months from surgery to the end of a year of adjuvant treatment


@dataclass(frozen=True)
class _Operation:
    start: int
    end: int
    date: PartialDate


def setting_by_surgery(note: Note, statement: Statement, since: PartialDate | None) -> Setting | None:
    """What treatment was given for, where surgery of the breast has a date, and nothing tells of spread by then."""
    for each in _operations(note):
        if since is not None and months_between(since, each.date) >= 0:
            continue
        first, last = min(statement.start_offset, each.start), max(statement.end_offset, each.end)
        first = max(note.text.rfind("\n\n", 0, first), 0)
        if any(not note.denied(*match.span()) for match in _ADVANCED.finditer(note.folded, first, last)):
            continue
        stop = statement.stop or (statement.last if statement.status in _OVER else None)
        if stop is not None and 0 <= months_between(stop, each.date) <= _BEFORE_IT:
            return Setting.NEOADJUVANT
        if stop is None:
            continue  # what goes on may be for disease that came back
        begun, reach = (statement.start, _AFTER_IT) if statement.start else (stop, _A_COURSE)
        if 0 <= months_between(each.date, begun) <= reach:
            return Setting.ADJUVANT
    return None


def _operations(note: Note) -> list[_Operation]:
    found: list[_Operation] = []
    for match in _OPERATED.finditer(note.folded):
        unit, last = note.unit_at(match.start())
        if (
            note.of_somebody_else(match.start())
            or note.denied(*match.span())
            or _AHEAD.search(note.folded, unit, match.start())
        ):
            continue
        behind = note.dates_between(match.end(), min(last, match.end() + _BEHIND))[:1]
        behind = [each for each in behind if not _OTHER_EVENT.search(note.folded, match.end(), each.start)]
        before = note.dates_between(unit, match.start())[-1:]
        before = [each for each in before if match.start() - each.end <= _BEFORE]
        found.extend(_Operation(match.start(), match.end(), each.date) for each in (behind or before)[:1])
    return found

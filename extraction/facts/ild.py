"""Reads interstitial lung disease or pneumonitis, with its grade."""

import re

from domain.finding import Finding, Status
from domain.specimen import Presence
from extraction.facts.note import Note
from extraction.facts.told import Told, newest_told

_ILD = re.compile(
    r"\b(?:interstitial lung disease|ild(?:/pneumonitis)?|(?:drug[- ](?:induced|related) )?(?:interstitial )?pneumonitis)\b"
)
_LUNGS_WELL = re.compile(r"\bno (?:known |history of )?lung (?:disease|problems?)\b")
_GRADE = re.compile(r"\b(?:ctcae )?(?:grade|gr|g) ?([1-5])\b[^.;]{0,16}\Z")
_GRADE_BEHIND = re.compile(r"[ ,(]{1,3}(?:ctcae )?(?:grade|gr|g) ?([1-5])\b")
_LEANING = re.compile(
    r"\b(?:suspected|probable|likely|possible|concern(?:ing)? for|suspicious for|\?)[^.;]{0,20}\Z|\? ?\Z"
)
_MOST_LIKELY = re.compile(r"[^.;]{0,40}\bmost likely diagnosis\b")
_ASKED = re.compile(
    r"\?\s*\Z|\b(?:risk of|risk for|monitor\w* for|watch for|if|warning|signs of|such as|causes?|may cause)\b[^.;]*\Z"
)
_RESOLVED = re.compile(
    r"[^.;]{0,110}?\b(?:(?<!not )(?<!never )(?<!partially )resolved|resolution|cleared completely)\b"
)
_HISTORY = re.compile(r"\b(?:resolved|history of|h/o|hx of|prior|previous)\b[^.;,]{0,24}\Z")
_BACK = re.compile(r"[^.;]{0,60}\b(?:recurr\w+|returned|again|worse\w*)\b")
_WITHOUT = re.compile(r"\b(?:no|without|not)\b[^.;]{0,20}\Z")
_RADIATION = re.compile(r"radiation \Z")


def find(note: Note) -> Finding[Presence]:
    """Present, suspected or denied; a history of it counts as present, since it stays a reason for care."""
    told = []
    for match in _ILD.finditer(note.folded):
        unit, _ = note.unit_at(match.start())
        before = note.folded[unit : match.start()]
        if note.of_somebody_else(match.start()) or _ASKED.search(before) or _RADIATION.search(before):
            continue
        if note.denied(match.start(), match.end()):
            told.append(Told(Presence.ABSENT, match.start(), match.end(), status=Status.DENIED))
        elif _LEANING.search(before) or _MOST_LIKELY.match(note.folded, match.end()):
            told.append(Told(Presence.SUSPECTED, match.start(), match.end(), status=Status.UNCERTAIN))
        else:
            told.append(Told(Presence.PRESENT, match.start(), match.end()))
    present = [each for each in told if each.value is Presence.PRESENT]
    well = [
        Told(Presence.ABSENT, match.start(), match.end(), status=Status.DENIED)
        for match in _LUNGS_WELL.finditer(note.folded)
        if not note.of_somebody_else(match.start())
    ]
    return newest_told(note, present or told or well, "ild")


def grade(note: Note) -> Finding[int]:
    """CTCAE grade of the newest mention."""
    told = []
    for match in _ILD.finditer(note.folded):
        unit, _ = note.unit_at(match.start())
        beside = _GRADE.search(note.folded, unit, match.start()) or _GRADE_BEHIND.match(note.folded, match.end())
        if beside and not note.of_somebody_else(match.start()):
            told.append(Told(int(beside[1]), min(beside.start(), match.start()), max(beside.end(), match.end())))
    return newest_told(note, told, "ild_grade")


def resolved(note: Note) -> Finding[bool]:
    """Whether interstitial lung disease is told of as resolved or as past, and not as come back."""
    told = []
    for match in _ILD.finditer(note.folded):
        unit, last = note.unit_at(match.start())
        gone = _RESOLVED.match(note.folded, match.end(), last)
        past = _HISTORY.search(note.folded, unit, match.start())
        before = note.folded[unit : match.start()]
        if not (gone or past) or note.of_somebody_else(match.start()):
            continue
        if _RADIATION.search(before) or _WITHOUT.search(before):
            continue
        end = gone.end() if gone else match.end()
        back = _BACK.match(note.folded, end, last)
        if back and not _WITHOUT.search(note.folded, end, back.end()):
            continue
        told.append(Told(True, past.start() if past else match.start(), end))  # noqa: FBT003
    return newest_told(note, told, "ild_resolved")

"""What a report says of a lesion beside place and size: whether it is sure of it, what it is like, how far it lies."""

import re
from collections.abc import Sequence

from domain.brain import Change
from extraction.assertion import Assertion, assertion_of
from extraction.facts.lesion_course import changes_in, one_change
from extraction.facts.lesion_places import Place
from extraction.facts.lesion_size import Size
from extraction.facts.lesion_units import Unit
from extraction.facts.lesion_words import lesion_patterns
from extraction.facts.report import Report

_AGAINST_A_SIZE = re.compile(r"\b(?:versus|vs\.?)\s*\d")  # "3 mm today versus 6 mm before" weighs nothing
_NOT_SURE = re.compile(  # "tiny 2 mm focus in the pons, equivocal"
    r"\b(?:equivocal|questionable|indeterminate|(?:may|could|might) be (?:a |an )?(?:vascular|vessel|artifact\w*|artefact\w*))\b"
)
_LEFT = re.compile(r"\b(?:residual|resol\w+|no longer|disappear\w+)\b")
_SEEN_BEFORE = re.compile(
    r"\b(?:previous(?:ly)?|prior)[ -](?:seen|noted|identified|described|treated|irradiated|radiated|known|demonstrated|"
    r"documented|reported|enhancing)\b"
)
_BRACKETS = re.compile(r"\([^()]*\)|\b(?:previously|prior|was|from)\s*\d[\d. x]*(?:mm|cm)?")
_PAST = re.compile(r"\b(?:history|h/o|hx|past|previous(?:ly)?|prior|formerly|initially|pre-?op\w*|status post|s/p)\b")
_NO = re.compile(
    r"\b(?:no|not|nor|neither|never|without|absen\w+|negative|free of|lack|rather than|instead of|unlikely|ruled out|none)\b"
)
_N = r"\d{1,3}(?:\.\d+)?"
_AWAY_FROM_HIPPOCAMPUS = re.compile(rf"hippocamp\w*[^.\d]{{0,60}}?(?P<n>{_N})\s*(?P<u>mm|cm)\s*(?:away|distan|apart)")
_TO_HIPPOCAMPUS = (
    re.compile(
        rf"(?<!within )(?<!than )(?<!< )(?P<n>{_N})\s*-?(?P<u>mm|cm)\b(?:(?! and )[^.;,\d]){{0,30}}?\b(?:from|to|of)\b[^.;,\d]{{0,30}}hippocamp"
    ),
    _AWAY_FROM_HIPPOCAMPUS,
    re.compile(
        rf"(?:distance (?:to|from)(?: the)?(?: \w+)? hippocamp\w*|hippocamp\w+ distance)[^.;\d]{{0,12}}(?P<n>{_N})\s*(?P<u>mm|cm)"
    ),
)


def doubt_of(report: Report, unit: Unit, place: Place, sizes: Sequence[Size], stop: int) -> bool | None:
    """Whether the report is unsure of the lesion; None when it denies it or only asks."""
    text = report.folded
    first = min([place.start, *(size.start for size in sizes)])
    meant = assertion_of(report, first, max(place.end, first + 1))
    lead = _BRACKETS.sub("", text[unit.start : first])
    if meant is Assertion.HISTORICAL and _PAST.search(lead):
        now = any(size.of_this_study for size in sizes) or lesion_patterns().change.search(text, place.end, stop)
        return False if _SEEN_BEFORE.search(lead) and now else None
    if meant is Assertion.NEGATED and _NO.search(lead):
        return None
    if meant is Assertion.NEGATED and _NO.search(text, place.start, unit.end):
        return False if _is_gone(report, unit, place, stop) else None  # "treated metastasis: no residual enhancement"
    if meant is Assertion.UNCERTAIN and _AGAINST_A_SIZE.search(text, place.end, stop):
        return False
    if meant in {Assertion.HYPOTHETICAL, Assertion.OTHER_PERSON}:
        return None
    return meant is Assertion.UNCERTAIN or _NOT_SURE.search(text, place.end, stop) is not None


def _is_gone(report: Report, unit: Unit, place: Place, stop: int) -> bool:
    """Whether a lesion that was there is there no more; one that only is not seen may never have been."""
    if one_change(changes_in(report, place.end, stop)) is not Change.RESOLVED:
        return False
    known = lesion_patterns().treated.search(report.folded, unit.start, unit.end) or unit.treated
    stretch = report.folded[unit.start : unit.end]
    return bool(known or _SEEN_BEFORE.search(stretch) or _LEFT.search(stretch))


def affirmed(report: Report, pattern: re.Pattern[str], start: int, stop: int) -> bool:
    """Whether a word between two offsets is there and affirmed."""
    return any(
        assertion_of(report, match.start(), match.end()) is Assertion.AFFIRMED
        for match in pattern.finditer(report.folded, start, stop)
    )


def hippocampus_of(report: Report, unit: Unit, start: int, stop: int) -> float | None:
    """How far the lesion lies from the hippocampus, in millimetres; "within 5 mm" is no measurement."""
    text = report.folded
    for pattern in _TO_HIPPOCAMPUS:
        match = pattern.search(text, start, min(len(text), stop + 60))
        if match is None and unit.continues:  # "hippocampi normal; nearest lesion 2 cm away"
            match = _AWAY_FROM_HIPPOCAMPUS.search(text, report.sentence_span(start)[0], stop)
        if match:
            return float(match["n"]) * (10 if match["u"] == "cm" else 1)
    return None

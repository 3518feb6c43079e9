"""Reads from each stretch of an imaging report which lesions it describes: place, size, and what became of each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from domain.brain import Change, Region
from domain.specimen import Side
from extraction.assertion import Assertion, assertion_of
from extraction.facts.lesion_course import changes_in, one_change
from extraction.facts.lesion_places import Place, places_in
from extraction.facts.lesion_size import Size, Standing, sizes_of
from extraction.facts.lesion_tables import Row, rows_of
from extraction.facts.lesion_units import Unit, is_aside, units_of
from extraction.facts.lesion_words import lesion_patterns
from extraction.facts.report import Report

_IT = re.compile(
    r"\W*(?:it|this(?: (?:lesion|mass|metastasis|one))?|which|the (?:lesion|mass|metastasis|nodule|tumou?r)|measur\w+|size|"
    r"dimensions?|currently|now|previous(?:ly)?|prior|compared)\b"
)
_JOINED = re.compile(r"\s*(?:,|and|&|, and)\s*\Z")
_LARGEST = re.compile(r"\b(?:larg(?:est|er)|dominant|biggest|up to|all|each|ranging)\b")
_JOINED_PLACES = re.compile(r"\s*(?:lobes?|hemispheres?|gyr(?:us|i))?\s*(?:,|and|&|,\s*and)\s*(?:the\s+|in the\s+)?")
_STOP_BEHIND = re.compile(r"[.;:,)]|\b(?:and|without|with)\b")
_STOP_BEFORE = re.compile(r"[.;]")
_LEADS_TO_PLACE = re.compile(
    r"\s*(?:[a-z]+ ){0,3}?(?:in|of|within|at|involving|centered (?:in|on|at))\s+(?:the )?|\s*[(,:]\s*(?:(?:one|the \w+) )?(?:in the )?|\s+"
)
_NO_RESIDUAL = re.compile(r"[^.;]{0,30}\bno residual")
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


@dataclass(frozen=True, slots=True)
class Described:
    """One lesion as one stretch of the report describes it; offsets are into the folded text."""

    start: int
    end: int
    region: Region | None = None
    side: Side | None = None
    size: float | None = None
    at_most: float | None = None
    earlier: float | None = None
    before_treatment: float | None = None
    change: Change | None = None
    punctate: bool = False
    treated: bool = False
    hemorrhagic: bool = False
    cystic: bool = False
    hippocampus: float | None = None
    uncertain: bool = False
    item: bool = False


def statements_of(report: Report) -> tuple[Described, ...]:
    """Every description of a lesion, in order, read once; "it measures" adds to the lesion that was named last."""
    return report.once(_statements)


def _statements(report: Report) -> tuple[Described, ...]:
    found: list[Described] = []
    alone = False  # the last stretch described one lesion and no other
    near = _stretches(report)
    rows = rows_of(report) if near else ()
    found += [each for row in rows if (each := _of_row(report, row))]
    for unit in units_of(report) if near else ():
        if any(row.start < unit.end and unit.start < row.end for row in rows):
            alone = False
            continue
        if not any(start < unit.end and unit.start < stop for start, stop in near):
            alone = alone and unit.continues
            continue
        if is_aside(report, unit.start):
            alone = False
            continue
        described = _described(report, unit)
        if described:
            found += described
            alone = len(described) == 1
        elif alone and (unit.continues or _IT.match(report.folded, unit.start)):
            found[-1] = _added(report, found[-1], unit)
        else:
            alone = False
    return tuple(sorted(found, key=lambda each: each.start))


def _of_row(report: Report, row: Row) -> Described | None:
    """The lesion of a table's row; None where its place is not one of the brain, or the table is not of this study."""
    places = places_in(report.folded, row.place_start, row.place_end)
    if len(places) != 1 or is_aside(report, row.start):
        return None
    return Described(
        start=row.start,
        end=row.end,
        region=places[0].region,
        side=places[0].side,
        size=row.size,
        earlier=row.earlier,
        change=one_change(changes_in(report, row.start, row.end)),
        item=True,
    )


def _stretches(report: Report) -> list[tuple[int, int]]:
    """Where a place of the brain is named, with what may be said of it: a cheap look before an involved one."""
    return report.around(lesion_patterns().places, 300, 400)


def _described(report: Report, unit: Unit) -> list[Described]:
    """The lesions of one unit."""
    text, words = report.folded, lesion_patterns()
    places = places_in(text, unit.start, unit.end)
    if not places:
        return []
    sizes = [size for size in sizes_of(report) if unit.start <= size.start < unit.end]
    now = [size for size in sizes if size.of_this_study]
    shares = _shares(text, unit, places, now)
    named = _named(text, unit, places)
    lead = min([places[0].start, *(size.start for size in sizes)])
    over_all = _over_all(report, unit.start, lead) if words.several.search(text, unit.start, lead) else None
    found = []
    for (start, stop, place, own), is_named in zip(shares, named, strict=True):
        doubt = _doubt(report, unit, place, own, stop)
        if doubt is None or not (own or is_named) or words.never.search(text, start, stop):
            continue
        if words.removed.search(text, max(unit.start, start - 40), stop):
            continue
        if place.side is Side.BILATERAL and not own:
            continue
        earlier = [each for each in sizes if each not in now and start <= each.start < stop]
        side = None if place.side is Side.BILATERAL else place.side
        base = replace(_qualified(report, unit, start, stop), region=place.region, side=side, uncertain=doubt)
        if over_all:
            base = replace(base, change=base.change or over_all.change, treated=base.treated or over_all.treated)
        found += [_sized(base, size, earlier if len(own) < 2 else []) for size in own or [None]]
    return found


def _over_all(report: Report, start: int, stop: int) -> Described:
    """What the words before a list say of all its lesions: "three new metastases: ..."."""
    return Described(
        start=start,
        end=stop,
        change=one_change(changes_in(report, start, stop)),
        treated=lesion_patterns().treated.search(report.folded, start, stop) is not None,
    )


def _named(text: str, unit: Unit, places: Sequence[Place]) -> list[bool]:
    """For each place whether a lesion is named there; places that are joined share the name."""
    named = [_names_a_lesion(text, unit, place) for place in places]
    joined = [_JOINED_PLACES.fullmatch(text, one.end, other.start) for one, other in pairwise(places)]
    for index in range(len(places) - 1):
        named[index + 1] = named[index + 1] or bool(named[index] and joined[index])
    for index in range(len(places) - 2, -1, -1):
        named[index] = named[index] or bool(named[index + 1] and joined[index])
    return named


def _shares(text: str, unit: Unit, places: list[Place], sizes: list[Size]) -> list[tuple[int, int, Place, list[Size]]]:
    """For each place the stretch that speaks of it and the sizes that are its own."""
    if len(places) == 1:
        own = sizes if _list_of(text, sizes) else sizes[:1]
        return [(unit.start, unit.end, places[0], own)]
    if sizes and len(places) == len(sizes) and places[-1].end <= sizes[0].start and _list_of(text, sizes):
        return [(place.start, place.end, place, [size]) for place, size in zip(places, sizes, strict=True)]
    place_first = not sizes or places[0].start < sizes[0].start
    shares = []
    for index, place in enumerate(places):
        if place_first:
            start = place.start if index else unit.start
            stop = places[index + 1].start if index + 1 < len(places) else unit.end
        else:
            start = places[index - 1].end if index else unit.start
            stop = place.end if index + 1 < len(places) else unit.end
        own = [size for size in sizes if start <= size.start < stop]
        if len(own) > 1 and not _list_of(text, own):
            own = own[:1]
        if own and index and place_first and _of_any(text, place, own[0]):
            own = []
        shares.append((start, stop, place, own))
    return shares


def _list_of(text: str, sizes: Sequence[Size]) -> bool:
    """Whether sizes are listed: "4 mm and 9 mm"."""
    return len(sizes) > 1 and all(
        _JOINED.match(text, one.end, other.start) for one, other in zip(sizes, sizes[1:], strict=False)
    )


def _of_any(text: str, place: Place, size: Size) -> bool:
    """Whether the size is the largest one's of several places: "frontal and parietal, the largest 12 mm"."""
    return _LARGEST.search(text, place.end, size.start) is not None


def _names_a_lesion(text: str, unit: Unit, place: Place) -> bool:
    """Whether a lesion without a size is named at the place, right behind it or right before."""
    words = lesion_patterns()
    behind = text[place.end : min(unit.end, place.end + 40)]
    if words.named.search(_STOP_BEHIND.split(behind)[0]):
        return True
    before = _STOP_BEFORE.split(text[max(unit.start, place.start - 70) : place.start])[-1]
    last = None
    for last in words.named.finditer(before):  # noqa: B007 - the last one is wanted
        pass
    if last is not None and _LEADS_TO_PLACE.fullmatch(before, last.end()):
        return True
    return unit.treated and _NO_RESIDUAL.match(text, place.end) is not None


def _doubt(report: Report, unit: Unit, place: Place, sizes: Sequence[Size], stop: int) -> bool | None:
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
        gone = one_change(changes_in(report, place.end, stop)) is Change.RESOLVED
        return False if gone else None  # "treated metastasis: no residual enhancement"
    return None if meant in {Assertion.HYPOTHETICAL, Assertion.OTHER_PERSON} else meant is Assertion.UNCERTAIN


def _qualified(report: Report, unit: Unit, start: int, stop: int) -> Described:
    """What the stretch says of its lesion beside place and size."""
    words = lesion_patterns()
    return Described(
        start=start,
        end=stop,
        change=one_change(changes_in(report, start, stop)) or (Change.NEW if unit.new else None),
        punctate=words.punctate.search(report.folded, start, stop) is not None,
        treated=unit.treated or words.treated.search(report.folded, start, stop) is not None,
        hemorrhagic=_affirmed(report, words.hemorrhagic, start, stop),
        cystic=_affirmed(report, words.cystic, start, stop),
        hippocampus=_hippocampus(report, unit, start, stop),
        item=unit.item,
    )


def _affirmed(report: Report, pattern: re.Pattern[str], start: int, stop: int) -> bool:
    return any(
        assertion_of(report, match.start(), match.end()) is Assertion.AFFIRMED
        for match in pattern.finditer(report.folded, start, stop)
    )


def _sized(described: Described, size: Size | None, earlier: Sequence[Size]) -> Described:
    """The description with its sizes; a range and a bound are no measurement."""
    measured = size.millimetres if size and size.standing is Standing.MEASURED else None
    bounded = size.millimetres if size and size.standing in {Standing.RANGE, Standing.AT_MOST} else None
    prior = [each.millimetres for each in earlier if each.standing is Standing.EARLIER]
    before = [each.millimetres for each in earlier if each.standing is Standing.BEFORE_TREATMENT]
    return replace(
        described,
        size=described.size if measured is None else measured,
        at_most=described.at_most if bounded is None else bounded,
        earlier=prior[0] if prior else described.earlier,
        before_treatment=before[0] if before else described.before_treatment,
    )


def _added(report: Report, last: Described, unit: Unit) -> Described:
    """The lesion named last with what "it measures ..." adds; what is known already stays."""
    sizes = [size for size in sizes_of(report) if unit.start <= size.start < unit.end]
    now = [size for size in sizes if size.of_this_study]
    told = _qualified(report, unit, unit.start, unit.end)
    size = now[0] if len(now) == 1 and last.size is None and last.at_most is None else None
    more = _sized(last, size, [each for each in sizes if each not in now])
    return replace(
        more,
        end=unit.end,
        earlier=last.earlier if last.earlier is not None else more.earlier,
        change=last.change or told.change,
        punctate=last.punctate or told.punctate,
        treated=last.treated or told.treated,
        hemorrhagic=last.hemorrhagic or told.hemorrhagic,
        cystic=last.cystic or told.cystic,
        hippocampus=last.hippocampus if last.hippocampus is not None else told.hippocampus,
    )


def _hippocampus(report: Report, unit: Unit, start: int, stop: int) -> float | None:
    text = report.folded
    for pattern in _TO_HIPPOCAMPUS:
        match = pattern.search(text, start, min(len(text), stop + 60))
        if match is None and unit.continues:  # "hippocampi normal; nearest lesion 2 cm away"
            match = _AWAY_FROM_HIPPOCAMPUS.search(text, report.sentence_span(start)[0], stop)
        if match:
            return float(match["n"]) * (10 if match["u"] == "cm" else 1)
    return None

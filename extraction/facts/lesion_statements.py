"""Reads from each stretch of an imaging report which lesions it describes: place, size, and what became of each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.brain import Change, Region
from domain.specimen import Side
from extraction.assertion import Assertion, assertion_of
from extraction.facts.lesion_course import changes_in, one_change
from extraction.facts.lesion_places import Place, places_in
from extraction.facts.lesion_size import Size, Standing, sizes_of
from extraction.facts.lesion_units import Unit, units_of
from extraction.facts.lesion_words import lesion_patterns
from extraction.facts.report import Report
from extraction.sections import SectionKind

_ASIDE = frozenset(
    {
        SectionKind.INDICATION,
        SectionKind.TECHNIQUE,
        SectionKind.COMPARISON,
        SectionKind.HISTORY,
        SectionKind.FAMILY_HISTORY,
        SectionKind.PLAN,
        SectionKind.DISCUSSION,
        SectionKind.METHODS,
        SectionKind.MEDICATIONS,
        SectionKind.EXAM,
    }
)
_IT = re.compile(
    r"\W*(?:it|this(?: (?:lesion|mass|metastasis|one))?|which|the (?:lesion|mass|metastasis|nodule|tumou?r)|measur\w+|size|"
    r"dimensions?|currently|now|previous(?:ly)?|prior|compared)\b"
)
_JOINED = re.compile(r"\s*(?:,|and|&|, and)\s*\Z")
_LARGEST = re.compile(r"\b(?:larg(?:est|er)|dominant|biggest|up to|all|each|ranging)\b")
_SEEN_BEFORE = re.compile(
    r"\b(?:previous(?:ly)?|prior)[ -](?:seen|noted|identified|described|treated|irradiated|radiated|known|demonstrated|"
    r"documented|reported|enhancing)\b"
)
_N = r"\d{1,3}(?:\.\d+)?"
_TO_HIPPOCAMPUS = (
    re.compile(
        rf"(?<!within )(?<!than )(?<!< )(?P<n>{_N})\s*-?(?P<u>mm|cm)\b(?:(?! and )[^.;,\d]){{0,30}}?\b(?:from|to|of)\b[^.;,\d]{{0,30}}hippocamp"
    ),
    re.compile(rf"hippocamp\w*[^.\d]{{0,60}}?(?P<n>{_N})\s*(?P<u>mm|cm)\s*(?:away|distan|apart)"),
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


def statements_of(report: Report, end: int) -> list[Described]:
    """Every description of a lesion up to `end`, in order; "it measures" adds to the lesion that was named last."""
    found: list[Described] = []
    alone = False  # the last stretch described one lesion and no other
    near = _stretches(report)
    for unit in units_of(report):
        if unit.start >= end:
            break
        if not any(start < unit.end and unit.start < stop for start, stop in near):
            alone = alone and unit.continues
            continue
        if report.section_at(unit.start).kind in _ASIDE:
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
    return found


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
    shares = _shares(text, places, now)
    several = words.several.search(text, unit.start, places[0].start) is not None
    lead = unit.start if several else None
    found = []
    for start, stop, place, own in shares:
        if place.side is Side.BILATERAL and not own:
            continue
        if words.never.search(text, start, stop):
            continue
        doubt = _doubt(report, place, own, start, stop)
        if doubt is None or not (own or _names_a_lesion(text, unit, place, stop)):
            continue
        earlier = [each for each in sizes if each not in now and start <= each.start < stop]
        base = _qualified(report, unit, start, stop, lead if several else start)
        for size in own or [None]:
            found.append(
                _sized(
                    replace(
                        base,
                        region=place.region,
                        side=None if place.side is Side.BILATERAL else place.side,
                        uncertain=doubt,
                    ),
                    size,
                    earlier if len(own) < 2 else [],
                )
            )
    return found


def _shares(text: str, places: list[Place], sizes: list[Size]) -> list[tuple[int, int, Place, list[Size]]]:
    """For each place the stretch that speaks of it and the sizes that are its own."""
    unit_start = min([places[0].start, *(size.start for size in sizes)])
    unit_end = _end_of(text, places, sizes)
    if len(places) == 1:
        own = sizes if _list_of(text, sizes) else sizes[:1]
        return [(unit_start, unit_end, places[0], own)]
    if sizes and len(places) == len(sizes) and places[-1].end <= sizes[0].start and _list_of(text, sizes):
        return [(place.start, place.end, place, [size]) for place, size in zip(places, sizes, strict=True)]
    place_first = not sizes or places[0].start < sizes[0].start
    shares = []
    for index, place in enumerate(places):
        if place_first:
            start = place.start if index else unit_start
            stop = places[index + 1].start if index + 1 < len(places) else unit_end
        else:
            start = places[index - 1].end if index else unit_start
            stop = place.end if index + 1 < len(places) else unit_end
        own = [size for size in sizes if start <= size.start < stop]
        if len(own) > 1 and not _list_of(text, own):
            own = own[:1]
        if own and index and place_first and _of_any(text, place, own[0]):
            own = []
        shares.append((start, stop, place, own))
    return shares


def _end_of(text: str, places: Sequence[Place], sizes: Sequence[Size]) -> int:
    """Where the stretch of the last place ends: with its sentence or item."""
    last = max([places[-1].end, *(size.end for size in sizes)])
    stops = [at for at in (text.find(". ", last), text.find(";", last)) if at >= 0]
    return min([*stops, last + 160, len(text)])


def _list_of(text: str, sizes: Sequence[Size]) -> bool:
    """Whether sizes are listed: "4 mm and 9 mm"."""
    return len(sizes) > 1 and all(
        _JOINED.match(text, one.end, other.start) for one, other in zip(sizes, sizes[1:], strict=False)
    )


def _of_any(text: str, place: Place, size: Size) -> bool:
    """Whether the size is the largest one's of several places: "frontal and parietal, the largest 12 mm"."""
    return _LARGEST.search(text, place.end, size.start) is not None


def _names_a_lesion(text: str, unit: Unit, place: Place, stop: int) -> bool:
    """Whether a lesion without a size is named at the place, right behind it or right before."""
    words = lesion_patterns()
    behind = text[place.end : min(stop, place.end + 40)]
    near = re.split(r"[.;:,)]", behind)[0]
    if words.named.search(near):
        return True
    before = text[max(unit.start, place.start - 70) : place.start]
    clause = re.split(r"[.;:]", before)[-1]
    named = list(words.named.finditer(clause))
    if named and re.fullmatch(
        r"\s*(?:[a-z]+ ){0,3}?(?:in|of|within|at|involving|centered (?:in|on|at))\s+(?:the )?|\s*[(,:]\s*|\s+",
        clause[named[-1].end() :],
    ):
        return True
    return unit.treated and re.match(r"[^.;]{0,30}\bno residual", text[place.end : place.end + 60]) is not None


def _doubt(report: Report, place: Place, sizes: Sequence[Size], start: int, stop: int) -> bool | None:
    """Whether the report is unsure of the lesion; None when it denies it or only asks."""
    first = min([place.start, *(size.start for size in sizes)])
    meant = assertion_of(report, first, max(place.end, first + 1))
    if meant is Assertion.HISTORICAL:
        sentence = report.sentence(first)
        now = any(size.of_this_study for size in sizes) or lesion_patterns().change.search(report.folded, start, stop)
        return False if _SEEN_BEFORE.search(sentence) and now else None
    if meant is Assertion.NEGATED:
        return None
    return {Assertion.AFFIRMED: False, Assertion.UNCERTAIN: True}.get(meant)


def _qualified(report: Report, unit: Unit, start: int, stop: int, lead: int | None) -> Described:
    """What the stretch says of its lesion beside place and size."""
    words = lesion_patterns()
    since = unit.start if lead is not None and lead < start else start
    whole = max(unit.start, start - 60) if since == start else since
    change = one_change(changes_in(report, whole, stop))
    return Described(
        start=whole,
        end=stop,
        change=change or (Change.NEW if unit.new else None),
        punctate=words.punctate.search(report.folded, start, stop) is not None,
        treated=unit.treated or words.treated.search(report.folded, whole, stop) is not None,
        hemorrhagic=_affirmed(report, words.hemorrhagic, whole, stop),
        cystic=_affirmed(report, words.cystic, whole, stop),
        hippocampus=_hippocampus(report.folded, start, stop),
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
    told = _qualified(report, unit, unit.start, unit.end, None)
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


def _hippocampus(text: str, start: int, stop: int) -> float | None:
    for pattern in _TO_HIPPOCAMPUS:
        match = pattern.search(text, start, min(len(text), stop + 60))
        if match:
            return float(match["n"]) * (10 if match["u"] == "cm" else 1)
    return None

"""Reads from each stretch of an imaging report which lesions it describes: place, size, and what became of each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.brain import Change, Region
from domain.specimen import Side
from extraction.facts.lesion_course import changes_in, one_change
from extraction.facts.lesion_places import Place, places_in
from extraction.facts.lesion_qualities import affirmed, doubt_of, hippocampus_of
from extraction.facts.lesion_shares import are_joined, named_at, shares_of
from extraction.facts.lesion_size import Size, Standing, sizes_of
from extraction.facts.lesion_tables import Row, rows_of
from extraction.facts.lesion_units import Unit, is_aside, units_of
from extraction.facts.lesion_words import lesion_patterns
from extraction.facts.report import Report

_STOP = re.compile(r"[.,;:)]")
_IT = re.compile(
    r"\W*(?:it|this(?: (?:lesion|mass|metastasis|one))?|which|the (?:lesion|mass|metastasis|nodule|tumou?r)|measur\w+|size|"
    r"dimensions?|currently|now|previous(?:ly)?|prior|compared)\b"
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


def _with_joined(text: str, places: Sequence[Place], one: Described, other: Described) -> Described:
    """What became of lesions told together is told of each: "the right frontal and right occipital ones resolved"."""
    if not are_joined(text, *places):
        return one
    return replace(one, change=one.change or other.change, treated=one.treated or other.treated)


def _described(report: Report, unit: Unit) -> list[Described]:
    """The lesions of one unit."""
    text, words = report.folded, lesion_patterns()
    places = places_in(text, unit.start, unit.end)
    if not places:
        return []
    sizes = [size for size in sizes_of(report) if unit.start <= size.start < unit.end]
    now = [size for size in sizes if size.of_this_study]
    shares = shares_of(text, unit, places, now)
    named = named_at(text, unit, places)
    lead = min([places[0].start, *(size.start for size in sizes)])
    over_all = _over_all(report, unit.start, lead) if words.several.search(text, unit.start, lead) else None
    told = [_qualified(report, unit, start, stop) for start, stop, _, _ in shares]
    for index in reversed(range(len(shares) - 1)):
        if not shares[index][3] and words.several.search(text, unit.start, unit.end):
            told[index] = _with_joined(text, places[index : index + 2], told[index], told[index + 1])
    found = []
    for (start, stop, place, own), is_named, qualified in zip(shares, named, told, strict=True):
        doubt = doubt_of(report, unit, place, own, stop)
        if doubt is None or not (own or is_named) or (doubt and not own):
            continue
        if not _is_one_lesion(text, unit, (start, stop), place, own, alone=len(now) < 2):
            continue
        earlier = [each for each in sizes if each not in now and start <= each.start < stop]
        side = None if place.side is Side.BILATERAL else place.side
        base = replace(qualified, region=place.region, side=side, uncertain=doubt)
        if over_all:
            base = replace(base, change=base.change or over_all.change, treated=base.treated or over_all.treated)
        sized = [_sized(base, size, earlier if len(own) < 2 else []) for size in own] or [_sized(base, None, earlier)]
        found += [_without_its_size(each) for each in sized]
    return found


def _is_one_lesion(
    text: str, unit: Unit, stretch: tuple[int, int], place: Place, sizes: Sequence[Size], *, alone: bool
) -> bool:
    """Whether the words are of a metastasis that is there, and of one: no cyst, no cavity, no "foci of up to 3 mm"."""
    words = lesion_patterns()
    start, stop = stretch
    whole = (unit.start, unit.end) if alone else stretch
    if words.never.search(text, *whole) or words.removed.search(text, max(unit.start, start - 40), stop):
        return False
    if not sizes:
        return place.side is not Side.BILATERAL
    if all(size.standing is not Standing.MEASURED for size in sizes) and words.several.search(text, unit.start, stop):
        return False
    told = max(place.end, sizes[-1].end)
    head = text[start:told] + _STOP.split(text[told : told + 25])[0]
    return words.area.search(head) is None or words.named.search(head) is not None


def _over_all(report: Report, start: int, stop: int) -> Described:
    """What the words before a list say of all its lesions: "three new metastases: ..."."""
    return Described(
        start=start,
        end=stop,
        change=one_change(changes_in(report, start, stop)),
        treated=lesion_patterns().treated.search(report.folded, start, stop) is not None,
    )


def _qualified(report: Report, unit: Unit, start: int, stop: int) -> Described:
    """What the stretch says of its lesion beside place and size."""
    words = lesion_patterns()
    return Described(
        start=start,
        end=stop,
        change=one_change(changes_in(report, start, stop)) or (Change.NEW if unit.new else None),
        punctate=words.punctate.search(report.folded, start, stop) is not None,
        treated=unit.treated or words.treated.search(report.folded, start, stop) is not None,
        hemorrhagic=affirmed(report, words.hemorrhagic, start, stop),
        cystic=affirmed(report, words.cystic, start, stop),
        hippocampus=hippocampus_of(report, unit, start, stop),
        item=unit.item,
    )


def _without_its_size(described: Described) -> Described:
    """A lesion that is gone has no size any more: what is told of one was an earlier one."""
    if described.change is not Change.RESOLVED:
        return described
    earlier = described.earlier if described.earlier is not None else described.size
    return replace(described, size=None, at_most=None, earlier=earlier)


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

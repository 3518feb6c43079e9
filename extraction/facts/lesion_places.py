"""Where lesions are said to be: region and side, in the words of one phrase."""

import re
from dataclasses import dataclass

from domain.brain import Region
from domain.specimen import Side
from extraction.facts.lesion_words import lesion_patterns

_SIDES = {"l": Side.LEFT, "r": Side.RIGHT, "b": Side.BILATERAL}
_REACH = 60  # characters before a region in which its side stands
_AND = re.compile(r"\s*(?:lobes?|gyr(?:us|i)|regions?)?\s*(?:and|/|-|,|&)\s*\Z")
_SIDE_BEHIND = re.compile(
    r"(?: (?:lobe|hemisphere|gyrus|pole|region|cortex|white matter|operculum))?[ ,(]*(?:on the )?(?P<side>left|right)(?:-sided)?(?= *(?:[),.;:|]|\d|$))"
)
_ONE_PHRASE = re.compile(
    r"[ ,]*(?:(?!and\b)[a-z]+ ?){0,2}|[a-z -]{0,12} (?:lesion|mass|metastasis|nodule) (?:at|along|of|near) the "
)
_DURAL = re.compile(  # "dural-based mass along the right parietal convexity", "right parietal dural metastasis"
    r"[ -](?:convexity )?|"
    r"[a-z -]{0,30}\b(?:lesion|mass|metastasis|nodule|tumou?r|thickening|deposit) (?:at|along|over|overlying|on|of|near) the "
)
_NAMED = re.compile(r" (?:lobe )?(?:mass(?! effect)|lesion|metastasis|tumou?r|nodule)\b")  # edema may be around it
_SAME_PHRASE = 40  # characters between two words for one place: "right frontal, superior frontal gyrus"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the brain; `start` is where its side begins."""

    region: Region
    side: Side | None
    start: int
    end: int


def places_in(text: str, start: int, end: int) -> list[Place]:
    """The places where lesions may be, in order; "right frontal, superior frontal gyrus" is one."""
    found: list[Place] = []
    for match in lesion_patterns().places.finditer(text, start, end):
        floor = max(start, match.start() - _REACH, found[-1].end if found else 0)
        place = _with_side(text, match, floor, end, found[-1] if found else None)
        if not _is_place_of_lesion(text, start, place):
            continue
        if found and _same(found[-1], place, text):
            last = found.pop()
            region = Region.DURA if Region.DURA in {last.region, place.region} else place.region
            place = Place(region, last.side or place.side, last.start, place.end)
        found.append(place)
    return found


def _with_side(text: str, match: re.Match[str], floor: int, end: int, last: Place | None) -> Place:
    region, at = Region(str(match.lastgroup)), match.start()
    before = lesion_patterns().side_before.search(text, floor, at)
    if before:
        side = _SIDES[before["side"][0]]
        return Place(region, side, before.start(), match.end())
    if last is not None and last.side and _AND.match(text, last.end, at):
        return Place(region, last.side, at, match.end())
    behind = _SIDE_BEHIND.match(text, match.end(), end)
    return Place(region, _SIDES[behind["side"][0]] if behind else None, at, behind.end() if behind else match.end())


def _is_place_of_lesion(text: str, start: int, place: Place) -> bool:
    """Whether the words beside it do not make it the place of something else."""
    words = lesion_patterns()
    floor = max(start, place.start - 90)
    if words.not_behind.match(text, place.end) or words.beside.search(text, floor, place.start):
        return False
    return words.other_head.search(text, floor, place.start) is None or _NAMED.match(text, place.end) is not None


def _same(one: Place, other: Place, text: str) -> bool:
    """Whether two words for one region stand in one phrase, with no size and no other side between them."""
    between = text[one.end : other.start]
    if Region.DURA in {one.region, other.region} and _DURAL.fullmatch(between):
        return True
    if {one.region, other.region} == {Region.OTHER, Region.DURA}:  # "parasagittal dural-based lesion at the vertex"
        return _ONE_PHRASE.fullmatch(between) is not None
    return (
        one.region is other.region
        and (one.side is None or other.side is None or one.side is other.side)
        and len(between) < _SAME_PHRASE
        and not any(sign.isdigit() for sign in between)
        and " and " not in f" {between} "
    )

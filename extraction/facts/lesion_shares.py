"""Shares one stretch of a report among the places it names: which words and which sizes are whose."""

import re
from collections.abc import Sequence
from itertools import pairwise

from extraction.facts.lesion_places import Place
from extraction.facts.lesion_size import Size
from extraction.facts.lesion_units import Unit
from extraction.facts.lesion_words import lesion_patterns

_JOINED = re.compile(r"\s*(?:,|and|&|, and)\s*\Z")
_LARGEST = re.compile(r"\b(?:larg(?:est|er)|dominant|biggest|up to|all|each|ranging)\b")
_JOINED_PLACES = re.compile(r"\s*(?:lobes?|hemispheres?|gyr(?:us|i))?\s*(?:,|and|&|,\s*and)\s*(?:the\s+|in the\s+)?")
_SEPARATOR = re.compile(r"[,;|]|\band\b|&")
_RESPECTIVELY = re.compile(r"\brespectively\b")
_STOP_BEHIND = re.compile(r"[.;:,)]|\b(?:and|without|with)\b")
_STOP_BEFORE = re.compile(r"[.;]")
_LEADS_TO_PLACE = re.compile(
    r"\s*(?:[a-z]+ ){0,3}?(?:in|of|within|at|involving|centered (?:in|on|at))\s+(?:the )?|\s*[(,:]\s*(?:(?:one|the \w+) )?(?:in the )?|\s+"
)
_DENIES = re.compile(r"\b(?:no|not|nor|without|never)\b")  # "the calvarium shows no lytic lesion"
_NO_RESIDUAL = re.compile(r"[^.;]{0,30}\bno residual")


def shares_of(
    text: str, unit: Unit, places: list[Place], sizes: list[Size]
) -> list[tuple[int, int, Place, list[Size]]]:
    """For each place the stretch that speaks of it and the sizes that are its own."""
    if len(places) == 1:
        return [(unit.start, unit.end, places[0], sizes if _list_of(text, sizes) else sizes[:1])]
    respectively = _RESPECTIVELY.search(text, unit.start, unit.end) is not None
    behind = bool(sizes) and places[-1].end <= sizes[0].start
    before = bool(sizes) and sizes[-1].end <= places[0].start
    if len(places) == len(sizes) and (behind or before) and (respectively or behind) and _list_of(text, sizes):
        return [(place.start, place.end, place, [size]) for place, size in zip(places, sizes, strict=True)]
    if before and len(sizes) > 1:  # "4 mm and 9 mm lesions in two lobes": nobody tells which is where
        sizes = []
    place_first = not sizes or places[0].start < sizes[0].start
    cuts = [_cut(text, one, other, place_first=place_first) for one, other in pairwise(places)]
    shares: list[tuple[int, int, Place, list[Size]]] = []
    for place, start, stop in zip(places, [unit.start, *cuts], [*cuts, unit.end], strict=True):
        own = [size for size in sizes if start <= size.start < stop]
        if len(own) > 1 and not _list_of(text, own):
            own = own[:1]
        if own and shares and not respectively and _is_of_any(text, shares[-1], place, own[0]):
            own = []
        shares.append((start, stop, place, own))
    return shares


def _cut(text: str, one: Place, other: Place, *, place_first: bool) -> int:
    """Where the words on one place end and those on the next begin: at the last comma or "and" outside brackets."""
    cut = other.start if place_first else one.end
    for match in _SEPARATOR.finditer(text, one.end, other.start):
        if text.count("(", one.end, match.start()) == text.count(")", one.end, match.start()):
            cut = match.end()
    return cut


def _list_of(text: str, sizes: Sequence[Size]) -> bool:
    """Whether sizes are listed: "4 mm and 9 mm"."""
    return len(sizes) > 1 and all(_JOINED.match(text, one.end, other.start) for one, other in pairwise(sizes))


def _is_of_any(text: str, last: tuple[int, int, Place, list[Size]], place: Place, size: Size) -> bool:
    """Whether the size may be any of several places': "frontal and parietal, the largest 12 mm"."""
    if size.start < place.end:
        return False
    joined = not last[3] and _JOINED_PLACES.fullmatch(text, last[2].end, place.start) is not None
    return joined or _LARGEST.search(text, place.end, size.start) is not None


def _names_a_lesion(text: str, unit: Unit, place: Place) -> bool:
    """Whether a lesion without a size is named at the place, right behind it or right before."""
    words = lesion_patterns()
    behind = text[place.end : min(unit.end, place.end + 40)]
    name = words.named.search(_STOP_BEHIND.split(behind)[0])
    if name and not _DENIES.search(behind[: name.start()]):
        return True
    before = _STOP_BEFORE.split(text[max(unit.start, place.start - 70) : place.start])[-1]
    last = None
    for last in words.named.finditer(before):  # noqa: B007 - the last one is wanted
        pass
    if last is not None and _LEADS_TO_PLACE.fullmatch(before, last.end()):
        return True
    return unit.treated and _NO_RESIDUAL.match(text, place.end) is not None


def are_joined(text: str, one: Place, other: Place) -> bool:
    """Whether two places are named in one breath: "the left frontal and right parietal"."""
    return _JOINED_PLACES.fullmatch(text, one.end, other.start) is not None


def named_at(text: str, unit: Unit, places: Sequence[Place]) -> list[bool]:
    """For each place whether a lesion is named there; places that are joined share the name."""
    named = [_names_a_lesion(text, unit, place) for place in places]
    if not lesion_patterns().several.search(text, unit.start, unit.end):  # one lesion may lie in two lobes
        return named
    joined = [_JOINED_PLACES.fullmatch(text, one.end, other.start) for one, other in pairwise(places)]
    for index in range(len(places) - 1):
        named[index + 1] = named[index + 1] or bool(named[index] and joined[index])
    for index in range(len(places) - 2, -1, -1):
        named[index] = named[index] or bool(named[index + 1] and joined[index])
    return named

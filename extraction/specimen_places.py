"""Tells which specimen of a report each mention is of: sites apart, breasts apart, a common panel of both."""

import re
from collections.abc import Callable

from domain.specimen import Side, Site
from extraction.facts.places import Place, Places, of_primary
from extraction.facts.report import Report
from extraction.sections import SectionKind
from extraction.specimen_fields import Found

_TESTS = ("er.", "pr.", "her2", "ki67")
_OF_EITHER = (*_TESTS, "molecular.", "histology", "grade", "pt", "pn")  # what a sentence may tell of the primary
_BOTH = re.compile(
    r"\b(?P<which>both|each|all)(?: of)?(?: the| these)?(?: two| three)? (?:core(?:s| biops(?:y|ies))?|tumou?rs?|"
    r"breasts?|specimens?|samples?|biops(?:y|ies)|carcinomas?|primaries|sites?|parts?)\b|"
    r"\b(?:parts?|specimens?|cores?|samples?|tumou?rs?) a (?:and|&) b\b"
)
_OTHER_SAMPLE = re.compile(
    r"\b(?:(?:part|specimen|core|sample|on|in|of) [a-d]|left|right|er|pr|her-?2|estrogen|progesterone)\b"
)
_CLAUSE = 60  # characters
_ON_THE_CASE = frozenset({SectionKind.COMMENT, SectionKind.ANCILLARY})


def placing(report: Report, found: list[Found]) -> Callable[[Found], Place]:
    """Which specimen a mention is of: other sites apart, breasts apart where both hold invasive tumour, else one."""
    tests = ("er.", "pr.", "her2", "molecular.", "awaited")
    elsewhere = {
        each.place.site
        for each in found
        if each.mention.field.startswith(tests) and each.place.site not in {None, Site.BREAST}
    }
    if not _node_stands_alone(found, tests):
        elsewhere.discard(Site.LYMPH_NODE)
    places = report.once(Places)
    sides = _invasive_sides(found)
    main = _main_side(found, sides)
    told_beside = report.is_pathology and any(
        each.weight > 1 and each.mention.field.startswith(tests) for each in found
    )

    def place(each: Found) -> Place:
        site = each.place.site if each.place.site in elsewhere else None
        if (
            site is not None
            and not each.sure
            and each.mention.field.startswith(_OF_EITHER)
            and of_primary(report, places, each.mention.start, each.mention.end)
        ):
            site = None
        if told_beside and each.weight == 1 and not (each.sure or places.is_in_passing(each.mention.start)):
            site = None  # a history tells of the primary, and not of the sample at hand
        if site is not None:
            return Place(site)
        side = each.place.side if len(sides) > 1 and each.place.side in sides else main
        return Place(Site.BREAST, side)

    return place


def _node_stands_alone(found: list[Found], tests: tuple[str, ...]) -> bool:
    """Whether a node's biopsy is a specimen of its own: tests stand at both, or no breast tumour is reported.

    One panel behind a breast and a node is the breast's.
    """
    tested = [each for each in found if each.mention.field.startswith(tests)]
    of_breast = [each for each in found if each.place.site in {None, Site.BREAST} and each.weight > 1]
    if any(each in of_breast for each in tested):
        return True
    return not any(each.mention.field == "histology" and not each.mention.in_situ for each in of_breast)


def sharing(report: Report, found: list[Found]) -> Callable[[Found, Place], list[Place]]:
    """The specimens that a mention at a place is of: more than one where it is told of both, or of the whole case.

    Of the case is what a comment tells that names no side, where both breasts hold invasive tumour and the marker is
    told of nowhere else.
    """
    sides = _invasive_sides(found)
    breasts = {Place(Site.BREAST, side) for side in sides if len(sides) > 1}
    apart = [each for each in found if each.weight > 1 and not is_on_the_case(report, each)]
    told = {_marker(each) for each in apart}
    sites = report.once(Places).sites()
    parts = {Place(site) for site in sites - {Site.BREAST}}
    if Site.BREAST in sites:
        parts |= breasts or {Place(Site.BREAST, _main_side(found, sides))}

    def places(each: Found, place: Place) -> list[Place]:
        if each.sure or each.weight == 1 or not each.mention.field.startswith(_TESTS):
            return [place]
        both = _told_of_both(report, each)
        if both and (len(parts) == 2 or (both != "both" and len(parts) > 1)):
            return sorted(parts, key=str)
        return sorted(breasts, key=str) if breasts and _marker(each) not in told else [place]

    return places


def _marker(each: Found) -> str:
    return re.split(r"[._]", each.mention.field)[0]


def _told_of_both(report: Report, each: Found) -> str | None:
    """The word by which a mention's clause tells that it is of both samples, or of all."""
    first, last = report.sentence_span(each.mention.start)
    begins, ends = max(first, each.mention.start - _CLAUSE), min(last, each.mention.end + _CLAUSE)
    for match in _BOTH.finditer(report.folded, begins, ends):
        between = report.folded[min(match.end(), each.mention.end) : max(match.start(), each.mention.start)]
        if ";" not in between and not _OTHER_SAMPLE.search(between):
            return match["which"] or "both"
    return None


def is_on_the_case(report: Report, each: Found) -> bool:
    """Whether a mention stands in a comment on the whole case that names no place before it or within it."""
    section = report.section_at(each.mention.start)
    return section.kind in _ON_THE_CASE and report.once(Places).names_none(
        report.place(section.start), each.mention.end
    )


def _invasive_sides(found: list[Found]) -> set[Side]:
    """Sides whose breast is said to hold invasive carcinoma, outside of history, or has a label or a column."""
    return {
        each.place.side
        for each in found
        if each.place.side
        and (each.sure or (each.mention.field == "histology" and not each.mention.in_situ and each.weight >= 3))
    }


def _main_side(found: list[Found], sides: set[Side]) -> Side | None:
    """The side of the one invasive tumour, of the largest where both sides have one, else the side named most."""
    if len(sides) == 1:
        return next(iter(sides))
    sized = [
        each
        for each in found
        if each.mention.field == "tumor_size_mm" and each.place.side in sides and each.weight >= 3
    ]
    if sized:
        top = min(max(each.mention.rank for each in sized), 4)
        measured = [each for each in sized if each.mention.rank >= top]
        return max(measured, key=lambda each: float(str(each.mention.value))).place.side
    named = [each.place.side for each in found if each.place.side and each.weight >= 2]
    named = named or [each.place.side for each in found if each.place.side]
    return max(named, key=named.count) if named else None

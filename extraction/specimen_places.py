"""Tells which specimen of a report each mention is of: sites apart, breasts apart, a common panel of both."""

from collections.abc import Callable

from domain.specimen import Side, Site
from extraction.facts.places import Place, Places, of_primary
from extraction.facts.report import Report
from extraction.sections import SectionKind
from extraction.specimen_fields import Found

_TESTS = ("er.", "pr.", "her2", "ki67")
_ON_THE_CASE = frozenset({SectionKind.COMMENT, SectionKind.ANCILLARY})


def placing(report: Report, found: list[Found]) -> Callable[[Found], Place]:
    """Which specimen a mention is of: other sites apart, breasts apart where both hold invasive tumour, else one."""
    tests = ("er.", "pr.", "her2", "molecular.")
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

    def place(each: Found) -> Place:
        site = each.place.site if each.place.site in elsewhere else None
        if (
            site is not None
            and each.head is None
            and each.mention.field.startswith(tests)
            and of_primary(report, places, each.mention.start, each.mention.end)
        ):
            site = None
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


def common_sides(report: Report, found: list[Found]) -> set[Side]:
    """The sides that a panel is of when it stands in a comment on the whole case.

    Both have invasive tumour, no side is named before the panel in its section, and no other panel is told of.
    """
    sides = _invasive_sides(found)
    if len(sides) < 2:
        return set()
    panel = [each for each in found if each.mention.field.startswith(_TESTS) and each.weight > 1]
    if not all(is_on_the_case(report, each) for each in panel):
        return set()
    return sides


def is_on_the_case(report: Report, each: Found) -> bool:
    """Whether a mention stands in a comment on the whole case that names no place before it."""
    section = report.section_at(each.mention.start)
    return section.kind in _ON_THE_CASE and report.once(Places).names_none(
        report.place(section.start), each.mention.start
    )


def places_of(each: Found, place: Place, common: set[Side]) -> list[Place]:
    """The specimens that a mention at a place is of: a common panel's are all of the case's sides."""
    if common and each.mention.field.startswith(_TESTS) and each.weight > 1:
        return [Place(Site.BREAST, side) for side in sorted(common)]
    return [place]


def _invasive_sides(found: list[Found]) -> set[Side]:
    """Sides whose breast is said to hold invasive carcinoma, outside of history, or has a column of results."""
    return {
        each.place.side
        for each in found
        if each.place.side
        and (
            each.head is not None
            or (each.mention.field == "histology" and not each.mention.in_situ and each.weight >= 3)
        )
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

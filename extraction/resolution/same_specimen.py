"""One specimen told of in two reports: whether it is one, and which report's word counts.

Rules: `same_specimen` the same laboratory number, or where one is not given the same day, of the same place;
`addendum_over_original` a later report under the same number amends the earlier; `result_over_pending`; and else values
that differ are a conflict with both their words.
"""

import re
from typing import Any

from domain.dates import PartialDate
from domain.finding import Alternative, Finding, Status
from domain.frozen import Frozen
from domain.profile import Conflict
from domain.specimen import Her2Status, Specimen
from extraction.her2_status import derived_group, her2_status, her2_subclass
from extraction.resolution.findings import conflict_of, in_order

_OF_THE_REPORT = frozenset(
    {"accession", "collected", "reported", "laterality", "her2_status", "her2_subclass", "group"}
)
_SHOWN_ELSEWHERE = frozenset({"her2_status", "er.status", "pr.status"})


def is_same_specimen(one: Specimen, other: Specimen) -> bool:
    """Whether two reported specimens are one."""
    if one.document == other.document or one.site != other.site:
        return False
    if one.side is not None and other.side is not None and one.side != other.side:
        return False
    numbers = _number(one), _number(other)
    if all(numbers):
        return numbers[0] == numbers[1]
    return one.date is not None and one.date == other.date


def joined(one: Specimen, other: Specimen) -> tuple[Specimen, tuple[Conflict, ...]]:
    """The one specimen of two reports, and what they disagree on.

    Args:
        one: Of the earlier report.
        other: Of the later one, which fills in what the earlier does not tell.
    """
    amends = _number(one) is not None and _number(one) == _number(other)
    changed, differing = _taken_over(one, other, amends=amends)
    changed["evidence"] = in_order((*one.evidence, *other.evidence))
    changed["side"] = one.side or other.side
    specimen = _derived_again(one.model_copy(update=changed), one, other, amends=amends)
    conflicts = tuple(
        conflict_of(f"specimens.{path}", f"Two reports of one specimen differ ({one.label}).", finding)
        for path, finding in differing.items()
        if path not in _SHOWN_ELSEWHERE and not path.startswith("her2_")
    )
    return specimen, conflicts


def _number(specimen: Specimen) -> str | None:
    value = specimen.accession.value
    return re.sub(r"[^a-z0-9]", "", value.lower()) or None if value else None


def _taken_over(
    one: Frozen, other: Frozen, prefix: str = "", *, amends: bool
) -> tuple[dict[str, object], dict[str, Finding[Any]]]:
    """Fields of `one` as `other` changes them, and those in which both are known and differ."""
    changed: dict[str, object] = {}
    differing: dict[str, Finding[Any]] = {}
    for name in type(one).model_fields:
        mine, theirs = getattr(one, name), getattr(other, name)
        if isinstance(mine, Finding):
            taken = _word_of(mine, theirs, amends=amends or name in _OF_THE_REPORT)
            if taken is not mine:
                changed[name] = taken
            if taken.status is Status.CONFLICT and taken not in {mine, theirs}:
                differing[prefix + name] = taken
        elif isinstance(mine, Frozen) and type(mine) is type(theirs) and not isinstance(mine, PartialDate):
            inner, inside = _taken_over(mine, theirs, f"{prefix}{name}.", amends=amends)
            changed[name] = mine.model_copy(update=inner)
            differing |= inside
    return changed, differing


def _word_of(mine: Finding[Any], theirs: Finding[Any], *, amends: bool) -> Finding[Any]:
    if theirs.status is Status.UNKNOWN or (theirs.status is Status.PENDING and mine.status is not Status.UNKNOWN):
        return mine
    if mine.status is Status.PENDING:
        return theirs.model_copy(update={"rule": f"result_over_pending:{theirs.rule}"})
    if mine.value is None or theirs.value is None or mine.value == theirs.value:
        return theirs
    if amends:
        return theirs.model_copy(update={"rule": f"addendum_over_original:{theirs.rule}"})
    return _conflict(mine, theirs)


def _derived_again(specimen: Specimen, one: Specimen, other: Specimen, *, amends: bool) -> Specimen:
    """The status by all tests of both reports: staining of one, in-situ hybridisation of the other."""
    both = (one.her2_status, other.her2_status)
    if specimen.in_situ_only or all(each.status is Status.UNKNOWN for each in both):
        return specimen
    ish = specimen.her2_ish
    group = derived_group(ish.ratio, ish.copies)
    ish = ish.model_copy(update={"group": group if group.known else ish.group})
    status = her2_status(specimen.her2_ihc, ish, specimen.date)
    if not amends and {each.value for each in both} == {Her2Status.POSITIVE, Her2Status.NEGATIVE}:
        status = _conflict(*both)
    update = {"her2_ish": ish, "her2_status": status, "her2_subclass": her2_subclass(status, specimen.her2_ihc)}
    return specimen.model_copy(update=update)


def _conflict(mine: Finding[Any], theirs: Finding[Any]) -> Finding[Any]:
    sides = tuple(
        Alternative[Any](value=each.value, date=each.date, evidence=each.evidence)
        for each in sorted((mine, theirs), key=lambda one: str(one.value))
    )
    evidence = in_order([one for side in sides for one in side.evidence])
    return Finding[Any](
        status=Status.CONFLICT, evidence=evidence, alternatives=sides, rule="reports_of_one_specimen_differ"
    )

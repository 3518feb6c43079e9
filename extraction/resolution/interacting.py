"""Joins the interacting drugs of all documents: each as the newest document that names it tells, if not long ago."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from domain.course import Medication
from domain.dates import PartialDate, months_between
from domain.evidence import Evidence
from domain.finding import Finding, Status
from extraction.facts.medicines import ENDED
from extraction.resolution.findings import Dated, checked, date_key, in_order

_STAYS_MONTHS = 12
_GROUPS = {
    "anticoagulant": frozenset({"warfarin", "apixaban", "rivaroxaban", "dabigatran"}),
    "antiseizure": frozenset({"phenytoin", "carbamazepine"}),
}
_NOT_TAKEN = frozenset({Medication.NONE, Medication.STOPPED})


@dataclass(frozen=True)
class _Said:
    """What the newest document that names a drug tells of it."""

    date: PartialDate | None
    taken: bool
    evidence: tuple[Evidence, ...]


def interacting_of(
    found: Sequence[Dated[tuple[str, ...]]], groups: Mapping[str, Sequence[Dated[Medication]]]
) -> Finding[tuple[str, ...]]:
    """Rule `newest_of_each_drug`: a newer note that does not name a drug does not end it, for lists are cut short.

    Args:
        found: The drugs of each document, those of `ENDED` evidence no longer taken.
        groups: How the medicines of a group stand by each document; one that denies the whole group ends its drugs.
    """
    said: dict[str, _Said] = {}
    for each in sorted(found, key=lambda one: (date_key(one.date), bool(one.finding.value))):
        for name, words in zip_longest(each.finding.value or (), each.finding.evidence):
            drug, taken = name or words.quote.lower(), words.rule != ENDED
            before = said.get(drug)
            kept = before.evidence if before and before.taken and taken else ()
            said[drug] = _Said(each.date, taken, (*kept, words))
    last = max((each.date for each in found if each.date is not None), key=date_key, default=None)
    taken_now = {
        drug: each
        for drug, each in said.items()
        if each.taken and _is_recent(each.date, last) and not _is_denied_since(drug, each.date, groups)
    }
    if not taken_now:
        return Finding[tuple[str, ...]]()
    return checked(
        Finding[tuple[str, ...]](
            value=tuple(sorted(taken_now)),
            status=Status.STATED,
            date=last,
            evidence=in_order([one for each in taken_now.values() for one in each.evidence]),
            rule="newest_of_each_drug:interacting_drugs",
        )
    )


def _is_recent(date: PartialDate | None, last: PartialDate | None) -> bool:
    """Whether a drug was named in the year before the newest note that names any; an undated note may be any day's."""
    return date is None or last is None or months_between(date, last) <= _STAYS_MONTHS


def _is_denied_since(drug: str, date: PartialDate | None, groups: Mapping[str, Sequence[Dated[Medication]]]) -> bool:
    """Whether a later document says that no medicine of the drug's group is taken."""
    return any(
        each.finding.value in _NOT_TAKEN and date_key(each.date) > date_key(date)
        for group, drugs in _GROUPS.items()
        if drug in drugs
        for each in groups[group]
    )

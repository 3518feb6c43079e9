"""Lays a section of the guidance out for reading: what stands open, what is folded and under which heading."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files

import yaml

from domain.advice import Item, ItemKind, Section, SectionId
from domain.frozen import Frozen
from guidance.wording.alarms import Banner, banner_of
from guidance.wording.templates import fact_name

FEW = 4  # a section of so many items is not folded at all
NEVER_FOLDED = {ItemKind.URGENT, ItemKind.CONFLICT, ItemKind.OPTION, ItemKind.NOT_SHOWN, ItemKind.MISSING}
_HEADINGS = {
    ItemKind.OPTION: "What your records support asking about",
    ItemKind.NOT_SHOWN: "Not for you for now, and why",
    ItemKind.MISSING: "Not known yet",
}
_FOR_CLINICIANS = {
    _HEADINGS[ItemKind.OPTION]: "Options supported by the record",
    _HEADINGS[ItemKind.NOT_SHOWN]: "Not open, with the reason",
    _HEADINGS[ItemKind.MISSING]: "Not decidable yet",
}
_NUMBER = re.compile(r"\.(\d+)$")


class Fold(Frozen):
    """Rules whose items are folded under one heading.

    Attributes:
        about: What follows the number in the heading.
        rules: Patterns of rule ids.
        one_by_one: Whether all that is said of one lesion or sample stands together.
    """

    about: str
    rules: tuple[str, ...]
    one_by_one: bool = False


class Folding(Frozen):
    """How one section is laid out: ids of rules that stand open, folds, and the heading of what none of them names.

    Attributes:
        rest: None where what is not named stands open.
    """

    open: tuple[str, ...]
    folds: tuple[Fold, ...] = ()
    rest: str | None = None

    def all_folds(self) -> tuple[Fold, ...]:
        """The folds, that of the rest last."""
        return (*self.folds, Fold(about=self.rest, rules=("*",))) if self.rest else self.folds


@dataclass(frozen=True)
class Group:
    """Items under one heading.

    Attributes:
        heading: None for those that stand under the section's own.
        folded: Whether it has to be opened.
        note: A sentence after the items.
    """

    heading: str | None
    items: tuple[Item, ...]
    folded: bool = False
    note: str | None = None

    @property
    def clinician_heading(self) -> str | None:
        """The heading in the words for clinicians."""
        return _FOR_CLINICIANS.get(self.heading or "", self.heading)


SAME_REASON = "The same reason holds for this one."


class Reasons:
    """Why options are not shown: a reason that several share is told once in a section."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def afresh(self) -> str:
        """Begins a new section; nothing to show."""
        self._told.clear()
        return ""

    def __call__(self, item: Item) -> str:
        """The words of an item; of what is not shown for a reason that was told just before, that it is the same."""
        if item.kind is not ItemKind.NOT_SHOWN:
            return item.text
        again = item.text in self._told
        self._told.add(item.text)
        return SAME_REASON if again and item.name else item.text


@dataclass(frozen=True)
class SectionView:
    """A section as it is laid out: its groups in the order of reading; what is urgent as one banner."""

    id: SectionId
    title: str
    count: int
    groups: tuple[Group, ...]
    banner: Banner | None = None


def section_view(section: Section, undecided: Sequence[str] = ()) -> SectionView:
    """How a section is laid out.

    Args:
        section: Its items.
        undecided: Profile paths that further options of the section wait for.
    """
    kinds = {kind: tuple(item for item in section.items if item.kind is kind) for kind in _HEADINGS}
    others = tuple(item for item in section.items if item.kind not in _HEADINGS)
    lead, folded = _parted(section.id, others)
    groups = [Group(None, lead), *(Group(_HEADINGS[kind], found) for kind, found in kinds.items() if found)]
    if undecided:
        groups.append(Group(_HEADINGS[ItemKind.MISSING], (), note=_waits_for(undecided)))
    return SectionView(
        section.id,
        section.title,
        len(section.items),
        tuple(group for group in (*groups, *folded) if group.items or group.note),
        banner_of(section.items) if section.id is SectionId.URGENT else None,
    )


def _parted(section: SectionId, items: tuple[Item, ...]) -> tuple[tuple[Item, ...], tuple[Group, ...]]:
    """The items that stand open, and the folded groups; a fold of one item would hide no more than its heading."""
    folding = foldings().get(section)
    if folding is None or len(items) <= FEW:
        return items, ()
    rest = [item for item in items if item.kind not in NEVER_FOLDED and not _named(item, folding.open)]
    groups = []
    for fold in folding.all_folds():
        found = [item for item in rest if _named(item, fold.rules)]
        rest = [item for item in rest if item not in found]
        if len(found) > 1:
            ordered = sorted(found, key=_number) if fold.one_by_one else found
            groups.append(Group(f"{len(found)} more {fold.about}", tuple(ordered), folded=True))
    folded = {item.id for group in groups for item in group.items}
    return tuple(item for item in items if item.id not in folded), tuple(groups)


def _named(item: Item, patterns: tuple[str, ...]) -> bool:
    rule = _NUMBER.sub("", item.id)
    return any(fnmatchcase(rule, pattern) for pattern in patterns)


def _number(item: Item) -> int:
    """Which lesion or sample it is about; 0 for one about none."""
    found = _NUMBER.search(item.id)
    return int(found[1]) if found else 0


def _waits_for(paths: Sequence[str]) -> str:
    told = list(dict.fromkeys(map(fact_name, paths)))
    return f"Whether more comes into question depends on what your records do not settle: {', '.join(told)}."


@cache
def foldings() -> dict[SectionId, Folding]:
    """How each section is laid out; one that is not there is never folded."""
    told = yaml.safe_load(files("guidance").joinpath("wording", "folding.yaml").read_text(encoding="utf-8"))
    return {SectionId(section): Folding.model_validate(folding) for section, folding in told.items()}

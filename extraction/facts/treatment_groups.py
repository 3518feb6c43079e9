"""Groups the drugs of one unit of text into regimens, each with the stretch of text that speaks of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from extraction.facts.drugs import DrugMention
from extraction.facts.note import Note
from extraction.facts.treatment_cues import cue_books, cues_between

_DOSE = re.compile(r"x?\d+\w{0,3}")
_BREAK = re.compile(r";| then | followed by | f/b | vs\.? | versus |->|, (?=then)")
_ENDS_SCOPE = re.compile(r";(?!\s*(?:stopped|last|discontinued|held|completed|ended|continu|then stopped|off|now))")
_ADJACENT = 6


@dataclass(frozen=True)
class DrugGroup:
    """Drugs named together, and the stretches of text on either side that speak of them."""

    drugs: tuple[str, ...]
    start: int
    end: int
    scope: tuple[int, int] = field(default=(0, 0))


def _grouped(note: Note, mentions: list[DrugMention]) -> Iterator[DrugGroup]:
    group = DrugGroup(mentions[0].drugs, mentions[0].start, mentions[0].end)
    for before, mention in pairwise(mentions):
        if set(mention.drugs) <= set(group.drugs) and not note.folded[before.end : mention.start].strip(" ([\n"):
            group = replace(group, end=mention.end)  # another name in brackets
        elif _joined(note, before.end, mention.start) and not set(group.drugs) & set(mention.drugs):
            group = replace(group, drugs=(*group.drugs, *mention.drugs), end=mention.end)
        else:
            yield group
            group = DrugGroup(mention.drugs, mention.start, mention.end)
    yield group


def _joined(note: Note, start: int, end: int) -> bool:
    """Whether what stands between two drug names joins them into one regimen."""
    gap = note.folded[start:end]
    if len(gap) > 44 or ";" in gap or ". " in gap or "\n\n" in note.text[start:end] or note.dates_between(start, end):
        return False
    words = re.findall(r"[a-z0-9]+", gap)
    return all(word in cue_books().joining or _DOSE.fullmatch(word) for word in words)


def groups_of(note: Note, unit: tuple[int, int], mentions: list[DrugMention]) -> Iterator[DrugGroup]:
    """The drugs of a unit in groups that are named together; the stretches of text of the groups do not overlap."""
    groups = list(_grouped(note, mentions))
    ends = _ENDS_SCOPE.search(note.folded, groups[-1].end, unit[1])
    last = ends.start() if ends else unit[1]
    cuts = [unit[0], *(_cut(note, left.end, right.start) for left, right in pairwise(groups)), last]
    for group, (start, end) in zip(groups, pairwise(cuts), strict=True):
        yield replace(group, scope=(start, end))


def _cut(note: Note, start: int, end: int) -> int:
    """Where what is said of one group ends and what is said of the next begins."""
    gap = re.sub(r"\([^()]*\)", lambda match: " " * len(match.group()), note.folded[start:end])
    broken = _BREAK.search(gap)
    if broken:
        return start + broken.start()
    mark = max(gap.rfind(","), gap.rfind(":"), gap.rfind("?"), gap.rfind(". "))
    if mark >= 0:
        return start + mark
    cues = cues_between(note, cue_books().before, start, end)
    if cues and end - cues[-1][2] <= _ADJACENT:
        return cues[-1][1]
    return end

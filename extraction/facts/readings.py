"""What is told of tumour markers, and its mending where OCR tore a table's columns apart."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

_BLANK = re.compile(r"[ .:_-]*")
_WORDS = frozenset({"positive", "negative", "equivocal", "low_positive", "weakly_positive"})
_OF_HER2 = frozenset({"score", "crosses", "method_ihc", "zero_or_one"})
_LEAST_TORN = 4  # labels in a row, before a table counts as one whose values precede their labels


@dataclass(frozen=True, slots=True)
class Element:
    """One telling piece of a result, e.g. a score: what it is, and where it stands."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """One or more markers named together, and what is told of them.

    Attributes:
        kinds: Markers named, e.g. er and pr in "ER/PR".
        start: Where the words begin; `end` where they end; `label_end` where the names end.
        before: A verdict that stands before the names ("negative for ER and PR"), or None.
        elements: In order of the text.
    """

    kinds: tuple[str, ...]
    start: int
    label_end: int
    end: int
    before: str | None
    elements: tuple[Element, ...]

    def has(self, *kinds: str) -> bool:
        """Whether an element of one of these kinds is there."""
        return any(element.kind in kinds for element in self.elements)

    def of(self, *kinds: str) -> Iterator[Element]:
        """The elements of these kinds."""
        return (element for element in self.elements if element.kind in kinds)


def mended(text: str, readings: Sequence[Reading]) -> list[Reading]:
    """The readings, with values given back to their labels where a table's columns were torn apart.

    Two ways are known: values that come before their labels all along ("98%. ER: 25%. PR: IHC 1+. HER2:"), and labels
    that come in a row with their values behind the last ("PR: HER2: positive. 1+."). A value whose label is in doubt
    is dropped.
    """
    if shifted := _values_first(text, readings):
        return shifted
    result: list[Reading] = []
    waiting: list[Reading] = []
    for index, reading in enumerate(readings):
        following = readings[index + 1] if index + 1 < len(readings) else None
        if _is_blank(text, reading, following):
            waiting.append(reading)
            continue
        result.extend(_in_turn(text, [*waiting, reading]) if waiting else [reading])
        waiting = []
    return result


def with_method_behind(text: str, readings: Sequence[Reading]) -> list[Reading]:
    """The readings, with the method that stands directly behind a HER2 verdict taken to it: "negative by FISH"."""
    result = list(readings)
    for index, (reading, following) in enumerate(pairwise(readings)):
        if "her2" not in reading.kinds or following.kinds[:1] != ("ish",) or not reading.elements:
            continue
        between = text[reading.elements[-1].end : following.start].strip()
        closed = text[following.label_end : following.label_end + 1] == ")"
        if between in {"by", "via", "using"} or (between == "(" and closed):
            method = Element("method_ish", following.start, following.start + 1)
            result[index] = replace(reading, elements=(*reading.elements, method))
    return result


def _has_colon(text: str, reading: Reading) -> bool:
    return text[reading.label_end : reading.label_end + 2].strip().startswith(":")


def _is_blank(text: str, reading: Reading, following: Reading | None) -> bool:
    """Whether nothing but its colon stands between this label and the next one."""
    if following is None or reading.elements or reading.before or not _has_colon(text, reading):
        return False
    return bool(_BLANK.fullmatch(text, reading.label_end, following.start)) and _has_colon(text, following)


def _in_turn(text: str, row: list[Reading]) -> list[Reading]:
    """Labels in a row: as many values behind the last are theirs in turn; with fewer, a bare word is nobody's."""
    last = row[-1]
    clusters = _clusters(text, last)
    if len(clusters) == len(row):
        return [
            replace(reading, elements=cluster, end=max(reading.end, cluster[-1].end))
            for reading, cluster in zip(row, clusters, strict=True)
        ]
    if last.elements and {element.kind for element in last.elements} <= _WORDS:
        return []
    return [last]


def _clusters(text: str, reading: Reading) -> list[tuple[Element, ...]]:
    """Elements with a full stop between them tell of different things."""
    clusters: list[tuple[Element, ...]] = []
    for element in reading.elements:
        if clusters and not re.search(r"[.;]", text[clusters[-1][-1].end : element.start]):
            clusters[-1] = (*clusters[-1], element)
        else:
            clusters.append((element,))
    return clusters


def _values_first(text: str, readings: Sequence[Reading]) -> list[Reading] | None:
    """Gives every label of a run the value before it, when the run shows by its kinds that values come first."""
    run = [reading for reading in readings if _has_colon(text, reading) and reading.before is None]
    if len(run) < _LEAST_TORN or run[-1].elements or not all(reading.elements for reading in run[:-1]):
        return None
    receptors = [reading for reading in run if reading.kinds in {("er",), ("pr",)}]
    if not any({element.kind for element in reading.elements} <= _OF_HER2 for reading in receptors):
        return None
    return [
        replace(
            label,
            start=value.elements[0].start,
            end=max(label.label_end, value.elements[-1].end),
            elements=value.elements,
        )
        for value, label in pairwise(run)
    ]

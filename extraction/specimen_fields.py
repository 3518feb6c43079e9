"""Resolves the mentions of one specimen field by field: the addendum before the original, a result before pending."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from domain.evidence import Evidence
from domain.finding import Alternative, Finding, Status
from domain.specimen import Her2Status, Histology
from extraction.facts.mention import Mention
from extraction.facts.places import Place

ADDENDUM_WEIGHT = 5  # of the section whose word counts over all others of a report
_REPORT_WEIGHT = 3  # of the findings; the diagnosis weighs no more where a test's result is told
_NOTHING: Finding[Any] = Finding()
_REPORTED = {
    "amplified": Her2Status.POSITIVE,
    "not_amplified": Her2Status.NEGATIVE,
    "positive": Her2Status.POSITIVE,
    "negative": Her2Status.NEGATIVE,
    "equivocal": Her2Status.EQUIVOCAL,
}


@dataclass(frozen=True)
class Found:
    """A mention with its evidence, the weight of its section, and its place.

    Attributes:
        sure: Whether the place is a label's or a column's: what else is named near it does not count.
        head: Of the column that it stands in, where a table has a column a sample: its place is that column's.
    """

    mention: Mention
    evidence: Evidence
    weight: int
    place: Place
    sure: bool = False
    head: str | None = None


class Fields:
    """The mentions of one specimen, resolved field by field: addendum before original, result before pending."""

    def __init__(self, members: Iterable[Found]) -> None:
        self._by_field: dict[str, list[Found]] = defaultdict(list)
        members = list(members)
        self._invasive = any(each.mention.field == "histology" and not each.mention.in_situ for each in members)
        for each in members:
            self._by_field[each.mention.field].append(each)

    def tells_of_tumor(self) -> bool:
        """Whether there is a type or a marker: a grade or a size alone is no specimen."""
        telling = ("histology", "er.", "pr.", "her2", "ki67", "molecular.", "awaited")
        told = any(self._of(field) for field in self._by_field if field.startswith(telling))
        return told or len(self._by_field) > 2

    def in_situ_only(self) -> bool:
        """Whether only in-situ disease was found."""
        told = self._by_field.get("histology", [])
        return bool(told) and all(each.mention.in_situ for each in told)

    def _of(self, field: str) -> list[Found]:
        found = self._by_field.get(field, [])
        invasive = [each for each in found if not each.mention.in_situ]
        return invasive if invasive or self._invasive else found

    def _best(self, field: str, key: Callable[[Found], tuple[int, ...]]) -> list[Found]:
        """The mentions that weigh most, in order of the text."""
        found = self._of(field)
        if not found:
            return []
        top = max(key(each) for each in found)
        return sorted((each for each in found if key(each) == top), key=lambda each: each.mention.start)

    def one(self, field: str) -> Finding[Any]:
        """The best worded mention's value; of several alike, the first."""
        best = self._best(
            field,
            lambda each: (
                each.mention.status is Status.STATED,
                each.weight > 1,
                each.mention.rank,
                min(each.weight, 4),
            ),
        )
        if not best or best[0].mention.status is not Status.STATED:
            return _NOTHING
        return _finding(best[0].mention.value, [each for each in best if each.mention.value == best[0].mention.value])

    def test(self, field: str) -> Finding[Any]:
        """A test's result by the latest authority; values that differ there are a conflict; else pending."""
        stated = [each for each in self._of(field) if each.mention.status is Status.STATED]
        if not stated:
            pending = self._of(field)
            return (
                Finding(status=Status.PENDING, evidence=tuple(each.evidence for each in pending[:3]), rule="pending")
                if pending
                else _NOTHING
            )
        top = max(_authority(each) for each in stated)
        best = sorted((each for each in stated if _authority(each) == top), key=lambda each: each.mention.start)
        values = list(dict.fromkeys(each.mention.value for each in best))
        if len(values) == 1:
            finding = _finding(values[0], [each for each in stated if each.mention.value == values[0]])
            amended = top[0] == ADDENDUM_WEIGHT and any(each.mention.value != values[0] for each in stated)
            return finding.model_copy(update={"rule": f"addendum_over_original:{finding.rule}"}) if amended else finding
        sides: tuple[Alternative[Any], ...] = tuple(
            Alternative(value=value, evidence=tuple(each.evidence for each in best if each.mention.value == value))
            for value in values
        )
        return Finding(
            status=Status.CONFLICT, evidence=tuple(each.evidence for each in best), alternatives=sides, rule="differing"
        )

    def her2_reported(self) -> Finding[Her2Status]:
        """What the report itself concludes in words: of in-situ hybridisation where it was done, else of HER2."""
        for field in ("her2_ish.status", "her2_ihc.status"):
            worded = [
                each for each in self._of(field) if each.mention.value is not None and each.mention.rule != "scored"
            ]
            if worded:
                last = max(worded, key=lambda each: (each.weight, each.mention.start))
                value = _REPORTED[str(last.mention.value)]
                return _finding(value, [last])
        return _NOTHING

    def largest(self, field: str) -> Finding[Any]:
        """The largest value among the best worded."""
        best = self._best(field, lambda each: (each.mention.rank,))
        if not best:
            return _NOTHING
        value = max(float(str(each.mention.value)) for each in best)
        return _finding(value, [each for each in best if each.mention.value == value])

    def total(self, field: str) -> Finding[Any]:
        """The sum over the best worded counts."""
        best = self._best(field, lambda each: (each.mention.rank,))
        if not best:
            return _NOTHING
        return _finding(sum(int(str(each.mention.value)) for each in best), best)

    def histology(self) -> Finding[Histology]:
        """The type: mixed where the diagnosis says so; of two tumours the larger's; else the best worded."""
        best = self._best("histology", lambda each: (each.weight > 1, min(each.weight, 4)))
        if not best:
            return _NOTHING
        values = {each.mention.value for each in best}
        if Histology.MIXED in values:
            value: object = Histology.MIXED
        else:
            value = self._type_of_largest(best) or max(best, key=lambda each: each.mention.rank).mention.value
        return _finding(value, [each for each in best if each.mention.value == value])

    def _type_of_largest(self, types: list[Found]) -> object:
        """The type told before the largest size, where two types are told with a size each."""
        starts = [each.mention.start for each in types]
        sized: dict[object, float] = {}
        for each, until in zip(types, [*starts[1:], starts[-1] + 400], strict=True):
            sizes = [
                float(str(size.mention.value))
                for size in self._of("tumor_size_mm")
                if each.mention.start < size.mention.start < min(until, each.mention.start + 400)
                and size.mention.rank >= 3
            ]
            if sizes:
                sized[each.mention.value] = max(sized.get(each.mention.value, 0.0), sizes[0])
        return max(sized, key=lambda value: sized[value]) if len(sized) > 1 else None


def _authority(found: Found) -> tuple[int, int]:
    """What decides between results of a test: the addendum's stands, and a report that tells two is in conflict."""
    return _REPORT_WEIGHT if _REPORT_WEIGHT <= found.weight < ADDENDUM_WEIGHT else found.weight, found.mention.rank


def _finding(value: object, found: list[Found]) -> Finding[Any]:
    evidence = tuple(dict.fromkeys(each.evidence for each in found))
    return Finding(value=value, status=Status.STATED, evidence=evidence, rule=found[0].mention.rule)

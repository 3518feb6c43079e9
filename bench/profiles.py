"""Profiles made up from what the rules can tell apart, for property tests and the benchmark.

For every path of the profile there are findings to choose from: each choice of an enumeration, the values on both
sides of every bound that a rule names, lists with and without what rules look for, every standing, and words
that were hard to read.
"""

import datetime as dt
import random
from collections.abc import Iterator, Mapping
from typing import Any, get_origin

from domain.brain import BrainMetastasis, CountQualifier, Lesion, LesionCount, Region
from domain.course import LocalTreatment, LocalTreatmentKind, SystemicTreatment, TreatmentStatus
from domain.dates import PartialDate
from domain.evidence import Evidence
from domain.finding import Alternative, Finding, Status
from domain.profile import Conflict, ConflictSide, Profile
from domain.specimen import Presence, Site, Specimen
from guidance.knowledge import knowledge
from guidance.paths import allowed_values, type_at
from guidance.schema import Condition

TODAY = dt.date(2026, 11, 25)
PARTS = ("her2", "receptors", "brain", "course", "safety", "context")
_STANDING = {"absent": Status.DENIED, "suspected": Status.UNCERTAIN}


def words(document: str = "d1") -> Evidence:
    """The words that everything made up rests on."""
    return Evidence(document=document, page=1, start=0, end=5, quote="words", rule="made up")


def fact_tests(condition: Condition | None) -> Iterator[Condition]:
    """Every test of a fact in a condition."""
    if condition is None:
        return
    if condition.fact is not None:
        yield condition
    for part in (*(condition.all or ()), *(condition.any or ()), condition.negation, condition.where):
        yield from fact_tests(part)


def _named() -> dict[str, set[Any]]:
    """The values that rules name, by path."""
    found: dict[str, set[Any]] = {}
    for rule in knowledge().rules:
        for condition in (rule.when, *(gate.when for gate in rule.gates)):
            for test in fact_tests(condition):
                for name, wanted in test.tests().items():
                    if name not in {"known", "status"}:
                        values = wanted if isinstance(wanted, tuple) else (wanted,)
                        found.setdefault(test.fact or "", set()).update(values)
    return found


_NAMED = _named()


def _values(path: str) -> list[Any]:
    found, named = type_at(path), _NAMED.get(path, set())
    if get_origin(found) is tuple:
        single = sorted(allowed_values(found) or named or {"something"})
        return [(), *[(each,) for each in single], tuple(single[:2]), tuple(single[1:4]), tuple(single)]
    if found is bool:
        return [True, False]
    if found is LesionCount:
        exact = [LesionCount(min=each, max=each, qualifier=CountQualifier.EXACT) for each in (1, 2, 4, 5, 10, 11, 30)]
        return [
            *exact,
            LesionCount(min=5, qualifier=CountQualifier.AT_LEAST),
            LesionCount(qualifier=CountQualifier.INNUMERABLE),
            LesionCount(qualifier=CountQualifier.MULTIPLE),
        ]
    if found in {int, float}:
        marks = [each for each in named if isinstance(each, int | float)] or [1]
        return sorted({max(found(0), found(mark + step)) for mark in marks for step in (-1, 0, 1)})
    return sorted(allowed_values(found) or {*(each for each in named if isinstance(each, str)), "something"})


def findings_at(path: str) -> list[Finding[Any]]:
    """The findings to choose from at a path."""
    part, name = path.split(".")
    shape = type(getattr(Profile(), part)).model_fields[name].annotation
    date = PartialDate(year=2026, month=9, day=3)
    values = _values(path)
    found = [
        shape(value=value, status=_STANDING.get(str(value), Status.STATED), date=date, evidence=(words(),))
        for value in values
    ]
    found.append(shape(value=values[0], status=Status.UNCERTAIN, evidence=(words(),)))
    found.append(shape(value=values[-1], status=Status.STATED, evidence=(words(),), check=True))
    found.append(shape(status=Status.PENDING, evidence=(words(),)))
    if len(values) > 1:
        sides = [Alternative(value=value, evidence=(words(),)).model_dump() for value in values[:2]]
        found.append(shape(status=Status.CONFLICT, evidence=(words(),), alternatives=sides))
    return found


PATHS = [
    f"{part}.{name}"
    for part in PARTS
    for name, field in type(getattr(Profile(), part)).model_fields.items()
    if isinstance(field.annotation, type) and issubclass(field.annotation, Finding)
]
FINDINGS: dict[str, list[Finding[Any]]] = {path: findings_at(path) for path in PATHS}
SPECIMENS = [
    Specimen(
        id=f"{site}-{number}",
        label="made up",
        document="d1",
        site=site,
        quoted=number % 2 == 0,
        in_situ_only=number == 5,
        her2_status=finding,
        evidence=(words(),),
    )
    for number, finding in enumerate(FINDINGS["her2.status"])
    for site in (Site.BREAST, Site.BRAIN)
]
LESIONS = [
    Lesion(region=region, size_mm=size, treated=treated, evidence=(words(),))
    for region in (Region.FRONTAL, Region.BRAINSTEM, Region.CEREBELLUM)
    for size in (6.0, 25.0, 45.0)
    for treated in (True, False)
]
LOCAL = [
    LocalTreatment(kind=kind, status=status, date=PartialDate(year=2025, month=2), evidence=(words(),))
    for kind in LocalTreatmentKind
    for status in (TreatmentStatus.COMPLETED, TreatmentStatus.PLANNED)
]
SYSTEMIC = [
    SystemicTreatment(drug=drug, status=status, line=line, evidence=(words(),))
    for drug in ("trastuzumab", "trastuzumab_deruxtecan", "tucatinib", "capecitabine")
    for status, line in ((TreatmentStatus.CURRENT, 2), (TreatmentStatus.COMPLETED, 1))
]
CONFLICT = Conflict(
    field="her2.status",
    summary="Two samples disagree.",
    sides=(
        ConflictSide(value="positive", evidence=(words("d1"),)),
        ConflictSide(value="negative", evidence=(words("d2"),)),
    ),
)
LISTS: dict[str, tuple[list[Any], int]] = {
    "specimens": (SPECIMENS, 3),
    "brain.lesions": (LESIONS, 3),
    "course.local": (LOCAL, 2),
    "course.systemic": (SYSTEMIC, 3),
    "conflicts": ([CONFLICT], 1),
}


def profile_with(values: Mapping[str, Any]) -> Profile:
    """A profile with these findings and lists by path; everything else is unknown."""
    parts: dict[str, dict[str, Any]] = {}
    for path, value in values.items():
        part, _, name = path.partition(".")
        if name:
            parts.setdefault(part, {})[name] = value
        else:
            parts[part] = value
    empty = Profile()
    return empty.model_copy(
        update={
            part: getattr(empty, part).model_copy(update=value) if isinstance(value, dict) else value
            for part, value in parts.items()
        }
    )


def typical(chance: random.Random) -> Profile:
    """A profile as records give one: HER2 and brain mostly stated, two thirds of the rest, a few lists."""
    values = {path: chance.choice(FINDINGS[path]) for path in PATHS if chance.random() < 2 / 3}
    for path, usual in (("her2.status", "positive"), ("brain.metastasis", BrainMetastasis.PRESENT)):
        if chance.random() < 2 / 3:
            values[path] = next(each for each in FINDINGS[path] if each.value == usual and each.known)
    for sign in ("herniation", "hydrocephalus", "midline_shift", "hemorrhage", "leptomeningeal"):
        if chance.random() < 3 / 4:
            values[f"brain.{sign}"] = next(
                each for each in FINDINGS[f"brain.{sign}"] if each.value == Presence.ABSENT and each.known
            )
    lists = {path: tuple(chance.sample(found, chance.randint(0, min(most, 2)) if most > 1 else 0))
             for path, (found, most) in LISTS.items()}  # fmt: skip
    return profile_with({**values, **lists})

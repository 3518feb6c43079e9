"""Builds profiles from short descriptions: `{"her2.status": "positive", "brain.largest_mm": 17}`."""

import datetime as dt
from typing import Any

import pytest

from domain.brain import BrainStudy, CountQualifier, Lesion, LesionCount
from domain.course import LocalTreatment, SystemicTreatment
from domain.dates import PartialDate
from domain.evidence import Evidence
from domain.finding import Alternative, Finding, Status
from domain.frozen import Frozen
from domain.profile import Profile
from domain.specimen import Specimen

WORDS = Evidence(document="d1", page=1, start=0, end=5, quote="words", rule="made up")
LISTS = {
    "specimens": Specimen,
    "course.systemic": SystemicTreatment,
    "course.local": LocalTreatment,
    "brain.lesions": Lesion,
    "brain_studies": BrainStudy,
}


def date_of(given: Any) -> PartialDate | None:
    """A date to the day, or "2026-07", or a year."""
    if isinstance(given, dt.date):
        return PartialDate(year=given.year, month=given.month, day=given.day)
    parts = [int(part) for part in str(given).split("-")] if given else []
    return PartialDate(**dict(zip(("year", "month", "day"), parts, strict=False))) if parts else None


def finding_of(shape: type[Finding[Any]], value: Any) -> Finding[Any]:
    date = told = None
    if isinstance(value, dict) and "value" in value:
        value, date, told = value["value"], date_of(value.get("date")), value.get("status")
    if value == "pending":
        return shape(status=Status.PENDING, evidence=(WORDS,))
    if value == "conflict":
        kinds = list(shape.model_fields["value"].annotation.__args__[0])[:2]
        sides = tuple(Alternative(value=kind, evidence=(WORDS,)) for kind in kinds)
        return shape(status=Status.CONFLICT, evidence=(WORDS,), alternatives=[s.model_dump() for s in sides])
    status = {"absent": Status.DENIED, "suspected": Status.UNCERTAIN}.get(str(value), Status.STATED)
    status = Status(told) if told else status
    if isinstance(value, dict) and "qualifier" in value:
        value = LesionCount(**value)
    return shape(value=value, status=status, date=date, evidence=(WORDS,))


def placed(holder: Frozen, path: str, value: Any) -> Frozen:
    """The holder with a fact, a plain value or a date at a path within it."""
    name, _, rest = path.partition(".")
    shape = type(holder).model_fields[name].annotation
    if rest:
        new = placed(getattr(holder, name), rest, value)
    elif isinstance(shape, type) and issubclass(shape, Finding):
        new = finding_of(shape, value)
    else:
        new = date_of(value) if name in {"date", "start", "stop"} else value
    return type(holder).model_validate({**dict(holder), name: new})


def element_of(shape: type[Frozen], number: int, given: dict[str, Any]) -> Frozen:
    start: dict[str, Any] = {
        Specimen: {"id": f"s{number}", "label": given.get("site", "sample"), "document": "d1"},
        SystemicTreatment: {"drug": given.get("drug"), "evidence": (WORDS,)},
        LocalTreatment: {"kind": given.get("kind"), "evidence": (WORDS,)},
        Lesion: {"evidence": (WORDS,)},
        BrainStudy: {"document": "d1"},
    }[shape]
    element = shape(**start)
    for path, value in given.items():
        element = placed(element, path, value)
    return element


def made(facts: dict[str, Any]) -> Profile:
    """A profile with these facts, each resting on the same words; None takes a fact away.

    A whole number for `brain.count` is exact; `{value: 46, date: 2026-07}` is a fact with its date,
    `{value: positive, status: uncertain}` one of which the record is not certain; specimens,
    treatments and lesions are lists of descriptions of the same kind.
    """
    profile = Profile()
    for path, given in facts.items():
        value = given
        if value is None:
            continue
        if path in LISTS:
            value = tuple(element_of(LISTS[path], number, each) for number, each in enumerate(value, start=1))
        if path == "brain.count" and isinstance(value, int):
            value = {"min": value, "max": value, "qualifier": CountQualifier.EXACT}
        profile = placed(profile, path, value)
    return profile


@pytest.fixture(scope="session")
def profile_of():
    return made

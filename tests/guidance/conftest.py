"""Builds profiles from short descriptions: `{"her2.status": "positive", "brain.largest_mm": 17}`."""

from typing import Any

import pytest

from domain.brain import CountQualifier, LesionCount
from domain.evidence import Evidence
from domain.finding import Alternative, Finding, Status
from domain.profile import Profile

WORDS = Evidence(document="d1", page=1, start=0, end=5, quote="words", rule="made up")
SHORT_FORMS = {"pending", "conflict"}


def finding_of(shape: type[Finding[Any]], value: Any) -> Finding[Any]:
    if value == "pending":
        return shape(status=Status.PENDING, evidence=(WORDS,))
    if value == "conflict":
        kinds = list(shape.model_fields["value"].annotation.__args__[0])[:2]
        sides = tuple(Alternative(value=kind, evidence=(WORDS,)) for kind in kinds)
        return shape(status=Status.CONFLICT, evidence=(WORDS,), alternatives=[s.model_dump() for s in sides])
    if isinstance(value, dict) and "qualifier" in value:
        value = LesionCount(**value)
    elif value == "absent":
        return shape(value=value, status=Status.DENIED, evidence=(WORDS,))
    elif value == "suspected":
        return shape(value=value, status=Status.UNCERTAIN, evidence=(WORDS,))
    return shape(value=value, status=Status.STATED, evidence=(WORDS,))


def made(facts: dict[str, Any], **lists: Any) -> Profile:
    """A profile with these facts, each resting on the same words; a whole number for `brain.count` is exact."""
    profile = Profile(**lists)
    for path, given in facts.items():
        value = given
        part, name = path.split(".")
        holder = getattr(profile, part)
        shape = type(holder).model_fields[name].annotation
        if path == "brain.count" and isinstance(value, int):
            value = {"min": value, "max": value, "qualifier": CountQualifier.EXACT}
        holder = holder.model_copy(update={name: finding_of(shape, value)})
        profile = profile.model_copy(update={part: holder})
    return profile


@pytest.fixture(scope="session")
def profile_of():
    return made

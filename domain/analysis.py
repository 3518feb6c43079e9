"""What the product publishes about a record: documents, profile and guidance. Its JSON Schema stands in docs/."""

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from pydantic import Field

from domain.advice import Advice, Item, ItemKind, SectionId
from domain.document import DocumentSummary
from domain.finding import Finding, Status
from domain.frozen import Frozen
from domain.profile import Missing, Profile
from domain.release import Release, ReleasePolicy, Signature

SCHEMA_VERSION: Literal["1.0"] = "1.0"


class Analysis(Frozen):
    """The result of reading one person's record.

    Attributes:
        schema_version: Of this shape; a change that breaks readers raises the first number.
        documents: Every file of the upload, also those that could not be read, in the order given.
        profile: What they state.
        guidance: What follows from it.
        release: Whether all of the guidance is in it, and who reviewed it.
    """

    schema_version: Literal["1.0"] = Field(default=SCHEMA_VERSION)
    documents: tuple[DocumentSummary, ...]
    profile: Profile
    guidance: Advice
    release: Release = Release()


_WHY_MISSING = {
    Status.UNKNOWN: "Not found in these records.",
    Status.PENDING: "The result is still to come.",
    Status.CONFLICT: "The records do not agree.",
    Status.UNCERTAIN: "The records are not certain of it.",
}
_HARD_TO_READ = "It was hard to read, and nobody has confirmed it yet."


def analysis_of(documents: Sequence[DocumentSummary], profile: Profile, guidance: Advice) -> Analysis:
    """The whole result; what the guidance had to ask for is what the profile misses for a decision."""
    missing = tuple(_missing(profile, item) for item in _asked(guidance))
    return Analysis(
        documents=tuple(documents), profile=profile.model_copy(update={"missing": missing}), guidance=guidance
    )


def _asked(guidance: Advice) -> Iterator[Item]:
    for section in guidance.sections:
        yield from (item for item in section.items if item.kind is ItemKind.MISSING)


def _missing(profile: Profile, item: Item) -> Missing:
    path = item.because[0].fact
    node: Any = profile
    for part in path.split("."):
        node = getattr(node, part)
    finding: Finding[Any] = node
    if finding.unsure:
        return Missing(fact=path, status=finding.status, reason=_HARD_TO_READ)
    known = finding.reason if finding.status is Status.UNKNOWN else None
    return Missing(fact=path, status=finding.status, reason=known or _WHY_MISSING[finding.status])


def as_released(analysis: Analysis, policy: ReleasePolicy, signature: Signature | None) -> Analysis:
    """The analysis as it may be shown: while it waits for a review, without guidance but for what cannot wait.

    Args:
        analysis: All of it.
        policy: When guidance is shown.
        signature: A clinician's, of this very analysis.
    """
    release = Release(
        policy=policy, released=policy is ReleasePolicy.AT_ONCE or signature is not None, signature=signature
    )
    guidance = analysis.guidance
    if not release.released and analysis.profile.persons.settled:  # else there is no guidance, and it says why
        urgent = tuple(section for section in guidance.sections if section.id is SectionId.URGENT)
        guidance = guidance.model_copy(update={"sections": urgent})
    return analysis.model_copy(update={"guidance": guidance, "release": release})

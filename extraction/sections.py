"""Splits a report into its sections by their headings: diagnosis, addendum, history, findings, impression and so on."""

from dataclasses import dataclass
from enum import StrEnum


class SectionKind(StrEnum):
    """What a section is for. Facts are weighed by it: an indication is not a finding."""

    BODY = "body"
    DIAGNOSIS = "diagnosis"
    ADDENDUM = "addendum"
    COMMENT = "comment"
    ANCILLARY = "ancillary"
    GROSS = "gross"
    MICROSCOPIC = "microscopic"
    SPECIMEN = "specimen"
    HISTORY = "history"
    FAMILY_HISTORY = "family_history"
    INDICATION = "indication"
    TECHNIQUE = "technique"
    COMPARISON = "comparison"
    FINDINGS = "findings"
    IMPRESSION = "impression"
    MEDICATIONS = "medications"
    EXAM = "exam"
    PLAN = "plan"
    METHODS = "methods"
    DISCUSSION = "discussion"


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of text under one heading; `start` is the heading's first character, `body` the first behind it."""

    kind: SectionKind
    start: int
    body: int
    end: int

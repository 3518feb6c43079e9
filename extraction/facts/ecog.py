"""ECOG performance status as written; a range is left to the reader."""

import re

from domain.finding import Finding, Status
from extraction.facts.report import Report

_ECOG = re.compile(
    r"\b(?:ecog|zubrod)(?:\s*(?:ps|performance status|score))?\s*(?:is|of|:|=|-)?\s*(?P<score>[0-4])\b(?!\s*(?:-|to|/)\s*\d)"
)


def find(report: Report) -> Finding[int]:
    """The first score."""
    match = next(report.find(_ECOG), None)
    if match is None:
        return Finding[int]()
    evidence = (report.evidence(match.start(), match.end(), "ecog"),)
    return Finding[int](value=int(match["score"]), status=Status.STATED, evidence=evidence, rule="ecog")

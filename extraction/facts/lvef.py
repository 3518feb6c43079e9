"""Left ventricular ejection fraction: the current figure, never an earlier one or a limit."""

import re

from domain.finding import Finding, Status
from extraction.facts.report import Report

_LVEF = re.compile(
    r"\b(?:lvef|ejection fraction|lv ef|ef)\b(?:\s*\([a-z ]+\))?(?P<between>[^.;%\d]{0,40}?)(?P<percent>\d{2})\s*%"
    r"(?!\s*(?:-|to)\s*\d)"
)
_NOT_THIS = re.compile(
    r"\b(?:was|previous\w*|prior|baseline|below|under|less|over|above|studied|if|goal|drop|fall)\b|[<>]"
)


def find(report: Report) -> Finding[float]:
    """The first figure that is told as such; a range is left to the reader."""
    for match in report.find(_LVEF):
        if _NOT_THIS.search(match["between"]):
            continue
        evidence = (report.evidence(match.start(), match.end(), "lvef"),)
        return Finding[float](value=float(match["percent"]), status=Status.STATED, evidence=evidence, rule="lvef")
    return Finding[float]()

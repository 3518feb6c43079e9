"""Edema, mass effect, midline shift, herniation, hydrocephalus, hemorrhage and leptomeningeal disease."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.document import DocumentKind
from domain.specimen import Presence
from extraction.assertion import Assertion, assertion_of
from extraction.facts.brain_words import about_the_brain, any_of, brain_words
from extraction.facts.report import Report

_MEANT = {
    Assertion.AFFIRMED: Presence.PRESENT,
    Assertion.NEGATED: Presence.ABSENT,
    Assertion.UNCERTAIN: Presence.SUSPECTED,
}
_NOT_THIS = {
    "edema": re.compile(
        r"\b(?:pedal|ankle|leg|extremit\w+|pulmonary|pitting|peripheral|lung|optic|disc|disk|facial|limb)\b"
    ),
    "hemorrhage": re.compile(
        r"\b(?:retinal|gi|gastro\w+|vaginal|gum|bladder|subcutaneous|rectal|splinter|chronic|old|conjunctiv\w+|expected)\b"
    ),
    "herniation": re.compile(
        r"\b(?:dis[ck]s?|inguinal|umbilical|hiatal|nucleus pulposus|lumbar|cervical spine|l\d|c\d)\b"
    ),
    "leptomeningeal": re.compile(r"\bcyst\b"),
}
_ONLY_A_HINT = re.compile(r"tonsils|tonsillar descent")  # low tonsils may be herniation; the report leaves it open
_SHIFT_MM = re.compile(
    r"(?P<a>\d+(?:\.\d+)?)\s*(?P<ua>mm|cm)\b[^.;]{0,30}\bshift|\bshift(?:ed|ing)?\b[^.;\d]{0,40}(?P<b>\d+(?:\.\d+)?)\s*(?P<ub>mm|cm)\b"
)
_BEFORE = re.compile(r"\b(?:previously|prior|was|pre-op\w*|formerly|from)\s*$")


@dataclass(frozen=True, slots=True)
class Sign:
    """One statement of one sign; `millimetres` where a midline shift is measured."""

    field: str
    value: Presence
    start: int
    end: int
    millimetres: float | None = None


def find(report: Report, kind: DocumentKind) -> Iterator[Sign]:
    """Every statement of every sign, in the document's own words."""
    for name, patterns in brain_words().signs.items():
        for match in report.find(any_of(patterns)):
            sentence = report.sentence(match.start())
            if name in _NOT_THIS and _NOT_THIS[name].search(sentence):
                continue
            if not about_the_brain(report, kind, match.start()):
                continue
            meant = _MEANT.get(assertion_of(report, match.start(), match.end()))
            if meant is Presence.PRESENT and _ONLY_A_HINT.search(match.group()):
                meant = Presence.SUSPECTED
            if meant is not None:
                yield Sign(name, meant, match.start(), match.end())
    for name, patterns in brain_words().normal.items():
        for match in report.find(any_of(patterns)):
            if about_the_brain(report, kind, match.start()):
                yield Sign(name, Presence.ABSENT, match.start(), match.end())
    yield from _shift_in_millimetres(report)


def _shift_in_millimetres(report: Report) -> Iterator[Sign]:
    for match in report.find(_SHIFT_MM):
        number, unit = (match["a"], match["ua"]) if match["a"] else (match["b"], match["ub"])
        if _BEFORE.search(report.folded, max(0, match.start() - 15), match.start()):
            continue
        if assertion_of(report, match.start(), match.end()) is Assertion.AFFIRMED:
            millimetres = float(number) * (10 if unit == "cm" else 1)
            yield Sign("midline_shift", Presence.PRESENT, match.start(), match.end(), millimetres)

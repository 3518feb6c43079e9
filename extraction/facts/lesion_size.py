"""Sizes of lesions in the brain: the current ones, never an earlier one, a cavity or a slice."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extraction.assertion import Assertion, assertion_of
from extraction.facts.brain_words import any_of, brain_words, lesion_pattern, regions_in
from extraction.facts.report import Report

_N = r"\d{1,3}(?:\.\d+)?"
_SIZE = re.compile(
    rf"(?<![\d./])(?P<n>{_N}(?:\s*(?:mm|cm)?\s*(?:[a-z]+\s)?(?:x|by)\s*{_N}){{0,2}})\s*-?\s*(?P<unit>mm|cm|millimeters?|centimeters?)\b"
)
_NUMBER = re.compile(_N)
_EARLIER_BEFORE = re.compile(
    r"(?:previously|prior(?:ly)?|formerly|\bwas|\bwere|from|compared (?:to|with)|baseline|versus|vs\.?|before|had been|"
    r"decreased from|increased from|initially)\s*(?:measur\w+ |approximately |about |of |at )*$"
)
_EARLIER_AFTER = re.compile(
    r"^\)?\s*(?:previously|prior|before|on (?:the )?prior|in (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|"
    r"at baseline|on \d|pre-)"
)
_DISTANCE_AFTER = re.compile(r"\s*(?:away\b|(?:from|below|above)\s+(?!\d|prior|previous))")
_MONTH_IN_BRACKETS = re.compile(
    r"previous|prior|\bwas\b|baseline|before|jan|feb|mar\b|march|apr|\bmay\b|jun|jul|aug|sep|oct|nov|dec|\d/\d|comparison"
)


@dataclass(frozen=True, slots=True)
class Size:
    """A size with its greatest dimension in millimetres; `current` is False for the size of an earlier study."""

    millimetres: float
    start: int
    end: int
    current: bool


def find(report: Report) -> Iterator[Size]:
    """Sizes of lesions that the text affirms."""
    for match in report.find(_SIZE):
        first, last = report.sentence_span(match.start())
        sentence = report.folded[first:last]
        at = match.start() - first
        clause = sentence[max(0, at - 90) : match.end() - first + 50]
        if not (lesion_pattern().search(sentence) or regions_in(sentence)):
            continue
        if _DISTANCE_AFTER.match(report.folded, match.end()):
            continue
        if any_of(brain_words().not_a_lesion).search(_close(sentence, at, match.end() - first)):
            continue
        if not clause or assertion_of(report, match.start(), match.end()) in {
            Assertion.HYPOTHETICAL,
            Assertion.OTHER_PERSON,
            Assertion.NEGATED,
        }:
            continue
        factor = 10 if match["unit"].startswith("c") else 1
        largest = max(float(number) for number in _NUMBER.findall(match["n"])) * factor
        yield Size(largest, match.start(), match.end(), not _is_earlier(report.folded, match, first, last))


def _close(sentence: str, start: int, end: int) -> str:
    """The words that a size belongs to: its own part of the sentence, between commas and brackets, some words long."""
    before = re.split(r"[,;(]", sentence[max(0, start - 45) : start])[-1]
    after = re.split(r"[,;()]", sentence[end : end + 35])[0]
    return before + " " + after


def _is_earlier(text: str, match: re.Match[str], first: int, last: int) -> bool:
    before, after = text[first : match.start()], text[match.end() : last]
    if _EARLIER_BEFORE.search(before[-60:]) or _EARLIER_AFTER.search(after):
        return True
    opened = before.rfind("(")
    if opened > before.rfind(")") and _SIZE.search(before[:opened]):
        inside = before[opened:] + after.split(")")[0]
        return _MONTH_IN_BRACKETS.search(inside) is not None
    return False

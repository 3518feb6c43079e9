"""What became of the metastases as a whole since the study compared with: new, larger, smaller, stable, mixed, resolved."""

import re
from collections.abc import Iterator

from domain.brain import Change
from domain.finding import Status
from extraction.assertion import Assertion, assertion_of
from extraction.facts.brain_words import any_of, brain_words
from extraction.facts.lesion_course import changes_in
from extraction.facts.lesion_units import Unit, is_aside, units_of
from extraction.facts.lesion_words import lesion_patterns
from extraction.facts.report import Report
from extraction.facts.statement import Statement

_NEW = re.compile(r"(?<!no )(?<!not )(?<!without )\bnew(?:ly)?\b")
_GROWTH = frozenset({Change.NEW, Change.LARGER})
_SHRINKING = frozenset({Change.SMALLER, Change.RESOLVED})
_ORDER = (Change.LARGER, Change.NEW, Change.SMALLER, Change.STABLE, Change.RESOLVED)


def find(report: Report) -> Iterator[Statement[Change]]:
    """Every statement on a change of lesions; never of an indication, a comparison's heading or advice."""
    words = lesion_patterns()
    told = [match.start() for pattern in (words.change, words.overall) for match in report.find(pattern)]
    for unit in units_of(report) if told else ():
        if not any(unit.start <= at < unit.end for at in told):
            continue
        if is_aside(report, unit.start) or words.advice.search(report.folded, unit.start, unit.end):
            continue
        yield from _new_in_the_lining(report, unit)
        overall = list(_overall(report, unit))
        yield from overall
        if not overall and _is_of_metastases(report.folded, unit):
            for word in changes_in(report, unit.start, unit.end):
                status = Status.STATED if word.sure else Status.UNCERTAIN
                yield Statement(word.change, word.start, word.end, "lesion_change", status)


def together(changes: frozenset[Change]) -> Change:
    """One word for several: growth beside shrinking is mixed, and so are new lesions beside stable ones."""
    if (
        Change.MIXED in changes
        or (changes & _GROWTH and changes & _SHRINKING)
        or changes == {Change.NEW, Change.STABLE}
    ):
        return Change.MIXED
    return next(change for change in _ORDER if change in changes)


def _overall(report: Report, unit: Unit) -> Iterator[Statement[Change]]:
    for match in lesion_patterns().overall.finditer(report.folded, unit.start, unit.end):
        meant = assertion_of(report, match.start(), match.end())
        if match.group().startswith("no ") or meant in {Assertion.AFFIRMED, Assertion.UNCERTAIN}:
            status = Status.UNCERTAIN if meant is Assertion.UNCERTAIN else Status.STATED
            yield Statement(Change(str(match.lastgroup)), match.start(), match.end(), "overall_change", status)


def _new_in_the_lining(report: Report, unit: Unit) -> Iterator[Statement[Change]]:
    """New disease of the lining, beside which no lesion's "stable" holds for all of it."""
    for match in any_of(brain_words().signs["leptomeningeal"]).finditer(report.folded, unit.start, unit.end):
        meant = assertion_of(report, match.start(), match.end())
        if meant in {Assertion.AFFIRMED, Assertion.UNCERTAIN} and _NEW.search(report.folded, unit.start, unit.end):
            status = Status.UNCERTAIN if meant is Assertion.UNCERTAIN else Status.STATED
            yield Statement(Change.NEW, match.start(), match.end(), "new_in_the_lining", status)
            return


def _is_of_metastases(text: str, unit: Unit) -> bool:
    words = lesion_patterns()
    if words.not_brain.search(text, unit.start, unit.end) or words.never.search(text, unit.start, unit.end):
        return False
    return bool(words.named.search(text, unit.start, unit.end) or words.places.search(text, unit.start, unit.end))

"""The details of one brain study: its lesions, their change, radiation effect, the call, contrast and comparison."""

from collections.abc import Iterable
from typing import Any, TypeVar

from domain.brain import Change, Contrast, OtherFinding
from domain.dates import PartialDate
from domain.document import DocumentKind
from domain.finding import Finding, Status
from domain.specimen import Presence
from extraction.dates import parts_of
from extraction.facts import (
    brain_change,
    comparison,
    contrast,
    critical_result,
    lesions,
    other_findings,
    radionecrosis,
    resection_cavity,
)
from extraction.facts.report import Report
from extraction.facts.statement import Statement
from extraction.quotes import quoted
from extraction.sections import SectionKind

T = TypeVar("T")
_JUDGEMENT = frozenset({SectionKind.IMPRESSION, SectionKind.DIAGNOSIS, SectionKind.ADDENDUM})
_MOST_QUOTES = 3


def details_of(report: Report, kind: DocumentKind, date: PartialDate | None) -> dict[str, Any]:
    """The fields of a BrainStudy that only an imaging report has; those of which it says nothing are left out.

    Args:
        report: The document.
        kind: Of the document; a note tells of a study but does not report it.
        date: Of the study.
    """
    if kind is not DocumentKind.BRAIN_IMAGING:
        return {}
    end = _end_of_report(report, kind)
    fields: dict[str, Any] = {
        "change": _change(report, end),
        "radionecrosis": _finding(Finding[Presence], report, radionecrosis.find(report), end),
        "resection_cavity": _finding(Finding[Presence], report, resection_cavity.find(report), end),
        "critical_result": _finding(Finding[bool], report, critical_result.find(report), end),
        "contrast": _finding(Finding[Contrast], report, contrast.find(report), end),
        "comparison": comparison.date_of(report, date),
        "other_findings": _others(report, end),
    }
    told = {name: value for name, value in fields.items() if value is not None}
    if found := lesions.find(report, end):
        told["lesions"] = found
    return told


def _others(report: Report, end: int) -> Finding[tuple[OtherFinding, ...]] | None:
    """All that is shown beside metastases, each by its surest statement; not sure where one of them is not."""
    found = [each for each in other_findings.find(report) if each.start < end]
    best = {each.value: each for each in sorted(found, key=lambda each: each.status is Status.STATED)}
    if not best:
        return None
    sure = all(each.status is Status.STATED for each in best.values())
    ordered = sorted(best.values(), key=lambda each: each.start)
    return Finding[tuple[OtherFinding, ...]](
        value=tuple(each.value for each in ordered),
        status=Status.STATED if sure else Status.UNCERTAIN,
        evidence=tuple(report.evidence(*quoted(report, each.start, each.end), each.rule) for each in ordered),
        rule="other_finding",
    )


def _end_of_report(report: Report, kind: DocumentKind) -> int:
    """Where the imaging report ends, in the folded text: a clinic note may follow in the same file."""
    parts = parts_of(report.annotated, kind)
    dated = next((part for part in parts if part.date is not None), parts[0])
    return report.place(dated.end) if dated.end < len(report.text) else len(report.folded)


def _change(report: Report, end: int) -> Finding[Change] | None:
    """The impression's statements together, else the findings'; what is said for sure before what is not."""
    found = [each for each in brain_change.find(report) if each.start < end]
    judged = [each for each in found if report.section_at(each.start).kind in _JUDGEMENT]
    for pool in (judged, found):
        for status in (Status.STATED, Status.UNCERTAIN):
            told = [each for each in pool if each.status is status]
            if told:
                value = brain_change.together(frozenset(each.value for each in told))
                spans = dict.fromkeys(quoted(report, each.start, each.end) for each in told)
                evidence = tuple(report.evidence(*span, "brain_change") for span in list(spans)[:_MOST_QUOTES])
                return Finding[Change](value=value, status=status, evidence=evidence, rule=told[0].rule)
    return None


def _finding(
    shape: type[Finding[T]], report: Report, statements: Iterable[Statement[T]], end: int
) -> Finding[T] | None:
    """The first statement of the impression, else of the rest, with the others that say the same."""
    found = [each for each in statements if each.start < end]
    judged = [each for each in found if report.section_at(each.start).kind in _JUDGEMENT]
    if not found:
        return None
    best = (judged or found)[0]
    same = [each for each in judged or found if each.value == best.value][:_MOST_QUOTES]
    evidence = tuple(report.evidence(*quoted(report, each.start, each.end), each.rule) for each in same)
    return shape(value=best.value, status=best.status, evidence=evidence, rule=best.rule)

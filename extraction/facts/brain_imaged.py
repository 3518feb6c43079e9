"""What an imaged brain says where no metastasis is named: it is clear, holds another disease, or a lesion without a name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from domain.brain import BrainMetastasis
from domain.document import DocumentKind
from extraction.assertion import Assertion, assertion_of
from extraction.facts import brain_metastasis, brain_proof
from extraction.facts.brain_metastasis import Statement
from extraction.facts.brain_words import brain_words
from extraction.facts.report import Report
from extraction.sections import SectionKind

_NOT_A_RESULT = frozenset(
    {
        SectionKind.INDICATION,
        SectionKind.TECHNIQUE,
        SectionKind.FAMILY_HISTORY,
        SectionKind.DISCUSSION,
        SectionKind.PLAN,
        SectionKind.METHODS,
    }
)
_RESULT_SECTIONS = frozenset({SectionKind.FINDINGS, SectionKind.IMPRESSION, SectionKind.DIAGNOSIS})
_SKULL_BASE = re.compile(r"cliv|skull|petro|planum")  # a mass there is not one of the brain
_SAID = frozenset({Assertion.AFFIRMED, Assertion.UNCERTAIN})


def implied(report: Report, kind: DocumentKind, denials: Sequence[Statement]) -> Iterator[Statement]:
    """What follows from the imaging of a brain in which no metastasis is named, or some are only denied.

    A lesion that nothing explains is suspected where the text weighs metastasis among its causes, and says nothing
    otherwise. Without such a lesion, a brain that was imaged has no metastases by this document, unless the document
    speaks of treatment or of the course of a brain tumor.
    """
    seen = list(_imaged(report, kind))
    words = _words()
    if kind is DocumentKind.BRAIN_IMAGING and brain_metastasis.known(report):
        yield from _followed(report, seen, denials)
        return
    if denials:
        yield from denials
        return
    other = _first(report, words.tumors, kind)
    if not seen and not (words.workup.search(report.folded) and (other := _first(report, words.brain_tumors, kind))):
        return
    if proven := seen and brain_proof.of_metastasis(report):
        yield proven
        return
    lesion = _unexplained(report, seen)
    if lesion and not other:
        if diagnosed := next(brain_metastasis.diagnosed(report, kind), None):
            yield diagnosed
        elif case := brain_proof.case_of_another_disease(report):
            yield case
        elif meant := brain_proof.treated_as_metastasis(report) or brain_proof.case_of_metastasis(report):
            yield meant
        elif words.weighed.search(report.folded):
            yield Statement(BrainMetastasis.SUSPECTED, *lesion, "brain_lesion_not_named", named=False)
        return
    if other:
        yield Statement(BrainMetastasis.ABSENT, *other, "brain_other_disease", named=False)
    elif not _first(report, words.treated, kind):
        found = _first(report, words.findings, kind) or _clear(report, seen) or seen[0]
        yield Statement(BrainMetastasis.ABSENT, *found, "brain_imaged_clear", named=False)


def proven_other(report: Report, kind: DocumentKind, after: int) -> Statement | None:
    """Another disease, proven by tissue or culture behind the offset at which metastases were only suspected.

    An imaging report knows no such proof: what it tells of tissue was known before it.
    """
    if kind is DocumentKind.BRAIN_IMAGING:
        return None
    return brain_proof.of_another_disease(report, _words().tumors, after, seen=bool(list(_imaged(report, kind))))


def other_in_tissue(report: Report) -> Statement | None:
    """Another disease than a metastasis, as the diagnosis of tissue from the brain."""
    return brain_proof.another_in_tissue(report, _words().tumors)


def _followed(report: Report, seen: list[tuple[int, int]], denials: Sequence[Statement]) -> Iterator[Statement]:
    """What a study of a brain with known metastases says: a lesion is seen, or none is left; else nothing."""
    if lesion := _unexplained(report, seen):
        yield Statement(BrainMetastasis.PRESENT, *lesion, "known_metastasis_seen")
    elif left_over := residual(report):
        yield left_over
    elif denials:
        yield from (replace(denial, value=BrainMetastasis.TREATED_RESOLVED) for denial in denials)
    elif left := brain_metastasis.nothing_left(report):
        yield left


def residual(report: Report) -> Statement | None:
    """Tumor that is left after treatment, for sure or possibly."""
    meant = {Assertion.AFFIRMED: BrainMetastasis.PRESENT, Assertion.UNCERTAIN: BrainMetastasis.SUSPECTED}
    for match in report.find(_words().residual):
        value = meant.get(assertion_of(report, match.start(), match.end()))
        if value is not None:
            return Statement(value, match.start(), match.end(), "residual_tumor")
    return None


def _imaged(report: Report, kind: DocumentKind) -> Iterator[tuple[int, int]]:
    """Where a sentence tells what an imaging of the brain showed."""
    words = _words()
    told: set[int] = set()
    method = words.method.search(report.folded) is not None
    for match in report.find(words.site):
        section = report.section_at(match.start()).kind
        first, last = report.sentence_span(match.start())
        if section in _NOT_A_RESULT or first in told:
            continue
        sentence = report.folded[first:last]
        in_report = kind is DocumentKind.BRAIN_IMAGING or (
            section in _RESULT_SECTIONS and method and kind is not DocumentKind.CLINICAL_NOTE
        )
        if words.not_done.search(sentence) or not (
            in_report or (words.method.search(sentence) and words.result.search(sentence))
        ):
            continue
        told.add(first)
        yield match.start(), match.end()


def _unexplained(report: Report, seen: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The first mass that the imaging affirms."""
    for start, end in seen:
        first, last = report.sentence_span(start)
        if _SKULL_BASE.search(report.folded, start, end) or _words().explains.search(report.folded, first, last):
            continue
        for match in _words().mass.finditer(report.folded, first, last):
            if assertion_of(report, match.start(), match.end()) in _SAID:
                return match.span()
    return None


def _first(report: Report, pattern: re.Pattern[str], kind: DocumentKind) -> tuple[int, int] | None:
    """The first of such diseases that is said to be there, outside of what was asked or is weighed."""
    words = _words()
    for match in report.find(pattern):
        section = report.section_at(match.start()).kind
        if section in _NOT_A_RESULT or (section is SectionKind.HISTORY and kind is DocumentKind.BRAIN_IMAGING):
            continue
        assertion = assertion_of(report, match.start(), match.end())
        first, _ = report.sentence_span(match.start())
        weighed = words.only_weighed.search(report.folded, first, match.start())
        if assertion is Assertion.AFFIRMED or (assertion is Assertion.UNCERTAIN and not weighed):
            return match.span()
    return None


def _clear(report: Report, seen: list[tuple[int, int]]) -> tuple[int, int] | None:
    """Where a sentence about the imaged brain says that it is clear."""
    for start, _ in seen:
        first, last = report.sentence_span(start)
        match = _words().clear.search(report.folded, first, last)
        if match:
            return match.span()
    return None


class _Patterns:
    """The compiled words of `lexicon/brain.yaml` for this module."""

    def __init__(self) -> None:
        words = brain_words()
        self.method = re.compile(words.imaged.method)
        self.site = re.compile(words.imaged.site)
        self.result = re.compile(words.imaged.result)
        self.not_done = re.compile(words.imaged.not_done)
        self.treated = re.compile(words.imaged.treated)
        self.mass = re.compile(words.imaged.mass)
        self.only_weighed = re.compile(words.imaged.only_weighed)
        self.weighed = re.compile(words.imaged.weighed)
        self.workup = re.compile(words.imaged.workup)
        self.residual = re.compile(words.imaged.residual)
        self.clear = re.compile(words.normal_brain)
        self.explains = re.compile(words.imaged.explains)
        self.brain_tumors = _any(words.brain_tumors)
        self.tumors = _any((*words.brain_tumors, *words.other_tumors))
        self.findings = _any(words.other_findings)


def _any(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(phrases) + r")")


@cache
def _words() -> _Patterns:
    return _Patterns()

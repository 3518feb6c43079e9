"""Whether a document says that there are brain metastases, that there are none, or that some are suspected."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.brain import BrainMetastasis
from domain.document import DocumentKind
from extraction.assertion import Assertion, assertion_of
from extraction.facts.brain_words import brain_words
from extraction.facts.report import Report
from extraction.sections import SectionKind

_BRAIN = (
    r"(?:brain(?!\s*-?stem)|cerebral|intracerebral|intracranial|cerebellar|cns|central nervous system|parenchymal|"
    r"supratentorial|infratentorial|dural|pituitary|pontine|(?:frontal|parietal|temporal|occipital)(?: lobe)?)"
)
_METASTASIS = (
    r"(?:metasta(?:sis|ses|tic (?:lesions?|disease|foc(?:i|us)|deposits?|tumou?rs?|mass(?:es)?|(?:adeno)?carcinoma))"
    r"|mets?\b)"
)
_IN_THE_BRAIN = r"(?:brain(?!\s*-?stem)|cerebrum|cerebell\w+|cns|pons|(?:frontal|parietal|temporal|occipital) lobe)\b"
_NAMED = re.compile(
    rf"\b{_BRAIN}\b[a-z\s/,()-]{{0,30}}?{_METASTASIS}|"
    rf"{_METASTASIS}[a-z\s,/]{{0,50}}?\b(?:to|in|of|involving|within|at)\b[a-z\s,/]{{0,60}}?\b{_IN_THE_BRAIN}|"
    r"\bmetasta\w+ brain (?:tumou?rs?|disease|lesions?)"
)
_ANY = re.compile(r"\bmetasta(?:sis|ses|tic)\b|\bmets\b")
_RESOLVED = re.compile(
    r"\b(?:no residual|gross total resection|no (?:evidence of )?(?:residual|recurren\w+)|"
    r"complete (?:cns |intracranial )?(?:response|remission)|totally regressed|"
    r"(?:resection|removal) of (?:(?:an?|the) )?(?:[a-z]+ ){0,5}metasta\w+|"
    r"(?:was|were) (?:completely )?(?:removed|resected)|(?:has|have) (?:completely )?(?:resolved|disappeared))\b"
)
_OTHER_DISEASE = re.compile(
    r"\b(?:glioblastoma|astrocytoma|glioma|meningioma|oligodendroglioma|medulloblastoma|ependymoma|schwannoma|lymphoma|"
    r"infarct\w*|stroke|multiple sclerosis|demyelinat\w+|abscess|arteriovenous malformation|aneurysm|encephalitis)\b"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement; `named` when brain metastases were named, not only implied by a clear scan."""

    value: BrainMetastasis
    start: int
    end: int
    rule: str
    named: bool = True


_MEANT = {
    Assertion.AFFIRMED: BrainMetastasis.PRESENT,
    Assertion.NEGATED: BrainMetastasis.ABSENT,
    Assertion.UNCERTAIN: BrainMetastasis.SUSPECTED,
}


def find(report: Report, kind: DocumentKind) -> Iterator[Statement]:
    """Every statement, in the document's own words."""
    pattern = _ANY if kind is DocumentKind.BRAIN_IMAGING else _NAMED
    for match in report.find(pattern):
        meant = _MEANT.get(assertion_of(report, match.start(), match.end()))
        if report.section_at(match.start()).kind is SectionKind.HISTORY and kind is DocumentKind.BRAIN_IMAGING:
            continue
        if meant is None:
            continue
        if meant is BrainMetastasis.PRESENT and _RESOLVED.search(report.sentence(match.start())):
            meant = BrainMetastasis.TREATED_RESOLVED
        yield Statement(meant, match.start(), match.end(), "brain_metastasis_named")
    yield from _implied(report, kind)


def _implied(report: Report, kind: DocumentKind) -> Iterator[Statement]:
    """A brain that was imaged and is clear, or in which something else was found, has no metastases by that study."""
    imaged = re.compile(brain_words().imaged)
    for match in report.find(re.compile(brain_words().normal_brain)):
        sentence = report.sentence(match.start())
        if kind is DocumentKind.BRAIN_IMAGING or imaged.search(sentence):
            yield Statement(BrainMetastasis.ABSENT, match.start(), match.end(), "brain_imaged_clear", named=False)
    seen = next(report.find(imaged), None)
    if seen is None:
        return
    for match in report.find(_OTHER_DISEASE):
        if assertion_of(report, match.start(), match.end()) is Assertion.AFFIRMED:
            yield Statement(BrainMetastasis.ABSENT, match.start(), match.end(), "brain_other_disease", named=False)
            return

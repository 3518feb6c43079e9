"""The totals of a study, out of its wording and its lesions: how many, how large the largest, in which regions."""

import re
from collections.abc import Sequence

from domain.brain import CountQualifier, Lesion, LesionCount, Region
from domain.dates import PartialDate
from domain.document import DocumentKind
from domain.evidence import Evidence
from domain.finding import Finding, Status
from extraction.assertion import Assertion, assertion_of
from extraction.facts import lesion_count, lesion_size
from extraction.facts.brain_told import is_of_the_past
from extraction.facts.brain_words import displaced, lesion_pattern, regions_in
from extraction.facts.lesion_places import places_in
from extraction.facts.report import Report
from extraction.facts.spine import of_the_spine
from extraction.quotes import quoted
from extraction.sections import SectionKind

_JUDGEMENT = frozenset({SectionKind.IMPRESSION, SectionKind.DIAGNOSIS})
_NOT_ALL_LISTED = re.compile(
    r"\b(?:largest|biggest|dominant|index lesion|at least|several|multiple|numerous|innumerable|others|scattered|"
    r"remain(?:der|ing)|rest of|further|many|rang(?:e|es|ing)|varying|anywhere|smallest)\b"
)
_OTHERS = re.compile(r"\bothers (?:lie|are|is|were)\b")
_ITEM = re.compile(r"(?:^|\n)[ \t|]*(?:[-*\u2022]|T?\d{1,2}[.)]?|lesion [A-Z\d]+)[ \t|]", re.IGNORECASE)
_NO_LESION = re.compile(
    r"\b(?:after|following|since) (?:\w+ )?(?:craniotomy|resection|removal|surgery)\b|"
    r"\b(?:operative|operated) (?:bed|site)\b|"
    r"\bcavity\b(?![^.]*\b(?:nodul\w+|residual tumou?r)\b)|"
    r"\b(?:resolved|disappeared|vanished|no longer (?:visible|seen))\b"
)


_OF_THE_LINING = re.compile(  # no lesion: "curvilinear enhancement along the cerebellar folia"
    r"(?:(?:curvi-?)?linear|(?:lepto|pachy)?meningeal|pial|sulcal|ependymal|gyral|folial|smooth|dural)(?: \w+)? \Z"
)
_ALONG_THE_LINING = re.compile(
    r" (?:is |are )?(?:\w+ )?(?:along|over|covering|coating|within|of|in) (?:the )?(?:[a-z]+ ){0,3}?"
    r"(?:folia|sulci|cisterns?|cranial nerves?|surfaces?|leptomeninges|meninges|ependyma|internal auditory)\b"
)


def count_of(
    report: Report, kind: DocumentKind, lesions: Sequence[Lesion], note: PartialDate | None = None
) -> Finding[LesionCount]:
    """How many; in a note, of which the date is given, not by its history.

    An addendum's number over the impression's, any number over lesions listed, these over "multiple".
    """
    found = [
        each
        for each in lesion_count.find(report)
        if not _of_the_past(report, kind, each.start) and not is_of_the_past(report, each.start, each.end, note)
    ]
    for sections in ({SectionKind.ADDENDUM}, _JUDGEMENT, set(SectionKind)):
        pool = [each for each in found if report.section_at(each.start).kind in sections]
        best = max((each.weight for each in pool), default=0)
        top = [each for each in pool if each.weight == best]
        if not top or (best == lesion_count.ONE and lesion_count.speaks_of_several(report)):
            continue
        exact = [each for each in top if each.value.qualifier is not CountQualifier.MULTIPLE] or top
        if best <= lesion_count.PLURAL and (listed := _listed(report, lesions, at_least=best)):
            return listed
        if best <= lesion_count.PLURAL and (more := _more_listed(lesions, exact[0].value)):
            return more
        words = _quote(report, exact[0].start, exact[0].end, "lesion_count")
        return Finding[LesionCount](value=exact[0].value, status=Status.STATED, evidence=(words,), rule="lesion_count")
    return _listed(report, lesions, at_least=0) or Finding[LesionCount]()


def _of_the_past(report: Report, kind: DocumentKind, start: int) -> bool:
    """Whether an imaging report tells it as history: "SRS to 5 metastases"."""
    return kind is DocumentKind.BRAIN_IMAGING and report.section_at(start).kind is SectionKind.HISTORY


def _listed(report: Report, lesions: Sequence[Lesion], *, at_least: int) -> Finding[LesionCount] | None:
    """The number of lesions, where they are listed one by one and nothing says that there are more."""
    items = [each for each in lesions if _is_item(report, each)]
    if len(items) != len(lesions) or len(lesions) <= 1:
        items = []
    several = _NOT_ALL_LISTED.search(report.folded) is not None
    if not lesions or len(lesions) < at_least or (not items and several):
        return None
    return Finding[LesionCount](
        value=LesionCount(min=len(lesions), max=len(lesions), qualifier=CountQualifier.EXACT),
        status=Status.STATED,
        evidence=tuple(each.evidence[0] for each in lesions),
        rule="lesions_listed",
    )


def _more_listed(lesions: Sequence[Lesion], told: LesionCount) -> Finding[LesionCount] | None:
    """The lesions as the least number there is, where a number of new ones leaves out older ones that are seen too."""
    if told.max is None or len(lesions) <= told.max:
        return None
    return Finding[LesionCount](
        value=LesionCount(min=len(lesions), qualifier=CountQualifier.AT_LEAST),
        status=Status.STATED,
        evidence=tuple(each.evidence[0] for each in lesions),
        rule="lesions_listed",
    )


def _is_item(report: Report, lesion: Lesion) -> bool:
    """Whether a lesion stands in a line of a list or a table."""
    for words in lesion.evidence:
        page = next(each for each in report.annotated.document.pages if each.number == words.page)
        start = max(0, page.text.rfind("\n", 0, words.start))
        if _ITEM.match(page.text, start):
            return True
    return False


def largest_of(report: Report, lesions: Sequence[Lesion], count: Finding[LesionCount]) -> Finding[float]:
    """The largest current size, of the lesions where all are known one by one."""
    if _all_known(lesions, count) and all(each.size_mm is not None for each in lesions):
        top = max(lesions, key=lambda each: each.size_mm or 0)
        return Finding[float](value=top.size_mm, status=Status.STATED, evidence=top.evidence[:2], rule="largest_lesion")
    current = [each for each in lesion_size.find(report) if each.current and not _in_bone(report, each)]
    if not current:
        return Finding[float]()
    best = max(current, key=lambda each: each.millimetres)
    same = [each for each in current if each.millimetres == best.millimetres]
    return Finding[float](
        value=best.millimetres,
        status=Status.STATED,
        evidence=tuple(_quote(report, each.start, each.end, "largest_current_size") for each in same[:2]),
        rule="largest_current_size",
    )


def _in_bone(report: Report, size: lesion_size.Size) -> bool:
    """Whether the sentence of the size names no other place than the skull: what it measures is not in the brain."""
    places = places_in(report.folded, *report.sentence_span(size.start))
    return bool(places) and all(each.region is Region.SKULL for each in places)


def largest_bound_of(report: Report, largest: Finding[float]) -> Finding[float]:
    """The greatest bound of a size, "up to 9 mm", where nothing that large and not every lesion was measured."""
    if largest.rule == "largest_lesion":
        return Finding[float]()
    sizes = lesion_size.sizes_of(report)
    bounds = [each for each in sizes if each.standing is lesion_size.Standing.AT_MOST]
    best = max(bounds, key=lambda each: each.millimetres, default=None)
    if best is None or any(each.current and each.millimetres >= best.millimetres for each in sizes):
        return Finding[float]()
    words = _quote(report, best.start, best.end, "largest_bound")
    return Finding[float](value=best.millimetres, status=Status.STATED, evidence=(words,), rule="largest_bound")


def regions_of(
    report: Report, lesions: Sequence[Lesion], count: Finding[LesionCount], in_bone: Sequence[Lesion] = ()
) -> Finding[tuple[Region, ...]]:
    """The regions of the lesions where all are known one by one, else those named where lesions are affirmed too.

    The skull is named beside them where a lesion lies in it, though none there is counted.
    """
    hits: dict[Region, Evidence] = {
        each.region: each.evidence[0] for each in (*lesions, *in_bone) if each.region is not None
    }
    if not _all_known(lesions, count) or any(each.region is None for each in lesions):
        for region, start, end in regions_in(report.folded):
            if region not in hits and _holds_a_lesion(report, start, end):
                hits[region] = _quote(report, start, end, "lesion_regions")
    if not hits:
        return Finding[tuple[Region, ...]]()
    ordered = tuple(sorted(hits))
    return Finding[tuple[Region, ...]](
        value=ordered,
        status=Status.STATED,
        evidence=tuple(hits[each] for each in ordered),
        rule="lesion_regions",
    )


def _all_known(lesions: Sequence[Lesion], count: Finding[LesionCount]) -> bool:
    return bool(lesions) and count.value is not None and count.value.min == count.value.max == len(lesions)


def _holds_a_lesion(report: Report, start: int, end: int) -> bool:
    first, last = report.sentence_span(start)
    words = list(lesion_pattern().finditer(report.folded, first, last))
    before = [each for each in words if each.end() <= start]
    if before and _is_lining(report, before[-1]):
        return False
    spoken_of = (
        any(assertion_of(report, each.start(), each.end()) is not Assertion.NEGATED for each in words)
        or _OTHERS.search(report.folded, first, last)
        or any(first <= size.start < last for size in report.once(_sizes))
    )
    if (
        not spoken_of
        or of_the_spine(report, start)
        or displaced(report.folded, start)
        or _NO_LESION.search(report.folded, first, last)
    ):
        return False
    return assertion_of(report, start, end) is Assertion.AFFIRMED


def _is_lining(report: Report, word: re.Match[str]) -> bool:
    """Whether enhancement is that of the lining of the brain, and no lesion's."""
    if word.group() != "enhancement":
        return False
    before = report.folded[max(0, word.start() - 40) : word.start()]
    return bool(_OF_THE_LINING.search(before) or _ALONG_THE_LINING.match(report.folded, word.end()))


def _sizes(report: Report) -> tuple[lesion_size.Size, ...]:
    return tuple(lesion_size.find(report))


def _quote(report: Report, start: int, end: int, rule: str) -> Evidence:
    return report.evidence(*quoted(report, start, end), rule)

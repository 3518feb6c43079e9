"""The lesions of one study, one by one: what findings and impression say of the same lesion is put together."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from domain.brain import Change, Lesion
from extraction.assertion import Assertion, assertion_of
from extraction.facts.lesion_count import WORDS as NUMBER_WORDS
from extraction.facts.lesion_statements import Described, statements_of
from extraction.facts.report import Report
from extraction.quotes import quoted
from extraction.sections import SectionKind

_JUDGEMENT = frozenset({SectionKind.IMPRESSION, SectionKind.DIAGNOSIS, SectionKind.ADDENDUM})
_SAID = frozenset({Assertion.AFFIRMED, Assertion.HISTORICAL})
_OTHERS_TREATED = re.compile(
    rf"\b(?:other|remaining|rest of the) (?P<n>\d{{1,2}}|{'|'.join(NUMBER_WORDS)}) (?:(?:previously|already|known) )?"
    r"(?:treated|irradiated|radiated) (?:brain )?(?:lesions|metastases|mets|deposits|nodules|foci)\b"
)
_SAME_MM = 1.0  # sizes that close are one lesion's, rounded
_MOST_QUOTES = 3


@dataclass
class _Known:
    """A lesion as far as it is put together, with the descriptions it rests on."""

    told: Described
    section: SectionKind
    rests_on: list[Described] = field(default_factory=list)


def find(report: Report, end: int) -> tuple[Lesion, ...]:
    """The lesions that the report describes up to `end`, in the order of its findings."""
    statements = [each for each in statements_of(report) if each.start < end]
    known: list[_Known] = []
    for judged in (False, True):
        for told in statements:
            section = report.section_at(told.start).kind
            if (section in _JUDGEMENT) is judged:
                _take(report, known, told, section, judged=judged)
    _mark_the_other_treated(report, known)
    return tuple(_lesion(report, each) for each in known)


def _mark_the_other_treated(report: Report, known: Sequence[_Known]) -> None:
    """What the report calls "the other three treated lesions": those told as left over, that nothing calls new."""
    match = _OTHERS_TREATED.search(report.folded)
    if match is None or assertion_of(report, *match.span()) not in _SAID:
        return
    others = [each for each in known if not each.told.treated]
    most = NUMBER_WORDS.get(match["n"]) or int(match["n"])
    if len(others) <= most and all(each.told.change not in {Change.NEW, Change.LARGER} for each in others):
        for each in others:
            each.told = replace(each.told, treated=True)


def _take(report: Report, known: list[_Known], told: Described, section: SectionKind, *, judged: bool) -> None:
    """Adds a description to the lesion it is of, or a lesion that nothing described before.

    Two that one sentence measures, or two items of a list, are two lesions, however alike.
    """
    here = [each for each in known if _same_place(each.told, told)]
    sized = told.size if told.size is not None else told.at_most
    if sized is None:
        if len(here) == 1:
            _join(here[0], told)
        elif not here:
            known.append(_Known(told, section, [told]))
        return
    alike = [each for each in here if _close(each.told, sized) and not _listed_beside(report, each, told)]
    if alike and not (told.item and alike[-1].told.item and alike[-1].section is section):
        _join(alike[0], told)
        return
    open_ones = [each for each in here if each.told.size is None and each.told.at_most is None]
    if len(here) == 1 and open_ones and not (told.item and here[0].told.item and here[0].section is section):
        _join(here[0], told)
    elif judged and any(each.section not in _JUDGEMENT for each in here):
        _disagree(here, told, section)
    else:
        known.append(_Known(told, section, [told]))


def _same_place(one: Described, other: Described) -> bool:
    return one.region is other.region and (one.side is None or other.side is None or one.side is other.side)


def _listed_beside(report: Report, known: _Known, told: Described) -> bool:
    """Whether the sentence that measures the one measures the other elsewhere: "right frontal 4 mm, right frontal 3 mm"."""
    sentence = report.sentence_span(told.start)
    return any(
        report.sentence_span(each.start) == sentence
        and (each.end <= told.start or told.end <= each.start)
        and (each.size if each.size is not None else each.at_most) is not None
        for each in known.rests_on
    )


def _close(one: Described, size: float) -> bool:
    known = one.size if one.size is not None else one.at_most
    return known is not None and abs(known - size) <= _SAME_MM


def _join(known: _Known, told: Described) -> None:
    """What is known of the lesion, with what this description adds. The later word on its change, the impression's, counts."""
    one = known.told
    measured = one.size if one.size is not None else told.size
    known.told = replace(
        one,
        side=one.side or told.side,
        size=measured,
        at_most=None if measured is not None else one.at_most if one.at_most is not None else told.at_most,
        earlier=one.earlier if one.earlier is not None else told.earlier,
        before_treatment=one.before_treatment if one.before_treatment is not None else told.before_treatment,
        change=told.change or one.change,
        punctate=one.punctate or told.punctate,
        treated=one.treated or told.treated,
        hemorrhagic=one.hemorrhagic or told.hemorrhagic,
        cystic=one.cystic or told.cystic,
        hippocampus=one.hippocampus if one.hippocampus is not None else told.hippocampus,
        uncertain=one.uncertain and told.uncertain,
    )
    known.rests_on.append(told)


def _disagree(here: Sequence[_Known], told: Described, section: SectionKind) -> None:
    """The impression gives another size than the findings: an addendum corrects, else neither is taken for the size."""
    if len(here) != 1:
        return
    known = here[0]
    corrected = told.size if section is SectionKind.ADDENDUM else None
    known.told = replace(known.told, size=corrected, at_most=None)
    known.rests_on.append(told)


def _lesion(report: Report, known: _Known) -> Lesion:
    told = known.told
    spans = dict.fromkeys(quoted(report, each.start, each.end) for each in known.rests_on)
    grew_against_sizes = (
        told.size is not None
        and told.earlier is not None
        and (
            (told.change is Change.LARGER and told.size < told.earlier)
            or (told.change is Change.SMALLER and told.size > told.earlier)
        )
    )
    return Lesion(
        region=told.region,
        side=told.side,
        size_mm=told.size,
        at_most_mm=told.at_most,
        earlier_mm=None if grew_against_sizes else told.earlier,
        before_treatment_mm=told.before_treatment,
        change=None if grew_against_sizes else told.change,
        punctate=told.punctate,
        treated=told.treated,
        hemorrhagic=told.hemorrhagic,
        cystic=told.cystic,
        hippocampus_mm=told.hippocampus,
        uncertain=told.uncertain,
        evidence=tuple(report.evidence(*span, "lesion") for span in list(spans)[:_MOST_QUOTES]),
    )

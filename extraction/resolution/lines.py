"""Counts lines of treatment for metastatic disease, as stated or from the starts of the treatments; with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.course import Setting, SystemicTreatment, TreatmentStatus
from domain.dates import PartialDate, months_between
from domain.evidence import Evidence
from domain.finding import Finding, Status
from extraction.facts.drugs import HER2_DIRECTED, DrugClass, drug_class
from extraction.resolution.findings import checked, date_key, in_order, in_words, surely_before
from extraction.resolution.systemic import was_given

_SUPPORTING = frozenset({DrugClass.BONE})
_GOING_ON = frozenset({TreatmentStatus.CURRENT, TreatmentStatus.HELD})
_EARLY = frozenset({Setting.NEOADJUVANT, Setting.ADJUVANT})


@dataclass
class _Line:
    """Drugs of one line, in the order in which they were begun."""

    drugs: list[str]
    evidence: list[Evidence]
    start: PartialDate | None = None

    @property
    def is_her2_directed(self) -> bool:
        return any(drug_class(drug) in HER2_DIRECTED for drug in self.drugs)


@dataclass(frozen=True)
class LineCounts:
    """Lines of metastatic treatment, and those with a HER2-directed drug."""

    lines: Finding[int]
    her2: Finding[int]


@dataclass(frozen=True)
class _Told:
    """What the count rests on.

    Attributes:
        given: Treatments that were given, but for supporting ones.
        unclear: Those of them of which no document tells whether they were for early or for metastatic disease.
        adrift: Those for metastatic disease of which no document tells when, or in which line.
        evidence: Of the lines counted.
    """

    given: Sequence[SystemicTreatment]
    unclear: Sequence[SystemicTreatment]
    adrift: Sequence[SystemicTreatment]
    evidence: tuple[Evidence, ...]


def count_lines(treatments: Sequence[SystemicTreatment], stated: Finding[int], her2_stated: Finding[int]) -> LineCounts:
    """Counts lines; unknown where a treatment's setting is not known and no document tells the count.

    A line begins with the first metastatic treatment, and again with a drug that was not part of the running line,
    when at least one drug of that line has ended or a document numbers it. Endocrine treatment or a bone drug added to
    a running line, and chemotherapy that ends while the rest goes on, begin no line.
    """
    given = [each for each in treatments if was_given(each) and drug_class(each.drug) not in _SUPPORTING]
    metastatic = [each for each in given if each.setting is Setting.METASTATIC]
    adrift = _adrift(metastatic)
    lines = _lines([each for each in metastatic if each not in adrift])
    unclear = [
        each
        for each in given
        if each.setting is None and drug_class(each.drug) is not DrugClass.ENDOCRINE and not _was_early(each, given)
    ]
    numbered = max((each.line or 0 for each in given), default=0)
    told = _Told(given, unclear, adrift, in_order([one for line in lines for one in line.evidence]))
    return LineCounts(
        lines=_settled(stated, lines, numbered, told, "metastatic_lines"),
        her2=_settled(her2_stated, [each for each in lines if each.is_her2_directed], 0, told, "her2_metastatic_lines"),
    )


def _settled(stated: Finding[int], lines: Sequence[_Line], numbered: int, told: _Told, rule: str) -> Finding[int]:
    """Rule `stated_over_counted`: what documents state, if none tells of a later line; else the count."""
    count = max(len(lines), numbered)
    if stated.status is Status.CONFLICT:
        return stated
    if stated.value is not None and stated.value >= numbered and not _is_outdated(stated, lines):
        reason = stated.reason or "A document states the number of lines."
        if lines and len(lines) != stated.value:
            reason += f" Counting the starts of treatments that are told of gives {len(lines)}."
        return stated.model_copy(update={"rule": f"{rule}:stated_over_counted", "reason": reason})
    if count and (not (told.unclear or told.adrift) or numbered == count) and told.evidence:
        return _derived(count, Status.STATED, told.evidence, f"{rule}:counted", _counted(lines, count))
    early = all(each.setting in _EARLY or each.setting is None for each in told.given)
    if not count and told.given and not told.unclear and early:
        words = in_order([one for each in told.given for one in each.evidence])
        reason = "All treatments told of were for early disease, but for endocrine ones that are not dated."
        return _derived(0, Status.DENIED, words, f"{rule}:only_early", reason)
    if not count and told.evidence and not told.unclear and not told.adrift:
        reason = "No treatment for metastatic disease that is told of is HER2-directed."
        return _derived(0, Status.DENIED, told.evidence, f"{rule}:none_her2", reason)
    if told.adrift and not told.unclear:
        names = ", ".join(dict.fromkeys(in_words(each.drug) for each in told.adrift))
        return Finding[int](rule=f"{rule}:undated", reason=f"No document tells when {names} was given.")
    if told.unclear:
        names = ", ".join(dict.fromkeys(in_words(each.drug) for each in told.unclear))
        reason = f"No document tells whether {names} was for early or for metastatic disease."
        return Finding[int](rule=f"{rule}:unsettled", reason=reason)
    return Finding[int]()


def _adrift(treatments: Sequence[SystemicTreatment]) -> list[SystemicTreatment]:
    """Ended treatments without a date or a line, that no other one's words place: they may be a line of their own."""
    placed = [each for each in treatments if _told_at(each) or each.line or each.status in _GOING_ON]
    words = {one for each in placed for one in each.evidence}
    drugs = {each.drug for each in placed}
    return [
        each
        for each in treatments
        if placed
        and each not in placed
        and each.drug not in drugs
        and drug_class(each.drug) is not DrugClass.ENDOCRINE
        and not words.intersection(each.evidence)
    ]


def _is_outdated(stated: Finding[int], lines: Sequence[_Line]) -> bool:
    """Whether a line that is told of was begun after the number was stated."""
    return len(lines) > (stated.value or 0) and any(surely_before(stated.date, line.start) for line in lines)


def _was_early(treatment: SystemicTreatment, given: Sequence[SystemicTreatment]) -> bool:
    """Whether it had ended when an adjuvant treatment began, so that it was for early disease too."""
    return any(
        each.setting is Setting.ADJUVANT
        and each.start is not None
        and treatment.stop is not None
        and months_between(treatment.stop, each.start) >= 0
        for each in given
    )


def _derived(value: int, status: Status, evidence: tuple[Evidence, ...], rule: str, reason: str) -> Finding[int]:
    return checked(Finding[int](value=value, status=status, evidence=evidence, rule=rule, reason=reason))


def _counted(lines: Sequence[_Line], count: int) -> str:
    """The lines one by one; or, where a document numbers more lines than are told of, that it does."""
    if len(lines) < count:
        return f"A document numbers a treatment as line {count}."
    told = [
        f"{number} {', '.join(map(in_words, line.drugs))}" + (f" ({line.start})" if line.start else "")
        for number, line in enumerate(lines, start=1)
    ]
    return f"Counted from the starts of treatments for metastatic disease: {'; '.join(told)}."


def _lines(treatments: Sequence[SystemicTreatment]) -> list[_Line]:
    lines: list[_Line] = []
    number = 0
    if any(each.line for each in treatments):  # endocrine treatment that a numbered list leaves out went on beside it
        treatments = [each for each in treatments if each.line or drug_class(each.drug) is not DrugClass.ENDOCRINE]
    active: list[SystemicTreatment] = []
    for each in sorted(
        treatments, key=lambda each: (_told_at(each) is None, date_key(_told_at(each)), each.line or 0, each.drug)
    ):
        if not lines or _begins(each, lines[-1], active, number):
            lines.append(_Line([], [], each.start))
            active = []
        own = lines[each.line - 1] if each.line and each.line <= len(lines) else lines[-1]
        if each.drug not in own.drugs:
            own.drugs.append(each.drug)
        own.evidence.extend(each.evidence)
        active.append(each)
        number = max(number, each.line or 0)
    return lines


def _told_at(treatment: SystemicTreatment) -> PartialDate | None:
    """When it began; where only its end is told, that it was given by then."""
    return treatment.start or treatment.stop


def _begins(each: SystemicTreatment, line: _Line, active: Sequence[SystemicTreatment], number: int) -> bool:
    if each.line is not None and number:
        return each.line > number
    if each.drug in line.drugs or each.start is None:
        return False
    if each.start is not None and any(other.start == each.start for other in active):
        return False
    added = drug_class(each.drug) is DrugClass.ENDOCRINE and any(
        drug_class(other.drug) is not DrugClass.ENDOCRINE and other.status is TreatmentStatus.CURRENT
        for other in active
    )
    if added:
        return False
    her2_goes_on = any(
        other.status in {TreatmentStatus.CURRENT, TreatmentStatus.HELD} and drug_class(other.drug) in HER2_DIRECTED
        for other in active
    )
    return not her2_goes_on

"""Counts lines of treatment for metastatic disease, as stated or from the starts of the treatments; with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.course import Setting, SystemicTreatment, TreatmentStatus
from domain.evidence import Evidence
from domain.finding import Finding, Status
from extraction.facts.drugs import HER2_DIRECTED, DrugClass, drug_class
from extraction.resolution.findings import checked, date_key, in_order
from extraction.resolution.systemic import was_given

_SUPPORTING = frozenset({DrugClass.BONE})
_EARLY = frozenset({Setting.NEOADJUVANT, Setting.ADJUVANT})


@dataclass
class _Line:
    """Drugs of one line, in the order in which they were begun."""

    drugs: set[str]
    evidence: list[Evidence]

    @property
    def is_her2_directed(self) -> bool:
        return any(drug_class(drug) in HER2_DIRECTED for drug in self.drugs)


@dataclass(frozen=True)
class LineCounts:
    """Lines of metastatic treatment, and those with a HER2-directed drug."""

    lines: Finding[int]
    her2: Finding[int]


def count_lines(treatments: Sequence[SystemicTreatment], stated: Finding[int], her2_stated: Finding[int]) -> LineCounts:
    """Counts lines; unknown where a treatment's setting is not known and no document tells the count.

    A line begins with the first metastatic treatment, and again with a drug that was not part of the running line,
    when at least one drug of that line has ended or a document numbers it. Endocrine treatment or a bone drug added to
    a running line, and chemotherapy that ends while the rest goes on, begin no line.
    """
    given = [each for each in treatments if was_given(each) and drug_class(each.drug) not in _SUPPORTING]
    lines = _lines([each for each in given if each.setting is Setting.METASTATIC])
    unclear = [each for each in given if each.setting is None and drug_class(each.drug) is not DrugClass.ENDOCRINE]
    numbered = max((each.line or 0 for each in given), default=0)
    evidence = in_order([one for line in lines for one in line.evidence])
    return LineCounts(
        lines=_settled(stated, len(lines), numbered, given, unclear, evidence, "metastatic_lines"),
        her2=_settled(
            her2_stated,
            sum(line.is_her2_directed for line in lines),
            0,
            given,
            unclear,
            evidence,
            "her2_metastatic_lines",
        ),
    )


def _settled(
    stated: Finding[int],
    counted: int,
    numbered: int,
    given: Sequence[SystemicTreatment],
    unclear: Sequence[SystemicTreatment],
    evidence: tuple[Evidence, ...],
    rule: str,
) -> Finding[int]:
    """What documents state, if no document numbers a later line; else the count."""
    count = max(counted, numbered)
    if stated.value is not None and stated.value >= numbered:
        return stated
    if count and (not unclear or numbered == count) and evidence:
        reason = f"Counted from the starts of treatments for metastatic disease: {count}."
        return checked(
            Finding[int](value=count, status=Status.STATED, evidence=evidence, rule=f"{rule}:counted", reason=reason)
        )
    if not count and given and not unclear and all(each.setting in _EARLY or each.setting is None for each in given):
        words = in_order([one for each in given for one in each.evidence])
        reason = "All treatments told of were for early disease, but for endocrine ones that are not dated."
        return checked(
            Finding[int](value=0, status=Status.DENIED, evidence=words, rule=f"{rule}:only_early", reason=reason)
        )
    if counted == 0 and evidence and not unclear:
        reason = "No treatment for metastatic disease that is told of is HER2-directed."
        return Finding[int](value=0, status=Status.DENIED, evidence=evidence, rule=f"{rule}:none_her2", reason=reason)
    return Finding[int]()


def _lines(treatments: Sequence[SystemicTreatment]) -> list[_Line]:
    lines: list[_Line] = []
    number = 0
    active: list[SystemicTreatment] = []
    for each in sorted(
        treatments, key=lambda each: (each.start is None, date_key(each.start), each.line or 0, each.drug)
    ):
        if not lines or _begins(each, lines[-1], active, number):
            lines.append(_Line(set(), []))
            active = []
        lines[-1].drugs.add(each.drug)
        lines[-1].evidence.extend(each.evidence)
        active.append(each)
        number = max(number, each.line or 0)
    return lines


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

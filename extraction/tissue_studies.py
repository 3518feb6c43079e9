"""What a pathology report proves of the brain: a metastasis by its tissue, cancer in its lining by spinal fluid."""

from domain.brain import BrainMetastasis, BrainStudy, OtherFinding, Region
from domain.dates import PartialDate
from domain.finding import Finding, Status
from domain.specimen import Presence
from extraction.annotated import Annotated
from extraction.facts import brain_imaged, brain_proof, other_findings
from extraction.facts.brain_words import regions_in
from extraction.facts.report import Report, report_of
from extraction.quotes import quoted

# What a call of metastases says of how it is known.
CALL_STATUS = {
    BrainMetastasis.PRESENT: Status.STATED,
    BrainMetastasis.TREATED_RESOLVED: Status.STATED,
    BrainMetastasis.SUSPECTED: Status.UNCERTAIN,
    BrainMetastasis.ABSENT: Status.DENIED,
}
_TISSUE_LABEL = 150  # characters up to a diagnosis in which the place of its tissue is named


def studies_of_tissue(annotated: Annotated, date: PartialDate | None) -> tuple[BrainStudy, ...]:
    """What a pathology report proves: a metastasis or another disease of the brain, cancer in its lining; no more."""
    report = report_of(annotated)
    proof = brain_proof.in_tissue(report) or brain_imaged.other_in_tissue(report)
    lining = _in_spinal_fluid(report)
    if proof is None and lining.status is Status.UNKNOWN:
        return ()
    if proof is None:
        return (BrainStudy(document=annotated.document.id, date=date, leptomeningeal=lining),)
    evidence = (report.evidence(*quoted(report, proof.start, proof.end), proof.rule),)
    other = other_findings.named(report.folded[proof.start : proof.end])
    places = {region for region, start, end in regions_in(report.folded[: proof.end][-_TISSUE_LABEL:])}
    return (
        BrainStudy(
            document=annotated.document.id,
            date=date,
            leptomeningeal=lining,
            metastasis=Finding[BrainMetastasis](
                value=proof.value, status=CALL_STATUS[proof.value], evidence=evidence, rule=proof.rule
            ),
            regions=Finding[tuple[Region, ...]](
                value=tuple(sorted(places)), status=Status.STATED, evidence=evidence, rule=proof.rule
            )
            if places
            else Finding[tuple[Region, ...]](),
            other_findings=Finding[tuple[OtherFinding, ...]](
                value=(other,), status=Status.STATED, evidence=evidence, rule=proof.rule
            )
            if other
            else Finding[tuple[OtherFinding, ...]](),
        ),
    )


def _in_spinal_fluid(report: Report) -> Finding[Presence]:
    found = brain_proof.in_spinal_fluid(report)
    if found is None:
        return Finding[Presence]()
    presence, start, end = found
    rule = "cells_in_spinal_fluid"
    return Finding[Presence](
        value=presence,
        status=Status.STATED if presence is Presence.PRESENT else Status.UNCERTAIN,
        evidence=(report.evidence(*quoted(report, start, end), rule),),
        rule=rule,
    )

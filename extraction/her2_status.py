"""Derives a specimen's HER2 status from its tests by ASCO/CAP 2018 (affirmed 2023), never over a conflict.

Sources: Wolff et al., J Clin Oncol 2018;36:2105 (10.1200/JCO.2018.77.8738); affirmation, J Clin Oncol 2023;41:3867
(10.1200/JCO.22.02864). ISH groups 1-5 are of dual-probe assays; groups 2-4 are decided together with IHC.
"""

import datetime as dt
from dataclasses import dataclass

from domain.dates import PartialDate
from domain.evidence import Evidence
from domain.finding import Alternative, Finding, Status
from domain.specimen import Her2Call, Her2Ihc, Her2Ish, Her2Status, Her2Subclass, IhcScore, IshStatus

_RULES_OF_2018 = dt.date(2018, 6, 1)
_OF_SCORE = {
    IhcScore.ZERO: Her2Status.NEGATIVE,
    IhcScore.ONE: Her2Status.NEGATIVE,
    IhcScore.TWO: Her2Status.EQUIVOCAL,
    IhcScore.THREE: Her2Status.POSITIVE,
}
_OF_CALL = {
    Her2Call.POSITIVE: Her2Status.POSITIVE,
    Her2Call.NEGATIVE: Her2Status.NEGATIVE,
    Her2Call.EQUIVOCAL: Her2Status.EQUIVOCAL,
}
_OF_ISH = {
    IshStatus.AMPLIFIED: Her2Status.POSITIVE,
    IshStatus.NOT_AMPLIFIED: Her2Status.NEGATIVE,
    IshStatus.EQUIVOCAL: Her2Status.EQUIVOCAL,
}
_RATIO_TOLERANCE = 0.1


@dataclass(frozen=True)
class _Test:
    """What one test says: a status, or pending, or a conflict within the test."""

    status: Her2Status | None
    evidence: tuple[Evidence, ...]
    reason: str = ""
    uncertain: bool = False
    against: Her2Status | None = None


def ish_group(ratio: float | None, copies: float | None) -> int | None:
    """ASCO/CAP group 1-5 of a dual-probe assay; None when the ratio or the copies are not known."""
    if ratio is None or copies is None:
        return None
    if ratio >= 2.0:
        return 1 if copies >= 4.0 else 2
    if copies >= 6.0:
        return 3
    return 4 if copies >= 4.0 else 5


def derived_group(ratio: Finding[float], copies: Finding[float]) -> Finding[int]:
    """The group as a finding that rests on the words of both counts; unknown when one is not known."""
    group = ish_group(ratio.value, copies.value)
    if group is None:
        return Finding()
    evidence = _unique((*ratio.evidence, *copies.evidence))
    reason = "From ratio and copies (ASCO/CAP 2018)."
    return Finding(value=group, status=Status.STATED, evidence=evidence, rule="ish_group", reason=reason)


def arithmetic_holds(ratio: float | None, copies: float | None, cep17: float | None) -> bool:
    """Whether the ratio is the quotient of the counts within 0.1; true when one of the three is not given."""
    if ratio is None or copies is None or not cep17:
        return True
    return abs(copies / cep17 - ratio) <= _RATIO_TOLERANCE + 1e-9


def her2_status(ihc: Her2Ihc, ish: Her2Ish, date: PartialDate | None) -> Finding[Her2Status]:
    """The status that the tests establish, or a conflict, or pending, or unknown when nothing was tested."""
    if ish.status.status is Status.CONFLICT:
        return _within_conflict(ihc, ish)  # its numbers are of several tests
    by_ihc, by_ish = _of_ihc(ihc), _of_ish(ihc, ish, date)
    for test in (by_ish, by_ihc):
        if test is not None and test.against is not None and test.status is not None:
            if test is by_ihc and by_ish is not None and by_ish.status not in {None, Her2Status.EQUIVOCAL}:
                continue
            return _conflict((test.status, test.evidence), (test.against, test.evidence), test.reason)
    if by_ish is not None and by_ish.status is not None:
        return _with_ish(ihc, by_ihc, by_ish, by_ish.status)
    if by_ihc is not None and by_ihc.status is not None:
        if by_ihc.status is Her2Status.EQUIVOCAL and ish.status.status is Status.PENDING:
            return Finding(status=Status.PENDING, evidence=(*by_ihc.evidence, *ish.status.evidence), rule="ish_pending")
        return _stated(by_ihc, "ihc")
    pending = [each for each in (ihc.status, ish.status) if each.status is Status.PENDING]
    if pending:
        return Finding(
            status=Status.PENDING, evidence=tuple(one for each in pending for one in each.evidence), rule="pending"
        )
    return _within_conflict(ihc, ish)


def her2_subclass(status: Finding[Her2Status], ihc: Her2Ihc) -> Finding[Her2Subclass]:
    """Low, ultralow or null among negative results: low is IHC 1+, or 2+ with ISH negative."""
    score = ihc.score
    if status.value is not Her2Status.NEGATIVE or score.value is None:
        return Finding()
    value: Her2Subclass | None = None
    evidence = score.evidence
    if score.value in {IhcScore.ONE, IhcScore.TWO}:
        value = Her2Subclass.LOW
    elif score.value is IhcScore.ZERO and ihc.membrane_staining.value is not None:
        value = Her2Subclass.ULTRALOW if ihc.membrane_staining.value else Her2Subclass.NULL
        evidence = (*evidence, *ihc.membrane_staining.evidence)
    if value is None:
        return Finding()
    reason = (
        "IHC 1+, or 2+ without amplification, is HER2-low; 0 with faint staining of up to 10% is ultralow (ASCO-CAP "
    )
    "2023 footnote; DESTINY-Breast06)."
    return Finding(value=value, status=Status.STATED, evidence=evidence, rule="her2_subclass", reason=reason)


def _of_ihc(ihc: Her2Ihc) -> _Test | None:
    score, call = ihc.score.value, ihc.status.value
    evidence = _unique((*ihc.score.evidence, *ihc.status.evidence))
    if score is None:
        return _Test(_OF_CALL[call], evidence, f"HER2 is reported as {call}.") if call else None
    expected = _OF_SCORE[score]
    said = _OF_CALL[call] if call else expected
    if said is not expected:
        return _Test(said, evidence, f"The score {score} and the word {call} do not agree.", against=expected)
    return _Test(expected, evidence, f"IHC {score} is {expected} (ASCO/CAP 2018).")


def _of_ish(ihc: Her2Ihc, ish: Her2Ish, date: PartialDate | None) -> _Test | None:
    word = _OF_ISH[ish.status.value] if ish.status.value else None
    ratio, copies = ish.ratio.value, ish.copies.value
    evidence = _unique((*ish.status.evidence, *ish.ratio.evidence, *ish.copies.evidence))
    if word is None and ratio is None:
        return None
    if not arithmetic_holds(ratio, copies, ish.cep17.value):
        copies = None
    group = ish_group(ratio, copies)
    if group is not None:
        return _of_group(group, ihc.score.value, word, evidence, date)
    if ratio is None:
        return _Test(word, evidence, f"ISH is reported as {ish.status.value}.")
    by_number = Her2Status.POSITIVE if ratio >= 2.0 else Her2Status.NEGATIVE
    if word is None:
        return _Test(
            by_number, evidence, f"HER2/CEP17 ratio {ratio:g}; the mean HER2 copies are not given.", uncertain=True
        )
    if word is by_number or word is Her2Status.EQUIVOCAL or _is_old(date):
        return _Test(word, evidence, f"ISH is reported as {ish.status.value}, ratio {ratio:g}.")
    return _Test(
        word, evidence, f"ISH is reported as {ish.status.value}, but the ratio is {ratio:g}.", against=by_number
    )


def _of_group(
    group: int,
    score: IhcScore | None,
    word: Her2Status | None,
    evidence: tuple[Evidence, ...],
    date: PartialDate | None,
) -> _Test:
    derived = _group_with_ihc(group, score)
    reason = f"ISH group {group}" + (f" with IHC {score}" if score else "") + " (ASCO/CAP 2018)."
    if derived is None:
        review = f"ISH group {group} is decided together with IHC, which is not in this report (ASCO/CAP 2018)."
        if word is None:
            return _Test(Her2Status.EQUIVOCAL, evidence, review, uncertain=True)
        return _Test(word, evidence, review, uncertain=True)
    if word is None or word is derived:
        return _Test(derived, evidence, reason)
    if _is_old(date):
        return _Test(word, evidence, f"As reported then; by the rules of 2018 it would be {derived}. Ask for a review.")
    return _Test(word, evidence, f"The report says {word}; {reason}", against=derived)


def _group_with_ihc(group: int, score: IhcScore | None) -> Her2Status | None:
    """The final call of the 2018 table; None when groups 2-4 lack the IHC that decides them."""
    if group == 1:
        return Her2Status.POSITIVE
    if group == 5:
        return Her2Status.NEGATIVE
    if score is None:
        return None
    if score is IhcScore.THREE:
        return Her2Status.POSITIVE
    if score is IhcScore.TWO:
        return Her2Status.POSITIVE if group == 3 else Her2Status.NEGATIVE
    return Her2Status.NEGATIVE


def _with_ish(ihc: Her2Ihc, by_ihc: _Test | None, by_ish: _Test, amplified: Her2Status) -> Finding[Her2Status]:
    """ISH decides over IHC 2+; IHC 3+ without amplification, or a plain "positive" against it, is a conflict."""
    if by_ihc is None or by_ihc.status is None or by_ihc.status in {by_ish.status, Her2Status.EQUIVOCAL}:
        if by_ihc is None:
            return _stated(by_ish, "ish")
        unsure = by_ish.uncertain and by_ihc.status is not by_ish.status
        return _stated(_Test(by_ish.status, (*by_ish.evidence, *by_ihc.evidence), by_ish.reason, unsure), "ish")
    if by_ish.status is Her2Status.EQUIVOCAL:
        return _stated(by_ihc, "ihc")
    if by_ihc.status is Her2Status.NEGATIVE and ihc.score.value is not None:
        return _stated(
            _Test(by_ish.status, (*by_ish.evidence, *by_ihc.evidence), by_ish.reason, by_ish.uncertain), "ish"
        )
    reason = f"IHC says {by_ihc.status}, in-situ hybridisation {by_ish.status}. The pathologist should look at both."
    return _conflict((by_ihc.status, by_ihc.evidence), (amplified, by_ish.evidence), reason)


def _within_conflict(ihc: Her2Ihc, ish: Her2Ish) -> Finding[Her2Status]:
    """A conflict within one test stays a conflict of the status."""
    for finding in (ihc.score, ihc.status, ish.status):
        if finding.status is Status.CONFLICT:
            sides: tuple[Alternative[Her2Status], ...] = tuple(
                Alternative(value=_as_status(each.value), evidence=each.evidence) for each in finding.alternatives
            )
            if len({side.value for side in sides}) > 1:
                return Finding(
                    status=Status.CONFLICT, evidence=finding.evidence, alternatives=sides, rule="test_conflict"
                )
            return Finding(value=sides[0].value, status=Status.STATED, evidence=finding.evidence, rule="ihc")
    return Finding()


def _as_status(value: IhcScore | Her2Call | IshStatus) -> Her2Status:
    if isinstance(value, IhcScore):
        return _OF_SCORE[value]
    return _OF_CALL[value] if isinstance(value, Her2Call) else _OF_ISH[value]


def _stated(test: _Test, rule: str) -> Finding[Her2Status]:
    status = Status.UNCERTAIN if test.uncertain else Status.STATED
    return Finding(value=test.status, status=status, evidence=_unique(test.evidence), rule=rule, reason=test.reason)


def _conflict(
    one: tuple[Her2Status, tuple[Evidence, ...]], other: tuple[Her2Status, tuple[Evidence, ...]], reason: str
) -> Finding[Her2Status]:
    alternatives: tuple[Alternative[Her2Status], ...] = tuple(
        Alternative(value=value, evidence=evidence) for value, evidence in (one, other)
    )
    return Finding(
        status=Status.CONFLICT,
        evidence=_unique((*one[1], *other[1])),
        alternatives=alternatives,
        rule="conflict",
        reason=reason,
    )


def _is_old(date: PartialDate | None) -> bool:
    """Whether the report is from before the rules of 2018: its words then stand as they were given."""
    return date is not None and date.earliest() < _RULES_OF_2018


def _unique(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(evidence))

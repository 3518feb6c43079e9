"""Puts the specimens of all documents side by side, each once, and finds HER2 and hormone receptors over all."""

from collections.abc import Iterable, Sequence
from typing import Any

from domain.dates import PartialDate
from domain.document import DocumentKind
from domain.finding import Alternative, Finding, Status
from domain.profile import Conflict, ConflictSide, Her2, HormoneReceptors
from domain.specimen import Her2Status, Her2Subclass, Receptor, ReceptorStatus, Specimen
from extraction.document_facts import DocumentFacts
from extraction.facts import awaited
from extraction.resolution.findings import checked, conflict_of, date_key, in_order, in_words, may_be_same
from extraction.resolution.other_tumor import of_other_tumor
from extraction.resolution.same_specimen import is_same_specimen, joined

_NOTES = frozenset(
    {DocumentKind.CLINICAL_NOTE, DocumentKind.BRAIN_IMAGING, DocumentKind.BODY_IMAGING, DocumentKind.CARDIAC}
)
_DAYS_APART = 45  # between the biopsy and what a note gives as its date
_LEADS = "The sample of a place that the cancer spread to is like one of them, so its result leads."
_TWO_TUMORS = f"Two breast tumors were tested, and they differ in HER2. {_LEADS}"


def specimens_of_all(documents: Sequence[DocumentFacts]) -> tuple[tuple[Specimen, ...], tuple[Conflict, ...]]:
    """Every specimen once, oldest first; and where a note quotes another result than the report gives, a conflict."""
    found = [_as_told(specimen, each) for each in documents for specimen in each.specimens]
    reported: list[Specimen] = []
    conflicts: list[Conflict] = []
    for specimen in (each for each in found if not each.quoted):
        twin = next((each for each in reported if is_same_specimen(each, specimen)), None)
        if twin is None:
            reported.append(specimen)
        else:
            reported[reported.index(twin)], differing = joined(twin, specimen)
            conflicts += differing
    own = list(reported)
    pathology = {each.document.id for each in documents if each.kind is DocumentKind.PATHOLOGY}
    for specimen in sorted((each for each in found if each.quoted), key=_told_of, reverse=True):
        if _restates(specimen, own):
            continue
        candidates = [each for each in own if _may_be_quoted(each, specimen)]
        if not candidates:
            own.append(specimen)
            continue
        against = [each for each in candidates if _differs(each, specimen)]
        if len(against) == len(candidates):
            if specimen.document in pathology and all(each.site != specimen.site for each in against):
                own.append(specimen)  # a pathologist compares two tumours
                continue
            conflicts += _quoted_against(specimen, against)
    ordered = sorted(own, key=lambda each: (date_key(each.date), each.document, each.id))
    return tuple(ordered), tuple(conflicts)


def _as_told(specimen: Specimen, document: DocumentFacts) -> Specimen:
    """Rule `told_in_a_note`: what another document than a pathology report tells of a specimen is a quotation.

    The date of the note is not the specimen's.
    """
    if document.kind not in _NOTES:
        return specimen
    date = None if specimen.date == document.date else specimen.date
    return specimen.model_copy(update={"quoted": True, "date": date})


def her2_of(specimens: Sequence[Specimen]) -> tuple[Her2, tuple[Conflict, ...]]:
    """HER2 over all invasive specimens, with the conflicts that it holds."""
    tested = [
        each
        for each in specimens
        if not each.in_situ_only
        and each.her2_status.status is not Status.UNKNOWN
        and not _is_awaited(each)  # nobody says yet that it holds cancer, or that HER2 is tested
    ]
    others = of_other_tumor(tested)
    counted = [each for each in tested if each not in others]
    told = [(each, each.her2_status) for each in tested]
    status = _over_all([(each, finding) for each, finding in told if each not in others], "her2")
    conflicts = list(_within(tested))
    if others:
        status = status.model_copy(update={"rule": "her2:metastasis_leads", "reason": _LEADS})
        conflicts.append(_between("her2.status", _TWO_TUMORS, _over_all(told, "her2"), told))
    elif status.status is Status.CONFLICT and len({each.her2_status.value for each in counted}) > 1:
        conflicts.append(
            _between("her2.status", "HER2 differs between specimens. Which result does the team use?", status, told)
        )
    subclass: Finding[Her2Subclass] = Finding[Her2Subclass]()
    if status.value is Her2Status.NEGATIVE:
        subclass = _over_all(
            [(each, each.her2_subclass) for each in counted if each.her2_subclass.known], "her2_subclass"
        )
    return Her2(status=status, subclass=subclass), tuple(conflicts)


def receptors_of(specimens: Sequence[Specimen]) -> tuple[HormoneReceptors, tuple[Conflict, ...]]:
    """ER and PR over all invasive specimens, with the conflicts between them."""
    counted = [each for each in specimens if not each.in_situ_only]
    findings, conflicts = {}, []
    for name in ("er", "pr"):
        told = [(each, getattr(each, name).status) for each in counted]
        findings[name] = _receptor([(each, finding) for each, finding in told if finding.status is not Status.UNKNOWN])
        if findings[name].status is Status.CONFLICT:
            conflicts.append(
                _between(f"receptors.{name}", f"{name.upper()} differs between specimens.", findings[name], told)
            )
    hormone = [(each, _hormone(each)) for each in counted]
    positive = _over_all([(each, finding) for each, finding in hormone if finding.known], "hormone_receptors")
    if any(not finding.known and _contradicts_itself(each) for each, finding in hormone):
        positive = Finding[bool]()  # the other specimens do not settle what a report of this one leaves open
    return HormoneReceptors(er=findings["er"], pr=findings["pr"], positive=positive), tuple(conflicts)


def _between(
    field: str, summary: str, over_all: Finding[Any], found: Sequence[tuple[Specimen, Finding[Any]]]
) -> Conflict:
    """A conflict between specimens, whose sides name them."""
    conflict = conflict_of(field, summary, over_all)
    named = []
    for side, alternative in zip(conflict.sides, over_all.alternatives, strict=True):
        labels = [
            _called(each)
            for each, finding in found
            if alternative.value in {finding.value, *(one.value for one in finding.alternatives)}
        ]
        named.append(side.model_copy(update={"value": f"{side.value} ({'; '.join(dict.fromkeys(labels))})"}))
    return conflict.model_copy(update={"sides": tuple(named)})


def _called(specimen: Specimen) -> str:
    taken_by = specimen.procedure.value
    if taken_by is None or in_words(taken_by) in specimen.label:
        return specimen.label
    return f"{specimen.label}, {in_words(taken_by)}"


def _may_be_quoted(reported: Specimen, quoted: Specimen) -> bool:
    """Rule `quoted_specimen`: nothing that the quotation names tells it apart from the reported one."""
    if quoted.site is not None and reported.site is not None and quoted.site != reported.site:
        return _is_vague(quoted) and not _has_other_figures(reported, quoted)
    sides_agree = quoted.side is None or reported.side is None or quoted.side == reported.side
    return sides_agree and _near(quoted.date, reported.date)


def _restates(quoted: Specimen, known: Sequence[Specimen]) -> bool:
    """Rule `restated_result`: a result that agrees with a known specimen's of about its date is that one, told again.

    The specimen is of the same organ, or of any where the quotation names neither date nor side.
    """
    alike = [
        each
        for each in known
        if each.site == quoted.site or (_is_vague(quoted) and not _has_other_figures(each, quoted))
    ]
    return any(_near(each.date, quoted.date) and _agrees(each, quoted) for each in alike)


def _near(one: PartialDate | None, other: PartialDate | None) -> bool:
    """Whether two dates may be told of one specimen: a note may give the day of the diagnosis, or of the report."""
    if one is None or other is None or may_be_same(one, other):
        return True
    return (max(one.earliest(), other.earliest()) - min(one.latest(), other.latest())).days <= _DAYS_APART


def _agrees(one: Specimen, quoted: Specimen) -> bool:
    shared = [path for path in ("her2_status", "er", "pr") if _result(one, path).known and _result(quoted, path).known]
    return bool(shared) and not _differs(one, quoted)


def _told_of(specimen: Specimen) -> int:
    """How much is told of it: of two quotations of one specimen the fuller one is kept."""
    return sum(finding.value is not None for finding in _figures(specimen)) + sum(
        _result(specimen, path).known for path in ("her2_status", "er", "pr")
    )


def _figures(specimen: Specimen) -> tuple[Finding[Any], ...]:
    return specimen.er.percent, specimen.pr.percent, specimen.her2_ihc.score, specimen.ki67_percent


def _has_other_figures(one: Specimen, other: Specimen) -> bool:
    """Whether measured values differ, so that two sites' results are no single specimen told twice."""
    return any(
        mine.known and theirs.known and mine.value != theirs.value
        for mine, theirs in zip(_figures(one), _figures(other), strict=True)
    )


def _is_vague(quoted: Specimen) -> bool:
    """Whether a quotation names neither date nor side: "HER2+ breast cancer" tells of no one specimen."""
    return quoted.date is None and quoted.side is None and not _is_awaited(quoted)


def _is_awaited(specimen: Specimen) -> bool:
    """Whether it is known to have been taken, and nothing of its result."""
    return specimen.her2_status.rule == awaited.RULE


def _differs(reported: Specimen, quoted: Specimen) -> bool:
    return any(_clash(_result(reported, path), _result(quoted, path)) for path in ("her2_status", "er", "pr"))


def _sign(value: object) -> bool | None:
    if value in {Her2Status.POSITIVE, ReceptorStatus.POSITIVE, ReceptorStatus.LOW_POSITIVE}:
        return True
    return False if value in {Her2Status.NEGATIVE, ReceptorStatus.NEGATIVE} else None


def _quoted_against(quoted: Specimen, reported: Iterable[Specimen]) -> list[Conflict]:
    """Rule `report_over_quotation`: the pathology report stands, and the disagreement is shown."""
    conflicts = []
    for path, label in (("her2_status", "HER2"), ("er", "ER"), ("pr", "PR")):
        said = _result(quoted, path)
        against = [each for each in reported if _clash(_result(each, path), said)]
        if against:
            sides = [_side(each, path) for each in against]
            conflicts.append(
                Conflict(
                    field="her2.status" if path == "her2_status" else f"receptors.{path}",
                    summary=f"A note gives {label} as {in_words(said.value)}; the pathology report says otherwise.",
                    sides=(*sides, _side(quoted, path)),
                )
            )
    return conflicts


def _result(specimen: Specimen, path: str) -> Finding[Any]:
    if path == "her2_status":
        stated = specimen.quoted and specimen.her2_reported.known and not specimen.her2_status.known
        return specimen.her2_reported if stated else specimen.her2_status
    receptor: Receptor = getattr(specimen, path)
    return receptor.status


def _clash(reported: Finding[Any], quoted: Finding[Any]) -> bool:
    return reported.known and quoted.known and _sign(reported.value) is not _sign(quoted.value)


def _side(specimen: Specimen, path: str) -> ConflictSide:
    finding = _result(specimen, path)
    return ConflictSide(
        value=f"{in_words(finding.value)} ({specimen.label})", date=specimen.date, evidence=finding.evidence
    )


def _over_all(found: Sequence[tuple[Specimen, Finding[Any]]], name: str) -> Finding[Any]:
    """One value over all specimens.

    Rules: `{name}:pending` a decisive test is out; `{name}:all_specimens_agree`; `{name}:specimens_differ` a conflict.
    """
    if not found:
        return Finding[Any]()
    evidence = in_order([each for _, finding in found for each in finding.evidence])
    pending = [finding for _, finding in found if finding.status is Status.PENDING]
    if pending:
        words = in_order([each for finding in pending for each in finding.evidence])
        return Finding[Any](status=Status.PENDING, evidence=words, rule=f"{name}:pending")
    sides = _sides(found)
    if len(sides) > 1:
        return Finding[Any](
            status=Status.CONFLICT, evidence=evidence, alternatives=sides, rule=f"{name}:specimens_differ"
        )
    if not sides:
        return Finding[Any]()
    newest = max(found, key=lambda entry: date_key(entry[0].date))[1]
    status = Status.STATED if all(finding.known for _, finding in found) else newest.status
    reason = newest.reason if len(found) == 1 else f"All {len(found)} specimens agree."
    return checked(
        newest.model_copy(
            update={
                "value": sides[0].value,
                "status": status,
                "evidence": evidence,
                "date": max((each.date for each, _ in found if each.date), key=date_key, default=None),
                "rule": f"{name}:all_specimens_agree",
                "reason": reason,
            }
        )
    )


def _sides(found: Sequence[tuple[Specimen, Finding[Any]]]) -> tuple[Alternative[Any], ...]:
    """One side a value; a specimen whose own tests disagree brings its own sides."""
    by_value: dict[object, list[Alternative[Any]]] = {}
    for specimen, finding in found:
        for side in finding.alternatives or (
            () if finding.value is None else (Alternative[Any](value=finding.value, evidence=finding.evidence),)
        ):
            by_value.setdefault(side.value, []).append(side.model_copy(update={"date": side.date or specimen.date}))
    return tuple(
        Alternative[Any](
            value=value,
            date=max((side.date for side in sides if side.date), key=date_key, default=None),
            evidence=in_order([each for side in sides for each in side.evidence]),
        )
        for value, sides in sorted(by_value.items(), key=lambda entry: str(entry[0]))
    )


def _within(specimens: Sequence[Specimen]) -> Iterable[Conflict]:
    """Conflicts inside one specimen: its tests against each other, or against the report's own conclusion."""
    for each in specimens:
        if each.her2_status.status is Status.CONFLICT:
            yield conflict_of("her2.status", f"HER2 results of one specimen disagree ({each.label}).", each.her2_status)
        elif each.her2_reported.known and each.her2_status.known and each.her2_reported.value != each.her2_status.value:
            yield Conflict(
                field="her2.status",
                summary=f"The report's own HER2 conclusion differs from what its tests establish ({each.label}).",
                sides=(
                    ConflictSide(
                        value=in_words(each.her2_reported.value), date=each.date, evidence=each.her2_reported.evidence
                    ),
                    ConflictSide(
                        value=in_words(each.her2_status.value), date=each.date, evidence=each.her2_status.evidence
                    ),
                ),
            )


def _receptor(found: Sequence[tuple[Specimen, Finding[ReceptorStatus]]]) -> Finding[ReceptorStatus]:
    """Like all specimens; where they differ only in positive and low positive, the newest's, which says so."""
    signs = {_sign(finding.value) for _, finding in found if finding.known}
    values = {finding.value for _, finding in found if finding.known}
    if signs != {True} or len(values) == 1:
        return _over_all(found, "receptor")
    specimen, finding = max(
        (entry for entry in found if entry[1].known), key=lambda entry: (date_key(entry[0].date), entry[0].id)
    )
    return checked(
        finding.model_copy(
            update={
                "date": specimen.date,
                "rule": "receptor:newest_of_positive",
                "reason": "All specimens are positive; the newest tells whether low.",
            }
        )
    )


def _contradicts_itself(specimen: Specimen) -> bool:
    return Status.CONFLICT in {specimen.er.status.status, specimen.pr.status.status}


def _hormone(specimen: Specimen) -> Finding[bool]:
    """ER and/or PR positive; negative only where both are known to be. A missing PR is not negative."""
    both = (specimen.er.status, specimen.pr.status)
    evidence = in_order([each for finding in both for each in finding.evidence])
    signs = [_sign(finding.value) if finding.known else None for finding in both]
    if True in signs:
        return Finding[bool](value=True, status=Status.STATED, evidence=evidence, rule="er_and_or_pr")
    if signs == [False, False]:
        return Finding[bool](value=False, status=Status.STATED, evidence=evidence, rule="er_and_pr_negative")
    return Finding[bool]()

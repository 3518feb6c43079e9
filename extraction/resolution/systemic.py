"""Joins the systemic treatments of all documents: the newer tells how one stands, and conflicts are kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.course import Setting, SystemicTreatment, TreatmentStatus
from domain.dates import PartialDate, months_between
from domain.profile import Conflict, ConflictSide
from extraction.document_facts import DocumentFacts
from extraction.facts.treatment_statements import GIVEN
from extraction.resolution.findings import date_key, in_order, in_words

TALK = frozenset({TreatmentStatus.PLANNED, TreatmentStatus.CONSIDERED, TreatmentStatus.DECLINED})
_ENDED = frozenset({TreatmentStatus.HELD, TreatmentStatus.STOPPED, TreatmentStatus.COMPLETED})
_SAME_PERIOD = 2  # months
_PLAN_STAYS_DAYS = 45
_MOST_EVIDENCE = 8
_ANTIBODIES = frozenset({"trastuzumab", "pertuzumab", "margetuximab"})
_CONJUGATES = frozenset({"trastuzumab_deruxtecan", "trastuzumab_emtansine"})
_TAXANES = frozenset({"docetaxel", "paclitaxel", "nab_paclitaxel"})


@dataclass(frozen=True)
class _Told:
    """A treatment as one document tells of it, with that document's date."""

    treatment: SystemicTreatment
    date: PartialDate | None


def systemic_of(documents: Sequence[DocumentFacts]) -> tuple[tuple[SystemicTreatment, ...], tuple[Conflict, ...]]:
    """All treatments once, by start; and where documents disagree on whether one goes on, a conflict.

    Rules: `newer_status` the newest dated document tells how it stands, and one without a date never overrides one
    with; `as_planned` a treatment is for what an earlier document planned it for; `talk_of_the_newest` what is
    considered is taken from the newest documents only; `begun_after_metastasis` and `given_together` fill in the
    setting; `early_before_metastatic` early treatment is over once disease is metastatic; `replaced_by_conjugate` an
    antibody is over once a conjugate of it was begun later.
    """
    told = [_Told(each, document.date) for document in documents for each in document.course.course.systemic]
    periods: list[list[_Told]] = []
    for each in sorted((one for one in told if one.treatment.status not in TALK), key=_order):
        fitting = [
            period
            for period in periods
            if period[0].treatment.drug == each.treatment.drug
            and all(_fits(other.treatment, each.treatment) for other in period)
        ]
        if fitting:
            _closest(fitting, each).append(each)
        else:
            periods.append([each])
    given = [_as_planned(_joined(period), period, periods, told) for period in periods]
    conflicts = [conflict for period in periods for conflict in _disagreement(period)]
    conflicts += _ended_before(told)
    since = _metastatic_since(documents, given)
    given = [_with_setting(_specific(each, given), since) for each in given]
    given = [_given_together(each, given) for each in given]
    given = [_replaced(each, given) for each in given]
    talk = _talk(told, given)
    ordered = sorted(
        (*given, *talk), key=lambda each: (each.status in TALK, date_key(each.start), each.drug, str(each.status))
    )
    return tuple(_without_repeats(ordered)), tuple(_distinct(conflicts))


def _order(told: _Told) -> tuple[object, ...]:
    """Dated starts first, so that vague mentions find the period that they speak of."""
    treatment = told.treatment
    return (
        treatment.start is None and treatment.stop is None,
        date_key(treatment.start or treatment.stop),
        date_key(told.date),
        treatment.evidence[0].document,
        treatment.evidence[0].start,
        treatment.drug,
    )


def _fits(one: SystemicTreatment, other: SystemicTreatment) -> bool:
    """Whether two statements on one drug may tell of one period."""
    if one.setting and other.setting and one.setting is not other.setting:
        return False
    if one.line and other.line and one.line != other.line:
        return False
    if one.start and other.start:
        return abs(months_between(one.start, other.start)) <= _SAME_PERIOD
    if one.stop and other.start:
        return months_between(one.stop, other.start) <= 0
    if one.start and other.stop:
        return months_between(one.start, other.stop) >= 0
    if one.stop and other.stop:
        return abs(months_between(one.stop, other.stop)) <= _SAME_PERIOD
    return True


def _closest(periods: list[list[_Told]], told: _Told) -> list[_Told]:
    """Of several periods of one drug: the one the document's date falls into, else the last."""
    if told.date is None or told.treatment.start is not None:
        return periods[-1]
    running = [
        period
        for period in periods
        if all(each.treatment.start is None or months_between(each.treatment.start, told.date) >= 0 for each in period)
    ]
    return (running or periods)[-1]


def _joined(period: list[_Told]) -> SystemicTreatment:
    """One treatment of all that documents tell of it."""
    newest_first = sorted(period, key=lambda each: date_key(each.date), reverse=True)
    treatments = [each.treatment for each in newest_first]
    status = next((each.status for each in treatments if each.status is not None), None)
    if status is TreatmentStatus.COMPLETED and any(each.status is TreatmentStatus.STOPPED for each in treatments):
        status = TreatmentStatus.STOPPED  # a closed period, of which another document says that it was broken off
    stops = [each.stop for each in treatments if each.stop is not None]
    ended = status in {TreatmentStatus.STOPPED, TreatmentStatus.COMPLETED}
    return SystemicTreatment(
        drug=treatments[0].drug,
        setting=next((each.setting for each in treatments if each.setting), None),
        line=next((each.line for each in treatments if each.line), None),
        status=status,
        start=max((each.start for each in treatments if each.start), key=_precision, default=None),
        stop=max(stops[:2], key=_precision, default=None) if ended else None,
        reason=next((each.reason for each in treatments if each.reason), None) if status in _ENDED else None,
        evidence=in_order([one for each in treatments for one in each.evidence])[:_MOST_EVIDENCE],
    )


def _as_planned(
    treatment: SystemicTreatment, period: Sequence[_Told], periods: Sequence[Sequence[_Told]], told: Sequence[_Told]
) -> SystemicTreatment:
    """The treatment with the setting that earlier documents planned it for; a drug given twice may be either's."""
    if treatment.setting is not None or sum(each[0].treatment.drug == treatment.drug for each in periods) > 1:
        return treatment
    first = min((date_key(each.date) for each in period if each.date is not None), default=None)
    plans = [
        each.treatment
        for each in told
        if each.treatment.drug == treatment.drug
        and each.treatment.status is TreatmentStatus.PLANNED
        and each.treatment.setting is not None
        and each.date is not None
        and first is not None
        and date_key(each.date) <= first
    ]
    if len({each.setting for each in plans}) != 1:
        return treatment
    evidence = in_order((*treatment.evidence, *(one for each in plans for one in each.evidence)))
    return treatment.model_copy(update={"setting": plans[0].setting, "evidence": evidence[:_MOST_EVIDENCE]})


def _precision(date: PartialDate) -> tuple[bool, bool]:
    return date.month is not None, date.day is not None


def _disagreement(period: list[_Told]) -> Iterable[Conflict]:
    """Rule `newer_status`: a document that is not older, or has no date, and says otherwise, is a conflict."""
    dated = [each for each in period if each.date is not None and each.treatment.status is not None]
    undated = [each for each in period if each.date is None and each.treatment.status is not None]
    if not dated:
        return
    newest = max(date_key(each.date) for each in dated)
    last = [each for each in dated if date_key(each.date) == newest]
    sides = {each.treatment.status in _ENDED: each for each in (*undated, *last)}
    if len(sides) > 1:
        yield _conflict(sides[False], sides[True])


def _ended_before(told: Sequence[_Told]) -> Iterable[Conflict]:
    """A drug that one document gives as taken, and another as ended before that document was written."""
    for one in told:
        if one.treatment.status is not TreatmentStatus.CURRENT or one.date is None or one.treatment.start is not None:
            continue
        others = [each for each in told if each.treatment.drug == one.treatment.drug and each is not one]
        going_on = any(
            each.treatment.status not in TALK
            and each.treatment.stop is None
            and date_key(each.date) >= date_key(one.date)
            for each in others
        )
        ended = [
            each
            for each in others
            if each.treatment.stop is not None
            and date_key(each.date) >= date_key(one.date)
            and months_between(each.treatment.stop, one.date) > 1
        ]
        if ended and not going_on:
            yield _conflict(one, ended[-1])


def _conflict(one: _Told, other: _Told) -> Conflict:
    drug = in_words(one.treatment.drug)
    return Conflict(
        field=f"course.systemic.{one.treatment.drug}",
        summary=f"Documents disagree on whether {drug} is being given.",
        sides=tuple(
            ConflictSide(value=in_words(each.treatment.status), date=each.date, evidence=each.treatment.evidence[-2:])
            for each in (one, other)
        ),
    )


def _distinct(conflicts: Iterable[Conflict]) -> list[Conflict]:
    by_field = {each.field: each for each in conflicts}
    return [by_field[field] for field in sorted(by_field)]


def _metastatic_since(documents: Sequence[DocumentFacts], given: Sequence[SystemicTreatment]) -> PartialDate | None:
    """The earliest date that tells of metastatic disease: a treatment for it, or a specimen from a distant site."""
    dates = [each.start for each in given if each.setting is Setting.METASTATIC and each.start]
    dates += [
        specimen.date
        for each in documents
        for specimen in each.specimens
        if specimen.date and specimen.site and specimen.site.value in {"liver", "lung", "bone", "brain", "skin"}
    ]
    return min(dates, key=date_key, default=None)


def _with_setting(treatment: SystemicTreatment, since: PartialDate | None) -> SystemicTreatment:
    if since is None:
        return treatment
    early = treatment.setting in {Setting.NEOADJUVANT, Setting.ADJUVANT}
    if early and treatment.status is None:
        return treatment.model_copy(update={"status": TreatmentStatus.COMPLETED})
    if treatment.setting is None and treatment.start is not None and months_between(since, treatment.start) >= 0:
        return treatment.model_copy(update={"setting": Setting.METASTATIC})
    return treatment


def _given_together(treatment: SystemicTreatment, given: Sequence[SystemicTreatment]) -> SystemicTreatment:
    if treatment.setting is not None:
        return treatment
    own = set(treatment.evidence)
    with_it = any(each.setting is Setting.METASTATIC and own.intersection(each.evidence) for each in given)
    return treatment.model_copy(update={"setting": Setting.METASTATIC}) if with_it else treatment


def _replaced(treatment: SystemicTreatment, given: Sequence[SystemicTreatment]) -> SystemicTreatment:
    """Trastuzumab is part of T-DXd and of T-DM1: it is over once one was begun; pertuzumab too, unless said."""
    if treatment.drug not in _ANTIBODIES or treatment.status not in {TreatmentStatus.CURRENT, None}:
        return treatment
    own = set(treatment.evidence)
    for each in given:
        later = each.start and treatment.start and months_between(treatment.start, each.start) > _SAME_PERIOD
        going_on = each.status in {TreatmentStatus.CURRENT, TreatmentStatus.HELD}
        if each.drug in _CONJUGATES and going_on and later and not own.intersection(each.evidence):
            return treatment.model_copy(update={"status": TreatmentStatus.COMPLETED})
    return treatment


def _specific(treatment: SystemicTreatment, given: Sequence[SystemicTreatment]) -> SystemicTreatment:
    """A taxane of a shorthand is the one that another document names for the same start."""
    if treatment.drug != "taxane" or treatment.start is None:
        return treatment
    same = {
        each.drug
        for each in given
        if each.drug in _TAXANES and each.start and abs(months_between(each.start, treatment.start)) <= _SAME_PERIOD
    }
    return treatment.model_copy(update={"drug": same.pop()}) if len(same) == 1 else treatment


def _talk(all_told: Sequence[_Told], given: Sequence[SystemicTreatment]) -> list[SystemicTreatment]:
    """What is planned, considered or declined by the newest documents, and not being given already."""
    told = [each for each in all_told if each.treatment.status in TALK]
    going_on = {each.drug for each in given if each.status in {TreatmentStatus.CURRENT, TreatmentStatus.HELD}}
    dates = [each.date for each in told if each.date is not None]
    newest = max(dates, key=date_key, default=None)
    kept: dict[tuple[str, TreatmentStatus | None], SystemicTreatment] = {}
    for each in sorted(told, key=lambda one: (date_key(one.date), one.treatment.evidence[0].document)):
        declined = each.treatment.status is TreatmentStatus.DECLINED
        stays = _PLAN_STAYS_DAYS if each.treatment.status is TreatmentStatus.PLANNED else 0
        recent = newest is None or (each.date is not None and (newest.earliest() - each.date.earliest()).days <= stays)
        begun = any(
            one.drug == each.treatment.drug and one.start and each.date and one.start.earliest() >= each.date.earliest()
            for one in given
        ) or any(
            one.treatment.drug == each.treatment.drug
            and one.treatment.status not in TALK
            and date_key(one.date) > date_key(each.date)
            for one in all_told
        )
        if (declined or recent) and not begun and (declined or each.treatment.drug not in going_on):
            key = (each.treatment.drug, each.treatment.status)
            old = kept.get(key)
            evidence = in_order([*(old.evidence if old else ()), *each.treatment.evidence])
            kept[key] = each.treatment.model_copy(update={"evidence": evidence[:_MOST_EVIDENCE]})
    planned = {drug for drug, status in kept if status is TreatmentStatus.PLANNED}
    return [
        each
        for (drug, status), each in sorted(kept.items(), key=lambda entry: (entry[0][0], str(entry[0][1])))
        if not (status is TreatmentStatus.CONSIDERED and drug in planned)
    ]


def _without_repeats(treatments: Sequence[SystemicTreatment]) -> list[SystemicTreatment]:
    kept: list[SystemicTreatment] = []
    for each in treatments:
        twin = next(
            (one for one in kept if (one.drug, one.start, one.status) == (each.drug, each.start, each.status)), None
        )
        if twin is None or each.start is None:
            kept.append(each)
        else:
            kept[kept.index(twin)] = twin.model_copy(update={"evidence": in_order((*twin.evidence, *each.evidence))})
    return kept


def was_given(treatment: SystemicTreatment) -> bool:
    """Whether the drug was given at some time; without a status the words tell that it was, and no more."""
    return treatment.status in GIVEN or treatment.status is None

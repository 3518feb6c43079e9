"""Resolves course, safety and person over all documents: the newest for what changes, history for what stays."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from domain.brain import BrainMetastasis
from domain.course import Context, Course, PrimaryCancer, Safety, SystemicTreatment, TreatmentStatus
from domain.dates import PartialDate
from domain.document import DocumentKind
from domain.evidence import Evidence
from domain.finding import Alternative, Finding, Status
from domain.profile import Conflict
from domain.specimen import Presence, Site
from extraction.document_facts import DocumentFacts
from extraction.resolution.findings import Dated, agreed, checked, conflict_of, date_key, in_order, newest
from extraction.resolution.interacting import interacting_of
from extraction.resolution.lines import count_lines
from extraction.resolution.local import local_of, received
from extraction.resolution.systemic import systemic_of, was_given

_NEWEST_COURSE = (
    "extracranial",
    "ecog",
    "kps",
    "steroids",
    "antiseizure",
    "anticoagulant",
)
_MAY_DIFFER = ("ecog", "kps", "extracranial", "symptomatic", "metastatic_lines", "her2_metastatic_lines")
_MONTHS_TO_BIRTH = 10
_NEWEST_SAFETY = ("creatinine_clearance", "platelets", "alt", "bilirubin")


def course_of_all(documents: Sequence[DocumentFacts]) -> tuple[Course, tuple[Conflict, ...]]:
    """The course of all documents, and what disagrees."""
    systemic, conflicts = systemic_of(documents)
    local = local_of(documents)
    found: dict[str, Finding[Any]] = {
        name: newest(_dated(documents, "course", name), f"newest:{name}") for name in _NEWEST_COURSE
    }
    found["symptomatic"] = _symptomatic(documents)
    stated = {
        name: newest(_dated(documents, "course", name), name) for name in ("metastatic_lines", "her2_metastatic_lines")
    }
    counts = count_lines(systemic, stated["metastatic_lines"], stated["her2_metastatic_lines"])
    course = Course(
        systemic=systemic,
        local=local,
        drugs_received=_drugs([each for each in systemic if was_given(each)], "drugs_received"),
        drugs_current=_drugs([each for each in systemic if each.status is TreatmentStatus.CURRENT], "drugs_current"),
        local_treatments_received=received(local),
        metastatic_lines=counts.lines,
        her2_metastatic_lines=counts.her2,
        primary_cancer=_primary(documents),
        extracranial_sites=_sites(documents),
        symptoms=_symptoms(documents),
        **found,
    )
    return course, (*conflicts, *_conflicts("course", course, _MAY_DIFFER))


def safety_of_all(documents: Sequence[DocumentFacts]) -> tuple[Safety, tuple[Conflict, ...]]:
    """What may bar or change a treatment, over all documents."""
    lvef, lvef_conflict = _lvef(documents)
    ild, ild_grade = _ild(documents)
    resolved = newest(_dated(documents, "safety", "ild_resolved"), "newest:ild_resolved")
    safety = Safety(
        lvef_percent=lvef,
        ild=ild,
        ild_grade=ild_grade,
        ild_resolved=resolved if ild.value is Presence.PRESENT else Finding[bool](),
        dpyd=_dpyd(documents),
        pregnancy_possible=newest(_dated(documents, "safety", "pregnancy_possible"), "newest:pregnancy_possible"),
        pregnant=_pregnant(documents),
        interacting_drugs=interacting_of(
            _dated(documents, "safety", "interacting_drugs"),
            {name: _dated(documents, "course", name) for name in ("anticoagulant", "antiseizure")},
        ),
        allergies=_allergies(documents),
        **{name: newest(_dated(documents, "safety", name), f"newest:{name}") for name in _NEWEST_SAFETY},
    )
    return safety, (*lvef_conflict, *_conflicts("safety", safety, ("dpyd", "pregnancy_possible")))


def _pregnant(documents: Sequence[DocumentFacts]) -> Finding[bool]:
    """As the newest document says; unknown when a later document was written so long after that she has given birth."""
    found = newest(_dated(documents, "safety", "pregnant"), "newest:pregnant")
    latest = max((date_key(each.date) for each in documents if each.date), default=None)
    if not found.value or found.date is None or latest is None:
        return found
    months = 12 * (latest[0] - found.date.year) + (latest[1] or 12) - (found.date.month or 1)
    return Finding[bool]() if months >= _MONTHS_TO_BIRTH else found


def context_of_all(documents: Sequence[DocumentFacts]) -> tuple[Context, tuple[Conflict, ...]]:
    """Who this is about, over all documents."""
    context = Context(
        age=newest(_dated(documents, "context", "age"), "newest:age"),
        sex=agreed(_known(_dated(documents, "context", "sex")), "stated:sex"),
        menopausal_status=newest(_dated(documents, "context", "menopausal_status"), "newest:menopausal_status"),
        country=agreed(_known(_dated(documents, "context", "country")), "stated:country"),
    )
    return context, tuple(_conflicts("context", context, ("age", "sex", "country")))


def _dated(documents: Sequence[DocumentFacts], part: str, name: str) -> list[Dated[Any]]:
    return [
        Dated(finding, finding.date or each.date, each.document.id)
        for each in documents
        if (finding := getattr(getattr(each.course, part), name)).status is not Status.UNKNOWN
    ]


def _known(found: Sequence[Dated[Any]]) -> list[Dated[Any]]:
    return [each for each in found if each.finding.known]


def _conflicts(part: str, values: Course | Safety | Context, names: Sequence[str]) -> list[Conflict]:
    return [
        conflict_of(f"{part}.{name}", f"Documents of one date disagree on {name.replace('_', ' ')}.", finding)
        for name in names
        if (finding := getattr(values, name)).status is Status.CONFLICT
    ]


def _drugs(treatments: Sequence[SystemicTreatment], rule: str) -> Finding[tuple[str, ...]]:
    if not treatments:
        return Finding[tuple[str, ...]]()
    words = {
        "drugs_received": "Every drug that a document tells of as given.",
        "drugs_current": "Not told of as ended.",
    }
    return checked(
        Finding[tuple[str, ...]](
            value=tuple(sorted({each.drug for each in treatments})),
            status=Status.STATED,
            evidence=in_order([one for each in treatments for one in each.evidence]),
            rule=rule,
            reason=words[rule],
        )
    )


def _primary(documents: Sequence[DocumentFacts]) -> Finding[PrimaryCancer]:
    """Rule `most_documents`: the primary that most documents name; as many for another is a conflict."""
    found = _known(_dated(documents, "course", "primary_cancer"))
    counts = Counter(each.finding.value for each in found)
    most = max(counts.values(), default=0)
    return agreed([each for each in found if counts[each.finding.value] == most], "most_documents")


def _sites(documents: Sequence[DocumentFacts]) -> Finding[tuple[Site, ...]]:
    """Rule `sites_ever_named`; a lymph node of a pathology report may be a regional one and does not count."""
    spans: dict[Site, list[Evidence]] = {}
    dates: list[PartialDate] = []
    for each in documents:
        finding = each.course.course.extracranial_sites
        for site, evidence in zip(finding.value or (), _by_place(finding), strict=False):
            if not (each.kind is DocumentKind.PATHOLOGY and site is Site.LYMPH_NODE):
                spans.setdefault(site, []).append(evidence)
        if finding.value and each.date is not None:
            dates.append(each.date)
    if not spans:
        return Finding[tuple[Site, ...]]()
    return checked(
        Finding[tuple[Site, ...]](
            value=tuple(sorted(spans)),
            status=Status.STATED,
            date=max(dates, key=date_key, default=None),
            evidence=in_order([one for found in spans.values() for one in found]),
            rule="sites_ever_named",
        )
    )


def _by_place(finding: Finding[tuple[Site, ...]]) -> Sequence[Evidence]:
    """One piece of evidence a site; where there are fewer, the first stands for the rest."""
    count = len(finding.value or ())
    return [*finding.evidence, *[finding.evidence[0]] * count][:count] if finding.evidence else []


def _symptoms(documents: Sequence[DocumentFacts]) -> Finding[tuple[str, ...]]:
    """Rule `newest:symptoms`: of the newest day; notes of one day add up."""
    found = _dated(documents, "course", "symptoms")
    if not found:
        return Finding[tuple[str, ...]]()
    last = max(date_key(each.date) for each in found)
    same = [each for each in found if date_key(each.date) == last]
    names = sorted({name for each in same for name in each.finding.value or ()})
    return checked(
        Finding[tuple[str, ...]](
            value=tuple(names),
            status=Status.STATED if names else Status.DENIED,
            date=same[0].date,
            evidence=in_order(
                [one for each in same if bool(each.finding.value) == bool(names) for one in each.finding.evidence]
            ),
            rule="newest:symptoms",
        )
    )


def _symptomatic(documents: Sequence[DocumentFacts]) -> Finding[bool]:
    """Rule `newest:symptomatic`; symptoms alone tell nothing of the brain where no document tells of disease there."""
    found = _dated(documents, "course", "symptomatic")
    in_brain = any(
        study.metastasis.value not in {None, BrainMetastasis.ABSENT} for each in documents for study in each.studies
    )
    return newest([each for each in found if in_brain or each.finding.reason is None], "newest:symptomatic")


def _lvef(documents: Sequence[DocumentFacts]) -> tuple[Finding[float], list[Conflict]]:
    """Rule `newest:lvef_percent`: the newest measurement with a date; a note without one that differs is a conflict."""
    found = [
        (each.course.safety.lvef_percent, each)
        for each in documents
        if each.course.safety.lvef_percent.status is not Status.UNKNOWN
    ]
    measured = [Dated(finding, finding.date, each.document.id) for finding, each in found if finding.date is not None]
    quoted = [Dated(finding, each.date, each.document.id) for finding, each in found if finding.date is None]
    if not measured:
        return newest(quoted, "newest:lvef_percent_quoted"), []
    best = newest(measured, "newest:lvef_percent")
    against = [
        each
        for each in quoted
        if best.known and each.finding.value != best.value and date_key(each.date) >= date_key(best.date)
    ]
    if best.status is Status.CONFLICT:
        return best, [conflict_of("safety.lvef_percent", "Ejection fractions of one day differ.", best)]
    if not against:
        return best, []
    sides = (
        Alternative[float](value=best.value or 0.0, date=best.date, evidence=best.evidence),
        *(
            Alternative[Any](value=each.finding.value, date=each.date, evidence=each.finding.evidence)
            for each in against
        ),
    )
    shown = Finding[float](
        status=Status.CONFLICT,
        evidence=in_order([one for side in sides for one in side.evidence]),
        alternatives=sides,
    )
    summary = "A note gives another ejection fraction than the newest dated measurement."
    return best, [conflict_of("safety.lvef_percent", summary, shown)]


def _ild(documents: Sequence[DocumentFacts]) -> tuple[Finding[Presence], Finding[int]]:
    """Rule `once_present`: a history of pneumonitis stays a reason for care, whatever later notes deny."""
    found = _dated(documents, "safety", "ild")
    for value in (Presence.PRESENT, Presence.SUSPECTED):
        of_value = [each for each in found if each.finding.value is value]
        if of_value:
            return newest(of_value, "once_present:ild"), newest(
                _dated(documents, "safety", "ild_grade"), "newest:ild_grade"
            )
    return newest(found, "newest:ild"), Finding[int]()


def _dpyd(documents: Sequence[DocumentFacts]) -> Finding[Any]:
    """Rule `result_over_pending`: genes do not change; results that differ are a conflict."""
    found = _dated(documents, "safety", "dpyd")
    results = _known(found)
    return agreed(results, "result_over_pending:dpyd") if results else newest(found, "newest:dpyd")


def _allergies(documents: Sequence[DocumentFacts]) -> Finding[tuple[str, ...]]:
    """Rule `named_over_none`: all that any document names; none only where none names any."""
    found = _dated(documents, "safety", "allergies")
    named = [each for each in found if each.finding.value]
    if not named:
        return newest(found, "newest:allergies")
    return checked(
        Finding[tuple[str, ...]](
            value=tuple(sorted({name for each in named for name in each.finding.value or ()})),
            status=Status.STATED,
            date=max((each.date for each in named if each.date), key=date_key, default=None),
            evidence=in_order([one for each in named for one in each.finding.evidence]),
            rule="named_over_none:allergies",
        )
    )

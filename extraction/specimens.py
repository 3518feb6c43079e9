"""Assembles what the fact modules find into specimens, marks the index invasive tumour, and derives its HER2 status."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from domain.dates import PartialDate
from domain.finding import Finding, Status
from domain.specimen import Her2Ihc, Her2Ish, Molecular, Nottingham, Receptor, Side, Site, Specimen
from extraction.annotated import Annotated
from extraction.facts import (
    awaited,
    case,
    focality,
    grade,
    her2_ihc,
    her2_ish,
    histology,
    ki67,
    lvi,
    margins,
    molecular,
    nodes,
    nottingham,
    procedure,
    receptors,
    size,
    stage,
    staging,
)
from extraction.facts.mention import Mention
from extraction.facts.other_cancer import is_of_other_cancer
from extraction.facts.places import Place, Places
from extraction.facts.report import Report, report_of
from extraction.facts.sample_columns import columns_of, without_columns
from extraction.her2_status import derived_group, her2_status, her2_subclass
from extraction.quoted_dates import date_of_quoted
from extraction.sections import SectionKind
from extraction.specimen_fields import ADDENDUM_WEIGHT, Fields, Found
from extraction.specimen_places import is_on_the_case, placing, sharing

MARKER_FACTS = (her2_ihc, her2_ish, receptors, ki67, molecular, awaited)
TUMOR_FACTS = (histology, grade, size, nodes, staging, lvi)
DETAIL_FACTS = (nottingham, focality, margins, procedure, stage, case)
_FIRST_WORDED = (
    *case.FIELDS, "procedure", "grade", "focality", "pt", "pn", "pm", "stage", "lvi", "margins",
    "ki67_percent", "ki67_bound",
)  # fmt: skip
_WEIGHTS = {
    SectionKind.ADDENDUM: ADDENDUM_WEIGHT,
    SectionKind.MICROSCOPIC: 3,
    SectionKind.FINDINGS: 3,
    SectionKind.SPECIMEN: 2,
    SectionKind.GROSS: 2,
    SectionKind.TECHNIQUE: 2,
    SectionKind.PLAN: 2,
    SectionKind.HISTORY: 1,
    SectionKind.INDICATION: 1,
}
_HISTORY = frozenset({SectionKind.HISTORY, SectionKind.INDICATION, SectionKind.PLAN})
_BREAST_CUES = re.compile(r"breast|mamma|ductal|lobular|\bnst\b|no special type")
_IN_SITU = re.compile(r"\b(?:dcis|in[ -]situ(?![ -]*hybrid)|intraductal)\b")
_INVASIVE = re.compile(r"\b(?:invasive|infiltrating|metasta\w+)\b")
_BESIDE = 60  # characters
_QUOTED = re.compile(
    r"\b(?:previous\w*|prior|outside|earlier|history of|reported (?:from|on)|from (?:core|needle) biopsy|19\d\d|"
    r"20\d\d|(?:match\w*|resembl\w+|differ\w* from|identical to|similar to|compared (?:with|to)) (?:that of )?"
    r"(?:the|her|his) (?:patient's )?(?:\w+ ){0,2}breast)\b"
)
_EARLIER = re.compile(r"primary|initial|original|prior|previous|outside")  # a column of what is not reported here
# "... matches the right breast tumour and not the left (ER 100%, HER2 0)": told of the breast that is ruled out
_OF_THE_OTHER = re.compile(r"\bnot (?:that of )?(?:the |her |his )?(?:left|right)\b[^.;]{0,80}\Z")


@dataclass(frozen=True, slots=True)
class _Part:
    """What one specimen is made of: `members` decide that it is one, `details` only add to it."""

    number: int
    place: Place
    members: list[Found]
    details: list[Found]
    index: bool
    quoted: bool


def specimens_of(annotated: Annotated, date: PartialDate | None) -> tuple[Specimen, ...]:
    """The specimens that a document reports or quotes; () when it tells nothing of pathology.

    At most one is the index: the largest invasive tumour of the document.
    """
    report = report_of(annotated)
    found = _found(report)
    if not found:
        return ()
    placed = placing(report, found)
    groups: dict[Place, list[Found]] = defaultdict(list)
    shared = sharing(report, found)
    for each in found:
        for place in shared(each, placed(each)):
            groups[place].append(each)
    quoted = {place for place, members in groups.items() if _is_quoted(report, members)}
    index = _index(groups, quoted)
    details = _details(report, groups, placed, index)
    parts = [
        _Part(
            number=number,
            place=place,
            members=_with_nodes(report, members, found if place == index else members, groups),
            details=details[place],
            index=place == index,
            quoted=place in quoted,
        )
        for number, (place, members) in enumerate(groups.items(), start=1)
    ]
    specimens = [_specimen(report, part, date) for part in parts]
    return tuple(specimen for specimen in specimens if specimen is not None)


def _details(
    report: Report, groups: dict[Place, list[Found]], placed: Callable[[Found], Place], index: Place | None
) -> dict[Place, list[Found]]:
    """What else a pathology report tells of its specimens: it makes none and decides over none.

    The case's number and dates are of all specimens; what stands at no specimen's place is of the index tumour.
    """
    details: dict[Place, list[Found]] = defaultdict(list)
    if not report.is_pathology:
        return details
    places = report.once(Places)
    for module in DETAIL_FACTS:
        for mention in module.find(report):
            found = _with_context(report, mention, places)
            if module is case:
                for place in groups:
                    details[place].append(found)
                continue
            place = placed(found)
            if place in groups:
                details[place].append(found)
            elif index is not None:
                details[index].append(found)
    return details


def _found(report: Report) -> list[Found]:
    apart = list(_in_columns(report))
    outside = without_columns(report)
    mentions = [_as_in(report, outside, each) for each in _markers(outside)]
    text = report.folded
    typed = list(histology.find(report)) if _BREAST_CUES.search(text) else []
    if not apart and not mentions and not typed and not (report.report_cues > 2 and _BREAST_CUES.search(text)):
        return []
    mentions += typed
    if _BREAST_CUES.search(text):
        mentions += [*_of_tumor(report, typed), *staging.find(report)]
        if report.is_pathology:
            mentions += [*size.find(report), *nodes.find(report), *lvi.find(report)]
    places = report.once(Places)
    told = [_with_context(report, mention, places) for mention in mentions if not _is_of_other(report, mention)]
    return [*told, *apart]


def _markers(report: Report) -> Iterator[Mention]:
    return (mention for module in MARKER_FACTS for mention in module.find(report))


def _in_columns(report: Report) -> Iterator[Found]:
    """What tables with a column a sample tell, each column read by itself."""
    places = report.once(Places)
    for column in columns_of(report):
        for mention in _markers(column.view):
            if column.view.origin(mention.start) >= column.start:
                found = _with_context(report, _as_in(report, column.view, mention), places)
                yield replace(found, place=_site_named(column.place, places), sure=True, head=column.head)


def _site_named(place: Place, places: Places) -> Place:
    """The place of a column that is headed "Metastasis": the one site outside of the breast that the report names."""
    elsewhere = places.sites() - {Site.BREAST}
    return Place(elsewhere.pop()) if place.site is Site.OTHER and len(elsewhere) == 1 else place


def _as_in(report: Report, view: Report, mention: Mention) -> Mention:
    """A mention found in a view of the report, with its offsets in the report itself."""
    start, end = report.place(view.origin(mention.start)), report.place(view.origin(mention.end - 1)) + 1
    return mention if view is report else replace(mention, start=start, end=end)


def _is_of_other(report: Report, mention: Mention) -> bool:
    """Whether a mention stands behind the side that the specimen is said not to be like, or is of another cancer."""
    first, _ = report.sentence_span(mention.start)
    if _OF_THE_OTHER.search(report.folded, first, mention.start) is not None:
        return True
    told = mention.field.startswith(("er.", "pr.", "her2", "ki67"))
    return told and is_of_other_cancer(report, mention.start, mention.end)


def _of_tumor(report: Report, typed: list[Mention]) -> list[Mention]:
    """Grades; in a note only those beside a tumour's type, since notes grade side effects too."""
    grades = list(grade.find(report))
    if report.is_pathology:
        return grades
    return [each for each in grades if any(abs(each.start - tumor.start) < _BESIDE for tumor in typed)]


def _with_context(report: Report, mention: Mention, places: Places) -> Found:
    weight = _WEIGHTS.get(report.section_at(mention.start).kind, 4)
    if (
        not mention.in_situ
        and mention.field.startswith(("er.", "pr.", "her2", "ki67"))
        and _says_in_situ(report, mention)
    ):
        mention = replace(mention, in_situ=True)
    label = places.label_at(mention.start)
    return Found(
        mention=mention,
        evidence=report.evidence(mention.start, mention.end, f"{mention.field}:{mention.rule}"),
        weight=weight,
        place=label or places.of(mention.start, mention.end),
        sure=label is not None,
    )


def _says_in_situ(report: Report, mention: Mention) -> bool:
    """Whether the marker is told of in-situ disease: the nearest tumour named before it in its sentence is that."""
    start, _ = report.sentence_span(mention.start)
    lead = report.folded[max(start, mention.start - 70) : mention.start]
    in_situ = [match.end() for match in _IN_SITU.finditer(lead)]
    invasive = [match.end() for match in _INVASIVE.finditer(lead)]
    return bool(in_situ) and (not invasive or invasive[-1] < in_situ[-1])


def _is_quoted(report: Report, members: list[Found]) -> bool:
    """Whether a specimen is told of and not reported: in a note, in a history, or as an earlier or outside result."""
    if not report.is_pathology or all(each.head is not None and _EARLIER.search(each.head) for each in members):
        return True
    return all(
        each.weight == 1
        or each.mention.field in awaited.FIELDS
        or (_QUOTED.search(report.sentence(each.mention.start)) and each.place.site is not None)
        for each in members
    ) and not any(
        each.mention.field in {"nodes_examined", "tumor_size_mm", "grade"} and each.weight > 1 for each in members
    )


def _index(groups: dict[Place, list[Found]], quoted: set[Place]) -> Place | None:
    """The reported breast with the largest invasive tumour, else the reported specimen, else a quoted one."""
    if not groups:
        return None

    def measure(place: Place) -> tuple[bool, bool, float]:
        sizes = [float(str(each.mention.value)) for each in groups[place] if each.mention.field == "tumor_size_mm"]
        best = [each for each in groups[place] if each.mention.field == "tumor_size_mm"]
        top = max((each.mention.rank for each in best), default=0)
        sizes = [float(str(each.mention.value)) for each in best if each.mention.rank == top]
        return place not in quoted, place.site in {None, Site.BREAST}, max(sizes, default=0.0)

    return max(groups, key=measure)


def _with_nodes(report: Report, members: list[Found], found: list[Found], groups: Iterable[Place]) -> list[Found]:
    """A specimen's mentions, with the node counts of all that is `found`.

    Where both breasts are specimens a count is of its own side; in a comment on the case that names none, of neither.
    """
    if len({place.side for place in groups if place.site is Site.BREAST and place.side}) > 1:
        found = [each for each in members if not is_on_the_case(report, each)]
    return [
        *(each for each in members if not each.mention.field.startswith("nodes")),
        *(each for each in found if each.mention.field.startswith("nodes")),
    ]


def _specimen(report: Report, part: _Part, date: PartialDate | None) -> Specimen | None:
    if not Fields(part.members).tells_of_tumor():
        return None
    fields = Fields([*part.members, *part.details])
    ihc = Her2Ihc(
        **_known(
            {
                "score": fields.test("her2_ihc.score"),
                "status": fields.test("her2_ihc.status"),
                "percent": fields.one("her2_ihc.percent"),
                "percent_bound": fields.one("her2_ihc.percent_bound"),
                "membrane_staining": fields.one("her2_ihc.membrane_staining"),
            }
        )
    )
    ish = _ish(fields)
    status = her2_status(ihc, ish, date)
    waiting = fields.test("awaited")
    if status.status is Status.UNKNOWN and waiting.status is Status.PENDING:
        status = waiting.model_copy(update={"rule": awaited.RULE})
    in_situ_only = fields.in_situ_only()
    if in_situ_only:
        status = Finding()
    evidence = tuple(dict.fromkeys(each.evidence for each in part.members))
    told = {name: fields.one(name) for name in _FIRST_WORDED}
    if part.quoted:
        told |= dict.fromkeys(case.FIELDS, Finding())  # the case at hand is another one
    return Specimen(
        id=f"{report.annotated.document.id}-{part.number}",
        label=_label(part.place),
        document=report.annotated.document.id,
        site=part.place.site,
        side=part.place.side,
        date=date_of_quoted(report, part.members) if part.quoted else date,
        quoted=part.quoted,
        in_situ_only=in_situ_only,
        index=part.index,
        evidence=evidence,
        nottingham=_nottingham(fields),
        er=_receptor(fields, "er"),
        pr=_receptor(fields, "pr"),
        her2_ihc=ihc,
        her2_ish=ish,
        molecular=Molecular(**_known({name: fields.test(f"molecular.{name}") for name in Molecular.model_fields})),
        **_known(
            told
            | {
                "histology": fields.histology(),
                "laterality": _laterality(report, part.place),
                "tumor_size_mm": fields.largest("tumor_size_mm"),
                "nodes_positive": fields.total("nodes_positive"),
                "nodes_examined": fields.total("nodes_examined"),
                "her2_reported": fields.her2_reported(),
                "her2_status": status,
                "her2_subclass": her2_subclass(status, ihc),
            }
        ),
    )


def _known(findings: dict[str, Finding[Any]]) -> dict[str, Any]:
    """Those of which something is known: the others are unknown by default, without a look at each."""
    return {name: finding for name, finding in findings.items() if finding.status is not Status.UNKNOWN}


def _nottingham(fields: Fields) -> Nottingham:
    """The scores, where they add up to the sum that is printed; else one was misread, and which cannot be told."""
    scores = Nottingham(**_known({name: fields.test(f"nottingham.{name}") for name in Nottingham.model_fields}))
    parts = [scores.tubules.value, scores.nuclei.value, scores.mitoses.value]
    known = [part for part in parts if part is not None]
    if len(known) == len(parts) and scores.total.value not in {None, sum(known)}:
        return Nottingham(total=scores.total)
    return scores


def _receptor(fields: Fields, name: str) -> Receptor:
    told = {
        field: fields.one(f"{name}.{field}")
        for field in ("percent", "percent_bound", "intensity", "allred", "h_score", "fmol")
    }
    return Receptor(**_known(told | {"status": fields.test(f"{name}.status")}))


def _ish(fields: Fields) -> Her2Ish:
    ratio, copies = fields.one("her2_ish.ratio"), fields.one("her2_ish.copies")
    derived = derived_group(ratio, copies)
    if not derived.known:
        derived = fields.one("her2_ish.group")
    told = {name: fields.one(f"her2_ish.{name}") for name in ("method", "cep17", "cells", "polysomy", "heterogeneity")}
    tested = {"status": fields.test("her2_ish.status"), "ratio": ratio, "copies": copies, "group": derived}
    return Her2Ish(**_known(told | tested))


def _laterality(report: Report, place: Place) -> Finding[Side]:
    if place.side is None:
        return Finding()
    word = "right" if place.side is Side.RIGHT else "left"
    short = r"rt\b|r\.? br|dextra" if place.side is Side.RIGHT else r"lt\b|lett|leet|l\.? br|sinistra"
    match = re.search(rf"\b(?:{word}|{short})\w*", report.folded)
    if not match:
        return Finding()
    evidence = report.evidence(match.start(), match.end(), "laterality:named")
    return Finding(value=place.side, status=Status.STATED, evidence=(evidence,), rule="laterality")


def _label(place: Place) -> str:
    side = f"{place.side} " if place.side else ""
    site = (place.site or "breast").replace("_", " ")
    return f"{side}{site}"

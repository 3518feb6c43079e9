"""Assembles what the fact modules find into specimens, marks the index invasive tumour, and derives its HER2 status."""

import re
from collections import defaultdict
from dataclasses import replace

from domain.dates import PartialDate
from domain.finding import Finding, Status
from domain.specimen import Her2Ihc, Her2Ish, Receptor, Side, Site, Specimen
from extraction.annotated import Annotated
from extraction.facts import grade, her2_ihc, her2_ish, histology, ki67, lvi, nodes, receptors, size, staging
from extraction.facts.mention import Mention
from extraction.facts.places import Place, Places, names_primary
from extraction.facts.report import Report
from extraction.her2_status import her2_status, her2_subclass, ish_group
from extraction.sections import SectionKind
from extraction.specimen_fields import Fields, Found

MARKER_FACTS = (her2_ihc, her2_ish, receptors, ki67)
TUMOR_FACTS = (histology, grade, size, nodes, staging, lvi)
_WEIGHTS = {
    SectionKind.ADDENDUM: 5,
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
    r"20\d\d)\b"
)


def specimens_of(annotated: Annotated, date: PartialDate | None) -> tuple[Specimen, ...]:
    """The specimens that a document reports or quotes; () when it tells nothing of pathology.

    At most one is the index: the largest invasive tumour of the document.
    """
    report = Report(annotated)
    found = _found(report)
    if not found:
        return ()
    groups = _grouped(report, found)
    quoted = {place for place, members in groups.items() if _is_quoted(report, members)}
    index = _index(groups, quoted)
    specimens = [
        _specimen(
            report,
            place,
            _with_all_nodes(members, found) if place == index else members,
            number,
            index=place == index,
            quoted=place in quoted,
            date=date,
        )
        for number, (place, members) in enumerate(groups.items(), start=1)
    ]
    return tuple(specimen for specimen in specimens if specimen is not None)


def _found(report: Report) -> list[Found]:
    mentions = [mention for module in MARKER_FACTS for mention in module.find(report)]
    text = report.folded
    typed = list(histology.find(report)) if _BREAST_CUES.search(text) else []
    if not mentions and not typed and not (report.report_cues > 2 and _BREAST_CUES.search(text)):
        return []
    mentions += typed
    if _BREAST_CUES.search(text):
        mentions += [*_of_tumor(report, typed), *staging.find(report)]
        if report.is_pathology:
            mentions += [*size.find(report), *nodes.find(report), *lvi.find(report)]
    places = Places(report)
    return [_with_context(report, mention, places) for mention in mentions]


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
    return Found(
        mention=mention,
        evidence=report.evidence(mention.start, mention.end, f"{mention.field}:{mention.rule}"),
        weight=weight,
        place=places.at(mention.start),
    )


def _says_in_situ(report: Report, mention: Mention) -> bool:
    """Whether the marker is told of in-situ disease: the nearest tumour named before it in its sentence is that."""
    start, _ = report.sentence_span(mention.start)
    lead = report.folded[max(start, mention.start - 70) : mention.start]
    in_situ = [match.end() for match in _IN_SITU.finditer(lead)]
    invasive = [match.end() for match in _INVASIVE.finditer(lead)]
    return bool(in_situ) and (not invasive or invasive[-1] < in_situ[-1])


def _grouped(report: Report, found: list[Found]) -> dict[Place, list[Found]]:
    """Mentions by specimen: other sites apart, the breasts apart where both hold invasive tumour, else all together."""
    markers = [each for each in found if each.mention.field.startswith(("er.", "pr.", "her2"))]
    elsewhere = {each.place.site for each in markers if each.place.site not in {None, Site.BREAST}}
    sides = _invasive_sides(found)
    groups: dict[Place, list[Found]] = defaultdict(list)
    main = _main_side(found, sides)
    for each in found:
        site = each.place.site if each.place.site in elsewhere else None
        if (
            site is not None
            and names_primary(report.sentence(each.mention.start))
            and each.mention in {one.mention for one in markers}
        ):
            site = None
        if site is not None:
            groups[Place(site)].append(each)
        elif len(sides) > 1:
            side = each.place.side if each.place.side in sides else main
            groups[Place(Site.BREAST, side)].append(each)
        else:
            groups[Place(Site.BREAST, main)].append(each)
    return dict(groups)


def _invasive_sides(found: list[Found]) -> set[Side]:
    """Sides whose breast is said to hold invasive carcinoma, outside of history."""
    return {
        each.place.side
        for each in found
        if each.mention.field == "histology" and not each.mention.in_situ and each.weight >= 3 and each.place.side
    }


def _main_side(found: list[Found], sides: set[Side]) -> Side | None:
    """The side of the one invasive tumour, of the largest where both sides have one, else the side named most."""
    if len(sides) == 1:
        return next(iter(sides))
    sized = [
        each
        for each in found
        if each.mention.field == "tumor_size_mm" and each.place.side in sides and each.weight >= 3
    ]
    if sized:
        top = min(max(each.mention.rank for each in sized), 4)
        measured = [each for each in sized if each.mention.rank >= top]
        return max(measured, key=lambda each: float(str(each.mention.value))).place.side
    named = [each.place.side for each in found if each.place.side and each.weight >= 2]
    named = named or [each.place.side for each in found if each.place.side]
    return max(named, key=named.count) if named else None


def _is_quoted(report: Report, members: list[Found]) -> bool:
    """Whether a specimen is told of and not reported: in a note, in a history, or as an earlier or outside result."""
    if not report.is_pathology:
        return True
    return all(
        each.weight == 1 or (_QUOTED.search(report.sentence(each.mention.start)) and each.place.site is not None)
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


def _with_all_nodes(members: list[Found], found: list[Found]) -> list[Found]:
    """The index tumour's mentions, with the node counts of the whole report."""
    return [
        *(each for each in members if not each.mention.field.startswith("nodes")),
        *(each for each in found if each.mention.field.startswith("nodes")),
    ]


def _specimen(
    report: Report,
    place: Place,
    members: list[Found],
    number: int,
    *,
    index: bool,
    quoted: bool,
    date: PartialDate | None,
) -> Specimen | None:
    fields = Fields(members)
    if not fields.tells_of_tumor():
        return None
    ihc = Her2Ihc(
        score=fields.test("her2_ihc.score"),
        status=fields.test("her2_ihc.status"),
        percent=fields.one("her2_ihc.percent"),
        membrane_staining=fields.one("her2_ihc.membrane_staining"),
    )
    ish = _ish(fields)
    status = her2_status(ihc, ish, date)
    in_situ_only = fields.in_situ_only()
    if in_situ_only:
        status = Finding()
    evidence = tuple(dict.fromkeys(each.evidence for each in members))
    return Specimen(
        id=f"{report.annotated.document.id}-{number}",
        label=_label(place),
        document=report.annotated.document.id,
        site=place.site,
        side=place.side,
        date=None if quoted else date,
        quoted=quoted,
        in_situ_only=in_situ_only,
        index=index,
        evidence=evidence,
        histology=fields.histology(),
        grade=fields.one("grade"),
        laterality=_laterality(report, place),
        tumor_size_mm=fields.largest("tumor_size_mm"),
        pt=fields.one("pt"),
        pn=fields.one("pn"),
        pm=fields.one("pm"),
        nodes_positive=fields.total("nodes_positive"),
        nodes_examined=fields.total("nodes_examined"),
        lvi=fields.one("lvi"),
        ki67_percent=fields.one("ki67_percent"),
        er=_receptor(fields, "er"),
        pr=_receptor(fields, "pr"),
        her2_ihc=ihc,
        her2_ish=ish,
        her2_reported=fields.her2_reported(),
        her2_status=status,
        her2_subclass=her2_subclass(status, ihc),
    )


def _receptor(fields: Fields, name: str) -> Receptor:
    return Receptor(
        status=fields.test(f"{name}.status"),
        percent=fields.one(f"{name}.percent"),
        intensity=fields.one(f"{name}.intensity"),
        allred=fields.one(f"{name}.allred"),
        h_score=fields.one(f"{name}.h_score"),
    )


def _ish(fields: Fields) -> Her2Ish:
    ratio, copies = fields.one("her2_ish.ratio"), fields.one("her2_ish.copies")
    group = ish_group(ratio.value, copies.value)
    derived: Finding[int] = fields.one("her2_ish.group")
    if group is not None:
        evidence = tuple(dict.fromkeys((*ratio.evidence, *copies.evidence)))
        derived = Finding(
            value=group,
            status=Status.STATED,
            evidence=evidence,
            rule="ish_group",
            reason="From ratio and copies (ASCO/CAP 2018).",
        )
    return Her2Ish(
        status=fields.test("her2_ish.status"),
        method=fields.one("her2_ish.method"),
        ratio=ratio,
        copies=copies,
        cep17=fields.one("her2_ish.cep17"),
        cells=fields.one("her2_ish.cells"),
        group=derived,
    )


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

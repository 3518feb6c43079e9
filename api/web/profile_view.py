"""What the page shows of a profile: groups of rows, each with its value in words, its standing and its evidence."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from api.web.brain_view import lesion_in_words, place_of, reported, study_evidence, study_in_words, study_title
from domain.confirmation import Place, Told, is_doubted, words_at
from domain.course import SystemicTreatment
from domain.errors import InvalidRequest
from domain.evidence import Evidence
from domain.finding import Finding, Status
from domain.profile import Profile
from domain.specimen import Receptor, Specimen
from guidance.wording.templates import in_words

_STANDING = {
    Status.PENDING: "The result is still to come",
    Status.CONFLICT: "The records do not agree",
    Status.UNKNOWN: "Not found in your records",
}


@dataclass(frozen=True)
class Row:
    """One line of the profile.

    Attributes:
        status: As in domain.finding; decides how the value is set.
        sides: For a conflict, its values with their evidence.
        check: It rests on words that were hard to read, and nobody has confirmed it; `checked`: somebody has.
        places: The words to confirm, as `as_text` writes them.
        when: The date that the value holds for, where it may change.
    """

    label: str
    value: str
    status: Status
    evidence: tuple[Evidence, ...] = ()
    sides: tuple[tuple[str, tuple[Evidence, ...]], ...] = ()
    reason: str | None = None
    check: bool = False
    checked: bool = False
    entered: bool = False
    places: tuple[str, ...] = ()
    when: str = ""

    @property
    def nothing_known(self) -> bool:
        """Whether there is no more to say of it than that it was not found."""
        return self.status is Status.UNKNOWN and not (self.check or self.reason or self.evidence)

    @property
    def settled(self) -> bool:
        """Whether nobody has to look at it: neither in conflict nor pending, uncertain or hard to read."""
        return not self.check and self.status not in {Status.CONFLICT, Status.PENDING, Status.UNCERTAIN}


@dataclass(frozen=True)
class Group:
    """Rows under one heading, with a line on place and date; `decisive` is what the guidance rests on most."""

    title: str
    rows: tuple[Row, ...]
    note: str = ""
    facts: int = field(default=0)
    decisive: bool = False

    @property
    def opens(self) -> bool:
        """Whether it stands open: what decides most, and what somebody has to look at."""
        return self.decisive or not all(row.settled for row in self.rows)

    @property
    def not_found(self) -> tuple[str, ...]:
        """The labels of what nothing is known of."""
        return tuple(dict.fromkeys(row.label for row in self.rows if row.nothing_known))


def groups_of(profile: Profile) -> tuple[Group, ...]:
    """Everything the page shows of a profile, in order; a group of which nothing is known has no rows but a note."""
    found = [_group("HER2 and hormone receptors, over all samples", list(_overall(profile)), decisive=True)]
    found += [_specimen(specimen) for specimen in profile.specimens]
    found.append(_group("The brain", list(_brain(profile)), decisive=True))
    if scans := list(_scans(profile)):
        found.append(_group("Brain scans, oldest first", scans))
    found.append(_group("Treatment and course", list(_course(profile))))
    found.append(_group("Safety", list(_safety(profile))))
    return tuple(found)


def _group(title: str, rows: list[Row], note: str = "", *, decisive: bool = False) -> Group:
    known = sum(row.status is not Status.UNKNOWN for row in rows)
    return Group(title, tuple(rows), note, known, decisive)


def _row(label: str, finding: Finding[Any], unit: str = "") -> Row:
    value = in_words(finding.value) + unit if finding.value is not None else _STANDING[finding.status]
    if finding.status is Status.UNCERTAIN:
        value += " (not certain)"
    return Row(
        label=label,
        value=value,
        status=finding.status,
        evidence=tuple({(each.document, each.page, each.start): each for each in finding.evidence}.values()),
        sides=tuple((in_words(side.value) + unit, side.evidence) for side in finding.alternatives),
        reason=finding.reason,
        check=finding.unsure,
        checked=finding.check and not finding.unsure,
        entered=finding.confirmed_by is not None and not finding.check,
        places=_places(finding.evidence) if finding.unsure else (),
        when=in_words(finding.date) if finding.date and finding.known else "",
    )


def _told(label: str, value: str, told: Told, status: Status = Status.STATED) -> Row:
    """A row of what is told in several values together: a lesion, a treatment."""
    unsure = is_doubted(told)
    return Row(label, value, status, told.evidence, check=unsure, places=_places(told.evidence) if unsure else ())


def _places(evidence: tuple[Evidence, ...]) -> tuple[str, ...]:
    return tuple(as_text(words_at(each)) for each in evidence if each.doubtful)


def as_text(place: Place) -> str:
    """A place as a form sends it."""
    return f"{place.document}:{place.page}:{place.start}:{place.end}"


def as_place(text: str) -> Place:
    """The place that a form sent. Raises InvalidRequest where it is none."""
    try:
        document, page, start, end = text.split(":")
        return Place(document=document, page=int(page), start=int(start), end=int(end))
    except ValueError:
        raise InvalidRequest("This form does not say which words are meant. Open the result again.") from None


def _overall(profile: Profile) -> Iterator[Row]:
    yield _row("HER2 status", profile.her2.status)
    if profile.her2.subclass.status is not Status.UNKNOWN:
        yield _row("HER2 subclass", profile.her2.subclass)
    yield _row("Estrogen receptor (ER)", profile.receptors.er)
    yield _row("Progesterone receptor (PR)", profile.receptors.pr)


def _specimen(specimen: Specimen) -> Group:
    always = [
        _row("HER2 by this sample", specimen.her2_status),
        _row("HER2 by staining (IHC)", specimen.her2_ihc.score),
        _row("HER2 by gene test (ISH)", specimen.her2_ish.status),
        _row("ER", specimen.er.status),
        _row("PR", specimen.pr.status),
    ]
    if_stated: list[tuple[str, Finding[Any], str]] = [
        ("HER2 by staining, in words", specimen.her2_ihc.status, ""),
        ("HER2/CEP17 ratio", specimen.her2_ish.ratio, ""),
        ("HER2 copies a cell", specimen.her2_ish.copies, ""),
        ("CEP17 copies a cell", specimen.her2_ish.cep17, ""),
        ("ISH group", specimen.her2_ish.group, ""),
        ("ISH cells counted", specimen.her2_ish.cells, ""),
        ("Extra copies of chromosome 17 (polysomy)", specimen.her2_ish.polysomy, ""),
        ("HER2 differs within the tumor (heterogeneity)", specimen.her2_ish.heterogeneity, ""),
        *_receptor("ER", specimen.er),
        *_receptor("PR", specimen.pr),
        ("HER2 stained cells", specimen.her2_ihc.percent, "%"),
        ("HER2 stained cells", specimen.her2_ihc.percent_bound, ""),
        ("Ki-67", specimen.ki67_percent, "%"),
        ("Ki-67", specimen.ki67_bound, ""),
        ("Tumor type", specimen.histology, ""),
        ("Grade", specimen.grade, ""),
        ("Nottingham score", specimen.nottingham.total, ""),
        ("Nottingham: tubules", specimen.nottingham.tubules, ""),
        ("Nottingham: nuclei", specimen.nottingham.nuclei, ""),
        ("Nottingham: mitoses", specimen.nottingham.mitoses, ""),
        ("One focus or several", specimen.focality, ""),
        ("Tumor size", specimen.tumor_size_mm, " mm"),
        ("Lymph nodes with cancer", specimen.nodes_positive, ""),
        ("Lymph nodes examined", specimen.nodes_examined, ""),
        ("pT", specimen.pt, ""),
        ("pN", specimen.pn, ""),
        ("pM", specimen.pm, ""),
        ("Stage, as reported", specimen.stage, ""),
        ("In lymph or blood vessels", specimen.lvi, ""),
        ("Margins", specimen.margins, ""),
        ("ERBB2 amplification (sequencing)", specimen.molecular.erbb2_amplification, ""),
        ("ERBB2 mutation", specimen.molecular.erbb2_mutation, ""),
        ("PIK3CA", specimen.molecular.pik3ca, ""),
        ("ESR1", specimen.molecular.esr1, ""),
        ("BRCA1", specimen.molecular.brca1, ""),
        ("BRCA2", specimen.molecular.brca2, ""),
        ("PD-L1", specimen.molecular.pd_l1, ""),
        ("PD-L1 score (CPS)", specimen.molecular.pd_l1_cps, ""),
        ("Tumor mutational burden", specimen.molecular.tmb, " a megabase"),
        ("Microsatellites", specimen.molecular.msi, ""),
        ("Taken by", specimen.procedure, ""),
        ("Tissue taken on", specimen.collected, ""),
        ("Reported on", specimen.reported, ""),
        ("Laboratory's case number", specimen.accession, ""),
    ]
    rows = always + [_row(*each) for each in if_stated if each[1].status is not Status.UNKNOWN]
    words = [in_words(each) for each in (specimen.side, specimen.site, specimen.date) if each]
    notes = ["quoted from an earlier report"] * specimen.quoted + ["in situ only, not counted"] * specimen.in_situ_only
    return _group(f"Sample: {specimen.label}", rows, ", ".join(dict.fromkeys(words + notes)))


def _receptor(name: str, receptor: Receptor) -> Iterator[tuple[str, Finding[Any], str]]:
    yield f"{name} cells", receptor.percent, "%"
    yield f"{name} cells", receptor.percent_bound, ""
    yield f"{name} staining intensity", receptor.intensity, ""
    yield f"{name} Allred score", receptor.allred, " of 8"
    yield f"{name} H-score", receptor.h_score, " of 300"
    yield f"{name} by binding test", receptor.fmol, " fmol/mg"


def _brain(profile: Profile) -> Iterator[Row]:
    brain = profile.brain
    yield _row("Brain metastases", brain.metastasis)
    if brain.activity.status is not Status.UNKNOWN or brain.activity.reason:
        yield _row("Active or stable", brain.activity)
    yield _row("How many", brain.count)
    yield _row("Largest", brain.largest_mm, " mm")
    if brain.largest_at_most_mm.status is not Status.UNKNOWN:
        yield _row("Largest, at most (not measured)", brain.largest_at_most_mm, " mm")
    yield _row("Where", brain.regions)
    yield _row("Swelling (edema)", brain.edema)
    yield _row("Pressure on the brain (mass effect)", brain.mass_effect)
    yield _row("Midline shift", brain.midline_shift)
    if brain.midline_shift_mm.status is not Status.UNKNOWN:
        yield _row("Midline shift, size", brain.midline_shift_mm, " mm")
    yield _row("Fluid build-up (hydrocephalus)", brain.hydrocephalus)
    yield _row("Bleeding", brain.hemorrhage)
    if brain.hemorrhage_age.status is not Status.UNKNOWN:
        yield _row("How old the bleeding is", brain.hemorrhage_age)
    yield _row("Cancer in the lining of the brain", brain.leptomeningeal)
    for label, finding in (
        ("Herniation", brain.herniation),
        ("Radiation effect (necrosis)", brain.radionecrosis),
        ("Cavity of an operation", brain.resection_cavity),
        ("Change since the scan before", brain.change),
        ("Result was called in as urgent", brain.critical_result),
        ("Seen beside it, and no metastasis", brain.other_findings),
    ):
        if finding.status is not Status.UNKNOWN:
            yield _row(label, finding)
    for number, lesion in enumerate(brain.lesions, start=1):
        status = Status.UNCERTAIN if lesion.uncertain else Status.STATED
        yield _told(f"Lesion {number}: {place_of(lesion)}", lesion_in_words(lesion), lesion, status)


def _scans(profile: Profile) -> Iterator[Row]:
    for study in reported(profile.brain_studies):
        yield Row(study_title(study), study_in_words(study), Status.STATED, study_evidence(study))


def _course(profile: Profile) -> Iterator[Row]:
    course = profile.course
    for treatment in course.systemic:
        yield _told(in_words(treatment.drug), _treatment(treatment), treatment)
    for local in course.local:
        words = [in_words(each) for each in (local.status, local.date, local.target) if each]
        yield _told(in_words(local.kind), ", ".join(words) or "named", local)
    if not course.systemic:
        yield _row("Drugs received", course.drugs_received)
    yield _row("Cancer outside the brain", course.extracranial)
    yield _row("HER2 treatment lines since it spread", course.her2_metastatic_lines)
    yield _row("Fitness (ECOG)", course.ecog)
    for label, finding in (
        ("Fitness (Karnofsky)", course.kps),
        ("Symptoms", course.symptoms),
        ("Steroids", course.steroids),
        ("Medicine against seizures", course.antiseizure),
        ("Blood thinner", course.anticoagulant),
    ):
        if finding.status is not Status.UNKNOWN:
            yield _row(label, finding)


def _treatment(treatment: SystemicTreatment) -> str:
    words = [in_words(treatment.status)] if treatment.status else []
    words += [f"line {treatment.line}"] if treatment.line else []
    words += [f"from {in_words(treatment.start)}"] if treatment.start else []
    words += [f"to {in_words(treatment.stop)}"] if treatment.stop else []
    return ", ".join(words) or "named"


def _safety(profile: Profile) -> Iterator[Row]:
    safety, context = profile.safety, profile.context
    yield _row("Heart scan (LVEF)", safety.lvef_percent, "%")
    yield _row("Lung inflammation (ILD)", safety.ild)
    yield _row("DPYD test", safety.dpyd)
    yield _row("Country of treatment", context.country)
    for label, finding, unit in (
        ("Platelets", safety.platelets, ""),
        ("ALT (liver)", safety.alt, ""),
        ("Creatinine clearance", safety.creatinine_clearance, " mL/min"),
        ("Pregnant", safety.pregnant, ""),
        ("Pregnancy possible", safety.pregnancy_possible, ""),
        ("Allergies", safety.allergies, ""),
        ("Age", context.age, ""),
        ("Menopause", context.menopausal_status, ""),
    ):
        if finding.status is not Status.UNKNOWN:
            yield _row(label, finding, unit)

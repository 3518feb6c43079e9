"""What settles the nature of a lesion of the brain that is not named where it is seen: tissue, treatment, the case's subject."""

import re
from collections.abc import Iterator

from domain.brain import BrainMetastasis
from domain.specimen import Presence
from extraction.assertion import Assertion, assertion_of
from extraction.facts.brain_metastasis import NAMED, Statement
from extraction.facts.report import Report
from extraction.sections import SectionKind

_TISSUE = r"(?:(?:immuno)?histolog\w+|(?:histo)?patholog\w+|biops\w+|frozen section|immunohisto\w+)"
_METASTASIS = re.compile(
    rf"\b{_TISSUE}\b(?P<between>[^.;]{{0,90}}?)(?P<word>\bmetasta(?:sis|ses|tic)\b)(?P<behind>[^.;]{{0,60}})"
)
_CANCER_IN_TISSUE = re.compile(r"\bmetasta(?:sis|ses|tic)\b|\b(?:adeno)?carcinoma\b")  # none begins in the brain
_BRAIN_TISSUE = re.compile(
    r"\b(?:brain|intra-?cerebral|cerebr(?!o-?spinal)\w+|cerebell\w+|intracranial|posterior fossa|"
    r"(?:(?:fronto|parieto|temporo)-?)?(?:frontal|parietal|temporal|occipital)(?: lobe)? (?:lobe|tumou?r|lesion|mass|metastasis)|"
    r"(?:frontal|parietal|temporal|occipital) lobe)\b"
)
_SPINAL_FLUID = re.compile(r"\b(?:csf|cerebro-?spinal fluid|(?:spinal|lumbar) fluid|lumbar puncture)\b")
_OTHER_SPECIMEN = re.compile(
    r"\b(?:pleura\w*|ascit\w+|peritone\w+|pericardi\w+|urine|bronch\w+|blood|liver|nodes?|lungs?|marrow)\b"
)
_MALIGNANT_CELLS = re.compile(
    r"\b(?:malignant|tumou?r|neoplastic|carcinoma|cancer) cells\b|\bmetastatic (?:\w+ ){0,3}(?:carcinoma|cancer)\b|\badenocarcinoma\b"
)
_FLUID_LABEL = 200  # characters before a cytology's result in which its fluid is named
_LABEL = 150  # characters before a diagnosis in which its specimen is named
_OPERATED = re.compile(r"\b(?:craniotom|craniect|crani\b|resect|excis|remov|evacuat|debulk|operat|biops)\w*")
_BRAIN = re.compile(
    r"\b(?:craniotom\w+|craniect\w+|brain|cerebr\w+|cerebell\w+|intracranial|extra-?axial|intra-?axial|frontal|parietal|"
    r"temporal|occipital|dura\w*|\w+ (?:parietal|temporal|occipital)|fronto\W?\w+|parieto\W?\w+|temporo\W?\w+)\b"
)
_ELSEWHERE = re.compile(
    r"\b(?:liver|hepatic|lungs?|bronch\w+|pulmonary|nod(?:e|es|al)|bones?|vertebra\w*|spin(?:e|al)|skin|breast|adrenal|renal|"
    r"kidney|pleura\w*|marrow|rib|iliac|peritone\w+|axilla\w*|skull|calvari\w+|scalp)\b"
)
_TO_ELSEWHERE = re.compile(rf"\b(?:in|to|of) the (?:\w+ )?{_ELSEWHERE.pattern}")
_REACH = 280  # characters before the tissue's result in which the operation on the brain is told
_PROOF = re.compile(rf"\b(?:{_TISSUE}|cultures?|autopsy|on examination|pcr)\b")
_INFLAMED = re.compile(
    r"\b(?:granulomas?|granulomatous|tubercul\w+|vasculitis|abscess\w*|nocardi\w*|toxoplasm\w*|cysticerc\w+)\b"
)
_OF_THE_BRAIN = re.compile(r"\b(?:brain|cerebral|intracranial|cerebellar)(?: \w+)? \Z")
_NOT_THE_BRAIN = re.compile(
    r"\b(?:lungs?|pulmonary|liver|renal|breast|testic\w+|colon\w*|node|thyroid|skin|adrenal|nasal)\b"
)
_TEACHING = re.compile(r"(?:\A|\n)\s*(?:differential(?: diagnosis)?|images)\s*:", re.IGNORECASE)
_OPEN_OR_CANCER = re.compile(
    r"metasta|carcinom|cancer|melanoma|malignan|neoplas|lymphoma|leuk(?:a)?emi|unknown|pending|await|\bmass\b|lesion|tumou?r\b|"
    r"unclear|undetermined"
)
_CANCER = re.compile(
    r"\b(?:(?:\w*carcinoma|cancer|melanoma|\w*sarcoma|nsclc|sclc|germ cell tumou?r|seminoma|neuroblastoma))\b(?! of unknown)"
)
_RADIATED = re.compile(
    r"\b(?:wbrt|srs|whole[ -]brain (?:radio ?therapy|radiation|irradiation|rt)|(?:stereotactic )?radio ?surgery|gamma[ -]?knife|"
    r"cyber[ -]?knife|stereotactic (?:radio ?therapy|radiation|irradiation)|(?:radio ?therapy|radiation|irradiation) to the (?:whole )?brain)\b"
)

_AS_SUBJECT = re.compile(
    r"[^.;:]{0,60}\b(?:are|is|remain) (?:an? )?(?:\w+ )?(?:rare|uncommon|unusual|exceptional|infrequent)\b"
)


def of_metastasis(report: Report) -> Statement | None:
    """Tissue taken from the brain that showed metastasis: "craniotomy was performed; histology revealed metastatic ..."."""
    for match in report.find(_METASTASIS):
        before = report.folded[max(0, match.start() - _REACH) : match.start()]
        if not (_OPERATED.search(before) and _BRAIN.search(before)):
            continue
        if (
            _ELSEWHERE.search(match["between"])
            or _ELSEWHERE.search(before[-30:])
            or _TO_ELSEWHERE.search(match["behind"])
        ):
            continue
        if assertion_of(report, match.start("word"), match.end("word")) is Assertion.AFFIRMED:
            return Statement(BrainMetastasis.PRESENT, match.start(), match.end("word"), "metastasis_by_tissue")
    return None


def in_tissue(report: Report) -> Statement | None:
    """Metastasis as the diagnosis of brain tissue: "Brain, left frontal, resection: metastatic carcinoma"."""
    found = next(_of_brain_tissue(report, _CANCER_IN_TISSUE), None)
    return found and Statement(BrainMetastasis.PRESENT, *found.span(), "metastasis_in_brain_tissue")


def another_in_tissue(report: Report, diseases: re.Pattern[str]) -> Statement | None:
    """Another disease as the diagnosis of brain tissue: "Brain, left temporal, biopsy: abscess. Negative for malignancy"."""
    for pattern in (diseases, _INFLAMED):
        if found := next(_of_brain_tissue(report, pattern), None):
            return Statement(BrainMetastasis.ABSENT, *found.span(), "another_disease_in_brain_tissue", named=False)
    return None


def _of_brain_tissue(report: Report, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Where the diagnosis of a tissue affirms such words, behind a label that names the brain and no other organ."""
    for match in report.find(pattern):
        if report.section_at(match.start()).kind not in {SectionKind.DIAGNOSIS, SectionKind.IMPRESSION}:
            continue
        before = report.folded[max(0, match.start() - _LABEL) : match.start()]
        of_the_brain = list(_BRAIN_TISSUE.finditer(before))
        if not of_the_brain or _ELSEWHERE.search(before, of_the_brain[-1].end()):
            continue
        if assertion_of(report, match.start(), match.end()) is Assertion.AFFIRMED:
            yield match


def in_spinal_fluid(report: Report) -> tuple[Presence, int, int] | None:
    """Cancer cells in the spinal fluid, found or suspected, with the place of the words; a fluid without any is no proof."""
    found: list[tuple[Presence, int, int]] = []
    for match in report.find(_MALIGNANT_CELLS):
        before = report.folded[max(0, match.start() - _FLUID_LABEL) : match.start()]
        fluids = list(_SPINAL_FLUID.finditer(before))
        if not fluids or _OTHER_SPECIMEN.search(before, fluids[-1].end()):
            continue
        meant = assertion_of(report, match.start(), match.end())
        if meant in {Assertion.AFFIRMED, Assertion.UNCERTAIN}:
            presence = Presence.PRESENT if meant is Assertion.AFFIRMED else Presence.SUSPECTED
            found.append((presence, match.start(), match.end()))
    return min(found, key=lambda each: each[0] is not Presence.PRESENT, default=None)


def of_another_disease(report: Report, diseases: re.Pattern[str], after: int, *, seen: bool) -> Statement | None:
    """Another disease, in a sentence that names its proof; of the brain by its own words, or because the brain was imaged."""
    for pattern in (diseases, _INFLAMED):
        for match in report.find(pattern):
            if match.start() < after:
                continue
            first, last = report.sentence_span(match.start())
            sentence = report.folded[first:last]
            brain = _OF_THE_BRAIN.search(report.folded, first, match.start()) is not None
            if not _PROOF.search(sentence) or not (seen or brain) or (_NOT_THE_BRAIN.search(sentence) and not brain):
                continue
            if assertion_of(report, match.start(), match.end()) is Assertion.AFFIRMED:
                return Statement(
                    BrainMetastasis.ABSENT, match.start(), match.end(), "brain_other_disease_proven", named=False
                )
    return None


def case_of_another_disease(report: Report) -> Statement | None:
    """The diagnosis of a teaching case, where it names a disease that is no cancer and leaves nothing open."""
    if not _TEACHING.search(report.text):
        return None
    named = [(start, end) for kind, start, end in report.sections() if kind is SectionKind.DIAGNOSIS]
    if not named:
        return None
    start, end = named[-1]
    words = report.folded[start:end].strip(" .:;-")
    if not words or _OPEN_OR_CANCER.search(words):
        return None
    return Statement(BrainMetastasis.ABSENT, start, end, "brain_other_disease", named=False)


def treated_as_metastasis(report: Report) -> Statement | None:
    """Radiation of the brain in somebody with a cancer of elsewhere, for a lesion that nothing else explains."""
    if not any(_affirmed(report, _CANCER)):
        return None
    treated = next(_affirmed(report, _RADIATED), None)
    return treated and Statement(BrainMetastasis.PRESENT, *treated.span(), "treated_as_metastasis")


def case_of_metastasis(report: Report) -> Statement | None:
    """A case told as one of brain metastases: "brain metastases from prostate cancer are rare"."""
    for match in report.find(NAMED):
        if assertion_of(report, match.start(), match.end()) is not Assertion.HYPOTHETICAL:
            continue
        if report.section_at(match.start()).kind in {
            SectionKind.DISCUSSION,
            SectionKind.FAMILY_HISTORY,
            SectionKind.PLAN,
        }:
            continue
        if _AS_SUBJECT.match(report.folded, match.end()):
            return Statement(BrainMetastasis.PRESENT, match.start(), match.end(), "case_of_metastasis")
    return None


def _affirmed(report: Report, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    for match in report.find(pattern):
        if assertion_of(report, match.start(), match.end()) in {Assertion.AFFIRMED, Assertion.HISTORICAL}:
            yield match

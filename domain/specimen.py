"""A tissue specimen and what the pathologist found in it."""

from enum import StrEnum

from domain.dates import PartialDate
from domain.evidence import Evidence
from domain.finding import Finding
from domain.frozen import Frozen


class Site(StrEnum):
    """Where a specimen was taken, or where disease is."""

    BREAST = "breast"
    LYMPH_NODE = "lymph_node"
    BRAIN = "brain"
    LIVER = "liver"
    LUNG = "lung"
    BONE = "bone"
    SKIN = "skin"
    CEREBROSPINAL_FLUID = "cerebrospinal_fluid"
    OTHER = "other"


class Side(StrEnum):
    """Left, right or both."""

    LEFT = "left"
    RIGHT = "right"
    BILATERAL = "bilateral"


class ReceptorStatus(StrEnum):
    """ER or PR, ASCO/CAP 2020: low positive is 1-10% of nuclei."""

    POSITIVE = "positive"
    LOW_POSITIVE = "low_positive"
    NEGATIVE = "negative"
    EQUIVOCAL = "equivocal"


class IhcScore(StrEnum):
    """HER2 immunohistochemistry score."""

    ZERO = "0"
    ONE = "1+"
    TWO = "2+"
    THREE = "3+"


class Her2Call(StrEnum):
    """A HER2 result in words."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    EQUIVOCAL = "equivocal"


class IshStatus(StrEnum):
    """A HER2 in-situ hybridisation result."""

    AMPLIFIED = "amplified"
    NOT_AMPLIFIED = "not_amplified"
    EQUIVOCAL = "equivocal"


class IshMethod(StrEnum):
    """How the in-situ hybridisation was done."""

    FISH = "fish"
    CISH = "cish"
    SISH = "sish"
    DISH = "dish"
    ISH = "ish"


class Histology(StrEnum):
    """Histologic type of the index tumour."""

    DUCTAL = "ductal"
    LOBULAR = "lobular"
    MIXED = "mixed"
    MUCINOUS = "mucinous"
    METAPLASTIC = "metaplastic"
    MEDULLARY = "medullary"
    PAPILLARY = "papillary"
    TUBULAR = "tubular"
    OTHER = "other"
    DCIS_ONLY = "dcis_only"


class Presence(StrEnum):
    """Whether something is there."""

    PRESENT = "present"
    ABSENT = "absent"
    SUSPECTED = "suspected"


class Procedure(StrEnum):
    """How a specimen was taken."""

    CORE_BIOPSY = "core_biopsy"
    FINE_NEEDLE_ASPIRATION = "fine_needle_aspiration"
    EXCISIONAL_BIOPSY = "excisional_biopsy"
    BIOPSY = "biopsy"
    LUMPECTOMY = "lumpectomy"
    MASTECTOMY = "mastectomy"
    RESECTION = "resection"


class Focality(StrEnum):
    """Whether the invasive tumour is one focus or several."""

    UNIFOCAL = "unifocal"
    MULTIFOCAL = "multifocal"


class Margins(StrEnum):
    """The resection margins of the invasive tumour, in the report's own words."""

    NEGATIVE = "negative"
    CLOSE = "close"
    POSITIVE = "positive"


class Alteration(StrEnum):
    """A gene's result in a molecular test."""

    DETECTED = "detected"
    NOT_DETECTED = "not_detected"
    UNCERTAIN_SIGNIFICANCE = "uncertain_significance"


class PdL1(StrEnum):
    """A PD-L1 result in words."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class Microsatellites(StrEnum):
    """Microsatellite instability."""

    STABLE = "stable"
    LOW = "instability_low"
    HIGH = "instability_high"


class Bound(StrEnum):
    """On which side of a bound a value lies."""

    BELOW = "below"
    AT_MOST = "at_most"
    ABOVE = "above"
    AT_LEAST = "at_least"


_BOUND_IN_WORDS = {
    Bound.BELOW: "less than",
    Bound.AT_MOST: "at most",
    Bound.ABOVE: "more than",
    Bound.AT_LEAST: "at least",
}


class PercentBound(Frozen):
    """A percent of which only a bound is told, e.g. "<1%"."""

    bound: Bound
    percent: float

    def __str__(self) -> str:
        """As people read it: "less than 1%"."""
        return f"{_BOUND_IN_WORDS[self.bound]} {self.percent:g}%"


class Receptor(Frozen):
    """A hormone receptor as reported.

    Attributes:
        percent: Percent of nuclei that stain; a range is its middle; never a bound.
        percent_bound: Where only a bound is told ("<1%", ">90%").
        allred: Total score 0-8.
        h_score: 0-300.
        fmol: Femtomoles a milligram of protein, from the ligand-binding assay of older reports.
    """

    status: Finding[ReceptorStatus] = Finding[ReceptorStatus]()
    percent: Finding[float] = Finding[float]()
    percent_bound: Finding[PercentBound] = Finding[PercentBound]()
    intensity: Finding[str] = Finding[str]()
    allred: Finding[int] = Finding[int]()
    h_score: Finding[int] = Finding[int]()
    fmol: Finding[float] = Finding[float]()


class Her2Ihc(Frozen):
    """HER2 immunohistochemistry as reported.

    Attributes:
        percent: Percent of cells that stain as scored; never a bound.
        membrane_staining: Tells ultralow from null among score 0.
    """

    score: Finding[IhcScore] = Finding[IhcScore]()
    status: Finding[Her2Call] = Finding[Her2Call]()
    percent: Finding[float] = Finding[float]()
    percent_bound: Finding[PercentBound] = Finding[PercentBound]()
    membrane_staining: Finding[bool] = Finding[bool]()


class Her2Ish(Frozen):
    """HER2 in-situ hybridisation as reported.

    Attributes:
        ratio: HER2/CEP17.
        copies: Mean HER2 copies a cell.
        cep17: Mean CEP17 copies a cell.
        cells: Cells counted.
        group: ASCO/CAP group 1-5, derived from ratio and copies.
        polysomy: Of chromosome 17, as reported.
        heterogeneity: Of HER2 amplification within the tumour, as reported.
    """

    status: Finding[IshStatus] = Finding[IshStatus]()
    method: Finding[IshMethod] = Finding[IshMethod]()
    ratio: Finding[float] = Finding[float]()
    copies: Finding[float] = Finding[float]()
    cep17: Finding[float] = Finding[float]()
    cells: Finding[int] = Finding[int]()
    group: Finding[int] = Finding[int]()
    polysomy: Finding[Presence] = Finding[Presence]()
    heterogeneity: Finding[Presence] = Finding[Presence]()


class Nottingham(Frozen):
    """The three scores of the Nottingham grade, 1-3 each, and their sum, 3-9, as printed."""

    tubules: Finding[int] = Finding[int]()
    nuclei: Finding[int] = Finding[int]()
    mitoses: Finding[int] = Finding[int]()
    total: Finding[int] = Finding[int]()


class Molecular(Frozen):
    """Gene and biomarker tests of a tissue or of blood, as reported. None of them is a HER2 result by ASCO/CAP.

    Attributes:
        erbb2_amplification: By sequencing.
        erbb2_mutation: Of the gene; it is no amplification.
        pd_l1_cps: Combined positive score.
        tmb: Tumour mutational burden, mutations a megabase.
    """

    erbb2_amplification: Finding[Alteration] = Finding[Alteration]()
    erbb2_mutation: Finding[Alteration] = Finding[Alteration]()
    pik3ca: Finding[Alteration] = Finding[Alteration]()
    esr1: Finding[Alteration] = Finding[Alteration]()
    brca1: Finding[Alteration] = Finding[Alteration]()
    brca2: Finding[Alteration] = Finding[Alteration]()
    pd_l1: Finding[PdL1] = Finding[PdL1]()
    pd_l1_cps: Finding[float] = Finding[float]()
    tmb: Finding[float] = Finding[float]()
    msi: Finding[Microsatellites] = Finding[Microsatellites]()


class Her2Status(StrEnum):
    """What a specimen's HER2 tests establish."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    EQUIVOCAL = "equivocal"


class Her2Subclass(StrEnum):
    """Subclasses of a negative result (not ASCO/CAP result categories)."""

    LOW = "low"
    ULTRALOW = "ultralow"
    NULL = "null"


class Specimen(Frozen):
    """One specimen: its place and date, and what was found in it.

    Attributes:
        id: Stable within a profile, from the document's id and a running number.
        label: A short name for people, e.g. "left breast, core biopsy".
        quoted: True when the result is quoted from an earlier report that is not among the documents.
        in_situ_only: True when only in-situ disease was found; its HER2 result is not counted.
        index: True for the index invasive tumour of its document, chosen by rule.
        tumor_size_mm: Greatest dimension of the invasive tumour, in millimetres.
        accession: The laboratory's number of the case, as printed.
        collected: When the tissue was taken; `reported` when the report was signed.
        pt: As printed, without the p (T2); `pn` likewise (N1a).
        stage: The report's own stage group, e.g. IIB.
        ki67_percent: Percent of nuclei; `ki67_bound` where only a bound is told.
        her2_reported: The report's own conclusion.
        her2_status: Derived by ASCO/CAP from the tests; a disagreement with `her2_reported` is a conflict.
    """

    id: str
    label: str
    document: str
    site: Site | None = None
    side: Side | None = None
    date: PartialDate | None = None
    quoted: bool = False
    in_situ_only: bool = False
    index: bool = False
    evidence: tuple[Evidence, ...] = ()

    accession: Finding[str] = Finding[str]()
    collected: Finding[PartialDate] = Finding[PartialDate]()
    reported: Finding[PartialDate] = Finding[PartialDate]()
    procedure: Finding[Procedure] = Finding[Procedure]()
    histology: Finding[Histology] = Finding[Histology]()
    grade: Finding[int] = Finding[int]()
    nottingham: Nottingham = Nottingham()
    focality: Finding[Focality] = Finding[Focality]()
    laterality: Finding[Side] = Finding[Side]()
    tumor_size_mm: Finding[float] = Finding[float]()
    pt: Finding[str] = Finding[str]()
    pn: Finding[str] = Finding[str]()
    pm: Finding[str] = Finding[str]()
    stage: Finding[str] = Finding[str]()
    nodes_positive: Finding[int] = Finding[int]()
    nodes_examined: Finding[int] = Finding[int]()
    lvi: Finding[Presence] = Finding[Presence]()
    margins: Finding[Margins] = Finding[Margins]()
    ki67_percent: Finding[float] = Finding[float]()
    ki67_bound: Finding[PercentBound] = Finding[PercentBound]()
    er: Receptor = Receptor()
    pr: Receptor = Receptor()
    her2_ihc: Her2Ihc = Her2Ihc()
    her2_ish: Her2Ish = Her2Ish()
    her2_reported: Finding[Her2Status] = Finding[Her2Status]()
    her2_status: Finding[Her2Status] = Finding[Her2Status]()
    her2_subclass: Finding[Her2Subclass] = Finding[Her2Subclass]()
    molecular: Molecular = Molecular()

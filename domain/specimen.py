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


class Receptor(Frozen):
    """A hormone receptor as reported.

    Attributes:
        percent: Percent of nuclei that stain; a range is its middle, a bound ("<1%", ">90%") is the bound.
        allred: Total score 0-8.
        h_score: 0-300.
    """

    status: Finding[ReceptorStatus] = Finding[ReceptorStatus]()
    percent: Finding[float] = Finding[float]()
    intensity: Finding[str] = Finding[str]()
    allred: Finding[int] = Finding[int]()
    h_score: Finding[int] = Finding[int]()


class Her2Ihc(Frozen):
    """HER2 immunohistochemistry as reported. `membrane_staining` tells ultralow from null among score 0."""

    score: Finding[IhcScore] = Finding[IhcScore]()
    status: Finding[Her2Call] = Finding[Her2Call]()
    percent: Finding[float] = Finding[float]()
    membrane_staining: Finding[bool] = Finding[bool]()


class Her2Ish(Frozen):
    """HER2 in-situ hybridisation as reported.

    Attributes:
        ratio: HER2/CEP17.
        copies: Mean HER2 copies a cell.
        cep17: Mean CEP17 copies a cell.
        cells: Cells counted.
        group: ASCO/CAP group 1-5, derived from ratio and copies.
    """

    status: Finding[IshStatus] = Finding[IshStatus]()
    method: Finding[IshMethod] = Finding[IshMethod]()
    ratio: Finding[float] = Finding[float]()
    copies: Finding[float] = Finding[float]()
    cep17: Finding[float] = Finding[float]()
    cells: Finding[int] = Finding[int]()
    group: Finding[int] = Finding[int]()


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
        pt: As printed, without the p (T2); `pn` likewise (N1a).
        her2_reported: The report's own conclusion.
        her2_status: Derived by ASCO/CAP from the tests; a disagreement with `her2_reported` is a conflict.
    """

    id: str
    label: str
    document: str
    site: Site | None = None
    side: Side | None = None
    procedure: str | None = None
    date: PartialDate | None = None
    quoted: bool = False
    in_situ_only: bool = False
    index: bool = False
    evidence: tuple[Evidence, ...] = ()

    histology: Finding[Histology] = Finding[Histology]()
    grade: Finding[int] = Finding[int]()
    laterality: Finding[Side] = Finding[Side]()
    tumor_size_mm: Finding[float] = Finding[float]()
    pt: Finding[str] = Finding[str]()
    pn: Finding[str] = Finding[str]()
    pm: Finding[str] = Finding[str]()
    nodes_positive: Finding[int] = Finding[int]()
    nodes_examined: Finding[int] = Finding[int]()
    lvi: Finding[Presence] = Finding[Presence]()
    ki67_percent: Finding[float] = Finding[float]()
    er: Receptor = Receptor()
    pr: Receptor = Receptor()
    her2_ihc: Her2Ihc = Her2Ihc()
    her2_ish: Her2Ish = Her2Ish()
    her2_reported: Finding[Her2Status] = Finding[Her2Status]()
    her2_status: Finding[Her2Status] = Finding[Her2Status]()
    her2_subclass: Finding[Her2Subclass] = Finding[Her2Subclass]()

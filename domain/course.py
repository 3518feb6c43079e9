"""What has been done, what is being done, and what the team must know before choosing."""

from enum import StrEnum

from domain.brain import Change
from domain.dates import PartialDate
from domain.evidence import Evidence
from domain.finding import Finding
from domain.frozen import Frozen
from domain.specimen import Presence, Site


class Setting(StrEnum):
    """What a systemic treatment was given for."""

    NEOADJUVANT = "neoadjuvant"
    ADJUVANT = "adjuvant"
    METASTATIC = "metastatic"


class TreatmentStatus(StrEnum):
    """Whether a treatment is going on."""

    CURRENT = "current"
    COMPLETED = "completed"
    STOPPED = "stopped"
    HELD = "held"
    PLANNED = "planned"
    CONSIDERED = "considered"
    DECLINED = "declined"


class SystemicTreatment(Frozen):
    """One drug over one period.

    Attributes:
        drug: Id of the drug in the lexicon, e.g. `trastuzumab_deruxtecan`.
        line: Line of therapy in the metastatic setting, from 1.
        reason: Why it was stopped or held, in the record's words.
    """

    drug: str
    setting: Setting | None = None
    line: int | None = None
    status: TreatmentStatus | None = None
    start: PartialDate | None = None
    stop: PartialDate | None = None
    reason: str | None = None
    evidence: tuple[Evidence, ...]


class LocalTreatmentKind(StrEnum):
    """Local treatment of the brain."""

    SURGERY = "surgery"
    SRS = "srs"
    WBRT = "wbrt"
    RADIOTHERAPY_OTHER = "radiotherapy_other"


class LocalTreatment(Frozen):
    """One local treatment of a brain metastasis."""

    kind: LocalTreatmentKind
    status: TreatmentStatus | None = None
    date: PartialDate | None = None
    target: str | None = None
    evidence: tuple[Evidence, ...]


class ExtracranialStatus(StrEnum):
    """Disease outside the brain."""

    CONTROLLED = "controlled"
    PROGRESSING = "progressing"
    NONE = "none"


class Medication(StrEnum):
    """Whether a supporting medicine is taken; planned is what is to be begun, and is not taken yet."""

    CURRENT = "current"
    TAPERING = "tapering"
    HELD = "held"
    STOPPED = "stopped"
    PLANNED = "planned"
    NONE = "none"


class PrimaryCancer(StrEnum):
    """Where the cancer began."""

    BREAST = "breast"
    LUNG = "lung"
    MELANOMA = "melanoma"
    RENAL = "renal"
    COLORECTAL = "colorectal"
    OTHER = "other"
    UNKNOWN = "unknown"


class Course(Frozen):
    """The course of the disease and its treatment.

    Attributes:
        drugs_received: Drug ids ever given (current, completed, stopped or held).
        metastatic_lines: Lines of systemic therapy in the metastatic setting, the current one included.
        her2_metastatic_lines: Those of them with a HER2-directed drug.
        local_treatments_received: Kinds of local brain treatment done.
        ecog: 0-4 as written; kps: 0-100 as written. Neither is computed from the other.
    """

    systemic: tuple[SystemicTreatment, ...] = ()
    local: tuple[LocalTreatment, ...] = ()
    drugs_received: Finding[tuple[str, ...]] = Finding[tuple[str, ...]]()
    drugs_current: Finding[tuple[str, ...]] = Finding[tuple[str, ...]]()
    local_treatments_received: Finding[tuple[LocalTreatmentKind, ...]] = Finding[tuple[LocalTreatmentKind, ...]]()
    metastatic_lines: Finding[int] = Finding[int]()
    her2_metastatic_lines: Finding[int] = Finding[int]()
    primary_cancer: Finding[PrimaryCancer] = Finding[PrimaryCancer]()
    extracranial: Finding[ExtracranialStatus] = Finding[ExtracranialStatus]()
    extracranial_sites: Finding[tuple[Site, ...]] = Finding[tuple[Site, ...]]()
    response: Finding[Change] = Finding[Change]()
    ecog: Finding[int] = Finding[int]()
    kps: Finding[int] = Finding[int]()
    symptoms: Finding[tuple[str, ...]] = Finding[tuple[str, ...]]()
    symptomatic: Finding[bool] = Finding[bool]()
    steroids: Finding[Medication] = Finding[Medication]()
    antiseizure: Finding[Medication] = Finding[Medication]()
    anticoagulant: Finding[Medication] = Finding[Medication]()


class DpydStatus(StrEnum):
    """DPYD genotype or DPD activity before capecitabine."""

    NORMAL = "normal"
    PARTIAL_DEFICIENCY = "partial_deficiency"
    COMPLETE_DEFICIENCY = "complete_deficiency"


class Safety(Frozen):
    """What may bar or change a treatment.

    Attributes:
        lvef_percent: Left ventricular ejection fraction.
        ild: Interstitial lung disease or pneumonitis, now or in the past; ild_grade: CTCAE 1-5.
        ild_resolved: Whether it is told of as resolved; unknown where no document says so.
        creatinine_clearance: mL/min. platelets: 10^9/L. alt: U/L. bilirubin: mg/dL.
        pregnant: Whether she was pregnant when the record was written; unknown once a birth must have come since.
    """

    lvef_percent: Finding[float] = Finding[float]()
    ild: Finding[Presence] = Finding[Presence]()
    ild_grade: Finding[int] = Finding[int]()
    ild_resolved: Finding[bool] = Finding[bool]()
    creatinine_clearance: Finding[float] = Finding[float]()
    platelets: Finding[float] = Finding[float]()
    alt: Finding[float] = Finding[float]()
    bilirubin: Finding[float] = Finding[float]()
    dpyd: Finding[DpydStatus] = Finding[DpydStatus]()
    pregnancy_possible: Finding[bool] = Finding[bool]()
    pregnant: Finding[bool] = Finding[bool]()
    interacting_drugs: Finding[tuple[str, ...]] = Finding[tuple[str, ...]]()
    allergies: Finding[tuple[str, ...]] = Finding[tuple[str, ...]]()


class Sex(StrEnum):
    """As the record states it."""

    FEMALE = "female"
    MALE = "male"


class MenopausalStatus(StrEnum):
    """As the record states it."""

    PRE = "premenopausal"
    PERI = "perimenopausal"
    POST = "postmenopausal"


class Context(Frozen):
    """Who this is about. `country`: ISO 3166 code, stated or asked for, never guessed: drug labels differ by it."""

    age: Finding[int] = Finding[int]()
    sex: Finding[Sex] = Finding[Sex]()
    menopausal_status: Finding[MenopausalStatus] = Finding[MenopausalStatus]()
    country: Finding[str] = Finding[str]()

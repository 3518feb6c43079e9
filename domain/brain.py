"""What is in the brain: one imaging study, or the current picture over all of them."""

from enum import StrEnum
from typing import Self

from pydantic import model_validator

from domain.dates import PartialDate
from domain.evidence import Evidence
from domain.finding import Finding
from domain.frozen import Frozen
from domain.specimen import Presence, Side


class BrainMetastasis(StrEnum):
    """Whether this person has brain metastases, by one document or by all."""

    PRESENT = "present"
    ABSENT = "absent"
    SUSPECTED = "suspected"
    TREATED_RESOLVED = "treated_resolved"


class Region(StrEnum):
    """Where in the head a lesion is."""

    FRONTAL = "frontal"
    PARIETAL = "parietal"
    TEMPORAL = "temporal"
    OCCIPITAL = "occipital"
    CEREBELLUM = "cerebellum"
    BRAINSTEM = "brainstem"
    BASAL_GANGLIA = "basal_ganglia"
    THALAMUS = "thalamus"
    CORPUS_CALLOSUM = "corpus_callosum"
    INSULA = "insula"
    VENTRICLE = "ventricle"
    DURA = "dura"
    SKULL = "skull"
    SELLA = "sella"
    OTHER = "other"


class CountQualifier(StrEnum):
    """How exactly a number of lesions is known."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    ABOUT = "about"
    INNUMERABLE = "innumerable"
    MULTIPLE = "multiple"


class LesionCount(Frozen):
    """How many metastases. "At least 5" has no maximum; "innumerable" and plain "multiple" have no number."""

    min: int | None = None
    max: int | None = None
    qualifier: CountQualifier

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        if self.qualifier is CountQualifier.EXACT and (self.min is None or self.min != self.max):
            raise ValueError("an exact count has one number")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("a count's minimum is not over its maximum")
        return self


class Change(StrEnum):
    """What became of the lesions since the study compared with."""

    NEW = "new"
    LARGER = "larger"
    SMALLER = "smaller"
    STABLE = "stable"
    MIXED = "mixed"
    RESOLVED = "resolved"


class HemorrhageAge(StrEnum):
    """How old blood in the head is said to be: acute is also new and subacute, chronic is old or denied to be acute."""

    ACUTE = "acute"
    CHRONIC = "chronic"
    BOTH = "acute_and_chronic"


class OtherFinding(StrEnum):
    """What a scan shows in the head that is no metastasis; never counted as one."""

    MENINGIOMA = "meningioma"
    SCHWANNOMA = "schwannoma"
    PITUITARY_ADENOMA = "pituitary_adenoma"
    CYST = "cyst"
    CAVERNOMA = "cavernoma"
    HEMANGIOMA = "hemangioma"
    ANEURYSM = "aneurysm"
    ABSCESS = "abscess"
    STROKE = "stroke"
    OLD_STROKE = "old_stroke"


class BrainActivity(StrEnum):
    """Brain metastases in the terms of the HER2CLIMB trial.

    Active: not treated locally, or treated and growing since. Stable: treated locally and not growing since.
    """

    ACTIVE = "active"
    STABLE = "stable"


class Modality(StrEnum):
    """How the brain was imaged."""

    MRI = "mri"
    CT = "ct"
    PET = "pet"


class Contrast(StrEnum):
    """Whether contrast was given for a study."""

    WITH = "with"
    WITHOUT = "without"


class Lesion(Frozen):
    """One lesion of one study. Sizes are greatest dimensions in millimetres.

    Attributes:
        size_mm: As measured on this study; never a bound and never an earlier size.
        at_most_mm: An upper bound where no size was measured: "sub-5 mm", "up to 9 mm".
        earlier_mm: On the study compared with.
        before_treatment_mm: Before it was treated, where that is told apart from the study compared with.
        punctate: Called punctate, whether or not it was measured.
        hippocampus_mm: How far it lies from the hippocampus.
        uncertain: The report is not sure of it.
    """

    region: Region | None = None
    side: Side | None = None
    size_mm: float | None = None
    at_most_mm: float | None = None
    earlier_mm: float | None = None
    before_treatment_mm: float | None = None
    change: Change | None = None
    punctate: bool = False
    treated: bool = False
    hemorrhagic: bool = False
    cystic: bool = False
    hippocampus_mm: float | None = None
    uncertain: bool = False
    evidence: tuple[Evidence, ...]

    @model_validator(mode="after")
    def _has_one_size(self) -> Self:
        if self.size_mm is not None and self.at_most_mm is not None:
            raise ValueError("a lesion is measured or bounded, not both")
        return self


class BrainPicture(Frozen):
    """What is known of the brain.

    Attributes:
        count: Metastases on the study, not counting resected ones.
        largest_mm: Greatest current dimension of the largest metastasis; an earlier size is not current.
        largest_at_most_mm: Upper bound of the largest one, where only that is told.
        midline_shift_mm: In millimetres, when the report gives it.
        hemorrhage: New or old; which of them is `hemorrhage_age`, unknown where it is not said of all of it.
        radionecrosis: Suspected when the report leaves growth after radiation open between necrosis and tumour.
        resection_cavity: Where a metastasis was removed.
        change: What became of the metastases since the study compared with; the impression's word before the findings'.
        critical_result: The report says that its result was called in as critical or urgent.
        other_findings: What the study shows beside, or instead of, metastases; uncertain where it is not sure of one.
    """

    metastasis: Finding[BrainMetastasis] = Finding[BrainMetastasis]()
    count: Finding[LesionCount] = Finding[LesionCount]()
    largest_mm: Finding[float] = Finding[float]()
    largest_at_most_mm: Finding[float] = Finding[float]()
    regions: Finding[tuple[Region, ...]] = Finding[tuple[Region, ...]]()
    edema: Finding[Presence] = Finding[Presence]()
    mass_effect: Finding[Presence] = Finding[Presence]()
    midline_shift: Finding[Presence] = Finding[Presence]()
    midline_shift_mm: Finding[float] = Finding[float]()
    herniation: Finding[Presence] = Finding[Presence]()
    hydrocephalus: Finding[Presence] = Finding[Presence]()
    hemorrhage: Finding[Presence] = Finding[Presence]()
    hemorrhage_age: Finding[HemorrhageAge] = Finding[HemorrhageAge]()
    leptomeningeal: Finding[Presence] = Finding[Presence]()
    radionecrosis: Finding[Presence] = Finding[Presence]()
    resection_cavity: Finding[Presence] = Finding[Presence]()
    change: Finding[Change] = Finding[Change]()
    critical_result: Finding[bool] = Finding[bool]()
    other_findings: Finding[tuple[OtherFinding, ...]] = Finding[tuple[OtherFinding, ...]]()
    lesions: tuple[Lesion, ...] = ()


class CurrentBrain(BrainPicture):
    """The current picture over all documents.

    Attributes:
        activity: Derived from the newest study and the local treatments; where the record does not settle it,
            unknown with the reason.
    """

    activity: Finding[BrainActivity] = Finding[BrainActivity]()


class BrainStudy(BrainPicture):
    """One imaging study of the brain, or what a note says of one.

    Attributes:
        comparison: Date of the study it was compared with; the newest where there are several.
        contrast: With it, where a series was taken after contrast was given.
    """

    document: str
    modality: Modality | None = None
    date: PartialDate | None = None
    comparison: PartialDate | None = None
    contrast: Finding[Contrast] = Finding[Contrast]()

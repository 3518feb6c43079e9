"""What happened when: specimens, brain scans and treatments of one person in the order of their dates."""

from enum import StrEnum

from domain.course import TreatmentStatus
from domain.dates import PartialDate
from domain.evidence import Evidence
from domain.frozen import Frozen


class EventKind(StrEnum):
    """What an event of the timeline is."""

    SPECIMEN = "specimen"
    BRAIN_STUDY = "brain_study"
    LOCAL_TREATMENT = "local_treatment"
    SYSTEMIC_TREATMENT = "systemic_treatment"


class TimelineEvent(Frozen):
    """One event: a point in time, or for a systemic treatment a period.

    Attributes:
        subject: What: a specimen's label, a scan's modality (`imaging` where it is not told), the kind of a local
            treatment, or the id of a drug.
        path: Where it stands in the profile, e.g. `course.systemic.0`.
        detail: What it showed, or what it was given for, in words.
        status: Of a treatment.
        start: When; of a period, when it began. None where no document tells.
        stop: When a period ended; None where no document tells, or it goes on.
    """

    kind: EventKind
    subject: str
    path: str
    detail: str | None = None
    status: TreatmentStatus | None = None
    start: PartialDate | None = None
    stop: PartialDate | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def dated(self) -> bool:
        """Whether anything is known of when it was."""
        return self.start is not None or self.stop is not None

    @property
    def going_on(self) -> bool:
        """Whether it is told of as going on."""
        return self.status is TreatmentStatus.CURRENT

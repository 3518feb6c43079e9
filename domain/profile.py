"""One person's HER2 / brain-metastasis profile, resolved from all her documents."""

from domain.brain import BrainStudy, CurrentBrain
from domain.course import Context, Course, Safety
from domain.dates import PartialDate
from domain.evidence import Evidence
from domain.finding import Finding, Status
from domain.frozen import Frozen
from domain.persons import Persons
from domain.specimen import Her2Status, Her2Subclass, ReceptorStatus, Specimen
from domain.timeline import TimelineEvent


class ConflictSide(Frozen):
    """One of the statements that disagree."""

    value: str
    date: PartialDate | None = None
    evidence: tuple[Evidence, ...]

    @property
    def told(self) -> str:
        """The value for people: without underscores, and without the word for a number that is exact."""
        return self.value.replace("_", " ").removeprefix("exact ")


class Conflict(Frozen):
    """Statements in the record that cannot both hold, or that the team must look at together.

    Attributes:
        field: Profile path that is in conflict, e.g. `her2.status`.
        summary: What disagrees, in one sentence.
        sides: Two or more, with their words.
    """

    field: str
    summary: str
    sides: tuple[ConflictSide, ...]


class Her2(Frozen):
    """HER2 over all specimens. Specimens that differ are a conflict here; they stand side by side in `specimens`.

    Attributes:
        status: Derived by ASCO/CAP 2018, affirmed 2023.
        subclass: Low, ultralow or null among negative results.
    """

    status: Finding[Her2Status] = Finding[Her2Status]()
    subclass: Finding[Her2Subclass] = Finding[Her2Subclass]()


class HormoneReceptors(Frozen):
    """ER and PR over all specimens, by the same rules as HER2. `positive` is ER and/or PR positive."""

    er: Finding[ReceptorStatus] = Finding[ReceptorStatus]()
    pr: Finding[ReceptorStatus] = Finding[ReceptorStatus]()
    positive: Finding[bool] = Finding[bool]()


class Missing(Frozen):
    """A fact that the team needs before choosing, and that the record does not settle.

    Attributes:
        fact: Its profile path, e.g. `safety.lvef_percent`.
        status: How it stands: unknown, pending, conflict or uncertain.
        reason: Why it is not settled, in one sentence.
    """

    fact: str
    status: Status
    reason: str


class Profile(Frozen):
    """Everything the record states about one person, and nothing it does not.

    Attributes:
        as_of: Date of the newest dated document.
        her2: Over all specimens. receptors: likewise.
        brain: The current picture, from the newest study for what changes.
        brain_studies: Oldest first.
        timeline: Derived of specimens, brain studies and treatments; by date, those without one last.
        conflicts: Shown first; nothing is averaged.
        missing: What a decision needs and the record does not settle; of the facts that the guidance asks for.
        persons: Whether all documents seem to be about one person. Where they do not and nobody said that they are, the
            profile holds nothing else: different people are never put together.
        warnings: About the record as a whole, e.g. pages that could not be read.
    """

    as_of: PartialDate | None = None
    specimens: tuple[Specimen, ...] = ()
    her2: Her2 = Her2()
    receptors: HormoneReceptors = HormoneReceptors()
    brain: CurrentBrain = CurrentBrain()
    brain_studies: tuple[BrainStudy, ...] = ()
    course: Course = Course()
    safety: Safety = Safety()
    context: Context = Context()
    timeline: tuple[TimelineEvent, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    missing: tuple[Missing, ...] = ()
    persons: Persons = Persons()
    warnings: tuple[str, ...] = ()


def with_country(profile: Profile, country: str) -> Profile:
    """The profile with the country that the person named, an ISO 3166 code; her word stands over the record's."""
    answer = Finding[str](value=country.upper(), status=Status.STATED, confirmed_by="person")
    return profile.model_copy(update={"context": profile.context.model_copy(update={"country": answer})})

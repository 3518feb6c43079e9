"""Tells how a treatment stands by the cues beside its drugs: planned, going on, held, stopped, completed, or denied."""

import re
from dataclasses import dataclass

from domain.course import TreatmentStatus
from domain.dates import PartialDate
from extraction.facts.drugs import DrugClass, drug_class
from extraction.facts.note import Note
from extraction.facts.treatment_cues import Cue, cue_books
from extraction.facts.treatment_dates import DateRoles
from extraction.facts.treatment_groups import DrugGroup
from extraction.sections import SectionKind

_CORRECTED = re.compile(r"[.\s,-]*(?:correction|scratch that|i mean)\b|[^.;]{0,14}\? no\b")
_NEGATION_REACH = 18
_BETWEEN_NEGATION = re.compile(
    r"(?:\s*(?:prior|more|further|the|any|her|his|previous|exposure|to|of|either|new|other|on|with|start|give))*[\s(-]*"
)
_NEVER_HAD = re.compile(r"[\s(]*(?:never (?:had|received|given)|not (?:yet )?(?:had|received|given)|naive)\b")
_A_WHILE = 60  # days
_OTHER_CHOICE = re.compile(r"\s*(?:vs\.?|versus)\s")  # "plan T-DXd vs tucatinib" has not settled on one
_AGAIN = frozenset({"resumed", "restarted", "rechallenged"})
# How often: of a drug for the bones it tells that it is taken.
_SCHEDULE = re.compile(
    r"[ ,(]*(?:\d+ ?mg )?(?:sc |iv )?(?:(?:\d|three|six)[ -]?)?(?:monthly|weekly|every (?:\d|three|six|four|month)|q ?\d)"
)
_ORDER = re.compile(
    r"[\s\d.)*\u2022-]*(?:please |to |will |we will |can )?"
)  # "start T-DXd" as all that a line begins with
_PLAN = re.compile(r"\b(?:a/p|plan|plans|recommend\w*|adv(?:ice|ised)?|rx)\b")


@dataclass(frozen=True)
class Words:
    """Cues before the drugs, behind them, and before their own stretch of the unit."""

    before: list[Cue]
    after: list[Cue]
    led: list[Cue]

    def named(self, name: str) -> list[Cue]:
        """The cues of one name on either side of the drugs."""
        return [cue for cue in (*self.before, *self.after) if cue[0] == name]

    def beside(self, name: str) -> list[Cue]:
        """Those of one name that stand nearest to the drugs on their side."""
        return [cue for cue in (*self.before[-1:], *self.after[:1]) if cue[0] == name]


@dataclass(frozen=True)
class Standing:
    """How a treatment stands, and the cue that tells it."""

    status: TreatmentStatus | None = None
    strong: bool = False
    negated: bool = False
    doubtful: bool = False
    cue: tuple[int, int] | None = None


def standing_of(note: Note, group: DrugGroup, words: Words, roles: DateRoles, written: PartialDate | None) -> Standing:
    """The gravest thing said: denied, declined, a closed period, planned, only considered, held, stopped, going on."""
    if _is_denied(note, group, words):
        return _denied(note, group, words)
    if declined := words.named("declined"):
        return Standing(TreatmentStatus.DECLINED, strong=True, cue=declined[0][1:])
    if roles.start and roles.stop:
        return Standing(TreatmentStatus.STOPPED if words.named("stopped") else TreatmentStatus.COMPLETED, strong=True)
    future = roles.start is not None and written is not None and roles.start.earliest() > written.earliest()
    planned = words.beside("planned")
    if planned and not roles.spans and _OTHER_CHOICE.match(note.folded, group.scope[1]):
        return Standing(TreatmentStatus.CONSIDERED, doubtful=True, cue=planned[0][1:])
    if planned or (future and not roles.open_end):
        return Standing(TreatmentStatus.PLANNED, strong=True, cue=planned[0][1:] if planned else None)
    found = _doubtful(words, roles) or _broken_off(note, words)
    if found is not None:
        return found
    if roles.stop is not None:
        return Standing(TreatmentStatus.COMPLETED, strong=True)
    if _is_to_begin(note, group, words, roles):
        return Standing(TreatmentStatus.PLANNED, strong=True, cue=words.before[-1][1:])
    standing = _going_on(note, group, words, roles)
    if (
        standing.status is None
        and roles.last
        and written
        and (written.earliest() - roles.last.latest()).days > _A_WHILE
    ):
        return Standing(TreatmentStatus.COMPLETED, strong=True)
    return standing


def _denied(note: Note, group: DrugGroup, words: Words) -> Standing:
    """Denied; but what is discussed and was "never received" is considered."""
    doubt = [cue for cue in (*words.led, *words.before) if cue[0] == "considered"]
    if doubt and _NEVER_HAD.match(note.folded, group.end):
        return Standing(TreatmentStatus.CONSIDERED, doubtful=True, cue=doubt[-1][1:])
    return Standing(negated=True)


def _doubtful(words: Words, roles: DateRoles) -> Standing | None:
    """Only considered, or told of in general; not where dates or its end tell that it was given."""
    if not (roles.spans or words.named("stopped") or words.named("completed")) or words.beside("generic"):
        doubt = [cue for cue in (*words.led, *words.before, *words.after) if cue[0] == "considered"]
        if doubt and not roles.spans:
            return Standing(TreatmentStatus.CONSIDERED, doubtful=True, cue=doubt[-1][1:])
        if words.beside("generic"):
            return Standing(doubtful=True)
    return None


def _broken_off(note: Note, words: Words) -> Standing | None:
    """Held or stopped, unless told of as begun again behind that."""
    for name in ("held", "stopped"):
        telling = [cue for cue in (*words.before[-1:], *words.after) if cue[0] == name]
        again = [cue for cue in words.after if telling and cue[1] > telling[0][1] and _said(note, *cue[1:]) in _AGAIN]
        if again:
            return Standing(TreatmentStatus.CURRENT, strong=True, cue=again[0][1:])
        if telling:
            return Standing(TreatmentStatus(name), strong=True, cue=telling[0][1:])
    return None


def _is_to_begin(note: Note, group: DrugGroup, words: Words, roles: DateRoles) -> bool:
    """Whether "start" is told as what to do next: in a plan, or without a date of the past."""
    nearest = words.before[-1:]
    if not nearest or note.folded[nearest[0][1] : nearest[0][2]] not in {"start", "begin"} or roles.spans:
        return False
    unit, _ = note.unit_at(group.start)
    line = max(unit, note.text.rfind("\n", 0, group.start) + 1)
    lead = note.folded[max(0, line - 1) : nearest[0][1]]
    if _ORDER.fullmatch(note.folded, line, nearest[0][1]):
        return True
    return note.section_at(group.start).kind is SectionKind.PLAN or _PLAN.search(lead) is not None


def _is_denied(note: Note, group: DrugGroup, words: Words) -> bool:
    if _CORRECTED.match(note.folded, group.end):
        return True
    nearest, first = words.before[-1:], words.after[:1]
    return any(
        name == "negated" and _BETWEEN_NEGATION.fullmatch(note.folded, end, group.start) for name, _, end in nearest
    ) or any(name == "negated" and start - group.end < _NEGATION_REACH for name, start, _ in first)


def _going_on(note: Note, group: DrugGroup, words: Words, roles: DateRoles) -> Standing:
    if roles.open_end:
        return Standing(TreatmentStatus.CURRENT, strong=True)
    for name, start, end in (*words.before[-1:], *words.after[:1]):
        if name in {"current", "completed"}:
            said = _said(note, start, end)
            if said == "on" and _is_long_past(note, group):
                return Standing(cue=(start, end))
            going_on = any(_said(note, *cue[1:]) in cue_books().strong for cue in words.named("current"))
            strong = name == "completed" or going_on or (said == "since" and roles.start is not None)
            return Standing(TreatmentStatus(name), strong=strong, cue=(start, end))
    if note.section_at(group.start).kind is SectionKind.MEDICATIONS:
        return Standing(TreatmentStatus.CURRENT, strong=True)
    schedule = _SCHEDULE.match(note.folded, group.end)
    if schedule and all(drug != "taxane" and drug_class(drug) is DrugClass.BONE for drug in group.drugs):
        return Standing(TreatmentStatus.CURRENT, cue=schedule.span())
    return Standing()


def _said(note: Note, start: int, end: int) -> str:
    return " ".join(re.findall(r"[a-z0-9']+", note.folded[start:end]))


def _is_long_past(note: Note, group: DrugGroup) -> bool:
    """Whether "on" a drug tells of another time than the document's: "bone metastases 10/2024 on letrozole"."""
    written = note.date_at(group.start)
    told = note.dates_between(note.unit_at(group.start)[0], group.start)
    return bool(told and written and (written.earliest() - told[-1].date.earliest()).days > _A_WHILE)

"""Reads supporting medicines: steroids, antiseizure medicines, anticoagulants and drugs that interact; taken or not."""

import re

from domain.course import Medication
from domain.finding import Finding, Status
from extraction.facts.course_words import book_of, medication_book
from extraction.facts.medicine_plans import is_only_spoken_of, is_to_be_tapered, is_to_begin
from extraction.facts.note import Note
from extraction.facts.told import Told, newest_told
from extraction.sections import SectionKind

_DOSE = re.compile(r"[\s:(]*(?:now )?\d+(?:\.\d+)? ?(?:mg|mcg|g|q\d|iv|po|bid|units|daily)?\b")
_SHORT_COURSE = re.compile(r"[^.;]{0,24}\bx ?\d+ days\b")
_GOES_ON = re.compile(
    r"[ ,;]*(?:and |and then |then |followed by |f/b )(?:a |slow |slowly )*(?:taper\w*|wean\w*|reduc\w*|decreas\w*|continu\w*|\d)"
)
_NOT_BEGUN = re.compile(
    r"\W{0,3}(?:(?:is|was|were|has|have|been|and) ){0,2}(?:not|never)(?: \w+ly)?(?: been)? "
    r"(?:started|begun|commenced|initiated|given|needed|required|indicated|prescribed|taken|taking|used)\b"
)
# "denies seizures, on dexamethasone": what is taken behind the comma is not denied.
_TAKEN_ANEW = re.compile(
    r", (?:and |but )?(?:she is |he is |is |now |currently |still |remains |has been )*(?:on|taking|takes|started|continues|receiving) \Z"
)
ENDED = "interacting_drugs:ended"
_TAKEN = frozenset({Medication.CURRENT, Medication.TAPERING, Medication.HELD})
_BEFORE = 46
_AFTER = 40
_NEAR = 16
_LIST_LABEL = re.compile(r"\b(?:not taking|no longer taking|stopped|discontinued)\s*:[^:.]*\Z")


def find(note: Note, name: str) -> Finding[Medication]:
    """How one group of medicines (`steroids`, `antiseizure`, `anticoagulant`) stands at the document's date."""
    told = []
    for _, start, end in note.matches(book_of(name), 0, len(note.text)):
        if note.of_somebody_else(start):
            continue
        value = _standing(note, start, end)
        if value is not None:
            status = Status.DENIED if value is Medication.NONE else Status.STATED
            told.append(Told(value, start, end, status=status))
    return _preferring_taken(note, told, name)


def interacting(note: Note) -> Finding[tuple[str, ...]]:
    """Drugs taken now that may interact with tucatinib or capecitabine, evidence in their order; `ENDED` ones behind."""
    taken: dict[str, tuple[int, int]] = {}
    ended: dict[str, tuple[int, int]] = {}
    for _, start, end in note.matches(book_of("interacting"), 0, len(note.text)):
        if note.of_somebody_else(start):
            continue
        standing = _standing(note, start, end)
        if standing in _TAKEN:
            taken.setdefault(note.folded[start:end], (start, end))
        elif standing in {Medication.STOPPED, Medication.NONE}:
            ended.setdefault(note.folded[start:end], (start, end))
    spans = [(*taken[name], "interacting_drugs") for name in sorted(taken)]
    spans += [(*span, ENDED) for name, span in ended.items() if name not in taken]
    if not spans:
        return Finding[tuple[str, ...]]()
    return Finding[tuple[str, ...]](
        value=tuple(sorted(taken)),
        status=Status.STATED if taken else Status.DENIED,
        date=note.date_at(spans[0][0]),
        evidence=tuple(note.evidence(*span) for span in spans),
        rule="interacting_drugs",
    )


def _preferring_taken(note: Note, told: list[Told[Medication]], name: str) -> Finding[Medication]:
    """What is taken outweighs what is to be begun, and that what is not taken: "no dexamethasone at present, start 4 mg"."""
    taken = [each for each in told if each.value in _TAKEN]
    planned = [each for each in told if each.value is Medication.PLANNED]
    ended = [each for each in told if each.value is not Medication.NONE]
    return newest_told(note, taken or planned or ended or told, name)


def _standing(note: Note, start: int, end: int) -> Medication | None:
    """None where the medicine is only spoken of, or for later under a condition."""
    if _LIST_LABEL.search(note.folded, 0, start) or _NOT_BEGUN.match(note.folded, end):
        return Medication.NONE
    if is_to_begin(note, start, end):
        return Medication.PLANNED
    return None if is_only_spoken_of(note, start, end) else _taken(note, start, end)


def _taken(note: Note, start: int, end: int) -> Medication | None:
    """Whether the words beside a medicine tell that it is taken."""
    first, last = note.unit_at(start)
    before_at = max(first, start - _BEFORE)
    clause = note.folded[before_at:start]
    before_at += max((match.end() for match in re.finditer(r"[;.](?=\s)|\b(?:but|and then)\b", clause)), default=0)
    after_end = min(last, end + _AFTER)
    stop = re.search(r"[;.](?=\s)|->|\bthen\b", note.folded[end:after_end])
    after_end = end + stop.start() if stop else after_end

    def said(name: str, low: int, high: int) -> bool:
        return bool(note.matches(medication_book(name), low, high))

    if said("held", before_at, start) or said("held", end, after_end):
        return Medication.HELD
    if note.denied(start, end) and re.match(r"[^.;]{0,12}\buntil\b", note.folded[end:after_end]):
        return Medication.HELD
    closed = note.folded.rfind(")", before_at, start) + 1  # "(no seizure since May), dexamethasone" denies the seizure
    anew = _TAKEN_ANEW.search(note.folded, before_at, start)
    if anew is None and (said("none", max(before_at, start - 22, closed), start) or note.denied(start, end)):
        return Medication.NONE
    conditional = re.search(r"\b(?:if|when)\b", note.folded[end:after_end])
    dosed = bool(_DOSE.match(note.folded, end)) and not conditional
    if said("later", before_at, start) or (said("later", end, after_end) and not dosed):
        return None if not said("current_before", before_at, start) else Medication.CURRENT
    if said("tapering", before_at, start) or said("tapering", end, after_end):
        generic = note.folded[start:end].rstrip("s") in {"steroid", "corticosteroid"}
        planned = (
            generic
            or note.section_at(start).kind is SectionKind.PLAN
            or note.folded[after_end - 1 : after_end] == "?"
            or is_to_be_tapered(note, end)
        )
        return Medication.TAPERING if not planned else Medication.CURRENT if dosed else None
    course = _SHORT_COURSE.match(note.folded, end)
    if course and _GOES_ON.match(note.folded, course.end()):
        return Medication.CURRENT
    if course or said("stopped", max(before_at, start - _NEAR), start):
        return Medication.STOPPED
    if said("stopped", end, min(after_end, end + _NEAR)):
        return Medication.STOPPED
    if said("current_before", before_at, start) or _DOSE.match(note.folded, end):
        return Medication.CURRENT
    in_list = note.section_at(start).kind is SectionKind.MEDICATIONS
    return Medication.CURRENT if in_list or said("current_after", end, min(after_end, end + _NEAR)) else None

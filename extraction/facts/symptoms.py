"""Reads neurological symptoms of clinical notes: those there are, those denied, and whether she is symptomatic."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.document import DocumentKind
from domain.finding import Finding, Status
from extraction.facts.course_words import book_of
from extraction.facts.note import Note
from extraction.facts.told import Told, newest_told
from extraction.sections import SectionKind

_NOTES = frozenset({DocumentKind.CLINICAL_NOTE, DocumentKind.OTHER})
_GONE = re.compile(r"[^.;]{0,30}\b(?:resolved|gone|subsided|cleared|none since)\b(?! by noon)")
# Words behind a name that make it another thing: "seizure prophylaxis", "fits the criteria".
_ANOTHER_THING = re.compile(
    r"[\s-]*(?:prophyla\w+|precautions?|medicines?|medications?|meds|drugs?|threshold|risks?|action|first aid|clinic|diary)\b"
)
_FITTING = re.compile(r"\bfits?\Z")
_BEHIND_FITTING = re.compile(r"\s*(?:the|with|in|into|within|all|well|this|that|for|enough|to|and (?:well|active))\b")
_FREE = re.compile(r"[\s-]*free\b")
# What she is told to look out for: "report to casualty SOS if fits, vomiting, drowsiness".
_ADVICE = re.compile(
    r"\b(?:(?:report|call|return|contact|come|attend|go|seek|ring|inform|notify|advised?|review|admit)\b[^.;]{0,80}"
    r"\b(?:if|sos|in case|whenever|should (?:she|he|there|they))\b|"
    r"(?:watch|look out|monitor|return|call|come back) for\b|(?:warning signs|red flags?|alarm signs|danger signs)\b)[^.;]*\Z"
)
# Strength of a limb as an examination gives it: "Lt UL power 4/5", "grip 4+/5", "LUE 3/5".
_POWER = re.compile(
    r"\b(?:power|strength|grip|motor|(?:left|right|lt|rt|l|r)\.? ?(?:ul|ll|ue|le|arm|leg|hand)|[lr](?:ue|le|ul|ll))\b"
    r"[^.;,\n\d]{0,20}[0-4](?:\.5)?[+-]? ?/ ?5\b(?! in (?:\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"
)
_SIDE = re.compile(r"\b(?:left|right|lt|rt|l|r|[lr](?:ue|le|ul|ll))\b")
_BESIDE = 25  # characters before the strength in which its side stands
_MINOR = frozenset(
    {
        "headache",
        "weakness",
        "nausea or vomiting",
        "numbness",
        "dizziness",
        "memory trouble",
        "hearing loss",
        "leg pain",
        "scalp pain",
    }
)
_MANY = 2
_PLANS = frozenset({SectionKind.PLAN})
_BRAIN = re.compile(r"\b(?:brain|cerebr\w+|cns|intracranial|neurolog\w+|neurosurg\w+|craniotomy|seizures?)\b")
_RECENT = 21  # days after which a dated symptom is history


@dataclass(frozen=True)
class Symptoms:
    """The finding of symptoms, and what follows of being symptomatic."""

    symptoms: Finding[tuple[str, ...]]
    symptomatic: Finding[bool]


def find(note: Note) -> Symptoms:
    """Symptoms told of in a note; nothing from other documents, whose indications are not findings."""
    if note.kind not in _NOTES:
        return Symptoms(Finding[tuple[str, ...]](), Finding[bool]())
    there: dict[str, tuple[int, int]] = {}
    denied: dict[str, tuple[int, int]] = {}
    for name, start, end in (*note.matches(book_of("symptoms"), 0, len(note.text)), *_weak_limbs(note)):
        if note.of_somebody_else(start) or note.doubtful(start, end) or _is_history(note, start):
            continue
        if _is_another_thing(note, start, end) or _ADVICE.search(note.folded, note.unit_at(start)[0], start):
            continue
        if note.denied(start, end) or _GONE.match(note.folded, end) or _FREE.match(note.folded, end):
            denied.setdefault(name, (start, end))
        elif note.section_at(start).kind not in _PLANS:
            there.setdefault(name, (start, end))
    return Symptoms(_symptoms(note, there, denied), _symptomatic(note, there, denied))


def _weak_limbs(note: Note) -> Iterator[tuple[str, int, int]]:
    """Limbs that an examination finds weak."""
    for match in _POWER.finditer(note.folded):
        sided = _SIDE.search(note.folded, max(0, match.start() - _BESIDE), match.end())
        yield "one-sided weakness" if sided else "weakness", match.start(), match.end()


def _is_another_thing(note: Note, start: int, end: int) -> bool:
    fitting = _FITTING.search(note.folded, start, end) and _BEHIND_FITTING.match(note.folded, end)
    return bool(fitting or _ANOTHER_THING.match(note.folded, end))


def _is_history(note: Note, start: int) -> bool:
    dates, written = note.dates_between(note.unit_at(start)[0], start), note.date_at(start)
    return bool(dates and written and (written.earliest() - dates[-1].date.earliest()).days > _RECENT)


def _symptoms(
    note: Note, there: dict[str, tuple[int, int]], denied: dict[str, tuple[int, int]]
) -> Finding[tuple[str, ...]]:
    spans = there or denied
    if not spans:
        return Finding[tuple[str, ...]]()
    if not there and len(denied) < _MANY:
        return Finding[tuple[str, ...]]()
    at = next(iter(spans.values()))[0]
    return Finding[tuple[str, ...]](
        value=tuple(sorted(there)),
        status=Status.STATED if there else Status.DENIED,
        date=note.date_at(at),
        evidence=tuple(note.evidence(start, end, "symptoms") for start, end in list(spans.values())[:6]),
        rule="symptoms",
    )


def _of_the_brain(note: Note, start: int, end: int) -> bool:
    """Whether "asymptomatic" is meant of the brain: it says so, or the note tells of the brain at all."""
    return "neuro" in note.folded[start:end] or _BRAIN.search(note.folded) is not None


def _symptomatic(note: Note, there: dict[str, tuple[int, int]], denied: dict[str, tuple[int, int]]) -> Finding[bool]:
    told = [
        Told(value, start, end, status=Status.STATED if value else Status.DENIED)
        for name, value in (("asymptomatic", False), ("symptomatic", True))
        for _, start, end in note.matches(book_of(name), 0, len(note.text))
        if not note.of_somebody_else(start) and not _is_history(note, start) and not note.doubtful(start, end)
        if _of_the_brain(note, start, end)
    ]
    if told:
        return newest_told(note, told, "symptomatic_in_words")
    grave = [name for name in there if name not in _MINOR]
    if grave:
        spans = [there[name] for name in grave]
        return _derived(note, spans, value=True, reason=f"The note tells of {', '.join(sorted(grave))}.")
    if not there and len(denied) >= _MANY:
        spans = list(denied.values())
        return _derived(note, spans, value=False, reason="The note denies neurological symptoms and tells of none.")
    return Finding[bool]()


def _derived(note: Note, spans: list[tuple[int, int]], *, value: bool, reason: str) -> Finding[bool]:
    return Finding[bool](
        value=value,
        status=Status.STATED if value else Status.DENIED,
        date=note.date_at(spans[0][0]),
        evidence=tuple(note.evidence(start, end, "symptomatic_by_symptoms") for start, end in spans[:6]),
        rule="symptomatic_by_symptoms",
        reason=reason,
    )

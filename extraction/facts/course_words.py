"""The words of the course, of safety and of the person: the shape of their lexicon, and the books made of it."""

from functools import cache

from domain.course import ExtracranialStatus, PrimaryCancer
from domain.frozen import Frozen
from domain.specimen import Site
from extraction.lexicon import load_lexicon
from extraction.phrases import PhraseBook, book


class MedicationCues(Frozen):
    """How it is told that a supporting medicine is taken or not."""

    current_before: tuple[str, ...]
    current_after: tuple[str, ...]
    tapering: tuple[str, ...]
    held: tuple[str, ...]
    stopped: tuple[str, ...]
    none: tuple[str, ...]
    later: tuple[str, ...]


class CourseWords(Frozen):
    """The shape of `lexicon/course.yaml`."""

    symptoms: dict[str, tuple[str, ...]]
    asymptomatic: tuple[str, ...]
    symptomatic: tuple[str, ...]
    steroids: tuple[str, ...]
    antiseizure: tuple[str, ...]
    anticoagulant: tuple[str, ...]
    interacting: tuple[str, ...]
    medication: MedicationCues
    sites: dict[Site, tuple[str, ...]]
    metastatic: tuple[str, ...]
    extracranial: dict[ExtracranialStatus, tuple[str, ...]]
    body_studies: tuple[str, ...]
    primaries: dict[PrimaryCancer, tuple[str, ...]]
    not_names: frozenset[str]
    states: tuple[str, ...]
    state_codes: frozenset[str]
    countries: dict[str, tuple[str, ...]]


@cache
def course_words() -> CourseWords:
    """The lexicon."""
    words: CourseWords = load_lexicon("course", CourseWords)
    return words


@cache
def book_of(name: str) -> PhraseBook[str]:
    """The book of one part of the lexicon: its groups by name, or its phrases all under the part's own name."""
    part = getattr(course_words(), name)
    return book({str(key): phrases for key, phrases in part.items()} if isinstance(part, dict) else {name: part})


@cache
def medication_book(name: str) -> PhraseBook[str]:
    """The book of one kind of cue of a medicine."""
    return book({name: getattr(course_words().medication, name)})

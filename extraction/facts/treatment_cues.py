"""The cues of how a treatment stands, what setting and line it has, and which dates are which: lexicon and books."""

from dataclasses import dataclass
from functools import cache

from domain.course import Setting
from domain.frozen import Frozen
from extraction.facts.note import Note
from extraction.lexicon import load_lexicon
from extraction.phrases import PhraseBook, book


class _Sides(Frozen):
    before: tuple[str, ...]
    after: tuple[str, ...]


class _Treatments(Frozen):
    """The shape of `lexicon/treatments.yaml`."""

    negated: _Sides
    generic: _Sides
    considered: _Sides
    planned: _Sides
    declined: _Sides
    held: _Sides
    stopped: _Sides
    completed: _Sides
    current: _Sides
    strong: tuple[str, ...]
    start: tuple[str, ...]
    stop: tuple[str, ...]
    last: tuple[str, ...]
    given: tuple[str, ...]
    settings: dict[Setting, tuple[str, ...]]
    metastatic_words: tuple[str, ...]
    lines: dict[int, tuple[str, ...]]
    joining: frozenset[str]


_CUES = ("negated", "generic", "considered", "planned", "declined", "held", "stopped", "completed", "current")


@dataclass(frozen=True)
class Books:
    """The books of cues, by the side of the drugs on which they stand and by what they tell."""

    before: PhraseBook[str]
    after: PhraseBook[str]
    roles: PhraseBook[str]
    given: PhraseBook[str]
    metastatic: PhraseBook[str]
    settings: PhraseBook[str]
    lines: PhraseBook[str]
    strong: frozenset[str]
    joining: frozenset[str]


@cache
def cue_books() -> Books:
    """The books, made once of the lexicon."""
    lexicon = load_lexicon("treatments", _Treatments)
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for name in reversed(_CUES):
        sides: _Sides = getattr(lexicon, name)
        before |= dict.fromkeys(sides.before, name)
        after |= dict.fromkeys(sides.after, name)
    return Books(
        before=PhraseBook(before),
        after=PhraseBook(after),
        roles=book({"start": lexicon.start, "stop": lexicon.stop, "last": lexicon.last}),
        given=book({"given": lexicon.given}),
        metastatic=book({"metastatic": lexicon.metastatic_words}),
        settings=book({str(setting): phrases for setting, phrases in lexicon.settings.items()}),
        lines=book({str(line): phrases for line, phrases in lexicon.lines.items()}),
        strong=frozenset(lexicon.strong),
        joining=lexicon.joining,
    )


Cue = tuple[str, int, int]


def cues_between(note: Note, phrases: PhraseBook[str], start: int, end: int) -> list[Cue]:
    """Name, start and end of the cues of a book between two offsets."""
    return note.matches(phrases, start, end)

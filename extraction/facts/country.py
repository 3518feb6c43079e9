"""Reads the country where it is plainly the patient's or the clinic's: labels differ by it, so it is never guessed."""

import re
from functools import cache

from domain.document import DocumentKind
from domain.finding import Finding
from extraction.facts.course_words import course_words
from extraction.facts.note import Note
from extraction.facts.postcodes import postcodes
from extraction.facts.told import Told, newest_told

_HEAD = 420
_NEAR = 80
_HOME = re.compile(
    r"\b(?:lives? in|living in|resident of|resides in|sh:|from|home in|address:?|moved to)\s+(?:\w+,? ){0,2}\Z"
)
_ABROAD = re.compile(
    r"\b(?:traveled|travelled|visit\w*|trip|outside|born|emigrat\w*|university of|state university|hospital of)\b[^.;]{0,30}\Z"
)
_AFTER_AGE = re.compile(r"\b(?:\d{2} ?(?:[mf]|y/?o|yo)?|para \d|librarian|teacher|retired[a-z ]*),? \Z")
_CODE = re.compile(r"(?:,\s{1,2}(?P<code>[A-Z]{2})(?=\s+\d{5}\b|\.|\s*\n))")
_TITLES = frozenset({"MD", "PA", "MS", "MA", "AL"})  # letters behind a name, too
_NOTES = frozenset({DocumentKind.CLINICAL_NOTE, DocumentKind.OTHER})


@cache
def _states() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(sorted(course_words().states, key=len, reverse=True)) + r")\b")


@cache
def _countries() -> re.Pattern[str]:
    groups = (
        f"(?P<{code}>{'|'.join(re.escape(name) for name in names)})" for code, names in course_words().countries.items()
    )
    return re.compile(r"(?<![a-z0-9])(?:" + "|".join(groups) + r")(?![a-z0-9])")


def find(note: Note) -> Finding[str]:
    """ISO 3166 code, when the document states it; unknown otherwise."""
    told = [*_named(note), *_of_state(note), *_of_code(note), *_of_postcode(note)]
    values = {each.value for each in told}
    return newest_told(note, told, "country") if len(values) == 1 else Finding[str]()


def _named(note: Note) -> list[Told[str]]:
    found = []
    for match in _countries().finditer(note.folded):
        code = match.lastgroup
        institution = match.group() in {"nhs", "dvla"}
        plain = institution or match.start() < _HEAD or _HOME.search(note.folded, 0, match.start())
        if (
            code
            and plain
            and not _ABROAD.search(note.folded, 0, match.start())
            and not note.of_somebody_else(match.start())
        ):
            found.append(Told(code, match.start(), match.end()))
    return found


def _of_state(note: Note) -> list[Told[str]]:
    """A US state where she lives: behind "lives in", behind her age, or in the social history."""
    if note.kind not in _NOTES:
        return []
    return [
        Told("US", match.start(), match.end())
        for match in _states().finditer(note.folded)
        if not _ABROAD.search(note.folded, 0, match.start())
        and not note.of_somebody_else(match.start())
        and (
            _HOME.search(note.folded, max(0, match.start() - 40), match.start())
            or _AFTER_AGE.search(note.folded, max(0, match.start() - 40), match.start())
        )
    ]


def _of_code(note: Note) -> list[Told[str]]:
    """A state's two letters behind a place's comma, before a postal code or at the end."""
    return [
        Told("US", match.start("code"), match.end("code"))
        for match in _CODE.finditer(note.text)
        if match["code"] in course_words().state_codes
        and (match["code"] not in _TITLES or note.text[match.end() :].lstrip()[:5].isdigit())
        and not (match["code"] == "CO" and note.text[match.end() : match.end() + 1] == ".")  # a county or a company
    ]


def _of_postcode(note: Note) -> list[Told[str]]:
    """A postcode of the clinic's or her address; not where she travelled, or a relative lives."""
    return [
        Told(country, start, end)
        for country, start, end in postcodes(note.text, note.folded)
        if not note.of_somebody_else(start) and not _ABROAD.search(note.folded, max(0, start - _NEAR), start)
    ]

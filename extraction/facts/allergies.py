"""Reads allergies, and that there are none."""

import re

from domain.finding import Finding, Status
from extraction.facts.note import Note

_NONE = re.compile(
    r"\b(?:nkda|nka|no known (?:drug |medication )?allerg(?:y|ies)|allergies?[ :]+(?:none(?: known)?|nkda|no known|nil)(?: drug)?)\b"
)
_LISTED = re.compile(
    r"\b(?:allerg(?:y|ies)(?: to)?|allergic to|all(?= [a-z]+\.))\s*[:=-]?\s{0,3}([a-z][a-z0-9 ,/()-]{2,60}?)(?=[.;\n]|\s{2,}| - |\Z)"
)
_ALL = re.compile(r"\bALL\b")
_NOT_A_NAME = re.compile(
    r"^(?:none|no|nkda|known|reviewed|see|list|reaction|to be|and|clinic|unknown|listed|denies|history|seasonal)\b"
)
_LONGEST = 4  # words in the name of one thing


def find(note: Note) -> Finding[tuple[str, ...]]:
    """What she is allergic to, as written; an empty tuple, denied, where the record says that there is nothing."""
    for match in _LISTED.finditer(note.folded):
        if note.of_somebody_else(match.start()) or _NOT_A_NAME.match(match[1]):
            continue
        if match.group().startswith("all ") and not _ALL.match(note.text, match.start()):
            continue
        names = [name.strip() for name in re.split(r",|/| and ", re.sub(r"\([^)]*\)?", "", match[1]))]
        names = [name for name in names if name and len(name.split()) <= _LONGEST and not _NOT_A_NAME.match(name)]
        if names:
            return Finding[tuple[str, ...]](
                value=tuple(sorted(names)),
                status=Status.STATED,
                date=note.date_at(match.start()),
                evidence=(note.evidence(match.start(), match.end(), "allergies"),),
                rule="allergies",
            )
    none = _NONE.search(note.folded)
    if none is None or note.of_somebody_else(none.start()):
        return Finding[tuple[str, ...]]()
    return Finding[tuple[str, ...]](
        value=(),
        status=Status.DENIED,
        date=note.date_at(none.start()),
        evidence=(note.evidence(none.start(), none.end(), "no_known_allergies"),),
        rule="no_known_allergies",
    )

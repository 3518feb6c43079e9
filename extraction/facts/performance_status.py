"""Reads ECOG and Karnofsky performance status as written; neither is computed from the other."""

import re

from domain.finding import Finding, Status
from extraction.facts.note import Note
from extraction.facts.told import Told, newest_told

_ECOG = re.compile(
    r"\b(?:ecog(?:/who)?|zubrod|who|performance status(?: \(?(?:ecog|who)\)?)?|(?<!kps )ps(?=[ :=-]))(?: performance status| ps| score| pre-?admission)?(?: is| of| was|:|=|-)*[ \t]{0,3}"
    r"(?:grade )?([0-4])(?! ?%|\d|/\d|\.\d|[ ,+]{0,3}is ?[0-3]\b)(?: ?(?:-|to|or) ?([0-4])\b(?!\d))?(?P<now>,? (?:but )?now ([0-4])(?: ?(?:-|to) ?([0-4]))?)?"
)
_KPS = re.compile(
    r"\b(?:kps|karnofsky(?: performance (?:status|score|scale))?)(?: is| of| was|:|=)*\s{0,3}(\d0|100)(?:\b| ?%)"
)


def ecog(note: Note) -> Finding[int]:
    """ECOG 0-4 of the newest date; a range is uncertain, its worse end the value."""
    told = []
    for match in _ECOG.finditer(note.folded):
        if note.of_somebody_else(match.start()):
            continue
        low, high = (match[4], match[5]) if match["now"] else (match[1], match[2])
        told.append(
            Told(
                int(high or low),
                match.start(),
                match.end(),
                status=Status.UNCERTAIN if high else Status.STATED,
                reason=f"Written as {low}-{high}." if high else None,
            )
        )
    return newest_told(note, told, "ecog")


def kps(note: Note) -> Finding[int]:
    """Karnofsky 0-100 of the newest date."""
    told = [
        Told(int(match[1]), match.start(), match.end())
        for match in _KPS.finditer(note.folded)
        if not note.of_somebody_else(match.start())
    ]
    return newest_told(note, told, "kps")

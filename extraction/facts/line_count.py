"""Reads how many lines of treatment for metastatic disease a document says there were."""

import re

from domain.finding import Finding, Status
from extraction.facts.note import Note
from extraction.facts.told import Told, newest_told

_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_HAD = re.compile(
    r"\b(?P<number>one|two|three|four|five|six|[1-6]) (?:previous|prior|earlier) (?P<her2>(?:anti-?her2|her2[ -](?:directed|targeted)) )?"
    r"(?:metastatic )?lines?\b"
)
# "received 3 lines of systemic therapy", "progressed through three lines of HER2 therapy"
_THROUGH = re.compile(
    r"\b(?:had|received|got|given|completed|failed|exhausted|s/p|status post|after|following|(?:progress\w+|pd) (?:on|through|after|despite)|through|"
    r"pre-?treated(?: with| \()?|treated with) (?:a total of )?(?P<number>one|two|three|four|five|six|[1-6]) (?P<her2>(?:anti-?her2|her2[ -](?:directed|targeted)) )?"
    r"lines?(?: of (?:(?:prior|palliative|systemic|metastatic|anti-?cancer|drug) )*(?P<her2b>(?:anti-?her2|her2(?:[ -](?:directed|targeted))?) )?(?:therapy|treatment|rx|tx|drugs)| for (?:metastatic|mbc|stage iv))"
)
_OF_OTHERS = re.compile(
    r"\b(?:approv\w+|label\w*|trials?|stud(?:y|ies)|patients|people|women|eligib\w+|requir\w+|indicated|funded|reimburse\w*|criteria|licen[cs]ed)\b"
)
_NO_SECOND = re.compile(r"\bno (?:2nd|second|2l) line\b")
_METASTATIC = r"(?:(?:the )?met(?:astatic|s)?[ -]setting|(?:her |his |the )?(?:metastatic|stage (?:iv|4)|advanced) (?:disease|dz|cancer|breast cancer|bc|setting)|mbc)"
_TREATMENT = r"(?:(?:systemic|prior|previous|anti-?cancer|medical|drug) )*(?:tx|therapy|therapies|treatments?|lines?(?: of (?:systemic )?(?:therapy|treatment))?)"
_NONE = re.compile(
    r"\bmetastatic[ -]setting therapy:? none\b"
    rf"|\b(?:no|zero|0|without)(?: any)? {_TREATMENT}(?: (?:so far|yet|to date|given|has been given|was given|received))*,? (?:in|for) {_METASTATIC}\b"
    rf"|\bsystemic(?: (?:therapy|tx|treatment))?: ?none(?: (?:given|so far|yet|to date))* (?:in|for) {_METASTATIC}\b"
    rf"|\bnot (?:yet )?(?:had|received|been given|begun|started)(?: (?:any|yet))* {_TREATMENT} (?:in|for) {_METASTATIC}\b"
    rf"|\b(?:treatment|therapy)[ -]na[i\u00ef]ve (?:in|for) {_METASTATIC}\b"
    r"|\b(?:no|without)(?: any)? (?:systemic )?(?:treatment|therapy|tx) since (?:the |her |his )?(?:cancer |disease |tumou?r )?(?:spread|metastas[ei]s|brain mets|recurrence)\b"
)
_NOT_ONLY_ASKED = re.compile(
    r"\b(?:if|eligib\w+|requires?|criteria|trial|provided|patients?|patients with|those|in case)\b[^.;]*\Z"
)
_NO_HER2 = re.compile(r"\bno her2[ -]?(?:directed|targeted) (?:therapy|treatment) (?:ever|to date|so far)\b")


def lines(note: Note) -> Finding[int]:
    """All lines of metastatic treatment, as stated."""
    told = [
        Told(_value(match["number"]), match.start(), match.end())
        for match in _HAD.finditer(note.folded)
        if not match["her2"] and not note.of_somebody_else(match.start())
    ]
    told += [
        Told(_value(match["number"]), match.start(), match.end())
        for match in _through(note)
        if not (match["her2"] or match["her2b"])
    ]
    told += [Told(1, match.start(), match.end()) for match in _NO_SECOND.finditer(note.folded)]
    told += _none(note, _NONE)
    return newest_told(note, told, "lines_as_stated")


def her2_lines(note: Note) -> Finding[int]:
    """Those with a HER2-directed drug, as stated."""
    told = [
        Told(_value(match["number"]), match.start(), match.end())
        for match in _HAD.finditer(note.folded)
        if match["her2"] and not note.of_somebody_else(match.start())
    ]
    told += [
        Told(_value(match["number"]), match.start(), match.end())
        for match in _through(note)
        if match["her2"] or match["her2b"]
    ]
    told += [*_none(note, _NONE), *_none(note, _NO_HER2)]
    return newest_told(note, told, "her2_lines_as_stated")


def _none(note: Note, pattern: re.Pattern[str]) -> list[Told[int]]:
    """That there was no line at all; not as a condition, and not of other patients."""
    return [
        Told(0, match.start(), match.end(), status=Status.DENIED)
        for match in pattern.finditer(note.folded)
        if not note.of_somebody_else(match.start())
        and not _NOT_ONLY_ASKED.search(note.folded, note.unit_at(match.start())[0], match.start())
    ]


def _through(note: Note) -> list[re.Match[str]]:
    """Lines that she has had, by their number; not as a condition, and not of other patients."""
    return [
        match
        for match in _THROUGH.finditer(note.folded)
        if not note.of_somebody_else(match.start())
        and not note.doubtful(*match.span())
        and not note.denied(*match.span())
        and not _OF_OTHERS.search(note.folded, note.unit_at(match.start())[0], match.start())
    ]


def _value(word: str) -> int:
    return _NUMBERS.get(word) or int(word)

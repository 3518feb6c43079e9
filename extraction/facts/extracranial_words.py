"""Sentences that tell of disease outside the brain and name that place themselves: "no disease outside the brain"."""

import re
from collections.abc import Iterator

from domain.course import ExtracranialStatus
from domain.document import DocumentKind
from extraction.facts import extracranial_none
from extraction.facts.note import Note
from extraction.facts.told import Told
from extraction.sections import SectionKind

_DISEASE = r"(?:disease|dz|mets?|metasta[st][ei]?[sc]?(?:is|es)?|metastatic (?:disease|dz|deposits|lesions?)|malignancy|cancer|tumou?r|spread)"
_CNS = r"(?:brain|cns|head|cranium|central nervous system)"
_OUTSIDE = rf"(?:outside(?: of)?|beyond|other than in|except in|elsewhere than in) (?:the |her |his )?{_CNS}\b(?! ?(?:and|or|&|/|\+))"
_NONE_OF = (
    r"\b(?:no|nil|without|free of|negative for)(?: (?:evidence|signs?|known|definite|visible|detectable|obvious|evident|convincing|"
    r"suspicious|of|any|distant|metastatic|systemic|residual))*"
)
_WHOLE = r"(?:extra-?cranial|extra-?cns|extra-?cerebral|systemic|distant)"
_NOT_ONLY_PART = (
    r"(?! (?:of|for) (?:new|progress\w+|acute|infect\w+|pe\b|pneumo\w+)| (?:progress\w+|control|response|activity))"
)
_PATTERNS = (
    (
        ExtracranialStatus.NONE,
        re.compile(
            rf"{_NONE_OF} {_DISEASE}(?: (?:is|was|seen|found|identified|detected|anywhere|noted|shown|present)){{0,3}} {_OUTSIDE}"
            rf"|{_NONE_OF} {_WHOLE} (?:metastatic )?{_DISEASE}\b{_NOT_ONLY_PART}"
            rf"|\b(?:brain|cns|intracranial)[ -]only (?:metastatic )?(?:disease|dz|mets|metastas[ei]s)\b(?! progress)"
            rf"|\b(?:disease|dz|mets|metastas[ei]s)(?: (?:is|are|was|remains?|now|still|currently))* (?:confined|limited|restricted|isolated) to (?:the |her |his )?{_CNS}\b"
            rf"|\bnegative staging outside (?:the |of the )?(?:brain|cns)\b"
            rf"|\b{_DISEASE}? ?extra-?cranial(?:ly)? ?: ?(?:none|nil|ned|no disease)\b"
        ),
    ),
    (
        ExtracranialStatus.CONTROLLED,
        re.compile(
            rf"\b{_DISEASE} {_OUTSIDE}(?: (?:is|are|was|remains?|has|been|under|well|good|very|stayed|stays|all))*[ :]+"
            r"(?:stable|controlled|control|quiet|responding|smaller|improved|improving|in remission)\b"
            rf"|{_NONE_OF} active (?:disease|dz|mets) {_OUTSIDE}"
        ),
    ),
    (
        ExtracranialStatus.PROGRESSING,
        re.compile(
            rf"\b{_DISEASE} {_OUTSIDE}(?: (?:is|are|was|has|have|also|now|been))*[ :]+"
            r"(?:growing|grown|progress(?:ing|ed|ive)|worse|worsening|increas(?:ing|ed))\b"
            rf"|(?<!no )(?<!of )\bprogress\w+ {_OUTSIDE}"
        ),
    ),
)
# "PET: bone improved, no visceral mets": a place alone, in a sentence that tells of a scan or of metastases.
_PLACE_BETTER = re.compile(
    r"\b(?:bones?|osseous|skeletal|nodes?|nodal)(?: (?:is|are|was|also|all|now|much|slightly|markedly))* "
    r"(?:improved|improving|better|responding|response|regress(?:ed|ing)|smaller)\b"
)
_OF_A_SCAN = re.compile(r"\b(?:pet|ct|scan|scans|imaging|staging|restaging|mets|metastas[ei]s|visceral)\b")
_ONLY_ASKED = re.compile(
    r"\b(?:if|whether|provided|as long as|assuming|unless|to confirm|ensure|make sure|check|exclude|rule out|until|pending|when|where|"
    r"(?:patients|people|women|those) with|in case of)\b[^.;]*\Z"
)
_OF_THEN = re.compile(r"\b(?:at (?:\w+ )?diagnosis|initially|at (?:that|the) time|previously|then|back in)\b[^.;]*\Z")
_AT_FIRST = re.compile(
    r"\b(?:at (?:(?:initial|first|primary) )?(?:diagnosis|presentation|dx)|initial|originally|at that time|back then)\b"
)
_QUESTION = re.compile(r"[^.;\n]*\?")
_ASIDE = frozenset({SectionKind.INDICATION, SectionKind.TECHNIQUE, SectionKind.COMPARISON, SectionKind.METHODS})


def told_in_words(note: Note) -> Iterator[Told[ExtracranialStatus]]:
    """What such sentences tell; not in the report of a scan of the brain alone, and not where it is only asked."""
    if note.kind is DocumentKind.BRAIN_IMAGING and len(note.parts) == 1:
        return
    said = [
        (value, *match.span()) for value, pattern in _PATTERNS for match in pattern.finditer(note.folded)
    ] + extracranial_none.found(note.folded)
    for value, start, end in said:
        if _is_told(note, start, end):
            yield Told(value, start, end)
    for match in _PLACE_BETTER.finditer(note.folded):
        unit, last = note.unit_at(match.start())
        denied = note.denied(match.start(), match.end())
        if _is_told(note, match.start(), match.end()) and not denied and _OF_A_SCAN.search(note.folded, unit, last):
            yield Told(ExtracranialStatus.CONTROLLED, match.start(), match.end())


def clear_scans(note: Note) -> Iterator[Told[ExtracranialStatus]]:
    """Scans of the whole body that are told of as clear; they tell of the time only where no place is told of."""
    for start, end in extracranial_none.clear_scans(note.folded):
        if _is_told(note, start, end) and not _AT_FIRST.search(note.folded, *note.unit_at(start)):
            yield Told(ExtracranialStatus.NONE, start, end)


def _is_told(note: Note, start: int, end: int) -> bool:
    unit, last = note.unit_at(start)
    lead = note.folded[unit:start]
    return not (
        note.of_somebody_else(start)
        or note.section_at(start).kind in _ASIDE
        or _ONLY_ASKED.search(lead)
        or _OF_THEN.search(lead)
        or _QUESTION.match(note.folded, end, last)
    )

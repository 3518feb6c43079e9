"""Tells whether a supporting medicine is to be begun, or only advised: "start dexamethasone", "keppra from Monday"."""

import re

from extraction.facts.note import Note

# What is to be begun: "start dexamethasone", "GP to prescribe", "dex 4 mg to start tomorrow", "keppra from Monday".
_BEGIN = r"(?:(?:re-?)?start|begin|commence|initiate|prescribe|introduce|load)"
_BEGUN = r"(?:started|begun|commenced|initiated|prescribed|introduced|given|loaded)"
_SOON = (
    r"(?:tomorrow|tonight|(?:(?:on|next|this|coming) ){0,2}(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?|next week|"
    r"in (?:a few|\d{1,2}|two|three) days)\b"
)
_TO_BEGIN = re.compile(
    rf"\b{_BEGIN}(?: (?:her|him|pt|patient|the patient))?(?: (?:on|with))?"
    r"(?: (?:a|an|the|oral|iv|po|low|high|dose|short|course|of|prophylactic|\d+(?:\.\d+)? ?mg))*[ -]*\Z"
)
_IS_TO_BEGIN = re.compile(
    r"(?:[ ,(]*(?:\d+(?:\.\d+)? ?(?:mg|mcg|g|iu|units)?|po|iv|sc|oral|bid|tid|qid|bd|tds|qds|od|daily|once|twice|a day|every day|nightly|q\d+h?)\b)*"
    rf"[ ,()-]*(?:(?:is |are )?to (?:{_BEGIN}|be {_BEGUN})\b(?! (?:taper|wean|reduc|to taper|to wean))|will (?:be {_BEGUN}|{_BEGIN})\b|"
    rf"(?:is |are )?planned\b|(?:{_BEGUN}, )?(?:to start |start(?:ing|s)? |begin(?:ning|s)? |first dose (?:is |will be )?|from ){_SOON}|"
    rf"(?:has been|was|is) prescribed,? (?:first dose |start\w* |to start |to begin |from ){_SOON})"
)
_NOT_TO_BEGIN = re.compile(
    r"\b(?:not|no|never|without|don't|avoid|off|delay|defer|instead of|rather than|consider\w*|may|might|could|would|discuss\w*|"
    r"threshold|need|reason|indication)\b[^,;.]*\Z|\b(?:if|when|whether|should|unless)\b[^;.]*\Z"
)
_CONDITIONAL = re.compile(
    r"(?:(?!\b(?:call|ring|phone|return|come|contact|taper|wean|stop|increas)\w*)[^.;]){0,40}?\b(?:if|when|should|unless|only)\b"
)
# Bound to a condition: "dexamethasone 4 mg as needed", "if headaches worsen, dexamethasone can be started".
_ONLY_IF = re.compile(
    r"\b(?:if|in case|in the event|unless|should (?:she|he|they|there|her|his|the|these|any|symptoms?|headaches?|seizures?))\b[^.;]*\Z"
)
_ONLY_IF_BEHIND = re.compile(
    r"[^.;,]{0,30}?\b(?:as needed|prn|when(?:ever)? (?:needed|required|necessary)|in case of|if (?:she|he|her|his|the|there|any|symptoms?|headaches?|"
    r"seizures?|worse|needed|required))\b"
)
_TALKED_ABOUT = re.compile(
    r"\b(?:consider\w*|discuss\w*|suggest\w*|recommend\w*|advise[sd]?|could|might|may|would|offer\w*|whether|asked about|declin\w+|refus\w+)\b"
    r"[^.;]{0,24}\b(?:re-?)?(?:start|begin|beginn|commenc|initiat|tak|us)(?:e|ing)?\W+(?:on |a |her on )?\Z"
)
# Given for an hour with an infusion or contrast.
_PREMEDICATION = re.compile(r"\b(?:pre-?med\w*|anti-?emetic\w*|contrast allergy)\b[^.;]{0,40}\Z")
_PREMEDICATION_BEHIND = re.compile(
    r"[^.;,]{0,24}\b(?:pre-?med\w*|(?:before|with) (?:each|every) (?:cycle|infusion|dose|chemo\w*))\b"
)
_GOES_ON = re.compile(r"\b(?:continu\w+|cont|tak(?:es|ing)|remains? on|stays? on|still on|currently)\b[^.;]*\Z")
# A taper that is still to come: "will wean", "taper after radiosurgery".
_TO_TAPER = re.compile(
    r"[^.;]{0,50}?\b(?:(?:then|followed by|to|will|plan|start|begin)[ -]+(?:be )?(?:taper|wean|reduc)\w*"
    r"|(?:taper|wean|reduc)\w*(?: \w+){0,3}? (?:after|once|when|following|from|starting|post)\b)"
)
_ADVISED = re.compile(
    r"\b(?:recommend|suggest|advise|propose)(?:s|d|ed|ing)?(?: (?:a|oral|iv|short|course|of|low|high|dose))*[ -]*\Z"
)


def is_to_begin(note: Note, start: int, end: int) -> bool:
    """Whether a medicine is told of as what to begin next, without a condition."""
    unit = note.unit_at(start)
    verb = _TO_BEGIN.search(note.folded, unit[0], start)
    if verb is None and not _IS_TO_BEGIN.match(note.folded, end, unit[1]):
        return False
    lead = note.folded[unit[0] : verb.start() if verb else start]
    return not _NOT_TO_BEGIN.search(lead) and not _CONDITIONAL.match(note.folded, end, unit[1])


def is_only_spoken_of(note: Note, start: int, end: int) -> bool:
    """Whether a medicine is only recommended or talked about, bound to a condition, or given for an hour."""
    first, last = note.unit_at(start)
    lead = (_ADVISED, _TALKED_ABOUT, _PREMEDICATION)
    if any(each.search(note.folded, first, start) for each in lead) or _PREMEDICATION_BEHIND.match(
        note.folded, end, last
    ):
        return True
    bound = _ONLY_IF.search(note.folded, first, start) or _ONLY_IF_BEHIND.match(note.folded, end, last)
    return bound is not None and _GOES_ON.search(note.folded, first, start) is None


def is_to_be_tapered(note: Note, end: int) -> bool:
    """Whether the taper that is told of behind a medicine is still to come."""
    return _TO_TAPER.match(note.folded, end) is not None

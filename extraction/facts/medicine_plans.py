"""Tells whether a supporting medicine is to be begun, or only advised: "start dexamethasone", "keppra from Monday"."""

import re

from extraction.facts.note import Note

# What is to be begun: "start dexamethasone", "GP to prescribe", "dex 4 mg to start tomorrow", "keppra from Monday".
_BEGIN = r"(?:start|begin|commence|initiate|prescribe|introduce|load)"
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
_CONDITIONAL = re.compile(r"[^.;]{0,30}\b(?:if|when|should|unless|only)\b")
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


def is_advised(note: Note, start: int) -> bool:
    """Whether a medicine is what somebody recommends, which does not tell that it is taken."""
    return _ADVISED.search(note.folded, note.unit_at(start)[0], start) is not None

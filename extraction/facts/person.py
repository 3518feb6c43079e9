"""Reads who a document is about: parts of the name and the birth date for the same-person check, age and sex."""

import re

from domain.course import Sex
from domain.finding import Finding
from extraction.document_facts import Person
from extraction.facts.course_words import course_words
from extraction.facts.note import Note
from extraction.facts.told import Told, newest_told

_TOP = 420  # and in which a name without a label may stand
_LABEL_REACH = 30  # characters before a label that may say whose name it is
_HEAD = 1500  # characters in which a document says who it is about
_NAME = r"[A-Z][A-Za-z'\u00c0-\u024f0|-]+"
_FULL = rf"(?:{_NAME}\.?(?: ?, ?| )){{1,3}}{_NAME}"
_LABELLED = re.compile(
    rf"(?:\b(?:Patient Name|PATIENT NAME|Pt Name|Pt\.? ?Name|PATIENT|Patient|Pt|PT|NAME|Name|RE|Re|re)\b[ .:]*\s{{0,3}})"
    rf"(?:Mrs|Ms|Miss|Mr|Dr)?\.? ?(?P<name>{_FULL}|{_NAME} ?, ?{_NAME})"
)
_COMMA = re.compile(
    r"(?:^|\t|[.|] )(?P<name>[A-Z][A-Za-z0-9'-]{2,} ?, ?[A-Z][A-Za-z0-9'-]{2,})"
    r"(?=[.\s]{1,12}(?:[A-Z]\.?\s{1,8})?(?:DOB|D\.O\.B|\d{2} ?[MFyY]|[MF]\b|MRN|Age|Acc|\n|\Z|REF)|\s*\Z)",
    re.MULTILINE,
)
_BEFORE_BIRTH = re.compile(rf"(?:^|\t)(?P<name>{_NAME}(?: {_NAME}){{1,2}})\s{{1,12}}(?:DOB|D\.O\.B|dob)", re.MULTILINE)
_BIRTH_LABEL = re.compile(r"\b(?:dob|d\. ?o\. ?b\.?|d0b|date of birth|birth date|birthdate|born)[\s:.]*\Z")
_NO_NAME = re.compile(r"-[a-z]")  # "Ipilimumab-treated"
_PART = re.compile(r"[a-z']{3,}")
_NOT_HERS = re.compile(  # before "name": whose it is instead
    r"\b(?:physician|doctor|provider|clinician|pathologist|radiologist|oncologist|surgeon|consultant|attending|referrer|"
    r"referring|ordering|requesting|gp|hospital|facility|clinic|practice|laboratory|lab|insurer|insurance|plan|contact|"
    r"kin|spouse|husband|guardian|subscriber|drug|study|test|file)'?s? *\Z"
)
_AGE = re.compile(
    r"\b(?:age[ :]{1,3}(?P<labelled>\d{1,3})(?:y|yrs?)?\b"
    r"|(?P<old>\d{1,3})[ -]?(?:years?[ -]old|y/?o\b|y\.o\.|yrs? old|yr[ -]old|years of age|year old|y\b(?= old))"
    r"|aged (?P<aged>\d{2})\b(?! ?(?:-|to|and) ?\d)"
    r"|(?P<slash>\d{2}) ?(?:y|yrs?|years?)? ?/ ?(?=(?:fe)?male\b|[fm]\b)"
    r"|[fm], ?(?P<bracket>\d{2}) ?(?:y|yrs?|years?)?(?=\))"
    r"|, (?P<years>\d{2}) (?:years|yrs)\b"
    r"|(?P<short>\d{2}) ?[yY]?(?=[mf]\b)|(?:\s|,)[fm] {1,8}(?P<behind>\d{2})(?=y?\b(?!/))|, (?P<plain>\d{2}), )"
)
_ENDS_THERE = re.compile(r"[ \t]*(?:[,;)\n]|\Z)")
_SEX = re.compile(
    r"\b(?:female|woman|lady|mrs|ms|sex[ :]{1,3}f|gender[ :]{1,3}f)\b|\b\d{2} ?y?f\b|\b\d{2}[ -]?(?:y/?o|y\.o\.|year[ -]old|yr[ -]old) ?f\b|"
    r"(?P<male>\b(?:male|man|gentleman|sex[ :]{1,3}m|gender[ :]{1,3}m)\b|\b\d{2} ?y?m\b|\b\d{2}[ -]?(?:y/?o|y\.o\.|year[ -]old|yr[ -]old) ?m\b)"
)
_LETTER = re.compile(r"(?<=[\t\n])[FM](?=[\t\n]|\s\d\d\b)")  # alone between columns
_YOUNGEST, _OLDEST = 18, 105


def find(note: Note) -> Person:
    """The name's parts and the birth date; empty where the document names nobody."""
    birth = next(
        (
            mention
            for mention in note.dates
            if _BIRTH_LABEL.search(note.folded, max(0, mention.start - 20), mention.start)
            and not note.of_somebody_else(mention.start)
        ),
        None,
    )
    names, place = _names(note)
    places = [*([place] if place else []), *([(birth.start, birth.end)] if birth else [])]
    return Person(
        names=names,
        birth=birth.date if birth else None,
        evidence=tuple(note.evidence(start, end, "person") for start, end in places),
    )


def _names(note: Note) -> tuple[frozenset[str], tuple[int, int] | None]:
    """The parts of the name, and where it stands."""
    head = note.text[:_HEAD]
    top = note.text[:_TOP]
    for pattern in (_LABELLED, _BEFORE_BIRTH, _COMMA):
        for match in pattern.finditer(top if pattern is _COMMA else head):
            words = list(_PART.finditer(note.folded, *match.span("name")))
            parts = [word for word in words if word.group() not in course_words().not_names]
            before = note.folded[max(0, match.start() - _LABEL_REACH) : match.start()]
            somebody = (pattern is _LABELLED and _NOT_HERS.search(before)) or _NO_NAME.search(match["name"])
            if len(parts) > 1 and not somebody and (pattern is not _COMMA or len(words) == len(parts)):
                return frozenset(part.group() for part in parts), (parts[0].start(), parts[-1].end())
    return frozenset(), None


def age(note: Note) -> Finding[int]:
    """Her age at the document's date, as stated."""
    for match in _AGE.finditer(note.folded, 0, len(note.folded)):
        years = int(next(value for value in match.groupdict().values() if value is not None))
        if (
            _YOUNGEST <= years <= _OLDEST
            and not note.of_somebody_else(match.start())
            and not _is_other_time(note, match)
        ):
            start = match.start() + len(match.group()) - len(match.group().lstrip(" ,"))
            return newest_told(note, [Told(years, start, match.end())], "age")
    return Finding[int]()


def _is_other_time(note: Note, match: re.Match[str]) -> bool:
    """Whether an age tells of another time: "(age 34)" behind a date, "at age 49", "10 years ago"."""
    if match["bracket"] or match["slash"]:
        return False
    if match["years"]:
        return _ENDS_THERE.match(note.text, match.end()) is None
    before = note.folded[max(0, match.start() - 6) : match.start()]
    return bool(re.search(r"\bat \Z|\($", before))


def sex(note: Note) -> Finding[Sex]:
    """As stated by word, title or letter."""
    for match in _SEX.finditer(note.folded):
        if not note.of_somebody_else(match.start()):
            value = Sex.MALE if match["male"] else Sex.FEMALE
            return newest_told(note, [Told(value, match.start(), match.end())], "sex")
    letter = _LETTER.search(note.text, 0, _HEAD)
    if letter is None:
        return Finding[Sex]()
    value = Sex.FEMALE if letter.group() == "F" else Sex.MALE
    return newest_told(note, [Told(value, letter.start(), letter.end())], "sex")

"""How a statement is meant: affirmed, negated, uncertain, hypothetical, historical, or about somebody else."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from domain.errors import KnowledgeError
from extraction.facts.report import Report
from extraction.sections import SectionKind

_BOUNDARIES = re.compile(r"[;.:](?=\s|$)|\s-\s|\n\s*\n")
# A clause that leads up to the main one: "although she denies pain, weakness is evident".
_LEADING = re.compile(r"\b(?:whereas|although|though|while|since|because)\b[^,.;]*,\s")
_QUESTION = re.compile(r"\s*(?:does|do|did|is|are|has|have|was|were|can|could|any|query)\b")
_COMPARED = re.compile(r"\b(?:versus|vs\.?)\s+(?=\d|prior\b|previous)")  # "3 mm today versus 6 mm" doubts nothing
# A doubt of a number and not of what is counted: "at least two, possibly three, metastases".
_HOW_MANY = re.compile(
    r"[,(] ?(?:or )?(?:possibly|perhaps|probably|maybe|likely) (?:an? )?"
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|second|third|fourth|fifth|more|\d{1,3})(?: \w+)?[,)]?(?=\s)"
)
_DIFFERENTIAL = re.compile(r"\b(?:differential|ddx)[a-z ]*:")
# How forms and tables answer behind a name: "Hydrocephalus: none", "Mass effect (Y/N): N", "Herniation ....... No".
_ANSWER = r"(?:(?:\s|\s?/\s?)[a-z-]{3,16}){0,3}?\s*(?:\([a-z/ ]{0,12}\)\s*)?(?:[:=|]|\.{2,}|--?(?=\s))\s*"
_ANSWER_NO = re.compile(
    _ANSWER + r"(?:none|nil|n\b|no\b(?! other\b)"
    r"(?! (?:significant |interval |further )*(?:change|increase|decrease|growth|new))|"
    r"0(?![.,\d])|absent|"
    r"\[\s?\] ?yes \[x\] ?no|"
    r"neg(?:ative)?\b|not\b(?! (?:significantly )?changed| only)|normal|unremarkable|clear|patent|intact)|"
    r"\s+(?:no|none|n)\s*\Z"
)
_ANSWER_YES = re.compile(_ANSWER + r"(?:yes\b|y\b|present\b|positive\b|\+(?!/))")
_UNTICKED = re.compile(r"\[\s?\]\s*\Z")
_ASKED = re.compile(r"\?\s*\Z")
_NO = re.compile(r"\b(?:no|without|not|nothing|nil|neither|never)\b[^,;]*$")
_DENIED_BEHIND = re.compile(  # "hemorrhage, hydrocephalus and herniation are not seen"
    r"(?:,\s*[a-z -]{3,30}){0,4},?\s+(?:and|or)\s+[a-z -]{3,30}?\s(?:is|are|was|were)\s+"
    r"(?:not\b|absent|excluded|denied)|"
    r"\s(?:is|are|was|were)\s(?:considered |felt |thought )?(?:very |highly )?unlikely"
)
_PROBABLE_CAUSE = re.compile(
    r"\b(?:probably|likely|possibly|presumably|may be|might be|perhaps) (?:due|secondary|related) to\b[^.;]*$"
)
_NEW_CLAUSE = (
    re.compile(  # where a denial ends: ", a nodule is now visible", "and takes", "and the metastasis measures"
        r",?\s(?:and|with)\s(?:an?|the|this|one|two|takes?|has|is|are|continues?|shows?|measures?|reports?)\s|"
        r",\s(?:an?|the|this|these|one|two|three)\s|\sincludes?\s(?:an?|the|two|three)\s"
    )
)
_IN_GENERAL = re.compile(  # what is only asked, planned, or told of a treatment as such
    r"\b(?:to see (?:whether|if)|whether there (?:is|are)|"
    r"(?:complications?|side effects|risks?|toxicit(?:y|ies))\b[^.;]*\b(?:include|includes|including|are|such as)|"
    r"(?<!and )(?<!& )(?<!/)(?<!/ )plans?\s*:|"
    r"\b(?:clinicians|physicians|oncologists|surgeons|radiologists|one) (?:should|must|need to)\b)[^.;:]*$"
)
# What is told of a disease as such: "brain metastases from prostate cancer are rare".
_AS_SUCH = re.compile(
    r"[^.;:]{0,80}?\b(?:(?:are|remain|is an?|represents? an?|constitutes? an?) (?:\w+ )?"
    r"(?:rare|uncommon|common|unusual|infrequent|frequent|exceptional)\b|is (?:\w+ )?(?:rare|uncommon|exceptional)\b|"
    r"(?:may|can|often|rarely|usually|sometimes) "
    r"(?:mimic|resemble|be (?:mistaken|confused|misdiagnosed)|occur|arise|develop)\b|"
    r"occurs? in (?:about |up to |approximately )?\d)"
)
_PAST_LIST = re.compile(r"\b(?:pmhx?|psh|past medical history|past surgical history)\s*:[^.;:]*$")
_ANOTHERS = re.compile(  # words before and behind a relative who only tells or comes along
    r"\b(?:with|by|told|to|and|asked|according to|via|from)(?: (?:her|his|the|patient's))*\s*\Z"
)
_TELLS = re.compile(
    r"\s*(?:\w+ )?(?:notic|drove|report|sa(?:id|ys)|state|brought|accompan|call|found|saw|witness|observ|describ|note)"
)
_ASIDE_CLAUSE = re.compile(r",\s*(?:which|who|that)\b[^,.;]{0,60},")  # "the shift, which was 4 mm in April, is gone"
_REACH_BACK = 70  # characters that a cue standing behind its statement reaches
_GENERAL_REACH = 24  # characters behind a statement in which it may be made a general one
_ASIDE = frozenset(
    {
        SectionKind.INDICATION,
        SectionKind.TECHNIQUE,
        SectionKind.METHODS,
        SectionKind.COMPARISON,
        SectionKind.SPECIMEN,
        SectionKind.DISCUSSION,
    }
)


class Assertion(StrEnum):
    """How a statement is meant."""

    AFFIRMED = "affirmed"
    NEGATED = "negated"
    UNCERTAIN = "uncertain"
    HYPOTHETICAL = "hypothetical"
    HISTORICAL = "historical"
    OTHER_PERSON = "other_person"


class _Cues(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    before: tuple[str, ...]
    after: tuple[str, ...]


class _Lexicon(BaseModel):
    """The shape of `lexicon/assertion.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    negated: _Cues
    uncertain: _Cues
    hypothetical: _Cues
    historical: _Cues
    family: _Cues
    terminators: tuple[str, ...]
    not_negations: tuple[str, ...]


@dataclass(frozen=True)
class _Patterns:
    before: dict[Assertion, re.Pattern[str]]
    after: dict[Assertion, re.Pattern[str]]
    terminators: re.Pattern[str]
    not_negations: re.Pattern[str]


def assertion_of(report: Report, start: int, end: int) -> Assertion:
    """How the statement at these offsets of the report's text is meant, by the cues of its own clause.

    An indication, a technique or a comparison asserts nothing; in a section on family history it is somebody else's.
    """
    section = report.section_at(start).kind
    if section is SectionKind.FAMILY_HISTORY:
        return Assertion.OTHER_PERSON
    if section in _ASIDE:
        return Assertion.HYPOTHETICAL
    return assertion_in_sentence(report, start, end)


def assertion_in_sentence(report: Report, start: int, end: int) -> Assertion:
    """How the statement is meant by its own sentence alone, whatever the section is for."""
    first, last = report.sentence_span(start)
    if end > last:  # a label broken over two lines: "midline\nshift: none"
        _, last = report.sentence_span(end - 1)
    return _of_clause(report.folded[first:start], report.folded[end:last])


def _of_clause(before: str, after: str) -> Assertion:
    """The first of the ways to mean a statement whose cues are there, tried from the one that overrides most."""
    cues = _patterns()
    before, after = _COMPARED.sub(" ", before), _COMPARED.sub(" ", after)
    before = _HOW_MANY.sub(" ", before)
    clause = before[
        max(_last_end(_BOUNDARIES, before), _last_end(cues.terminators, before), _last_end(_LEADING, before)) :
    ]
    clause = cues.not_negations.sub(lambda match: " " * len(match.group()), clause)
    after_all = _ASIDE_CLAUSE.sub(" ", after)
    after_all = after_all[: _first_start(_BOUNDARIES, after_all)]
    follows = after_all[: _first_start(cues.terminators, after_all)]
    follows = re.split(r",|\band\b(?! not\b)", follows, maxsplit=1)[0][:_REACH_BACK]
    follows = cues.not_negations.sub(" ", follows)
    deniable = clause[_last_end(_NEW_CLAUSE, clause) :]
    doubt = _last(cues.before[Assertion.UNCERTAIN], clause)
    doubted = doubt is not None and not cues.before[Assertion.NEGATED].search(clause, doubt.end())
    denied = doubt is not None and _NO.search(clause[: doubt.start()])
    negated = cues.before[Assertion.NEGATED].search(deniable) or cues.after[Assertion.NEGATED].search(follows)
    asked = _QUESTION.match(before) and after.rstrip().endswith("?")
    in_general = (
        asked or _AS_SUCH.match(after) or cues.after[Assertion.HYPOTHETICAL].search(follows[:_GENERAL_REACH])
    )  # "metastases can show calcification"
    ways = (
        (Assertion.OTHER_PERSON, _of_a_relative(cues, before) or cues.after[Assertion.OTHER_PERSON].search(follows)),
        (Assertion.HYPOTHETICAL, _DIFFERENTIAL.search(before) or in_general or _IN_GENERAL.search(before)),
        (Assertion.AFFIRMED, _ANSWER_YES.match(after)),
        (Assertion.NEGATED, _ANSWER_NO.match(after) or _UNTICKED.search(before) or _DENIED_BEHIND.match(after_all)),
        (Assertion.UNCERTAIN, cues.after[Assertion.UNCERTAIN].search(follows) or _ASKED.search(before)),
        (Assertion.UNCERTAIN, (doubted and not denied) or _PROBABLE_CAUSE.search(before)),
        (Assertion.NEGATED, negated),
        (Assertion.HYPOTHETICAL, cues.before[Assertion.HYPOTHETICAL].search(clause)),
        (
            Assertion.HISTORICAL,
            _PAST_LIST.search(before)
            or cues.before[Assertion.HISTORICAL].search(clause)
            or cues.after[Assertion.HISTORICAL].search(follows),
        ),
    )
    return next((way for way, holds in ways if holds), Assertion.AFFIRMED)


def _of_a_relative(cues: "_Patterns", before: str) -> bool:
    """Whether a relative is named before, and not only as who came along or told of it."""
    return any(
        not _ANOTHERS.search(before[: match.start()]) and not _TELLS.match(before, match.end())
        for match in cues.before[Assertion.OTHER_PERSON].finditer(before)
    )


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for found in pattern.finditer(text):  # noqa: B007 - the last one is wanted
        pass
    return found


def _last_end(pattern: re.Pattern[str], text: str) -> int:
    return max((match.end() for match in pattern.finditer(text)), default=0)


def _first_start(pattern: re.Pattern[str], text: str) -> int:
    match = pattern.search(text)
    return match.start() if match else len(text)


@cache
def _patterns() -> _Patterns:
    lexicon = _loaded()
    kinds = {
        Assertion.NEGATED: lexicon.negated,
        Assertion.UNCERTAIN: lexicon.uncertain,
        Assertion.HYPOTHETICAL: lexicon.hypothetical,
        Assertion.HISTORICAL: lexicon.historical,
        Assertion.OTHER_PERSON: lexicon.family,
    }
    return _Patterns(
        before={kind: _any_of(cues.before) for kind, cues in kinds.items()},
        after={kind: _any_of(cues.after) for kind, cues in kinds.items()},
        terminators=_any_of(lexicon.terminators),
        not_negations=_any_of(lexicon.not_negations),
    )


def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    if not phrases:
        return re.compile(r"(?!)")
    words = "|".join(
        re.escape(phrase.strip()).replace(r"\ ", r"\s+") for phrase in sorted(phrases, key=len, reverse=True)
    )
    return re.compile(rf"(?<![a-z0-9])(?:{words})(?![a-z0-9])")


def _loaded() -> _Lexicon:
    text = files("extraction").joinpath("lexicon/assertion.yaml").read_text(encoding="utf-8")
    try:
        return _Lexicon.model_validate(yaml.safe_load(text))
    except ValidationError as error:
        raise KnowledgeError(f"extraction/lexicon/assertion.yaml is not as it should be: {error}") from error

"""Splits a report into its sections by their headings: diagnosis, addendum, history, findings, impression and so on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from domain.frozen import Frozen
from extraction.lexicon import load_lexicon


class SectionKind(StrEnum):
    """What a section is for. Facts are weighed by it: an indication is not a finding."""

    BODY = "body"
    DIAGNOSIS = "diagnosis"
    ADDENDUM = "addendum"
    COMMENT = "comment"
    ANCILLARY = "ancillary"
    GROSS = "gross"
    MICROSCOPIC = "microscopic"
    SPECIMEN = "specimen"
    HISTORY = "history"
    FAMILY_HISTORY = "family_history"
    INDICATION = "indication"
    TECHNIQUE = "technique"
    COMPARISON = "comparison"
    FINDINGS = "findings"
    IMPRESSION = "impression"
    MEDICATIONS = "medications"
    EXAM = "exam"
    PLAN = "plan"
    METHODS = "methods"
    DISCUSSION = "discussion"


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of text under one heading; `start` is the heading's first character, `body` the first behind it."""

    kind: SectionKind
    start: int
    body: int
    end: int


class _Headings(Frozen):
    diagnosis: tuple[str, ...]
    addendum: tuple[str, ...]
    comment: tuple[str, ...]
    ancillary: tuple[str, ...]
    gross: tuple[str, ...]
    microscopic: tuple[str, ...]
    specimen: tuple[str, ...]
    history: tuple[str, ...]
    family_history: tuple[str, ...]
    indication: tuple[str, ...]
    technique: tuple[str, ...]
    comparison: tuple[str, ...]
    findings: tuple[str, ...]
    impression: tuple[str, ...]
    medications: tuple[str, ...]
    exam: tuple[str, ...]
    plan: tuple[str, ...]
    methods: tuple[str, ...]
    discussion: tuple[str, ...]


_LONGEST_HEADING = 70
_MOST_WORDS = 6
_LONGEST_GAP = 200  # white space before a heading; more of it begins a page
_TAIL = re.compile(
    r"(?:[ \t]*#?\d{1,2}|[ \t]*#)?(?:\s*\([^()]{1,30}\))?[ \t]*\Z"
)  # "ADDENDUM #2", "DIAGNOSIS (continued)"
_TAIL_ENDS = frozenset("0123456789#)")
# A heading in capitals closed by a full stop, as in flattened reports: "... stitch. GROSS DESCRIPTION. Received ..."
_STOPPED = re.compile(
    r"(?:(?<=\A)|(?<=[.:)]\s)|(?<=\n))(?P<words>[A-Z][A-Z /&()-]{3,50}[A-Z)]|[A-Z][a-z]{4,}(?: "
    r"[A-Z][a-z]+){0,3})\.(?=\s|\Z)"
)
# A heading that has its line to itself, or one in capitals followed by a gap, a date, a number or a bracket.
_LINE = re.compile(
    r"^[ \t*=#_]*(?P<words>[A-Za-z][A-Za-z /&()-]{1,50}?)"
    r"(?P<rest>[ \t*=]*$|[ \t]{2,}\S|[ \t]+[#(\d]|[ \t]*-[ \t])",
    re.MULTILINE,
)
# A line's end within a sentence makes no heading of its next word: "in the medial aspect of the\nSPECIMEN. Foci ...".
_UNFINISHED = re.compile(r"\b(?:the|an?|of|in|on|at|to|by|from|with|for|and|or|this|her|his)\s+\Z", re.IGNORECASE)
_LIST_LABEL = re.compile(r"[ \t]*(?:[-*\u2022>]+|\(?[0-9IVXivx]{1,4}[.)]|#+)?[ \t]*\Z")
_WORD = re.compile(r"[^\s/&*#_]+|[/&]")
# What leads up to a report's own text. An empty line ends it, where the writer gave that text no heading.
_LEADS = frozenset({SectionKind.INDICATION, SectionKind.TECHNIQUE, SectionKind.COMPARISON})
_FIRST_PARAGRAPH = re.compile(r"\s*\S.*?\n[ \t]*\n\s*(?=\S)", re.DOTALL)
# A lead that no empty line ends: one that ends a sentence or a date at its line's end, before a line that begins one.
# So does one that ends with what is asked ("?brain mets"), and any line before "There is ..." or "Brain: ...".
_FIRST_LINES = re.compile(
    r"(?:[^\n]+\n)*?(?:[^\n]*(?:[.?!\d]|\?[ ]?[A-Za-z][^\n.?]{1,30})\n[ \t]*(?=(?:[-*\u2022][ \t]*)?[A-Z0-9][^\n:]{20})"
    r"|[^\n]+\n[ \t]*(?=There (?:is|are|has|have)\b|"
    r"(?:Brain|Head|Intracranial|Parenchyma|Supratentorial|Ventric\w+)\b[^\n:]{0,12}:))"
)
_PROSE = re.compile(r"[A-Z][^\n]{30}")  # what follows a technique's first paragraph may be its list of sequences
_CONNECTORS = {"and", "/", "&"}
# What stands on somebody's record and in no article: what is discussed there is this person, not a disease as such.
_A_RECORD = re.compile(
    r"\b(?:D\.?O\.?B\b|date of birth\b|born\b|MRN\b|UHID\b|NHS (?:no|num)|hosp(?:ital)?\.? (?:no|num)|MDT\b|MDM\b|"
    r"tumou?r board\b|multi-?disciplinary (?:team|meeting)\b|dear (?:dr|doctor|colleague|prof))",
    re.IGNORECASE,
)


@cache
def _kinds() -> dict[str, SectionKind]:
    headings = load_lexicon("headings", _Headings)
    return {phrase: SectionKind(kind) for kind, phrases in headings for phrase in phrases}


@cache
def _last_words() -> frozenset[str]:
    return frozenset(_WORD.findall(phrase)[-1] for phrase in _kinds())


def sections_of(text: str) -> tuple[Section, ...]:
    """The sections of a text: in order, not overlapping, together covering all of it. There is always at least one."""
    marks: list[tuple[int, int, SectionKind]] = []
    for start, body, kind in sorted(set(_headings(text)), key=lambda mark: (mark[0], -mark[1])):
        if _UNFINISHED.search(text, max(0, start - 12), start):
            continue
        if not marks or start >= marks[-1][1]:
            of_this_person = kind is SectionKind.DISCUSSION and _A_RECORD.search(text)
            marks.append((start, body, SectionKind.BODY if of_this_person else kind))
    if not marks or marks[0][0] > 0:
        marks.insert(0, (0, 0, SectionKind.BODY))
    ends = [start for start, _, _ in marks[1:]] + [len(text)]
    followers = [kind for _, _, kind in marks[1:]] + [None]
    unheaded = all(kind is not SectionKind.FINDINGS for _, _, kind in marks)
    return tuple(
        section
        for (start, body, kind), end, follower in zip(marks, ends, followers, strict=True)
        for section in _parted(
            text,
            Section(kind=kind, start=start, body=body, end=end),
            holds_findings=unheaded and follower is SectionKind.IMPRESSION,
        )
    )


def _parted(text: str, section: Section, *, holds_findings: bool) -> tuple[Section, ...]:
    """The section; in two where a line on technique or comparison is followed by paragraphs under no heading.

    Args:
        text: The whole text.
        section: One of its sections.
        holds_findings: The report gives its findings no heading and this is the last section before its impression,
            so that the findings begin with a line of it though no empty line parts them.
    """
    if section.kind not in _LEADS:
        return (section,)
    match = _FIRST_PARAGRAPH.match(text, section.body, section.end)
    if match is None and holds_findings:
        match = _FIRST_LINES.match(text, section.body, section.end)
    if match is None or (section.kind is SectionKind.TECHNIQUE and not _PROSE.match(text, match.end())):
        return (section,)
    at = match.end()
    lead = Section(kind=section.kind, start=section.start, body=section.body, end=at)
    return (lead, Section(kind=SectionKind.BODY, start=at, body=at, end=section.end))


def _headings(text: str) -> Iterator[tuple[int, int, SectionKind]]:
    """Start, start of the body and kind of every heading; the same heading may come twice."""
    yield from _before_colons(text)
    for match in _STOPPED.finditer(text):
        if kind := _kind(match["words"]):
            yield match.start("words"), match.end(), kind
    for match in _LINE.finditer(text):
        alone = not match["rest"].strip()
        if (alone or match["words"].isupper()) and (kind := _kind(match["words"])):
            yield match.start("words"), match.end("words"), kind


def _kind(words: str) -> SectionKind | None:
    phrase = " ".join(words.lower().split())
    kinds = _kinds()
    if phrase in kinds:
        return kinds[phrase]
    first = re.split(r" and | ?[/&] ?", phrase)[0]
    last = re.split(r" and | ?[/&] ?", phrase)[-1]
    return kinds.get(first) if last in kinds else None


def _before_colons(text: str) -> Iterator[tuple[int, int, SectionKind]]:
    at = text.find(":")
    while at >= 0:
        line = text.rfind("\n", 0, at) + 1
        before = text.rfind("\n", 0, max(0, line - 1)) + 1
        # A heading within running text may be parted by a line's end: "... biopsy. GROSS\nDESCRIPTION: ...".
        found = (before < line and _ending(text, before, at, line)) or _ending(text, line, at)
        if found:
            yield found
        at = text.find(":", at + 1)


def _ending(text: str, line: int, at: int, over: int = 0) -> tuple[int, int, SectionKind] | None:
    """The heading of a stretch that ends with the colon at `at`; with `over`, one that begins before that offset."""
    line = max(line, at - _LONGEST_HEADING)
    head = text[line:at].rstrip()
    if head[-1:] in _TAIL_ENDS:
        head = _TAIL.sub("", head)
    if line >= over > 0 or _last_word(head).lower() not in _last_words():
        return None
    words = [(match.start() + line, match.group().lower()) for match in _WORD.finditer(head)]
    found = _longest_phrase(words[-2 * _MOST_WORDS :])
    if found is None or (over and found[0] >= over) or not _may_head(text, found[0], at):
        return None
    return found[0], at + 1, found[1]


def _last_word(head: str) -> str:
    words = head.rsplit(None, 1)
    return words[-1].strip("*#_").replace("&", "/").rsplit("/", 1)[-1] if words else ""


def _longest_phrase(words: list[tuple[int, str]]) -> tuple[int, SectionKind] | None:
    """The longest known heading that ends the words, taken leftwards over "and" and "/" to another heading."""
    kinds = _kinds()
    for count in range(min(_MOST_WORDS, len(words)), 0, -1):
        phrase = re.sub(r" ?([/&]) ?", r"\1", " ".join(word for _, word in words[-count:]))
        kind = kinds.get(phrase) or kinds.get(phrase.replace("/", " / "))
        if kind is None:
            continue
        rest = words[:-count]
        if rest and rest[-1][1] in _CONNECTORS and (further := _longest_phrase(rest[:-1])):
            return further
        return words[-count][0], kind
    return None


def _may_head(text: str, start: int, end: int) -> bool:
    """Whether the phrase stands where a heading stands, or is written as one."""
    line = text.rfind("\n", 0, start) + 1
    lead = text[max(0, start - _LONGEST_GAP) : start].rstrip()
    if _LIST_LABEL.match(text, line, start) or not lead:
        return True
    phrase = text[start:end]
    stopped = lead[-1] in ".;:)]!?*" or text[max(0, start - 2) : start] == "  "
    if stopped:
        return phrase[0].isupper()
    return phrase.isupper() and len(phrase.split()) > 1

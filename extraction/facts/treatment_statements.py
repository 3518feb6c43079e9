"""Reads what a text says of drugs named together: given or not, setting, line, dates, and how the treatment stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise, zip_longest
from typing import Any

from domain.course import Setting, TreatmentStatus
from domain.dates import PartialDate
from domain.frozen import Frozen
from extraction.date_mentions import DateMention
from extraction.facts import drugs
from extraction.facts.drugs import DrugMention
from extraction.facts.note import Note
from extraction.lexicon import load_lexicon
from extraction.phrases import PhraseBook, book
from extraction.sections import SectionKind

_JOINING = frozenset(
    [
        "and",
        "with",
        "plus",
        "weekly",
        "q3wk",
        "q3w",
        "q21d",
        "q2w",
        "bid",
        "daily",
        "mg",
        "kg",
        "m2",
        "m",
        "x",
        "sc",
        "iv",
        "po",
        "the",
        "loading",
        "w",
        "wks",
        "wk",
        "weeks",
        "doses",
        "cycles",
        "subcutaneous",
        "then-combined",
        "in",
        "combination",
    ]
)
_DOSE = re.compile(r"x?\d+\w{0,3}")
_BREAK = re.compile(r";| then | followed by | vs\.? | versus |->|, (?=then)")
_CORRECTED = re.compile(r"[.\s,-]*(?:correction|scratch that|i mean)\b|[^.;]{0,14}\? no\b")
_NEGATION_REACH = 18
_BETWEEN_NEGATION = re.compile(
    r"(?:\s*(?:prior|more|further|the|any|her|his|previous|exposure|to|of|either|new|other|on|with|start|give))*[\s(-]*"
)
_FOLLOWS = re.compile(r"(?:then|followed by|->)\s*(?:maintenance|continued|cont)?\s*\Z")
_BROKEN_OFF = re.compile(r"\b(?:permanently )?(?:discontinued|stopped)\b")
_CYCLE = re.compile(r"\b(?:c|cycle|dose) ?#?\d{1,3}\b")
_ENDED = re.compile(r"stop|complet|finish|discontinu|ceas|\boff\b|d/c|end")
_CYCLES_AFTER = re.compile(r"\s*(?:\(\d{1,2}\)|x ?\d{1,2}\b|,? ?\d{1,3} (?:cycles|doses|courses|infusions))")
_CYCLES_BEFORE = re.compile(r"\b\d{1,3} (?:cycles|doses|courses|infusions)(?: of)? \Z")
_LEADS = re.compile(r"[^a-z]*(?:line \d|[a-z]+:?)?[^a-z]*")  # what may stand before a date that heads its unit
_BEHIND_DATE = re.compile(r"[\s,:>\-]{1,14}(?:(?!dob)[a-z0-9/]+[ :]+){0,3}")
_LED_DATE = re.compile(r"\b(?:in|on|since|from|by)\s+(?:early |late |mid[ -]?)?\Z")
_ENDS_SCOPE = re.compile(r";(?!\s*(?:stopped|last|discontinued|held|completed|ended|continu|then stopped|off|now))")
_ADJACENT = 6
_A_WHILE = 60  # days
_NEAR = 34  # characters between a cue and the date it tells of
_RANGE = re.compile(r"\s*(?:-|to|through|thru|until|till|->|up to)\s*(?:about |approximately )?")
_OPEN = re.compile(r"\s*(?:-|to|through|->|until)?\s*(?:present|ongoing|now|current(?:ly)?|date|continuing|today)\b")
_REASON = re.compile(
    r"\b((?:(?:grade|gr|liver|hepatic|brain|cns|nodal|lung|bone|severe|patient as|as) ?\d? (?:and )?){0,2}"
    r"(?:progression|progressive disease|pd|neuropathy|pneumonitis|ild|toxicity|intolerance|cardiotoxicity|lvef|ef|"
    r"diarrhea|diarrhoea|rash|hepatotoxicity|thrombocytopenia|trying to conceive|(?:[a-z]+ ){0,2}grew|relapse|recurrence|side effects|"
    r"fatigue|allergic reaction|infusion reaction)\b(?: (?:of|in) [a-z ]{3,20}| [a-z]+ nodes| \d\d-\d\d%)?)"
)
GIVEN = frozenset({TreatmentStatus.CURRENT, TreatmentStatus.COMPLETED, TreatmentStatus.STOPPED, TreatmentStatus.HELD})


class _Sides(Frozen):
    before: tuple[str, ...]
    after: tuple[str, ...]


class _Treatments(Frozen):
    """The shape of `lexicon/treatments.yaml`."""

    negated: _Sides
    generic: _Sides
    considered: _Sides
    planned: _Sides
    declined: _Sides
    held: _Sides
    stopped: _Sides
    completed: _Sides
    current: _Sides
    strong: tuple[str, ...]
    start: tuple[str, ...]
    stop: tuple[str, ...]
    last: tuple[str, ...]
    given: tuple[str, ...]
    settings: dict[Setting, tuple[str, ...]]
    metastatic_words: tuple[str, ...]
    lines: dict[int, tuple[str, ...]]


_CUES = ("negated", "generic", "considered", "planned", "declined", "held", "stopped", "completed", "current")


@dataclass(frozen=True)
class _Books:
    before: PhraseBook[str]
    after: PhraseBook[str]
    roles: PhraseBook[str]
    given: PhraseBook[str]
    metastatic: PhraseBook[str]
    settings: PhraseBook[str]
    lines: PhraseBook[str]
    strong: frozenset[str]


@cache
def _books() -> _Books:
    lexicon = load_lexicon("treatments", _Treatments)
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for name in reversed(_CUES):
        sides: _Sides = getattr(lexicon, name)
        before |= dict.fromkeys(sides.before, name)
        after |= dict.fromkeys(sides.after, name)
    return _Books(
        before=PhraseBook(before),
        after=PhraseBook(after),
        roles=book({"start": lexicon.start, "stop": lexicon.stop, "last": lexicon.last}),
        given=book({"given": lexicon.given}),
        metastatic=book({"metastatic": lexicon.metastatic_words}),
        settings=book({str(setting): phrases for setting, phrases in lexicon.settings.items()}),
        lines=book({str(line): phrases for line, phrases in lexicon.lines.items()}),
        strong=frozenset(lexicon.strong),
    )


@dataclass(frozen=True)
class Statement:
    """What one unit of the text says of drugs named together.

    Attributes:
        status: None where it only names them, or tells of dates alone.
        strong: Whether the status is said in so many words, and not only implied.
        given: Whether the drugs were given at some time, whatever the status.
        follows: Whether it goes on from what was told just before: "docetaxel, trastuzumab, then trastuzumab".
        last: When it was last given.
        written: The date of the part of the document that says so.
    """

    drugs: tuple[str, ...]
    start_offset: int
    end_offset: int
    status: TreatmentStatus | None = None
    strong: bool = False
    negated: bool = False
    given: bool = False
    follows: bool = False
    setting: Setting | None = None
    line: int | None = None
    start: PartialDate | None = None
    stop: PartialDate | None = None
    last: PartialDate | None = None
    reason: str | None = None
    written: PartialDate | None = None


@dataclass(frozen=True)
class _Group:
    """Drugs named together, and the stretches of text on either side that speak of them."""

    drugs: tuple[str, ...]
    start: int
    end: int
    scope: tuple[int, int] = field(default=(0, 0))


def statements(note: Note) -> list[Statement]:
    """Everything a document says of systemic treatment, in order of the text."""
    by_unit: dict[tuple[int, int], list[DrugMention]] = {}
    for mention in drugs.find(note):
        if not note.of_somebody_else(mention.start):
            by_unit.setdefault(note.unit_at(mention.start), []).append(mention)
    return [
        each
        for unit, mentions in by_unit.items()
        for each in _with_next_unit(
            note,
            unit,
            [_statement(note, unit, group) for group in _scoped(note, unit, list(_grouped(note, mentions)))],
        )
    ]


def _with_next_unit(note: Note, unit: tuple[int, int], said: list[Statement]) -> list[Statement]:
    """The statements of a unit; the last one is broken off where the next line says only that, and why."""
    start, end = note.unit_at(unit[1]) if unit[1] < len(note.text) else unit
    broken = _BROKEN_OFF.search(note.folded, start, end) if start == unit[1] else None
    reason = _REASON.search(note.folded, start, end) if broken else None
    if broken is None or reason is None or _names_drugs(note, start, end) or not said[-1].given:
        return said
    last = replace(
        said[-1], status=TreatmentStatus.STOPPED, strong=True, reason=_plain(note, reason), end_offset=broken.end()
    )
    return [*said[:-1], last]


def _names_drugs(note: Note, start: int, end: int) -> bool:
    return any(start <= mention.start < end for mention in drugs.find(note))


def _plain(note: Note, match: re.Match[str]) -> str:
    return " ".join(note.text[match.start(1) : match.end(1)].split())


def _grouped(note: Note, mentions: list[DrugMention]) -> Iterator[_Group]:
    group = _Group(mentions[0].drugs, mentions[0].start, mentions[0].end)
    for before, mention in pairwise(mentions):
        if set(mention.drugs) <= set(group.drugs) and not note.folded[before.end : mention.start].strip(" ([\n"):
            group = replace(group, end=mention.end)  # another name in brackets
        elif _joined(note, before.end, mention.start) and not set(group.drugs) & set(mention.drugs):
            group = replace(group, drugs=(*group.drugs, *mention.drugs), end=mention.end)
        else:
            yield group
            group = _Group(mention.drugs, mention.start, mention.end)
    yield group


def _joined(note: Note, start: int, end: int) -> bool:
    """Whether what stands between two drug names joins them into one regimen."""
    gap = note.folded[start:end]
    if len(gap) > 44 or ";" in gap or ". " in gap or "\n\n" in note.text[start:end] or note.dates_between(start, end):
        return False
    words = re.findall(r"[a-z0-9]+", gap)
    return all(word in _JOINING or _DOSE.fullmatch(word) for word in words)


def _scoped(note: Note, unit: tuple[int, int], groups: list[_Group]) -> Iterator[_Group]:
    ends = _ENDS_SCOPE.search(note.folded, groups[-1].end, unit[1])
    last = ends.start() if ends else unit[1]
    cuts = [unit[0], *(_cut(note, left.end, right.start) for left, right in pairwise(groups)), last]
    for group, (start, end) in zip(groups, pairwise(cuts), strict=True):
        yield replace(group, scope=(start, end))


def _cut(note: Note, start: int, end: int) -> int:
    """Where what is said of one group ends and what is said of the next begins."""
    gap = re.sub(r"\([^()]*\)", lambda match: " " * len(match.group()), note.folded[start:end])
    broken = _BREAK.search(gap)
    if broken:
        return start + broken.start()
    mark = max(gap.rfind(","), gap.rfind(":"), gap.rfind("?"), gap.rfind(". "))
    if mark >= 0:
        return start + mark
    cues = _cues(note, _books().before, start, end)
    if cues and end - cues[-1][2] <= _ADJACENT:
        return cues[-1][1]
    return end


def _statement(note: Note, unit: tuple[int, int], group: _Group) -> Statement:
    scope_start, scope_end = group.scope
    before = _cues(note, _books().before, scope_start, group.start)
    after = _cues(note, _books().after, group.end, scope_end)
    led = _cues(note, _books().before, unit[0], scope_start)
    roles = _dates(note, unit, group)
    written = note.date_at(group.start)
    standing = _standing(note, group, _Words(before, after, led), roles, written)
    setting, line = _setting(note, unit, group, dated=bool(roles.spans))
    spans = [(group.start, group.end), *([standing.cue] if standing.cue else []), *roles.spans]
    reason = None
    if standing.status in {TreatmentStatus.STOPPED, TreatmentStatus.HELD, TreatmentStatus.COMPLETED}:
        reason = _reason(note, group)
    status = standing.status
    if reason and status is TreatmentStatus.COMPLETED:
        status = TreatmentStatus.STOPPED
    return Statement(
        drugs=group.drugs,
        start_offset=min(start for start, _ in spans),
        end_offset=max(end for _, end in spans),
        status=status,
        strong=standing.strong,
        negated=standing.negated,
        given=status in GIVEN
        or (status is None and not standing.negated and _was_given(note, group, roles, setting, standing)),
        setting=setting,
        line=line,
        start=roles.start,
        stop=roles.stop,
        last=roles.last,
        reason=reason,
        follows=bool(_FOLLOWS.search(note.folded, scope_start, group.start)),
        written=written,
    )


def _was_given(note: Note, group: _Group, roles: "_Roles", setting: Setting | None, standing: "_Standing") -> bool:
    """Whether cycles, dates, or "progression on" tell that the drugs were given."""
    if standing.doubtful:
        return False
    return bool(
        roles.spans
        or setting in {Setting.NEOADJUVANT, Setting.ADJUVANT}
        or _CYCLES_AFTER.match(note.folded, group.end)
        or _CYCLES_BEFORE.search(note.folded, max(0, group.start - 30), group.start)
        or note.matches(_books().given, group.scope[0], group.start)
    )


_Cue = tuple[str, int, int]


def _cues(note: Note, phrases: PhraseBook[str], start: int, end: int) -> list[_Cue]:
    return note.matches(phrases, start, end)


@dataclass(frozen=True)
class _Roles:
    start: PartialDate | None = None
    stop: PartialDate | None = None
    last: PartialDate | None = None
    open_end: bool = False
    spans: tuple[tuple[int, int], ...] = ()


def _dates(note: Note, unit: tuple[int, int], group: _Group) -> _Roles:
    """Which of the dates beside a group tells when it began, when it ended and when it was last given."""
    found = [
        mention
        for mention in note.dates_between(*group.scope)
        if mention.start > group.end or _heads(note, unit, group, mention)
    ]
    roles = _Roles()
    for mention, follows in zip_longest(found, found[1:]):
        gap = note.folded[mention.end : follows.start] if follows else ""
        if follows and roles.start is None and _RANGE.fullmatch(gap):
            spans = ((mention.start, mention.end), (follows.start, follows.end))
            return replace(roles, start=mention.date, stop=follows.date, spans=spans)
        tail = _OPEN.match(note.folded, mention.end)
        role = _role(note, group, mention)
        if tail and roles.start is None:
            role, roles = "start", replace(roles, open_end=True)
        if getattr(roles, role) is None:
            span = (mention.start, tail.end() if tail else mention.end)
            told: dict[str, Any] = {role: mention.date}
            roles = replace(roles, spans=(*roles.spans, span), **told)
    return roles


def _heads(note: Note, unit: tuple[int, int], group: _Group, mention: DateMention) -> bool:
    """Whether a date before the drugs is theirs: it heads the line of a timeline, or is led by "in" or "since"."""
    between = note.folded[mention.end : group.start]
    others = note.dates_between(mention.end, group.start)
    if others:
        gap = note.folded[mention.end : others[0].start]
        return (
            bool(_RANGE.fullmatch(gap)) and _heads(note, (unit[0], unit[1]), group, others[0])
            if len(others) == 1
            else False
        )
    if "--" in between or not _BEHIND_DATE.fullmatch(between):
        return bool(_LED_DATE.search(note.folded, 0, mention.start)) and bool(
            _cues(note, _books().before, mention.end, group.start)
        )
    lead = note.folded[unit[0] : mention.start]
    earlier = note.dates_between(unit[0], mention.start)
    if earlier and _RANGE.fullmatch(note.folded[earlier[-1].end : mention.start]):
        lead = note.folded[unit[0] : earlier[-1].start]
    return bool(_LEADS.fullmatch(lead)) or bool(_LED_DATE.search(lead))


def _role(note: Note, group: _Group, mention: DateMention) -> str:
    first = group.end if mention.start > group.end else group.scope[0]
    start = max(first, mention.start - _NEAR)
    if _CYCLE.search(note.folded, start, mention.start):
        return "last"
    cues = note.matches(_books().roles, start, mention.start)
    if cues:
        return cues[-1][0]
    before = _cues(note, _books().before, group.scope[0], group.start)[-1:]
    return "stop" if any(_ENDED.search(note.folded, start, end) for _, start, end in before) else "start"


@dataclass(frozen=True)
class _Words:
    """Cues before the drugs, behind them, and before their own stretch of the unit."""

    before: list[_Cue]
    after: list[_Cue]
    led: list[_Cue]

    def named(self, name: str) -> list[_Cue]:
        """The cues of one name on either side of the drugs."""
        return [cue for cue in (*self.before, *self.after) if cue[0] == name]

    def beside(self, name: str) -> list[_Cue]:
        """Those of one name that stand nearest to the drugs on their side."""
        return [cue for cue in (*self.before[-1:], *self.after[:1]) if cue[0] == name]


@dataclass(frozen=True)
class _Standing:
    """How a treatment stands, and the cue that tells it."""

    status: TreatmentStatus | None = None
    strong: bool = False
    negated: bool = False
    doubtful: bool = False
    cue: tuple[int, int] | None = None


def _standing(note: Note, group: _Group, words: _Words, roles: _Roles, written: PartialDate | None) -> _Standing:
    """The gravest thing said: denied, declined, a closed period, planned, only considered, held, stopped, going on."""
    if _is_denied(note, group, words):
        return _Standing(negated=True)
    if declined := words.named("declined"):
        return _Standing(TreatmentStatus.DECLINED, strong=True, cue=declined[0][1:])
    if roles.start and roles.stop:
        return _Standing(TreatmentStatus.STOPPED if words.named("stopped") else TreatmentStatus.COMPLETED, strong=True)
    future = roles.start is not None and written is not None and roles.start.earliest() > written.earliest()
    planned = words.beside("planned")
    if planned or (future and not roles.open_end):
        return _Standing(TreatmentStatus.PLANNED, strong=True, cue=planned[0][1:] if planned else None)
    if not (roles.spans or words.named("stopped") or words.named("completed")) or words.named("generic"):
        doubt = [cue for cue in (*words.led, *words.before, *words.after) if cue[0] == "considered"]
        if doubt and not roles.spans:
            return _Standing(TreatmentStatus.CONSIDERED, doubtful=True, cue=doubt[-1][1:])
        if words.named("generic"):
            return _Standing(doubtful=True)
    for name in ("held", "stopped"):
        telling = [cue for cue in (*words.before[-1:], *words.after) if cue[0] == name]
        if telling:
            return _Standing(TreatmentStatus(name), strong=True, cue=telling[0][1:])
    if roles.stop is not None:
        return _Standing(TreatmentStatus.COMPLETED, strong=True)
    return _going_on(note, group, words, roles)


def _is_denied(note: Note, group: _Group, words: _Words) -> bool:
    if _CORRECTED.match(note.folded, group.end):
        return True
    nearest, first = words.before[-1:], words.after[:1]
    return any(
        name == "negated" and _BETWEEN_NEGATION.fullmatch(note.folded, end, group.start) for name, _, end in nearest
    ) or any(name == "negated" and start - group.end < _NEGATION_REACH for name, start, _ in first)


def _going_on(note: Note, group: _Group, words: _Words, roles: _Roles) -> _Standing:
    if roles.open_end:
        return _Standing(TreatmentStatus.CURRENT, strong=True)
    for name, start, end in (*words.before[-1:], *words.after[:1]):
        if name in {"current", "completed"}:
            said = _said(note, start, end)
            if said == "on" and _is_long_past(note, group):
                return _Standing(cue=(start, end))
            going_on = any(_said(note, *cue[1:]) in _books().strong for cue in words.named("current"))
            strong = name == "completed" or going_on or (said == "since" and roles.start is not None)
            return _Standing(TreatmentStatus(name), strong=strong, cue=(start, end))
    if note.annotated.section_at(group.start).kind is SectionKind.MEDICATIONS:
        return _Standing(TreatmentStatus.CURRENT, strong=True)
    return _Standing()


def _said(note: Note, start: int, end: int) -> str:
    return " ".join(re.findall(r"[a-z0-9']+", note.folded[start:end]))


def _is_long_past(note: Note, group: _Group) -> bool:
    """Whether "on" a drug tells of another time than the document's: "bone metastases 10/2024 on letrozole"."""
    written = note.date_at(group.start)
    told = note.dates_between(note.unit_at(group.start)[0], group.start)
    return bool(told and written and (written.earliest() - told[-1].date.earliest()).days > _A_WHILE)


def _setting(note: Note, unit: tuple[int, int], group: _Group, *, dated: bool) -> tuple[Setting | None, int | None]:
    """The setting and line named last before the drugs in their unit, or behind them in their own stretch."""
    stretches = ((unit[0], group.start), (group.end, group.scope[1]))
    lines = [cue for stretch in stretches for cue in note.matches(_books().lines, *stretch)[-1:]]
    settings = [cue for stretch in stretches for cue in note.matches(_books().settings, *stretch)[-1:]]
    line = int(lines[0][0]) if lines else None
    setting = Setting(settings[0][0]) if settings else None
    if setting is None and (line is not None or (dated and note.matches(_books().metastatic, *stretches[0]))):
        setting = Setting.METASTATIC
    return setting, line if setting is Setting.METASTATIC else None


def _reason(note: Note, group: _Group) -> str | None:
    match = _REASON.search(note.folded, group.end, group.scope[1])
    return _plain(note, match) if match else None

"""Tells what a treatment was given for: named before or behind the drugs, by surgery of the breast, or from the start."""

import re
from dataclasses import replace

from domain.course import Setting, TreatmentStatus
from domain.dates import PartialDate, months_between
from extraction.facts.breast_surgery import SURGERY, setting_by_surgery
from extraction.facts.note import Note
from extraction.facts.treatment_cues import cue_books
from extraction.facts.treatment_groups import DrugGroup
from extraction.facts.treatment_statement import Statement

_TALK = frozenset({TreatmentStatus.PLANNED, TreatmentStatus.CONSIDERED, TreatmentStatus.DECLINED})
_OPERATED = re.compile(rf"\b{SURGERY}\b")
_ADVANCED = re.compile(r"\b(?:metasta\w+|mets|mbc|stage (?:iv|4)|recur\w*|relaps\w*|palliative)\b")
_BEFORE_SURGERY = re.compile(
    rf"[^.;]{{0,40}}?(?:->|\bfollowed by|\bf/b|\bthen|\bbefore|\bprior to)\s*(?:(?:left|right|bilateral|l|r|b/l|a|her|his|ypt\w+)\s)*{SURGERY}\b"
)
# In a list the operation that comes next came next: "TCHP x6, lumpectomy".
_THEN_SURGERY = re.compile(
    rf"(?:[^.;,()]|\([^()]{{0,40}}\)){{0,40}}[;,]\s*(?:and |(?:left|right|bilateral|l|r|b/l|a|her|his) )*(?P<surgery>{SURGERY})\b"
)
_AT_MOST = 12  # months from the start of a treatment to the surgery that it was given before
_SURGERY_DATE = 24  # characters from the operation to its date
_ANTIBODIES = frozenset({"trastuzumab", "pertuzumab"})
_ONE_YEAR = re.compile(  # antibodies for one year are for early disease
    r"[^.;]{0,12}?\b(?:to complete|completed|completing|for|x)(?: a total of| a full)? (?:a|one|1)(?: full| whole)?[ -]?(?:year|yr)\b|"
    r"[^.;]{0,12}?\b(?:a|one|1)(?: full| whole)?[ -]?(?:year|yr)\b"
)
_OF_A_YEAR = re.compile(
    r"\b(?:a|one|1)(?: full| whole)?[ -]?(?:year|yr)(?:'?s)?(?: course)? (?:of )?(?:adjuvant |maintenance )?\Z"
)
_AFTER_SURGERY = re.compile(rf"[^.;,]{{0,30}}\b(?:after|following|post)[ -](?:(?:left|right|her|his|a)\s)*{SURGERY}\b")
_THEN = re.compile(r"(?:->|\bfollowed by|\bf/b|\bthen)\s*(?:(?:iv|po|on|by|with|weekly|adjuvant)\s)*\Z")
_SOON = 18  # months from surgery to an adjuvant treatment
_DE_NOVO = re.compile(
    r"\bde novo\b[^.;]{0,60}\b(?:metasta\w+|oligometasta\w+|mets|stage (?:iv|4)|mbc|m1)\b|"
    r"\b(?:metasta\w+|oligometasta\w+|mets|stage (?:iv|4)|mbc)\b[^;\n]{0,70}\bde novo\b|"
    r"\b(?<!breast )(?<!mammary )primar(?:ily|y) metastatic\b(?! to)|"
    r"\b(?:metastatic|metasta\w+|mets|stage (?:iv|4))\b(?: (?:already|disease|dz|cancer))*(?: ?\([^()]{0,30}\))? (?:at|from|since) (?:the )?(?:time of )?(?:first |initial |primary |original )?"
    r"(?:dx|diagnosis|presentation|outset|start)\b(?! (?:of (?:the |her )?)?(?:relapse|recur\w+|metast\w+|progress\w+))|"
    r"\b(?:bone|liver|lung|nodal|visceral|brain|distant)(?: (?:and|\+|&) (?:bone|liver|lung|nodal|visceral|brain|distant))? (?:disease|mets|involvement|metasta\w+)? ?(?:from|at|since) (?:the )?(?:outset|(?:first |initial )?(?:diagnosis|dx)|start)\b(?! (?:of (?:the |her )?)?(?:relapse|recur\w+|metast\w+|progress\w+))|"
    r"\b(?:[cp]?t[0-4x][a-d]?[ ,]{0,2}[cp]?n[0-3x][a-c]?[ ,]{0,2}[cp]?m1[a-c]?)\b|"
    r"\bsynchronous (?:(?:liver|lung|bone|brain|distant|visceral) )?metasta\w+"
)
_METASTATIC = re.compile(
    r"\b(?:(?:oligo-?)?metastatic|stage (?:iv|4)|mets|mbc|metastas[ei]s|"
    r"(?:bone|liver|lung|brain|pleural?|visceral|distant|systemic) (?:recurrence|relapse)|(?:bone|liver|lung|nodal|visceral)[ -]only(?= (?:disease |dz |mets )?since)|"
    r"(?:recurrence|relapse)(?= [^.;]{0,24}\b(?:in|to|with) (?:the )?(?:\w+ ){0,3}(?:bones?|liver|lungs?|brain|pleura)))\b"
)
_LEADS_TO = re.compile(  # "1/2026 liver mets": a date that heads its line
    r"[\s:,|-]*(?:(?:new|multiple|first|solitary|single|biopsy[- ]proven|liver|lung|bone|brain|and|\+|&|,|visceral|distant) ?)*"
)
_ANOTHER_LINE = re.compile(
    r"\b(?:progress\w*|pd|then|followed by|f/b|switched)\b|->"
)  # between the number of a line and drugs: they are of a later one
_NEAR = 110
_OTHER_EVENT = re.compile(r"\b(?:brain|cns|intracranial|ct|mri|pet|scan|on|given|started|last|c/o|cta?p)\b|\.\s[A-Z]")


def setting_of(
    note: Note, unit: tuple[int, int], group: DrugGroup, start: PartialDate | None, *, dated: bool
) -> tuple[Setting | None, int | None]:
    """The setting and line named last before the drugs in their unit, or behind them in their own stretch."""
    stretches = ((unit[0], group.start), (group.end, group.scope[1]))
    lines = [cue for stretch in stretches for cue in note.matches(cue_books().lines, *stretch)[-1:]]
    settings = [cue for stretch in stretches for cue in note.matches(cue_books().settings, *stretch)[-1:]]
    line = int(lines[0][0]) if lines and not _ANOTHER_LINE.search(note.folded, lines[0][2], group.start) else None
    setting = Setting(settings[0][0]) if settings else None
    if setting in {None, Setting.NEOADJUVANT}:
        named = settings[0][2] if settings and settings[0][2] <= group.start else unit[0]
        setting = _by_surgery(note, (named, unit[1]), group, start) or setting
    if setting is None and not lines and _for_one_year(note, unit, group):
        setting = Setting.ADJUVANT
    if setting is None and (lines or (dated and _is_metastatic_before(note, *stretches[0]))):
        setting = Setting.METASTATIC
    return setting, line if setting is Setting.METASTATIC else None


def _for_one_year(note: Note, unit: tuple[int, int], group: DrugGroup) -> bool:
    """Whether antibodies were given for one year, as they are for early disease, and nothing beside tells of other."""
    if not set(group.drugs) <= _ANTIBODIES or _DE_NOVO.search(note.folded):
        return False
    if _ADVANCED.search(note.folded, unit[0], group.scope[1]):
        return False
    behind = _ONE_YEAR.match(note.folded, group.end, group.scope[1])
    return bool(behind or _OF_A_YEAR.search(note.folded, unit[0], group.start))


def _may_precede(note: Note, start: PartialDate | None, surgery: re.Match[str]) -> bool:
    """Whether a treatment may have been given before the operation that is named behind it: their dates allow it."""
    end = surgery.end("surgery")
    dates = note.dates_between(end, end + _SURGERY_DATE)
    return start is None or not dates or 0 <= months_between(start, dates[0].date) <= _AT_MOST


def _is_metastatic_before(note: Note, start: int, end: int) -> bool:
    return any(not note.denied(*cue[1:]) for cue in note.matches(cue_books().metastatic, start, end))


def _by_surgery(note: Note, stretch: tuple[int, int], group: DrugGroup, start: PartialDate | None) -> Setting | None:
    """Neoadjuvant before surgery of the breast, adjuvant after it, where one sentence tells of both and of no relapse."""
    if _BEFORE_SURGERY.match(note.folded, group.end, stretch[1]):
        return Setting.NEOADJUVANT
    if _AFTER_SURGERY.match(note.folded, group.end, stretch[1]):
        return Setting.ADJUVANT
    if not _DE_NOVO.search(note.folded):
        soon = _THEN_SURGERY.match(note.folded, group.end, stretch[1])
        if soon and not _ADVANCED.search(note.folded, *soon.span()) and _may_precede(note, start, soon):
            return Setting.NEOADJUVANT
    operated = [
        each for each in _OPERATED.finditer(note.folded, stretch[0], group.start) if not note.denied(*each.span())
    ]
    if not operated or _ADVANCED.search(note.folded, stretch[0], group.start):
        return None
    if _THEN.search(note.folded, operated[-1].end(), group.start):
        return Setting.ADJUVANT
    dates = note.dates_between(operated[-1].end(), group.start)
    if start is not None and dates and 0 <= months_between(dates[0].date, start) <= _SOON:
        return Setting.ADJUVANT
    return None


def with_disease(note: Note, said: list[Statement]) -> list[Statement]:
    """Rules `de_novo`, `begun_after_metastasis` and `beside_breast_surgery`: what the disease was by then."""
    from_the_start = any(
        not note.of_somebody_else(match.start()) and not note.denied(*match.span())
        for match in _DE_NOVO.finditer(note.folded)
    )
    since = metastatic_since(note)
    for_disease = [_for_disease(each, since, from_the_start=from_the_start) for each in said]
    if from_the_start:
        return for_disease
    return [_beside_surgery(note, each, since) for each in for_disease]


def _beside_surgery(note: Note, statement: Statement, since: PartialDate | None) -> Statement:
    if statement.setting is not None or statement.status in _TALK or not statement.given:
        return statement
    return replace(statement, setting=setting_by_surgery(note, statement, since))


def _for_disease(statement: Statement, since: PartialDate | None, *, from_the_start: bool) -> Statement:
    if statement.setting is not None or statement.status in _TALK or not statement.given:
        return statement
    begun_after = since is not None and statement.start is not None and months_between(since, statement.start) >= 0
    return replace(statement, setting=Setting.METASTATIC) if begun_after or from_the_start else statement


def metastatic_since(note: Note) -> PartialDate | None:
    """Since when the disease is metastatic, where a date stands beside the word: "stage IV, Aug 2024"."""
    dates = []
    for match in _METASTATIC.finditer(note.folded):
        if note.of_somebody_else(match.start()) or note.denied(match.start(), match.end()):
            continue
        unit, end = note.unit_at(match.start())
        heads = [
            each
            for each in note.dates_between(unit, match.start())
            if _LEADS_TO.fullmatch(note.folded, each.end, match.start())
        ]
        if heads and not note.folded[unit : heads[-1].start].strip(" \n*-"):
            dates.append(heads[-1].date)
            continue
        behind = note.dates_between(match.end(), min(end, match.end() + _NEAR))
        if behind and not _OTHER_EVENT.search(note.folded, match.end(), behind[0].start):
            dates.append(behind[0].date)
    return min(dates, key=lambda each: (each.year, each.month or 0), default=None)

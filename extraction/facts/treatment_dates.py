"""Tells which of the dates beside drugs is the start of the treatment, which its end and which the last dose."""

import re
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

from domain.dates import PartialDate
from extraction.date_mentions import DateMention
from extraction.facts.note import Note
from extraction.facts.treatment_cues import cue_books, cues_between
from extraction.facts.treatment_groups import DrugGroup

_CYCLE = re.compile(r"\b(?:c|cycle|dose) ?#?\d{1,3}\b")
_NEXT = re.compile(
    r"\bnext(?: (?!line|regimen|drug|treatment|therapy)[a-z]+){0,2}:? \Z"
    r"|\b(?:deferred|postponed|delayed) (?:until|till|to)(?: [a-z]+){0,4} \Z"
)  # "next cycle 6/18" and "deferred until the board on 26 August" are neither start nor end
# Dates of something else: "MRM July 2021", "surgery in October 2024", "progression (liver) 10/2024"; not the date that heads
# the next line.
_OF_ANOTHER_EVENT = re.compile(
    r"\b(?:mastectomy|mrm|lumpectomy|bcs|bct|wle|surgery|resection|craniotomy|excision|biopsy|bx|alnd|slnb|srs|gk|gamma knife|"
    r"cyberknife|wbrt|xrt|rt|pmrt|radiotherapy|radiation(?: therapy)?|radiosurgery|progress(?:ion|ed|ive disease)|pd|relapsed?|"
    r"recurrence|mets|metastas[ei]s|diagnosed|held|on hold|paused|interrupted|(?:dose )?reduced|(?:tumou?r )?board|mdt|conference|appointment|appt|ct|ct cap|mri?|pet(?:[-/ ]?ct)?|scans?|echo(?:cardiogram)?|tte|muga|imaging|c/?a/?p)\b(?: ?\([^()]{0,30}\))?[\s:,(]*(?:in|on|of|dated|from|since)?[\s:]*(?:early |late |mid[ -]?)?\Z"
)
# "ILD grade 2 under trastuzumab deruxtecan 05/2026": the day of the harm that a drug did, and not of the drug.
_OF_ITS_HARM = re.compile(
    r"\b(?:ild|pneumonitis|interstitial lung disease|\w*toxicity|cardiomyopathy|hepatitis|neuropathy|diarrh\w+|reaction|rash)"
    r"(?: \(?(?:grade|gr|g|ctcae) ?[1-5]\)?)? (?:under|on|from|with|during|due to|secondary to|after) (?:the )?\Z"
)
_EVENT_REACH = 60
_UNTIL_IT = re.compile(r"\b(?:until|till|til|up to)(?: (?:the|her|his|a|first|brain|cns|liver|lung|bone))*\s*\Z")
_COMPLETING = re.compile(  # "completing six cycles of docetaxel in June 2023"
    r"\b(?:complet(?:ing|ed|ion of)|finish(?:ing|ed))(?: (?:her|his|all|the|\w+(?= (?:cycles|courses|doses))))?(?: (?:cycles|courses|doses)(?: of)?)?(?: weekly)? \Z"
)
_ENDED = re.compile(r"stop|complet|finish|discontinu|ceas|\boff\b|d/c|end")
_LEADS = re.compile(r"[^a-z]*(?:line \d|[a-z]+:?)?[^a-z]*")  # what may stand before a date that heads its unit
_BEHIND_DATE = re.compile(r"[\s,:>\-]{1,14}(?:(?!dob)[a-z0-9/]+[ :]+){0,3}")
_LED_DATE = re.compile(r"\b(?:in|on|since|from|by)\s+(?:early |late |mid[ -]?)?\Z")
_NEAR = 34  # characters between a cue and the date it tells of
_RANGE = re.compile(r"\s*(?:-|to|through|thru|until|till|->|up to)\s*(?:about |approximately )?")
_OPEN = re.compile(r"\s*(?:-|to|through|->|until)?\s*(?:present|ongoing|now|current(?:ly)?|date|continuing|today)\b")


@dataclass(frozen=True)
class DateRoles:
    """The dates of a treatment, whether it goes on, and where the dates stand."""

    start: PartialDate | None = None
    stop: PartialDate | None = None
    last: PartialDate | None = None
    open_end: bool = False
    spans: tuple[tuple[int, int], ...] = ()


def dates_of(note: Note, unit: tuple[int, int], group: DrugGroup) -> DateRoles:
    """Which of the dates beside a group tells when it began, when it ended and when it was last given."""
    harm = _OF_ITS_HARM.search(note.folded, unit[0], group.start)
    found = [
        mention
        for mention in note.dates_between(*group.scope)
        if not (harm and mention.start > group.end)
        and (mention.start > group.end or _heads(note, unit, group, mention))
        and not _NEXT.search(note.folded, max(0, mention.start - _NEAR), mention.start)
        and not _is_of_another_event(note, group, mention)
    ]
    roles = DateRoles()
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


def _is_of_another_event(note: Note, group: DrugGroup, mention: DateMention) -> bool:
    """Whether a date is of surgery, growth or the like; not where the drugs were given until then."""
    low = max(note.unit_at(mention.start)[0], mention.start - _EVENT_REACH)
    event = _OF_ANOTHER_EVENT.search(note.folded, low, mention.start)
    return event is not None and not (
        event.start() > group.end and _UNTIL_IT.search(note.folded, group.end, event.start())
    )


def _heads(note: Note, unit: tuple[int, int], group: DrugGroup, mention: DateMention) -> bool:
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
            cues_between(note, cue_books().before, mention.end, group.start)
        )
    lead = note.folded[unit[0] : mention.start]
    earlier = note.dates_between(unit[0], mention.start)
    if earlier and _RANGE.fullmatch(note.folded[earlier[-1].end : mention.start]):
        lead = note.folded[unit[0] : earlier[-1].start]
    return bool(_LEADS.fullmatch(lead)) or bool(_LED_DATE.search(lead))


def _role(note: Note, group: DrugGroup, mention: DateMention) -> str:
    first = group.end if mention.start > group.end else group.scope[0]
    start = max(first, mention.start - _NEAR)
    if _CYCLE.search(note.folded, start, mention.start):
        return "last"
    cues = note.matches(cue_books().roles, start, mention.start)
    if cues:
        stopped = [cue for cue in cues if cue[0] != "start"]
        if stopped and note.folded[cues[-1][1] : cues[-1][2]] in {"in", "on"}:
            return stopped[-1][0]  # "stopped after 6 cycles in October"
        if cues[-1][0] != "start" or note.folded[cues[-1][1] : cues[-1][2]] not in {"in", "on"}:
            return cues[-1][0]
    if mention.start > group.end and _COMPLETING.search(note.folded, note.unit_at(group.start)[0], group.start):
        return "stop"
    before = cues_between(note, cue_books().before, group.scope[0], group.start)[-1:]
    return "stop" if any(_ENDED.search(note.folded, start, end) for _, start, end in before) else "start"

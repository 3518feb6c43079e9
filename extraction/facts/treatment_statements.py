"""Reads what a text says of drugs named together: given or not, setting, line, dates, and how the treatment stands."""

import re
from dataclasses import replace

from domain.course import Setting, TreatmentStatus
from extraction.facts import drugs
from extraction.facts.drugs import DrugMention
from extraction.facts.note import Note
from extraction.facts.treatment_context import in_context
from extraction.facts.treatment_cues import cue_books, cues_between
from extraction.facts.treatment_dates import DateRoles, dates_of
from extraction.facts.treatment_groups import DrugGroup, groups_of
from extraction.facts.treatment_numbers import with_numbers
from extraction.facts.treatment_setting import setting_of, with_disease
from extraction.facts.treatment_standing import Standing, Words, standing_of
from extraction.facts.treatment_statement import Statement
from extraction.facts.treatment_switches import with_switches
from extraction.sections import SectionKind

_FOLLOWS = re.compile(
    r"(?:then|followed by|f/b|->)\s*(?:(?:maintenance|continued|cont|weekly|dose[- ]dense|adjuvant|\d{1,2} (?:cycles|weeks|doses) of)\s*)*\Z"
)
_LINE_REACH = 160
_WHY = re.compile(r"\breasons? (?:for )?(?:discontinu\w+|stopp\w+|change|switch)\b")
_BROKEN_OFF = re.compile(r"\b(?:permanently )?(?:discontinued|stopped)\b")
_CYCLES_AFTER = re.compile(
    r"\s*(?:\(\d{1,2}\)|\(?x ?\d{1,2}\b|,? ?\(?\d{1,2} ?#|,? ?\d{1,3} (?:cycles|cycs?|doses|courses|infusions))"
)
_CYCLES_BEFORE = re.compile(
    r"\b(?:\d{1,3} ?(?:cycles|cycs?|doses|courses|infusions)|\d{1,2} ?#)(?: of)? \Z"
)  # "4# docetaxel"
# "start T-DXd this week (funding approved)": the money is approved, and nothing is told of the drug in general.
_FUNDED = re.compile(
    r"\b(?:funding|funds|insurance|coverage|authori[sz]ation|auth|reimbursement|pbs|cdf|compassionate (?:use|access))(?: (?:is|was|has been|now|already))*\s*\Z"
)
_AT_FIRST = re.compile(
    r" with(?=[,;.)]| (?:from|in|until|and|then)\b)"
)  # "docetaxel to begin with": at first, not to be begun
_COUNTED = r"(?:weekly |dose[- ]dense |\d{1,2} ?(?:#|cycles|doses)(?: of)? )?"
_ENTRY = re.compile(rf"[\s\d.)*\u2022-]*{_COUNTED}")
_PLAN_LEAD = re.compile(
    rf"\b(?:a/p|plan|plans|planned|recommendations?|intent|intention|proposal)\b ?[:\u2013-]? ?(?:\d[.)] )?{_COUNTED}\Z"
)
# A drug named as the cause of harm: "pneumonitis on T-DXd" tells that it was given, not that it is.
_SIDE_EFFECT = re.compile(
    r"\b(?:pneumonitis|ild|lung disease|cardiomyopathy|cardiotoxicity|toxicity|neuropathy|reaction|hepatitis|diarrhoea|diarrhea)"
    r"\b[^.;,]{0,15}\b(?:on|to|from|due to|caused by|with|after)\s*\Z"
)
_REASON = re.compile(
    r"\b((?:(?:grade|gr|liver|hepatic|brain|cns|nodal|lung|bone|severe|patient as|as) ?\d? (?:and )?){0,2}"
    r"(?:progression|progressive disease|pd|neuropathy|pneumonitis|ild|toxicity|intolerance|cardiotoxicity|lvef|ef|"
    r"diarrhea|diarrhoea|rash|hepatotoxicity|thrombocytopenia|trying to conceive|(?:[a-z]+ ){0,2}grew|relapse|recurrence|side effects|"
    r"fatigue|allergic reaction|infusion reaction)\b(?: (?:of|in) [a-z ]{3,20}| [a-z]+ nodes| \d\d-\d\d%)?)"
)
GIVEN = frozenset({TreatmentStatus.CURRENT, TreatmentStatus.COMPLETED, TreatmentStatus.STOPPED, TreatmentStatus.HELD})


def statements(note: Note) -> list[Statement]:
    """Everything a document says of systemic treatment, in order of the text."""
    by_unit: dict[tuple[int, int], list[DrugMention]] = {}
    for mention in drugs.find(note):
        if not note.of_somebody_else(mention.start):
            by_unit.setdefault(note.unit_at(mention.start), []).append(mention)
    said = [
        each
        for unit, mentions in by_unit.items()
        for each in _with_next_unit(
            note,
            unit,
            [
                replace(_statement(note, unit, group), unit=unit, named=(group.start, group.end))
                for group in groups_of(note, unit, mentions)
            ],
        )
    ]
    return with_switches(note, with_disease(note, with_numbers(note, in_context(note, said))))


def _with_next_unit(note: Note, unit: tuple[int, int], said: list[Statement]) -> list[Statement]:
    """The statements of a unit; the last one is broken off where the next line, or the rest of its own, says why."""
    start, end = note.unit_at(unit[1]) if unit[1] < len(note.text) else unit
    broken = _BROKEN_OFF.search(note.folded, start, end) if start == unit[1] else None
    if broken is None:
        line = note.text.find("\n", max(unit[0], unit[1] - 1))
        start, end = unit[1], line if line >= 0 else len(note.text)
        broken = _WHY.search(note.folded, start, min(end, start + _LINE_REACH)) if start < end else None
        start = broken.start() if broken else start
    reason = _REASON.search(note.folded, start, end) if broken else None
    if broken is None or reason is None or _names_drugs(note, start, end) or not said[-1].given:
        return said
    last = replace(
        said[-1],
        status=TreatmentStatus.STOPPED,
        strong=True,
        reason=_plain(note, reason),
        end_offset=max(broken.end(), reason.end()),
    )
    return [*said[:-1], last]


def _names_drugs(note: Note, start: int, end: int) -> bool:
    return any(start <= mention.start < end for mention in drugs.find(note))


def _plain(note: Note, match: re.Match[str]) -> str:
    return " ".join(note.text[match.start(1) : match.end(1)].split())


def _statement(note: Note, unit: tuple[int, int], group: DrugGroup) -> Statement:
    scope_start, scope_end = group.scope
    before = cues_between(note, cue_books().before, scope_start, group.start)
    after = [
        cue
        for cue in cues_between(note, cue_books().after, group.end, scope_end)
        if not (cue[0] == "generic" and _FUNDED.search(note.folded, group.end, cue[1]))
        and not (cue[0] == "planned" and _AT_FIRST.match(note.folded, cue[2]))
    ]
    led = cues_between(note, cue_books().before, unit[0], scope_start)
    roles = dates_of(note, unit, group)
    written = note.date_at(group.start)
    if _SIDE_EFFECT.search(note.folded, max(unit[0], group.start - 40), group.start):
        return Statement(
            drugs=group.drugs,
            start_offset=group.start,
            end_offset=group.end,
            given=True,
            written=note.date_at(group.start),
        )
    standing = standing_of(note, group, Words(before, after, led), roles, written)
    setting, line = setting_of(note, unit, group, roles.start, dated=bool(roles.spans))
    spans = [(group.start, group.end), *([standing.cue] if standing.cue else []), *roles.spans]
    reason = None
    if standing.status in {TreatmentStatus.STOPPED, TreatmentStatus.HELD, TreatmentStatus.COMPLETED}:
        reason = _reason(note, group)
    status = standing.status
    if status is None and not standing.negated and not roles.spans and _is_listed_plan(note, group):
        status = TreatmentStatus.PLANNED
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


def _was_given(note: Note, group: DrugGroup, roles: DateRoles, setting: Setting | None, standing: Standing) -> bool:
    """Whether cycles, dates, or "progression on" tell that the drugs were given."""
    if standing.doubtful:
        return False
    return bool(
        roles.spans
        or setting in {Setting.NEOADJUVANT, Setting.ADJUVANT}
        or _CYCLES_AFTER.match(note.folded, group.end)
        or _CYCLES_BEFORE.search(note.folded, max(0, group.start - 30), group.start)
        or note.matches(cue_books().given, group.scope[0], group.start)
    )


def _is_listed_plan(note: Note, group: DrugGroup) -> bool:
    """Whether cycles of drugs are an entry of a plan, without a word of how they stand: "PLAN: 1. nab-paclitaxel x 6"."""
    if not _CYCLES_AFTER.match(note.folded, group.end) and not _CYCLES_BEFORE.search(
        note.folded, max(0, group.start - 30), group.start
    ):
        return False
    line = note.text.rfind("\n", 0, group.start) + 1
    if _PLAN_LEAD.search(note.folded, line, group.start):
        return True
    is_entry = _ENTRY.fullmatch(note.folded, line, group.start) is not None
    return is_entry and note.section_at(group.start).kind is SectionKind.PLAN


def _reason(note: Note, group: DrugGroup) -> str | None:
    match = _REASON.search(note.folded, group.end, group.scope[1])
    return _plain(note, match) if match else None

"""What sentences beside a treatment's own say of it: a plan's later part, her wish, another cancer, the setting."""

import re
from dataclasses import replace

from domain.course import Setting, TreatmentStatus
from extraction.facts.drugs import DrugClass, drug_class
from extraction.facts.note import Note
from extraction.facts.treatment_statement import Statement

_TALK = frozenset({TreatmentStatus.PLANNED, TreatmentStatus.CONSIDERED, TreatmentStatus.DECLINED})
_OF_ANY_CANCER = frozenset({DrugClass.CHEMOTHERAPY, DrugClass.IMMUNOTHERAPY, DrugClass.TARGETED})
_WISH_REACH = 400  # characters behind drugs that were discussed
_WISH = re.compile(
    r"\b(?:she|he|patient|pt|they)(?: \w+){0,2} (?:(?:keen|happy|eager|willing|ready) to (?:start|begin|proceed|go ahead|have)|"
    r"(?:agree[sd]?|elect(?:s|ed)|decide[sd]|wishe[sd]|want(?:s|ed)|would like|chose|opt(?:s|ed)) to (?:start|begin|proceed|go ahead)|"
    r"(?:has )?consented)\b"
)
_NOT = re.compile(r"\b(?:not|no|never|unsure|undecided|reluctant)\b")
_CANCER = r"(?:cancers?|carcinomas?|adenocarcinomas?|ca|malignanc(?:y|ies)|tumou?rs?)"
_OTHER_CANCER = re.compile(
    rf"\b(?:ovar(?:y|ian)|colon|colorectal|rectal|endometrial|uterine|cervical|cervix|lung|thyroid|bladder|renal|kidney|"
    rf"prostate|gastric|pancrea\w+|testic\w+|esophageal|oesophageal)(?: \w+)? {_CANCER}\b|"
    rf"\b{_CANCER} of the (?:ovar\w+|colon|rectum|uterus|cervix|lung|thyroid|bladder|kidney|prostate|stomach|pancreas)\b|"
    r"\b(?:lymphoma|leuk[ae]?emia|myeloma|melanoma|sarcoma|hodgkin\w*|nhl)\b"
)
# "carboplatin x6 in 2015 for stage III ovarian cancer": what they were for stands behind the drugs.
_FOR = re.compile(
    rf"[^.;]{{0,40}}?\bfor (?:(?:her|his|a|an|the|prior|previous|early|stage|localized|advanced|[iv]+[abc]?|\d[abc]?) ){{0,4}}(?:{_OTHER_CANCER.pattern})"
)
_HAD = re.compile(r"\b(?:history|hx|h/o|past|prior|previous\w*|diagnosed|treated|underwent|had|19\d\d|20\d\d)\b")
_BREAST = re.compile(r"\b(?:breast|mammary|mastectomy|her2)\b")
_OTHER_REACH = 240
_NEOADJUVANT = re.compile(
    r"\b(?:respon\w+ to|after|following|completed|completing|receiving|received|undergoing|during|on|status post|s/p|midway through)"
    r" (?:her |his |the )?(?:neo-?adjuvant|pre-?operative|primary systemic) (?:chemo\w*|therapy|treatment)\b"
)
_ANY_OTHER_SETTING = re.compile(
    r"(?<!neo)(?<!neo-)(?<!neo )\badjuvant\b|\bmetastatic (?:breast|disease|setting)|\bstage iv\b|\bpalliative\b|\b[1-5](?:st|nd|rd|th)[ -]line"
)


def in_context(note: Note, said: list[Statement]) -> list[Statement]:
    """The statements as the sentences about them have it; those of another cancer are left out."""
    hers = [each for each in said if not _of_other_cancer(note, each)]
    return _with_setting(note, [_wished(note, each, hers) for each in _in_sequence(_with_plans_carried_on(hers))])


def _in_sequence(said: list[Statement]) -> list[Statement]:
    """What stands between two treatments that were given was given: "THP, then T-DM1, then T-DXd since July"."""
    found = list(said)
    for at in range(1, len(said) - 1):
        before, each, after = found[at - 1], said[at], said[at + 1]
        silent = each.status is None and not each.given and not each.negated
        if (
            silent
            and each.follows
            and after.follows
            and before.given
            and after.given
            and each.unit == after.unit == before.unit
        ):
            found[at] = replace(each, given=True, setting=each.setting or before.setting)
    return found


def _with_plans_carried_on(said: list[Statement]) -> list[Statement]:
    """A plan's later part is planned too, where nothing else is said of it: "will be treated with A followed by B"."""
    carried: list[Statement] = []
    for each in said:
        open_ = each.status is None or (
            each.status is TreatmentStatus.CURRENT and not each.strong
        )  # "then maintenance HP"
        plan = carried[-1] if carried and each.follows and open_ else None
        if plan is not None and plan.status in _TALK and plan.unit == each.unit:
            setting = each.setting or plan.setting
            carried.append(replace(each, status=plan.status, strong=plan.strong, given=False, setting=setting))
        else:
            carried.append(each)
    return carried


def _wished(note: Note, statement: Statement, said: list[Statement]) -> Statement:
    """What was discussed and she is keen to start is planned, where no other treatment is discussed beside it."""
    if statement.status is not TreatmentStatus.CONSIDERED:
        return statement
    end = statement.end_offset
    wish = _WISH.search(note.folded, end, end + _WISH_REACH)
    if wish is None or "\n\n" in note.text[end : wish.start()] or _NOT.search(wish.group()):
        return statement
    others = [
        each
        for each in said
        if each is not statement
        and statement.start_offset - _WISH_REACH < each.start_offset < wish.start()
        and each.status is TreatmentStatus.CONSIDERED
    ]
    if others:
        return statement
    return replace(statement, status=TreatmentStatus.PLANNED, end_offset=wish.end())


def _of_other_cancer(note: Note, statement: Statement) -> bool:
    """Whether the drugs were given for a cancer of another organ: it was named last before them, in their paragraph."""
    if statement.status in {TreatmentStatus.CURRENT, *_TALK} or not _may_be_of_any_cancer(statement):
        return False
    start = statement.start_offset
    behind = _FOR.match(note.folded, statement.named[1], note.unit_at(start)[1])
    if behind and not _BREAST.search(behind.group()):
        return True
    first = max(0, start - _OTHER_REACH, note.text.rfind("\n\n", 0, start))
    lead = note.folded[first:start]
    others = list(_OTHER_CANCER.finditer(lead))
    if not others or _BREAST.search(lead, others[-1].start()):
        return False
    line = max(lead.rfind(".", 0, others[-1].start()), 0)
    return _HAD.search(lead, line) is not None and not _BREAST.search(
        note.folded, statement.end_offset, note.unit_at(start)[1]
    )


def _may_be_of_any_cancer(statement: Statement) -> bool:
    """Whether the drugs are none that only breast cancer is treated with."""
    return all(drug == "taxane" or drug_class(drug) in _OF_ANY_CANCER for drug in statement.drugs)


def _with_setting(note: Note, said: list[Statement]) -> list[Statement]:
    """A note that calls the chemotherapy neoadjuvant in another sentence, and speaks of no other setting."""
    if not any(map(_is_chemotherapy_given, said)) or any(each.setting is not None for each in said):
        return said
    if _ANY_OTHER_SETTING.search(note.folded):
        return said
    calls = [match for match in _NEOADJUVANT.finditer(note.folded) if not note.of_somebody_else(match.start())]
    if not calls or any(note.denied(*match.span()) for match in calls):
        return said
    return [replace(each, setting=Setting.NEOADJUVANT) if _is_chemotherapy_given(each) else each for each in said]


def _is_chemotherapy_given(statement: Statement) -> bool:
    return statement.given and all(
        drug == "taxane" or drug_class(drug) is DrugClass.CHEMOTHERAPY for drug in statement.drugs
    )

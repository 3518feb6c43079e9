"""Reads local treatment of brain metastases: surgery, radiosurgery, whole-brain and other radiotherapy, with date and standing."""

import re
from collections.abc import Callable, Iterator

from domain.course import LocalTreatment, LocalTreatmentKind, TreatmentStatus
from domain.dates import PartialDate
from domain.document import DocumentKind
from extraction.facts.local_targets import both_targets, target_near
from extraction.facts.note import Note
from extraction.sections import SectionKind

_KINDS = (
    (
        LocalTreatmentKind.WBRT,
        re.compile(
            r"\b(?:wbrt|whole[ -]brain (?:radio ?therapy|radiation|irradiation|rt|xrt)(?: therapy)?|pan ?cranial irradiation|"
            r"radiation (?:therapy )?to the whole brain|whole[ -]brain)\b"
        ),
    ),
    (
        LocalTreatmentKind.SRS,
        re.compile(
            r"\b(?:gk srs|srs|sbrt to (?:the )?brain|fsrt|srt|stereotactic radio ?surgery|stereotactic radio ?therapy|radio ?surgery|"
            r"gamma[ -]?knife(?: radio ?surgery)?|cyber[ -]?knife|stereotactic (?:radiation|irradiation|rt)|"
            r"linac[ -]based (?:single isocenter )?srs)\b"
        ),
    ),
    (
        LocalTreatmentKind.SURGERY,
        re.compile(
            r"\b(?:(?:suboccipital |redo )?craniotom(?:y|ies)|craniectomy|crani|metastasectomy|(?:gross total |subtotal |surgical )?resection|"
            r"resect(?:ed|ing)?|surgically removed|(?:tumou?r|lesion|metastas[ie]s) (?:was |were )?(?:removed|excised)|"
            r"surgically (?:proven|confirmed)|underwent surgery|post-?operative (?:non-?contrast\w* )?(?:ct|mri?)|excision|debulk\w+|laser (?:interstitial thermal (?:therapy|ablation)|ablation)|litt|(?:neurosurgical|surgical|total|complete|subtotal|gross[ -]total) removal)\b"
        ),
    ),
    (
        LocalTreatmentKind.RADIOTHERAPY_OTHER,
        re.compile(
            r"\b(?:cranial (?:radio ?therapy|radiation|xrt|irradiation|rt)|cranio-?spinal (?:irradiation|radiation|rt)|"
            r"(?:radio ?therapy|radiation(?: therapy)?|irradiation|xrt|\d[\d,.]* ?c?gy) (?:\w+ ){0,3}(?:to|of) (?:the |her |his )?(?:brain|head|cavity|resection|cranium|"
            r"tumou?r bed|posterior fossa|sella|pituitary|brain ?stem|skull base|cerebell\w+|(?:left|right) (?:frontal|parietal|temporal|occipital))|"
            r"brain (?:radio ?therapy|radiation(?: therapy)?|irradiation|rt|xrt)|cavity (?:radio ?therapy|radiation|rt)|"
            r"(?:meningiomas?|gliomas?|brain tumou?rs?|(?:brain|cerebral) metastas[ei]s)\b(?:(?!\b(?:never|no|not|without)\b)[^.;,]){0,50}?(?:radio ?therapy|radiation|irradiation)|irradiated (?:right|left)?|radiated (?:brain )?lesions|posterior fossa (?:radiation|boost))\b"
        ),
    ),
)
_BRAIN = re.compile(
    r"\b(?:brain|cerebr\w+|cerebell\w+|intracrani\w+|crani\w*|frontal|parietal|temporal|occipital|pontine|pons|brainstem|"
    r"posterior fossa|intra-?axial|neurosurg\w*|thalam\w+|pituitar\w+|mening\w+|hemispher\w+|cns|gliom\w+|"
    r"medulla|ventric\w+|radio ?surg\w*|supratentorial|infratentorial|skull)\b"
)
_NOT_BRAIN = re.compile(
    r"\b(?:breast|nodes?|axilla\w*|mastectomy|lumpectomy|margins?|lung|lobectomy|colon|bowel|uter\w+|ovar\w+|liver|hepat\w+|"
    r"lips?|scalp|polyps?|mole|cataract|appendix|kidney|renal|nephrectomy|thyroid|chest|lobe of lung|prostate|skin|melanoma of|wide local|rib|spine|spinal|segment\w*)\b"
)
_PLANNED = re.compile(
    r"\b(?:plans?|planned|planning|will|scheduled|to (?:see|undergo|have)|(?<!went on )to receive|(?<!had )to be|refer\w*|consult(?:ation)?|tentative|tent|"
    r"awaited|appointment|recommend\w*|board|wants|tomorrow|next week|upcoming|proceed|booked|mdt|going to|pending|due)\b"
)
_WEIGHED = re.compile(
    r"\b(?:vs|versus|or|discuss\w*|consider\w*|option|options|could|would|may|might|alternatively|if|asks?|asked|"
    r"not for|candidate|suggest\w*|offer\w*|possible|whether|lean|should|needed|amenable|weigh\w*|not now|defer\w*|"
    r"feasible|in lieu|choices?|need for|evaluation for|re)\b"
)
_DENIED = re.compile(
    r"\b(?:no|not|never|without|denies|declined|refused|neither)(?: (?:prior|previous|further|any|a|been|yet|for|had|received?|undergone?|undergo|to|his|her|the))*\s*\Z"
)
_PUT_OFF = re.compile(  # "hold off on WBRT", "whole-brain radiation kept in reserve": weighed, and neither had nor planned
    r"\b(?:hold(?:ing)? off(?: on)?|held off(?: on)?|avoid\w*|spar(?:e|es|ed|ing)|omit\w*|withhold\w*|forgo\w*|rather than|instead of|"
    r"reserv(?:e|es|ed|ing))(?: (?:further|any|more|the|up ?front|repeat|her|him|from))*\s*\Z"
)
_PUT_OFF_BEHIND = re.compile(
    r"\W{0,3}(?:(?:is|was|are|were|being|to|be|kept|held) ){0,4}(?:in reserve|reserved|avoided|omitted|withheld|spared)\b"
)
_NOT_NEEDED = re.compile(  # "excision wasn't needed", "surgery was felt not to be indicated"
    r"[^.;,]{0,24}?\b(?:(?:is|was|are|were|would|did|does)(?: not|n't)|not|never)(?: \w+){0,4}? "
    r"(?:needed|required|necessary|indicated|recommended|advised|warranted|appropriate|feasible|possible|an option|offered|done|performed)\b"
)
_ORDERED_AROUND = re.compile(  # "wean decadron after SRS", "MRI 8 wks post SRS": an order tells when, not that it was done
    r"\b(?:after|post|following|on|around|before|until|once|when)(?: (?:the|her|his|completing|completion of))?[\s-]*\Z"
)
_AN_ORDER = re.compile(
    r"\A[\s\d.)*(-]*(?:wean|taper|reduce|mri|rescan|re-?scan|repeat|restart|resume|start|stop|hold|review|discuss|follow[ -]?up|next|see)\b|"
    r"\b(?:to|will|can|should|plan) (?:then )?(?:be )?(?:wean|taper|reduc|stop|rescan|re-?scan|repeat|restart|resum|start|begin|discuss|review|see|decid)\w*"
)
_TO_BE_DONE = re.compile(  # "for urgent transfer for craniotomy", "listed for craniotomy", "admit for resection"
    r"\b(?:(?:listed|booked|consented|consent|accepted|admit|awaiting admission|admission|transfer(?:red)?(?: \w+){0,3}|slot|date|theatre) for|to theatre for)\b[^.;]{0,30}\Z"
)
_FOR = re.compile(
    r"\A[\s\d.)*(-]*(?:outcome|plan|recommendation)?:?\s*for\b(?![^.;]*\b(?:underwent|had|received|was|were|treated)\b)[^.;]*\Z"
)
_SOON_BEHIND = re.compile(
    r"[^.;,]{0,24}\b(?:next (?:week|month|mon|tue|wed|thu|fri|sat|sun)\w*|this (?:coming )?(?:week|mon|tue|wed|thu|fri)\w*|in (?:\w+ )?(?:days|weeks)(?:'? time)?)\b"
)
_HEADS_CLAUSE = re.compile(  # of a plan: "postop SRS to cavity + SRS to the 2 small ones"
    r"\A[\s\d.)*+-]*(?:(?:and|then|with|post-?op(?:erative)?|adjuvant|cavity|single[- ]fraction|fractionated|salvage|consolidative|up ?front|gk|hypofractionated) ?)*\Z"
)
_LOOKS_BACK = re.compile(
    r"\b(?:stable|unchanged|treated|since|ago|prior|previous\w*|earlier|was|were|had|has|grew|grow\w*|enlarg\w+|recur\w*|"
    r"progress\w*|respon\w+|necrosis|status|months?|years?|show\w*|demonstrat\w*|reveal\w*)\b"
)
_STILL_AHEAD = re.compile(
    r"(?<!had )\bto be\b[^.;]{0,30}\Z|\b(?:metastas[ie]s|lesions?|mm)\b,?(?: \w+){0,2} for\s*\Z"
)  # "lesions are to be treated with radiosurgery", "midbrain metastasis, 7 mm, for radiosurgery"
_OF_A_SCAN = re.compile(r"\b(?:mri?|ct|scans?|imaging)\W*\Z")  # "post-op MRI 11/05/2025: gross total resection"
_CAVITY = re.compile(r"\s+(?:cavit(?:y|ies)|bed|site|margin)\b")
_RELATIVE = re.compile(r"\b(?:pre|post)[ -]?\Z")
_POSTOP = re.compile(r"\b(?:post-?op(?:erative)?|adjuvant|then|followed by|f/b)[ -]+\Z")
_POSTOP_REACH = 150
_DECLINED = re.compile(r"\b(?:declin\w+|refus\w+)\b")
_SURELY = re.compile(
    r"\b(?:received|underwent|undergone|treated with|s/p|status post|went on to (?:receive|undergo)|following|despite|completed|"
    r"had undergone|proceeded with)(?:\W+(?!if\b|or\b|plan)[\w/-]+){0,6}\W*\Z"
)
_RECEIVED = re.compile(
    r"\b(?<!be )(?<!will have )(?:received|underwent|undergone|completed|finished)(?: (?:a|her|his|the|palliative|adjuvant))*\s*\Z"
)
_OTHER_DISEASE = re.compile(
    r"\b(?:arteriovenous|avm|trigeminal|aneurysm\w*|h(?:a)?ematoma|subdural|stroke|trauma\w*|fracture\w*|abscess|empyema|shunt|"
    r"decompressi\w+|infarct\w*|epilepsy|prosthesis|cranioplasty)\b"
)
_TUMOUR = re.compile(
    r"\b(?:metasta\w+|mets?|tumou?rs?|lesions?|cancer|carcinoma|\w*gliom\w*|meningioma|mass|cavity|\w*adenoma)\b"
)
_TISSUE = re.compile(
    r"\b(?:histolog|patholog|histopatholog)\w+ (?:reveal|show|confirm|demonstrat)\w+ (?:\w+ )?(?:metasta|carcinoma|tumou?r)"
)
_SAID_AS_DONE = re.compile(r"\b(?:was|were|underwent|surgically|post-?operative)\b")
_DONE = re.compile(
    r"\b(?:s/p|status post|after|following|post|underwent|treated with|received|completed|had|was|were|prior|previous\w*|"
    r"since|performed|done|given|ago|history of|h/o|with|treated|pre-|delivered|tolerated|undergone|by|for|subsequent\w*|"
    r"then|followed by|on|postoperative|months|years|baseline|irradiated|off|stable|revealed|carried out|fractions|"
    r"initial|first|gk|her|his|leads? to|led to|result\w+ in|achiev\w+)\b|->"
)


def find(note: Note) -> tuple[LocalTreatment, ...]:
    """Local treatments of the brain that a document tells of: done, planned, considered or declined; one a kind and date."""
    told: list[tuple[LocalTreatment, int]] = []
    for kind, start, end in sorted(_hits(note), key=lambda hit: hit[1]):
        each = _treatment(note, kind, start, end)
        if each is None or (each.status is TreatmentStatus.COMPLETED and each.date is None):
            each = _behind_planned_surgery(note, kind, (start, end), told) or each
        if each is not None:
            told.append((each, start))
    planned = {each.kind for each, _ in told if each.status is TreatmentStatus.PLANNED}
    found: list[LocalTreatment] = []
    for treatment, start in told:
        orders = note.kind is not DocumentKind.BRAIN_IMAGING and _AN_ORDER.search(
            note.folded[note.unit_at(start)[0] : start]
        )
        ordered = treatment.kind in planned or orders
        if not ordered or not _only_orders(note, treatment, start):
            _add(found, treatment)
    firm = {each.kind for each in found if each.status in {TreatmentStatus.COMPLETED, TreatmentStatus.PLANNED}}
    kept = [each for each in found if each.status is not TreatmentStatus.CONSIDERED or each.kind not in firm]
    return tuple(map(_after_planned_surgery(kept), _without_paraphrases(kept)))


def _behind_planned_surgery(
    note: Note, kind: LocalTreatmentKind, span: tuple[int, int], told: list[tuple[LocalTreatment, int]]
) -> LocalTreatment | None:
    """Radiation that is to follow surgery told of just before as planned: "crani if they agree; postop SRS to cavity"."""
    if kind is LocalTreatmentKind.SURGERY or not told or not _POSTOP.search(note.folded, 0, span[0]):
        return None
    before, at = told[-1]
    ahead = before.status in {TreatmentStatus.PLANNED, TreatmentStatus.CONSIDERED}
    if not ahead or before.kind is not LocalTreatmentKind.SURGERY or span[0] - at > _POSTOP_REACH:
        return None
    return LocalTreatment(
        kind=kind,
        status=before.status,
        target=target_near("", note.folded[span[1] : note.unit_at(span[0])[1]]),
        evidence=(note.evidence(*span, f"local_treatment:{before.status}"),),
    )


def _only_orders(note: Note, treatment: LocalTreatment, start: int) -> bool:
    """Whether the words merely set the time of something else by a treatment that the document plans."""
    first, last = note.unit_at(start)
    undated = treatment.status is TreatmentStatus.COMPLETED and treatment.date is None
    return (
        undated
        and _ORDERED_AROUND.search(note.folded, first, start) is not None
        and _LOOKS_BACK.search(note.folded, first, last) is None
    )


def _without_paraphrases(found: list[LocalTreatment]) -> list[LocalTreatment]:
    """Leaves out "the irradiated lesion" where the document names the radiation itself."""
    named = {LocalTreatmentKind.SRS, LocalTreatmentKind.WBRT}
    has_named = any(each.kind in named and each.status is TreatmentStatus.COMPLETED for each in found)
    return [
        each
        for each in found
        if not (has_named and each.kind is LocalTreatmentKind.RADIOTHERAPY_OTHER and each.date is None)
    ]


def _after_planned_surgery(found: list[LocalTreatment]) -> Callable[[LocalTreatment], LocalTreatment]:
    """Radiation "after surgery" is planned where the surgery is."""
    surgery = {each.status for each in found if each.kind is LocalTreatmentKind.SURGERY}
    waits = surgery and TreatmentStatus.COMPLETED not in surgery

    def settled(treatment: LocalTreatment) -> LocalTreatment:
        quotes = " ".join(each.quote.lower() for each in treatment.evidence)
        if waits and treatment.date is None and treatment.status is TreatmentStatus.COMPLETED and "cavity" in quotes:
            return treatment.model_copy(update={"status": TreatmentStatus.PLANNED})
        return treatment

    return settled


def _hits(note: Note) -> Iterator[tuple[LocalTreatmentKind, int, int]]:
    taken: list[tuple[int, int]] = []
    for kind, pattern in _KINDS:
        for_another = False
        for match in pattern.finditer(note.folded):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            taken.append(match.span())
            if _is_for_another_disease(note, match):
                for_another = True
            elif for_another and not _TUMOUR.search(note.folded, *_beside(note, match)):
                continue  # told again without its tumour: "12 months after the gamma knife therapy" of a malformation
            elif not note.of_somebody_else(match.start()) and _is_of_the_brain(note, kind, match):
                yield kind, match.start(), match.end()


def _beside(note: Note, match: re.Match[str]) -> tuple[int, int]:
    start, end = note.unit_at(match.start())
    return max(start, match.start() - 60), min(end, match.end() + 60)


def _is_for_another_disease(note: Note, match: re.Match[str]) -> bool:
    start, end = _beside(note, match)
    behind = min(end, match.end() + 25)
    if _TUMOUR.search(note.folded, match.start(), behind) or _TISSUE.search(
        note.folded, match.end(), match.end() + 180
    ):
        return False
    return _OTHER_DISEASE.search(note.folded, start, end) is not None


def _is_of_the_brain(note: Note, kind: LocalTreatmentKind, match: re.Match[str]) -> bool:
    """Whether a resection or a radiation is of the brain: craniotomy and radiosurgery are, others by their sentence."""
    start, end = note.unit_at(match.start())
    sentence = note.folded[start:end]
    if match.group() == "craniectomy" and not _TUMOUR.search(sentence):
        return False
    radiation = {LocalTreatmentKind.WBRT, LocalTreatmentKind.RADIOTHERAPY_OTHER}
    if kind in radiation or match.group().startswith(("crani", "sub")):
        return True
    if note.kind is DocumentKind.BRAIN_IMAGING and kind is LocalTreatmentKind.SRS:
        return True
    elsewhere = bool(_NOT_BRAIN.search(sentence))
    if kind is LocalTreatmentKind.SRS:
        return not elsewhere or bool(_BRAIN.search(sentence))
    near = note.folded[max(start, match.start() - 70) : min(end, match.end() + 70)]
    context = note.folded[max(0, match.start() - 170) : min(end, match.end() + 70)]
    return bool(_BRAIN.search(context)) and not _NOT_BRAIN.search(near)


def _treatment(note: Note, kind: LocalTreatmentKind, start: int, end: int) -> LocalTreatment | None:
    first, last = note.unit_at(start)
    before, after = note.folded[first:start], note.folded[end:last]
    date, date_end = _date(note, start, end)
    status = _status(note, before, after, date, (start, end))
    if status is None:
        return None
    if _CAVITY.match(after):
        date, date_end = None, end  # "SRS to the resection cavity 8/2025": the day of the radiation
    if status is TreatmentStatus.PLANNED and date is not None and not _is_ahead(note, date, start):
        date, date_end = None, end  # a day without a year, meant as the next and not as the last one
    stop = date_end if date is not None and date_end > end else end
    return LocalTreatment(
        kind=kind,
        status=status,
        date=date,
        target=None if kind is LocalTreatmentKind.WBRT else target_near(before, after),
        evidence=(note.evidence(start, stop, f"local_treatment:{status}"),),
    )


def _date(note: Note, start: int, end: int) -> tuple[PartialDate | None, int]:
    """The date nearest behind the words, or right before them at the head of a line."""
    first, last = note.unit_at(start)
    if _RELATIVE.search(note.folded, max(0, start - 8), start):
        return None, end
    behind = [
        each for each in note.dates_between(end, min(last, end + 90)) if not _crosses(note.folded[end : each.start])
    ]
    if behind:
        return behind[0].date, behind[0].end
    before = note.dates_between(max(first, start - 40), start)
    if before and _OF_A_SCAN.search(note.folded, first, before[-1].start):
        return None, end
    if before and not re.search(r"[.;,]", note.folded[before[-1].end : start]):
        return before[-1].date, start
    return None, end


def _crosses(gap: str) -> bool:
    """Whether another event stands between the words and the date."""
    return bool(re.search(r"[;]|\. |\b(?:mri|ct|echo|follow|path|rescan|next|progress\w*|recurr\w*|repeat)\b", gap))


def _status(
    note: Note, before: str, after: str, date: PartialDate | None, span: tuple[int, int]
) -> TreatmentStatus | None:
    """None when it is denied or merely named."""
    clause = re.split(r"[;.](?=\s)|, (?=then|and|but)", before)[-1]
    if _DECLINED.search(after[:24]) or _DECLINED.search(clause[-24:]):
        return TreatmentStatus.DECLINED
    if _PUT_OFF.search(clause) or _PUT_OFF_BEHIND.match(after):
        return TreatmentStatus.CONSIDERED
    if _DENIED.search(clause) or re.match(r"[^.;,]{0,12}\b(?:not given|never given|not done|none|no\b)", after):
        return None
    if _NOT_NEEDED.match(after) and date is None:
        return None
    if _CAVITY.match(after) and clause.rstrip()[-2:] != "no":
        return TreatmentStatus.COMPLETED  # where there is a cavity, there was a resection
    later = date is not None and _is_ahead(note, date, span[0]) and not _RECEIVED.search(clause)
    if (
        later
        or _STILL_AHEAD.search(clause)
        or _is_to_be_done(note, clause, after, date, span[0])
        or (_PLANNED.search(clause[-60:]) and not _SURELY.search(clause))
        or re.match(
            r"[^.;]{0,30}\b(?:planned|planning|intended|proposed|scheduled|awaited|consult|discussion|appointment|slot|to follow|tomorrow)\b",
            after,
        )
    ):
        return TreatmentStatus.PLANNED
    past = (date is not None and not later) or bool(_SURELY.search(clause))
    if not past and (
        _WEIGHED.search(clause)
        or re.match(
            r"[^.;]{0,40}\b(?:vs|versus|or|would|could|considered|discussed|offered|proposed|option|\?|if (?:they|she|he|neurosurg\w*|the (?:board|team|surgeons?)|feasible|operable|fit|agree\w*))\b",
            after,
        )
    ):
        return TreatmentStatus.CONSIDERED
    words = note.folded[slice(*span)]
    if past or _SAID_AS_DONE.search(words) or _DONE.search(clause[-60:]) or _DONE.search(after[:40]):
        return TreatmentStatus.COMPLETED
    return None


def _is_to_be_done(note: Note, clause: str, after: str, date: PartialDate | None, at: int) -> bool:
    """Whether she is only down for it: listed or admitted for it, next week, or it is an item of a plan."""
    if date is not None:
        return False
    if (_TO_BE_DONE.search(clause) or _SOON_BEHIND.match(after)) and not _SURELY.search(clause):
        return True
    item = note.section_at(at).kind is SectionKind.PLAN and _HEADS_CLAUSE.match(re.split(r"[,+]|\band\b", clause)[-1])
    return _FOR.match(clause) is not None or (
        item is not None and item and re.match(r" (?:to|for)\b", after) is not None
    )


def _is_ahead(note: Note, date: PartialDate, at: int) -> bool:
    written = note.date_at(at)
    return written is not None and date.earliest() > written.earliest()


def _add(found: list[LocalTreatment], treatment: LocalTreatment) -> None:
    """Adds a treatment, or its words to the one of the same kind, standing and date."""
    for index, each in enumerate(found):
        dates_agree = each.date is None or treatment.date is None or _agree(each.date, treatment.date)
        same_day = each.date is not None and each.date == treatment.date
        if each.kind is treatment.kind and each.status is treatment.status and dates_agree:
            finer = max((date for date in (each.date, treatment.date) if date), key=_precision, default=None)
            found[index] = each.model_copy(
                update={
                    "date": finer,
                    "target": both_targets(each.target, treatment.target)
                    if same_day
                    else each.target or treatment.target,
                    "evidence": tuple(dict.fromkeys((*each.evidence, *treatment.evidence)))[:4],
                }
            )
            return
    found.append(treatment)


def _precision(date: PartialDate) -> int:
    return (date.month is not None) + (date.day is not None)


def _agree(one: PartialDate, other: PartialDate) -> bool:
    pairs = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    return all(left is None or right is None or left == right for left, right in pairs)

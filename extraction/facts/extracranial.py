"""Reads disease outside the brain: where it is, and whether it is controlled, growing or not there."""

import re

from domain.course import ExtracranialStatus
from domain.document import DocumentKind
from domain.finding import Finding, Status
from domain.specimen import Site
from extraction.facts.course_words import book_of
from extraction.facts.extracranial_words import clear_scans, told_in_words
from extraction.facts.note import Note
from extraction.facts.told import Told, newest_told
from extraction.sections import SectionKind

_HISTORY_DAYS = 150
_KINDS = frozenset(
    {DocumentKind.CLINICAL_NOTE, DocumentKind.BODY_IMAGING, DocumentKind.OTHER, DocumentKind.BRAIN_IMAGING}
)
_ORDER = (ExtracranialStatus.PROGRESSING, ExtracranialStatus.NONE, ExtracranialStatus.CONTROLLED)
_GREW = re.compile(
    r"\b(?:new|enlarging|growing|increas\w+|progress\w+|worse\w*|went from)\b[^.;]{0,40}\b(?:liver|lung|bone|hepatic|pulmonary|osseous|nodal|nodes?)\b"
    r"[^.;]{0,16}\b(?:lesions?|mets|metastas[ei]s|nodules?|disease|progression|pd)\b|\b(?:liver|lung|bone|nodal|hepatic) (?:pd|progression)\b"
    r"|\bprogression in (?:the )?(?:liver|lungs?|bones?|nodes)\b"
)
_PLACE = r"(?:liver|lungs?|bones?|hepatic|pulmonary|osseous|nodal|hilar|mediastinal|adrenal|pleural|axillary|supraclavicular|visceral)"
_LESIONS = (
    r"(?:lesions?|mets|metastas[ei]s|nodules?|nodes?|disease|deposits|lymph nodes?|adenopathy|lymphadenopathy|dz)"
)
_OF_A_PLACE = rf"\b{_PLACE} (?:and {_PLACE} )?{_LESIONS}(?: (?:is|are|was|were|has|have|appears?|now|all|also|slightly|markedly|mildly)){{0,3}}"
_GREW_BEHIND = re.compile(
    rf"{_OF_A_PLACE} (?:larger|bigger|enlarg(?:ed|ing)|grown|growing|increas(?:ed|ing)|progress(?:ed|ing)|worse(?:ned|ning)?)\b"
    r"|\bprogression,? \(?(?:liver|hepatic|lungs?|pulmonary|bones?|osseous|nodal)\b"
)
_HELD_BEHIND = re.compile(
    rf"{_OF_A_PLACE} (?:smaller|shrunk\w*|shrinking|unchanged|decreas(?:ed|ing)|reduced|regress(?:ed|ing)|resolved|responding|improved|gone|disappeared|no longer (?:seen|visible))\b"
)
_BETTER = (
    r"(?:improv(?:ed|ing)|better|responding|responded|stable|unchanged|smaller|quiet|controlled|regress(?:ed|ing))"
)
_SCAN_OF_THE_BODY = r"\b(?:pet(?:[-/ ]?ct)?|ct|bone scan|restaging|re-?staging|staging|scans?)\b"
_PLACE_BETTER = re.compile(  # "PET: interval improvement in osseous disease"
    rf"{_SCAN_OF_THE_BODY}[^.;\n]{{0,60}}?\b(?:bones?|liver|lungs?|nodes|osseous disease|viscera|skeleton)[ :,]{{1,2}}"
    rf"(?:(?:is|are|was|were|has|have|remains?|now|all|also|slightly|markedly|mildly|much|clearly|further) ){{0,3}}{_BETTER}\b"
    rf"|{_SCAN_OF_THE_BODY}[^.;\n]{{0,60}}?\b(?:improvement|regression|response|decrease|reduction) (?:in|of) (?:the |her )?(?:size of )?(?:the )?(?:known )?"
    rf"(?:{_PLACE} (?:and {_PLACE} )?{_LESIONS}|bones|liver|lungs?|nodes)\b"
)
_FREE = re.compile(
    r"\b(?:ned|no evidence of disease|(?:remains?|is|currently|clinically) (?:still |clinically )?disease[ -]free"
    r"(?! (?:interval|survival|period)))\b"
)
_BRAIN = re.compile(r"\b(?:brain|intracranial|cerebr\w+|cns progression)\b")
_NO = re.compile(r"\b(?:no|without|not|denies|never)\b(?:(?! (?:as|because|since|given|and (?:is|remains)) )[^.;,])*\Z")
_CLEAR = re.compile(
    r"(?:(?:,? and|,? or|,|/) ?[a-z]+){0,3} (?:(?:is|are|was|were|remains?|appears?) )?(?:both |all )?(?:clear|normal|unremarkable|not involved)\b"
)
_ONLY_INDICATION = frozenset(
    {SectionKind.INDICATION, SectionKind.TECHNIQUE, SectionKind.COMPARISON, SectionKind.METHODS}
)
_ADVANCED = re.compile(
    r"\b(?:stage (?:iv|4)|mbc|de novo|metastatic (?:her2|breast|carcinoma of)|brain met\w*|distant)\b"
)
_ACTIVE_ONLY = re.compile(r"\(resolved\)")


def status(note: Note) -> Finding[ExtracranialStatus]:
    """The newest statement; growth anywhere outweighs stability elsewhere in the same document."""
    if note.kind not in _KINDS:
        return Finding[ExtracranialStatus]()
    told = [*_phrases(note), *_growth(note)]
    for pattern in (_HELD_BEHIND, _PLACE_BETTER):
        told += _of_places(note, pattern, ExtracranialStatus.CONTROLLED)
    told += told_in_words(note)
    if not sites(note).known:
        told += clear_scans(note)
    told = [each for each in told if not _is_history(note, each.start)]
    told = told or _free(note)
    for value in _ORDER:
        of_value = [each for each in told if each.value is value]
        if of_value:
            return newest_told(note, of_value, "extracranial")
    return Finding[ExtracranialStatus]()


def sites(note: Note) -> Finding[tuple[Site, ...]]:
    """Sites of metastases outside the brain that the document names."""
    if note.kind is DocumentKind.CARDIAC:
        return Finding[tuple[Site, ...]]()
    spans: dict[Site, tuple[int, int]] = {}
    for name, start, end in note.matches(book_of("sites"), 0, len(note.text)):
        unit, last = note.unit_at(start)
        if note.section_at(start).kind in _ONLY_INDICATION and note.kind is DocumentKind.BRAIN_IMAGING:
            continue
        low, high = max(unit, start - 48), min(last, end + 32)
        near = [(cue[1], cue[2]) for cue in note.matches(book_of("metastatic"), low, high)]
        if not near or note.of_somebody_else(start) or note.denied(start, end) or note.doubtful(start, end):
            continue
        if (
            any(_NO.search(note.folded[unit:cue]) for cue, _ in near)
            or _ACTIVE_ONLY.match(note.folded, end + 1)
            or _CLEAR.match(note.folded, end)
        ):
            continue
        if re.search(
            r"\b(?:axilla\w*|sentinel) (?:lymph )?nodes? (?:dissection|biopsy)|primary", note.folded[low:high]
        ):
            continue
        spans.setdefault(Site(name), (start, end))
    if not spans or (set(spans) == {Site.LYMPH_NODE} and not _ADVANCED.search(note.folded)):
        return Finding[tuple[Site, ...]]()
    first = min(spans.values())[0]
    return Finding[tuple[Site, ...]](
        value=tuple(sorted(spans)),
        status=Status.STATED,
        date=note.date_at(first),
        evidence=tuple(note.evidence(start, end, "extracranial_sites") for start, end in sorted(spans.values())),
        rule="extracranial_sites",
    )


def _phrases(note: Note) -> list[Told[ExtracranialStatus]]:
    found = []
    for name, start, end in note.matches(book_of("extracranial"), 0, len(note.text)):
        unit, last = note.unit_at(start)
        words = note.folded[unit:last]
        if note.of_somebody_else(start) or note.section_at(start).kind in _ONLY_INDICATION:
            continue
        value = ExtracranialStatus(name)
        if not _is_of_the_body(note, unit, start, end, last, words):
            continue
        negated = _NO.search(note.folded[unit:start])
        if negated or (value is not ExtracranialStatus.CONTROLLED and note.doubtful(start, end)):
            continue
        found.append(Told(value, start, end))
    return found


def _is_of_the_body(note: Note, unit: int, start: int, end: int, last: int, words: str) -> bool:
    """Whether a judgement is of the body: a body study or site stands beside it, and not the brain nearer."""
    low, high = max(unit, start - 70), min(last, end + 50)
    body = note.matches(book_of("body_studies"), low, high)
    brain = [match.start() + low for match in _BRAIN.finditer(note.folded[low:high])]
    if note.kind is DocumentKind.BODY_IMAGING:
        return not brain
    if note.kind is DocumentKind.BRAIN_IMAGING and not re.search(r"\b(?:ct|body|extracranial|systemic)\b", words):
        return False
    if not body:
        return False
    nearest = min(abs(cue[1] - start) for cue in body)
    return not brain or nearest <= min(abs(at - start) for at in brain)


def _growth(note: Note) -> list[Told[ExtracranialStatus]]:
    return [
        each for pattern in (_GREW, _GREW_BEHIND) for each in _of_places(note, pattern, ExtracranialStatus.PROGRESSING)
    ]


def _free(note: Note) -> list[Told[ExtracranialStatus]]:
    """Tells of "no evidence of disease" of the whole person, in a note that tells of no disease outside the brain."""
    if note.kind is not DocumentKind.CLINICAL_NOTE or sites(note).known:
        return []
    found = _of_places(note, _FREE, ExtracranialStatus.NONE)
    return [
        each
        for each in found
        if not _is_history(note, each.start) and not _BRAIN.search(note.folded, *note.unit_at(each.start))
    ]


def _of_places(note: Note, pattern: re.Pattern[str], value: ExtracranialStatus) -> list[Told[ExtracranialStatus]]:
    """What a pattern that names its own place tells; not in the report of a scan of the brain alone."""
    if note.kind is DocumentKind.BRAIN_IMAGING and len(note.parts) == 1:
        return []
    return [
        Told(value, match.start(), match.end())
        for match in pattern.finditer(note.folded)
        if not note.of_somebody_else(match.start())
        and not _BRAIN.search(match.group())
        and not note.denied(match.start(), match.end())
        and not note.doubtful(match.start(), match.end())
        and note.section_at(match.start()).kind not in _ONLY_INDICATION
    ]


def _is_history(note: Note, start: int) -> bool:
    """Whether the date that stands nearest in its unit is long past."""
    unit, end = note.unit_at(start)
    dates, written = note.dates_between(unit, end), note.date_at(start)
    if not dates or written is None:
        return False
    nearest = min(dates, key=lambda each: min(abs(each.start - start), abs(each.end - start)))
    return (written.earliest() - nearest.date.earliest()).days > _HISTORY_DAYS

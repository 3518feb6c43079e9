"""Whether a document says that there are brain metastases, that there are none, or that some are suspected."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.brain import BrainMetastasis
from domain.document import DocumentKind
from extraction.assertion import Assertion, assertion_in_sentence, assertion_of
from extraction.facts.report import Report
from extraction.facts.spine import of_the_spine
from extraction.sections import SectionKind

_BRAIN = (
    r"(?:brain(?!\s*-?stem)|cerebral|intracerebral|intracranial|cerebellar|cns|central nervous system|parenchymal|"
    r"supratentorial|infratentorial|dural|pituitary|pontine|(?:frontal|parietal|temporal|occipital)(?: lobe)?)"
)
_METASTASIS = (
    r"(?:metasta(?:sis|ses|tic (?:\w+ )?(?:lesions?|disease|foc(?:i|us)|deposits?|tumou?rs?|mass(?:es)?|(?:adeno)?carcinoma))"
    r"|secondar(?:y|ies)(?: deposits?)?\b|mets?\b)"
)
_IN_THE_BRAIN = (
    r"(?:brain(?!\s*-?stem)|cerebrum|cerebell\w+|cns|pons|(?:frontal|parietal|temporal|occipital) lobe|head)\b"
)
NAMED = re.compile(  # the group is the word that is affirmed or denied
    rf"\b{_BRAIN}\b[a-z\s/,()-]{{0,55}}?(?P<behind>{_METASTASIS})|"
    rf"{_METASTASIS}[a-z\s,/]{{0,50}}?\b(?:to|in|of|involving|within|at)\b[a-z\s,/]{{0,60}}?\b{_IN_THE_BRAIN}|"
    rf"\b(?:metastasi[sz]ed|spread)\b[a-z\s,/]{{0,20}}?\b(?:to|in)\b[a-z\s,/]{{0,60}}?\b{_IN_THE_BRAIN}|"
    r"\bmetasta\w+ brain (?:tumou?rs?|disease|lesions?)|"
    r"\b(?:brain|cerebral|cerebellar|intracranial|frontal|parietal|temporal|occipital) metastatic (?:melanoma|\w*sarcoma|\w*carcinoma)"
)
_ANY = re.compile(
    r"\bmetasta(?:sis|ses|tic(?! (?:[a-z0-9+-]+ ){0,4}(?:cancer|ca)\b)(?! (?:\w+ )?(?:adeno)?carcinoma of))\b|\bmets\b|"
    r"\b(?:treated|brain|cerebral|cerebellar|frontal|parietal|temporal|occipital|pontine|thalamic|solitary|single|known|lobe) met\b"
    r"(?! (?:with|the|all|criteria))"
)
_DIAGNOSED = re.compile(r"\bmetasta(?:sis|ses|tic)\b|\bmets\b|\bmelanoma\b")
# The name that a note gives to the whole disease, and no diagnosis of what a scan showed: "metastatic HER2 positive
# carcinoma of the right breast".
_THE_DISEASE = re.compile(r"(?: [^\s.;]+){0,14}? (?:carcinoma|cancer|ca|disease|breast)\b")
_KNOWN = re.compile(r"\b(?:history of|h/o|hx of|s/p|status post|known)\b(?![^.;]*\b(?:managed|treated) (?:for|as)\b)")
_OTHER_ORGAN = re.compile(
    r"\b(?:lungs?|pulmonary|liver|hepatic|bones?|bony|osseous|spin(?:e|al)|vertebra\w*|nod(?:e|es|al)|renal|adrenal|skin|"
    r"breast|calvarial|skull|scalp|marrow|leptomeningeal|visceral|body|systemic)\s+(?:and \w+ )?\Z"
)
# "left parietal skull lesion suspicious for metastasis"
_IN_BONE = re.compile(
    r"\b(?:skull|calvari\w+|osseous|bony?|marrow|clivus|clival|scalp|vertebra\w*)(?: \w+)? "
    r"(?:lesions?|foc(?:us|i)|nodules?|mass|defect|abnormality|signal)\b(?:(?!\b(?:brain|intra-?cranial|parenchym\w+)\b)[^.;])*\Z"
)
_BRAIN_LISTED = re.compile(
    r"metasta\w+ (?:to|in) the [a-z\s,]*\bbrain\Z"
)  # "systemic metastases to the lung, bone, brain"
_NOTHING_NEW = re.compile(r"\b(?:new|additional|other|further|more)\s+(?:[a-z-]+\s+){0,4}\Z")
_ELSEWHERE = re.compile(r"\s+(?:[a-z]+ )?(?:elsewhere|at any other site|in the remaind\w+)")
_RESOLVED = re.compile(
    r"\b(?:no residual|gross total resection|no (?:evidence of )?(?:residual|recurren\w+)|"
    r"(?<!near[ -])complete (?:\w+ ){0,2}(?:response|remission)|totally regressed|"
    r"craniotomy for|(?:resection|removal) of (?:(?:an?|the) )?(?:[a-z]+ ){0,5}metasta\w+|"
    r"(?:was|were) (?:completely )?(?:removed|resected)|(?:has|have) (?:completely )?(?:resolved|disappeared))\b"
)
_ACTIVE = re.compile(r"\b(?:active|viable|residual|recurrent)\s+(?:[a-z-]+\s+){0,2}\Z")
_BEFORE_THE_STUDY = frozenset(
    {SectionKind.INDICATION, SectionKind.HISTORY, SectionKind.COMPARISON, SectionKind.TECHNIQUE, SectionKind.BODY}
)
_KNOWN_DISEASE = re.compile(
    rf"{NAMED.pattern}|\b(?:treated|irradiated|resected|known) metasta\w+|\bwbrt\b|\bsrs\b|"
    r"\b(?:whole[ -]brain (?:radio\w+|rt)|radio ?surgery|gamma knife|cyber ?knife|stereotactic (?:radio\w+|radiation))\b"
)
_ONLY_ASKED = re.compile(
    r"\?|\b(?:planning|planned|rule out|r/o|exclude|evaluate for|assess for|screen\w*|suspected|to determine)\b"
)
_FOR_ANOTHER = re.compile(  # radiosurgery is also given for these
    r"\b(?:arteriovenous|avm|trigeminal|meningiomas?|schwannomas?|acoustic neuroma|\w*adenoma|cavernoma|epilepsy)\b"
)
_NOTHING_LEFT = re.compile(
    r"\bno (?:evidence (?:of|for) )?(?:\w+ )?(?:residual|recurren\w+|active|viable|local recurrence|nodular residual)\b|"
    r"\bresection (?:cavity|bed)\b|\bsurgical cavity\b|\b(?<!near[ -])complete (?:\w+ ){0,2}response\b|"
    r"\bno new (?:\w+ ){0,2}(?:lesions?|metasta\w+|intracranial disease|enhanc\w+)\b|\bno longer (?:visible|seen|present|evident)\b"
)
_NONE_BACK = re.compile(
    r"\b(?:no|without) (?:(?:evidence|sign|suggestion)s? (?:of|for) )?(?:(?:definite|local|residual|new|or|and|/)[ ,]*)*recurren\w+"
    r"(?: ?(?:or|and|/|,) ?(?:new|residual|additional))?(?: \w+)? metasta\w+"
)
_GONE = re.compile(
    r"\b(?:complete (?:\w+ )?(?:response|remission|regression|resolution)|full remission|no residual|"
    r"no (?:evidence of )?(?:acute \w+ event, infection, or )?(?:intracranial|brain|cns|cerebral) (?:disease )?(?:progression|recurrence)|"
    r"(?:radical|complete|total|gross[ -]total)(?: surgical)? (?:resection|removal|excision)|"
    r"(?:totally|completely|entirely|radically) (?:removed|resected|excised)|no evidence of (?:disease|recurrence)|"
    r"(?:without|no) (?:evidence of )?viable (?:\w+ )?tumou?r|"
    r"(?:free of|without) (?:\w+ )?(?:recurrence|relapse)|"
    r"(?:disappearance|resolution) of (?:the |all |his |her )*(?:brain |intracranial |cerebral )?(?:metasta\w+|lesions?)|"
    r"(?:removed|resected|excised) (?:entirely|completely|in toto)|"
    r"(?:metasta\w+|lesions?|tumou?rs?) (?:has |have |had )?(?:completely )?(?:disappeared|resolved)|"
    r"brain tumou?r (?:was )?removed|brain tumou?r with removal|"
    r"(?:tumou?r|disease|progression)[ -]free|without evidence (?:for|of) further metasta\w+)\b"
)
_BACK = re.compile(
    r"\b(?:recur\w*|relaps\w*|new|progress(?:ed|ive|ion)?|enlarg\w+|residual) [a-z\s,]{0,40}\b(?:brain|intracranial|cerebral|cns)\b|"
    r"\b(?:brain|intracranial|cerebral|cns) (?:\w+ )?(?:recurrence|relapse|progression)"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement; `named` when brain metastases were named, not only implied by what else a scan showed."""

    value: BrainMetastasis
    start: int
    end: int
    rule: str
    named: bool = True


_MEANT = {
    Assertion.AFFIRMED: BrainMetastasis.PRESENT,
    Assertion.HISTORICAL: BrainMetastasis.PRESENT,
    Assertion.NEGATED: BrainMetastasis.ABSENT,
    Assertion.UNCERTAIN: BrainMetastasis.SUSPECTED,
}
_REPORTS = frozenset({DocumentKind.BRAIN_IMAGING, DocumentKind.BODY_IMAGING})


def find(report: Report, kind: DocumentKind) -> Iterator[Statement]:
    """Every statement that names brain metastases, in the document's own words."""
    for match in report.find(_ANY if kind is DocumentKind.BRAIN_IMAGING else NAMED):
        statement = _statement(report, kind, match)
        if statement is not None:
            yield statement


def _statement(report: Report, kind: DocumentKind, match: re.Match[str]) -> Statement | None:
    start, end = match.span()
    word = match.start("behind") if match.groupdict().get("behind") else start
    assertion = told(report, kind, word, end)
    meant = _MEANT.get(assertion)
    if meant is None or (report.section_at(start).kind is SectionKind.HISTORY and kind in _REPORTS):
        return None
    if kind is DocumentKind.BRAIN_IMAGING and of_the_spine(report, start):
        return None
    first, _ = report.sentence_span(start)
    before = report.folded[first:start]
    if _IN_BONE.search(before):
        return None
    if assertion is Assertion.HISTORICAL and not _KNOWN.search(before):
        return None
    if (_OTHER_ORGAN.search(before) and not _BRAIN_LISTED.search(match.group())) or (
        meant is BrainMetastasis.ABSENT and _only_no_more(report, match)
    ):
        return None
    if meant is BrainMetastasis.ABSENT and _ACTIVE.search(before):
        meant = BrainMetastasis.TREATED_RESOLVED
    if meant is BrainMetastasis.PRESENT and _RESOLVED.search(report.sentence(start)):
        meant = BrainMetastasis.TREATED_RESOLVED
    rule = "brain_metastasis_of_the_past" if assertion is Assertion.HISTORICAL else "brain_metastasis_named"
    return Statement(meant, start, end, rule)


def told(report: Report, kind: DocumentKind, start: int, end: int) -> Assertion:
    """How it is meant; what a clinical note gives as the reason for a visit or an operation is told there as known."""
    if kind is DocumentKind.CLINICAL_NOTE and report.section_at(start).kind is SectionKind.INDICATION:
        first, last = report.sentence_span(start)
        asked = _ONLY_ASKED.search(report.folded, first, last)
        return Assertion.HYPOTHETICAL if asked else assertion_in_sentence(report, start, end)
    return assertion_of(report, start, end)


def _only_no_more(report: Report, match: re.Match[str]) -> bool:
    """Whether only further metastases are denied: "no new metastasis", "no metastasis elsewhere"."""
    first, _ = report.sentence_span(match.start())
    return bool(
        _NOTHING_NEW.search(report.folded, first, match.start()) or _ELSEWHERE.match(report.folded, match.end())
    )


def known(report: Report) -> Statement | None:
    """Where what the study was asked for, or its history, tells of brain metastases or of their treatment as known."""
    for match in report.find(_KNOWN_DISEASE):
        if report.section_at(match.start()).kind not in _BEFORE_THE_STUDY:
            continue
        first, last = report.sentence_span(match.start())
        if (
            _ONLY_ASKED.search(report.folded, first, last)
            or _OTHER_ORGAN.search(report.folded, first, match.start())
            or _FOR_ANOTHER.search(report.folded, first, last)
        ):
            continue
        word = match.start("behind") if match["behind"] else match.start()
        if assertion_in_sentence(report, word, match.end()) in {Assertion.AFFIRMED, Assertion.HISTORICAL}:
            return Statement(BrainMetastasis.PRESENT, match.start(), match.end(), "brain_metastasis_known")
    return None


def nothing_left(report: Report) -> Statement | None:
    """Where the study of a treated brain says that no disease is left, back, or new in it."""
    for match in report.find(_NOTHING_LEFT):
        if report.section_at(match.start()).kind not in _BEFORE_THE_STUDY:
            return Statement(BrainMetastasis.TREATED_RESOLVED, match.start(), match.end(), "known_metastasis_not_seen")
    return None


def none_is_back(report: Report) -> bool:
    """Whether it is denied that metastatic disease came back: it was there once."""
    return _NONE_BACK.search(report.folded) is not None


def diagnosed(report: Report, kind: DocumentKind) -> Iterator[Statement]:
    """Metastasis as the diagnosis or impression of a document, wherever; for one that shows a lesion of the brain."""
    for match in report.find(_DIAGNOSED):
        if report.section_at(match.start()).kind not in {SectionKind.DIAGNOSIS, SectionKind.IMPRESSION}:
            continue
        if kind is DocumentKind.CLINICAL_NOTE and _THE_DISEASE.match(report.folded, match.end()):
            continue
        if assertion_of(report, match.start(), match.end()) is Assertion.AFFIRMED:
            yield Statement(BrainMetastasis.PRESENT, match.start(), match.end(), "brain_lesion_diagnosed")


def gone(report: Report, after: int) -> Statement | None:
    """Where the document says, behind all else it says of them, that no metastasis is left; None where it does not."""
    last = None
    for match in _GONE.finditer(report.folded, after):
        denied = match.group().startswith("no ") or match.group().startswith("without")
        if denied or assertion_of(report, match.start(), match.end()) is Assertion.AFFIRMED:
            last = match
    if last is None or _BACK.search(report.folded, last.end()):
        return None
    return Statement(BrainMetastasis.TREATED_RESOLVED, last.start(), last.end(), "no_metastasis_left")

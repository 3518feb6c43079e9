"""Reads that there is no disease outside the brain, or none that grows: said of the whole body, or by a scan of it."""

import re
from collections.abc import Iterator

from domain.course import ExtracranialStatus

_NO = r"(?:no|without|nil|free of|free from|negative for|absence of|absent|never (?:any )?)"
_SEEN = r"(?:(?:clear |definite |obvious |convincing |clinical |radiological |radiologic |imaging |ct |pet )?(?:evidence|signs?|sites?|findings?|features|suggestion) (?:of|for) )?"
_KNOWN = r"(?:(?:any|known|visible|measurable|detectable|demonstrable|distant|definite|avid|suspicious) ){0,2}"
_ILL = (
    r"(?:(?:metastatic |malignant |cancerous |systemic |residual )?(?:disease|dz|cancer|tumou?rs?|metastas[ei]s|mets|malignancy|"
    r"deposits?|spread|involvement|lesions?|recurrence|relapse|secondaries))"
)
_LINK = r"(?: (?:is|was|are|were|has been|have been|being|seen|found|identified|detected|demonstrated|shown|visible|present|at all)){0,3}"
_OUTSIDE = r"(?:(?:outside|beyond|external to|other than (?:in )?|apart from|aside from|except (?:in|for)|elsewhere (?:than|outside))(?: of)?(?: in)? )"
_HEAD = r"(?:(?:the |her |his )?(?:brain|cns|central nervous system|head|cranium|skull|intracranial disease|brain (?:disease|metastas[ei]s|lesions?))\b)"
_ONLY_HEAD = (
    rf"{_HEAD}(?! ?(?:and|or|,|/|&) ?(?:the |her )?(?:liver|lungs?|bones?|nodes?|spine|skin|breasts?|chest|axilla))"
)
_ELSEWHERE = rf"(?:{_OUTSIDE}{_ONLY_HEAD}|(?:anywhere )?(?:else|elsewhere) in (?:the|her|his) body\b|in the rest of (?:the|her|his) body\b)"
_BODY = r"(?:extra-?cranial(?:ly)?|extra-?cns|extra-?cerebral)"
_NOT_GROWING = r"(?:active|new|progressive|progressing|growing|enlarging|worsening|progression(?: of)?|growth(?: of)?)"
_QUIET = r"(?:stable|controlled|well[- ]controlled|under (?:good )?control|quiet|quiescent|in remission|responding|unchanged|not active|inactive)"
_BE = r"(?:[ :=]{1,3}(?:(?:is|are|was|were|remains?|has|have|been|appears?|all|still|currently|now) ){0,3})"

_NONE_ANYWHERE = (
    re.compile(rf"\b{_NO} {_SEEN}{_KNOWN}{_ILL}{_LINK} {_ELSEWHERE}|\bnothing{_LINK} {_ELSEWHERE}"),
    re.compile(rf"\b{_NO} {_SEEN}{_KNOWN}{_BODY} {_ILL}\b(?! progression)"),
    re.compile(rf"\b{_BODY} (?:{_ILL}|status|staging|imaging)?{_BE}(?:none|nil|absent|negative|neg|clear|ned)\b"),
    re.compile(rf"\b{_BODY},? (?:she|he|pt|patient|there) (?:has|is|had)(?: currently)? no {_SEEN}{_KNOWN}{_ILL}\b"),
    re.compile(r"\b(?:brain|cns|intracranial)[ -]only (?:disease|metasta\w+|mets|relapse|recurrence|spread)\b"),
    re.compile(
        rf"\b{_ILL}{_LINK} (?:confined|limited|restricted|isolated) (?:solely |only )?to {_ONLY_HEAD}|\b{_ILL} (?:is|was|remains|are) (?:only|solely|just) in {_ONLY_HEAD}"
        rf"|\b{_HEAD} (?:is|being|was|remains) (?:the|her|his) (?:only|sole) (?:known )?site of {_ILL}"
        rf"|\b(?:only|sole) (?:known )?site of {_ILL} (?:is|was|remains) {_ONLY_HEAD}"
    ),
)
_NONE_GROWING = (
    re.compile(rf"\b{_NO} {_SEEN}{_NOT_GROWING} (?:{_KNOWN}{_ILL}{_LINK} )?(?:{_ELSEWHERE}|of {_BODY} {_ILL})"),
    re.compile(rf"\b{_NO} {_SEEN}{_NOT_GROWING} {_BODY} {_ILL}\b|\b{_NO} {_SEEN}{_BODY} (?:progression|growth)\b"),
    re.compile(
        rf"\b{_QUIET} {_ELSEWHERE}|\b{_ILL}{_LINK} {_ELSEWHERE}{_BE}{_QUIET}\b|\b{_ELSEWHERE},? (?:the |her |his )?{_ILL}{_BE}{_QUIET}\b"
        rf"|\b{_BODY} {_ILL}{_BE}{_QUIET}\b"
    ),
)
_WHOLE_BODY = (
    r"(?:(?:systemic|body|extra-?cranial) (?:re-?)?staging|(?:restaging|staging|whole[- ]body|body) (?:ct|pet|pet[-/ ]?ct|scans?|imaging|studies)|ct (?:scan )?(?:of )?(?:the )?(?:c/?a/?p|t/?a/?p|"
    r"body|chest[,/ ]{1,2}(?:and )?abdomen[,/ ]{1,2}(?:and )?(?:and )?pelvis|thorax[,/ ]{1,2}(?:and )?abdomen[,/ ]{1,2}(?:and )?(?:and )?pelvis)|"
    r"(?:fdg[- ]?)?pet(?:[-/ ]?(?:ct|scan))?)"
)
_CLEAR_SCAN = re.compile(
    rf"\b{_WHOLE_BODY}\b(?:(?!\b(?:brain|head|intracranial|cerebral|to|if|whether|until|pending|planned|awaited|requested|booked|in the (?:liver|lungs?|bones?))\b)[^.;\n]){{0,60}}?(?:"
    rf"[ :-](?:was |were |is |are |all |both )*(?:neg|negative|clear|ned|normal)\b(?! for (?:\w+ ){{0,2}}(?:liver|lung|bone|visceral|nodal|pe|thrombo|embol))"
    rf"|\b{_NO} {_SEEN}(?:distant )?(?:metastatic disease|metastas[ei]s|mets|disease|malignancy)\b(?! (?:in|to|of) )(?! progression))"
)


def found(folded: str) -> list[tuple[ExtracranialStatus, int, int]]:
    """What a text says of all the body outside the brain: value, start and end of each statement."""
    groups = ((ExtracranialStatus.NONE, _NONE_ANYWHERE), (ExtracranialStatus.CONTROLLED, _NONE_GROWING))
    return [
        (value, *match.span()) for value, patterns in groups for each in patterns for match in each.finditer(folded)
    ]


def clear_scans(folded: str) -> Iterator[tuple[int, int]]:
    """Where a scan of the whole body is told of as clear."""
    return (match.span() for match in _CLEAR_SCAN.finditer(folded))

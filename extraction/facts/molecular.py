"""Gene and biomarker tests: ERBB2 by sequencing, PIK3CA, ESR1, BRCA1/2, PD-L1, TMB and MSI, as reported."""

import re
from collections.abc import Iterator

from domain.finding import Status
from domain.specimen import Alteration, Microsatellites, PdL1
from extraction.facts.mention import Mention
from extraction.facts.report import Report
from extraction.sections import SectionKind

FIELDS = (
    "molecular.erbb2_amplification",
    "molecular.erbb2_mutation",
    "molecular.pik3ca",
    "molecular.esr1",
    "molecular.brca1",
    "molecular.brca2",
    "molecular.pd_l1",
    "molecular.pd_l1_cps",
    "molecular.tmb",
    "molecular.msi",
)
_GENE = re.compile(
    r"\b(?:(?P<erbb2>erbb2(?: ?\(her-?2\))?|her-?2 ?\(erbb2\))|(?P<pik3ca>pik3ca)|(?P<esr1>esr1)|"
    r"(?P<brca>brca ?1 ?(?:/|,|and|&|or) ?(?:brca ?)?2|brca(?! ?\d))|(?P<brca1>brca ?1)|(?P<brca2>brca ?2)|"
    r"(?P<other>tp53|pten|akt1|cdh1|gata3|map3k1|palb2|chek2|atm|myc|ccnd1|fgfr1|rb1|nf1|egfr|kras|braf|cdk12|erbb3|pd-?l1|"
    r"tmb|msi|ntrk\d?|alk|ros1|met))\b"
)
_CODE = r"(?:p\.)?[a-z]\d{2,4}(?:[a-z](?![a-z\d])|fs\w*|\*|del\w*|ins\w*|dup\w*|_\w+)"
_RESULT = re.compile(
    r"(?P<unsure>variants? of (?:uncertain|unknown|undetermined) (?:clinical )?significance|\bvus\b)|"
    r"(?P<absent>\b(?:not (?:detected|identified|found|seen|present|mutated|amplified)|wild[ -]?type|\bwt\b|negative|none\b|absent|"
    r"no (?:\w+ ){0,3}(?:mutations?|variants?|alterations?|amplification)|no\b|unmutated|non-?mutated))|"
    r"(?P<pending>\b(?:pending|ordered|requested|sent|to follow|in progress|awaited|awaiting))|"
    rf"(?P<present>\b(?:mutations?|mutated|mutant|pathogenic|detected|positive|identified|amplified|amplification|alteration|"
    rf"{_CODE}|exon \d+ (?:insertion|deletion|mutation)))"
)
_BEFORE = {
    "absent": re.compile(
        r"\b(?:no|negative for|without|absence of)\b[^.;:]{0,60}(?:mutations?|variants?|alterations?|amplification|changes?)"
        r"[^.;:]{0,30}\b(?:in|of|for)\b[^.;:]*\Z|\b(?:negative for|no)[ ]+(?:\w+[ ]){0,3}\Z"
    ),
    "pending": re.compile(r"\b(?:awaiting|pending|ordered|sent for|requested)[ :][^.;]{0,30}\Z"),
    "unsure": re.compile(r"\b(?:vus|variant of uncertain significance) in[^.;:]{0,20}\Z"),
    "present": re.compile(
        r"(?<!for )(?<!of )\b(?:mutations?|(?:likely )?pathogenic variants?|alterations?|amplification)[^.;:]{0,16}\b(?:in|of|for)[^.;:]{0,20}\Z"
    ),
}
_KEY = re.compile(
    r"\b(?:if|patients? with|eligib\w+|approved|genes? (?:tested|analy[sz]ed|covered|included)|panel (?:includes|covers)|"
    r"mother|sister|aunt|cousin|daughter|father|brother|family|may (?:respond|benefit)|associated with|should be|"
    r"recommend\w*|consider\w*|limitations?|does not (?:detect|exclude)|trial|tested for|detects?|hotspots?|unknown)\b"
)
_NOUN = re.compile(r"mutations?|alteration|amplification|pathogenic")
_ANSWER = re.compile(  # "mutation: not detected" is no mutation
    r"[ a-z]{0,12}[ :=-]*(?:(?:is|was|were|status)[ :]+)?(?:(?P<absent>not (?:detected|identified|found|seen|present)|negative|absent|"
    r"none|no\b)|(?P<pending>pending|ordered|requested|sent|awaited|in progress))"
)
_ASKS = re.compile(r"[ -]*(?:analys[ie]s|testing|tests?|status|assay|panel|detection|screen\w*|profil\w*)\b")
_JOINT = re.compile(r"[ ]*(?:,|/|&|and|or|nor)[ ]*(?:and |or )?")
_AMPLIFICATION = re.compile(r"amplif|copy number|\bcn[ =]|copies")
_MUTATION = re.compile(rf"mutat|variant|exon|{_CODE}")
_REACH = 70
_PD_L1 = re.compile(
    r"\bpd-? ?l1\b(?P<aside>[^.;:]{0,50}?)[ :,=-]*(?:(?P<no>negative|not expressed|no expression|< ?1 ?%)|(?P<yes>positive))"
)
_CPS = re.compile(
    r"\b(?:cps|combined positive score)\b[ ):,=]*(?:of |is |score )?(?P<less>< ?)?(?P<value>\d{1,3})(?![\d.]*\d* ?%)"
)
_TMB = re.compile(
    r"\b(?:tmb|tumou?r mutation(?:al)? burden)\b[^.;\d]{0,34}(?P<value>\d{1,3}(?:\.\d+)?) ?(?:mut\w*|m) ?(?:/|per) ?(?:mb|megabase)"
)
_MSI = re.compile(
    r"\b(?:(?P<high>msi[ -]?h(?:igh)?\b|microsatellite instability[ -]*(?:status)?[ :-]*high|microsatellite[ -]unstable)|"
    r"(?P<low>msi[ -]?l(?:ow)?\b)|(?P<stable>mss\b|ms-stable|microsatellite[ -]+(?:status[ :]*)?stable|"
    r"(?:msi|microsatellite instability)(?: status)?[ :-]*(?:mss|stable|not detected|negative)))"
)


def find(report: Report) -> Iterator[Mention]:
    """Results of molecular tests, with those of which only the order is known as pending."""
    text = report.folded
    if any(name in text for name in ("erbb2", "pik3ca", "esr1", "brca")):
        yield from _genes(report)
    if "pd" in text and "l1" in text:
        yield from _pd_l1(report)
    if "tmb" in text or "burden" in text:
        for match in _TMB.finditer(text):
            if not _is_general(report, match.start()):
                yield Mention("molecular.tmb", float(match["value"]), match.start(), match.end(), "tmb")
    if "msi" in text or "microsat" in text or "mss" in text:
        for match in _MSI.finditer(text):
            if not _is_general(report, match.start()):
                value = (
                    Microsatellites.HIGH
                    if match["high"]
                    else Microsatellites.LOW
                    if match["low"]
                    else Microsatellites.STABLE
                )
                yield Mention("molecular.msi", value, match.start(), match.end(), "msi")


def _is_general(report: Report, offset: int) -> bool:
    """Whether the words tell of a method, of a rule or of other people."""
    start, end = report.sentence_span(offset)
    kind = report.section_at(offset).kind
    return kind is SectionKind.FAMILY_HISTORY or bool(_KEY.search(report.folded, start, end))


def _genes(report: Report) -> Iterator[Mention]:
    text = report.folded
    named = list(_GENE.finditer(text))
    index = 0
    while index < len(named):
        last = index
        while last + 1 < len(named) and _JOINT.fullmatch(text, named[last].end(), named[last + 1].start()):
            last += 1
        group = named[index : last + 1]
        until = named[last + 1].start() if last + 1 < len(named) else len(text)
        index = last + 1
        if _is_general(report, group[0].start()):
            continue
        yield from _of_genes(report, group, until)


def _of_genes(report: Report, group: list[re.Match[str]], until: int) -> Iterator[Mention]:
    text, start = report.folded, group[0].start()
    begin, sentence_end = report.sentence_span(start)
    end = group[-1].end()
    behind = _RESULT.search(text, end, min(until, max(sentence_end, end), end + _REACH))
    lead = text[max(begin, start - 110) : start]
    kind = next((name for name, pattern in _BEFORE.items() if pattern.search(lead)), None)
    if kind in {None, "present"} and behind is not None:
        kind, end = str(behind.lastgroup), behind.end()
        answer = _ANSWER.match(text, end, until) if _NOUN.fullmatch(behind.group()) else None
        if answer is not None:
            kind, end = str(answer.lastgroup), answer.end()
        elif _ASKS.match(text, end):
            return  # "mutation analysis was performed" tells no result
    if kind is None:
        return
    words = lead + text[start : max(end, min(until, sentence_end, end + 30))]
    value, status = {
        "absent": (Alteration.NOT_DETECTED, Status.STATED),
        "unsure": (Alteration.UNCERTAIN_SIGNIFICANCE, Status.STATED),
        "present": (Alteration.DETECTED, Status.STATED),
        "pending": (None, Status.PENDING),
    }[kind]
    for gene in group:
        for field in _fields(gene, words):
            yield Mention(field, value, start, end, kind, status)


def _fields(gene: re.Match[str], words: str) -> tuple[str, ...]:
    match gene.lastgroup:
        case "other":
            return ()
        case "brca":
            return ("molecular.brca1", "molecular.brca2")
        case "erbb2":
            amplified = bool(_AMPLIFICATION.search(words))
            mutated = bool(_MUTATION.search(words))
            if amplified == mutated:
                return ()  # "ERBB2: not detected" does not say what was looked for
            return ("molecular.erbb2_amplification",) if amplified else ("molecular.erbb2_mutation",)
    return (f"molecular.{gene.lastgroup}",)


def _pd_l1(report: Report) -> Iterator[Mention]:
    for match in _PD_L1.finditer(report.folded):
        if not _is_general(report, match.start()) and not re.search(r"\bif|pending|control", match["aside"]):
            value = PdL1.NEGATIVE if match["no"] else PdL1.POSITIVE
            yield Mention("molecular.pd_l1", value, match.start(), match.end(), "stated")
    for match in _CPS.finditer(report.folded):
        if match["less"] is None and not _is_general(report, match.start()):
            yield Mention("molecular.pd_l1_cps", float(match["value"]), match.start(), match.end(), "cps")

"""Reads where the cancer began."""

import re
from functools import cache

from domain.course import PrimaryCancer
from domain.finding import Finding, Status
from extraction.facts.course_words import course_words
from extraction.facts.note import Note

_CANCER = r"(?:cancers?|carcinomas?|adenocarcinomas?|ca|malignanc(?:y|ies)|neoplasms?|tumou?rs?|primary|nsclc|sclc)"
_ALONE = frozenset(
    [
        "melanoma",
        "melanomatosis",
        "lymphoma",
        "sarcoma",
        "medulloblastoma",
        "glioblastoma",
        "astrocytoma",
        "mbc",
        "nsclc",
        "sclc",
        "leukemia",
        "myeloma",
        "rcc",
        "oligodendroglioma",
        "ependymoma",
        "germinoma",
        "choriocarcinoma",
        "glioma",
        "gliosarcoma",
        "mesothelioma",
        "seminoma",
        "neuroblastoma",
        "retinoblastoma",
        "liposarcoma",
        "cholangiocarcinoma",
        "angiosarcoma",
        "chondrosarcoma",
        "osteosarcoma",
        "leiomyosarcoma",
        "rhabdomyosarcoma",
        "hcc",
        "tcc",
        "eoc",
        "nmibc",
    ]
) | {"merkel cell", "unknown primary", "cup syndrome"}  # names that need no word of cancer beside them
_BREAST = re.compile(
    r"\b(?:invasive|infiltrating) (?:mammary|ductal|lobular) carcinoma\b|\bher2[- ]?(?:\+|pos\w*) (?:mbc|breast)\b"
)
_ASIDE = re.compile(
    r"\b(?:rather than|versus|vs|v/s|less likely|not|no|negative for|rule out|r/o|exclude|excluding|or|consider\w*|include|possib\w+|"
    r"probable|suspicious for|screening for|risk of|differential\w*|would be an?|managed for|misdiagnosed|thought to|evaluate for|work ?up for)\b[^.;,]{0,40}\Z|"
    r"\bsecondary (?:malignant )?\Z|\?\s*\Z"
)

_NOT_CANCER = re.compile(r"\s+(?:kinase|tumou?r board|protocol|panel|clinic|screen\w*|prevention|workup)\b")


@cache
def _pattern() -> re.Pattern[str]:
    groups = []
    for primary, names in course_words().primaries.items():
        plain = [re.escape(name) for name in names if name in _ALONE]
        beside = "|".join(re.escape(name) for name in names if name not in _ALONE)
        forms = list(plain)
        if beside:
            forms.append(rf"(?:{beside})(?:[ -](?!no\b|and\b)[a-z-]{{2,16}}){{0,2}}(?: \([a-z ]+\))?[ -]{_CANCER}")
            if primary is PrimaryCancer.LUNG:
                forms.append(r"(?:non-?)?small[- ]cell carcinoma(?! of)")
            forms.append(rf"primary(?: site| tumou?r)?\s*[:|=.-]+[\s|:]*(?:{beside})")
            forms.append(rf"(?:{beside}) mass\b[^.;]{{0,60}}?\b(?:{_CANCER}|metasta\w+)")
            forms.append(rf"{_CANCER}(?:\s+of)?\s+\(?(?:the |her |his )?(?:left |right )?(?:{beside})\b")
        groups.append(f"(?P<{primary.value}>{'|'.join(forms)})")
    return re.compile(r"\b(?:" + "|".join(groups) + r")\b")


def find(note: Note) -> Finding[PrimaryCancer]:
    """The primary that is named most; of several named alike, the first."""
    named: dict[PrimaryCancer, list[tuple[int, int]]] = {}
    spans = [(match.lastgroup, match.start(), match.end()) for match in _pattern().finditer(note.folded)]
    spans += [(PrimaryCancer.BREAST.value, match.start(), match.end()) for match in _BREAST.finditer(note.folded)]
    for name, start, end in spans:
        if name is None or note.of_somebody_else(start):
            continue
        unit, _ = note.unit_at(start)
        if not _ASIDE.search(note.folded, unit, start) and not _NOT_CANCER.match(note.folded, end):
            named.setdefault(PrimaryCancer(name), []).append((start, end))
    if not named:
        return Finding[PrimaryCancer]()
    best = max(
        named,
        key=lambda each: (each is not PrimaryCancer.UNKNOWN or len(named) == 1, len(named[each]), -min(named[each])[0]),
    )
    return Finding[PrimaryCancer](
        value=best,
        status=Status.STATED,
        date=note.date,
        evidence=tuple(note.evidence(start, end, "primary_cancer") for start, end in sorted(named[best])[:3]),
        rule="primary_cancer",
    )

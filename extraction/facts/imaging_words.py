"""The words in which a report speaks of its study: contrast, comparison, calls, radiation effect; from lexicon/imaging.yaml."""

import re
from dataclasses import dataclass
from functools import cache

from domain.brain import OtherFinding
from domain.frozen import Frozen
from extraction.lexicon import load_lexicon


class _Critical(Frozen):
    told: str
    by_phone: str
    to_whom: str
    as_urgent: str
    not_done: str


class _ImagingWords(Frozen):
    """The shape of `lexicon/imaging.yaml`."""

    contrast_with: tuple[str, ...]
    contrast_without: tuple[str, ...]
    comparison: str
    not_a_study: str
    other_study: str
    brain_study: str
    critical: _Critical
    radionecrosis: str
    treatment_effect: str
    left_open: str
    against: str
    resection_cavity: str
    other_findings: dict[OtherFinding, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ImagingPatterns:
    """The lexicon's words, compiled; each begins at a word."""

    contrast_with: re.Pattern[str]
    contrast_without: re.Pattern[str]
    comparison: re.Pattern[str]
    not_a_study: re.Pattern[str]
    other_study: re.Pattern[str]
    brain_study: re.Pattern[str]
    told: re.Pattern[str]
    by_phone: re.Pattern[str]
    to_whom: re.Pattern[str]
    as_urgent: re.Pattern[str]
    not_done: re.Pattern[str]
    radionecrosis: re.Pattern[str]
    treatment_effect: re.Pattern[str]
    left_open: re.Pattern[str]
    against: re.Pattern[str]
    resection_cavity: re.Pattern[str]
    other_findings: re.Pattern[str]  # its groups are named for the values


@cache
def imaging_patterns() -> ImagingPatterns:
    """The words of imaging studies, ready to search.

    Raises:
        KnowledgeError: If the lexicon is not as it should be.
    """
    words: _ImagingWords = load_lexicon("imaging", _ImagingWords)
    plain = {name: value for name, value in words if name not in {"critical", "other_findings"}}
    plain |= dict(words.critical)
    others = "|".join(f"(?P<{name}>{'|'.join(each)})" for name, each in words.other_findings.items())
    return ImagingPatterns(
        **{name: _at_a_word(value) for name, value in plain.items()}, other_findings=re.compile(rf"\b(?:{others})")
    )


def _at_a_word(words: str | tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words if isinstance(words, str) else '|'.join(words)})")

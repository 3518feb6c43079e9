"""The words for single lesions and what became of them, as patterns over folded text, from lexicon/lesions.yaml."""

import re
from dataclasses import dataclass
from functools import cache

from domain.brain import Change, Region
from domain.frozen import Frozen
from extraction.facts.brain_words import brain_words
from extraction.lexicon import load_lexicon


class _LesionWords(Frozen):
    """The shape of `lexicon/lesions.yaml`."""

    more_places: dict[Region, tuple[str, ...]]
    between: str
    beside: str
    other_head: str
    not_behind: str
    never: str
    area: str
    removed: str
    named: str
    several: str
    punctate: str
    treated: str
    cystic: str
    hemorrhagic: str
    change: dict[Change, tuple[str, ...]]
    not_the_lesion: str
    not_brain: str
    advice: str
    label_treated: str
    label_new: str
    overall: dict[Change, tuple[str, ...]]
    at_most: str
    before_treatment: str


@dataclass(frozen=True, slots=True)
class LesionPatterns:
    """The lexicon's words, compiled. `beside`, `other_head` and `at_most` end where the text does."""

    places: re.Pattern[str]
    side_before: re.Pattern[str]
    beside: re.Pattern[str]
    other_head: re.Pattern[str]
    not_behind: re.Pattern[str]
    never: re.Pattern[str]
    area: re.Pattern[str]
    removed: re.Pattern[str]
    named: re.Pattern[str]
    several: re.Pattern[str]
    punctate: re.Pattern[str]
    treated: re.Pattern[str]
    cystic: re.Pattern[str]
    hemorrhagic: re.Pattern[str]
    change: re.Pattern[str]
    not_the_lesion: re.Pattern[str]
    not_brain: re.Pattern[str]
    advice: re.Pattern[str]
    label_treated: re.Pattern[str]
    label_new: re.Pattern[str]
    overall: re.Pattern[str]
    at_most: re.Pattern[str]
    before_treatment: re.Pattern[str]


@cache
def lesion_patterns() -> LesionPatterns:
    """The words of lesions, ready to search.

    Raises:
        KnowledgeError: If the lexicon is not as it should be.
    """
    words: _LesionWords = load_lexicon("lesions", _LesionWords)
    regions = {
        region: (*words.more_places.get(region, ()), *brain_words().regions.get(region, ())) for region in Region
    }
    simple = {
        name: re.compile(rf"\b{getattr(words, name)}")
        for name in (
            "never", "area", "removed", "named", "several", "punctate", "treated", "cystic", "hemorrhagic", "not_the_lesion", "not_brain", "advice",
            "label_treated", "label_new", "before_treatment",
        )
    }  # fmt: skip
    return LesionPatterns(
        places=_grouped({region.value: patterns for region, patterns in regions.items() if patterns}),
        side_before=re.compile(
            rf"\b(?P<side>left|right|lt|rt|l|r|bilateral|both)\b\.?(?:[ ,/-]+{words.between})*[ ,-]*\Z"
        ),
        beside=re.compile(rf"\b{words.beside}(?:(?:left|right|lt|rt|l|r) )?\Z"),
        other_head=re.compile(rf"\b{words.other_head}(?:(?:left|right|lt|rt|l|r) )?\Z"),
        not_behind=re.compile(words.not_behind),
        change=_grouped(words.change),
        overall=_grouped(words.overall),
        at_most=re.compile(rf"(?:\b|(?=<)){words.at_most}\Z"),
        **simple,
    )


def _grouped(patterns: dict[str, tuple[str, ...]] | dict[Change, tuple[str, ...]]) -> re.Pattern[str]:
    """One pattern whose groups are named for the values that their words mean."""
    return re.compile(r"\b(?:" + "|".join(f"(?P<{name}>{'|'.join(each)})" for name, each in patterns.items()) + ")")

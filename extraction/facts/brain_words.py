"""The words of brain imaging: regions, lesions and signs, as patterns over folded text, from lexicon/brain.yaml."""

import re
from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from domain.brain import Region
from domain.document import DocumentKind
from domain.errors import KnowledgeError
from domain.specimen import Side
from extraction.facts.report import Report

_CONTEXT = re.compile(
    r"\b(?:brain|cerebr\w+|intracranial|cranial|crani(?:otomy|ectomy)|neurosurg\w*|midline|\w*lob(?:e|ar)|frontal|parietal|temporal|occipital|cerebell\w+|"
    r"ventric\w+|vasogenic|perilesional|parafalcine|thalam\w+|subdural|subarachnoid|intracerebral|ich|sulc\w+|sdh|hct|"
    r"peri-?tumou?ral|peri-?focal|sell(?:a|ar)|suprasellar|pituitar\w+|hippocamp\w+|corpus callosum|basal ganglia|"
    r"subdural|pons|pontine|midbrain|brain ?stem|motor cortex)\b"
)
_REACH = 200  # characters before a word in which the brain must be spoken of, in a document that is no brain imaging
_PRESSED_ON = re.compile(
    r"\b(?:displac\w+|compress\w+|effac\w+|mass effect|narrowing|abut\w*|indent\w*|adjacent to|distance (?:to|from)|distance of [a-z]+ ?\d* to|distance from [a-z]+ ?\d* to|"
    r"(?:mm|cm) (?:away )?from|within \d+ ?(?:mm|cm) of|away from|spar(?:es|ing)|"
    r"extending (?:in)?to(?:ward)?s?|anterior to|posterior to|superior to|inferior to|lateral to|medial to)\s"
    r"(?:on |upon |of |the |and |[a-z]+ ){0,5}\Z"
)
_SIDE = re.compile(r"\b(left|right|lt|rt|bilateral)\b")


class ImagedWords(BaseModel):
    """How a text says that the brain was looked at: patterns, each of a sentence's words."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    method: str
    site: str
    result: str
    not_done: str
    treated: str
    mass: str
    residual: str
    explains: str
    weighed: str
    only_weighed: str
    workup: str


class BrainWords(BaseModel):
    """The shape of `lexicon/brain.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    regions: dict[Region, tuple[str, ...]]
    lesion: str
    not_a_lesion: tuple[str, ...]
    signs: dict[str, tuple[str, ...]]
    normal: dict[str, tuple[str, ...]]
    imaged: ImagedWords
    brain_tumors: tuple[str, ...]
    other_tumors: tuple[str, ...]
    other_findings: tuple[str, ...]
    normal_brain: str


@cache
def brain_words() -> BrainWords:
    """The lexicon. Raises KnowledgeError when the file is not as it should be."""
    text = files("extraction").joinpath("lexicon/brain.yaml").read_text(encoding="utf-8")
    try:
        return BrainWords.model_validate(yaml.safe_load(text))
    except ValidationError as error:
        raise KnowledgeError(f"extraction/lexicon/brain.yaml is not as it should be: {error}") from error


@cache
def any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for several, each beginning at a word."""
    return re.compile(r"\b(?:" + "|".join(patterns) + ")")


@cache
def lesion_pattern() -> re.Pattern[str]:
    """What a tumor in the brain is called."""
    return re.compile(r"\b" + brain_words().lesion)


def regions_in(text: str) -> list[tuple[Region, int, int]]:
    """Regions named in folded text, with their offsets in it."""
    found = [
        (region, match.start(), match.end())
        for region, patterns in brain_words().regions.items()
        for match in any_of(patterns).finditer(text)
    ]
    return sorted(found, key=lambda each: each[1])


def displaced(text: str, at: int) -> bool:
    """Whether the region named at the offset is only pressed on or lies beside a lesion: "displaces the thalamus"."""
    return _PRESSED_ON.search(text, max(0, at - 60), at) is not None


def side_near(text: str, at: int) -> Side | None:
    """The side named nearest before the offset, or just behind it, within the same phrase."""
    before = list(_SIDE.finditer(text, max(0, at - 40), at))
    match = before[-1] if before else _SIDE.search(text, at, at + 40)
    if match is None:
        return None
    return {"l": Side.LEFT, "r": Side.RIGHT, "b": Side.BILATERAL}[match.group()[0]]


def names_the_brain(words: str) -> bool:
    """Whether folded words name the brain or a part of it."""
    return _CONTEXT.search(words) is not None


def about_the_brain(report: Report, kind: DocumentKind, start: int) -> bool:
    """Whether the words at this offset speak of the brain."""
    if kind is DocumentKind.BRAIN_IMAGING:
        return True
    end = report.sentence_span(start)[1]
    return _CONTEXT.search(report.folded, max(0, start - _REACH), end) is not None

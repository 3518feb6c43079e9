"""Finds drugs by every name that a record may use, and expands regimens into their drugs."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from pydantic import ConfigDict

from domain.errors import KnowledgeError
from domain.frozen import Frozen
from extraction.facts.note import Note
from extraction.lexicon import load_lexicon
from extraction.phrases import PhraseBook

_BESIDE = 4  # words on either side that may make a shorthand safe


class DrugClass(StrEnum):
    """What kind of medicine a drug is."""

    HER2_ANTIBODY = "her2_antibody"
    HER2_ADC = "her2_adc"
    HER2_TKI = "her2_tki"
    OTHER_ADC = "other_adc"
    CHEMOTHERAPY = "chemotherapy"
    ENDOCRINE = "endocrine"
    CDK46_INHIBITOR = "cdk46_inhibitor"
    TARGETED = "targeted"
    IMMUNOTHERAPY = "immunotherapy"
    BONE = "bone"


HER2_DIRECTED = frozenset({DrugClass.HER2_ANTIBODY, DrugClass.HER2_ADC, DrugClass.HER2_TKI})


class _Drug(Frozen):
    class_: DrugClass
    names: tuple[str, ...]

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=lambda name: name.rstrip("_"))


class _Drugs(Frozen):
    drugs: dict[str, _Drug]
    regimens: dict[str, tuple[str, ...]]
    looking_back: dict[str, DrugClass]
    shorthand: dict[str, tuple[str, ...]]
    unsafe_shorthand: frozenset[str]
    beside_shorthand: frozenset[str]


@dataclass(frozen=True, slots=True)
class DrugMention:
    """One or more drugs by one name.

    Attributes:
        drugs: Ids of the lexicon; those of a regimen together.
    """

    drugs: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Name:
    drugs: tuple[str, ...]
    shorthand: str | None = None
    back: DrugClass | None = None


@cache
def _lexicon() -> _Drugs:
    lexicon: _Drugs = load_lexicon("drugs", _Drugs)
    unknown = {
        drug for drugs in (*lexicon.regimens.values(), *lexicon.shorthand.values()) for drug in drugs
    } - lexicon.drugs.keys()
    if unknown:
        raise KnowledgeError(
            f"The lexicon drugs.yaml names drugs that it does not define: {', '.join(sorted(unknown))}."
        )
    return lexicon


@cache
def _book() -> PhraseBook[_Name]:
    lexicon = _lexicon()
    names = {name: _Name((drug,)) for drug, entry in lexicon.drugs.items() for name in entry.names}
    names |= {name: _Name(drugs) for name, drugs in lexicon.regimens.items()}
    names |= {name: _Name((), back=kind) for name, kind in lexicon.looking_back.items()}
    names |= {name: _Name(drugs, shorthand=name) for name, drugs in lexicon.shorthand.items()}
    return PhraseBook(names)


def drug_class(drug: str) -> DrugClass:
    """The class of a drug of the lexicon."""
    return _lexicon().drugs[drug].class_


def find(note: Note) -> list[DrugMention]:
    """Every drug named in a document, in order of the text, whatever is said of it."""
    mentions: list[DrugMention] = []
    for hit in _book().find(note.tokens, note.folded):
        name = hit.value
        if name.shorthand is not None and not _is_shorthand(note, name.shorthand, hit.start, hit.end):
            continue
        drugs = name.drugs or _back(mentions, name.back)
        if drugs:
            mentions.append(DrugMention(drugs, hit.start, hit.end))
    return mentions


def _is_shorthand(note: Note, shorthand: str, start: int, end: int) -> bool:
    """Whether the letters stand as the shorthand is written, beside a word of treatment where they mean other things."""
    if note.text[start:end] != shorthand:
        return False
    if shorthand not in _lexicon().unsafe_shorthand:
        return True
    at = next(index for index, token in enumerate(note.tokens) if token.start == start)
    around = note.tokens[max(0, at - _BESIDE) : at + _BESIDE + 1]
    return any(token.text.rstrip("0123456789") in _lexicon().beside_shorthand for token in around)


def _back(mentions: list[DrugMention], kind: DrugClass | None) -> tuple[str, ...]:
    """The drugs of a class that were named before."""
    named = dict.fromkeys(drug for mention in mentions for drug in mention.drugs)
    return tuple(drug for drug in named if drug_class(drug) is kind)

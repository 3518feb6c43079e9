"""The words in which results of tumour markers are told: their labels, and the telling pieces beside them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from domain.frozen import Frozen
from extraction.facts.readings import Element
from extraction.lexicon import load_lexicon

_UNKNOWN_BEFORE = 2  # words that tell nothing known, allowed before a result is found
_UNKNOWN_AFTER = 1
TELLS_NOTHING = frozenset({"word", "sign", "aside", "control"})
_LISTED = re.compile(r"[;.] ?\([0-3]\) ?[a-z]")  # "(IHC 0); (2) right ..."
_OPEN = frozenset({"in", "of", "as", "with", "the", "and", "by", "for", "is", "are", "to", "an", "a"})
_BEHIND_STOP = frozenset(
    {
        "intensity",
        "score",
        "result",
        "interpretation",
        "status",
        "percent",
        "total",
        "proportion",
        "focal",
        "approx",
        "approximately",
        "now",
    }
)


class Lexicon(Frozen):
    """The shape of `lexicon/markers.yaml`."""

    labels: dict[str, tuple[str, ...]]
    not_before: tuple[str, ...]
    not_after: tuple[str, ...]
    elements: dict[str, tuple[str, ...]]
    fillers: frozenset[str]
    stops: frozenset[str]
    boilerplate: tuple[str, ...]
    family: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a marker."""

    kind: str
    start: int
    end: int


@cache
def lexicon() -> Lexicon:
    """The lexicon of markers."""
    told: Lexicon = load_lexicon("markers", Lexicon)
    return told


@cache
def labels() -> re.Pattern[str]:
    """The names of markers, each kind a group."""
    kinds = "|".join(f"(?P<{kind}>{'|'.join(forms)})" for kind, forms in lexicon().labels.items())
    return re.compile(rf"(?<![a-z])(?=[a-ikmnopst])(?:{kinds})(?![a-z])")


@cache
def elements() -> re.Pattern[str]:
    """Telling pieces, each kind a group; else a `word` or a `sign`."""
    kinds = "|".join(f"(?P<{kind}>{'|'.join(forms)})" for kind, forms in lexicon().elements.items())
    return re.compile(rf"(?:{kinds})|(?P<word>[a-z][a-z0-9'-]*)|(?P<sign>[^\sa-z])")


@cache
def any_of(name: str) -> re.Pattern[str]:
    """The expressions of one list of the lexicon, as one."""
    forms: tuple[str, ...] = getattr(lexicon(), name)
    return re.compile("|".join(f"(?:{form})" for form in forms))


def told_behind(text: str, start: int, until: int) -> Iterator[Element]:
    """The pieces that tell of the label that ends at `start`, until the words tell of something else."""
    words = lexicon()
    unknown, found, stopped, word = 0, False, False, ""
    for token in elements().finditer(text, start, until):
        kind = str(token.lastgroup)
        if kind == "sign":
            ends = token.group() == "." and text[token.end() : token.end() + 1] in {"", " "} and word not in _OPEN
            stopped = stopped or (found and ends)
        elif kind == "word":
            word = token.group()
            if word in words.stops:
                return
            if stopped and word not in _BEHIND_STOP:
                return
            if word not in words.fillers:
                unknown += 1
                if unknown > (_UNKNOWN_AFTER if found else _UNKNOWN_BEFORE):
                    return
        elif kind == "criterion":
            return
        elif kind == "number" and (stopped or (found and _LISTED.match(text, token.start() - 3))):
            return  # of a list that begins: "HER2 IHC 3+. 1. Right parietal ..."
        elif kind == "number" and unknown:
            continue
        elif kind not in TELLS_NOTHING:
            yield Element(kind, token.start(), token.end())
            found = found or kind not in {"method_ihc", "method_ish"}
            unknown, word = 0, ""

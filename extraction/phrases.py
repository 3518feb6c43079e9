"""Finds listed phrases in folded text by their words, the longest first, in one pass over the words."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

V = TypeVar("V")

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_CLOSE = re.compile(r"[\s\-'\"(]{1,6}|")  # what may stand between the words of one phrase


class Token(NamedTuple):
    """A word of the folded text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit(Generic[V]):
    """A phrase that was found, with what the lexicon says of it."""

    value: V
    start: int
    end: int


def tokens_of(folded: str) -> tuple[Token, ...]:
    """The words of a folded text, in order."""
    return tuple(Token(match.group(), match.start(), match.end()) for match in _WORD.finditer(folded))


class PhraseBook(Generic[V]):
    """Phrases with a value each. Of phrases that begin at the same word the longest is taken; hits never overlap."""

    def __init__(self, phrases: Mapping[str, V]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], V]]] = {}
        for phrase, value in phrases.items():
            words = tuple(_WORD.findall(phrase.lower()))
            self._by_first.setdefault(words[0], []).append((words, value))
        for known in self._by_first.values():
            known.sort(key=lambda entry: -len(entry[0]))

    def find(self, tokens: tuple[Token, ...], folded: str) -> list[Hit[V]]:
        """All hits, in order of the text."""
        hits: list[Hit[V]] = []
        behind = 0
        firsts = self._by_first
        for at in [at for at, token in enumerate(tokens) if token.text in firsts]:
            if at >= behind and (found := self._at(tokens, folded, at)):
                hits.append(found[0])
                behind = at + found[1]
        return hits

    def _at(self, tokens: tuple[Token, ...], folded: str, at: int) -> tuple[Hit[V], int] | None:
        for words, value in self._by_first.get(tokens[at].text, ()):
            last = at + len(words)
            if last > len(tokens) or any(
                token.text != word for token, word in zip(tokens[at:last], words, strict=True)
            ):
                continue
            run = tokens[at:last]
            if all(_is_close(folded, left, right) for left, right in pairwise(run)):
                return Hit(value, run[0].start, run[-1].end), len(words)
        return None


def _is_close(folded: str, left: Token, right: Token) -> bool:
    """Whether two words may be of one phrase; a slash joins behind a single letter: "d/c'd", "n/v"."""
    if len(left.text) == 1 and folded[left.end : right.start] == "/":
        return True
    return _CLOSE.fullmatch(folded, left.end, right.start) is not None


def book(groups: Mapping[str, Iterable[str]]) -> PhraseBook[str]:
    """A book whose values are the names of the groups that the phrases stand in."""
    return PhraseBook({phrase: name for name, phrases in groups.items() for phrase in phrases})

"""Puts right words of which OCR read letters amiss, where the lexicon has just one word that they can be.

What was read stays on the page and in the evidence; only the text that facts are found in is put right.
"""

import re
from collections import defaultdict
from functools import cache

from domain.document import Page
from extraction.lexicon import lexicon_words

_SURE = 0.94  # confidence of a word that was read as it stands
_SHORTEST = 7  # letters: shorter words are often another word with a letter changed
_TWO_FROM = 8  # letters, from where on two of them may have been read amiss
_WORD = re.compile(r"[A-Za-z!|1]{7,}")
_STROKES = str.maketrans("!|1", "lll")
_PAIRS = ("il", "lf", "lt", "rt", "it", "lj", "ce", "co", "eo", "ea", "ao", "nu", "nh", "hb", "mn", "gq", "gy", "vy")
_ALIKE = frozenset(map(frozenset, _PAIRS))  # no f for t, no a for c: "contusion" and "dysarthric" are words
_SHAPES = str.maketrans("ilftrjceoanuhbmgqvy", "lllllloooonnnnngggg")  # one letter for all that look alike
_SLIPS = {  # no words of their own, so that they are put right however sure their reading was
    **dict.fromkeys(("tung", "fung"), "lung"),
    **dict.fromkeys(("ieft", "teft", "jeft"), "left"),
    **dict.fromkeys(("hreast", "oreast"), "breast"),
    **dict.fromkeys(("smail", "smaii"), "small"),
    **dict.fromkeys(("nght", "rlght", "riqht"), "right"),
    "ceil": "cell",
    "ceils": "cells",
}
_SLIP = re.compile(rf"\b(?:{'|'.join(_SLIPS)})\b", re.IGNORECASE)


def with_words_put_right(page: Page, text: str) -> str:
    """The text of a page that was read by OCR with such words put right, of the same length; another page's as it is.

    Args:
        page: With the confidence of its words.
        text: Its text, of the same length.
    """
    read = [word for word in page.words if word.confidence is not None]
    if not read:
        return text
    text = _SLIP.sub(lambda match: _in_its_case(_SLIPS[match.group().lower()], match.group()), text)
    for word in read:
        if (word.confidence or 0.0) >= _SURE:
            continue
        for match in _WORD.finditer(text, word.start, word.end):
            meant = _meant(match.group().lower())
            if meant is not None:
                text = text[: match.start()] + _in_its_case(meant, match.group()) + text[match.end() :]
    return text


def _meant(read: str) -> str | None:
    """The one word of the lexicon that it may be, by letters that look alike; None where it is a word itself."""
    if read in lexicon_words():
        return None
    read = read.translate(_STROKES)
    if read in lexicon_words():
        return read
    found = [word for word in _by_shape().get(read.translate(_SHAPES), ()) if _may_be(read, word)]
    return found[0] if len(found) == 1 else None


def _may_be(read: str, word: str) -> bool:
    amiss = [frozenset(pair) for pair in zip(read, word, strict=True) if pair[0] != pair[1]]
    return len(amiss) <= (2 if len(word) >= _TWO_FROM else 1) and _ALIKE.issuperset(amiss)


def _in_its_case(word: str, read: str) -> str:
    return word.upper() if read.isupper() else word.capitalize() if read[0].isupper() else word


@cache
def _by_shape() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for word in sorted(lexicon_words()):
        if len(word) >= _SHORTEST:
            found[word.translate(_SHAPES)].append(word)
    return {shape: tuple(words) for shape, words in found.items()}

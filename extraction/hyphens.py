"""Mends words that a line's end tore apart, without moving what stands behind them."""

import re

from extraction.lexicon import lexicon_words

_TORN = re.compile(r"(?<![A-Za-z0-9-])(?P<first>[A-Za-z]{2,})-\n(?P<gap> *)(?P<second>[a-z]{2,})(?![A-Za-z-])")
_OWN = frozenset(
    {"well", "poorly", "non", "post", "pre", "co", "self", "low", "high", "follow", "dual", "triple", "her"}
)
_WORD = re.compile(r"[a-z]{3,}")


def mended(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text with torn words in one piece, of the same length, and where they stand: the room left goes behind them.

    A hyphen is dropped where the lexicon or the rest of the text has the word in one piece, or does not know its first
    half as a word ("metas-", "adeno-"); else it belongs to the word ("well-", "frontal-") and stays.
    """
    torn = list(_TORN.finditer(text)) if "-\n" in text else []
    if not torn:
        return text, ()
    known = lexicon_words() | frozenset(_WORD.findall(_TORN.sub(" ", text).lower()))
    for match in torn:
        first, second = match["first"], match["second"]
        whole = first + second
        hyphen = "-" if whole.lower() not in known and first.lower() in known | _OWN else ""
        room = len(match.group()) - len(whole) - len(hyphen)
        text = text[: match.start()] + first + hyphen + second + "\n" + " " * (room - 1) + text[match.end() :]
    return text, tuple(match.span() for match in torn)

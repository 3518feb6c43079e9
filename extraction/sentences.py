"""Splits reports into sentences by rules: wrapped and flattened lines, list items, tables, stray stops."""

import re
from collections.abc import Iterable
from functools import cache

from domain.frozen import Frozen
from extraction.lexicon import load_lexicon


class _Words(Frozen):
    abbreviations: frozenset[str]
    open_words: frozenset[str]
    joining_words: frozenset[str]


_CANDIDATE = re.compile(r"[.!?][\"')\]\u201d\u2019]*(?=\s)\s*|\n\s*")
_LAST_WORD = re.compile(r"[\w.]*\w\Z")
_LAST_WORD_BACKWARDS = re.compile(r"\w[\w.]*")  # matched against the text read backwards, which is quicker
_NEXT_WORD = re.compile(r"\w+")
_ITEM = re.compile(
    r"(?:\d{4}-\d\d|\d{1,2}/\d{1,2}/\d{2,4}\b|(?:19|20)\d\d\b(?! ?(?:AJCC|CAP|ASCO)))|"
    r"(?:[-*\u2022\u2023\u25aa\u25cf>]+|\(?\d{1,2}[.)]|\(?[A-Za-z][.)]|[ivx]{1,4}[.)])\s"
)
_LABEL = re.compile(r"(?![^:\n]{0,45}\([^):\n]*:)[A-Za-z][\w /&()#.-]{0,45}?[ \t]*(?::|\.{3,}|[ \t]{3,}\S)")
_SPLIT_NUMBER = re.compile(r"\d{1,2}\s*(?:[x*\u00d7]|cm\b|mm\b|%)", re.IGNORECASE)
_SHORT_LINE = 45
_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?,?\Z", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d\b")
_LIST_NUMBER = re.compile(r"(?:\A|[\n.:;])\s*\(?(?:\d{1,2}|[A-Za-z])\Z")


@cache
def _words() -> _Words:
    words: _Words = load_lexicon("sentences", _Words)
    return words


def sentence_starts(text: str, headings: Iterable[int] = ()) -> list[int]:
    """Offsets at which sentences begin, ascending, the first one 0; a heading always begins one."""
    starts = {0, *headings}
    for match in _CANDIDATE.finditer(text):
        end = match.end()
        if end >= len(text):
            break
        if match.group()[0] == "\n":
            ends = _line_ends(text, match)
        else:
            ends = _stop_ends(text, match) or ("\n" in match.group() and _line_ends(text, match))
        if ends:
            starts.add(end)
    return sorted(starts)


def _stop_ends(text: str, match: re.Match[str]) -> bool:
    """Whether a full stop, exclamation or question mark ends a sentence."""
    at, after = match.start(), match.end()
    following = text[after]
    if following.islower() or following in ",;)":
        return bool(_ITEM.match(text, after)) and "\n" in match.group()
    if text[at] != ".":
        return True
    if text[at - 1 : at] == ".":  # dots that lead to a value: "Grade ........ 2"
        return False
    before = _LAST_WORD_BACKWARDS.match(text[max(0, at - 20) : at][::-1])
    word = before.group()[::-1] if before else ""
    words = _words()
    if word.lower() in words.abbreviations or word.lower() in words.open_words:
        return "\n\n" in match.group()
    if _next_in_capitals(text, after) in words.joining_words:
        return False
    if following.isdigit() and word.isdigit() and len(word) <= 2 and _SPLIT_NUMBER.match(text, after):
        return False
    return not _LIST_NUMBER.search(text[max(0, at - 6) : at])


def _next_in_capitals(text: str, at: int) -> str:
    match = _NEXT_WORD.match(text, at)
    return match.group().lower() if match and match.group().isupper() else ""


def _line_ends(text: str, match: re.Match[str]) -> bool:
    """Whether a line's end ends a sentence: an empty line, an item, a label, a short line; else it wraps."""
    at, after = match.start(), match.end()
    if match.group().count("\n") > 1:
        return True
    line = text[text.rfind("\n", 0, at) + 1 : at].strip()
    if _MONTH.search(line) and _YEAR.match(text, after):  # "June" at a line's end, "2024: radiotherapy" on the next
        return False
    broken = text[after].islower() and ":" not in line  # "Midline" at a line's end, "shift: none" on the next
    if not line.endswith(",") and (_ITEM.match(text, after) or (not broken and _LABEL.match(text, after))):
        return True
    if line.endswith(":"):
        return True
    following = text[after]
    last = _LAST_WORD.search(line)
    if (
        following.islower()
        or line.endswith((",", "-", "/", "("))
        or (last and last.group().lower() in _words().open_words)
    ):
        return False
    if _next_in_capitals(text, after) in _words().joining_words:
        return False
    return len(" ".join(line.split())) < _SHORT_LINE

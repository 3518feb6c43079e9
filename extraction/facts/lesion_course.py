"""What became of a lesion, by the words near it: new, larger, smaller, stable, resolved; never what became of its edema."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.brain import Change
from extraction.assertion import Assertion, assertion_of
from extraction.facts.lesion_words import lesion_patterns
from extraction.facts.report import Report

_AHEAD = 32
_BEHIND = 28
_CLAUSE = re.compile(r"[,;.:(]|\bwith\b|\bbut\b|\bwhile\b")
_NEW_THING = re.compile(
    r"new(?:ly)?[ -](?!edema|oedema|h(?:a?em|em)orrhage|symptom)(?:[a-z0-9.,-]+ ){0,7}?(?:metasta\w+|mets?\b|lesions?|mass|masses|nodul\w+|foc(?:us|i)|tumou?rs?|deposits?|spots?)\b"
)
_NEW_ITEM = re.compile(r"\(new\)|[,:-] ?new\s*(?:[.,;)]|\Z)|\b(?:is|are|was|were) (?:also |clearly |definitely )?new\b")
_NO = re.compile(r"\b(?:no|without|not|nor|neither)\b[^.;:,]*\Z")


@dataclass(frozen=True, slots=True)
class ChangeWord:
    """A word of change, where it stands, and whether the report is sure of it."""

    change: Change
    start: int
    end: int
    sure: bool = True


def changes_in(report: Report, start: int, end: int) -> Iterator[ChangeWord]:
    """Words between two offsets that say what became of a lesion."""
    text, words = report.folded, lesion_patterns()
    for match in words.change.finditer(text, start, end):
        change = Change(str(match.lastgroup))
        if change is Change.NEW and not _is_new_lesion(text, match, start, end):
            continue
        if _of_something_else(text, match, start, end):
            continue
        meant = _meant(report, match, change)
        if meant is not None:
            yield ChangeWord(change, match.start(), match.end(), sure=meant)


def one_change(words: Iterator[ChangeWord]) -> Change | None:
    """The change that all words agree on; None where they do not."""
    found = {word.change for word in words if word.sure}
    if Change.RESOLVED in found:
        found -= {Change.STABLE, Change.SMALLER}
    if found == {Change.NEW, Change.STABLE}:
        return None
    return found.pop() if len(found) == 1 else None


def _meant(report: Report, match: re.Match[str], change: Change) -> bool | None:
    """Whether it is said for sure; None when it is denied, asked, or told of the past."""
    first, _ = report.sentence_span(match.start())
    says_no = match.group().startswith(("no ", "not ", "without "))
    if not says_no and _NO.search(report.folded, max(first, match.start() - 60), match.start()):
        return None
    if says_no or change in {Change.RESOLVED, Change.STABLE}:
        meant = Assertion.AFFIRMED if says_no else assertion_of(report, match.start(), match.end())
        return None if meant in {Assertion.HYPOTHETICAL, Assertion.OTHER_PERSON} else meant is not Assertion.UNCERTAIN
    meant = assertion_of(report, match.start(), match.end())
    if meant is Assertion.UNCERTAIN:
        return False
    if change is Change.NEW and meant is Assertion.NEGATED:  # "no residual, recurrent or new disease"
        return None
    return None if meant in {Assertion.HYPOTHETICAL, Assertion.OTHER_PERSON, Assertion.HISTORICAL} else True


def _is_new_lesion(text: str, match: re.Match[str], start: int, end: int) -> bool:
    if not match.group().startswith("new"):
        return True
    item = _NEW_ITEM.search(text, max(start, match.start() - 24), min(end, match.end() + 2))
    if item is not None and item.start() <= match.start() < item.end():
        return True
    if _NEW_THING.match(text, match.start(), end):
        return True
    words = lesion_patterns()
    near = min(end, match.end() + 30)
    return words.places.search(text, match.end(), near) is not None and not words.not_the_lesion.search(
        text, match.end(), near
    )


def _of_something_else(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """Whether edema, blood or another thing stands beside the word in its clause, nearer than a lesion."""
    words = lesion_patterns()
    ahead = _CLAUSE.split(text[match.end() : min(end, match.end() + _AHEAD)], maxsplit=1)[0]
    other, lesion = words.not_the_lesion.search(ahead), words.named.search(ahead)
    if other and not (lesion and lesion.start() < other.start()):
        return True
    behind = _CLAUSE.split(text[max(start, match.start() - _BEHIND) : match.start()])[-1]
    others = [each.start() for each in words.not_the_lesion.finditer(behind)]
    lesions = [each.start() for each in words.named.finditer(behind)]
    lesions += [each.start() for each in words.places.finditer(behind)]
    return bool(others) and max(others) > max(lesions, default=-1)

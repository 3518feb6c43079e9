"""Finds the date of a document, and of its parts where one file holds several: when it was taken, seen or reported."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.dates import PartialDate
from domain.document import Document, DocumentKind
from extraction.annotated import PAGE_BREAK, Annotated
from extraction.date_mentions import DateMention, dates_in, dates_lexicon

_LABEL_REACH = 34
_LABEL_WORDS = 4
_LINE_REACH = 110
_HEAD_LINES = 8
_HEAD_CHARACTERS = 700
_TITLE_RANK = 84  # a date on a title's line, less for each line above it
_HEAD_RANK = 62  # a date alone among the first lines
_A_LINE = 3
_A_FILE_YEARS = 15  # a date that is older than the newest of its file by more is not the file's, unless it says so
_RECEIVED = frozenset({"received", "rcvd", "recd", "date received"})  # of a specimen, or of a letter
_OF_AN_EVENT = frozenset({"done on", "performed on", "acquired on", "scanned on"})
_RULE = re.compile(r"[-=_*.\s]*")
_BLANKED = re.compile(r"[^\n]")
_WORDLIKE = re.compile(r"[a-z]{2,}")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a document with a date of its own, e.g. the clinic note behind an MRI report in one file."""

    start: int
    end: int
    date: PartialDate | None


def date_of(annotated: Annotated, kind: DocumentKind) -> PartialDate | None:
    """The collection, study, visit or report date that stands in the document; never a birth, print or fax date.

    Where a file holds several documents it is the newest one's.
    """
    dates = [part.date for part in parts_of(annotated, kind) if part.date is not None]
    return max(dates, key=_order) if dates else None


def study_date_of(annotated: Annotated, kind: DocumentKind, date: PartialDate | None) -> PartialDate | None:
    """The date of the imaging study in a document: its first part's, where a clinic note follows in the same file."""
    if kind is not DocumentKind.BRAIN_IMAGING:
        return date
    return next((part.date for part in parts_of(annotated, kind) if part.date is not None), date)


def only(document: Document, part: Part) -> Document:
    """The document with all but one of its parts left blank, so that places in it stay what they are."""
    pages, begins = [], 0
    for page in document.pages:
        first, last = max(0, part.start - begins), max(0, part.end - begins)
        text = _BLANKED.sub(" ", page.text[:first]) + page.text[first:last] + _BLANKED.sub(" ", page.text[last:])
        pages.append(page.model_copy(update={"text": text}))
        begins += len(page.text) + len(PAGE_BREAK)
    return document.model_copy(update={"pages": tuple(pages)})


def parts_of(annotated: Annotated, kind: DocumentKind) -> tuple[Part, ...]:
    """The parts of a document, in order, together covering it; one part where nothing divides it."""
    return annotated.once((parts_of, kind), lambda: _parts_of(annotated, kind))


def _parts_of(annotated: Annotated, kind: DocumentKind) -> tuple[Part, ...]:
    text, folded = annotated.text, annotated.folded
    mentions = [
        mention for mention in dates_in(folded, is_day_first=annotated.is_day_first) if mention.date.month is not None
    ]
    starts = [0, *_part_starts(text, folded, mentions)]
    ends = [*starts[1:], len(text)]
    return tuple(
        Part(start, end, _best(text, folded, [each for each in mentions if start <= each.start < end], start, kind))
        for start, end in zip(starts, ends, strict=True)
    )


def _best(text: str, folded: str, mentions: list[DateMention], start: int, kind: DocumentKind) -> PartialDate | None:
    """The likeliest date of a part among its dates; of equally likely ones the first."""
    head = _end_of_head(text, start)
    best, best_rank, rank, behind = None, 0, 0, start
    newest = max((mention.date.year for mention in mentions), default=0)
    for mention in mentions:
        if newest - mention.date.year > _A_FILE_YEARS and _label(folded, mention.start) is None:
            continue  # a birth date without a label
        line = max(text.rfind("\n", 0, mention.start) + 1, mention.start - _LINE_REACH, behind)
        words = _WORDLIKE.findall(folded, line, mention.start)
        chained = behind > start and not words and "\n" not in text[behind : mention.start]
        if not chained or rank:  # a list of dates means what its first one means
            lines = text.count("\n", start, mention.start) if mention.start < head else None
            rank = _rank(folded, mention, words, lines, kind)
        newer = chained and kind is DocumentKind.OTHER and best is not None and _order(mention.date) > _order(best)
        if rank > best_rank or (rank == best_rank and rank and newer):
            best, best_rank = mention.date, rank  # of a table with a column a day it is the newest one's
        behind = mention.end
    return best


def _order(date: PartialDate) -> tuple[dt.date, int]:
    return date.earliest(), date.day or 0


def _end_of_head(text: str, start: int) -> int:
    """Where the first lines end; a flattened document has few, so there is a bound in characters."""
    at = start
    for _ in range(_HEAD_LINES):
        at = text.find("\n", at + 1)
        if at < 0:
            return start + _HEAD_CHARACTERS
    return min(at, start + _HEAD_CHARACTERS)


def _rank(folded: str, mention: DateMention, words: list[str], lines: int | None, kind: DocumentKind) -> int:
    """How surely this is the document's date; 0 when it is not.

    Args:
        folded: The whole document.
        mention: The date.
        words: Those before it on its line, behind an earlier date.
        lines: How many lines stand above it; None when it is not among the first.
        kind: Of the document.
    """
    label = _label(folded, mention.start)
    if label is not None:
        if label in _OF_AN_EVENT and kind is DocumentKind.CLINICAL_NOTE:
            return 0  # "mastectomy done on 14/03/2020" tells of the surgery
        of_specimen = label in _RECEIVED and kind is not DocumentKind.PATHOLOGY
        return 0 if of_specimen else dates_lexicon().labels[label]
    if lines is None or mention.date.day is None or any(dates_lexicon().labels.get(word) == 0 for word in words):
        return 0
    return (_TITLE_RANK if _is_title(words) else _HEAD_RANK) - _A_LINE * lines


def _label(folded: str, start: int) -> str | None:
    """The longest known label that ends right before the date."""
    stretch = re.split(r"[,;|)]|\s{6,}|\d{2,}", folded[max(0, start - _LABEL_REACH) : start])[-1]
    words = re.findall(r"[a-z']+", stretch)[-_LABEL_WORDS:]
    labels = dates_lexicon().labels
    spoken = (words, words[:-1]) if words[-1:] in (["on"], ["at"]) else (words,)  # "collected on" is "collected"
    phrases = (" ".join(said[first:]) for first in range(len(words)) for said in spoken)
    return next((phrase for phrase in phrases if phrase in labels), None)


def _is_title(words: list[str]) -> bool:
    return not dates_lexicon().titles.isdisjoint(words)


def _part_starts(text: str, folded: str, mentions: list[DateMention]) -> Iterator[int]:
    """Lines that begin another document: behind a rule or an empty line, a title with a full date and no sentence."""
    for mention in mentions:
        line = text.rfind("\n", 0, mention.start) + 1
        if line == 0 or mention.date.day is None or _label(folded, mention.start) in {"addendum", "noted"}:
            continue
        before = text[:line].rstrip("\n").rsplit("\n", 1)[-1]
        head = text[line : mention.start]
        ruled = _RULE.fullmatch(before) is not None or head.startswith("---")
        words = _WORDLIKE.findall(folded, line, mention.start)
        if ruled and 1 < len(words) <= 10 and _is_title(words) and head.lstrip("-= ")[:1].isupper():
            yield line

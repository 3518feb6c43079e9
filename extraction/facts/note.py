"""A document as the fact modules of the course read it: folded, in units that say one thing each, with its dates."""

import bisect
import re
from functools import cached_property

from domain.dates import PartialDate
from domain.document import DocumentKind
from domain.evidence import Evidence
from extraction.annotated import Annotated
from extraction.date_mentions import DateMention, dates_in
from extraction.dates import Part, parts_of
from extraction.month_years import month_years_in
from extraction.phrases import PhraseBook, Token, tokens_of
from extraction.sections import Section, SectionKind
from extraction.squeezed import Squeezed

_NEW_LINE = re.compile(r"\n(?=[ \t]*(?:[A-Z0-9*>-]))")
_OPEN_END = re.compile(
    r"(?:[,(/&+-]|\b(?:on|in|of|the|and|with|to|for|a|an|at|from|by|or|her|his|was|is|has|until|since|consider|start|started|discussed|including|incl|vs|now))[ \t]*\Z"
)
_LIST_INDENT = 2
_LONG_LINE = 50  # characters; a shorter line ends by itself
_KIN = re.compile(
    r"\b(?:mother|father|sister|brother|aunt|uncle|cousin|grandmother|grandfather|niece|nephew|daughter|son|maternal|"
    r"paternal|mom|dad|fam(?:ily)? h(?:x|istory)|fhx?|(?:wife|husband|partner|spouse)(?= (?:has|had|died|with|is being)\b))\b"
)
_COMPANY = re.compile(r"\b(?:with|by|told|to|and|asked|w/?|husband)(?: (?:her|his|the|pt|patient))*[ +/&]*\Z")
_LABEL_LINE = re.compile(r"\n[ \t]*(?:[A-Z][A-Za-z/ ]{0,20}:|\n)")
_CLAUSE = re.compile(
    r"[;.:](?=\s)|\b(?:but|except|however|although|though|only|just|apart from|aside from|with the exception)\b"
)
_NO_BEFORE = re.compile(
    r"\b(?:no|not|nor|without|denies|denied|denying|never|negative for|free of|absence of|none|non|neither|resolved|nil)\b"
)
_NO_AFTER = re.compile(
    r"\s*(?:[:=-]|\bis|\bare|\bwas|\bhas|\bhave)?\s*(?:none|no\b|denied|denies|absent|negative|resolved|not present|nil)"
)
_DOUBT_BEFORE = re.compile(
    r"\b(?:if|should|risk of|(?<!\d )may(?! '?\d)|might|could|possible|possibly|r/o|rule out|evaluate for|concern for|concerning for|warning|"
    r"develops?|watch for|such as|monitor(?:ing)? for|history of|h/o|hx of|prior|previous|screen(?:ing)? for|because of|"
    r"chance of|potential|would need|call for|suspicious for|unless|ask|asked|discussed|explained)\b[^,;]*\Z|\?\s*\Z"
)
_MONTH_OF_MAY = re.compile(r"may\b,? '?\d|(?<=\d )may\b")
_CONDITION = re.compile(r"[\s\d.)*-]*(?:should|if|call|return|seek|please|go to)\b")
_DOUBT_AFTER = re.compile(r"\s*\?")
_BOARD = re.compile(
    r"\b(?:tumou?r (?:board|conference)|mdt|multi-?disciplinary (?:team|meeting|conference|discussion))\b"
)
_CLOSED = re.compile(r"\([^()]*\)")
_ASIDE = frozenset({SectionKind.METHODS, SectionKind.DISCUSSION})


class Note:
    """A document with what the course's facts need beside its text.

    Attributes:
        text: As it was read, with runs of white space squeezed to one sign; all offsets are into it.
        folded: In lower case with OCR slips repaired, of the same length.
        kind: Of the document.
        date: Of the document.
    """

    def __init__(self, annotated: Annotated, kind: DocumentKind, date: PartialDate | None) -> None:
        self.annotated = annotated
        self._squeezed = Squeezed(annotated.text, annotated.folded)
        self.text = self._squeezed.text
        self.folded = self._squeezed.twin
        self.kind = kind
        self.date = date

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The words of the folded text."""
        return self.annotated.tokens if self.folded == self.annotated.folded else tokens_of(self.folded)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The parts of the document, each with its date."""
        place = self._squeezed.place
        return tuple(
            Part(place(part.start), place(part.end), part.date) for part in parts_of(self.annotated, self.kind)
        )

    @cached_property
    def dates(self) -> tuple[DateMention, ...]:
        """All dates of the text; those without a year are read as the newest before the part's date."""
        is_day_first = self.annotated.is_day_first
        found: list[DateMention] = []
        for part in self.parts:
            months = month_years_in(self.folded, part.date, part.start, part.end)
            days = dates_in(self.folded, is_day_first=is_day_first, anchor=part.date, start=part.start, end=part.end)
            found += months
            found += [each for each in days if not any(each.start < one.end and one.start < each.end for one in months)]
        return tuple(sorted(found, key=lambda each: each.start))

    @cached_property
    def units(self) -> tuple[tuple[int, int], ...]:
        """Stretches that say one thing each: sentences, cut again where a list goes on to its next line."""
        raw, place = self.annotated.text, self._squeezed.place
        units: list[tuple[int, int]] = []
        for begins, ends in self.annotated.sentences:
            start = begins
            if units and _wraps(raw, units[-1], start):
                start = units.pop()[0]
            for match in _NEW_LINE.finditer(raw, begins, ends):
                at = match.end()
                indent = len(raw[at : at + 40]) - len(raw[at : at + 40].lstrip(" \t"))
                before = raw[start : match.start()]
                listed = indent >= _LIST_INDENT or before.rstrip()[-1:] in {".", ";", ":", ")"}
                if listed and before.strip() and not _OPEN_END.search(before):
                    units.append((start, at))
                    start = at
            units.append((start, ends))
        return tuple((place(start), place(end)) for start, end in units)

    @cached_property
    def _unit_starts(self) -> list[int]:
        return [start for start, _ in self.units]

    def unit_at(self, offset: int) -> tuple[int, int]:
        """The unit that holds the character at `offset`."""
        return self.units[max(0, bisect.bisect_right(self._unit_starts, offset) - 1)]

    def date_at(self, offset: int) -> PartialDate | None:
        """The date of the part of the document that holds the character at `offset`."""
        return next((part.date for part in self.parts if part.start <= offset < part.end), self.date) or self.date

    def dates_between(self, start: int, end: int) -> list[DateMention]:
        """The dates between two offsets."""
        return [mention for mention in self.dates if start <= mention.start and mention.end <= end]

    def matches(self, phrases: PhraseBook[str], start: int, end: int) -> list[tuple[str, int, int]]:
        """Phrases of a book between two offsets: value, start and end of each."""
        first = bisect.bisect_left(self.tokens, start, key=lambda token: token.start)
        last = bisect.bisect_right(self.tokens, end, key=lambda token: token.end)
        return [
            (hit.value, hit.start, hit.end)
            for hit in phrases.find(self.tokens[first:last], self.folded)
            if not _MONTH_OF_MAY.match(self.folded, hit.start)
        ]

    @cached_property
    def _is_of_a_board(self) -> bool:
        """Whether it is the note of a tumour board, whose discussion is of the patient."""
        return self.kind is DocumentKind.CLINICAL_NOTE and _BOARD.search(self.folded) is not None

    def of_somebody_else(self, start: int) -> bool:
        """Whether what stands here is told of a relative, or of nobody (methods, discussion of the literature)."""
        section = self.section_at(start)
        if section.kind in _ASIDE and not (section.kind is SectionKind.DISCUSSION and self._is_of_a_board):
            return True
        if section.kind is SectionKind.FAMILY_HISTORY and not _LABEL_LINE.search(
            self.text, self._squeezed.place(section.body), start
        ):
            return True
        unit, _ = self.unit_at(start)
        before = self.folded[unit:start]
        return any(not _COMPANY.search(before[: match.start()]) for match in _KIN.finditer(before))

    def denied(self, start: int, end: int) -> bool:
        """Whether the words between two offsets are denied in their clause: "no headache or nausea", "seizures: none"."""
        before = _CLOSED.sub("", self._clause_before(start))  # a denial in brackets is of what stands before them
        if _NO_BEFORE.search(before):
            return True
        return bool(_NO_AFTER.match(self.folded, end))

    def doubtful(self, start: int, end: int) -> bool:
        """Whether what stands here is only asked, feared, planned for or possible."""
        unit, _ = self.unit_at(start)
        if _CONDITION.match(self.folded, unit):
            return True
        return bool(_DOUBT_BEFORE.search(self._clause_before(start)) or _DOUBT_AFTER.match(self.folded, end))

    def _clause_before(self, start: int) -> str:
        unit, _ = self.unit_at(start)
        return _CLAUSE.split(self.folded[max(unit, start - 160) : start])[-1]

    def evidence(self, start: int, end: int, rule: str) -> Evidence:
        """The evidence for the words between two offsets."""
        origin = self._squeezed.origin
        return self.annotated.evidence(origin(start), origin(end - 1) + 1, rule)

    def section_at(self, offset: int) -> Section:
        """The section that holds the character at `offset`; its own offsets are the document's."""
        return self.annotated.section_at(self._squeezed.origin(offset))


def _wraps(text: str, unit: tuple[int, int], start: int) -> bool:
    """Whether a line goes on with a date: "last dose" at a line's end, the date on the next."""
    before, after = text[unit[0] : unit[1]], text[start : start + 1]
    ends = unit[1] - 1
    line = text[text.rfind("\n", 0, ends) + 1 : ends] if before.endswith("\n") else ""
    open_line = len(" ".join(line.split())) > _LONG_LINE and line.rstrip()[-1:].islower() and "\n\n" not in before
    return open_line and after.isdigit()

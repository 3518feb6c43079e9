"""The case itself: the laboratory's accession number, and when the tissue was taken and the report signed."""

import re
from collections.abc import Iterator

from extraction.date_mentions import dates_in
from extraction.facts.mention import Mention
from extraction.facts.report import Report

FIELDS = ("accession", "collected", "reported")
_ACCESSION = re.compile(
    r"\b(?:accession|case|surgical(?: pathology)?|path(?:ology)?|lab(?:oratory)?|report|specimen|histology)"
    r"[ ]*(?:(?:no|number|num|id|ref(?:erence)?)\b\.?|#)[ .:#]*(?P<value>[a-z]{0,4}-?\d{2,4}[-/. ]?[a-z]{0,3}\d{2,8}(?:[-/]\d{1,4})?)\b"
    r"|\baccession[ :#]+(?P<bare>[a-z]{1,4}-?\d{2,4}[-/]\d{2,7})\b"
)
_LABEL = re.compile(
    r"\b(?:(?P<collected>collected(?: on)?|date (?:of )?collect(?:ed|ion)|collection date|date of (?:procedure|surgery|"
    r"operation|biopsy)|(?:procedure|surgery|operation|biopsy) date|date (?:obtained|taken)|specimen taken|date of specimen)|"
    r"(?P<reported>reported(?: on)?|date (?:of )?report(?:ed)?|report(?:ed)? date|(?:electronically )?signed(?: out)?(?: on| by "
    r"[^;:]{3,40}?(?: on)?)?|authori[sz]ed(?: on)?|date (?:authori[sz]ed|completed|signed)|completed))[ .:=]*(?:on )?"
    r"(?=\d|[a-z]{3,9}\.? \d)"
)
_NUMBER = re.compile(r"(?:accession|number|#|num|no|id|ref(?:erence)?)[ .:#]{1,4}[a-z]{0,4}-?\d\d")
_DATE = re.compile(r"/ ?\d{1,2} ?[/.-] ?\d|- ?\d{1,2} ?[/.-] ?\d|\. ?\d{1,2} ?[/.-] ?\d|19\d\d|20\d\d")
_EARLIER = re.compile(r"\b(?:previous\w*|prior|outside|earlier|compar\w+|history)\b[^.;]*\Z")
_LONGEST_DATE = 24  # characters


def find(report: Report) -> Iterator[Mention]:
    """The number of the case and its dates; those of earlier reports are left out."""
    text = report.folded
    for match in report.find_in(_ACCESSION, report.around(_NUMBER, 30, 40)):
        if _EARLIER.search(text, max(0, match.start() - 30), match.start()):
            continue
        group = "value" if match["value"] else "bare"
        words = report.words(match.start(group), match.end(group))
        yield Mention("accession", words, match.start(), match.end(), "labelled")
        break
    for label in report.find_in(_LABEL, report.around(_DATE, 72, 12)):
        if _EARLIER.search(text, max(0, label.start() - 30), label.start()):
            continue
        until = label.end() + _LONGEST_DATE
        for mention in dates_in(text, is_day_first=report.once(_is_day_first), start=label.end(), end=until)[:1]:
            if mention.start == label.end() and mention.date.month is not None:
                yield Mention(str(label.lastgroup), mention.date, label.start(), mention.end, "labelled")


def _is_day_first(report: Report) -> bool:
    return report.annotated.is_day_first

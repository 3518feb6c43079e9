"""Which words of a report are shown for a statement: its sentence, or the words around it where that is long."""

from extraction.facts.report import Report

_LONGEST = 160  # characters


def quoted(report: Report, start: int, end: int) -> tuple[int, int]:
    """Start and end of the quote, in the folded text; the sentence shows how the statement is meant."""
    first, last = report.sentence_span(start)
    if last - first > _LONGEST:
        text, reach = report.folded, (_LONGEST - (end - start)) // 2
        first = max(first, text.find(" ", max(first, start - reach), start))
        last = min(last, max(end, text.rfind(" ", end, end + reach)))
    return first, max(last, end)

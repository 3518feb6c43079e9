"""Reads lines of a report as a table's rows: their cells, and which of them tell of controls and of H-scores."""

import re

from extraction.facts.report import Report

GAP = re.compile(r"[ \t]*\|[ \t|]*|\t[ \t]*| {2,}")
_LIST_LABEL = re.compile(r"[ \t]*(?:[-*\u2022>]+|\(?\d{1,2}[.)])[ \t]+")
_CONTROL = re.compile(r"(?:[a-z]+ ){0,3}controls?(?: [a-z]+)?")


def line_at(report: Report, offset: int) -> tuple[int, int]:
    """Start and end, in the folded text, of the line that holds the character at `offset`."""
    at = report.origin(offset)
    end = report.text.find("\n", at)
    return report.place(report.text.rfind("\n", 0, at) + 1), report.place(len(report.text) if end < 0 else end)


def line_below(report: Report, end: int) -> tuple[int, int] | None:
    """The next line that is not blank."""
    at = end
    while at < len(report.folded) and report.folded[at] == " ":
        at += 1
    return line_at(report, at) if at < len(report.folded) else None


def cells_of(report: Report, first: int, last: int) -> list[tuple[int, int]]:
    """The cells of a stretch of a line that hold something; all of it where it has none."""
    begins, ends = report.origin(first), report.origin(last - 1) + 1 if last > first else report.origin(first)
    if label := _LIST_LABEL.match(report.text, begins, ends):
        begins = label.end()
    gaps = [match.span() for match in GAP.finditer(report.text, begins, ends)]
    edges = [begins, *(edge for gap in gaps for edge in gap), ends]
    return [
        (report.place(start), report.place(end))
        for start, end in zip(edges[::2], edges[1::2], strict=True)
        if report.text[start:end].strip()
    ]


def without_controls(report: Report) -> str:
    """The folded text with the cells of a column of controls left blank: what they tell is not of the tumour."""
    return report.once(_without_controls)


def _without_controls(report: Report) -> str:
    text = report.folded
    at = text.find("control")
    while at >= 0:
        head = line_at(report, at)
        names = cells_of(report, *head)
        columns = [number for number, cell in enumerate(names) if _CONTROL.fullmatch(text[slice(*cell)].strip(" |"))]
        row = line_below(report, head[1])
        while columns and len(names) > 2 and row is not None and len(cells := cells_of(report, *row)) == len(names):
            for start, end in (cells[column] for column in columns):
                text = text[:start] + " " * (end - start) + text[end:]
            row = line_below(report, row[1])
        at = text.find("control", head[1])
    return text

"""Reads tables whose columns or rows are samples ("A. Breast | B. Liver"): each by itself, so that none tells of another."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from domain.document import Box
from domain.specimen import Side, Site
from extraction.facts.marker_words import labels
from extraction.facts.places import Place
from extraction.facts.report import Report
from extraction.facts.table_cells import GAP

_SITES = {
    Site.BREAST: r"breasts?|mastectomy|lumpectomy|primary",
    Site.BRAIN: r"brain|cerebell\w+|cerebral|cns|(?:frontal|parietal|temporal|occipital)(?: lobe)?",
    Site.LIVER: r"liver|hepatic",
    Site.LUNG: r"lungs?|pulmonary|pleura\w*",
    Site.BONE: r"bone|vertebra\w*|iliac|femur|sacrum",
    Site.SKIN: r"skin|chest wall",
    Site.LYMPH_NODE: r"(?:lymph )?nodes?|axilla|ln",
    Site.CEREBROSPINAL_FLUID: r"csf|cerebrospinal fluid",
    Site.OTHER: r"metastas[ei]s|met|recurrence|relapse",
}
_SITE = re.compile("|".join(rf"(?P<{site.value}>\b(?:{words})\b)" for site, words in _SITES.items()))
_SIDE = re.compile(r"\b(?:(?P<right>right|rt|r)|(?P<left>left|lt|l))\b")
_PART = re.compile(r"(?:[a-h]|(?:part|specimen|sample) [a-h1-9])[.):]?")
# What else a column's head may say beside the site: "B. Liver core biopsy, seg 7 (2024)".
_BESIDE = re.compile(
    r"[\s.,:;()#/'&*-]|\b(?:part|specimen|sample|[a-h]|\d{1,4}|core|needle|biops(?:y|ies)|bx|resection|excision|tumou?r|"
    r"lesion|mass|cancer|carcinoma|invasive|metasta\w+|met|mets|axillary|sentinel|supraclavicular|cervical|tissue|upper|"
    r"lower|outer|inner|lobe|segment|seg|prior|previous|outside|current|new|initial|original|of|the|in|and|jan\w*|feb\w*|"
    r"mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*)\b"
)
_ASIDE = re.compile(
    r"(?:comments?|notes?|methods?|clone|antibody|assay|units?|ref\w*(?: range| interval)?|cut-?offs?|controls?)\.?"
)
_LONGEST_HEAD = 40  # characters: a longer cell is a sentence
_LONGEST_LINE = 250  # characters: a longer one is a text whose lines were lost
_MOST_ROWS = 30
_GAPS = ("  ", "|", "\t")  # one of which parts the cells of a line
_RULE = re.compile(r"[\s|=_+-]*")
_OFF, _OFF_BOX = 3.0, 0.03  # how far a cell may stand from its head: characters, and of a page's width
_FULL_ROWS = 2  # that must stand under their heads before a cell of a row with gaps is given to the head above it
_LEAST_MARKERS = 2  # in the head of a table whose rows are samples

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Column:
    """A sample's column: where the sample is from, what its head says, and the report with only this column's cells.

    Attributes:
        start: Of the table, in the report's text: what the view tells before it is told of no column.
    """

    place: Place
    head: str
    view: Report
    start: int


@dataclass(frozen=True, slots=True)
class _Table:
    names: tuple[_Span, ...]
    places: tuple[Place | None, ...]
    columns: tuple[tuple[_Span, ...], ...]
    head: _Span
    end: int


def columns_of(report: Report) -> tuple[Column, ...]:
    """The columns of every table of samples in the report."""
    return tuple(_columns(report))


def without_columns(report: Report) -> Report:
    """The report without its tables of samples; itself where it has none."""
    tables = report.once(_tables)
    return _blanked(report, [(table.head[0], table.end) for table in tables]) if tables else report


def _columns(report: Report) -> Iterator[Column]:
    for table in report.once(_tables):
        for number, place in enumerate(table.places):
            if place is None:
                continue
            others = [cell for at, cells in enumerate(table.columns) if at != number for cell in cells]
            view = _blanked(report, [table.head, *others, (table.end, len(report.text))])
            yield Column(place, report.text[slice(*table.names[number])].lower(), view, table.head[0])


def _blanked(report: Report, spans: list[_Span]) -> Report:
    """The report with stretches of its text left blank; every other character stays in its place."""
    text = report.text
    for start, end in spans:
        text = text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]
    return Report(replace(report.annotated, text=text))


def _tables(report: Report) -> tuple[_Table, ...]:
    if not any(sign in report.text for sign in _GAPS):
        return ()
    lines = [match.span() for match in re.finditer(r"[^\n]+", report.text)]
    found: list[_Table] = []
    for number, line in enumerate(lines):
        if line[1] - line[0] > _LONGEST_LINE or (found and line[0] < found[-1].end):
            continue
        if all(report.text.find(sign, *line) < 0 for sign in _GAPS):
            continue
        below = lines[number + 1 : number + 1 + _MOST_ROWS]
        if (places := _head(report, line)) is not None:
            found += _table(report, line, places, below)
        else:
            found += _by_row(report, line, below)
    return tuple(found)


def _head(report: Report, line: _Span) -> list[Place | None] | None:
    """The place that each cell of a line names, where two or more name samples, each another, and all are heads."""
    cells = _named(report, line)
    if len(cells) < 2 or any(end - start > _LONGEST_HEAD for start, end in cells):
        return None
    places = [_place_of(report, report.annotated.folded[slice(*cell)]) for cell in cells]
    named = [place for place in places if place is not None]
    others = [cell for cell, place in zip(cells[1:], places[1:], strict=True) if place is None]
    if any(not _ASIDE.fullmatch(report.annotated.folded, *cell) for cell in others):
        return None
    return places if _are_apart(named) else None


def _are_apart(places: list[Place]) -> bool:
    """Whether there are two or more, each another one; a breast without a side may be any breast."""
    vague = Place(Site.BREAST) in places and any(place.side for place in places)
    return len(places) > 1 and len(set(places)) == len(places) and not vague


def _by_row(report: Report, head: _Span, below: list[_Span]) -> Iterator[_Table]:
    """The table under a head that names a marker a column, where each row begins with the name of another sample."""
    folded = report.annotated.folded
    if sum(labels().match(folded, *cell) is not None for cell in _cells(report, head)) < _LEAST_MARKERS:
        return
    names, places, rows = [], [], []
    for line in below:
        if _RULE.fullmatch(report.text, *line):
            continue
        cells = _filled(_cells(report, line))
        place = _place_of(report, folded[slice(*cells[0])]) if len(cells) > 1 else None
        if place is None:
            break
        names.append(cells[0])
        places.append(place)
        rows.append((line,))
    if _are_apart(places):
        yield _Table(tuple(names), tuple(places), tuple(rows), (head[0], head[0]), rows[-1][0][1])


def _place_of(report: Report, head: str) -> Place | None:
    """The place that a column's head names, where it says nothing but a sample's name; else None."""
    sites = {Site(str(match.lastgroup)) for match in _SITE.finditer(head)}
    side = _SIDE.search(head)
    if not sites and not side:
        return _part(report, head.strip()) if _PART.fullmatch(head.strip()) else None
    if _BESIDE.sub("", _SIDE.sub("", _SITE.sub("", head))):
        return None
    elsewhere = sites - {Site.BREAST, Site.OTHER}
    if len(elsewhere) > 1:
        return None
    site = next(iter(elsewhere or (sites & {Site.BREAST}) or sites or {Site.BREAST}))
    sided = side is not None and site is Site.BREAST
    return Place(site, (Side.RIGHT if side["right"] else Side.LEFT) if sided and side else None)


def _part(report: Report, head: str) -> Place | None:
    """The place of the part that bears a letter: "B" where a line "B. Liver, core biopsy" stands above."""
    letter = re.sub(r"[^a-z0-9]", "", head)[-1]
    heading = re.search(rf"(?m)^[ \t]*(?:part |specimen )?{letter}[.):][ \t]*([^\n]+)", report.text.lower())
    if heading is None:
        return None
    match = _SITE.search(heading[1])
    side = _SIDE.search(heading[1])
    if match is None or match.lastgroup == Site.OTHER:
        return None
    site = Site(str(match.lastgroup))
    sided = side is not None and site is Site.BREAST
    return Place(site, (Side.RIGHT if side["right"] else Side.LEFT) if sided and side else None)


def _table(report: Report, head: _Span, places: list[Place | None], below: list[_Span]) -> Iterator[_Table]:
    """The table under a head, where a row of it names a marker."""
    names = _named(report, head)
    first = 0 if places[0] is not None else 1  # the head of the markers' names is no column
    heads, told = names[first:], places[first:]
    rows: list[tuple[_Span, list[_Span]]] = []
    end, tells = head[1], False
    for line in below:
        if _RULE.fullmatch(report.text, *line):
            continue
        cells = _cells(report, line)
        label = labels().search(report.annotated.folded, *line)
        short = label is not None and line[1] - line[0] <= _LONGEST_HEAD
        alone = len(_filled(cells)) < 2 and len(cells) != len(heads) + 1 and not short
        apart = rows and report.text.count("\n", end, line[0]) > 1 and label is None and len(cells) != len(heads) + 1
        if alone or apart:
            break
        rows.append((line, cells))
        end = line[1]
        tells = tells or (len(cells) == len(heads) + 1 and label is not None and label.start() < cells[1][0])
    if tells:
        yield _Table(tuple(heads), tuple(told), _sorted(report, heads, rows), head, end)


def _named(report: Report, head: _Span) -> list[_Span]:
    """The cells of a head; none where one of them is empty that is not the first."""
    cells = _cells(report, head)
    return [] if any(start == end for start, end in cells[1:]) else _filled(cells)


def _filled(cells: list[_Span]) -> list[_Span]:
    return [cell for cell in cells if cell[0] < cell[1]]


def _cells(report: Report, line: _Span) -> list[_Span]:
    """The cells of a line: between bars also the empty ones, but for what stands outside of the outer bars."""
    text = report.text
    bars = [at for at in range(*line) if text[at] == "|"]
    if bars:
        edges = [line[0] - 1, *bars, line[1]]
        cells = [_trimmed(text, start + 1, end) for start, end in pairwise(edges)]
        first = 1 if cells[0][0] == cells[0][1] else 0
        return cells[first : -1 if cells[-1][0] == cells[-1][1] else None]
    gaps = [match.span() for match in GAP.finditer(text, *_trimmed(text, *line))]
    begins, ends = _trimmed(text, *line)
    edges = [begins, *(edge for gap in gaps for edge in gap), ends]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _trimmed(text: str, start: int, end: int) -> _Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _sorted(report: Report, heads: list[_Span], rows: list[tuple[_Span, list[_Span]]]) -> tuple[tuple[_Span, ...], ...]:
    """The cells under each head, and last those of which it cannot be told under which they stand."""
    columns: list[list[_Span]] = [[] for _ in range(len(heads) + 1)]
    full = [cells[1:] for _, cells in rows if len(cells) == len(heads) + 1]
    straight = len(full) >= _FULL_ROWS and all(
        _is_under(report, cell, head) for cells in full for cell, head in zip(cells, heads, strict=True)
    )
    for line, cells in rows:
        in_turn = len(cells) == len(heads) + 1 or ("|" in report.text[slice(*line)] and len(cells) <= len(heads))
        for number, cell in enumerate(cells[1:]):
            near = [at for at, head in enumerate(heads) if straight and _is_under(report, cell, head)]
            columns[number if in_turn else near[0] if len(near) == 1 else -1].append(cell)
    return tuple(tuple(column) for column in columns)


def _is_under(report: Report, cell: _Span, head: _Span) -> bool:
    """Whether a cell stands under a head, by its left edge or its middle; an empty one stands anywhere."""
    if cell[0] == cell[1]:
        return True
    (start, end), (begins, ends) = _across(report, cell), _across(report, head)
    off = min(abs(start - begins), abs(start + end - begins - ends) / 2)
    return off <= (_OFF_BOX if _boxes(report, cell) else _OFF)


def _across(report: Report, cell: _Span) -> tuple[float, float]:
    """Where a cell begins and ends across the page: by its box, else by its characters in the line."""
    if boxes := _boxes(report, cell):
        return boxes[0].x0, boxes[0].x1
    line = report.text.rfind("\n", 0, cell[0]) + 1
    return cell[0] - line, cell[1] - line


def _boxes(report: Report, cell: _Span) -> tuple[Box, ...]:
    return report.annotated.evidence(*cell, "table").boxes

"""Finds the results that stand before their test: in tables with the result's column on the left, and in runs of prose."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extraction.facts.marker_words import TELLS_NOTHING, elements, lexicon
from extraction.facts.readings import Element
from extraction.facts.report import Report
from extraction.facts.table_cells import GAP, cells_of, line_at, line_below, without_controls

_VERDICTS = frozenset(
    {
        "positive", "negative", "equivocal", "low_positive", "weakly_positive", "ultralow", "score", "crosses", "number",
        "zero_or_one", "between", "amplified", "not_amplified", "not_overexpressed", "pending", "not_done",
    }
)  # fmt: skip
_AMOUNTS = frozenset({"percent", "allred", "h_score", "fmol"})
_CELL_END = re.compile(r"(?:\||\t| {2,})\s*\Z")
_BARE_SCORES = frozenset("0123")
_COLON = re.compile(r" ?:")
_HEADED = re.compile(r": ?\Z")  # "Positive: ER, PR. Negative: HER2."
_JOINT = re.compile(r"[,;|]|\band\b")  # where a result behind a test ends and one before the next begins
_SHORTENED = re.compile(r"\b(?:rec\w{0,4}|o?estr\w{0,4}|prog\w{0,5})\Z")  # the stop of "Progesterone rec. negative"
_LEAD = 60  # characters before a test within which its result is looked for


@dataclass(frozen=True, slots=True)
class Placed:
    """The pieces that tell of one test, none where they cannot be told from another's, and where they end."""

    elements: tuple[Element, ...]
    end: int


@dataclass(frozen=True, slots=True)
class _Row:
    """A line that names one test behind its result."""

    number: int
    before: tuple[Element, ...]
    behind: tuple[Element, ...]
    line: tuple[int, int]
    in_cells: bool


def results_first(report: Report, spans: Sequence[tuple[int, int]]) -> dict[int, Placed]:
    """By the number of its span, what is told of a test whose result stands before it.

    `spans` are where tests are named, in order. A test is left out unless the order is plain: a line holds a result and
    then its test and more lines do so or cells set them apart, or a run of words begins with a result and ends with a
    test.
    """
    if not spans:
        return {}
    placed = {row.number: Placed((*row.before, *row.behind), row.line[1]) for row in _rows(report, spans)}
    placed |= _columns(report, spans)
    for run in _runs(report, spans):
        if not placed.keys() & run.keys():
            placed |= run
    return placed


def _columns(report: Report, spans: Sequence[tuple[int, int]]) -> dict[int, Placed]:
    """Tests that head columns of one line, each with the cell beneath it; with nothing where cells and heads differ."""
    placed: dict[int, Placed] = {}
    for number, (one, other) in enumerate(pairwise(spans)):
        if number in placed or not GAP.fullmatch(report.text, report.origin(one[1] - 1) + 1, report.origin(other[0])):
            continue
        line = line_at(report, one[0])
        heads = [index for index, span in enumerate(spans) if line[0] <= span[0] < line[1]]
        row = line_below(report, line[1])
        if row is None or any(row[0] <= span[0] < row[1] for span in spans):
            continue
        if any(each.kind != "method_ihc" for each in _pieces(without_controls(report), *line) or ()):
            continue
        cells, names = cells_of(report, *row), cells_of(report, *line)
        values = [_pieces_of_cell(report, *cell) for cell in cells]
        if not any(_tells_verdict(value) for value in values):
            continue
        below = line_below(report, row[1])
        only = below is None or len(cells_of(report, *below)) != len(names)
        for index in heads:
            column = next(at for at, name in enumerate(names) if name[0] <= spans[index][0] < name[1])
            told = values[column] if only and len(cells) == len(names) else ()
            placed[index] = Placed(told, max(row[1], spans[index][1]))
    return placed


def _rows(report: Report, spans: Sequence[tuple[int, int]]) -> Iterator[_Row]:
    block: list[_Row] = []
    for number in range(len(spans)):
        row = _row(report, spans, number)
        if block and (row is None or row.number != block[-1].number + 1):
            yield from _sure(report, spans, block)
            block = []
        if row is not None:
            block.append(row)
    yield from _sure(report, spans, block)


def _row(report: Report, spans: Sequence[tuple[int, int]], number: int) -> _Row | None:
    """The test's line, when it names no other test and its result stands before the name."""
    start, end = spans[number]
    first, last = line_at(report, start)
    alone = (number == 0 or spans[number - 1][1] <= first) and (
        number + 1 == len(spans) or spans[number + 1][0] >= last
    )
    if not alone or end > last or start - first < 2 or _COLON.match(report.folded, end):
        return None
    before, in_cells = _pieces_before(report, first, start)
    behind = _pieces(without_controls(report), end, last) or ()
    if not before:
        return None
    if _tells_verdict(behind):
        split = in_cells and not _tells_verdict(before)  # "95% | ER | Positive"
        return None if not split or _tell_amounts(behind) else _Row(number, before, behind, (first, last), in_cells)
    if _tell_amounts(behind) and not _tells_verdict(before):
        return None
    return _Row(number, before, behind, (first, last), in_cells)


def _tells_verdict(pieces: Sequence[Element]) -> bool:
    return any(each.kind in _VERDICTS for each in pieces)


def _tell_amounts(pieces: tuple[Element, ...]) -> bool:
    return any(each.kind in _AMOUNTS for each in pieces)


def _pieces_before(report: Report, first: int, start: int) -> tuple[tuple[Element, ...], bool]:
    """What a line tells before its test: its cells that tell a result, or all of it where it has no cells."""
    cells = cells_of(report, first, start)
    told = tuple(piece for cell in cells for piece in _pieces_of_cell(report, *cell))
    in_cells = bool(_CELL_END.search(report.text, report.origin(first), report.origin(start)))
    telling = any(each.kind in _VERDICTS | _AMOUNTS for each in told)
    return (told, in_cells) if telling and (in_cells or len(cells) == 1) else ((), False)


def _pieces_of_cell(report: Report, start: int, end: int) -> tuple[Element, ...]:
    if report.folded[start:end].strip() in _BARE_SCORES:
        return (Element("number", start, end),)
    return _pieces(without_controls(report), start, end, whole=True) or ()


def _pieces(text: str, start: int, until: int, *, whole: bool = False) -> tuple[Element, ...] | None:
    """The telling pieces of a stretch; None where it says something else too, if it must tell nothing else."""
    words, told = lexicon(), []
    for token in elements().finditer(text, start, until):
        kind = str(token.lastgroup)
        if kind == "criterion" or (
            kind == "word" and (token.group() in words.stops or (whole and token.group() not in words.fillers))
        ):
            return None
        if whole and kind == "sign" and token.group() == "." and token.end() < until:
            return None
        if kind not in TELLS_NOTHING:
            told.append(Element(kind, token.start(), token.end()))
    return tuple(told)


def _sure(report: Report, spans: Sequence[tuple[int, int]], block: list[_Row]) -> list[_Row]:
    """The rows, unless they may as well be lines that wrap between a test and its result."""
    if not block:
        return []
    dangling = _dangles(report, spans, block[0])
    answered = _answers(report, spans, block[-1])
    if len(block) > 1:
        return [] if dangling and answered else block
    return block if block[0].in_cells and not dangling and not answered else []


def _dangles(report: Report, spans: Sequence[tuple[int, int]], row: _Row) -> bool:
    """Whether the words before the row end with a test that has no result yet."""
    if row.number == 0:
        return False
    start, end = spans[row.number - 1]
    first, _ = line_at(report, start)
    between = _pieces(without_controls(report), end, row.line[0], whole=True)
    return between == () and not _pieces_before(report, first, start)[0]


def _answers(report: Report, spans: Sequence[tuple[int, int]], row: _Row) -> bool:
    """Whether the line behind the row begins with a result and names no test."""
    below = line_below(report, row.line[1])
    if below is None:
        return False
    named = row.number + 1 < len(spans) and spans[row.number + 1][0] < below[1]
    token = elements().match(without_controls(report), below[0])
    return not named and token is not None and token.lastgroup in _VERDICTS | _AMOUNTS


def _runs(report: Report, spans: Sequence[tuple[int, int]]) -> Iterator[dict[int, Placed]]:
    """Tests with nothing but a result before each, and none behind the last."""
    text, run = without_controls(report), [0]
    for number, (one, other) in enumerate(pairwise(spans), start=1):
        if _may_follow(text, one[1], other[0]) and _tells_verdict(_pieces(text, one[1], other[0], whole=True) or ()):
            run.append(number)
            continue
        yield from _run(report, spans, run)
        run = [number]
    yield from _run(report, spans, run)


def _may_follow(text: str, end: int, start: int) -> bool:
    """Whether a result may stand between two tests and be of the second: nothing closes it off."""
    return (
        start - end <= 2 * _LEAD
        and text[start - 2 : start].rstrip()[-1:] not in {".", ",", ";"}
        and not _COLON.match(text, end)
    )


def _run(report: Report, spans: Sequence[tuple[int, int]], run: list[int]) -> Iterator[dict[int, Placed]]:
    text, (start, _), (_, end) = without_controls(report), spans[run[0]], spans[run[-1]]
    if len(run) == 1 and not _HEADED.search(text, max(0, start - 3), start):
        return
    following = spans[run[-1] + 1][0] if run[-1] + 1 < len(spans) else len(text)
    last = min(following, report.sentence_span(end - 1)[1], end + _LEAD)
    behind = _pieces(text, end, last) or ()
    before = _verdict_before(report, start)
    if not before or _COLON.match(text, end) or _tells_verdict(behind):
        return
    placed: dict[int, Placed] = {}
    for number, following_number in pairwise([*run, run[-1] + 1]):
        if number == run[-1]:
            placed[number] = Placed(elements=(*before, *behind), end=last)
            continue
        stop, begins = spans[number][1], spans[following_number][0]
        pieces = _pieces(text, stop, begins) or ()
        joints = [match.end() for match in _JOINT.finditer(text, stop, begins)]
        cut = next((joint for joint in reversed(joints) if any(each.start >= joint for each in pieces)), stop)
        placed[number] = Placed(elements=(*before, *(each for each in pieces if each.start < cut)), end=max(stop, cut))
        before = tuple(each for each in pieces if each.start >= cut)
    if all(_tells_verdict(place.elements) for place in placed.values()):
        yield placed


def _verdict_before(report: Report, start: int) -> tuple[Element, ...]:
    """The result directly before a test, on its line or the one above, where nothing else that it tells of precedes."""
    told: list[Element] = []
    words, open_ = lexicon(), True
    first, _ = line_at(report, start)
    above, _ = line_at(report, len(report.folded[:first].rstrip()) - 1) if first else (first, first)
    last = begins = max(0, above, start - _LEAD)
    text = without_controls(report)
    for token in elements().finditer(text, begins, start):
        kind = str(token.lastgroup)
        open_ = open_ or last <= first <= token.start()
        last = token.end()
        if kind == "sign" and token.group() not in {"%", "(", ")", "-", "/", ":"}:
            told, open_ = [], not _SHORTENED.search(text, begins, token.start())
        elif kind == "word" and token.group() not in words.fillers:
            told, open_ = [], token.group() in {"shows", "with"}
        elif kind not in TELLS_NOTHING and open_:
            told.append(Element(kind, token.start(), token.end()))
    return tuple(told) if _tells_verdict(told) else ()

"""Tells columns of running text from the cells of a table: columns are read one after the other, a table row by row."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from extraction.reading.placed import PlacedWord, rows_of

_GUTTER = 0.8  # heights of white between two columns, at least
_LEAST_ROWS = 5  # on either side: fewer are a table, or a letter's head
_LEAST_WORDS = 3.0  # words a line of running text has
_FILLED = 0.7  # of its column's width that a typical line of running text fills
_MIDDLE = (0.2, 0.8)  # of the text's width: where a gutter may be
_APART = 2.2  # heights to the next row from where on a row at the end belongs to the page, not to a column
_ENDS = 4  # rows that a header or a footer has at most
_DEPTH = 3  # more columns than 2 ** 3 no page has

Row = list[PlacedWord]


def columns_of(words: Sequence[PlacedWord], depth: int = _DEPTH) -> list[list[Row]]:
    """The rows of words in groups that follow one another in reading; one group where there are no columns."""
    rows = rows_of(words)
    if depth == 0 or len(rows) < _LEAST_ROWS:
        return [rows]
    height = median(word.height for word in words)
    gutter = _gutter_of(rows, height)
    if gutter is None:
        return [rows]
    found: list[list[Row]] = []
    plain: list[Row] = []
    for run, free in _runs(rows, gutter):
        head, body, foot = _parts(run, height) if free else (run, [], [])
        sides = _sides(body, gutter, height)
        if sides is None:
            plain += run
            continue
        plain += head
        found += [plain] if plain else []
        found += [group for side in sides for group in columns_of(side, depth - 1)]
        plain = foot
    return [*found, plain] if plain else found


def _gutter_of(rows: list[Row], height: float) -> float | None:
    """The place across that most rows leave white between two of their words; None where hardly any do."""
    left, right = min(row[0].x0 for row in rows), max(word.x1 for row in rows for word in row)
    places = [left + (right - left) * k / 100 for k in range(round(100 * _MIDDLE[0]), round(100 * _MIDDLE[1]) + 1)]
    gaps = [(one.x1, other.x0) for row in rows for one, other in pairwise(row) if other.x0 - one.x1 > _GUTTER * height]
    starts = [row[0].x0 for row in rows]
    if len(gaps) + sum(start > places[0] for start in starts) < _LEAST_ROWS:
        return None
    words = [(word.x0, word.x1) for row in rows for word in row]
    counted = [
        sum(start < place < end for start, end in gaps)
        + sum(start > place for start in starts)
        - sum(start < place < end for start, end in words)
        for place in places
    ]
    most = max(counted)
    if most < _LEAST_ROWS:
        return None
    best = [place for place, count in zip(places, counted, strict=True) if count == most]
    return best[len(best) // 2]


def _runs(rows: list[Row], gutter: float) -> list[tuple[list[Row], bool]]:
    """Rows that follow one another and all leave the gutter white (true), or do not."""
    runs: list[tuple[list[Row], bool]] = []
    for row in rows:
        free = not any(word.x0 < gutter < word.x1 for word in row)
        free = free and not any(
            one.x1 <= gutter <= other.x0 and other.x0 - one.x1 < _GUTTER * (one.y1 - one.y0)
            for one, other in pairwise(row)
        )
        if runs and runs[-1][1] is free:
            runs[-1][0].append(row)
        else:
            runs.append(([row], free))
    return runs


def _parts(run: list[Row], height: float) -> tuple[list[Row], list[Row], list[Row]]:
    """A page's header, its columns and its footer: header and footer stand apart from the columns."""
    wide = [
        number
        for number, (above, below) in enumerate(pairwise(run), start=1)
        if min(word.y0 for word in below) - max(word.y1 for word in above) > _APART * height
    ]
    first = max((number for number in wide if number <= _ENDS), default=0)
    last = min((number for number in wide if number >= len(run) - _ENDS and number > first), default=len(run))
    return run[:first], run[first:last], run[last:]


def _sides(run: list[Row], gutter: float, height: float) -> tuple[Row, Row] | None:
    """What stands left and right of the gutter, where both are running text."""
    left = [[word for word in row if word.x1 <= gutter] for row in run]
    right = [[word for word in row if word.x0 >= gutter] for row in run]
    if not (_is_running(left, height) and _is_running(right, height)):
        return None
    return [word for row in left for word in row], [word for row in right for word in row]


def _is_running(side: list[Row], height: float) -> bool:
    lines = [row for row in side if row]
    if len(lines) < _LEAST_ROWS:
        return False
    start, end = min(line[0].x0 for line in lines), max(line[-1].x1 for line in lines)
    filled = median((line[-1].x1 - line[0].x0) / max(end - start, height) for line in lines)
    return filled >= _FILLED and sum(map(len, lines)) / len(lines) >= _LEAST_WORDS

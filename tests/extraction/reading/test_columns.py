"""Columns of running text are read one after the other; a table is read row by row."""

from domain.document import Box
from extraction.reading.layout import text_of
from extraction.reading.ocr import _without_rules
from extraction.reading.placed import PlacedWord

BOX = Box(x0=0, y0=0, x1=1, y1=1)
LEFT = [f"left{row}a left{row}b left{row}c left{row}d" for row in range(8)]
RIGHT = [f"right{row}a right{row}b right{row}c right{row}d" for row in range(8)]


def line(text: str, x: float, y: float) -> list[PlacedWord]:
    words = []
    for word in text.split():
        words.append(PlacedWord(word, x, y, x + 6 * len(word), y + 10, BOX))
        x += 6 * len(word) + 4
    return words


def columns(*, lower: float = 0, rows: int = 8) -> list[PlacedWord]:
    left = [word for row, text in enumerate(LEFT[:rows]) for word in line(text, 50, 100 + 14 * row)]
    return left + [word for row, text in enumerate(RIGHT[:rows]) for word in line(text, 260, 100 + lower + 14 * row)]


def test_two_columns_follow_one_another():
    text, _ = text_of(columns())
    assert text.split() == " ".join(LEFT + RIGHT).split()


def test_also_where_their_lines_do_not_stand_at_one_height():
    text, _ = text_of(columns(lower=6))
    assert text.split() == " ".join(LEFT + RIGHT).split()


def test_header_and_footer_stay_around_the_columns():
    head, foot = line("NORTHERN HOSPITAL", 50, 40), line("Page one", 50, 260)
    text, _ = text_of(foot + columns() + head)
    assert text.split() == ["NORTHERN", "HOSPITAL", *" ".join(LEFT + RIGHT).split(), "Page", "one"]


def test_a_table_is_read_row_by_row():
    rows = [
        ("ER", "positive 95 percent of nuclei"),
        ("PR", "negative"),
        ("HER2", "equivocal, score 2+"),
        ("Ki-67", "30%"),
    ]
    rows += [(f"Marker {number}", "not done here") for number in range(5)]
    placed = [
        word
        for number, (label, value) in enumerate(rows)
        for word in line(label, 50, 100 + 14 * number) + line(value, 260, 100 + 14 * number)
    ]
    text, _ = text_of(placed)
    assert [row.split() for row in text.splitlines()] == [[*label.split(), *value.split()] for label, value in rows]


def test_few_rows_side_by_side_are_no_columns():
    text, _ = text_of(columns(rows=3))
    assert text.splitlines()[0].split() == f"{LEFT[0]} {RIGHT[0]}".split()


def test_words_keep_their_places_in_the_text():
    text, words = text_of(columns())
    assert [text[word.start : word.end] for word in words] == text.split()


def test_the_lines_of_a_table_are_no_words():
    rule, dash = PlacedWord("|", 150, 90, 152, 118, BOX), PlacedWord("\u2014", 240, 95, 260, 115, BOX)
    words = line("ER positive HER2 | 2+ -", 50, 100)
    assert _without_rules([rule, *words, dash]) == words

"""The way back from the text to the page: evidence is the words as they were read, on the page where they stand."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.document import Box, Document, Page, PageSource, Word
from extraction.annotated import joined_text
from extraction.nlp import annotate


def page(number: int, lines: list[list[str]], confidence: float | None = 0.9) -> Page:
    """A page with one box a word: words 0.1 wide, lines 0.05 high."""
    text, words = "", []
    for row, line in enumerate(lines):
        for column, word in enumerate(line):
            box = Box(x0=column / 10, y0=row / 20, x1=column / 10 + 0.09, y1=row / 20 + 0.04)
            words.append(Word(start=len(text), end=len(text) + len(word), box=box, confidence=confidence))
            text += word + (" " if column < len(line) - 1 else "\n")
    return Page(number=number, text=text, words=tuple(words), source=PageSource.OCR, confidence=0.9)


DOCUMENT = Document(
    id="d1",
    name="scan.pdf",
    pages=(page(1, [["HER2", "IHC:", "2+"], ["equivocal.", "See", "FISH."]]), page(2, [["FISH:", "amplified."]])),
)
TEXT = joined_text(DOCUMENT)


def evidence_of(words: str):
    start = TEXT.index(words)
    return annotate(DOCUMENT).evidence(start, start + len(words), "test")


def test_words_on_the_second_page_are_found_there():
    found = evidence_of("amplified")
    assert (found.document, found.page) == ("d1", 2)
    assert DOCUMENT.pages[1].text[found.start : found.end] == found.quote == "amplified"


def test_a_quote_over_two_lines_has_two_boxes():
    found = evidence_of("IHC: 2+\nequivocal")
    assert len(found.boxes) == 2
    assert (found.boxes[0].x0, found.boxes[0].x1) == pytest.approx((0.1, 0.29))
    assert found.boxes[1].y0 == pytest.approx(0.05)


def test_part_of_a_word_has_the_box_of_the_word():
    assert evidence_of("quivoca").boxes[0].x1 == pytest.approx(0.09)


def test_a_quote_never_runs_over_a_page():
    start = TEXT.index("FISH.")
    found = annotate(DOCUMENT).evidence(start, len(TEXT), "test")
    assert (found.page, found.quote) == (1, "FISH.")


def test_white_space_is_no_evidence():
    at = TEXT.index("\n")
    with pytest.raises(ValueError, match="words"):
        annotate(DOCUMENT).evidence(at, at + 1, "test")


def test_confidence_is_that_of_the_worst_word():
    words = page(1, [["ER", "95%"]]).words
    low = words[1].model_copy(update={"confidence": 0.31})
    worst = page(1, [["ER", "95%"]]).model_copy(update={"words": (words[0], low)})
    annotated = annotate(Document(id="d", name="n", pages=(worst,)))
    assert annotated.evidence(0, 6, "test").confidence == pytest.approx(0.31)
    assert annotated.evidence(0, 2, "test").confidence == pytest.approx(0.9)


def test_sections_cover_the_text():
    sections = annotate(DOCUMENT).sections
    assert sections[0].start == 0
    assert sections[-1].end == len(TEXT)
    assert all(before.end == after.start for before, after in itertools.pairwise(sections))


@given(st.lists(st.text(max_size=40), min_size=1, max_size=4), st.data())
def test_a_quote_is_always_the_page_at_its_offsets(texts, data):
    pages = tuple(
        Page(number=n, text=text, source=PageSource.TEXT_LAYER, confidence=1) for n, text in enumerate(texts, 1)
    )
    document = Document(id="d", name="n", pages=pages)
    annotated = annotate(document)
    start = data.draw(st.integers(0, len(annotated.text)))
    end = data.draw(st.integers(start, len(annotated.text)))
    if not annotated.text[start:end].strip():
        return
    found = annotated.evidence(start, end, "test")
    assert pages[found.page - 1].text[found.start : found.end] == found.quote
    assert found.quote.strip() == found.quote

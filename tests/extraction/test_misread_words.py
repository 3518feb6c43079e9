"""Words that OCR read amiss are put right by the lexicon, and what may be another word stays as it was read."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.document import Document, Page, PageSource, Word
from extraction.flat import flat_facts
from extraction.misread_words import with_words_put_right
from extraction.pipeline import facts_of


def page_of(text, sure, source=PageSource.OCR):
    words = tuple(Word(start=each.start(), end=each.end(), confidence=sure) for each in re.finditer(r"\S+", text))
    return Page(number=1, text=text, words=words, source=source, confidence=sure or 1.0)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        pytest.param("hemorthage,", "hemorrhage,", id="r-for-t"),
        pytest.param("Iobular Sentinet", "Lobular Sentinel", id="strokes"),
        pytest.param("!ymphovascuiar.", "lymphovascular.", id="two-letters"),
        pytest.param("fobular", "lobular", id="f-for-l"),
        pytest.param("axitiary", "axillary", id="two-strokes"),
        pytest.param("CARCINONA", "CARCINOMA", id="capitals"),
        pytest.param("posterior-iateral", "posterior-lateral", id="half-a-word"),
        pytest.param("tung cancer, ieft, nght", "lung cancer, left, right", id="no-words-of-their-own"),
        pytest.param("contusion of the interior", "contusion of the interior", id="other-words"),
        pytest.param("rejected by the patient", "rejected by the patient", id="letters-that-look-otherwise"),
        pytest.param("tungsten, bereft, ceiling", "tungsten, bereft, ceiling", id="within-words"),
        pytest.param("axixxary", "axixxary", id="no-letters-alike"),
        pytest.param("nodc, breost", "nodc, breost", id="short-words"),
    ],
)
def test_words(read, meant):
    assert with_words_put_right(page_of(read, 0.7), read) == meant


def test_a_word_that_was_read_well_is_a_word():
    read = "hemorthage"
    assert with_words_put_right(page_of(read, 0.96), read) == read


def test_what_was_not_read_by_ocr_stays_as_it_is():
    read = "hemorthage of the tung"
    assert with_words_put_right(page_of(read, None, PageSource.TEXT_LAYER), read) == read


def test_the_evidence_quotes_what_was_read():
    text = "MRI BRAIN\n\nFINDINGS: No hemorthage.\n"
    facts = facts_of(Document(id="d", name="n", pages=(page_of(text, 0.9),)))
    (evidence,) = [words for name, value, words in flat_facts(facts) if name == "hemorrhage" and value == "absent"]
    assert "hemorthage" in evidence[0].quote


@given(st.text(alphabet="hemorhageilt!|1 CARCINOM\n", max_size=60))
def test_no_character_moves(text):
    assert len(with_words_put_right(page_of(text, 0.5), text)) == len(text)

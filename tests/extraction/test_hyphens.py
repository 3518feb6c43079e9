"""Words that a line's end tore apart are mended, and evidence still quotes the page as it was read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.hyphens import mended
from extraction.nlp import annotate
from extraction.reading import read_text


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        pytest.param("metas-\ntasis in", "metastasis\n  in", id="word"),
        pytest.param("adeno-\n  carcinoma.", "adenocarcinoma\n   .", id="next-line-indented"),
        pytest.param("of the lympho-\nvascular", "of the lymphovascular\n ", id="unknown-halves"),
        pytest.param("frontal-\nparietal lesion. Frontal and parietal.", "frontal-parietal\n", id="two-words"),
        pytest.param("well-\ndifferentiated. Poorly differentiated.", "well-differentiated\n", id="hyphen-of-its-own"),
        pytest.param("pT2-\nN1", "pT2-\nN1", id="codes"),
        pytest.param("HER2 -\nnegative", "HER2 -\nnegative", id="a-dash-between"),
        pytest.param("ER-\nPR+", "ER-\nPR+", id="a-sign"),
        pytest.param("- Breast\n- liver", "- Breast\n- liver", id="a-list"),
    ],
)
def test_mending(text, whole):
    made, _ = mended(text)
    assert made.startswith(whole)
    assert len(made) == len(text)


@given(st.text(alphabet="abAB-\n 2", max_size=60))
def test_nothing_is_lost_and_nothing_else_moves(text):
    made, torn = mended(text)
    assert len(made) == len(text)
    for first, last in torn:
        assert sorted(made[first:last].replace("-", "").split()) == [
            "".join(text[first:last].split("-\n")).replace(" ", "")
        ]
    assert [c for c in made if c.isalnum()] == [c for c in text if c.isalnum()]


def test_evidence_takes_a_mended_word_whole_as_it_stands_on_the_page():
    annotated = annotate(read_text("Carcino-\nma of the breast, right side.", "n", "d"))
    assert annotated.text.startswith("Carcinoma\n")
    assert annotated.evidence(0, 9, "r").quote == "Carcino-\nma"
    assert annotated.evidence(0, 19, "r").quote == "Carcino-\nma of the"
    assert annotated.evidence(12, 18, "r").quote == "of the"

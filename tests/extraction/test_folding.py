"""Slips of OCR are put right only where the rest proves them, and never so that an offset moves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.folding import fold


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        pytest.param("HER2 IHC: 3t (strong)", "her2 ihc: 3+ (strong)", id="plus-read-as-t"),
        pytest.param("MRI at 3t. Brain", "mri at 3t. brain", id="a-scanner-of-3t"),
        pytest.param("HER2 positive. MRI 3t", "her2 positive. mri 3t", id="another-sentence"),
        pytest.param("IHC l+, weak", "ihc 1+, weak", id="one-read-as-l"),
        pytest.param("(I+)", "(1+)", id="one-read-as-i"),
        pytest.param("pT1 pN0(i+)", "pt1 pn0(i+)", id="isolated-cells"),
        pytest.param("pT1lc pPT2", "pt1lc ppt2", id="a-stage-is-left-to-its-reader"),
        pytest.param("nodes (No Xl), G Il", "nodes (no xi), g ii", id="a-roman-number"),
        pytest.param("XL gloves, Il-6", "xl gloves, il-6", id="no-roman-number"),
        pytest.param("levels I + II", "levels i + ii", id="two-levels"),
        pytest.param("margin 0:9 cm", "margin 0.9 cm", id="point-read-as-colon"),
        pytest.param("at 3:00 cm", "at 3:00 cm", id="a-place-on-the-clock"),
        pytest.param("ratio 2:1, 9 cm", "ratio 2:1, 9 cm", id="a-ratio"),
        pytest.param("mixed grade |\nductal | 2", "mixed grade i ductal | 2", id="a-grade"),
        pytest.param("1.7.x 1.5 x 0.9 cm, 2.x", "1.7 x 1.5 x 0.9 cm, 2.x", id="a-speck-before-a-times-sign"),
        pytest.param("LEVEL | LEFT | 2 |", "level i left | 2 |", id="a-level-and-a-drawn-cell"),
        pytest.param("A single\ntight sentinel node", "a single right sentinel node", id="a-side-of-a-node"),
        pytest.param("Tight breast, night axilla", "right breast, right axilla", id="a-side"),
        pytest.param("the\nfight breast: lobular", "the right breast: lobular", id="a-side-behind-a-line-end"),
        pytest.param("to fight breast cancer", "to fight breast cancer", id="a-fight"),
        pytest.param("tight junctions, last night", "tight junctions, last night", id="no-side"),
        pytest.param("not amplified", "not amplified", id="a-denial-stays"),
        pytest.param("pT 1\u00a2 N 0", "pt 1c n 0", id="a-cent-is-a-c"),
        pytest.param("NO {i-)", "no (i-)", id="a-brace-is-a-bracket"),
        pytest.param("seen. No. dense areas", "seen. no  dense areas", id="a-speck-behind-no"),
        pytest.param(
            "Edema: No. shift is seen", "edema: no. shift is seen", id="an-answer-is-no-denial-of-what-follows"
        ),
        pytest.param("Negative 0/!. Necrosis", "negative 0/1. necrosis", id="no-node-of-one"),
        pytest.param("0/I), 0/15, 3/II", "0/1), 0/15, 3/ii", id="of-one-and-no-more"),
        pytest.param("approx. 50.%. 2.5%", "approx. 50 %. 2.5%", id="a-speck-before-a-percent-sign"),
        pytest.param("seen. No. 3 is", "seen. no. 3 is", id="a-number"),
        pytest.param("n0t amplified", "not amplified", id="a-denial-is-mended"),
    ],
)
def test_slips(read, meant):
    assert fold(read) == meant


@given(st.text(alphabet="HER2 ihc:lI|0O3t+.;9cm\n", max_size=80))
def test_no_character_moves(text):
    assert len(fold(text)) == len(text)

"""Which words a value must not rest on until somebody has looked, and how that reaches the evidence."""

import pytest

from domain.document import Box, Document, Gap, Page, PageSource, Word
from extraction.doubt import is_doubtful
from extraction.nlp import annotate
from extraction.pipeline import facts_of


@pytest.mark.parametrize(
    ("word", "confidence", "doubtful"),
    [
        pytest.param("3+", 0.6, True, id="score"),
        pytest.param("3+", 0.9, False, id="score-read-well"),
        pytest.param("3+", None, False, id="not-by-ocr"),
        pytest.param("2.1,", 0.79, True, id="number"),
        pytest.param("(ER-", 0.5, True, id="minus-behind-a-name"),
        pytest.param("well-differentiated", 0.5, False, id="hyphen-in-a-word"),
        pytest.param("-", 0.5, False, id="a-dash-between-words"),
        pytest.param("not", 0.5, True, id="denial"),
        pytest.param("Negative.", 0.5, True, id="negative"),
        pytest.param("not", 0.7, False, id="denial-read-fairly"),
        pytest.param("II,", 0.79, True, id="roman-number"),
        pytest.param("Il", 0.6, True, id="roman-number-misread"),
        pytest.param("Ii//IIl.", 0.2, True, id="two-roman-numbers-misread"),
        pytest.param("illness", 0.2, False, id="a-word-of-such-letters"),
        pytest.param("i,", 0.6, True, id="roman-number-in-small-letters"),
        pytest.param("{i-)", 0.4, True, id="minus-in-brackets"),
        pytest.param("I", 0.95, False, id="roman-number-read-well"),
        pytest.param("HER2", 0.0, False, id="number-of-a-name"),
        pytest.param("(HER2/neu):", 0.3, False, id="name-in-signs"),
        pytest.param("Result::HER2", 0.0, False, id="name-run-into-a-label"),
        pytest.param("HER2-", 0.3, True, id="name-with-a-minus"),
        pytest.param("HER2+", 0.3, True, id="name-with-a-sign"),
        pytest.param("HER2:3+", 0.3, True, id="name-with-a-value"),
        pytest.param("nodes", 0.1, False, id="a-word-that-only-begins-so"),
        pytest.param("frontal", 0.1, False, id="plain-word"),
        pytest.param("pPT2N0", 0.95, True, id="stage-read-with-a-letter-twice"),
        pytest.param("(pT1lc)", 0.95, True, id="stage-read-with-a-one-twice"),
        pytest.param("pN1l.", 0.95, True, id="node-stage-read-with-a-one-twice"),
        pytest.param("1lmi.", 0.95, True, id="part-of-a-node-stage-read-with-a-one-twice"),
        pytest.param("pN1mi", 0.95, False, id="node-stage-read-well"),
        pytest.param("p12", 0.95, True, id="stage-read-as-a-number"),
        pytest.param("pT2N0", 0.95, False, id="stage-read-well"),
        pytest.param("p12", None, False, id="stage-not-by-ocr"),
    ],
)
def test_doubt(word, confidence, doubtful):
    assert is_doubtful(word, confidence) is doubtful


@pytest.mark.parametrize(("sure", "doubtful"), [(0.95, False), (0.5, True)])
def test_doubt_reaches_the_evidence_of_the_words_it_is_about(sure, doubtful):
    text = "HER2 by IHC: 3+\n"
    words = tuple(
        Word(start=start, end=end, confidence=confidence)
        for start, end, confidence in ((0, 4, 0.95), (5, 7, 0.95), (8, 12, 0.95), (13, 15, sure))
    )
    page = Page(number=1, text=text, words=words, source=PageSource.OCR, confidence=0.9)
    annotated = annotate(Document(id="d", name="n", pages=(page,)))
    assert annotated.evidence(0, 15, "r").doubtful is doubtful
    assert not annotated.evidence(0, 12, "r").doubtful


@pytest.mark.parametrize(
    ("gaps", "text", "doubtful"),
    [
        pytest.param(True, "HER2: pending.", True, id="a-result-may-stand-in-what-was-not-read"),
        pytest.param(False, "HER2: pending.", False, id="all-of-it-was-read"),
        pytest.param(True, "HER2 by IHC: 3+.", False, id="a-result-stands-whatever-else-is-said"),
    ],
)
def test_what_is_concluded_of_a_whole_report_is_doubtful_where_part_of_it_was_not_read(gaps, text, doubtful):
    text = f"SURGICAL PATHOLOGY\n\nDIAGNOSIS: Left breast, core biopsy: invasive ductal carcinoma. {text}\n"
    gap = Gap(box=Box(x0=0.1, y0=0.5, x1=0.4, y1=0.6), reason="a stamp")
    page = Page(number=1, text=text, source=PageSource.OCR, confidence=0.95, gaps=(gap,) if gaps else ())
    (specimen,) = facts_of(Document(id="d", name="n", pages=(page,))).specimens
    said = [words for finding in (specimen.her2_ihc.status, specimen.her2_ihc.score) for words in finding.evidence]
    assert said
    assert any(words.doubtful for words in said) is doubtful


def test_an_unreadable_page_leaves_the_result_of_another_pending_in_doubt():
    text = "SURGICAL PATHOLOGY\n\nDIAGNOSIS: Left breast, core biopsy: invasive ductal carcinoma. HER2: pending.\n"
    read = Page(number=1, text=text, source=PageSource.OCR, confidence=0.95)
    lost = Page(number=2, source=PageSource.NONE, confidence=0, readable=False, problem="nothing could be read")
    (specimen,) = facts_of(Document(id="d", name="n", pages=(read, lost))).specimens
    assert all(words.doubtful for words in specimen.her2_ihc.status.evidence)

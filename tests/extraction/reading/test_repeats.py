"""Headers and footers that repeat are told from the text, so that a sentence goes on over them."""

import pytest

from domain.document import Document, Page, PageSource
from extraction.annotated import joined_text
from extraction.nlp import annotate
from extraction.reading.repeats import with_repeats


def pages(*texts: str) -> tuple[Page, ...]:
    made = [Page(number=n, text=text, source=PageSource.OCR, confidence=0.9) for n, text in enumerate(texts, 1)]
    return with_repeats(made)


FIRST = "HILL HOSPITAL\nPage 1 of 2\nHER2 by IHC is\nnot for copying\n"
SECOND = "HILL H0SPITAL\nPage 2 of 2\nnegative (1+).\nnot for copying\n"


def test_a_header_is_read_once_and_a_footer_at_the_end():
    text = joined_text(Document(id="d", name="n", pages=pages(FIRST, SECOND)))
    assert text.split() == "HILL HOSPITAL Page 1 of 2 HER2 by IHC is negative (1+). not for copying".split()  # noqa: SIM905
    assert len(text) == len(FIRST) + 1 + len(SECOND)


def test_evidence_quotes_the_page_as_it_was_read():
    annotated = annotate(Document(id="d", name="n", pages=pages(FIRST, SECOND)))
    start = annotated.text.index("negative")
    assert annotated.evidence(start, start + 8, "r").quote == "negative"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("A\nright breast\n", "B\nleft breast\n", id="other-words"),
        pytest.param("HER2 2+\nx\n", "HER2 2+ 30%\ny\n", id="one-number-more"),
        pytest.param("Ki-67: 20%\nright\n", "Ki-67: 30%\nleft\n", id="another-number"),
        pytest.param("ER: positive, 90%\na\n", "PR: positive, 90%\nb\n", id="another-name"),
        pytest.param("ER +\n", "ER +\n", id="too-short-to-tell"),
    ],
)
def test_what_differs_is_no_repeat(first, second):
    assert not any(page.repeated for page in pages(first, second))


def test_one_page_has_no_repeats():
    assert not any(page.repeated for page in pages(FIRST))

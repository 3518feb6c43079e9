"""Fixtures for tests of extraction: a text as an annotated document."""

import pytest

from domain.document import Document, Page, PageSource
from extraction.nlp import annotate


@pytest.fixture(scope="session")
def annotated_text():
    """A function from a text to its annotated document of one page."""

    def make(text, name="report"):
        page = Page(number=1, text=text, source=PageSource.TEXT_LAYER, confidence=1.0)
        return annotate(Document(id=name, name=f"{name}.txt", pages=(page,)))

    return make

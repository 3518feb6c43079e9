"""Words of the glossary: linked where they first occur, listed when they occur, and never inside other words."""

import pytest

from api.web.words_explained import Explainer, anchor, terms_in
from guidance.wording.templates import glossary


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        pytest.param("Radiosurgery is planned.", ["radiosurgery"], id="whatever-the-case"),
        pytest.param("Focused radiation (radiosurgery) is.", ["focused radiation (radiosurgery)"], id="the-longest"),
        pytest.param("An irradiation-like plan.", [], id="not-inside-a-word"),
        pytest.param("Ask about T-DXd.", ["T-DXd (Enhertu)"], id="a-drug-by-name-and-brand"),
        pytest.param("Call your team.", [], id="none"),
    ],
)
def test_the_terms_that_occur_are_listed(text, terms):
    assert list(terms_in([text])) == terms


def test_a_term_is_linked_once_a_section_and_all_else_is_escaped():
    explained = Explainer()
    first = explained("<b> Herniation & herniation")
    assert first.startswith("&lt;b&gt; <a class=")
    assert first.count('href="#word-herniation"') == 1
    assert glossary()["herniation"] in first
    assert "href" not in explained("Herniation again")
    explained.afresh()
    assert "href" in explained("Herniation in another section")


def test_no_two_terms_share_a_place():
    assert len({anchor(term) for term in glossary()}) == len(glossary())

"""Signs that OCR took for others are put right where facts are found, and stay as they were read on the page."""

import re

import pytest

from domain.document import Document, Page, PageSource, Word
from extraction.flat import flat_facts
from extraction.nlp import annotate
from extraction.pipeline import facts_of


def page_of(text, sure=0.96, **sures):
    """A page by OCR; `sures` are the confidences of single words, by the letters in them."""
    words = tuple(
        Word(
            start=match.start(),
            end=match.end(),
            confidence=sures.get(re.sub(r"[^A-Za-z]", "", match.group()).lower(), sure),
        )
        for match in re.finditer(r"\S+", text)
    )
    return Page(number=1, text=text, words=words, source=PageSource.OCR, confidence=0.9)


def document_of(page):
    return Document(id="d", name="n", pages=(page,))


@pytest.mark.parametrize(
    ("text", "sures", "meant"),
    [
        pytest.param("no infarct. acute", {"infarct": 0.74}, "no infarct  acute", id="speck"),
        pytest.param("no infarct.\nacute", {"infarct": 0.74}, "no infarct \nacute", id="speck-at-a-line-end"),
        pytest.param("no infarct. acute", {"infarct": 0.95}, "no infarct. acute", id="stop-read-well"),
        pytest.param("no infarct. Acute", {"infarct": 0.74}, "no infarct. Acute", id="stop-before-a-sentence"),
        pytest.param("2.5 cm", {"": 0.5}, "2.5 cm", id="point-of-a-number"),
        pytest.param("DIFFERENTIAL; necrosis", {"differential": 0.9}, "DIFFERENTIAL: necrosis", id="heading"),
        pytest.param("DIFFERENTIAL; necrosis", {}, "DIFFERENTIAL; necrosis", id="semicolon-read-well"),
        pytest.param("CARCINOMA; GRADE 2", {"carcinoma": 0.9}, "CARCINOMA; GRADE 2", id="statements-in-capitals"),
        pytest.param("a mass; necrosis", {"mass": 0.5}, "a mass; necrosis", id="no-heading"),
        pytest.param("HER? status, HERZ 2+", {}, "HER2 status, HER2 2+", id="two-of-a-name"),
        pytest.param("Is it her? HERZOG", {}, "Is it her? HERZOG", id="no-name"),
        pytest.param("HER2 THC 2+", {}, "HER2 IHC 2+", id="method-behind-the-name"),
        pytest.param("uses THC oil", {}, "uses THC oil", id="no-method"),
        pytest.param("rim.enhancement", {"rimenhancement": 0.9}, "rim enhancement", id="stop-within-a-word"),
        pytest.param("rim.enhancement", {}, "rim.enhancement", id="stop-within-a-word-read-well"),
        pytest.param(
            "without: contrast", {"without": 0.9}, "without  contrast", id="colon-behind-a-word-that-leads-on"
        ),
        pytest.param("edema: none", {"edema": 0.9}, "edema: none", id="colon-of-a-label"),
        pytest.param("radiotherapy: however, it", {}, "radiotherapy; however, it", id="colon-for-a-semicolon"),
        pytest.param("performed: However, it", {}, "performed. However, it", id="colon-for-a-stop"),
        pytest.param("Vessel!\ninvasion", {}, "Vessel \ninvasion", id="speck-read-as-an-exclamation"),
        pytest.param("\u00a2 Abscess\ne Mets", {}, "\u2022 Abscess\n\u2022 Mets", id="dots-of-a-list"),
        pytest.param("vitamin\ne1 or e. coli", {}, "vitamin\ne1 or e. coli", id="no-dots"),
    ],
)
def test_signs(text, sures, meant):
    page = page_of(text, **sures)
    annotated = annotate(document_of(page))
    assert annotated.text == meant
    assert annotated.evidence(0, len(text), "r").quote == text


def test_what_was_not_read_by_ocr_stays_as_it_is():
    text = "\u00a2 no infarct. acute"
    page = Page(number=1, text=text, words=(Word(start=0, end=1),), source=PageSource.TEXT_LAYER, confidence=1.0)
    assert annotate(document_of(page)).text == text


@pytest.mark.parametrize(("sure", "status", "check"), [(0.74, "absent", True), (0.96, "present", False)])
def test_a_denial_reaches_over_a_speck_and_asks_to_be_checked(sure, status, check):
    text = "MRI BRAIN\n\nFINDINGS: No large infarct. acute hemorrhage, hydrocephalus, or brain herniation.\n"
    found = {
        name: (value, evidence)
        for name, value, evidence in flat_facts(facts_of(document_of(page_of(text, infarct=sure))))
    }
    value, evidence = found["herniation"]
    assert value == status
    assert any(each.doubtful for each in evidence) is check

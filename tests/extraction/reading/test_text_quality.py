"""When a text layer is trusted."""

import pytest

from extraction.reading.text_quality import is_trusted, text_quality

GOOD = "Estrogen receptor: Positive, 95%. HER2 by IHC: 3+ (strong, complete). Ki-67 approximately 30%."


@pytest.mark.parametrize(
    ("text", "pictured", "trusted"),
    [
        pytest.param(GOOD, 0.0, True, id="text"),
        pytest.param(GOOD, 0.2, True, id="text-and-a-logo"),
        pytest.param(GOOD, 0.95, False, id="text-hidden-under-a-scan"),
        pytest.param("", 0.0, False, id="nothing"),
        pytest.param("Page 1", 0.3, False, id="picture-with-a-page-number"),
        pytest.param("Page 1", 0.0, True, id="page-number-alone"),
        pytest.param("\ue001\ue002\ue003 \ue004\ue005\ue006" * 20, 0.0, False, id="font-without-a-map"),
        pytest.param("Xqrtzp wvbnmk ghjklp qwrtzp mnbvcx lkjhgf " * 5, 0.0, False, id="no-language"),
        pytest.param("ER PR HER2 IHC FISH CEP17 DCIS LVI pTNM AJCC " * 3, 0.0, True, id="abbreviations"),
    ],
)
def test_trust(text, pictured, trusted):
    assert is_trusted(text, pictured) is trusted


def test_quality_is_a_share():
    assert 0.9 < text_quality(GOOD) <= 1
    assert text_quality("\ufffd" * 50) == 0

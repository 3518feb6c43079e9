"""How the page says how a page was read."""

import pytest

from api.web.page_view import how_read
from domain.document import PageSource, PageSummary


@pytest.mark.parametrize(
    ("page", "told"),
    [
        pytest.param(
            {"source": PageSource.TEXT_LAYER, "layer_quality": 0.98},
            "from its text; its text scores 98 of 100",
            id="text",
        ),
        pytest.param({"source": PageSource.TEXT_LAYER}, "from its text", id="plain-text"),
        pytest.param({"source": PageSource.OCR}, "from its picture (93% sure)", id="scan"),
        pytest.param(
            {"source": PageSource.OCR, "layer_quality": 0.31},
            "from its picture (93% sure); its hidden text was not used (it scores 31 of 100)",
            id="scan-with-a-bad-layer",
        ),
        pytest.param(
            {"source": PageSource.BOTH, "layer_quality": 1.0},
            "from its text, and from its picture where that shows more (93% sure); its text scores 100 of 100",
            id="both",
        ),
        pytest.param({"source": PageSource.NONE}, "not read", id="not-read"),
        pytest.param({"source": PageSource.OCR, "blank": True}, "nothing on it", id="blank"),
    ],
)
def test_how_a_page_was_read(page, told):
    assert how_read(PageSummary(number=1, confidence=0.93, readable=True, **page)) == told

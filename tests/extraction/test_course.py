"""Heart scan, fitness and treatment lines: what is current, what is only mentioned, and what is left unknown."""

import pytest

from domain.document import DocumentKind
from extraction.courses import course_of
from extraction.nlp import annotate
from extraction.pipeline import understand
from extraction.reading import read_text


def course_in(text: str):
    return course_of(annotate(read_text(text, "a", "a")), DocumentKind.CLINICAL_NOTE, None)


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        pytest.param("Echo 08/20/2026: LVEF 60%.", 60, id="plain"),
        pytest.param("LVEF by biplane Simpson: 46 % (04/2026: 52 %)", 46, id="earlier-in-brackets"),
        pytest.param("LVEF 61% (was 63% in 2025)", 61, id="was"),
        pytest.param("EF 60 - 65%", 60, id="range-by-its-lower-end"),
        pytest.param("T-DXd was not studied with LVEF below 50%.", None, id="limit"),
        pytest.param("Needs an echo; LVEF not known.", None, id="none"),
    ],
)
def test_lvef(text, percent):
    assert course_in(text).safety.lvef_percent.value == percent


@pytest.mark.parametrize(
    ("text", "score"),
    [
        pytest.param("ECOG 1.", 1, id="plain"),
        pytest.param("ECOG performance status: 0", 0, id="in-full"),
        pytest.param("ECOG 2-3 since admission", None, id="range"),
        pytest.param("ECOG not documented", None, id="none"),
    ],
)
def test_ecog(text, score):
    ecog = course_in(text).course.ecog
    assert (ecog.value if ecog.known else None) == score


NOTE = """ONCOLOGY NOTE 09/18/2026
Metastatic HER2-positive breast cancer.
First line: THP from 06/03/2024; docetaxel stopped after 6 cycles in October 2024.
Second line: trastuzumab emtansine (T-DM1) since 02/05/2026.
Discussed trastuzumab deruxtecan. Her mother took trastuzumab.
"""


def test_lines_are_counted_where_they_are_told():
    course = understand([read_text(NOTE, "note.txt", "d1")]).profile.course
    assert course.her2_metastatic_lines.value == 2
    assert course.drugs_current.value == ("trastuzumab_emtansine",)
    assert set(course.drugs_received.value) == {"docetaxel", "trastuzumab", "pertuzumab", "trastuzumab_emtansine"}
    assert all(words.quote in NOTE for words in course.her2_metastatic_lines.evidence)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Breast cancer. No treatment so far.", id="nothing"),
        pytest.param("She may start trastuzumab deruxtecan next month.", id="planned"),
        pytest.param("Allergies: none. Family history: sister received trastuzumab.", id="sister"),
    ],
)
def test_no_word_of_a_line_is_not_a_line_less(text):
    course = understand([read_text(text, "note.txt", "d1")]).profile.course
    assert course.her2_metastatic_lines.value is None
    assert course.drugs_received.value is None


def test_the_newest_document_has_the_last_word():
    older = read_text(
        "ONCOLOGY NOTE 01/05/2026\nMetastatic breast cancer. On T-DM1 since 11/05/2025. LVEF 62%.", "a", "a"
    )
    newer = read_text("ONCOLOGY NOTE 06/05/2026\nMetastatic breast cancer. T-DM1 stopped 05/2026. LVEF 55%.", "b", "b")
    for documents in ([older, newer], [newer, older]):
        profile = understand(documents).profile
        assert profile.safety.lvef_percent.value == 55
        assert profile.course.drugs_current.value is None
        assert profile.course.drugs_received.value == ("trastuzumab_emtansine",)

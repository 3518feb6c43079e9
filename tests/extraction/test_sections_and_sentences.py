"""Sections cover the text; sentences end where a reader would end them."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.document import Document, Page, PageSource
from domain.errors import KnowledgeError
from domain.frozen import Frozen
from extraction.lexicon import load_lexicon
from extraction.nlp import annotate
from extraction.sections import SectionKind, sections_of
from extraction.sentences import sentence_starts


def kinds(text):
    return [section.kind.value for section in sections_of(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", ["body"], id="empty"),
        pytest.param("Some words only.", ["body"], id="no_heading"),
        pytest.param(
            "FINAL DIAGNOSIS: A. BREAST. GROSS DESCRIPTION: Received fresh.", ["diagnosis", "gross"], id="flattened"
        ),
        pytest.param("FINDINGS: Two lesions.\nIMPRESSION: Metastases.", ["findings", "impression"], id="radiology"),
        pytest.param("Family history: mother. Medications: none.", ["family_history", "medications"], id="notes"),
        pytest.param(
            "MICROSCOPIC DESCRIPTION. A. Sections show tumor. DIAGNOSIS. A. Breast.",
            ["microscopic", "diagnosis"],
            id="full_stops",
        ),
        pytest.param("Impression\n\nStable disease.", ["impression"], id="own_line"),
        pytest.param("FINDINGS AND IMPRESSION: Stable.", ["findings"], id="joined"),
        pytest.param("FINAL DIAGNOSIS (continued) : A.", ["diagnosis"], id="continued"),
        pytest.param("Some body. FINAL DIAGNOSIS\n(continued) : A.", ["body", "diagnosis"], id="continued_on_a_line"),
        pytest.param("A. Breast. GROSS\nDESCRIPTION: Fresh.", ["body", "gross"], id="parted_by_a_line_end"),
        pytest.param("see the comment\n(below): fresh", ["body"], id="words_parted_by_a_line_end"),
        pytest.param("ends with gross\nDIAGNOSIS: A.", ["body", "diagnosis"], id="a_word_that_ends_the_line_before"),
        pytest.param("medial aspect of the\nSPECIMEN. Foci", ["body"], id="a_word_of_a_sentence_that_begins_a_line"),
        pytest.param("medial aspect of it\nSPECIMEN. Foci", ["body", "specimen"], id="a_heading_behind_a_line_end"),
        pytest.param("FINDINGS AND\nIMPRESSION: Stable.", ["findings"], id="joined_over_a_line_end"),
        pytest.param("Breast. GROSS\n\nDIAGNOSIS: A.", ["body", "diagnosis"], id="an_empty_line_parts_headings"),
        pytest.param("ADDENDUM #2: FISH.", ["addendum"], id="numbered"),
        pytest.param("ADDENDUM   05/15/2023\nFISH.", ["addendum"], id="dated"),
        pytest.param("TUMOR TYPE: ductal. TUMOR SIZE: 2 cm.", ["body"], id="labels_are_no_headings"),
        pytest.param(
            "COMPARISON: MRI 3/2/2026.\n\nThe left frontal lesion has enlarged to 12 mm since the last study.",
            ["comparison", "body"],
            id="paragraph_behind_a_comparison",
        ),
        pytest.param(
            "COMPARISON: 03/11/2026\nLeft temporal resection cavity of 2.1 cm.\nIMPRESSION: Stable.",
            ["comparison", "body", "impression"],
            id="findings_without_a_heading_under_a_comparison",
        ),
        pytest.param(
            "INDICATION: Headaches.\nKnown metastases of breast cancer.\nFINDINGS: Two.\nIMPRESSION: Stable.",
            ["indication", "findings", "impression"],
            id="an_indication_of_two_lines",
        ),
        pytest.param(
            "Clinical: Breast cancer. ?brain mets\nThere are two lesions in the left frontal lobe.\nConclusion: Two.",
            ["indication", "body", "impression"],
            id="findings_under_a_line_that_asks",
        ),
        pytest.param(
            "Clinical details: Breast cancer, diplopia.\nBrain: Two lesions.\nSpine: Clear.\nOpinion: Two.",
            ["indication", "body", "impression"],
            id="findings_by_organ",
        ),
        pytest.param(
            "Clinical details: Breast cancer, known disease\nof liver: stable.\nFINDINGS: Two.\nOpinion: Two.",
            ["indication", "findings", "impression"],
            id="an_indication_with_a_colon",
        ),
        pytest.param("OBSERVATIONS: Two lesions.", ["findings"], id="observations"),
        pytest.param(
            "INDICATION:\n\nMetastatic breast cancer with new headaches, rule out brain metastases.",
            ["indication"],
            id="paragraph_right_under_its_heading",
        ),
        pytest.param(
            "COMPARISON: None.\n\nTEMPLATE\n Brain parenchyma ..... normal signal\n Ventricles ..... normal\n",
            ["comparison", "body"],
            id="template_behind_a_comparison",
        ),
        pytest.param("TECHNIQUE: MRI.\n\nAxial T1\nAxial T2", ["technique"], id="list_behind_a_technique"),
        pytest.param("see comment: none", ["body"], id="lower_case_mid_line"),
        pytest.param("ER RESULT: positive", ["body"], id="word_of_a_label"),
    ],
)
def test_kinds(text, expected):
    assert kinds(text) == expected


@given(st.text(alphabet=st.sampled_from("ABC DIAGNOSIS:\n.abc finding12()#"), max_size=200))
def test_sections_cover_the_text(text):
    sections = sections_of(text)
    assert sections[0].start == 0
    assert sections[-1].end == len(text)
    for one, other in pairwise(sections):
        assert one.end == other.start
        assert one.start <= one.body <= one.end


WRAPPED = "There is a long line of text that was wrapped\nby the printer."
YEAR = "2019 lumpectomy: IDC, HER2 3+ (faxed report that is not available here)"


def sentences(text):
    starts = [*sentence_starts(text), len(text)]
    return [text[start:end].strip() for start, end in pairwise(starts)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("No edema. No shift.", ["No edema.", "No shift."], id="plain"),
        pytest.param("a portion of. fibrofatty tissue", ["a portion of. fibrofatty tissue"], id="stray_stop"),
        pytest.param(
            "STAINED BY HEMATOXYLIN. AND EOSIN", ["STAINED BY HEMATOXYLIN. AND EOSIN"], id="stray_stop_in_capitals"
        ),
        pytest.param("measures 0. 5 cm today", ["measures 0. 5 cm today"], id="split_decimal"),
        pytest.param("No. 3 is seen, e.g. here", ["No. 3 is seen, e.g. here"], id="abbreviations"),
        pytest.param("A. Breast, left.\nB. Node.", ["A. Breast, left.", "B. Node."], id="list_letters"),
        pytest.param("- one lesion\n- two lesions", ["- one lesion", "- two lesions"], id="bullets"),
        pytest.param(WRAPPED, [WRAPPED], id="wrapped"),
        pytest.param("ER: positive\nPR: negative", ["ER: positive", "PR: negative"], id="labels"),
        pytest.param("First paragraph\n\nSecond paragraph", ["First paragraph", "Second paragraph"], id="empty_line"),
        pytest.param("Grade ........ 2", ["Grade ........ 2"], id="leading_dots"),
        pytest.param("Brain (8 lesions) June\n2024: WBRT", ["Brain (8 lesions) June\n2024: WBRT"], id="month_and_year"),
        pytest.param(
            "Brain, 8 lesions\n2024: WBRT", ["Brain, 8 lesions", "2024: WBRT"], id="a_year_that_begins_a_line"
        ),
        pytest.param("rim: now\nof 9 mm (May: 3)", ["rim: now\nof 9 mm (May: 3)"], id="a_bracket_is_no_label"),
        pytest.param("rim: now\nSize (mm): 3", ["rim: now", "Size (mm): 3"], id="a_label_with_brackets"),
        pytest.param(f"{YEAR}\n2024-02-12 bone biopsy", [YEAR, "2024-02-12 bone biopsy"], id="dated_lines"),
    ],
)
def test_sentences(text, expected):
    assert sentences(text) == expected


@given(st.text(max_size=300))
def test_sentences_cover_the_text(text):
    starts = sentence_starts(text)
    assert starts[0] == 0
    assert starts == sorted(set(starts))
    assert all(start <= len(text) for start in starts)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_annotated(text):
    page = Page(number=1, text=text, source=PageSource.TEXT_LAYER, confidence=1.0)
    annotated = annotate(Document(id="d", name="d", pages=(page,)))
    assert annotated.text == text
    assert annotated.doc.text == text
    if text.strip():
        start, end = annotated.sentence_at(len(text) // 2)
        assert 0 <= start <= end <= len(text)


class Words(Frozen):
    """The shape of a lexicon of this test."""

    words: tuple[str, ...]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param("words: [one, two]\nmore: [x]\n", "does not fit", id="unknown_key"),
        pytest.param("words: [one\n", "is not YAML", id="not_yaml"),
        pytest.param("words: [one]\nwords: [two]\n", "stands twice", id="key_twice"),
        pytest.param("words: [no]\n", "does not fit", id="bare_no_is_a_boolean"),
        pytest.param(None, "cannot be read", id="no_file"),
    ],
)
def test_a_wrong_lexicon_is_refused(tmp_path, content, says):
    if content is not None:
        (tmp_path / "wrong.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=says):
        load_lexicon("wrong", Words, tmp_path)


def test_every_kind_has_headings():
    text = "".join(
        f"{heading}\n" for heading in ("Diagnosis:", "Addendum:", "Comment:", "Gross:", "Indication:", "Plan:")
    )
    assert [section.kind for section in sections_of(text)] == [
        SectionKind.DIAGNOSIS,
        SectionKind.ADDENDUM,
        SectionKind.COMMENT,
        SectionKind.GROSS,
        SectionKind.INDICATION,
        SectionKind.PLAN,
    ]

"""A file that holds several reports: each brain study has its own date, findings and lesions."""

import pytest

from extraction.pipeline import facts_of, understand
from extraction.reading import read_text

RULE = "-" * 50 + "\n"
CT = "CT HEAD W/O 2026-04-14 23:05\nFirst seizure.\n1.7 cm dense focus in the left frontal lobe, edema. MRI advised.\n"
MRI = (
    "MRI HEAD 2026-04-15 10:30\nFINDINGS: Left frontal mass of 17 mm with edema. No second lesion. No midline shift.\n"
    "IMPRESSION: Solitary left frontal metastasis.\n"
)
LATER = (
    "MRI HEAD 2026-07-20\nFINDINGS: Left frontal metastasis of 9 mm, previously 17 mm.\n"
    "IMPRESSION: Smaller left frontal metastasis.\n"
)
BODY = "CT CHEST/ABDO/PELVIS 2026-04-16\nNo lung, liver or adrenal metastasis.\n"
NOTE = "ONCOLOGY CLINIC NOTE 2026-04-20\nSeen with her husband. She is well on dexamethasone.\n"


def read(*parts):
    return read_text("Grand River Hospital\n" + "".join(RULE + part for part in parts), "d1", "d1")


def studies(*parts):
    return [
        (str(each.date), each.modality and each.modality.value, each.largest_mm.value)
        for each in facts_of(read(*parts)).studies
    ]


def test_each_report_of_a_file_is_a_study_of_its_own():
    found = {date: size for date, _, size in studies(CT, MRI, LATER, BODY)}
    assert found["2026-04-15"] == 17.0
    assert found["2026-07-20"] == 9.0


def test_a_sign_of_one_report_is_none_of_another():
    first, second = facts_of(read(CT, MRI)).studies
    assert str(first.date) == "2026-04-14"
    assert not first.midline_shift.known
    assert second.midline_shift.value == "absent"


@pytest.mark.parametrize("others", [(BODY,), (NOTE,), (BODY, NOTE)], ids=["body-scan", "note", "both"])
def test_what_is_no_brain_imaging_makes_no_study(others):
    assert [date for date, _, _ in studies(MRI, *others)] == ["2026-04-15"]


def test_the_newest_report_of_the_file_tells_how_the_brain_is_now():
    brain = understand([read(MRI, LATER)]).profile.brain
    assert brain.largest_mm.value == 9.0


def test_evidence_stands_where_it_stands_in_the_file():
    document = read(CT, MRI, LATER)
    evidence = [words for study in facts_of(document).studies for words in study.metastasis.evidence]
    assert evidence
    assert all(document.pages[0].text[words.start : words.end] == words.quote for words in evidence)

"""When a sample that a note quotes was taken: the date beside it, and no other's. Notes made up by us."""

import pytest

from extraction.pipeline import understand
from extraction.reading import read_text

NOTE = "Oncology clinic note 06/02/2025\n"


def dates_of(*texts):
    documents = [read_text(text, f"d{number}", f"d{number}") for number, text in enumerate(texts)]
    return {each.label: each.date and each.date.iso() for each in understand(documents).profile.specimens}


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        pytest.param(
            "Onc hx: R breast IDC 2/2018, ER 0 PR 0 HER2 3+ (core). Liver biopsy 03/14/2022: ER 90%, HER2 1+.",
            {"right breast": "2018-02", "liver": "2022-03-14"},
            id="behind-its-place",
        ),
        pytest.param(
            "MBC since Feb 2022 (bone). Bx of T10 vertebra 2022-02-09: HER2 3+. Original L breast 2015 ER+ HER2 neg.",
            {"bone": "2022-02-09", "left breast": "2015"},
            id="metastasis-and-primary",
        ),
        pytest.param(
            "* 3/2023: stage IV L breast IDC, ER-/PR-, HER2 3+.", {"left breast": "2023-03"}, id="of-the-line"
        ),
        pytest.param("ER 30% PR 0 HER2 3+ (core 2020).", {"breast": "2020"}, id="behind-the-results"),
        pytest.param(
            "ER+/HER2+ left breast cancer diagnosed in 2018, now on T-DXd since 3/2023.",
            {"left breast": "2018"},
            id="of-the-diagnosis",
        ),
        pytest.param("MRI brain 3/14/2023: new lesions in HER2+ breast cancer.", {"breast": None}, id="of-a-scan"),
        pytest.param("Metastatic breast cancer since 2018, ER+ HER2+.", {"breast": None}, id="of-the-spread"),
        pytest.param("Left mastectomy 2018, brain mets 2022, HER2+ ER-.", {"left breast": None}, id="of-a-metastasis"),
        pytest.param("T-DXd started 3/2023, HER2 3+ breast cancer.", {"breast": None}, id="of-a-drug"),
        pytest.param("DOB 01/02/1970. Left breast cancer HER2+.", {"left breast": None}, id="of-birth"),
        pytest.param("Seen 06/02/2025. Left breast cancer, ER+ HER2+.", {"left breast": None}, id="of-the-visit"),
    ],
)
def test_a_quoted_sample_has_the_date_beside_it(text, dates):
    assert dates_of(f"{NOTE}{text}\n") == dates


def test_the_date_in_a_column_head_is_the_samples():
    text = (
        "NEUROPATHOLOGY REPORT\nCollected: 2025-05-06\nBrain, left frontal, resection: metastatic carcinoma.\n"
        "           Primary (2018)   Metastasis\nER         90%              0%\nHER2 IHC   1+               3+\n"
    )
    assert dates_of(text) == {"breast": "2018", "brain": "2025-05-06"}


CORE = "PATHOLOGY\nCollected 01/28/2019\nRight breast, core biopsy: invasive carcinoma. ER 0%. PR 0%. HER2 IHC 3+.\n"


def test_a_note_that_dates_it_by_the_diagnosis_tells_of_the_same_sample():
    assert dates_of(CORE, f"{NOTE}R breast IDC 2/2019, ER 0 PR 0 HER2 3+.\n") == {"right breast": "2019-01-28"}


def test_a_sample_of_another_year_is_another():
    documents = [
        read_text(text, str(n), str(n)) for n, text in enumerate((CORE, f"{NOTE}R breast IDC 2023, HER2 1+.\n"))
    ]
    profile = understand(documents).profile
    assert [(each.date.iso(), each.her2_status.value) for each in profile.specimens] == [
        ("2019-01-28", "positive"),
        ("2023", "negative"),
    ]


def test_what_a_sentence_tells_of_the_primary_is_not_the_metastasis():
    text = (
        f"{NOTE}Breast carcinoma left, first diagnosis 05/2017: pT2 pN1a, ER 90 %, HER2 1+, Ki-67 15 %\n"
        "Liver biopsy 05.11.2023: ER 80 %, HER2 2+, FISH not amplified.\n"
    )
    profile = understand([read_text(text, "d", "d")]).profile
    told = {each.label: (each.date.iso(), each.pt.value, each.ki67_percent.value) for each in profile.specimens}
    assert told["liver"] == ("2023-11-05", None, None)

"""A second cancer of another organ, whose HER2 says nothing of the breast cancer's. Records made up by us."""

import pytest

from domain.finding import Status
from domain.specimen import Her2Status
from extraction.pipeline import understand
from extraction.reading import read_text

CORE = "PATHOLOGY\nCollected 02/11/2023\nLeft breast, core biopsy: invasive carcinoma. ER 0%. PR 0%. HER2 IHC 3+.\n"


def profile_of(text):
    return understand([read_text(CORE, "a", "a"), read_text(text, "b", "b")]).profile


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "PATHOLOGY  Collected 05/11/2025\nLung, right upper lobe, wedge resection: primary lung adenocarcinoma. "
            "TTF-1 positive, GATA3 negative. HER2 IHC 0.\n",
            id="a-report-of-the-lung",
        ),
        pytest.param(
            "PATHOLOGY  Collected 05/11/2025\nStomach, biopsy: gastric adenocarcinoma. HER2 IHC negative, score 1+.\n",
            id="a-report-of-the-stomach",
        ),
        pytest.param(
            "Oncology note 06/02/2025\nEndometrial cancer 2018, ER+, HER2 negative, hysterectomy.\n", id="a-note"
        ),
    ],
)
def test_another_cancer_says_nothing_of_her_breast_cancer(text):
    profile = profile_of(text)
    assert profile.her2.status.value is Her2Status.POSITIVE
    assert [each.label for each in profile.specimens] == ["left breast"]
    assert profile.conflicts == ()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Lung, core biopsy: metastatic carcinoma of breast origin, not lung primary. HER2 IHC 1+.", id="denied"
        ),
        pytest.param("Lung, core biopsy: adenocarcinoma, excludes lung adenocarcinoma. HER2 IHC 1+.", id="excluded"),
        pytest.param(
            "CLINICAL HISTORY: colon cancer 2010.\nDIAGNOSIS: Liver, core biopsy: metastatic carcinoma. HER2 IHC 1+.",
            id="in-her-history",
        ),
        pytest.param(
            "Lung, core biopsy: lung cancer was suspected. Metastatic breast carcinoma. HER2 IHC 1+.", id="before"
        ),
    ],
)
def test_a_cancer_that_is_ruled_out_takes_no_result(text):
    profile = profile_of(f"PATHOLOGY  Collected 05/11/2025\n{text}\n")
    assert profile.her2.status.status is Status.CONFLICT

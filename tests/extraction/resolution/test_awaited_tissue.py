"""Tissue of a metastasis that was taken, and of which the result is awaited: made-up notes."""

import pytest

from domain.specimen import Her2Status
from extraction.pipeline import understand
from extraction.reading import read_text

CORE = "PATHOLOGY\nCollected 02/11/2023\nLeft breast, core biopsy: invasive carcinoma. ER 0%. PR 0%. HER2 IHC 3+.\n"
NOTE = "Neurosurgery note 06/02/2025\n"


def profile_of(*texts):
    return understand([read_text(text, f"d{number}", f"d{number}") for number, text in enumerate(texts)]).profile


def others(profile):
    return [
        (each.site.value, each.date and each.date.iso(), each.her2_status.status.value)
        for each in profile.specimens
        if each.document != "d0"
    ]


@pytest.mark.parametrize(
    ("text", "sample"),
    [
        pytest.param(
            "Resection of the right cerebellar metastasis on 05/28/2025; histology awaited.",
            ("brain", "2025-05-28", "pending"),
            id="histology-awaited",
        ),
        pytest.param(
            "Left frontal craniotomy 05/28/2025. Tissue sent for pathology, results pending.",
            ("brain", "2025-05-28", "pending"),
            id="tissue-sent",
        ),
        pytest.param(
            "Stereotactic biopsy of the parietal lesion done 05/28/2025, path pending.",
            ("brain", "2025-05-28", "pending"),
            id="biopsy-of-a-lobe",
        ),
        pytest.param("Liver biopsy done yesterday, pathology pending.", ("liver", None, "pending"), id="other-organ"),
    ],
)
def test_awaited_tissue_is_a_sample_and_leaves_her2_as_it_was(text, sample):
    profile = profile_of(CORE, f"{NOTE}{text}\n")
    assert others(profile) == [sample]
    assert profile.her2.status.value is Her2Status.POSITIVE


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Craniotomy planned for 06/10/2025; tissue will be sent for pathology.", id="planned"),
        pytest.param("Brain biopsy was offered; awaiting biopsy date.", id="offered"),
        pytest.param("Left breast biopsy done, results pending.", id="of-the-breast"),
        pytest.param("Genetics results pending. Craniotomy was discussed.", id="of-her-genes"),
        pytest.param("MRI brain: stable. Echo results pending.", id="of-another-test"),
    ],
)
def test_what_was_not_taken_is_no_sample(text):
    assert others(profile_of(CORE, f"{NOTE}{text}\n")) == []


def test_the_report_takes_its_place():
    report = (
        "NEUROPATHOLOGY\nCollected 05/28/2025\nBrain, left frontal, resection: metastatic carcinoma. HER2 IHC 3+.\n"
    )
    note = f"{NOTE}Left frontal craniotomy 05/28/2025. Tissue sent for pathology, results pending.\n"
    assert others(profile_of(CORE, note, report)) == [("brain", "2025-05-28", "stated")]


def test_awaited_tissue_alone_settles_nothing():
    assert not profile_of(f"{NOTE}Left frontal craniotomy 05/28/2025, histology awaited.\n").her2.status.known

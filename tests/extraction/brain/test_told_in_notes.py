"""What a note tells of the brain, at the date that it tells beside it; and the scan after an operation."""

import pytest

from domain.dates import PartialDate
from domain.document import DocumentKind
from domain.specimen import Presence
from extraction.nlp import annotate
from extraction.pipeline import understand
from extraction.reading import read_text
from extraction.studies import studies_of

NOTE = PartialDate(year=2026, month=6, day=15)
BEFORE = (
    "MRI BRAIN WITH CONTRAST 05/20/2026\nFINDINGS: Right cerebellar mass of 31 mm with edema, obstructive "
    "hydrocephalus and tonsillar herniation.\n"
    "IMPRESSION: Solitary right cerebellar metastasis with hydrocephalus and herniation.\n"
)
OPERATED = (
    "Neurosurgery clinic note 05/28/2026\n"
    "Operation 05/22/2026: craniotomy and complete excision of the cerebellar metastasis. "
)
CLEAR = "Postoperative MRI 05/23/2026: no residual tumor, hydrocephalus resolved.\n"


def told(text):
    studies = studies_of(annotate(read_text(text, "a", "a")), DocumentKind.CLINICAL_NOTE, NOTE)
    return [(str(each.date), each.metastasis.value) for each in studies]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Relapse 10/2025 with single brain metastasis and hilar nodes.", "2025-10"),
        ("NEW: three cerebral metastases (03/2026).", "2026-03"),
        ("Brain metastases diagnosed in March 2024.", "2024-03"),
        ("MRI 6/10/2026: two brain metastases.", "2026-06-10"),
        ("Known brain metastases since 2024.", "2026-06-15"),
        ("Breast cancer diagnosed in 2019, now with brain metastases.", "2026-06-15"),
        ("Brain metastases. MRI planned for 8/2026.", "2026-06-15"),
        ("Brain metastases (2024). She has two brain metastases.", "2026-06-15"),
    ],
)
def test_a_history_is_of_the_date_beside_it(text, date):
    assert told(text) == [(date, "present")]


def test_a_count_of_the_past_is_not_of_today():
    text = "Metastatic to brain. Progression (8 brain metastases) June 2024: WBRT. Stable brain metastases."
    (study,) = studies_of(annotate(read_text(text, "a", "a")), DocumentKind.CLINICAL_NOTE, NOTE)
    assert study.count.value is None


def picture(*texts):
    documents = [read_text(text, f"d{number}", f"d{number}") for number, text in enumerate(texts)]
    profile = understand(documents).profile
    assert not [each for each in profile.conflicts if each.field.startswith("brain")]
    return profile.brain


def test_a_removed_metastasis_and_its_signs_are_not_there_any_more():
    brain = picture(BEFORE, OPERATED + CLEAR)
    assert (brain.metastasis.value, brain.hydrocephalus.value, brain.herniation.value) == (
        "treated_resolved",
        "absent",
        None,
    )
    assert (brain.lesions, brain.largest_mm.value, brain.edema.value) == ((), None, None)


@pytest.mark.parametrize(
    "note",
    [
        OPERATED,  # no scan after it
        OPERATED + "Postoperative MRI is planned for next week: no residual tumor is expected.\n",
        OPERATED + "Postoperative MRI 05/23/2026: residual tumor of 6 mm.\n",
        "Neurosurgery clinic note 05/28/2026\nExcision of the metastasis is planned. " + CLEAR.replace("Postop", "Op"),
    ],
)
def test_without_a_clear_scan_after_it_the_scan_before_stands(note):
    brain = picture(BEFORE, note)
    assert (brain.metastasis.value, brain.herniation.value, len(brain.lesions)) == ("present", "present", 1)


def test_a_scan_after_one_of_two_was_removed_changes_only_what_it_tells():
    two = BEFORE.replace("Solitary right cerebellar metastasis", "Two metastases, right cerebellar and left frontal,")
    brain = picture(two, OPERATED + CLEAR)
    assert (brain.metastasis.value, brain.herniation.value, brain.hydrocephalus.value) == (
        "present",
        "present",
        "absent",
    )


def test_a_newer_scan_counts_over_what_was_told():
    back = (
        "MRI BRAIN WITH CONTRAST 06/30/2026\nFINDINGS: One new enhancing lesion.\n"
        "IMPRESSION: New left frontal metastasis, 9 mm.\n"
    )
    brain = picture(BEFORE, OPERATED + CLEAR, back)
    assert (brain.metastasis.value, brain.largest_mm.value) == ("present", 9)


def test_a_scan_after_the_operation_with_dots_in_its_date():
    before = (
        "MRI of the head 18.06.2026\nFindings: Enhancing lesion left parietal 29 x 25 mm with marked edema and midline "
        "shift of 5 mm.\nAssessment: Solitary metastasis left parietal with mass effect.\n"
    )
    letter = (
        "Discharge letter neurosurgery 30.06.2026\nDiagnosis: metastasis left parietal\n"
        "Operation 23.06.2026: microsurgical removal. "
        "MRI 24.06.2026 postoperatively: complete removal, midline shift regressive to 1 mm.\n"
    )
    brain = picture(before, letter)
    assert (brain.metastasis.value, str(brain.metastasis.date)) == ("treated_resolved", "2026-06-24")
    assert (brain.midline_shift_mm.value, brain.edema.value, brain.lesions) == (1, None, ())


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("no further brain imaging\nunless symptoms.", [], id="a-scan-that-is-not-wanted"),
        pytest.param("no repeat MRI brain planned.", [], id="a-scan-that-is-not-planned"),
        pytest.param("MRI brain 06/10/2026: normal. No further brain imaging.", ["absent"], id="a-scan-that-was-clear"),
    ],
)
def test_a_scan_that_is_not_wanted_shows_nothing(words, expected):
    text = f"ONCOLOGY NOTE 06/15/2026\nStage II breast cancer.\nReturn in 3 months; {words}\n"
    assert [value for _, value in told(text)] == expected


@pytest.mark.parametrize(
    ("words", "left"),
    [
        pytest.param("no residual enhancement, shift resolved.", None, id="resolved"),
        pytest.param("no residual enhancement, the midline shift has resolved.", None, id="has-resolved"),
        pytest.param("midline shift of 3 mm, no residual enhancement.", 3.0, id="less"),
        pytest.param("no residual enhancement, mediastinum clear.", 7.0, id="nothing-said"),
    ],
)
def test_a_shift_that_an_operation_resolved_is_no_shift_any_more(words, left):
    note = (
        "Neurosurgery clinic note 03/11/2026\nCT head 03/02/2026: 3.4 cm left frontal metastasis, 7 mm midline shift.\n"
        f"Operation 03/06/2026: craniotomy and complete excision. Post-op MRI 03/07/2026: {words}\n"
    )
    brain = understand([read_text(note, "d1", "d1")]).profile.brain
    assert brain.midline_shift_mm.value == left
    assert (brain.midline_shift.value is Presence.PRESENT) is (left is not None)


MEETING = (
    "NEURO-ONCOLOGY MDT - OUTCOME LETTER\nDate of MDT: 11 June 2026\n"
    "Diagnosis: Metastatic HER2 positive (IHC 3+), ER positive carcinoma of the right breast. Posterior fossa lesion.\n"
    "Discussion:\nShe was discussed today. MRI 9 June shows a solitary enhancing lesion centred on the left cerebellar "
    "hemisphere, 34 x 29 mm, with oedema. The fourth ventricle is effaced, with early obstructive hydrocephalus.\n"
    "Outcome:\n1. Cavity SRS to be considered after the operation.\n2. Whole brain radiotherapy is not recommended.\n"
)


def test_what_a_meeting_discusses_is_hers_and_its_plans_prove_no_metastasis():
    (study,) = studies_of(annotate(read_text(MEETING, "a", "a")), DocumentKind.CLINICAL_NOTE, NOTE)
    assert (study.hydrocephalus.value, study.edema.value, study.mass_effect.value) == ("present",) * 3
    assert (study.metastasis.value, study.count.value.min, study.largest_mm.value) == ("suspected", 1, 34)


def test_what_an_article_discusses_is_nobodys():
    article = (
        "A 61-year-old woman with breast cancer. MRI of the brain was normal.\nDiscussion: Metastases with "
        "hydrocephalus and herniation of the cerebellum are told of in three other reports.\n"
    )
    (study,) = studies_of(annotate(read_text(article, "a", "a")), DocumentKind.CLINICAL_NOTE, NOTE)
    assert (study.metastasis.value, study.hydrocephalus.value, study.herniation.value) == ("absent", None, None)


def test_signs_of_today_beside_metastases_of_before_are_current():
    brain = picture(
        "Oncology clinic note 06/15/2026\nBrain metastases diagnosed in October 2025. "
        "CT head today: edema in the right parietal lobe with 6 mm of midline shift.\n"
        "Medications: dexamethasone. Exam: alert. ECOG 1.\nAssessment and plan: admit, see neurosurgery today.\n"
    )
    assert (brain.metastasis.value, str(brain.metastasis.date)) == ("present", "2025-10")
    assert (brain.midline_shift_mm.value, brain.edema.value, str(brain.edema.date)) == (6, "present", "2026-06-15")
    assert brain.edema.rule == "newest_note:edema"


def test_signs_of_a_note_stand_behind_a_report():
    brain = picture(
        "MRI BRAIN 06/10/2026\nFINDINGS: One metastasis in the left frontal lobe, 9 mm. No edema.\n"
        "IMPRESSION: One brain metastasis.\n",
        "Oncology clinic note 06/15/2026\nBrain metastases diagnosed in October 2025, then with edema of the brain.\n",
    )
    assert brain.edema.value == "absent"


SHIFTED = (
    "MRI BRAIN 06/12/2026\nFINDINGS: 2.6 cm left temporal metastasis with edema and 5 mm of midline shift. "
    "No hydrocephalus.\nIMPRESSION: One brain metastasis.\n"
)
VISIT = "Medical oncology clinic note 06/25/2026\nECOG 1. Medications: none. Assessment: brain metastasis.\n"


@pytest.mark.parametrize(
    ("told", "shift", "millimetres", "hydrocephalus"),
    [
        pytest.param("Follow-up MRI 6/24: less swelling, shift gone.", "absent", None, "absent", id="better"),
        pytest.param(
            "MRI brain 6/24/2026 shows new hydrocephalus and 7 mm midline shift.", "present", 7, "present", id="worse"
        ),
        pytest.param("On 6/24/26 a CT head showed hydrocephalus.", "present", 5, "present", id="the-day-before-it"),
        pytest.param(
            "MRI brain 3/10/2026 showed hydrocephalus of the brain.", "present", 5, "absent", id="an-older-scan"
        ),
        pytest.param("MRI brain planned 6/24 to look for hydrocephalus.", "present", 5, "absent", id="a-planned-one"),
        pytest.param("Next MRI 8/24/2026. No midline shift was seen.", "present", 5, "absent", id="a-later-plan"),
        pytest.param("The MRI showed no midline shift.", "present", 5, "absent", id="no-day"),
    ],
)
def test_a_later_scan_that_a_note_dates_tells_the_signs_of_its_day(told, shift, millimetres, hydrocephalus):
    brain = picture(SHIFTED, VISIT + told + "\n")
    assert (brain.midline_shift.value, brain.midline_shift_mm.value) == (shift, millimetres)
    assert brain.hydrocephalus.value == hydrocephalus
    assert (brain.count.value.min, brain.largest_mm.value) == (1, 26), "the report's, whatever the note tells of signs"


def test_what_is_measured_now_is_not_of_the_day_when_the_metastases_were_found():
    text = (
        "Brain metastases found in October 2024, whole brain radiotherapy. MRI brain showed multiple ring enhancing "
        "lesions in both hemispheres, largest 19 x 16 mm in the right parietal lobe."
    )
    (study,) = studies_of(annotate(read_text(text, "a", "a")), DocumentKind.CLINICAL_NOTE, NOTE)
    assert (str(study.date), study.largest_mm.value) == ("2026-06-15", 19)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Two brain metastases. No history of fever, trauma or bleeding.", None),
        ("Two brain metastases. No bleeding into the brain.", "absent"),
        ("Two brain metastases. MRI of the brain: no bleeding.", "absent"),
    ],
)
def test_bleeding_of_a_note_is_of_the_brain_where_its_sentence_says_so(text, value):
    (study,) = studies_of(annotate(read_text(text, "a", "a")), DocumentKind.CLINICAL_NOTE, NOTE)
    assert study.hemorrhage.value == value

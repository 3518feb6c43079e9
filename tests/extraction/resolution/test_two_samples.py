"""Samples that one record tells of side by side: the primary quoted beside a metastasis, spinal fluid, an addendum."""

from extraction.pipeline import understand
from extraction.reading import read_text

BRAIN = (
    "SURGICAL PATHOLOGY FINAL REPORT\nDate Collected: 11/04/2025\nSpecimen: Brain, left temporal tumor, resection\n"
    "Final Diagnosis: BRAIN, LEFT TEMPORAL, RESECTION: METASTATIC CARCINOMA, BREAST PRIMARY.\n"
    "ER: NEGATIVE (<1%)\nPR: NEGATIVE (<1%)\nHER2 IHC: POSITIVE (3+)\n"
)
PRIMARY = "Note: the prior breast primary (2019) was ER positive (70%), PR positive (30%), HER2 negative (IHC 1+).\n"


def profile_of(*texts):
    documents = [read_text(text, f"d{number}", f"d{number}") for number, text in enumerate(texts)]
    return understand(documents).profile


def samples(*texts):
    return [
        (each.label, each.er.status.value, each.pr.status.value, each.her2_ihc.score.value, each.her2_status.value)
        for each in profile_of(*texts).specimens
    ]


def test_a_primary_quoted_beside_a_metastasis_is_a_sample_of_its_own():
    profile = profile_of(BRAIN + PRIMARY)
    assert samples(BRAIN + PRIMARY) == [
        ("breast", "positive", "positive", "1+", "negative"),
        ("brain", "negative", "negative", "3+", "positive"),
    ]
    assert {each.summary.split(".")[0] for each in profile.conflicts if each.field == "her2.status"} == {
        "HER2 differs between specimens"
    }


def test_a_note_that_names_both_adds_no_conflict():
    note = "Oncology clinic note 06/15/2026\nHER2+ on the brain specimen (primary was HER2 1+). Continue T-DXd.\n"
    assert profile_of(BRAIN + PRIMARY, note).conflicts == profile_of(BRAIN + PRIMARY).conflicts


def test_a_note_against_the_report_of_one_sample_is_still_a_conflict():
    note = "Oncology clinic note 06/15/2026\nBrain biopsy: HER2 negative. Continue letrozole.\n"
    (conflict,) = [each for each in profile_of(BRAIN, note).conflicts if each.field == "her2.status"]
    assert conflict.summary.startswith("A note gives HER2 as negative")


def test_spinal_fluid_is_a_site_of_its_own():
    text = (
        "CYTOPATHOLOGY   Collected 04/11/2026\nSPECIMEN: Cerebrospinal fluid, lumbar puncture, 9 mL\n"
        "INTERPRETATION: POSITIVE FOR MALIGNANT CELLS. Metastatic adenocarcinoma, compatible with breast origin.\n"
        "Immunostains on cell block: GATA3 positive, ER negative, HER2 3+.\n"
    )
    profile = profile_of(text)
    assert [(str(each.site), each.her2_status.value) for each in profile.specimens] == [
        ("cerebrospinal_fluid", "positive")
    ]
    assert profile.brain.leptomeningeal.value == "present"


def test_the_fuller_of_two_quotations_is_kept():
    scan = "MRI BRAIN 04/14/2026\nINDICATION: HER2+ breast cancer.\nFINDINGS: No lesion.\nIMPRESSION: No metastasis.\n"
    note = "Oncology progress note 04/20/2026\nOnc hx: R breast IDC 2/2019, ER 0 PR 0 HER2 3+ (core).\n"
    assert samples(scan, note) == [("right breast", "negative", "negative", "3+", "positive")]
    assert samples(note, scan) == samples(scan, note)


def test_a_quoted_primary_with_other_figures_is_not_the_biopsy():
    biopsy = (
        "PATHOLOGY  Collected 11/05/2024\nLiver, core biopsy: metastatic carcinoma.\n"
        "ER positive (80%), PR positive (5%). HER2 IHC score 2+. HER2 FISH: not amplified, ratio 1.1, copies 2.4.\n"
    )
    letter = "Oncology letter 03/18/2026\nBreast carcinoma, first diagnosed 05/2018: ER 90 %, PR 70 %, HER2 1+.\n"
    told = "Oncology letter 03/18/2026\nMetastatic breast carcinoma, ER 80 %, PR 5 %, HER2 2+ and FISH negative.\n"
    assert [each[0] for each in samples(biopsy, letter)] == ["breast", "liver"]
    assert [each[0] for each in samples(biopsy, told)] == ["liver"]


def test_a_status_amended_by_hybridisation_is_no_staining():
    text = (
        "HISTOPATHOLOGY  Reported 03/13/2026\nSPECIMEN: Bone, right iliac crest, core.\n"
        "DIAGNOSIS: Metastatic carcinoma, breast.\n"
        "ER: Positive (90%). HER2 IHC: 1+ (negative).\nSUPPLEMENTARY REPORT 03/27/2026\n"
        "HER2 DISH: mean HER2 copy number 8.3, mean CEP17 2.4, ratio 3.5. AMPLIFIED. HER2 status amended to POSITIVE.\n"
    )
    (specimen,) = profile_of(text).specimens
    assert (specimen.her2_ihc.score.value, specimen.her2_ihc.status.value) == ("1+", "negative")
    assert (specimen.her2_ish.status.value, specimen.her2_status.value) == ("amplified", "positive")


def test_a_score_in_brackets_behind_the_sign():
    (one,) = profile_of("Radiation oncology note 06/22/2026\nHER2+ (IHC 3+) ER neg PR neg L breast CA.\n").specimens
    (other,) = profile_of("Radiation oncology note 06/22/2026\nHER2+ (2+/FISH amp) ER neg L breast CA.\n").specimens
    assert (one.her2_ihc.score.value, one.her2_status.value) == ("3+", "positive")
    assert other.her2_ihc.score.value is None


def test_a_node_named_behind_its_needle_is_the_sample_and_waits_for_its_test():
    text = (
        "PATHOLOGY statement 2026-05-19   Sample taken 2026-05-12\nSample: core needle biopsy, ax. lymph node, left\n"
        "Statement: Metastasis of ductal carcinoma. ER 100 %, PR 0 %. HER2 immunohistochemistry 2+. "
        "HER2 gene amplification test (SISH) has been ordered.\n"
    )
    (specimen,) = profile_of(text).specimens
    assert (str(specimen.site), str(specimen.date)) == ("lymph_node", "2026-05-12")
    assert (specimen.er.status.value, specimen.her2_ihc.score.value, specimen.her2_status.status) == (
        "positive",
        "2+",
        "pending",
    )


def test_copies_without_the_name_of_the_gene():
    text = "PATHOLOGY\nBreast core biopsy: invasive carcinoma. HER2 FISH: ratio 1.2, copies 2.8, not amplified.\n"
    (specimen,) = profile_of(text).specimens
    assert (specimen.her2_ish.copies.value, specimen.her2_ish.group.value) == (2.8, 5)


def test_a_ratio_without_copies_settles_what_the_words_say_too_and_no_equivocal_staining():
    (one,) = profile_of("Oncology visit 06/22/2026\n74F with ER+/PR+/HER2+ (FISH ratio 4.1) breast cancer.\n").specimens
    (other,) = profile_of("PATHOLOGY\nBreast core biopsy: carcinoma. HER2 IHC 2+. HER2/CEP17 ratio 4.1.\n").specimens
    assert (one.her2_status.value, one.her2_status.status) == ("positive", "stated")
    assert (other.her2_status.value, other.her2_status.status) == ("positive", "uncertain")

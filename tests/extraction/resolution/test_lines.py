"""The count of metastatic lines: stated over counted, each with its reason, and unknown where a setting is not told."""

import pytest

from domain.course import Setting, SystemicTreatment, TreatmentStatus
from domain.dates import PartialDate
from domain.evidence import Evidence
from domain.finding import Alternative, Finding, Status
from extraction.resolution.lines import count_lines


def words(quote):
    return (Evidence(document="a", page=1, start=0, end=len(quote), quote=quote, rule="test"),)


def given(drug, year, setting=Setting.METASTATIC, status=TreatmentStatus.COMPLETED, line=None):
    start = PartialDate(year=year) if year else None
    return SystemicTreatment(
        drug=drug, setting=setting, status=status, start=start, line=line, evidence=words(f"{drug} {year}")
    )


def stated(value):
    return Finding(value=value, status=Status.STATED, evidence=words(f"{value} lines"))


THREE = [given("trastuzumab", 2023), given("trastuzumab_deruxtecan", 2024), given("capecitabine", 2025)]


def test_a_count_names_its_lines():
    counts = count_lines(THREE, Finding(), Finding())
    assert counts.lines.value == 3
    assert counts.lines.rule == "metastatic_lines:counted"
    assert counts.lines.reason == (
        "Counted from the starts of treatments for metastatic disease: 1 trastuzumab (2023); "
        "2 trastuzumab deruxtecan (2024); 3 capecitabine (2025)."
    )
    assert counts.her2.value == 2


def test_what_is_stated_stands_over_the_count_and_the_reason_tells_both():
    lines = count_lines(THREE, stated(2), Finding()).lines
    assert (lines.value, lines.rule) == (2, "metastatic_lines:stated_over_counted")
    assert lines.reason.endswith("gives 3.")


def test_what_is_stated_and_agrees_has_no_second_number_in_its_reason():
    assert count_lines(THREE, stated(3), Finding()).lines.reason == "A document states the number of lines."


def test_a_later_numbered_line_stands_over_an_older_statement():
    lines = count_lines([*THREE, given("tucatinib", 2026, line=4)], stated(2), Finding()).lines
    assert lines.value == 4


@pytest.mark.parametrize(("written", "value"), [(2024, 3), (2026, 2)])
def test_a_line_begun_after_the_number_was_stated_counts(written, value):
    told = stated(2).model_copy(update={"date": PartialDate(year=written)})
    assert count_lines(THREE, told, Finding()).lines.value == value


def test_documents_that_state_different_numbers_stay_a_conflict():
    sides = tuple(Alternative(value=value, evidence=words(f"{value} lines")) for value in (2, 3))
    conflict = Finding(status=Status.CONFLICT, alternatives=sides, evidence=words("2 lines"))
    assert count_lines(THREE, conflict, Finding()).lines == conflict


def test_a_treatment_of_unknown_setting_leaves_it_open_and_says_which():
    lines = count_lines([*THREE, given("lapatinib", None, setting=None)], Finding(), Finding()).lines
    assert lines.status is Status.UNKNOWN
    assert lines.reason == "No document tells whether lapatinib was for early or for metastatic disease."


@pytest.mark.parametrize(
    ("treatments", "value", "rule"),
    [
        pytest.param([given("trastuzumab", 2020, Setting.ADJUVANT)], 0, "only_early", id="early-only"),
        pytest.param([given("capecitabine", 2024)], 0, "none_her2", id="not-her2-directed"),
    ],
)
def test_no_line_is_a_count_with_a_reason(treatments, value, rule):
    her2 = count_lines(treatments, Finding(), Finding()).her2
    assert (her2.value, her2.rule, her2.status) == (value, f"her2_metastatic_lines:{rule}", Status.DENIED)
    assert her2.reason


def test_what_had_ended_when_adjuvant_treatment_began_is_no_line():
    adjuvant = given("trastuzumab_emtansine", 2021, Setting.ADJUVANT)
    before = given("docetaxel", 2020, setting=None).model_copy(update={"stop": PartialDate(year=2020)})
    after = given("docetaxel", 2022, setting=None).model_copy(update={"stop": PartialDate(year=2023)})
    assert count_lines([before, adjuvant], Finding(), Finding()).lines.value == 0
    assert count_lines([adjuvant, after], Finding(), Finding()).lines.status is Status.UNKNOWN


def test_an_ended_drug_without_a_date_or_line_leaves_the_count_open():
    undated = given("capecitabine", None)
    lines = count_lines(
        [given("trastuzumab", 2023), given("trastuzumab_deruxtecan", 2024), undated], Finding(), Finding()
    )
    assert lines.lines.value is None
    assert lines.lines.reason == "No document tells when capecitabine was given."


@pytest.mark.parametrize(
    "undated",
    [
        pytest.param(
            given("capecitabine", None, status=TreatmentStatus.CURRENT), id="what-goes-on-is-of-the-last-line"
        ),
        pytest.param(given("trastuzumab", None), id="a-drug-that-has-its-line"),
        pytest.param(given("letrozole", None), id="an-endocrine-drug"),
    ],
)
def test_an_undated_drug_that_begins_no_line(undated):
    told = [given("trastuzumab", 2023), given("trastuzumab_deruxtecan", 2024), undated]
    assert count_lines(told, Finding(), Finding()).lines.value == 2

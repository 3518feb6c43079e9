"""Each rule of resolution by its name, with what only looks like its case."""

import pytest

from domain.brain import BrainMetastasis
from domain.course import Medication, Setting, TreatmentStatus
from domain.document import DocumentKind
from domain.finding import Alternative, Finding, Status
from domain.specimen import (
    Her2Ihc,
    Her2Ish,
    Her2Status,
    IhcScore,
    IshStatus,
    Procedure,
    Receptor,
    ReceptorStatus,
    Side,
    Site,
)
from extraction.her2_status import her2_status
from extraction.resolve import profile_of

PATHOLOGY, NOTE = DocumentKind.PATHOLOGY, DocumentKind.CLINICAL_NOTE
POSITIVE, NEGATIVE = ReceptorStatus.POSITIVE, ReceptorStatus.NEGATIVE


@pytest.fixture
def report(build):
    """A function to a pathology report of one specimen with the tests given."""

    def make(name, date, *, number=None, score=None, ish=None, er=None, **more):
        ihc = Her2Ihc(**({"score": build.stated(score, name)} if score else {}))
        tested = Her2Ish()
        if ish == "pending":
            tested = Her2Ish(status=build.stated(IshStatus.AMPLIFIED, name).model_copy(
                update={"value": None, "status": Status.PENDING}))  # fmt: skip
        elif ish:
            tested = Her2Ish(status=build.stated(ish, name))
        found = {"accession": build.stated(number, name)} if number else {}
        if er:
            found["er"] = Receptor(status=build.stated(er, name))
        specimen = build.specimen(
            name, date, her2_ihc=ihc, her2_ish=tested, her2_status=her2_status(ihc, tested, None), **found, **more
        )
        return build.document(name, date, PATHOLOGY, specimens=(specimen,))

    return make


def test_an_addendum_under_the_same_number_counts_over_the_original(report):
    profile = profile_of(
        [
            report("a", "2025-01-05", number="S25-101", er=NEGATIVE),
            report("b", "2025-01-19", number="s25 101", er=POSITIVE),
        ]
    )
    (specimen,) = profile.specimens
    assert specimen.er.status.value is POSITIVE
    assert specimen.er.status.rule.startswith("addendum_over_original:")
    assert profile.conflicts == ()


def test_a_later_report_under_another_number_is_another_specimen(report):
    profile = profile_of(
        [
            report("a", "2025-01-05", number="S25-101", er=NEGATIVE),
            report("b", "2025-01-19", number="S25-102", er=POSITIVE),
        ]
    )
    assert [each.er.status.value for each in profile.specimens] == [NEGATIVE, POSITIVE]
    assert [each.field for each in profile.conflicts] == ["receptors.er"]


def test_a_result_counts_over_the_pending_test_and_the_tests_of_both_reports_are_weighed_together(report):
    original = report("a", "2025-01-05", number="S25-101", score=IhcScore.TWO, ish="pending")
    profile = profile_of([original, report("b", "2025-01-19", number="S25-101", ish=IshStatus.AMPLIFIED)])
    (specimen,) = profile.specimens
    assert specimen.her2_ish.status.rule.startswith("result_over_pending:")
    assert profile.her2.status.value is Her2Status.POSITIVE
    assert {each.document for each in specimen.her2_status.evidence} == {"a", "b"}
    assert profile_of([original]).her2.status.status is Status.PENDING


def test_two_reports_of_one_specimen_that_differ_are_a_conflict_with_both_their_words(report):
    profile = profile_of(
        [
            report("a", "2025-01-05", score=IhcScore.THREE, er=NEGATIVE),
            report("b", "2025-01-05", score=IhcScore.ONE, er=POSITIVE),
        ]
    )
    (specimen,) = profile.specimens
    assert specimen.er.status.rule == "reports_of_one_specimen_differ"
    assert specimen.her2_status.status is Status.CONFLICT
    assert profile.her2.status.value is None
    fields = {each.field: each for each in profile.conflicts}
    assert set(fields) == {"her2.status", "receptors.er"}
    for conflict in fields.values():
        assert [{one.document for one in side.evidence} for side in conflict.sides] in ([{"a"}, {"b"}], [{"b"}, {"a"}])


def test_two_reports_of_one_specimen_that_add_to_each_other_are_none(report):
    profile = profile_of(
        [report("a", "2025-01-05", score=IhcScore.THREE), report("b", "2025-01-05", er=POSITIVE)],
    )
    (specimen,) = profile.specimens
    assert (specimen.her2_status.value, specimen.er.status.value) == (Her2Status.POSITIVE, POSITIVE)
    assert profile.conflicts == ()


def test_another_detail_in_which_two_reports_differ_is_shown_too(report, build):
    profile = profile_of(
        [
            report("a", "2025-01-05", score=IhcScore.THREE, grade=build.stated(2, "a")),
            report("b", "2025-01-05", score=IhcScore.THREE, grade=build.stated(3, "b")),
        ]
    )
    assert [each.field for each in profile.conflicts] == ["specimens.grade"]
    assert profile.her2.status.value is Her2Status.POSITIVE


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"site": Site.LIVER}, id="other-organ"),
        pytest.param({"side": Side.RIGHT}, id="other-side"),
        pytest.param({"date": "2025-01-06"}, id="other-day"),
    ],
)
def test_specimens_stand_side_by_side(report, more):
    one = report("a", "2025-01-05", score=IhcScore.THREE, side=Side.LEFT)
    date = more.pop("date", "2025-01-05")
    other = report("b", date, score=IhcScore.ONE, **{"side": Side.LEFT, **more})
    profile = profile_of([one, other])
    assert [each.her2_status.value for each in profile.specimens] == [Her2Status.POSITIVE, Her2Status.NEGATIVE]
    assert profile.her2.status.rule == "her2:specimens_differ"
    assert [each.field for each in profile.conflicts] == ["her2.status"]


@pytest.mark.parametrize(("pr", "positive"), [("negative", None), ("positive", True)])
def test_a_specimen_whose_report_contradicts_itself_is_not_settled_by_another(build, pr, positive):
    clear = build.specimen("a", "2025-01-05", er=Receptor(status=build.stated(ReceptorStatus.POSITIVE)))
    sides = tuple(Alternative(value=each, evidence=(build.words("b", each),)) for each in ("positive", "negative"))
    both = Finding[ReceptorStatus](status="conflict", alternatives=sides, evidence=(build.words("b", "both"),))
    other = build.specimen(
        "b",
        "2026-01-05",
        side=Side.RIGHT,
        er=Receptor(status=both),
        pr=Receptor(status=build.stated(ReceptorStatus(pr), "b")),
    )
    documents = [build.document(each.document, str(each.date), PATHOLOGY, specimens=(each,)) for each in (clear, other)]
    profile = profile_of(documents)
    assert profile.receptors.er.status is Status.CONFLICT
    assert profile.receptors.positive.value is positive


def test_the_report_counts_over_what_a_note_quotes_and_the_disagreement_is_shown(report, build):
    quoted = build.specimen("n", None, quoted=True, her2_status=build.stated(Her2Status.NEGATIVE, "n"))
    note = build.document("n", "2025-03-01", NOTE, specimens=(quoted,))
    profile = profile_of([report("a", "2025-01-05", score=IhcScore.THREE), note])
    assert profile.her2.status.value is Her2Status.POSITIVE
    (conflict,) = profile.conflicts
    assert {one.document for side in conflict.sides for one in side.evidence} == {"a", "n"}


def test_a_note_that_quotes_the_same_is_no_second_specimen(report, build):
    quoted = build.specimen("n", None, quoted=True, her2_status=build.stated(Her2Status.POSITIVE, "n"))
    note = build.document("n", "2025-03-01", NOTE, specimens=(quoted,))
    profile = profile_of([report("a", "2025-01-05", score=IhcScore.THREE), note])
    assert len(profile.specimens) == 1
    assert profile.conflicts == ()


def test_the_newest_scan_counts_for_what_changes(build):
    older = build.scan("a", "2025-02-01", edema=build.stated("present", "a"), largest_mm=build.stated(20.0, "a"))
    newer = build.scan("b", "2025-08-01", largest_mm=build.stated(5.0, "b"))
    brain = profile_of([newer, older]).brain
    assert brain.largest_mm.value == 5.0
    assert brain.largest_mm.rule.startswith("newest_imaging_report:")
    assert brain.largest_mm.date == build.day("2025-08-01")
    assert brain.edema.status is Status.UNKNOWN  # what the newest does not tell is not taken from an older one


def test_a_newer_note_does_not_count_over_a_scan_and_what_it_says_otherwise_is_a_conflict(build):
    scan = build.scan("a", "2025-02-01")
    note = build.scan("n", "2025-03-01", BrainMetastasis.ABSENT, kind=NOTE)
    profile = profile_of([scan, note])
    assert profile.brain.metastasis.value is BrainMetastasis.PRESENT
    assert [each.field for each in profile.conflicts] == ["brain.metastasis"]


def test_an_older_note_is_history_and_no_conflict(build):
    scan = build.scan("a", "2025-02-01")
    note = build.scan("n", "2024-03-01", BrainMetastasis.ABSENT, kind=NOTE)
    assert profile_of([scan, note]).conflicts == ()


def test_the_newest_note_counts_for_what_changes_and_one_day_that_differs_is_a_conflict(build):
    def note(name, date, value):
        return build.document(name, date, course={"ecog": build.stated(value, name)})

    profile = profile_of([note("a", "2025-01-01", 0), note("b", "2025-02-01", 1)])
    assert (profile.course.ecog.value, profile.course.ecog.rule) == (1, "newest:ecog")
    assert profile.conflicts == ()
    profile = profile_of([note("a", "2025-02-01", 0), note("b", "2025-02-01", 1), note("c", "2024-01-01", 2)])
    assert profile.course.ecog.status is Status.CONFLICT
    (conflict,) = profile.conflicts
    assert [(side.value, side.evidence[0].document) for side in conflict.sides] == [("0", "a"), ("1", "b")]


def test_a_note_without_a_date_never_counts_over_one_with(build):
    dated = build.document("a", "2025-01-01", course={"steroids": build.stated(Medication.CURRENT, "a")})
    undated = build.document("b", None, course={"steroids": build.stated(Medication.NONE, "b")})
    assert profile_of([undated, dated]).course.steroids.value is Medication.CURRENT


def test_pneumonitis_once_told_of_is_not_denied_away(build):
    had = build.document("a", "2024-01-01", safety={"ild": build.stated("present", "a")})
    denied = build.document("b", "2025-01-01", safety={"ild": build.stated("absent", "b", Status.DENIED)})
    ild = profile_of([had, denied]).safety.ild
    assert (ild.value, ild.rule) == ("present", "once_present:ild")
    assert profile_of([denied]).safety.ild.value == "absent"


def given(build, *documents):
    profile = profile_of([build.document(name, date, course={"systemic": drugs}) for name, date, drugs in documents])
    return [(each.drug, each.setting, each.status) for each in profile.course.systemic], profile


@pytest.mark.parametrize(
    ("plan", "told", "setting"),
    [
        pytest.param("2024-01-05", "2024-06-01", Setting.NEOADJUVANT, id="planned-then-given"),
        pytest.param("2024-09-05", "2024-06-01", None, id="planned-again-later"),
        pytest.param(None, "2024-06-01", None, id="a-plan-without-a-date"),
    ],
)
def test_a_treatment_is_for_what_it_was_planned_for(build, plan, told, setting):
    planned = build.drug("doxorubicin", TreatmentStatus.PLANNED, document="a", setting=Setting.NEOADJUVANT)
    done = build.drug("doxorubicin", TreatmentStatus.COMPLETED, document="b")
    found, profile = given(build, ("a", plan, (planned,)), ("b", told, (done,)))
    assert ("doxorubicin", setting, TreatmentStatus.COMPLETED) in found
    assert (profile.course.metastatic_lines.value == 0) is (setting is not None)


@pytest.mark.parametrize(
    ("later", "status"),
    [
        pytest.param(("trastuzumab_deruxtecan", "current", "2025-05"), "completed", id="conjugate-begun-later"),
        pytest.param(("trastuzumab_deruxtecan", "held", "2025-05"), "completed", id="conjugate-on-hold"),
        pytest.param(("trastuzumab_deruxtecan", "completed", "2025-05"), "current", id="conjugate-over"),
        pytest.param(("trastuzumab_deruxtecan", "current", "2022-05"), "current", id="conjugate-begun-before"),
        pytest.param(("trastuzumab_deruxtecan", "current", None), "current", id="conjugate-without-a-date"),
        pytest.param(("tucatinib", "current", "2025-05"), "current", id="no-conjugate"),
    ],
)
def test_an_antibody_is_over_once_a_conjugate_of_it_was_begun(build, later, status):
    drug, standing, start = later
    drugs = (build.drug("trastuzumab", "current", "2023-11"), build.drug(drug, standing, start))
    found, _ = given(build, ("a", "2026-04-20", drugs))
    assert next(standing for drug, _, standing in found if drug == "trastuzumab") == status


def test_a_plan_of_two_meanings_settles_nothing(build):
    plans = [
        build.drug("trastuzumab", TreatmentStatus.PLANNED, document=name, setting=setting)
        for name, setting in (("a", Setting.ADJUVANT), ("b", Setting.METASTATIC))
    ]
    done = build.drug("trastuzumab", TreatmentStatus.COMPLETED, document="c")
    found, _ = given(
        build, ("a", "2023-01-01", plans[:1]), ("b", "2023-02-01", plans[1:]), ("c", "2024-01-01", (done,))
    )
    assert ("trastuzumab", None, TreatmentStatus.COMPLETED) in found


def test_a_conflict_between_specimens_names_them(report, build):
    profile = profile_of(
        [
            report("a", "2025-01-05", score=IhcScore.THREE, procedure=build.stated(Procedure.CORE_BIOPSY)),
            report("b", "2026-02-03", score=IhcScore.ONE, site=Site.BRAIN, label="brain"),
        ]
    )
    (conflict,) = profile.conflicts
    assert [side.value for side in conflict.sides] == [
        "negative (brain)",
        "positive (left breast, core biopsy)",
    ]


def test_a_quoted_biopsy_is_not_lost_to_vague_words_in_an_earlier_document(build):
    vague = build.specimen("m", None, quoted=True, her2_status=build.stated(Her2Status.POSITIVE, "m"))
    ihc = Her2Ihc(score=build.stated(IhcScore.THREE, "n"))
    biopsy = build.specimen(
        "n",
        None,
        site=Site.BONE,
        quoted=True,
        her2_ihc=ihc,
        her2_status=build.stated(Her2Status.POSITIVE, "n"),
        er=Receptor(status=build.stated(POSITIVE, "n")),
    )
    documents = [
        build.document("m", "2026-07-22", DocumentKind.BRAIN_IMAGING, specimens=(vague,)),
        build.document("n", "2026-08-05", NOTE, specimens=(biopsy,)),
    ]
    (specimen,) = profile_of(documents).specimens
    assert specimen.site is Site.BONE
    assert specimen.er.status.value is POSITIVE

"""The timeline: in the order of dates as far as they are known, each event once, and nothing only talked of."""

import dataclasses

import pytest

from domain.brain import BrainMetastasis
from domain.course import LocalTreatment, LocalTreatmentKind, TreatmentStatus
from domain.document import DocumentKind
from domain.specimen import Her2Status, Specimen
from extraction.resolve import profile_of

DONE, CURRENT, PLANNED = TreatmentStatus.COMPLETED, TreatmentStatus.CURRENT, TreatmentStatus.PLANNED


def timeline(*documents):
    return profile_of(documents).timeline


def test_events_of_all_kinds_stand_in_the_order_of_their_dates_and_the_undated_last(build):
    specimen = Specimen(
        id="s", label="liver", document="p", date=build.day("2024-05"), her2_status=build.stated(Her2Status.POSITIVE)
    )
    srs = LocalTreatment(
        kind=LocalTreatmentKind.SRS, status=DONE, date=build.day("2025"), evidence=(build.words("n", "SRS"),)
    )
    course = {
        "systemic": (
            build.drug("tucatinib", CURRENT, start="2025-03-02"),
            build.drug("letrozole", DONE),
            build.drug("trastuzumab", DONE, stop="2025-02"),
        ),
        "local": (srs,),
    }
    events = timeline(
        build.scan("m", "2025-02-10"),
        build.document("n", "2025-06-01", course=course),
        build.document("p", "2024-05-20", DocumentKind.PATHOLOGY, specimens=(specimen,)),
    )
    assert [each.subject for each in events] == ["liver", "srs", "trastuzumab", "imaging", "tucatinib", "letrozole"]
    assert [each.dated for each in events] == [True] * 5 + [False]
    assert events[0].detail == "HER2 positive"
    assert events[4].going_on


def test_every_event_leads_to_its_place_in_the_profile(build):
    course = {"systemic": (build.drug("tucatinib", CURRENT, start="2025-03-02"), build.drug("letrozole", DONE))}
    profile = profile_of([build.scan("m", "2025-02-10"), build.document("n", "2025-06-01", course=course)])
    for event in profile.timeline:
        node = profile
        for part in event.path.split("."):
            node = node[int(part)] if part.isdigit() else getattr(node, part)
        assert {event.subject, *event.evidence} & {
            getattr(node, "drug", None),
            *getattr(node, "evidence", ()),
            *(node.metastasis.evidence if hasattr(node, "metastasis") else ()),
        }


@pytest.mark.parametrize(
    ("status", "shown"),
    [(PLANNED, True), (TreatmentStatus.CONSIDERED, False), (TreatmentStatus.DECLINED, False), (DONE, True)],
)
def test_what_was_only_talked_of_is_no_event(build, status, shown):
    events = timeline(build.document("n", "2025-06-01", course={"systemic": (build.drug("tucatinib", status),)}))
    assert bool(events) is shown


@pytest.mark.parametrize(
    ("told", "scans"),
    [
        pytest.param("2025-02-20", 1, id="soon-after-the-report"),
        pytest.param(None, 1, id="a-note-without-a-date"),
        pytest.param("2025-12-20", 2, id="long-after-it"),
        pytest.param("2024-12-20", 2, id="before-it"),
    ],
)
def test_a_note_tells_of_the_scan_that_is_there_already(build, told, scans):
    note = build.scan("n", told, kind=DocumentKind.CLINICAL_NOTE)
    assert len(timeline(build.scan("m", "2025-02-10"), note)) == scans


def test_the_date_of_a_note_is_not_that_of_the_scan_it_tells_of(build):
    undated = build.scan("n", "2025-02-20", kind=DocumentKind.CLINICAL_NOTE)
    dated = dataclasses.replace(undated, date=build.day("2025-03-01"))
    assert [(each.start, each.detail) for each in timeline(undated)] == [(None, "told of in a note, metastases")]
    assert [each.start for each in timeline(dated)] == [build.day("2025-02-20")]


def test_two_reports_are_two_scans_even_of_one_month(build):
    assert len(timeline(build.scan("m", "2025-02-10"), build.scan("k", "2025-02-20"))) == 2


def test_a_scan_says_what_it_showed(build):
    scan = build.scan("m", "2025-02-10", largest_mm=build.stated(12.0, "m"))
    gone = build.scan("k", "2025-09-10", BrainMetastasis.ABSENT)
    assert [each.detail for each in timeline(scan, gone)] == ["metastases, largest 12 mm", "no metastases"]

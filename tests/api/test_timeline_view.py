"""The picture of the timeline: what is drawn where, and that words and picture tell the same."""

import datetime as dt
import re

import pytest

from api.web.rendering import render_html
from api.web.timeline_view import timeline_view
from domain.advice import Advice, Ruleset
from domain.analysis import Analysis
from domain.course import TreatmentStatus
from domain.dates import PartialDate
from domain.evidence import Evidence
from domain.profile import Profile
from domain.timeline import EventKind, TimelineEvent

WORDS = (Evidence(document="d1", page=1, start=0, end=9, quote="Tucatinib", rule="test"),)
DRUG, SCAN = EventKind.SYSTEMIC_TREATMENT, EventKind.BRAIN_STUDY


def day(iso):
    return iso and PartialDate(**dict(zip(("year", "month", "day"), map(int, iso.split("-")), strict=False)))


def event(kind=DRUG, subject="tucatinib", status=TreatmentStatus.COMPLETED, start=None, stop=None, detail=None):
    return TimelineEvent(
        kind=kind, subject=subject, path="course.systemic.0", status=status, detail=detail, evidence=WORDS,
        start=day(start), stop=day(stop),
    )  # fmt: skip


def only_row(one, name="wide"):
    # A scan at either end holds the axis still, so that places can be compared.
    ends = [event(SCAN, "mri", None, start=iso) for iso in ("2024-01-01", "2026-01-01")]
    view = timeline_view(Profile(timeline=(*ends, one)))
    picture = next(each for each in view.pictures if each.name == name)
    return next(row for row in picture.rows if row.kind == one.kind), picture


@pytest.mark.parametrize("name", ["wide", "narrow"])
def test_a_period_between_two_days_is_one_sure_bar(name):
    row, picture = only_row(event(start="2024-06-01", stop="2025-06-01"), name)
    assert [bar.sure for bar in row.bars] == [True]
    assert row.bars[0].width == pytest.approx((picture.chart[1] - picture.chart[0]) / 2.1, rel=0.1)
    assert (row.mark, row.tail, row.arrow) == (None, None, None)


def test_a_date_known_to_its_month_or_year_is_drawn_as_long_as_it_may_have_been():
    by_month, _ = only_row(event(start="2024-06", stop="2025-06-01"))
    by_year, _ = only_row(event(start="2024", stop="2025-06-01"))
    perhaps = [sum(bar.width for bar in row.bars if not bar.sure) for row in (by_month, by_year)]
    assert 0 < perhaps[0] < perhaps[1]
    assert sum(bar.sure for bar in by_year.bars) == 1


def test_what_goes_on_leaves_the_chart_and_what_only_began_has_an_open_end():
    going_on, _ = only_row(event(status=TreatmentStatus.CURRENT, start="2025-01-01"))
    begun, _ = only_row(event(start="2025-01-01"))
    ended, _ = only_row(event(stop="2025-01-01"))
    assert going_on.arrow is not None
    assert going_on.tail is None
    assert begun.arrow is None
    assert begun.tail[0] < begun.tail[1]
    assert ended.tail[0] > ended.tail[1]
    assert "end not given" in begun.when
    assert "start not given" in ended.when


def test_a_planned_drug_is_a_point_and_says_so():
    row, _ = only_row(event(status=TreatmentStatus.PLANNED, start="2025-01-01"))
    assert row.bars == ()
    assert (row.arrow, row.tail) == (None, None)
    assert "planned" in row.when


@pytest.mark.parametrize("name", ["wide", "narrow"])
def test_rows_do_not_overlap_and_nothing_leaves_the_picture(name):
    long = "a very long name of a specimen that was taken from the left breast, upper outer quadrant, at two o'clock"
    events = [event(EventKind.SPECIMEN, long, None, start=f"{year}") for year in range(2001, 2026, 2)]
    events += [event(start=f"{year}-03", status=TreatmentStatus.CURRENT) for year in range(2002, 2025)]
    view = timeline_view(Profile(timeline=tuple(events), as_of=day("2026-11-02")))
    picture = next(each for each in view.pictures if each.name == name)
    bottoms = [row.top + 18 * len(row.names) + 13 for row in picture.rows]
    assert all(row.top > bottom for row, bottom in zip(picture.rows[1:], bottoms, strict=False))
    for row in picture.rows:
        assert all(bar.x >= 0 and bar.x + bar.width <= picture.width for bar in row.bars)
        assert row.mark is None or 0 <= row.mark <= picture.width
        assert row.middle < picture.height
    gaps = [right.x - left.x for left, right in zip(picture.ticks, picture.ticks[1:], strict=False)]
    assert min(gaps) > 40


@pytest.mark.parametrize(
    ("one", "signs"),
    [
        pytest.param({"start": "2024-06-01", "stop": "2025-06-01"}, [], id="all-known"),
        pytest.param({"start": "2024-06", "stop": "2025-06-01"}, ["pale"], id="a-month"),
        pytest.param({"start": "2024-06-01"}, ["dotted"], id="no-end"),
        pytest.param({"stop": "2024"}, ["pale", "dotted"], id="both"),
    ],
)
def test_only_signs_that_are_there_are_explained(one, signs):
    view = timeline_view(Profile(timeline=(event(**one),)))
    assert [words.split()[1] for words in view.legend] == signs


def page(*events):
    advice = Advice(ruleset=Ruleset(version="1", date=dt.date(2026, 1, 1)), as_of=dt.date(2026, 1, 1), sections=())
    return render_html(Analysis(documents=(), profile=Profile(timeline=events), guidance=advice), standalone=False)


def test_the_page_draws_it_with_a_title_a_description_and_the_same_as_a_list():
    html = page(event(start="2025-01-01", detail="line 2"), event(subject="letrozole"))
    svg = re.search(r'<svg class="picture wide".*?</svg>', html, re.DOTALL)[0]
    assert "<title" in svg
    assert "<desc" in svg
    assert "Tucatinib (Tukysa): line 2" in svg
    assert "Letrozole" not in svg
    assert "<script" not in html
    assert " style=" not in svg  # the content security policy would drop it
    listed = html.split("The same as a list")[1]
    assert "Tucatinib (Tukysa): line 2" in listed
    assert "Letrozole" in listed.split("Date not given")[1]


def test_ids_in_the_page_are_unique():
    ids = re.findall(r'\bid="([^"]+)"', page(event(start="2025-01-01")))
    assert len(ids) == len(set(ids))


def test_without_dates_there_is_no_picture_and_without_events_nothing():
    assert "<svg" not in page(event())
    assert "Date not given" in page(event())
    assert "What happened when" not in page()


def test_words_of_a_record_are_escaped():
    assert "<b>x" not in page(event(EventKind.SPECIMEN, "<b>x", None, start="2025"))

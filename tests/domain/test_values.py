"""Dates, counts, pages and countries hold what they promise."""

import datetime as dt

import pytest
from pydantic import ValidationError

from domain.brain import CountQualifier, LesionCount
from domain.dates import PartialDate
from domain.document import Page, PageSource
from domain.finding import Status
from domain.profile import Profile, with_country


@pytest.mark.parametrize(
    ("date", "iso", "earliest"),
    [
        pytest.param(PartialDate(year=2026), "2026", dt.date(2026, 1, 1), id="year"),
        pytest.param(PartialDate(year=2026, month=8), "2026-08", dt.date(2026, 8, 1), id="month"),
        pytest.param(PartialDate(year=2026, month=8, day=3), "2026-08-03", dt.date(2026, 8, 3), id="day"),
    ],
)
def test_partial_date(date, iso, earliest):
    assert date.iso() == str(date) == iso
    assert date.earliest() == earliest


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param({"year": 2026, "day": 3}, id="day-without-month"),
        pytest.param({"year": 2026, "month": 13}, id="month-13"),
        pytest.param({"year": 2025, "month": 2, "day": 29}, id="no-leap-day"),
    ],
)
def test_refuses_what_is_no_date(parts):
    with pytest.raises(ValidationError):
        PartialDate(**parts)


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"min": 2, "max": 3, "qualifier": CountQualifier.EXACT}, id="exact-range"),
        pytest.param({"qualifier": CountQualifier.EXACT}, id="exact-without-number"),
        pytest.param({"min": 5, "max": 3, "qualifier": CountQualifier.ABOUT}, id="minimum-over-maximum"),
    ],
)
def test_refuses_a_count_that_disagrees_with_itself(fields):
    with pytest.raises(ValidationError):
        LesionCount(**fields)


def test_at_least_has_no_maximum():
    assert LesionCount(min=5, qualifier=CountQualifier.AT_LEAST).max is None


def test_an_unreadable_page_says_why():
    with pytest.raises(ValidationError):
        Page(number=1, source=PageSource.NONE, confidence=0, readable=False)


def test_her_own_word_on_the_country_stands():
    country = with_country(Profile(), "us").context.country
    assert (country.value, country.status, country.confirmed_by) == ("US", Status.STATED, "person")

"""Facts in sentences: their dates, dates counted from them, and parts that go when a fact is missing."""

import pytest

from domain.dates import PartialDate
from domain.finding import Finding
from domain.profile import Profile
from guidance.paths import fact_at, type_at
from guidance.wording.templates import filled, places_in, said

FACTS = {
    "safety.lvef_percent": 46.0,
    "scan.date": PartialDate(year=2026, month=11, day=3),
    "year.date": PartialDate(year=2026),
    "her.own": "as {her.words} [said]",
}


@pytest.mark.parametrize(
    ("template", "text"),
    [
        pytest.param("LVEF {safety.lvef_percent}%.", "LVEF 46%.", id="fact"),
        pytest.param("a [ on {scan.date}] b", "A  on 3 November 2026 b", id="optional-with-its-fact"),
        pytest.param("a[ on {no.date}] b", "A b", id="optional-without-its-fact"),
        pytest.param("a {no.date} b", None, id="missing"),
        pytest.param("a {scan.date+3m}.", "A February 2027.", id="months-later"),
        pytest.param("a[ by {year.date+3m}].", "A.", id="no-month-to-count-from"),
        pytest.param("a {safety.lvef_percent+3m}", None, id="months-after-no-date"),
        pytest.param("[{her.own}].", "As {her.words} [said].", id="her-words-are-no-template"),
    ],
)
def test_filled(template, text):
    assert filled(template, lambda path, months: said(FACTS.get(path), months)) == text


def test_every_place_of_a_template_is_named():
    assert list(places_in("{a.b} [and {c.d+2m}]")) == ["a.b", "c.d"]


def test_a_finding_has_a_date_and_a_value_may_be_one(profile_of):
    profile = profile_of({"safety.lvef_percent": 46})
    dated = Finding[float](value=46.0, status="stated", date=FACTS["scan.date"], confirmed_by="person")
    profile = profile.model_copy(update={"safety": profile.safety.model_copy(update={"lvef_percent": dated})})
    assert fact_at(profile, "safety.lvef_percent.date").value == FACTS["scan.date"]
    assert fact_at(Profile(), "safety.lvef_percent.date").value is None
    assert type_at("safety.lvef_percent.date") is PartialDate
    with pytest.raises(KeyError):
        type_at("safety.date")

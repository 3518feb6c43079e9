"""A document's own date and kind, against tables with the dates and words that only look like them."""

import datetime as dt
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from domain.document import DocumentKind
from extraction.date_mentions import dates_in, day_first_told
from extraction.dates import date_of, study_date_of
from extraction.kinds import kind_of
from extraction.nlp import annotate
from extraction.pipeline import understand
from extraction.reading import read_text
from extraction.squeezed import Squeezed

TABLES = Path(__file__).parent / "tables"


def rows(name):
    found = yaml.safe_load((TABLES / f"{name}.yaml").read_text(encoding="utf-8"))
    return [pytest.param(row, id=row["id"]) for row in found]


@pytest.mark.parametrize("row", rows("dates"))
def test_date(row, document):
    annotated, kind = annotate(document(row["text"], "a")), DocumentKind(row["kind"])
    date = date_of(annotated, kind)
    assert (date and date.iso()) == row["date"]
    if "study" in row:
        study = study_date_of(annotated, kind, date)
        assert study is not None
        assert study.iso() == row["study"]


LETTERHEAD = """ST. ALBAN REGIONAL MEDICAL CENTER
A member of the Northern Lakes Health System
1200 West Harbor Street, Suite 400
Port Halden, MN 55802
Telephone (218) 555-0134    Fax (218) 555-0135
Laboratory Director: A. Person, MD

Patient Name: SAMPLE, PERSON
Date of Birth: 02/03/1970     Age: 56    Sex: F
Medical Record Number: 000111222
Account Number: 99-333
Ordering Physician: Dr. B. Example
Attending Physician: Dr. C. Example
Location: Outpatient
Requested: 03/04/2026
Received: 03/04/2026
Printed: 03/06/2026 08:14
Insurance: Example Mutual
Page 1 of 2

"""


@pytest.mark.parametrize("row", rows("kinds"))
def test_kind_behind_a_letterhead(row, document):
    assert kind_of(annotate(document(LETTERHEAD + row["text"], "a"))) == row["kind"]


def test_a_title_far_down_is_no_title(document):
    history = "She was seen today and feels well enough to walk to the market each morning. " * 8
    text = history + "\nMRI brain\nThe ventricles and the white matter were normal."
    assert kind_of(annotate(document(text, "a"))) == "other"


@pytest.mark.parametrize("row", rows("kinds"))
def test_kind(row, document):
    assert kind_of(annotate(document(row["text"], "a"))) == row["kind"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("strength 5/5 in all limbs", id="strength"),
        pytest.param("allred 7/8", id="score"),
        pytest.param("2 of 3 nodes, 0/3 sln", id="nodes"),
        pytest.param("asco/cap 2018, affirmed 2023", id="guideline"),
        pytest.param("herceptin 2000 mg", id="dose"),
        pytest.param("mrn 556-204", id="record-number"),
        pytest.param("she may 2 tablets take", id="may-without-a-year-and-anchor"),
    ],
)
def test_what_is_no_date(text):
    assert dates_in(text, is_day_first=False) == ()


@given(st.dates(min_value=dt.date(1950, 1, 1), max_value=dt.date(2039, 12, 31)))
def test_every_way_of_writing_a_day_means_that_day(day):
    ways = [
        day.isoformat(),
        f"{day.month}/{day.day}/{day.year}",
        f"{day.month:02}-{day.day:02}-{day.year}",
        day.strftime("%d %b %Y").lower(),
        day.strftime("%B %d, %Y").lower(),
        day.strftime("%d-%b-%Y").lower(),
    ]
    for way in ways:
        (mention,) = dates_in(f"seen {way} again", is_day_first=False)
        assert mention.date.earliest() == day
        assert mention.date.day == day.day


@given(st.integers(1, 12), st.integers(13, 31))
def test_a_day_over_twelve_proves_the_order(month, day):
    assert day_first_told(f"{day}/{month}/2026")
    assert not day_first_told(f"{month}/{day}/2026")


@given(st.text(alphabet=st.sampled_from("ab .\n\t "), max_size=60))
def test_squeezing_keeps_the_way_back(text):
    squeezed = Squeezed(text, text.upper())
    assert len(squeezed.text) == len(squeezed.twin)
    for at, character in enumerate(squeezed.text):
        if not character.isspace():
            assert text[squeezed.origin(at)] == character
            assert squeezed.place(squeezed.origin(at)) == at


SCAN = "MRI BRAIN   11/05/2026\nFINDINGS: One enhancing lesion.\nIMPRESSION: One brain metastasis.\n"


@pytest.mark.parametrize(
    ("others", "date"),
    [
        ([], "2026-11-05"),
        (["Clinic letter 28/05/2026\nDear Dr Mbeki, she is well.\n"], "2026-05-11"),
        (["Clinic note 05/28/2026\nShe is well.\n"], "2026-11-05"),
        (["Clinic letter 28/05/2026\nShe is well.\n", "Clinic note 05/28/2026\nShe is well.\n"], "2026-11-05"),
    ],
)
def test_the_order_of_day_and_month_is_one_persons(others, date):
    texts = [SCAN, *others]
    documents = [read_text(text, f"d{number}", f"d{number}") for number, text in enumerate(texts)]
    assert str(understand(documents).documents[0].date) == date

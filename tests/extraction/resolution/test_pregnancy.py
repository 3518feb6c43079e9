"""A pregnancy holds as the newest document says, and no longer than a pregnancy does."""

import pytest

from domain.dates import PartialDate
from domain.finding import Finding, Status
from extraction.resolution.course import safety_of_all


def said(build, date, *, value):
    status = Status.STATED if value else Status.DENIED
    return Finding[bool](
        value=value,
        status=status,
        date=PartialDate(**dict(zip(("year", "month"), date, strict=True))),
        evidence=(build.words("a", "words"),),
    )


@pytest.mark.parametrize(
    ("later", "value"),
    [
        pytest.param("2026-07-01", True, id="the-same-pregnancy"),
        pytest.param("2027-01-15", None, id="she-has-given-birth"),
    ],
)
def test_it_ends_with_time(build, later, value):
    documents = [
        build.document("a", "2026-03-10", safety={"pregnant": said(build, (2026, 3), value=True)}),
        build.document("b", later),
    ]
    assert safety_of_all(documents)[0].pregnant.value is value


def test_the_newest_word_holds(build):
    documents = [
        build.document("a", "2026-03-10", safety={"pregnant": said(build, (2026, 3), value=True)}),
        build.document("b", "2026-05-10", safety={"pregnant": said(build, (2026, 5), value=False)}),
    ]
    assert safety_of_all(documents)[0].pregnant.value is False

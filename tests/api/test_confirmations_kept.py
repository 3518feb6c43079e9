"""What a person confirmed stands when the record is understood again, for as long as the words still say it."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import create_engine, select

from domain.document import PageSource, Word
from infra.tables import records
from workers.analyse import Analyst
from workers.steps import STEPS

SCAN = b"""BRAIN MRI 03/02/2026. Made up for testing.
IMPRESSION: Two brain metastases, the largest 14 mm in the right frontal lobe.
"""
LETTER = b"""ONCOLOGY NOTE 03/05/2026. Made up for testing.
HER2-positive breast cancer. No headaches.
"""


def hard_to_read(data, name, document_id, **told):
    """Reads a file as if by OCR that could hardly make out its numbers of millimetres."""
    document = STEPS.read(data, name, document_id, **told)
    pages = tuple(
        page.model_copy(
            update={
                "source": PageSource.OCR,
                "words": tuple(
                    Word(start=match.start(), end=match.end(), confidence=0.5 if match.group() == "14" else 0.95)
                    for match in re.finditer(r"\S+", page.text)
                ),
            }
        )
        for page in document.pages
    )
    return document.model_copy(update={"pages": pages})


@pytest.fixture
def analyse(store):
    """Analyses a record now, with the reading above and, if given, another understanding."""
    return lambda record_id, **steps: Analyst(store, replace(STEPS, read=hard_to_read, **steps)).analyse(record_id)


@pytest.fixture
def confirmed(person, analyse) -> str:
    """A record of a scan and a letter, with the size confirmed."""
    files = [("files", ("scan.txt", SCAN)), ("files", ("letter.txt", LETTER))]
    record_id = person.post("/api/records", files=files).json()["id"]
    analyse(record_id)
    assert hard(person, record_id)
    evidence = largest(person, record_id)["evidence"]
    places = [{key: each[key] for key in ("document", "page", "start", "end")} for each in evidence]
    lesions = analysis(person, record_id)["profile"]["brain"]["lesions"]
    places += [
        {key: e[key] for key in ("document", "page", "start", "end")} for each in lesions for e in each["evidence"]
    ]
    assert person.post(f"/api/records/{record_id}/confirmations", json={"places": places}).status_code == 200
    assert not hard(person, record_id)
    return record_id


def analysis(person, record_id):
    return person.get(f"/api/records/{record_id}/analysis").json()


def largest(person, record_id):
    return analysis(person, record_id)["profile"]["brain"]["largest_mm"]


def hard(person, record_id) -> bool:
    sections = analysis(person, record_id)["guidance"]["sections"]
    return any(item["id"] == "check.hard_to_read" for section in sections for item in section["items"])


def test_it_stands_when_another_file_is_removed(person, analyse, confirmed):
    assert person.delete(f"/api/records/{confirmed}/documents/d2").status_code == 202
    analyse(confirmed)
    assert largest(person, confirmed)["confirmed_by"] == "local"
    assert not hard(person, confirmed)


def test_it_stands_when_she_says_that_all_is_about_one_person(person, analyse, confirmed):
    assert person.post(f"/api/records/{confirmed}/same-person").status_code == 202
    analyse(confirmed)
    assert largest(person, confirmed)["confirmed_by"] == "local"
    assert not hard(person, confirmed)


def test_another_value_is_asked_about_again(person, analyse, confirmed):
    def otherwise(documents, same_person):
        """As a newer reading may understand it: the same place says 41."""
        pages = [each.pages[0].text.replace("14 mm", "41 mm") for each in documents]
        return STEPS.understand(
            [
                each.model_copy(update={"pages": (each.pages[0].model_copy(update={"text": text}),)})
                for each, text in zip(documents, pages, strict=True)
            ],
            same_person,
        )

    assert person.delete(f"/api/records/{confirmed}/documents/d2").status_code == 202
    analyse(confirmed, understand=otherwise)
    assert largest(person, confirmed)["value"] == 41
    assert largest(person, confirmed)["confirmed_by"] is None
    assert hard(person, confirmed)


def kept(settings) -> bytes | None:
    engine = create_engine(settings.database_address)
    with engine.connect() as connection:
        found = connection.scalar(select(records.c.confirmations_sealed))
    engine.dispose()
    return found


def test_it_is_kept_sealed_and_forgotten_with_its_file(person, analyse, confirmed, settings, store):
    assert kept(settings) is not None
    assert b"14 mm" not in kept(settings)
    assert b"largest" not in kept(settings)
    assert person.delete(f"/api/records/{confirmed}/documents/d1").status_code == 202
    with store.begin() as unit:
        assert unit.work.confirmations(unit.work.claim(confirmed)) == ()

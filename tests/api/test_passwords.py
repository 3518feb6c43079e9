"""Locked files: the password is asked for, opens the file, stands nowhere in plain, and is gone once it was used."""

import io

import pytest
from redis import Redis
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import create_engine, select

from infra.queue import QUEUE
from infra.tables import documents

PASSWORD = "okapi-Grüße-7"
LINE = "PATHOLOGY REPORT, made up. Breast, left, core biopsy: invasive ductal carcinoma. HER2 IHC: 3+, positive."


@pytest.fixture
def locked() -> tuple[str, bytes]:
    target = io.BytesIO()
    lock = StandardEncryption(PASSWORD, ownerPassword="quagga", strength=128)
    canvas = Canvas(target, encrypt=lock)
    canvas.setFont("Helvetica", 9)
    canvas.drawString(40, 700, LINE)
    canvas.save()
    return ("locked.pdf", target.getvalue())


def uploaded(client, *files, **data) -> str:
    answer = client.post("/api/records", files=[("files", file) for file in files], data=data)
    assert answer.status_code == 202, answer.text
    return answer.json()["id"]


def give(client, record_id, password, document_id="d1"):
    return client.post(f"/api/records/{record_id}/documents/{document_id}/password", data={"password": password})


def problems(client, record_id) -> list[str | None]:
    found = client.get(f"/api/records/{record_id}").json()["documents"]
    return [each["problem"] and each["problem"]["code"] for each in found]


def kept(settings) -> list[bytes | None]:
    """What stands where passwords are kept."""
    engine = create_engine(settings.database_address)
    with engine.connect() as connection:
        found = list(connection.scalars(select(documents.c.password_sealed)))
    engine.dispose()
    return found


def test_a_locked_file_is_read_once_its_password_is_given(person, analysed, locked, note, settings):
    record_id = uploaded(person, locked, note)
    analysed(record_id)
    assert problems(person, record_id) == ["encrypted-file", None]
    answer = give(person, record_id, PASSWORD)
    assert answer.status_code == 202
    assert [each["stage"] for each in answer.json()["documents"]] == ["queued", "understanding"]
    analysed(record_id)
    assert problems(person, record_id) == [None, None]
    page = person.get(f"/api/records/{record_id}/documents/d1/pages/1").json()
    assert page["text"].strip() == LINE
    assert person.get(f"/api/records/{record_id}/documents/d1/pages/1/picture").status_code == 200
    assert kept(settings) == [None, None]


def test_a_clinic_may_send_the_password_with_the_files(clinic, analysed, locked, note, settings):
    record_id = uploaded(clinic, note, locked, patient="P-1", password=PASSWORD)
    analysed(record_id)
    assert problems(clinic, record_id) == [None, None]
    assert kept(settings) == [None, None]


def test_a_wrong_password_is_said_and_another_can_be_given(person, analysed, locked, settings):
    record_id = uploaded(person, locked, password="zebra")
    analysed(record_id)
    assert problems(person, record_id) == ["wrong-password"]
    assert kept(settings) == [None]
    give(person, record_id, PASSWORD)
    analysed(record_id)
    assert problems(person, record_id) == [None]


def test_a_password_stands_nowhere_in_plain_while_it_waits(person, analysed, locked, settings, redis_url, capfd):
    record_id = uploaded(person, locked)
    analysed(record_id)
    answer = give(person, record_id, PASSWORD)
    sealed = kept(settings)[0]
    assert sealed is not None
    plain = [PASSWORD.encode(), PASSWORD.encode("latin-1")]
    with Redis.from_url(redis_url) as redis:
        told = b"".join(redis.lrange(QUEUE, 0, -1))
    assert record_id.encode() in told
    stored = b"".join(path.read_bytes() for path in settings.data_dir.rglob("*") if path.is_file())
    assert sealed in stored
    said = capfd.readouterr()
    for where in (told, stored, answer.content, (said.out + said.err).encode()):
        assert not any(each in where for each in plain)


@pytest.mark.parametrize("password", ["", "x" * 201], ids=["empty", "too-long"])
def test_what_can_be_no_password_is_refused(person, analysed, locked, password):
    record_id = uploaded(person, locked)
    analysed(record_id)
    assert give(person, record_id, password).status_code == 422
    assert problems(person, record_id) == ["encrypted-file"]


def test_a_file_that_is_not_locked_takes_no_password(person, analysed, note):
    record_id = uploaded(person, note, ("empty.pdf", b""))
    analysed(record_id)
    for document_id in ("d1", "d2"):
        assert give(person, record_id, "x", document_id).status_code == 422
    assert give(person, record_id, "x", "d9").status_code == 404
    assert person.get(f"/api/records/{record_id}").json()["stage"] == "done"


def test_while_it_is_read_no_password_is_taken_twice(person, analysed, locked):
    record_id = uploaded(person, locked)
    analysed(record_id)
    assert give(person, record_id, PASSWORD).status_code == 202
    assert give(person, record_id, "zebra").status_code == 422
    analysed(record_id)
    assert problems(person, record_id) == [None]


@pytest.mark.parametrize("others", [[], [("note.txt", b"HER2-positive breast cancer, made up.\n")]])
def test_the_page_asks_for_it_beside_the_file(person, analysed, locked, others):
    record_id = uploaded(person, locked, *others)
    analysed(record_id)
    action = f"/records/{record_id}/documents/d1/password"
    page = person.get(f"/records/{record_id}").text
    assert page.count(f'action="{action}"') == 1
    assert 'type="password"' in page
    answer = person.post(action, data={"password": PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/records/{record_id}")
    analysed(record_id)
    page = person.get(f"/records/{record_id}").text
    assert 'type="password"' not in page
    assert "locked.pdf" in page

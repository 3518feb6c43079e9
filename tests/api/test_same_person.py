"""Documents that name different people: shown first and alone, until one is removed or the owner says all are hers."""

import pytest

MRI = """BRAIN MRI 03/02/2026. Made up for testing.
Patient Name: {name}   DOB: {birth}
IMPRESSION: Two brain metastases, the largest 14 mm in the right frontal lobe.
"""
NOTE = """ONCOLOGY NOTE 03/05/2026. Made up for testing.
Patient Name: Ingrid Halloran   DOB: 07/11/1961
HER2-positive breast cancer. Taking tucatinib since 01/05/2026.
"""
HERS = ("mri.txt", MRI.format(name="Ingrid Halloran", birth="07/11/1961").encode())
OTHERS = ("other.txt", MRI.format(name="Beatrice Quillfeather", birth="02/28/1950").encode())
LETTER = ("note.txt", NOTE.encode())


@pytest.fixture
def read(analysed):
    """A function from a client and files to the id of their record, analysed."""

    def upload(client, *files):
        record_id = client.post("/api/records", files=[("files", file) for file in files]).json()["id"]
        analysed(record_id)
        return record_id

    return upload


def analysis(client, record_id):
    return client.get(f"/api/records/{record_id}/analysis").json()


def items(found):
    return [item["id"] for section in found["guidance"]["sections"] for item in section["items"]]


def test_nothing_is_concluded_before_it_is_settled(person, read):
    found = analysis(person, read(person, LETTER, OTHERS))
    assert [each["documents"] for each in found["profile"]["persons"]["groups"]] == [["d1"], ["d2"]]
    assert found["profile"]["brain"]["metastasis"]["status"] == "unknown"
    assert found["profile"]["course"]["systemic"] == []
    assert items(found) == ["withheld.different-people"]


def test_one_person_is_not_asked_about(person, read):
    record_id = read(person, LETTER, HERS)
    found = analysis(person, record_id)
    assert found["profile"]["persons"]["groups"] == []
    assert "withheld.different-people" not in items(found)
    page = person.get(f"/records/{record_id}").text
    assert "Are all of these documents about you?" not in page
    assert "same-person" not in page


def test_the_page_asks_first_says_which_and_offers_what_to_do(person, read):
    record_id = read(person, LETTER, OTHERS)
    page = person.get(f"/records/{record_id}").text
    asked = page.index("Are all of these documents about you?")
    assert "<h2" not in page[:asked].replace('<h2 id="persons">', "")
    for words in ("Ingrid Halloran", "Beatrice Quillfeather", "note.txt", "other.txt", "These are all mine"):
        assert words in page[asked:]
    assert f'action="/records/{record_id}/documents/d2/delete"' in page
    assert "Found in your records" not in page
    assert "What it means" not in page


def test_her_word_puts_them_together_and_is_kept(person, read, analysed):
    record_id = read(person, LETTER, OTHERS)
    answer = person.post(f"/records/{record_id}/same-person")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/records/{record_id}")
    assert person.get(f"/api/records/{record_id}").json()["stage"] == "understanding"
    assert person.get(f"/api/records/{record_id}/analysis").status_code == 404
    analysed(record_id)
    found = analysis(person, record_id)
    assert found["profile"]["persons"]["confirmed_by"] == "person"
    assert found["profile"]["brain"]["metastasis"]["value"] == "present"
    assert "put together because the person said" in person.get(f"/records/{record_id}").text
    assert "Found in your records" in person.get(f"/records/{record_id}").text


def test_a_file_is_removed_for_good_and_the_others_stand_alone(person, read, analysed, settings):
    record_id = read(person, LETTER, OTHERS)
    files = list((settings.data_dir / "blobs").rglob("*"))
    assert person.post(f"/records/{record_id}/documents/d2/delete").status_code == 303
    assert len(list((settings.data_dir / "blobs").rglob("*"))) == len(files) - 2  # the file, and what was read of it
    analysed(record_id)
    found = analysis(person, record_id)
    assert [each["name"] for each in found["documents"]] == ["note.txt"]
    assert found["profile"]["persons"]["groups"] == []
    assert found["profile"]["course"]["drugs_current"]["value"] == ["tucatinib"]
    assert found["profile"]["brain"]["metastasis"]["status"] == "unknown"
    assert person.get(f"/api/records/{record_id}/documents/d2/pages/1").status_code == 404


def test_the_only_file_is_not_removed(person, read):
    record_id = read(person, LETTER)
    answer = person.delete(f"/api/records/{record_id}/documents/d1")
    assert answer.status_code == 422
    assert "only file" in answer.json()["detail"]
    assert analysis(person, record_id)["documents"]


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/same-person"), ("DELETE", "/documents/d1")], ids=["confirm", "remove"]
)
def test_a_record_that_is_being_read_is_left_alone(person, method, path):
    record_id = person.post("/api/records", files=[("files", LETTER), ("files", OTHERS)]).json()["id"]
    answer = person.request(method, f"/api/records/{record_id}{path}")
    assert answer.status_code == 422
    assert "still being read" in answer.json()["detail"]
    assert len(person.get(f"/api/records/{record_id}").json()["documents"]) == 2


def test_a_clinics_word_is_kept_as_the_clinics(clinic, read, analysed):
    record_id = read(clinic, LETTER, OTHERS)
    assert clinic.post(f"/api/records/{record_id}/same-person").status_code == 202
    analysed(record_id)
    assert analysis(clinic, record_id)["profile"]["persons"]["confirmed_by"] == "clinic"


def test_a_removed_file_that_is_not_there_is_not_found(person, read):
    record_id = read(person, LETTER, OTHERS)
    assert person.delete(f"/api/records/{record_id}/documents/d7").status_code == 404
    assert len(analysis(person, record_id)["documents"]) == 2

"""The JSON API of records: uploaded, followed, read, deleted; errors as problem details."""

import json

import pytest


def uploaded(client, *files: tuple[str, bytes], **data: str) -> str:
    answer = client.post("/api/records", files=[("files", file) for file in files], data=data)
    assert answer.status_code == 202, answer.text
    return answer.json()["id"]


def test_an_upload_is_followed_and_read(person, analysed, note):
    record_id = uploaded(person, note, country="us")
    assert person.get(f"/api/records/{record_id}").json()["stage"] == "queued"
    assert person.get(f"/api/records/{record_id}/analysis").status_code == 404
    analysed(record_id)
    assert person.get(f"/api/records/{record_id}").json()["stage"] == "done"
    analysis = person.get(f"/api/records/{record_id}/analysis").json()
    assert analysis["profile"]["her2"]["status"]["value"] == "positive"
    assert analysis["profile"]["context"]["country"]["value"] == "US"
    assert analysis["profile"] == person.get(f"/api/records/{record_id}/profile").json()
    guidance = person.get(f"/api/records/{record_id}/guidance").json()
    assert guidance == {**analysis["guidance"], "release": analysis["release"]}
    page = person.get(f"/api/records/{record_id}/documents/d1/pages/1").json()
    for words in analysis["profile"]["her2"]["status"]["evidence"]:
        assert page["text"][words["start"] : words["end"]] == words["quote"]


def test_one_bad_file_does_not_spoil_the_others(person, analysed, note):
    record_id = uploaded(person, ("empty.pdf", b""), note, ("program.pdf", b"MZ" + bytes(99)))
    analysed(record_id)
    progress = person.get(f"/api/records/{record_id}").json()
    assert [each["stage"] for each in progress["documents"]] == ["failed", "done", "failed"]
    assert [each["problem"] and each["problem"]["code"] for each in progress["documents"]] == [
        "empty-file",
        None,
        "unsupported-type",
    ]
    named = person.get(f"/api/records/{record_id}/analysis").json()["documents"]
    assert [each["name"] for each in named] == ["empty.pdf", "note.txt", "program.pdf"]


def test_only_bad_files_fail_with_what_to_do(person, analysed):
    record_id = uploaded(person, ("empty.pdf", b""))
    analysed(record_id)
    progress = person.get(f"/api/records/{record_id}").json()
    assert progress["stage"] == "failed"
    assert progress["problem"]["code"] == "nothing-readable"


def test_a_record_is_deleted_for_good(person, analysed, note):
    record_id = uploaded(person, note)
    analysed(record_id)
    assert person.delete(f"/api/records/{record_id}").status_code == 204
    assert person.get(f"/api/records/{record_id}").status_code == 404
    assert person.get("/api/records").json() == []
    assert person.delete(f"/api/records/{record_id}").status_code == 204


def test_a_clinic_finds_its_patients(clinic, note):
    first, second = uploaded(clinic, note, patient="P-1"), uploaded(clinic, note, patient="P-2")
    assert {each["id"] for each in clinic.get("/api/records").json()} == {first, second}
    found = clinic.get("/api/records", params={"patient": "P-1"}).json()
    assert [(each["id"], each["patient"]) for each in found] == [(first, "P-1")]


@pytest.mark.parametrize(
    ("path", "method", "status", "code"),
    [
        pytest.param("/api/records/nothing", "GET", 404, "not-found", id="no-such-record"),
        pytest.param("/api/nothing", "GET", 404, "not-found", id="no-such-address"),
        pytest.param("/api/records", "PUT", 405, "method-not-allowed", id="wrong-method"),
        pytest.param("/api/records", "POST", 422, "invalid-request", id="no-files"),
    ],
)
def test_errors_are_problem_details(person, path, method, status, code):
    answer = person.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["status"], problem["code"]) == (status, code)
    assert problem["title"]
    assert problem["detail"]


def test_a_country_that_is_none_is_refused_without_being_repeated(person, note):
    answer = person.post("/api/records", files=[("files", note)], data={"country": "Wonderland"})
    assert answer.status_code == 422
    assert "two-letter" in answer.json()["detail"]
    assert "Wonderland" not in answer.text


def test_too_many_files_are_refused(person, note, settings):
    answer = person.post("/api/records", files=[("files", note)] * (settings.max_files + 1))
    assert answer.status_code == 422
    assert str(settings.max_files) in answer.json()["detail"]


def test_answers_are_kept_nowhere(person, note):
    answer = person.get(f"/api/records/{uploaded(person, note)}")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_health_tells_nothing_but_itself(anyone):
    assert anyone.get("/api/health").json() == {"status": "ok"}


def test_events_end_with_the_final_one(person, store, analysed, note):
    record_id = uploaded(person, note)
    analysed(record_id)
    answer = person.get(f"/api/records/{record_id}/events")
    assert answer.headers["content-type"].startswith("text/event-stream")
    names = [line.removeprefix("event: ") for line in answer.text.splitlines() if line.startswith("event")]
    assert names == ["progress", "final"]
    last = answer.text.rsplit("data: ", 1)[1]
    assert json.loads(last)["stage"] == "done"

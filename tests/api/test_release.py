"""Guidance is shown at once, or only when a clinician has reviewed and signed exactly that."""

import re

import pytest
import structlog
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.app import create_app
from domain.confirmation import with_findings, words_at
from domain.errors import InvalidRequest, NotFound
from domain.release import ReleasePolicy
from infra.repositories import LOCAL, SESSION_COOKIE
from infra.settings import Settings, load_settings
from infra.tables import signatures

URGENT_NOTE = b"""ONCOLOGY NOTE 03/02/2026. Made up for testing.
HER2-positive breast cancer, ER 95% positive, PR negative.
MRI brain 02/27/2026: two brain metastases, the largest 14 mm in the right frontal lobe. There is hydrocephalus.
"""


@pytest.fixture
def settings(tmp_path, redis_url) -> Settings:
    return load_settings(data_dir=tmp_path / "data", redis_url=redis_url, release=ReleasePolicy.AFTER_REVIEW)


@pytest.fixture
def hers(person, analysed) -> str:
    record_id = person.post("/api/records", files=[("files", ("note.txt", URGENT_NOTE))]).json()["id"]
    analysed(record_id)
    return record_id


@pytest.fixture
def key(store) -> str:
    with store.begin() as unit:
        return unit.reviews.add_reviewer("Dr. Made Up", None)[1]


@pytest.fixture
def reviewer(settings, store, key):
    with TestClient(create_app(settings), base_url="http://127.0.0.1") as client:
        client.headers["Authorization"] = f"Bearer {key}"
        yield client


def sections(client, record_id: str) -> list[str]:
    guidance = client.get(f"/api/records/{record_id}/guidance").json()
    analysis = client.get(f"/api/records/{record_id}/analysis").json()
    assert guidance == {**analysis["guidance"], "release": analysis["release"]}
    return [section["id"] for section in guidance["sections"]]


def signed(reviewer, record_id: str):
    seal = reviewer.get(f"/api/records/{record_id}/review").json()["seal"]
    return reviewer.post(f"/api/records/{record_id}/signature", json={"seal": seal})


def test_until_it_is_signed_the_profile_is_shown_and_only_what_cannot_wait(person, hers):
    analysis = person.get(f"/api/records/{hers}/analysis").json()
    assert analysis["release"] == {"policy": "after_review", "released": False, "signature": None}
    assert analysis["profile"]["her2"]["status"]["value"] == "positive"
    assert sections(person, hers) == ["urgent"]
    page = person.get(f"/records/{hers}").text
    assert "waits for a clinician" in page
    assert "hydrocephalus" in page
    assert "Drug treatment" not in page
    criteria = person.get(f"/api/records/{hers}/criteria").json()
    assert [each["item"].partition(".")[0] for each in criteria] == ["urgent"]
    assert "Options not shown" not in page


def test_the_reviewer_sees_all_of_it_and_her_signature_releases_it(person, reviewer, hers):
    review = reviewer.get(f"/api/records/{hers}/review").json()
    assert "systemic" in [section["id"] for section in review["analysis"]["guidance"]["sections"]]
    assert any(each["item"].startswith("systemic.") and each["criteria"] for each in review["criteria"])
    answer = signed(reviewer, hers)
    assert answer.status_code == 200
    assert answer.json()["name"] == "Dr. Made Up"
    analysis = person.get(f"/api/records/{hers}/analysis").json()
    assert analysis["release"] == {"policy": "after_review", "released": True, "signature": answer.json()}
    assert answer.json()["ruleset"] == analysis["guidance"]["ruleset"]["version"]
    assert "systemic" in sections(person, hers)
    page = person.get(f"/records/{hers}").text
    assert "Reviewed and signed by Dr. Made Up on" in page
    assert "waits for" not in page
    assert signed(reviewer, hers).json() == answer.json()


def test_what_changes_the_result_makes_the_signature_void(person, reviewer, hers, analysed_again):
    assert signed(reviewer, hers).status_code == 200
    before = reviewer.get(f"/api/records/{hers}/review").json()["seal"]
    analysed_again(hers)
    assert sections(person, hers) == ["urgent"]
    answer = reviewer.post(f"/api/records/{hers}/signature", json={"seal": before})
    assert answer.status_code == 403
    assert "changed since it was reviewed" in answer.json()["detail"]
    assert signed(reviewer, hers).status_code == 200
    assert "systemic" in sections(person, hers)


@pytest.fixture
def analysed_again(store):
    """Changes the stored analysis as a new document does."""

    def again(record_id: str) -> None:
        with store.begin() as unit:
            found = unit.records.analysis(LOCAL, record_id)
            more = found.documents[0].model_copy(update={"id": "d2", "name": "second.txt"})
            unit.records.revise(LOCAL, record_id, found.model_copy(update={"documents": (*found.documents, more)}))

    return again


def test_a_confirmed_value_makes_it_void_and_shows_no_more(person, reviewer, hers, store):
    with store.begin() as unit:
        found = unit.records.analysis(LOCAL, hers)
        doubted = with_findings(found.profile, lambda path, each: hard_to_read(each) if path == "her2.status" else each)
        unit.records.revise(LOCAL, hers, found.model_copy(update={"profile": doubted}))
    assert signed(reviewer, hers).status_code == 200
    places = [words_at(each).model_dump() for each in doubted.her2.status.evidence]
    answer = person.post(f"/api/records/{hers}/confirmations", json={"places": places})
    assert answer.status_code == 200, answer.text
    assert [section["id"] for section in answer.json()["guidance"]["sections"]] == ["urgent"]
    assert sections(person, hers) == ["urgent"]


def hard_to_read(finding):
    words = tuple(each.model_copy(update={"doubtful": True}) for each in finding.evidence)
    return finding.model_copy(update={"check": True, "evidence": words})


def test_a_clinician_signs_on_the_page(person, hers, key):
    seen = person.post(f"/records/{hers}/review", data={"key": key})
    assert "Drug treatment" in seen.text
    seal = re.search(r'name="seal" value="(\w+)"', seen.text)[1]
    answer = person.post(f"/records/{hers}/signature", data={"key": key, "seal": seal})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/records/{hers}")
    assert "Reviewed and signed by Dr. Made Up" in person.get(f"/records/{hers}").text


def test_nothing_can_be_signed_before_it_is_read(person, reviewer, note):
    record_id = person.post("/api/records", files=[("files", note)]).json()["id"]
    assert reviewer.get(f"/api/records/{record_id}/review").status_code == 404
    assert reviewer.post(f"/api/records/{record_id}/signature", json={"seal": "x"}).status_code == 404


def test_at_once_says_that_nobody_has_reviewed_it(store, settings, hers):
    at_once = settings.model_copy(update={"release": ReleasePolicy.AT_ONCE})
    with store.begin() as unit:
        session = unit.sign_in.exchange(unit.sign_in.issue_token())
    with TestClient(create_app(at_once), base_url="http://127.0.0.1") as client:
        client.cookies.set(SESSION_COOKIE, session)
        assert "systemic" in sections(client, hers)
        page = client.get(f"/records/{hers}").text
    assert "no clinician has looked at this result" in page
    assert "Reviewed and signed" not in page


def test_a_signature_goes_with_its_record(person, reviewer, hers, store):
    assert signed(reviewer, hers).status_code == 200
    assert person.delete(f"/api/records/{hers}").status_code == 204
    with store._database.transaction(writes=False) as connection:
        assert connection.execute(select(signatures)).all() == []


def test_reviewing_and_signing_are_logged_with_ids_only(reviewer, hers):
    with structlog.testing.capture_logs() as logs:
        signed(reviewer, hers)
    told = [each for each in logs if each["event"].startswith("guidance_")]
    assert [each["event"] for each in told] == ["guidance_shown_to_reviewer", "guidance_signed"]
    assert {each["record_id"] for each in told} == {hers}
    assert "Made Up" not in str(told)


@pytest.mark.parametrize("name", ["", "  ", "x" * 201])
def test_a_reviewer_has_a_name(store, name):
    with store.begin() as unit, pytest.raises(InvalidRequest):
        unit.reviews.add_reviewer(name, None)


def test_a_reviewer_is_of_a_clinic_that_there_is(store):
    with store.begin() as unit, pytest.raises(NotFound):
        unit.reviews.add_reviewer("Dr. Made Up", "nobody")
    with store.begin() as unit, pytest.raises(NotFound):
        unit.reviews.revoke_reviewer("nobody")

"""A value that was hard to read is unknown to the guidance until somebody confirms it, over the API and on the page."""

import pytest

from domain.analysis import analysis_of
from domain.confirmation import with_findings
from guidance.engine import advise
from infra.repositories import LOCAL


@pytest.fixture
def doubtful(person, note, analysed, store) -> str:
    """A record whose largest metastasis was read from doubtful words."""
    record_id = person.post("/api/records", files=[("files", note)]).json()["id"]
    analysed(record_id)

    def doubt(path, finding):
        if path != "brain.largest_mm":
            return finding
        evidence = tuple(each.model_copy(update={"doubtful": True}) for each in finding.evidence)
        return finding.model_copy(update={"check": True, "evidence": evidence})

    def doubted(lesion):
        evidence = tuple(each.model_copy(update={"doubtful": True}) for each in lesion.evidence)
        return lesion.model_copy(update={"evidence": evidence})

    with store.begin() as unit:
        analysis = unit.records.analysis(LOCAL, record_id)
        profile = with_findings(analysis.profile, doubt)
        brain = profile.brain.model_copy(update={"lesions": tuple(map(doubted, profile.brain.lesions))})
        profile = profile.model_copy(update={"brain": brain})
        guidance = advise(profile, analysis.guidance.as_of)
        unit.records.revise(LOCAL, record_id, analysis_of(analysis.documents, profile, guidance))
    return record_id


def items(analysis) -> dict[str, str]:
    return {item["id"]: item["text"] for section in analysis["guidance"]["sections"] for item in section["items"]}


def places(analysis) -> list[dict[str, object]]:
    brain = analysis["profile"]["brain"]
    evidence = brain["largest_mm"]["evidence"] + [each for lesion in brain["lesions"] for each in lesion["evidence"]]
    return [{key: each[key] for key in ("document", "page", "start", "end")} for each in evidence]


def test_a_confirmation_is_stored_and_the_guidance_rests_on_it(person, doubtful):
    before = person.get(f"/api/records/{doubtful}/analysis").json()
    assert "check.hard_to_read" in items(before)
    answer = person.post(f"/api/records/{doubtful}/confirmations", json={"places": places(before)})
    assert answer.status_code == 200
    after = person.get(f"/api/records/{doubtful}/analysis").json()
    assert after == answer.json()
    assert after["profile"]["brain"]["largest_mm"]["confirmed_by"] == "local"
    assert "check.hard_to_read" not in items(after)
    assert not any("14 mm" in text for text in items(before).values())


def test_what_is_not_in_doubt_cannot_be_confirmed(person, doubtful):
    place = {"document": "d1", "page": 1, "start": 0, "end": 3}
    answer = person.post(f"/api/records/{doubtful}/confirmations", json={"places": [place]})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")


def test_the_page_asks_and_takes_the_answer(person, doubtful):
    shown = person.get(f"/records/{doubtful}").text
    assert "Please check first" in shown
    assert "Yes, my record says “14 mm”" in shown
    place = "{document}:{page}:{start}:{end}".format(
        **places(person.get(f"/api/records/{doubtful}/analysis").json())[0]
    )
    answer = person.post(f"/records/{doubtful}/confirm", data={"place": [place]})
    assert answer.status_code == 303
    shown = person.get(f"/records/{doubtful}").text
    assert "Please check first" not in shown
    assert "checked by you" in shown


def test_a_form_without_words_is_refused(person, doubtful):
    assert person.post(f"/records/{doubtful}/confirm", data={"place": ["nonsense"]}).status_code == 422


def test_a_file_that_comes_twice_is_read_once_and_said_so(person, note, analysed):
    twin = ("copy.txt", note[1], note[2]) if len(note) > 2 else ("copy.txt", note[1])
    record_id = person.post("/api/records", files=[("files", note), ("files", twin)]).json()["id"]
    analysed(record_id)
    progress = person.get(f"/api/records/{record_id}").json()
    assert [each["stage"] for each in progress["documents"]] == ["done", "failed"]
    assert progress["documents"][1]["problem"]["code"] == "same-file"
    analysis = person.get(f"/api/records/{record_id}/analysis").json()
    assert {each["document"] for each in analysis["profile"]["brain"]["largest_mm"]["evidence"]} == {"d1"}
    shown = person.get(f"/records/{record_id}").text
    assert "This is the very same file as" in shown
    assert "Some of it could not be read" not in shown


def test_a_file_that_was_uploaded_before_is_said_so_to_its_owner_only(person, clinic, note, analysed):
    first, again = (person.post("/api/records", files=[("files", note)]).json()["id"] for _ in range(2))
    theirs = clinic.post("/api/records", files=[("files", note)]).json()["id"]
    analysed(again)
    assert person.get(f"/api/records/{first}").json()["documents"][0]["uploaded_before"] is None
    assert person.get(f"/api/records/{again}").json()["documents"][0]["uploaded_before"] is not None
    assert clinic.get(f"/api/records/{theirs}").json()["documents"][0]["uploaded_before"] is None
    assert "before, on" in person.get(f"/records/{again}").text

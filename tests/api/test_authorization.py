"""Every route refuses who is not signed in and who does not own the record; a route without a case here fails."""

import pytest
from starlette.routing import Route

from api.app import create_app

OPEN = {("GET", "/api/health"), ("GET", "/api/openapi.json")}
RECORD = "/api/records/{record_id}"
PAGE = "/documents/{document_id}/pages/{number}"
OWNED = [
    ("GET", RECORD),
    ("GET", f"{RECORD}/events"),
    ("GET", f"{RECORD}/analysis"),
    ("GET", f"{RECORD}/profile"),
    ("GET", f"{RECORD}/guidance"),
    ("GET", f"{RECORD}/criteria"),
    ("GET", f"{RECORD}/summary.pdf"),
    ("GET", f"{RECORD}{PAGE}"),
    ("GET", f"{RECORD}{PAGE}/picture"),
    ("POST", f"{RECORD}/confirmations"),
    ("POST", f"{RECORD}/same-person"),
    ("POST", f"{RECORD}/documents/{{document_id}}/password"),
    ("DELETE", f"{RECORD}/documents/{{document_id}}"),
    ("DELETE", RECORD),
]
OWNED_PAGES = [
    ("GET", "/records/{record_id}"),
    ("GET", "/records/{record_id}/live"),
    ("GET", "/records/{record_id}/summary"),
    ("GET", "/records/{record_id}/summary.pdf"),
    ("GET", "/records/{record_id}" + PAGE),
    ("GET", "/records/{record_id}" + PAGE + "/picture"),
    ("POST", "/records/{record_id}/confirm"),
    ("POST", "/records/{record_id}/delete"),
    ("POST", "/records/{record_id}/same-person"),
    ("POST", "/records/{record_id}/documents/{document_id}/password"),
    ("POST", "/records/{record_id}/documents/{document_id}/delete"),
]
REVIEWS = [("GET", f"{RECORD}/review"), ("POST", f"{RECORD}/signature")]
REVIEW_PAGES = [("POST", "/records/{record_id}/review"), ("POST", "/records/{record_id}/signature")]
MINE = [
    ("GET", "/api/records"), ("POST", "/api/records"), ("GET", "/"), ("POST", "/records"), ("POST", "/samples"),
    ("POST", "/sign-out"),
]  # fmt: skip

SENT = {f"{RECORD}/confirmations": {"places": [{"document": "d1", "page": 1, "start": 0, "end": 1}]}}


def at(path: str, record_id: str) -> str:
    return path.format(record_id=record_id, document_id="d1", number=1)


@pytest.fixture
def hers(person, note, analysed) -> str:
    record_id = person.post("/api/records", files=[("files", note)]).json()["id"]
    analysed(record_id)
    return record_id


def routes_of(routes) -> set[tuple[str, str]]:
    """Method and path of every route, also of routers that were included."""
    found = set()
    for route in routes:
        if included := getattr(route, "original_router", None):
            found |= routes_of(included.routes)
        elif isinstance(route, Route):
            found |= {(method, route.path) for method in route.methods - {"HEAD"}}
    return found


def test_every_route_has_a_case(settings):
    assert routes_of(create_app(settings).routes) == {*OWNED, *OWNED_PAGES, *REVIEWS, *REVIEW_PAGES, *MINE, *OPEN}


@pytest.mark.parametrize(("method", "path"), [*OWNED, *OWNED_PAGES, *REVIEWS, *REVIEW_PAGES, *MINE])
def test_nobody_gets_in_without_signing_in(anyone, hers, method, path):
    assert anyone.request(method, at(path, hers)).status_code == 401


@pytest.mark.parametrize("key", ["", "nonsense", "h2g_00000000000000000000000000000000"])
def test_a_wrong_key_is_no_key(anyone, hers, key):
    assert anyone.get("/api/records", headers={"Authorization": f"Bearer {key}"}).status_code == 401


@pytest.mark.parametrize(("method", "path"), OWNED)
def test_a_clinic_does_not_find_somebody_elses_record(clinic, person, hers, method, path):
    answer = clinic.request(method, at(path, hers), json=SENT.get(path))
    assert answer.status_code == (204 if (method, path) == ("DELETE", RECORD) else 404)
    assert person.get(f"/api/records/{hers}").status_code == 200


@pytest.mark.parametrize(
    ("method", "path"), [*OWNED_PAGES, *REVIEW_PAGES, *(each for each in MINE if "/api/" not in each[1])]
)
def test_pages_are_not_for_clinics(clinic, hers, method, path):
    assert clinic.request(method, at(path, hers)).status_code in {401, 403}


@pytest.mark.parametrize(("method", "path"), OWNED)
def test_a_clinic_does_not_find_another_clinics_record(clinic, other_clinic, note, method, path):
    made = clinic.post("/api/records", files=[("files", note)], data={"patient": "P-1"}).json()["id"]
    answer = other_clinic.request(method, at(path, made), json=SENT.get(path))
    assert answer.status_code == (204 if (method, path) == ("DELETE", RECORD) else 404)
    assert clinic.get(f"/api/records/{made}").status_code == 200


@pytest.fixture
def reviewer_key(store):
    """Makes the key of a reviewer of a clinic's records, or of those on this machine."""

    def key(clinic_id: str | None = None) -> str:
        with store.begin() as unit:
            return unit.reviews.add_reviewer("Dr. Made Up", clinic_id)[1]

    return key


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


@pytest.mark.parametrize(("method", "path"), REVIEWS)
def test_a_review_is_not_for_the_person_or_a_clinic(person, clinic, hers, method, path):
    body = {"json": {"seal": "x"}} if method == "POST" else {}
    assert person.request(method, at(path, hers), **body).status_code == 401
    assert clinic.request(method, at(path, hers), **body).status_code == 401


@pytest.mark.parametrize(("method", "path"), [*OWNED, *(each for each in MINE if "/api/" in each[1])])
def test_a_reviewer_key_opens_reviews_and_nothing_else(anyone, hers, reviewer_key, method, path):
    assert anyone.request(method, at(path, hers), headers=bearer(reviewer_key())).status_code == 401


@pytest.mark.parametrize(("method", "path"), REVIEWS)
def test_a_reviewer_finds_only_the_records_she_is_for(anyone, clinic, hers, store, reviewer_key, method, path):
    body = {"json": {"seal": "x"}} if method == "POST" else {}
    with store.read() as unit:
        (only,) = unit.clinics.list()
    assert anyone.request(method, at(path, hers), headers=bearer(reviewer_key(only.id)), **body).status_code == 404


@pytest.mark.parametrize(("method", "path"), REVIEW_PAGES)
def test_without_the_right_key_the_page_shows_no_review(person, clinic, hers, store, reviewer_key, method, path):
    with store.read() as unit:
        (only,) = unit.clinics.list()
    for key, status in (("", 403), ("nonsense", 403), (reviewer_key(only.id), 404)):
        assert person.request(method, at(path, hers), data={"key": key, "seal": "x"}).status_code == status


def test_a_revoked_reviewer_key_stops_working(anyone, hers, store, reviewer_key):
    key = reviewer_key()
    assert anyone.get(f"/api/records/{hers}/review", headers=bearer(key)).status_code == 200
    with store.begin() as unit:
        unit.reviews.revoke_reviewer(unit.reviews.reviewers()[0].id)
    assert anyone.get(f"/api/records/{hers}/review", headers=bearer(key)).status_code == 401


def test_a_revoked_key_stops_working(clinic, store):
    assert clinic.get("/api/records").status_code == 200
    with store.begin() as unit:
        unit.clinics.revoke(unit.clinics.list()[0].id)
    assert clinic.get("/api/records").status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Sec-Fetch-Site": "cross-site"}, id="browser-says-so"),
        pytest.param({"Origin": "http://elsewhere.example"}, id="other-origin"),
    ],
)
def test_another_site_cannot_act_with_her_session(person, hers, headers):
    assert person.delete(f"/api/records/{hers}", headers=headers).status_code == 403
    assert person.get(f"/api/records/{hers}").status_code == 200


def test_another_name_for_this_machine_is_refused(person):
    assert person.get("/", headers={"Host": "her2guide.example"}).status_code == 400


def test_a_token_is_good_once(anyone, store):
    with store.begin() as unit:
        token = unit.sign_in.issue_token()
    first = anyone.get("/", params={"token": token})
    assert (first.status_code, first.headers["location"]) == (303, "/")
    cookie = first.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    anyone.cookies.clear()
    assert anyone.get("/", params={"token": token}).status_code == 401

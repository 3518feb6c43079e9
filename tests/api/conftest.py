"""A real app over a real SQLite database, with a record that was analysed by the real steps."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from infra.repositories import SESSION_COOKIE, Store, open_store
from infra.settings import Settings, load_settings
from workers.analyse import Analyst
from workers.steps import STEPS

NOTE = b"""ONCOLOGY NOTE 03/02/2026. Made up for testing.
HER2-positive breast cancer, ER 95% positive, PR negative.
MRI brain 02/27/2026: two brain metastases, the largest 14 mm in the right frontal lobe. No mass effect.
"""


@pytest.fixture
def settings(tmp_path: Path, redis_url: str) -> Settings:
    return load_settings(data_dir=tmp_path / "data", redis_url=redis_url)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    opened = open_store(settings)
    yield opened
    opened.close()


@pytest.fixture
def analysed(store: Store):
    """Analyses a record now, as a worker would."""
    return lambda record_id: Analyst(store, STEPS).analyse(record_id)


@pytest.fixture
def anyone(settings: Settings, store: Store) -> Iterator[TestClient]:
    """Somebody who is not signed in."""
    with TestClient(create_app(settings), base_url="http://127.0.0.1", follow_redirects=False) as client:
        yield client


@pytest.fixture
def person(settings: Settings, store: Store) -> Iterator[TestClient]:
    """The person on this machine, signed in with the printed address."""
    with store.begin() as unit:
        session = unit.sign_in.exchange(unit.sign_in.issue_token())
    with TestClient(create_app(settings), base_url="http://127.0.0.1", follow_redirects=False) as client:
        client.cookies.set(SESSION_COOKIE, session)
        yield client


@pytest.fixture
def clinic(settings: Settings, store: Store) -> Iterator[TestClient]:
    """A clinic with its key."""
    yield from _clinic(settings, store, "Hill Clinic")


@pytest.fixture
def other_clinic(settings: Settings, store: Store) -> Iterator[TestClient]:
    yield from _clinic(settings, store, "Lake Clinic")


def _clinic(settings: Settings, store: Store, name: str) -> Iterator[TestClient]:
    with store.begin() as unit:
        _, key = unit.clinics.create(name)
    with TestClient(create_app(settings), base_url="http://127.0.0.1", follow_redirects=False) as client:
        client.headers["Authorization"] = f"Bearer {key}"
        yield client


@pytest.fixture
def note() -> tuple[str, bytes]:
    return ("note.txt", NOTE)

"""A store of this test's own, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.repositories import Store, open_store
from infra.settings import Settings, load_settings


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path, redis_url: str) -> Settings:
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else None
    return load_settings(data_dir=tmp_path / "data", database_url=url, redis_url=redis_url)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    store = open_store(settings)
    yield store
    store.close()

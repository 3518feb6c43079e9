"""A store of the test's own, and a real Celery worker beside it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from domain.progress import Stage
from infra.repositories import LOCAL, Store, open_store
from infra.settings import Settings, load_settings

NOTE = b"ONCOLOGY NOTE 03/02/2026. Made up for testing.\nHER2-positive breast cancer, ER 95% positive.\n"


@pytest.fixture
def settings(tmp_path: Path, redis_url: str) -> Settings:
    return load_settings(data_dir=tmp_path / "data", redis_url=redis_url)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    opened = open_store(settings)
    yield opened
    opened.close()


@pytest.fixture
def uploaded(store: Store):
    def upload(*files: tuple[str, bytes]) -> str:
        with store.begin() as unit:
            return unit.records.create(LOCAL, files or [("note.txt", NOTE)])

    return upload


@pytest.fixture
def worker(settings: Settings):
    """Starts a worker for as long as the block lasts; leaving it kills the worker as a power cut does."""

    @contextmanager
    def running() -> Iterator[subprocess.Popen[bytes]]:
        environment = {
            **os.environ,
            "HER2GUIDE_DATA_DIR": str(settings.data_dir),
            "HER2GUIDE_REDIS_URL": settings.redis_url.get_secret_value(),
        }
        with subprocess.Popen([sys.executable, "-m", "cli.worker"], env=environment, start_new_session=True) as process:
            try:
                yield process
            finally:
                os.killpg(process.pid, 9)

    return running


@pytest.fixture
def finished(store: Store):
    def wait(record_id: str, seconds: float = 60) -> Stage:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with store.read() as unit:
                stage = unit.records.progress(LOCAL, record_id).stage
            if stage in {Stage.DONE, Stage.FAILED}:
                return stage
            time.sleep(0.2)
        pytest.fail("the record was not finished in time")

    return wait

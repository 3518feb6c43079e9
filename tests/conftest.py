"""Real services for tests: a Redis and a PostgreSQL of their own, started once a run, gone afterwards."""

import getpass
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from infra.embedded_redis import EmbeddedRedis


def _program(name: str, package: str) -> str:
    """A program of PATH or of PostgreSQL's own folder; without it the test fails and says what to install."""
    found = shutil.which(name) or next(map(str, sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))), None)
    if found is None:
        pytest.fail(f"{name} is not installed, and this test needs a real one. On Debian: apt-get install {package}")
    return found


@pytest.fixture(scope="session")
def short_tmp() -> Iterator[Path]:
    """A folder with a path short enough for Unix sockets."""
    with tempfile.TemporaryDirectory(prefix="h2g") as folder:
        yield Path(folder)


@pytest.fixture
def redis_url(short_tmp: Path) -> Iterator[str]:
    """An empty Redis of this test's own."""
    redis = EmbeddedRedis(short_tmp / f"r{uuid.uuid4().hex[:8]}")
    with subprocess.Popen(redis.command(), stdin=subprocess.DEVNULL) as process:
        redis.wait_until_up()
        yield redis.address
        process.kill()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL, without the database's name: postgresql://...@/{}?host=..."""
    with tempfile.TemporaryDirectory(prefix="h2gpg") as name:
        folder = Path(name)
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            user = "postgres"
            owner = pwd.getpwnam(user)
            os.chown(folder, owner.pw_uid, owner.pw_gid)
            become = [_program("setpriv", "util-linux"), f"--reuid={user}", f"--regid={owner.pw_gid}", "--clear-groups"]
        else:
            user, become = getpass.getuser(), []
        initdb = [*become, _program("initdb", "postgresql"), "--pgdata", f"{folder}/data", "--auth=trust", "--no-sync"]
        subprocess.run(
            [*initdb, f"--username={user}", "--encoding=UTF8", "--locale=C"], check=True, capture_output=True
        )
        server = [*become, _program("postgres", "postgresql"), "-D", f"{folder}/data", "-k", name]
        log = (folder / "log").open("wb")
        with log, subprocess.Popen([*server, "-c", "listen_addresses=", "-c", "fsync=off"], stderr=log) as process:
            address = f"postgresql://{user}@/{{}}?host={name}"
            _wait_for_postgres(address.format("postgres"), process)
            yield address
            process.send_signal(signal.SIGINT)  # a fast shutdown: it does not wait for open connections


def _wait_for_postgres(address: str, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            psycopg.connect(address).close()
        except psycopg.OperationalError:
            continue
        return
    pytest.fail("PostgreSQL did not start")


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """An empty database of this test's own."""
    name = f"t{uuid.uuid4().hex}"
    with psycopg.connect(postgres_server.format("postgres"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return postgres_server.format(name)

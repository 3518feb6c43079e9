"""`her2guide serve` as a process: what is in its way is said, what dies is started again, nothing outlives it."""

import os
import re
import select
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx2 as httpx
import pytest
import redis

PARTS = {"cli.main", "cli.web", "cli.worker", "redis-server"}
SERVE = [sys.executable, "-c", "from cli.main import main; main()  # cli.main", "serve"]


def processes_of(data_dir: Path) -> dict[int, str]:
    """Every live process that was started for this data folder, with its command line.

    The folder stands in the environment of all but Redis, which overwrites its own and shows its socket's path instead.
    """
    found = {}
    for folder in Path("/proc").iterdir():
        try:
            environment = (folder / "environ").read_bytes() if folder.name.isdigit() else b""
            line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode() if folder.name.isdigit() else ""
        except OSError:
            continue  # it ended just now
        if line and (f"HER2GUIDE_DATA_DIR={data_dir}\0".encode() in environment or f"{data_dir}/" in line):
            found[int(folder.name)] = line
    return found


def pids_of(data_dir: Path, part: str) -> set[int]:
    return {pid for pid, line in processes_of(data_dir).items() if part in line}


def wait_for(condition, seconds: float = 30.0):
    until = time.monotonic() + seconds
    while not (outcome := condition()):
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.05)
    return outcome


@pytest.fixture
def environment(short_tmp: Path, tmp_path: Path) -> dict[str, str]:
    data_dir = short_tmp / f"serve{os.urandom(3).hex()}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HER2GUIDE_")}
    return {**kept, "HER2GUIDE_DATA_DIR": str(data_dir), "HER2GUIDE_PORT": "0"}


@pytest.fixture
def data_dir(environment) -> Path:
    return Path(environment["HER2GUIDE_DATA_DIR"])


@pytest.fixture
def start(environment):
    """Starts it; returns the process and the address that it printed."""
    started = []

    def run() -> tuple[subprocess.Popen[str], str]:
        process = subprocess.Popen(SERVE, env=environment, stdout=subprocess.PIPE, text=True)
        started.append(process)
        assert select.select([process.stdout], [], [], 30)[0], "it printed no address"
        printed = re.search(r"http://\S+", process.stdout.readline())
        assert printed
        return process, printed.group()

    yield run
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda how: how.name)
def test_nothing_outlives_it_and_it_starts_again(start, data_dir, how):
    process, _ = start()
    wait_for(lambda: all(pids_of(data_dir, part) for part in PARTS))
    process.send_signal(how)
    process.wait(30)
    wait_for(lambda: not processes_of(data_dir), seconds=10)
    assert process.returncode == (-signal.SIGKILL if how is signal.SIGKILL else 0)
    _, address = start()
    assert httpx.get(address.partition("?")[0]).status_code < 500


@pytest.mark.parametrize("part", ["redis-server", "cli.web", "cli.worker"])
def test_a_part_that_dies_is_started_again(start, data_dir, part):
    start()
    (first, *_) = sorted(wait_for(lambda: pids_of(data_dir, part)))
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: pids_of(data_dir, part) - {first})
    wait_for(lambda: not Path(f"/proc/{first}").exists())


def test_redis_listens_on_no_port_and_its_folder_is_closed_to_others(start, data_dir):
    start()
    with redis.Redis.from_url(f"unix://{data_dir}/redis/redis.sock") as client:
        assert client.config_get("port") == {"port": "0"}
    assert (data_dir / "redis").stat().st_mode & 0o777 == 0o700
    assert (data_dir / "redis" / "redis.sock").is_socket()


def test_a_second_one_on_the_same_data_folder_is_refused(start, environment, data_dir):
    start()
    second = subprocess.run(SERVE, env=environment, capture_output=True, text=True, check=False, timeout=30)
    assert second.returncode == 1
    assert "runs already" in second.stderr
    assert "Traceback" not in second.stderr


def test_a_port_that_is_taken_is_said_with_another_to_try(environment):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        asked = {**environment, "HER2GUIDE_PORT": str(port)}
        refused = subprocess.run(SERVE, env=asked, capture_output=True, text=True, check=False, timeout=30)
    assert refused.returncode == 1
    assert f"Port {port}" in refused.stderr
    assert "HER2GUIDE_PORT=" in refused.stderr


def test_a_data_folder_that_cannot_be_made_is_said(environment):
    asked = {**environment, "HER2GUIDE_DATA_DIR": "/proc/nowhere"}
    refused = subprocess.run(SERVE, env=asked, capture_output=True, text=True, check=False, timeout=30)
    assert refused.returncode == 1
    assert "HER2GUIDE_DATA_DIR" in refused.stderr
    assert "Traceback" not in refused.stderr

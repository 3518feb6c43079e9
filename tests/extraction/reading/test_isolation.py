"""Readers are killed for real, and their server and client too: what can be read is read, and nothing is left over."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from domain.errors import DamagedFile, ServiceError
from extraction.reading import POOL, Limits, read
from extraction.reading.pool import Pool

HANGING = Limits(page_seconds=60)


def children_of(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def wait_for(what, seconds: float = 20):
    until = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < until, "it does not come"
        time.sleep(0.01)
    return found


@pytest.fixture
def server():
    """The process id of the server that readers are forked from."""
    POOL.start()
    return POOL._server.pid


@pytest.fixture
def endless(hostile):
    """A page that is read, and one that never ends."""
    return hostile.pages([hostile.PAGE_TEXT, hostile.endless_drawing()])


def kill_next(server: int, victims: list[int]) -> None:
    """Kills a reader that was not killed yet and is still at its page after a while."""
    time.sleep(0.5)
    pid = wait_for(lambda: [each for each in children_of(server) if each not in victims])[0]
    victims.append(pid)
    os.kill(pid, signal.SIGKILL)


def test_a_page_that_no_reader_survives_is_named_and_the_other_pages_are_read(server, endless):
    victims = []
    killer = threading.Thread(target=lambda: [kill_next(server, victims) for _ in range(2)])

    def told(page, _pages):
        if page == 1:
            killer.start()

    pages = read(endless, "a", "d1", limits=HANGING, on_progress=told).pages
    killer.join()
    assert [page.readable for page in pages] == [True, False]
    assert "Page 2 could not be read: it stopped the program that reads it" in pages[1].problem


def test_a_page_whose_reader_was_killed_once_is_read_by_another(server, hostile):
    killed = []

    def kill_once(page, _pages):
        if page == 1:
            killed.extend(children_of(server))
            for pid in killed:
                os.kill(pid, signal.SIGKILL)

    pages = read(hostile.pages([hostile.PAGE_TEXT] * 6), "a", "d1", on_progress=kill_once).pages
    assert killed
    assert [page.readable for page in pages] == [True] * 6


def test_a_reader_that_is_killed_while_it_opens_the_file_is_an_error_of_the_file(hostile, monkeypatch, server):
    monkeypatch.setattr("extraction.reading.client.send", lambda line, *_, **__: _kill_all(server))
    with pytest.raises(DamagedFile, match="stopped the program that reads it"):
        read(hostile.one_page(), "a", "d1")


def _kill_all(server: int) -> None:
    for pid in children_of(server):
        os.kill(pid, signal.SIGKILL)


def test_when_the_server_is_killed_another_is_started_and_the_file_is_read(server, hostile):
    def kill_server(page, _pages):
        if page == 1:
            os.kill(server, signal.SIGKILL)

    data = hostile.pages([hostile.PAGE_TEXT] * 12)
    pages = read(data, "a", "d1", on_progress=kill_server).pages
    assert [page.readable for page in pages] == [True] * 12
    assert POOL._server.pid != server


def test_a_server_that_cannot_start_is_said(monkeypatch, capfd):
    monkeypatch.setattr("extraction.reading.pool.sys.executable", "/bin/false")
    pool = Pool()
    monkeypatch.setattr("extraction.reading.client.POOL", pool)
    with pytest.raises(ServiceError, match="program that reads files"):
        read(b"text", "a", "d1")
    pool.stop()


CLIENT = """
import signal
import sys
from pathlib import Path
from extraction.reading import Limits, POOL, read
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job would ignore it
POOL.start()
print(POOL._server.pid, flush=True)
read(Path(sys.argv[1]).read_bytes(), "a", "d1", limits=Limits(page_seconds=60))
"""


@pytest.fixture
def client(tmp_path, endless):
    """A process that reads a file without an end, its server, and the reader that is at it."""
    (tmp_path / "a.pdf").write_bytes(endless)
    with subprocess.Popen(
        [sys.executable, "-c", CLIENT, tmp_path / "a.pdf"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "HER2GUIDE_MASTER_KEY": "quagga"},
    ) as process:
        server = int(process.stdout.readline())
        wait_for(lambda: children_of(server))
        yield process, server
        process.kill()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nothing_goes_on_when_whoever_asked_is_gone(client, how):
    process, server = client
    readers = children_of(server)
    process.send_signal(how)
    process.wait(20)
    wait_for(lambda: not any(map(is_running, (server, *readers))))


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_reader_has_no_key_and_may_not_take_more_than_its_share(client):
    _, server = client
    reader = children_of(server)[0]
    assert b"quagga" not in Path(f"/proc/{server}/environ").read_bytes()
    assert b"quagga" not in Path(f"/proc/{reader}/environ").read_bytes()

    def bounds_of(pid):
        lines = Path(f"/proc/{pid}/limits").read_text().splitlines()[1:]
        return {line[:26].strip(): line[26:].split()[0] for line in lines}

    wait_for(lambda: bounds_of(reader)["Max address space"] != "unlimited")
    bounds = bounds_of(reader)
    assert bounds["Max core file size"] == "0"
    assert int(bounds["Max address space"]) < 4 * 2**30
    assert int(bounds["Max cpu time"]) < 200
    assert int(bounds["Max open files"]) <= 128
    assert {each.readlink().name for each in Path(f"/proc/{reader}/fd").glob("[012]")} == {"null"}


def test_all_files_share_the_places_of_one_pool(server, hostile):
    data = hostile.pages([hostile.PAGE_TEXT] * 40)
    most, done = [0], threading.Event()

    def look():
        while not done.is_set():
            most[0] = max(most[0], len(children_of(server)))

    watcher = threading.Thread(target=look)
    watcher.start()
    found = []
    readers = [threading.Thread(target=lambda: found.append(read(data, "a", "d1"))) for _ in range(4)]
    for each in readers:
        each.start()
    for each in readers:
        each.join()
    done.set()
    watcher.join()
    assert [len(document.pages) for document in found] == [40] * 4
    assert most[0] == POOL.places

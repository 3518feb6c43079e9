"""The processes of a worker share one pool of readers, there before the first file and gone with the worker."""

import time
from pathlib import Path

from domain.progress import Stage


def descendants(pid: int) -> list[int]:
    found = [pid]
    for each in found:
        for children in Path(f"/proc/{each}/task").glob("*/children"):
            found.extend(map(int, children.read_text().split()))
    return found[1:]


def servers(pids: list[int]) -> list[int]:
    return [pid for pid in pids if b"extraction.reading.server" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def test_all_processes_of_a_worker_share_one_pool(worker, uploaded, finished):
    records = [uploaded() for _ in range(4)]
    with worker() as process:
        assert [finished(record_id) for record_id in records] == [Stage.DONE] * 4
        (server,) = servers(descendants(process.pid))
        started_by = Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()[1]
        assert int(started_by) == process.pid
    until = time.monotonic() + 20
    while Path(f"/proc/{server}").exists():
        assert time.monotonic() < until, "it goes on without its worker"
        time.sleep(0.05)

"""The readers of this machine: one pool for the pages of all files, shared by this process and those it forks."""

import atexit
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

from domain.errors import ServiceError

_ROOT = Path(__file__).parents[2]
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "TMPDIR", "TESSDATA_PREFIX")
_ONE_THREAD = {"OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1"}  # more on one page cost more than they bring


class Pool:
    """Starts the process that readers are forked from (see server.py), and hands it lines to read for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._places = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        self._control: socket.socket | None = None
        self._server: subprocess.Popen[bytes] | None = None
        self._starter = 0

    def start(self, places: int | None = None) -> None:
        """Starts it now, so that it is there when the first file comes, and shared by processes forked from here on.

        Args:
            places: How many pages are read side by side; one a core when not given.
        """
        with self._lock:
            self._places = places or self._places
            if self._control is None:
                self._start()

    @property
    def places(self) -> int:
        """How many pages are read side by side."""
        return self._places

    def line(self, file: int) -> socket.socket:
        """A line to a reader of its own of the file behind a descriptor; it waits for a place if all are taken.

        Raises:
            ServiceError: If the readers cannot be started.
        """
        near, far = socket.socketpair()
        with far, self._lock:
            for _ in range(2):
                control = self._control or self._start()
                try:
                    socket.send_fds(control, [b"\0"], [far.fileno(), file])
                except OSError:  # it was killed; what it was at is tried again by whoever waits for it
                    self._stop()
                else:
                    return near
        near.close()
        raise ServiceError("The program that reads files ends as soon as it is started. The lines above say why.")

    def stop(self) -> None:
        """Ends it with all its readers."""
        with self._lock:
            self._stop()

    def _start(self) -> socket.socket:
        near, far = socket.socketpair()
        with far:
            self._server = subprocess.Popen(  # noqa: S603 - a program of our own
                [sys.executable, "-P", "-m", "extraction.reading.server", str(far.fileno()), str(self._places)],
                pass_fds=(far.fileno(),),
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for whoever started it, and ends it too
                env={
                    **{name: os.environ[name] for name in _PASSED_ON if name in os.environ},
                    **_ONE_THREAD,
                    "PYTHONPATH": os.pathsep.join((str(_ROOT), os.environ.get("PYTHONPATH", ""))),
                },
            )
        self._control, self._starter = near, os.getpid()
        return near

    def _stop(self) -> None:
        if self._control is None or self._server is None:
            return
        self._control.close()
        if self._starter == os.getpid():
            self._server.terminate()
            self._server.wait()
        self._control = self._server = None


POOL = Pool()
atexit.register(POOL.stop)

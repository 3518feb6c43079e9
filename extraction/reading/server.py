"""The process that readers are forked from: everything is loaded once, so that a reader is there in milliseconds.

It is started as a program of its own, so it has none of the keys, connections and settings of whoever started it.
It reads no file itself. Lines to read for come over one socket, and wait there while all places are taken.
"""

import contextlib
import os
import select
import signal
import socket
import sys
from types import FrameType

from extraction.reading import reader
from infra.parent import die_with

_NO_EVENTS = 0  # a line is watched for its end only


class Server:
    """Forks a reader for every line, so many side by side, and ends it when its line is cut."""

    def __init__(self, control: socket.socket, places: int) -> None:
        self._control = control
        self._places = places
        self._pid = os.getpid()
        self._lines: dict[int, socket.socket] = {}  # by process id of the reader
        self._waking, woken = socket.socketpair()
        self._waking.setblocking(False)  # noqa: FBT003 - the library's own
        woken.setblocking(False)  # noqa: FBT003 - the library's own
        signal.signal(signal.SIGCHLD, _nothing)
        signal.set_wakeup_fd(woken.fileno(), warn_on_full_buffer=False)
        self._woken = woken

    def run(self) -> None:
        """Goes on until everybody who could send lines is gone; then no reader is left either."""
        open_for_more = True
        while open_for_more or self._lines:
            poll = select.poll()
            poll.register(self._waking, select.POLLIN)
            if open_for_more:
                poll.register(self._control, select.POLLIN if len(self._lines) < self._places else _NO_EVENTS)
            pids = {line.fileno(): pid for pid, line in self._lines.items()}
            for descriptor in pids:
                poll.register(descriptor, _NO_EVENTS)
            for descriptor, event in poll.poll():
                if descriptor in pids:
                    self._end(pids[descriptor])
                elif descriptor == self._waking.fileno():
                    self._waking.recv(4096)
                elif event & select.POLLIN:
                    open_for_more = self._take()
                else:
                    open_for_more = False
            self._reap()
            if not open_for_more:
                for pid in self._lines:
                    self._end(pid)

    def _take(self) -> bool:
        """Forks a reader for the next line; False when there will be none any more."""
        said, descriptors, _, _ = socket.recv_fds(self._control, 1, 2)
        if not said:
            return False
        line, file = socket.socket(fileno=descriptors[0]), descriptors[1]
        pid = os.fork()
        if pid == 0:
            self._become_reader(line, file)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.setpgid(pid, pid)  # here and in the reader: whoever is first
        os.close(file)
        self._lines[pid] = line
        return True

    def _become_reader(self, line: socket.socket, file: int) -> None:
        try:
            die_with(self._pid)
            os.setpgid(0, 0)
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for other in (self._control, self._waking, self._woken, *self._lines.values()):
                other.close()
            nowhere = os.open(os.devnull, os.O_RDWR)
            for standard in (0, 1, 2):  # libraries complain there, and their words may be hers
                os.dup2(nowhere, standard)
            reader.serve(line, file)
        finally:
            os._exit(0)

    def _reap(self) -> None:
        for pid in list(self._lines):
            if os.waitpid(pid, os.WNOHANG)[0]:
                self._end(pid)  # also what it started
                self._lines.pop(pid).close()

    @staticmethod
    def _end(pid: int) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)


def _nothing(_number: int, _frame: FrameType | None) -> None:
    """A handler, so that the signal wakes."""


if __name__ == "__main__":
    Server(socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2])).run()

"""Keeps the processes of one installation running, and ends all of them together, however this one ends."""

import contextlib
import functools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

from domain.errors import ServiceError
from infra.parent import die_with

LOOK_SECONDS = 0.1
STOP_SECONDS = 5.0
SHORT_LIFE_SECONDS = 5.0
SHORT_LIVES = 3


@dataclass
class Part:
    """One process to keep running.

    Attributes:
        name: For messages.
        command: Program and arguments.
        environment: All of it.
        pass_fds: File descriptors that it inherits.
        before: Called before every start. after: likewise, when it has been started.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    pass_fds: tuple[int, ...] = ()
    before: Callable[[], None] = lambda: None
    after: Callable[[], None] = lambda: None
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    started: float = field(default=0.0, init=False)
    short_lives: int = field(default=0, init=False)

    def start(self) -> None:
        """Starts it in a session of its own, so that Ctrl-C reaches this process alone, and tied to this process."""
        self.before()
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - commands of our own
            self.command,
            env=dict(self.environment),
            pass_fds=self.pass_fds,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=functools.partial(die_with, os.getpid()),  # noqa: PLW1509 - this process has one thread
        )
        self.after()

    def look(self) -> None:
        """Starts it again when it has ended.

        Raises:
            ServiceError: If it keeps ending as soon as it is started.
        """
        if self.process is None or self.process.poll() is None:
            return
        lived = time.monotonic() - self.started
        self.short_lives = self.short_lives + 1 if lived < SHORT_LIFE_SECONDS else 0
        if self.short_lives >= SHORT_LIVES:
            raise ServiceError(f"The {self.name} ends as soon as it is started. The lines above say why.")
        print(f"her2guide: the {self.name} ended and is started again", file=sys.stderr, flush=True)
        self.start()

    def stop(self) -> None:
        """Asks it to end, waits a little, then ends it with everything that it started."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(STOP_SECONDS)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class _Told(Exception):
    """A signal asks this process to end."""


def run_together(parts: Sequence[Part]) -> None:
    """Starts the parts in order and keeps them running until SIGINT, SIGTERM or SIGHUP; then stops them, last first.

    Raises:
        ServiceError: If a part cannot be kept running; the others are stopped then too.
    """

    def told(_number: int, _frame: FrameType | None) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        raise _Told

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, told)
    try:
        for part in parts:
            part.start()
        while True:
            for part in parts:
                part.look()
            time.sleep(LOOK_SECONDS)
    except _Told:
        pass
    finally:
        for part in reversed(parts):
            part.stop()

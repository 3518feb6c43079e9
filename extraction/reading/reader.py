"""Reads one file for one line, in a process of its own that may take no more than it is given."""

import contextlib
import os
import resource
import socket
import sys
import traceback
from pathlib import Path

from domain.errors import Her2GuideError
from extraction.reading.files import OpenFile, open_file
from extraction.reading.limits import Limits
from extraction.reading.wire import LineCut, Message, receive, send

_SPARE_SECONDS = 5  # of processor time, for what is not the page itself
_MOST_OPEN_FILES = 128
_LARGEST_SCRATCH = 2 * 2**30  # bytes of a temporary file: a page that is handed to tesseract


def serve(line: socket.socket, file: int) -> None:
    """Opens the file behind a descriptor and reads the pages that are asked for, until the line is cut.

    What goes wrong is said on the line and ends this: a process in which something went wrong reads no more pages.
    """
    with contextlib.suppress(LineCut):
        send(line, "ready")
        asked = receive(line)
        limits = Limits.model_validate(asked.values["limits"])
        try:
            _confine(limits)
            opened = open_file(_content(file), asked.values["name"], limits, asked.values["password"])
            send(line, "opened", pages=len(opened), cut_off=opened.cut_off)
            while True:
                _answer(line, opened, receive(line), limits)
        except Her2GuideError as error:
            send(line, "error", code=error.code, message=error.message)
        except MemoryError:
            send(line, "out-of-memory")
        except LineCut:
            raise
        except Exception as fault:  # noqa: BLE001 - the end of the process: told by its place, as its words may be hers
            send(line, "fault", where=_place(fault))


def _answer(line: socket.socket, opened: OpenFile, asked: Message, limits: Limits) -> None:
    _allow_processor(limits.page_seconds)
    number = int(asked.values["page"])
    page = opened.page(number)
    picture = opened.picture(number) if asked.values["picture"] else None
    send(line, "page", page.model_dump_json().encode(), picture or b"")


def _content(file: int) -> bytes:
    size = os.fstat(file).st_size
    content = bytearray()
    while len(content) < size:
        some = os.pread(file, size - len(content), len(content))
        if not some:
            break
        content += some
    return bytes(content)


def _confine(limits: Limits) -> None:
    """Bounds this process and what it starts; no dump of its memory is ever written, it holds her record."""
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, _MOST_OPEN_FILES),
        (resource.RLIMIT_FSIZE, _LARGEST_SCRATCH),
    ):
        resource.setrlimit(what, (most, most))
    if sys.platform == "linux":
        most = _address_space() + limits.page_bytes
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    _allow_processor(limits.open_seconds)


def _allow_processor(seconds: float) -> None:
    """From now on; the clock on the wall is watched from outside, this ends what is not watched any more."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime + seconds) + _SPARE_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _address_space() -> int:
    return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()


def _place(fault: Exception) -> str:
    """The kind of a fault and where it came up, in the form that a log line takes."""
    frame = traceback.extract_tb(fault.__traceback__)[-1]
    return f"{type(fault).__name__}:{Path(frame.filename).name}:{frame.lineno}"[:80]

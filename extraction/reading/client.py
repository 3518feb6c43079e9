"""Reads a file page by page with readers of the pool: whatever a page does to its reader, the others are read."""

import contextlib
import io
import os
import select
import socket
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from domain.document import Document, Page
from domain.errors import DamagedFile, DocumentError, FileTooLarge, Her2GuideError, ServiceError
from extraction.reading.limits import Limits
from extraction.reading.pool import POOL
from extraction.reading.repeats import with_repeats
from extraction.reading.whole import completed, unreadable
from extraction.reading.wire import LineCut, Message, receive, send

OnProgress = Callable[[int, int], None]
OnPicture = Callable[[int, bytes], None]
OnTrouble = Callable[[int | None, str], None]

_PAGES_A_READER = 8  # then another file may have its turn
_GRACE_SECONDS = 1.0  # in which a page that watches its own time may say so itself
_MOST_TRIES = 2
_TOO_LONG, _TOO_LARGE, _STOPPED, _FAULT = "too-long", "out-of-memory", "stopped", "fault"


def read(
    data: bytes,
    name: str,
    document_id: str,
    *,
    limits: Limits | None = None,
    on_progress: OnProgress | None = None,
    on_picture: OnPicture | None = None,
    on_trouble: OnTrouble | None = None,
) -> Document:
    """One file as pages of words.

    Args:
        data: The whole file.
        name: What the person calls it; used in messages only.
        document_id: Id of the document that is made.
        limits: Bounds on size, time and memory.
        on_progress: Called with pages read and pages in all, first with none read.
        on_picture: Called with the number of a page and a JPEG of it, where there is one, before the page counts.
        on_trouble: Called with the number of a page, None while the file is opened, and what stopped its reader: a
            code, or the place in the code of a fault. For the log: it never holds words of the file.

    Raises:
        DocumentError: If nothing of the file can be read; the message says why and what to do.
        ServiceError: If a page needs OCR and tesseract is not installed, or no reader can be started.
    """
    with _content(data) as file:
        reading = _Reading(file, name, limits or Limits(), on_trouble or _unheard, pictures=on_picture is not None)
        try:
            pages = reading.pages(on_progress or _unheard, on_picture or _unheard)
        finally:
            reading.close()
    return Document(id=document_id, name=name, pages=with_repeats(completed(pages, name, cut_off=reading.cut_off)))


def _unheard(_number: object, _what: object) -> None:
    """For whoever does not listen."""


@contextlib.contextmanager
def _content(data: bytes) -> Iterator[int]:
    """The file behind a descriptor that readers can be given; it has no name, and is never on a disk on Linux."""
    with (
        io.FileIO(os.memfd_create("her2guide"), "w+") if hasattr(os, "memfd_create") else tempfile.TemporaryFile()
    ) as file:
        view = memoryview(data)
        while view:
            view = view[file.write(view) :]
        file.flush()
        yield file.fileno()


@dataclass
class _Line:
    """A line to one reader.

    Attributes:
        page: What it was asked for; None while the file is being opened for the first time.
        until: When it must have answered; None while it waits for a place.
        served: Pages that it has read.
    """

    socket: socket.socket
    page: int | None
    until: float | None = None
    opened: bool = False
    served: int = 0


class _Failed(Exception):
    """A reader did not answer as it should."""

    def __init__(self, why: str, where: str | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.where = where


class _Reading:
    """The reading of one file."""

    def __init__(self, file: int, name: str, limits: Limits, on_trouble: OnTrouble, *, pictures: bool) -> None:
        self._file = file
        self._name = name
        self._limits = limits
        self._on_trouble = on_trouble
        self._pictures = pictures
        self._lines: dict[int, _Line] = {}
        self._waiting: deque[int] = deque()
        self._tries: dict[int | None, int] = {}
        self._pages: dict[int, Page] = {}
        self._count: int | None = None
        self.cut_off = False

    def pages(self, on_progress: OnProgress, on_picture: OnPicture) -> tuple[Page, ...]:
        """All pages in order; one that no reader survives says what it did."""
        self._new_line(None)
        while self._count is None or len(self._pages) < self._count:
            while self._waiting and len(self._lines) < POOL.places:
                self._new_line(self._waiting.popleft())
            for line in self._heard():
                known, read_before = self._count, len(self._pages)
                try:
                    picture = self._take(line)
                except _Failed as failure:
                    self._on_trouble(line.page, failure.where or failure.why)
                    self._fail(line, failure.why)
                    picture = None
                if picture:
                    on_picture(*picture)
                if self._count is not None and (known is None or len(self._pages) > read_before):
                    on_progress(len(self._pages), self._count)
        return tuple(self._pages[number] for number in sorted(self._pages))

    def close(self) -> None:
        """Cuts all lines, which ends the readers."""
        for line in list(self._lines.values()):
            self._cut(line)

    def _new_line(self, page: int | None) -> None:
        line = _Line(POOL.line(self._file), page)
        self._lines[line.socket.fileno()] = line

    def _cut(self, line: _Line) -> None:
        self._lines.pop(line.socket.fileno())
        with contextlib.suppress(OSError):
            line.socket.shutdown(socket.SHUT_RDWR)
        line.socket.close()

    def _heard(self) -> list[_Line]:
        """Lines on which something was said, or that are out of time."""
        poll = select.poll()
        for descriptor in self._lines:
            poll.register(descriptor, select.POLLIN)
        limited = [line.until for line in self._lines.values() if line.until is not None]
        wait = max(0.0, min(limited) - time.monotonic()) * 1000 + 1 if limited else None
        heard = {descriptor for descriptor, _ in poll.poll(wait)}
        now = time.monotonic()
        return [
            line
            for descriptor, line in self._lines.items()
            if descriptor in heard or (line.until is not None and line.until <= now)
        ]

    def _take(self, line: _Line) -> tuple[int, bytes] | None:
        """Takes what a reader says, and asks it for more; returns the picture of a page, if it came with one.

        Raises:
            _Failed: If it is no answer.
            Her2GuideError: If the reader says that the file cannot be read.
        """
        message = self._received(line)
        values = message.values
        if message.kind == "ready" and line.until is None:
            self._ask(line, self._limits.open_seconds, "open", limits=self._limits.model_dump(), name=self._name)
            return None
        if message.kind == "opened" and not line.opened:
            line.opened = True
            if self._count is None:
                self._begin(values.get("pages"), cut_off=values.get("cut_off") is True)
            self._go_on(line, line.page)
            return None
        if message.kind == "page" and line.opened:
            return self._page(line, message)
        if message.kind == "error":
            raise _error(values)
        if message.kind == "fault":
            raise _Failed(_FAULT, str(values.get("where")))
        raise _Failed(_TOO_LARGE if message.kind == "out-of-memory" else _STOPPED)

    def _begin(self, pages: object, *, cut_off: bool) -> None:
        if not isinstance(pages, int) or not 0 < pages <= self._limits.max_pages:
            raise _Failed(_STOPPED)
        self._count, self.cut_off = pages, cut_off
        self._waiting.extend(range(1, pages + 1))

    def _received(self, line: _Line) -> Message:
        line.socket.settimeout(None if line.until is None else max(0.001, line.until - time.monotonic()))
        try:
            return receive(line.socket)
        except TimeoutError:
            raise _Failed(_TOO_LONG) from None
        except LineCut:
            raise _Failed(_STOPPED) from None

    def _page(self, line: _Line, message: Message) -> tuple[int, bytes] | None:
        try:
            page = Page.model_validate_json(message.parts[0])
        except (ValidationError, IndexError):
            raise _Failed(_STOPPED) from None
        if page.number != line.page:
            raise _Failed(_STOPPED)
        self._pages[page.number] = page
        line.served += 1
        self._go_on(line, None)
        return (page.number, message.parts[1]) if message.parts[1] else None

    def _go_on(self, line: _Line, page: int | None) -> None:
        """Asks for a page, or the next one that waits; cuts the line when there is none, or it is another's turn."""
        if page is None and self._waiting and line.served < _PAGES_A_READER:
            page = self._waiting.popleft()
        if page is None:
            self._cut(line)
            return
        line.page = page
        self._ask(line, self._limits.page_seconds + _GRACE_SECONDS, "read", page=page, picture=self._pictures)

    def _ask(self, line: _Line, seconds: float, kind: str, **values: object) -> None:
        line.until = time.monotonic() + seconds
        try:
            send(line.socket, kind, **values)
        except LineCut:
            raise _Failed(_STOPPED) from None

    def _fail(self, line: _Line, why: str) -> None:
        """Ends a reader. What it was at is tried once more where something else may have ended it."""
        self._cut(line)
        if line.until is None:
            raise ServiceError("The program that reads files does not answer. Try again; the lines above may say why.")
        tries = self._tries[line.page] = self._tries.get(line.page, 0) + 1
        if tries < _MOST_TRIES and (why == _STOPPED or (why == _TOO_LARGE and line.served)):
            self._new_line(line.page)
        elif line.page is None:
            raise self._unopened(why)
        else:
            self._pages[line.page] = unreadable(line.page, self._reason(why))

    def _reason(self, why: str) -> str:
        return {
            _TOO_LONG: f"reading it took longer than {self._limits.page_seconds:.0f} seconds",
            _TOO_LARGE: f"reading it takes more memory than the {self._limits.page_bytes / 2**20:.0f} MB allowed",
            _STOPPED: "it stopped the program that reads it",
            _FAULT: "a fault in her2guide came in between",
        }[why]

    def _unopened(self, why: str) -> DocumentError:
        advice = "Please print it to a new PDF, or photograph its pages, and upload that."
        if why in {_TOO_LONG, _TOO_LARGE}:
            what = "longer" if why == _TOO_LONG else "more memory"
            return FileTooLarge(f"“{self._name}” cannot be opened: it takes {what} than is allowed. {advice}")
        return DamagedFile(f"“{self._name}” cannot be opened: it stopped the program that reads it. {advice}")


def _error(values: dict[str, Any]) -> Her2GuideError:
    """The error that a reader names."""
    kinds: list[type[Her2GuideError]] = [Her2GuideError]
    for kind in kinds:
        kinds.extend(kind.__subclasses__())
    known = {kind.code: kind for kind in kinds if issubclass(kind, DocumentError | ServiceError)}
    return known.get(str(values.get("code")), DamagedFile)(str(values.get("message")))

"""Messages between whoever wants a file read and the process that reads it: JSON and bytes, never pickled objects."""

import json
import socket
import struct
from dataclasses import dataclass, field
from typing import Any

_HEAD = struct.Struct(">II")
MOST_BYTES = 256 * 2**20  # a page has a few hundred kilobytes; who sends more than this is not one of ours any more


class LineCut(Exception):
    """The other side is gone, or says what cannot be understood."""


@dataclass(frozen=True)
class Message:
    """One message.

    Attributes:
        kind: What it is about.
        values: JSON values by name.
        parts: Bytes that go along, e.g. a picture.
    """

    kind: str
    values: dict[str, Any] = field(default_factory=dict)
    parts: tuple[bytes, ...] = ()


def send(line: socket.socket, kind: str, *parts: bytes, **values: object) -> None:
    """Sends a message. Raises LineCut."""
    head = json.dumps({"kind": kind, "values": values, "sizes": [len(part) for part in parts]}).encode()
    try:
        line.sendall(b"".join((_HEAD.pack(len(head), sum(map(len, parts))), head, *parts)))
    except OSError:
        raise LineCut from None


def receive(line: socket.socket) -> Message:
    """The next message. Raises LineCut, or TimeoutError when the line has a time limit."""
    head_size, size = _HEAD.unpack(_exactly(line, _HEAD.size))
    if head_size + size > MOST_BYTES:
        raise LineCut
    head = _exactly(line, head_size)
    body = _exactly(line, size)
    try:
        said = json.loads(head)
        ends = [sum(said["sizes"][: number + 1]) for number in range(len(said["sizes"]))]
        parts = tuple(body[end - part : end] for end, part in zip(ends, said["sizes"], strict=True))
        return Message(str(said["kind"]), dict(said["values"]), parts)
    except (ValueError, TypeError, KeyError):
        raise LineCut from None


def _exactly(line: socket.socket, size: int) -> bytes:
    got = bytearray()
    while len(got) < size:
        try:
            some = line.recv(min(size - len(got), 2**20))
        except TimeoutError:
            raise
        except OSError:
            raise LineCut from None
        if not some:
            raise LineCut
        got += some
    return bytes(got)

"""How much a PDF unpacks to, found before it is opened: what grows a thousandfold was made to stop its reader."""

import re
import zlib
from collections.abc import Iterator

from domain.errors import FileTooLarge
from extraction.reading.limits import Limits

_STREAM = re.compile(rb"stream\r?\n")
_DICTIONARY_WITHIN = 2048  # bytes before a stream in which its dictionary begins
_AT_A_TIME = 2**20  # bytes
_DEFLATED = re.compile(rb"/(?:FlateDecode|Fl)\b")
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")


def check_unpacking(data: bytes, name: str, limits: Limits) -> None:
    """Refuses a PDF whose text, fonts and structure unpack to more than they may.

    Pictures are not counted: a blank page shrinks a thousandfold, and what a picture may have is bounded by its dots.
    Nor is what is packed otherwise, which no writer of reports does; the memory of the reader bounds that.

    Raises:
        FileTooLarge: If it does.
    """
    most = limits.unpacked(len(data))
    unpacked = 0
    for found in _STREAM.finditer(data):
        dictionary = data[max(0, found.start() - _DICTIONARY_WITHIN) : found.start()].rpartition(b" obj")[2]
        layers = len(_DEFLATED.findall(dictionary))
        if not layers or _PICTURE.search(dictionary):
            continue
        for size in _sizes(data, found.end(), layers):
            unpacked += size
            if unpacked > most:
                raise FileTooLarge(
                    f"“{name}” unpacks to more than {most / len(data):.0f} times its size, which no report does, "
                    "so it was not opened. Please print it to a new PDF and upload that."
                )


def _sizes(data: bytes, start: int, layers: int) -> Iterator[int]:
    """The bytes that come out of a stream, piece by piece, of every layer in which it is packed."""
    pieces: Iterator[bytes] = _pieces(data, start)
    for _ in range(layers - 1):
        pieces = _inflated(pieces)
    for piece in _inflated(pieces):
        yield len(piece)


def _pieces(data: bytes, start: int) -> Iterator[bytes]:
    for place in range(start, len(data), _AT_A_TIME):
        yield data[place : place + _AT_A_TIME]


def _inflated(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """What is unpacked until the end, or to where it is broken: readers take what came before."""
    unpacker = zlib.decompressobj()
    for piece in pieces:
        rest = piece
        while rest and not unpacker.eof:
            try:
                out = unpacker.decompress(rest, _AT_A_TIME)
            except zlib.error:
                return
            rest = unpacker.unconsumed_tail
            if out:
                yield out
        if unpacker.eof:
            return

"""Reads files that were broken at random, and reports how many were tried and what came of them.

    python bench/fuzz_reading.py FILE... [--count 1000] [--seed 1] [--keep FOLDER]

Every try breaks one of the files in one or more ways: bytes changed, parts cut out, doubled, moved or taken from
another file, numbers made huge, packed streams of a PDF unpacked, broken and packed again. What is looked for: a fault
in our own code, a page that is lost without a word, a reader that outlives its time, a client that grows. A reader
that a library brings down is counted, not blamed: that is what it is a process of its own for. With --keep, files
that made a fault or brought a reader down are written there.
"""

import argparse
import random
import re
import resource
import sys
import time
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from domain.document import Document
from domain.errors import DocumentError
from extraction.reading import Limits, read

LIMITS = Limits(page_seconds=60, open_seconds=60)
SPARE_SECONDS = 10  # for what is not the page itself, and a busy machine
NUMBER = re.compile(rb"\d+")
STREAM = re.compile(rb"(/Length )\d+(?P<rest>[^>]*?)>>\s*stream\r?\n(?P<content>.*?)endstream", re.DOTALL)
ODD_NUMBERS = (b"0", b"-1", b"1", b"99999999999", b"2147483648", b"65536", b"1e9", b"0.0000001")


@dataclass
class Tally:
    """What came of the files tried.

    Attributes:
        outcomes: How often each outcome came: `read`, `part` or the code of an error.
        troubles: How often readers ended early, by the code of why.
        wrong: What must not be, one line each.
        slowest: Seconds of the slowest file.
    """

    outcomes: Counter[str] = field(default_factory=Counter)
    troubles: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    slowest: float = 0.0


def fuzz(files: Sequence[bytes], count: int, seed: int, keep: Path | None = None) -> Tally:
    """Tries so many broken files."""
    tally = Tally()
    for number in range(count):
        source = random.Random(f"{seed}/{number}")  # noqa: S311 - the same files for the same seed
        data = broken(source.choice(files), files, source)
        before = tally.troubles.copy()
        _try(data, f"{seed}/{number}", tally)
        if keep is not None and tally.troubles != before:
            (keep / f"{seed}-{number}").write_bytes(data)
    return tally


def _try(data: bytes, name: str, tally: Tally) -> None:
    counts: list[int] = []

    def told(_page: int, pages: int) -> None:
        counts.append(pages)

    def trouble(_page: int | None, code: str) -> None:
        tally.troubles[code] += 1
        if ":" in code:
            tally.wrong.append(f"{name}: a fault, {code}")

    begun = time.monotonic()
    document: Document | None = None
    try:
        document = read(data, name, "d1", limits=LIMITS, on_progress=told, on_trouble=trouble)
    except DocumentError as error:
        tally.outcomes[error.code] += 1
    took = time.monotonic() - begun
    tally.slowest = max(tally.slowest, took)
    pages = counts[0] if counts else 1
    if took > LIMITS.open_seconds + 2 * pages * (LIMITS.page_seconds + SPARE_SECONDS):
        tally.wrong.append(f"{name}: {took:.0f} seconds")
    if document is not None:
        whole = all(page.readable for page in document.pages)
        tally.outcomes["read" if whole else "part"] += 1
        if [page.number for page in document.pages] != list(range(1, pages + 1)):
            tally.wrong.append(f"{name}: pages are missing")
        if any(not page.readable and not page.problem for page in document.pages):
            tally.wrong.append(f"{name}: a page says nothing of why it was not read")


def broken(data: bytes, files: Sequence[bytes], source: random.Random) -> bytes:
    """A file, broken in one to four ways."""
    for _ in range(source.randint(1, 4)):
        data = source.choice(WAYS)(data, files, source)
    return data


def _bytes_changed(data: bytes, _files: Sequence[bytes], source: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(source.choice((1, 3, 30)) if changed else 0):
        changed[source.randrange(len(changed))] = source.randrange(256)
    return bytes(changed)


def _part_cut_out(data: bytes, _files: Sequence[bytes], source: random.Random) -> bytes:
    first, last = _part(data, source)
    return data[:first] + data[last:]


def _part_doubled(data: bytes, _files: Sequence[bytes], source: random.Random) -> bytes:
    first, last = _part(data, source)
    return data[:last] + data[first:last] * source.choice((1, 1, 20)) + data[last:]


def _part_moved(data: bytes, _files: Sequence[bytes], source: random.Random) -> bytes:
    first, last = _part(data, source)
    rest = data[:first] + data[last:]
    place = source.randint(0, len(rest))
    return rest[:place] + data[first:last] + rest[place:]


def _part_of_another(data: bytes, files: Sequence[bytes], source: random.Random) -> bytes:
    other = source.choice(files)
    first, last = _part(other, source)
    place = source.randint(0, len(data))
    return data[:place] + other[first:last] + data[place + last - first :]


def _cut_off(data: bytes, _files: Sequence[bytes], source: random.Random) -> bytes:
    return data[: source.randint(0, len(data))]


def _numbers_made_odd(data: bytes, _files: Sequence[bytes], source: random.Random) -> bytes:
    numbers = list(NUMBER.finditer(data))
    for found in sorted(
        source.sample(numbers, min(len(numbers), source.choice((1, 4)))), key=lambda each: -each.start()
    ):
        data = data[: found.start()] + source.choice(ODD_NUMBERS) + data[found.end() :]
    return data


def _stream_broken(data: bytes, files: Sequence[bytes], source: random.Random) -> bytes:
    """A packed stream of a PDF, broken inside; its place in the table of places is wrong then, as readers can mend."""
    streams = list(STREAM.finditer(data))
    if not streams:
        return _bytes_changed(data, files, source)
    found = source.choice(streams)
    try:
        content = zlib.decompress(found["content"])
    except zlib.error:
        content = found["content"]
    inner = source.choice((_bytes_changed, _part_cut_out, _part_doubled, _numbers_made_odd))(content, files, source)
    packed = zlib.compress(inner)
    head = b"%b%d%b>> stream\n" % (found[1], len(packed), found["rest"])
    return data[: found.start()] + head + packed + b"endstream" + data[found.end() :]


def _part(data: bytes, source: random.Random) -> tuple[int, int]:
    first = source.randint(0, len(data))
    return first, min(len(data), first + source.choice((1, 10, 200, 5000)))


WAYS: tuple[Callable[[bytes, Sequence[bytes], random.Random], bytes], ...] = (
    _bytes_changed, _part_cut_out, _part_doubled, _part_moved, _part_of_another, _cut_off, _numbers_made_odd,
    _numbers_made_odd, _stream_broken, _stream_broken,
)  # fmt: skip


def main() -> None:
    """Tries files and prints the tally; fails when something was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    if given.keep:
        given.keep.mkdir(parents=True, exist_ok=True)
    files = [path.read_bytes() for path in given.files]
    begun, memory = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    tally = fuzz(files, given.count, given.seed, given.keep)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024
    print(f"{given.count} files tried in {time.monotonic() - begun:.0f} s, the slowest {tally.slowest:.1f} s")
    print("outcomes: " + ", ".join(f"{code} {times}" for code, times in tally.outcomes.most_common()))
    print("readers that ended early: " + (", ".join(f"{c} {n}" for c, n in tally.troubles.most_common()) or "none"))
    print(f"the client grew by {grown:.0f} MB")
    for line in tally.wrong:
        print(f"WRONG {line}")
    sys.exit(bool(tally.wrong))


if __name__ == "__main__":
    main()

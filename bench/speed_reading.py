"""How fast files become words, raced in pairs against the plain tools, and the memory that it takes.

    python bench/speed_reading.py SCAN.pdf... [--text TEXT.pdf...] [--rounds 3] [--places 2] [--ocrmypdf]

A round reads all scans with her2guide, and then by `pdftoppm -r 300 -gray` with plain `tesseract` over the pages, as
many at a time; with --ocrmypdf also by `ocrmypdf --force-ocr`. Rounds alternate in order, as the machine is never
quite the same twice; where others use it too, the processor time tells more than the clock. Memory is that of all
processes under this one, what they share counted once. Without --text, text pages are measured on reports that
are made here, without and with ruled tables.
"""

import argparse
import io
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

from extraction.reading import POOL, read

LOOK_SECONDS = 0.05
TEXT_PAGES = 20
LINE = "Line {}: invasive ductal carcinoma, estrogen receptor positive (95%), HER2 by IHC score 2+, FISH ratio 1.4."


def main() -> None:
    """Runs the race and prints a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scans", nargs="*", type=Path)
    parser.add_argument("--text", nargs="*", type=Path, default=[])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--places", type=int, default=2, help="pages side by side, for all")
    parser.add_argument("--ocrmypdf", action="store_true", help="race it too; it must be on PATH")
    given = parser.parse_args()
    POOL.start(given.places)
    if given.scans:
        race(given.scans, given.rounds, given.places, with_ocrmypdf=given.ocrmypdf)
    for name, data in [(path.name, path.read_bytes()) for path in given.text] or [
        ("a made-up report", report()),
        ("the same with a table on every page", report(tables=True)),
    ]:
        text_pages(name, data, given.rounds)


def race(scans: list[Path], rounds: int, places: int, *, with_ocrmypdf: bool) -> None:
    """Reads the scans by every way in turn and prints the times of each, and the ratios within rounds."""
    ways: dict[str, Callable[[list[Path], int], None]] = {"her2guide": ours, "pdftoppm + tesseract": plain}
    if with_ocrmypdf:
        ways["ocrmypdf --force-ocr"] = ocrmypdf
    ours(scans[:1], places)  # the start is not what is raced
    times: dict[str, list[float]] = {way: [] for way in ways}
    work: dict[str, list[float]] = {way: [] for way in ways}
    peaks: list[float] = []
    for number in range(rounds):
        order = list(ways) if number % 2 == 0 else list(reversed(ways))
        for way in order:
            with watched_memory() as peak:
                begun, used = time.perf_counter(), processor_seconds()
                ways[way](scans, places)
                times[way].append(time.perf_counter() - begun)
                work[way].append(processor_seconds() - used)
            if way == "her2guide":
                peaks.append(peak[0])
        print(f"round {number + 1}: " + ", ".join(f"{way} {times[way][-1]:.1f} s" for way in ways), flush=True)
    for way in list(ways)[1:]:
        for name, seconds in (("clock", times), ("processor time", work)):
            ratios = [mine / other for mine, other in zip(seconds["her2guide"], seconds[way], strict=True)]
            each = ", ".join(f"{ratio:.2f}" for ratio in ratios)
            print(f"her2guide / {way}, {name}: {statistics.median(ratios):.2f} (each: {each})")
    print(f"peak memory of the process tree while her2guide reads: {max(peaks):.0f} MB")


def ours(scans: list[Path], _places: int) -> None:
    """File to words, one file after another; the pool was started with its places."""
    for scan in scans:
        read(scan.read_bytes(), scan.name, "d1")


def plain(scans: list[Path], places: int) -> None:
    """The pages drawn, then read with tesseract, so many at a time."""
    with tempfile.TemporaryDirectory() as folder:
        for number, scan in enumerate(scans):
            subprocess.run(["pdftoppm", "-r", "300", "-gray", scan, f"{folder}/{number}"], check=True)
        pages = "\n".join(map(str, sorted(Path(folder).glob("*.pgm"))))
        subprocess.run(
            ["xargs", "-P", str(places), "-I{}", "tesseract", "{}", "{}", "--dpi", "300", "tsv"],
            input=pages,
            text=True,
            check=True,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )


def ocrmypdf(scans: list[Path], places: int) -> None:
    """A PDF with a text layer from each."""
    program = shutil.which("ocrmypdf") or sys.exit("ocrmypdf is not installed")
    with tempfile.TemporaryDirectory() as folder:
        for scan in scans:
            command = [program, "--quiet", "--force-ocr", "-j", str(places), scan, f"{folder}/out.pdf"]
            subprocess.run(command, check=True, stderr=subprocess.DEVNULL)


def text_pages(name: str, data: bytes, rounds: int) -> None:
    """Prints the time a page of a PDF that has its text."""
    read(data, name, "d1")
    times, work = [], []
    for _ in range(max(rounds, 5)):
        begun, used = time.perf_counter(), processor_seconds()
        document = read(data, name, "d1")
        times.append(1000 * (time.perf_counter() - begun) / len(document.pages))
        work.append(1000 * (processor_seconds() - used) / len(document.pages))
    print(
        f"{name}: {len(document.pages)} pages by {', '.join(sorted({page.source.value for page in document.pages}))}, "
        f"{statistics.median(times):.1f} ms a page by the clock, {statistics.median(work):.1f} ms of processor time"
    )


def report(*, tables: bool = False) -> bytes:
    """A PDF with text, made up; with tables, the lower half of each page is one of 20 rows and 6 columns."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=letter)
    for _ in range(TEXT_PAGES):
        canvas.setFont("Helvetica", 10)
        for row in range(20 if tables else 45):
            canvas.drawString(60, 740 - 15 * row, LINE.format(row))
        for row in range(20 if tables else 0):
            for column in range(6):
                canvas.rect(50 + 85 * column, 40 + 18 * row, 85, 18)
                canvas.drawString(54 + 85 * column, 45 + 18 * row, f"cell {row} of {column}")
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def processor_seconds() -> float:
    """Processor time of all that was started from here: what has ended, and what still runs, with what that ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime + sum(map(_processor_seconds, _tree(os.getpid())))


def _processor_seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:  # it has just ended
        return 0.0
    used = fields[11:13] if pid == os.getpid() else fields[11:15]
    return sum(map(int, used)) / os.sysconf("SC_CLK_TCK")


@contextmanager
def watched_memory() -> Iterator[list[float]]:
    """The most that this process and all under it hold at a time, in MB, once the block has ended."""
    peak = [0.0]
    done = threading.Event()

    def look() -> None:
        while not done.wait(LOOK_SECONDS):
            peak[0] = max(peak[0], sum(map(_megabytes, _tree(os.getpid()))))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()


def _tree(root: int) -> list[int]:
    found = [root]
    for pid in found:
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            try:
                found.extend(map(int, children.read_text().split()))
            except OSError:  # it has just ended
                continue
    return found


def _megabytes(pid: int) -> float:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    except OSError:  # it has just ended
        return 0.0
    return 0.0


if __name__ == "__main__":
    main()

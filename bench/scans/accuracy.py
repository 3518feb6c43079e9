"""Measures how well scans are read: texts are laid out, drawn, worn down and read again.

    .venv/bin/python bench/scans/accuracy.py TEXTS.jsonl [TEXTS.jsonl ...] --sample 25 [--level fax] [--show]

One JSON object a line with `id` and `text`. For every level it prints the character error rate and what became of the
facts that the clean text states: the same, missing, or with another value; and how many of those that differ, or that
the clean text does not state, lack the mark "please check". `layout` reads the text layer of the very same documents:
what a perfect reader of these pages would find. With `--keep FOLDER` what was read is kept, and read again from there.
"""

import argparse
import io
import json
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from degrading import LEVELS
from distance import edit_distance
from rendering import LaidOut, laid_out

from domain.document import Document
from domain.evidence import Evidence
from extraction.flat import flat_facts
from extraction.pipeline import facts_of
from extraction.reading import read, read_text
from extraction.resolution.findings import needs_check

LAYOUT = "layout"


@dataclass
class Tally:
    """What became of the facts at one level."""

    pages: int = 0
    unreadable: int = 0
    seconds: float = 0.0
    characters: int = 0
    wrong_characters: int = 0
    stated: int = 0
    same: int = 0
    same_marked: int = 0
    missing: int = 0
    differs: int = 0
    added: int = 0
    unmarked: list[str] = field(default_factory=list)


def main() -> None:
    """Prints a table with a row a level."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("--sample", type=int, default=25, help="texts of each file")
    parser.add_argument("--skip", type=int, default=0, help="texts of each file passed over")
    parser.add_argument("--level", action="append", choices=[LAYOUT, *LEVELS], help="default: all")
    parser.add_argument("--keep", type=Path, help="folder for what was read; what is there is not read again")
    parser.add_argument("--show", action="store_true", help="print every fact that is not the same")
    args = parser.parse_args()
    texts = [each for path in args.texts for each in _sample(path, args.skip, args.sample)]
    print(f"{len(texts)} texts; facts of the clean text are the reference")
    print(
        f"{'level':9}{'pages':>6}{'unread':>7}{'s/page':>7}{'CER %':>7}{'facts':>7}{'same':>6}{'marked':>7}"
        f"{'missing':>8}{'differ':>7}{'added':>6}{'recall %':>9}{'unmarked':>9}"
    )
    for level in args.level or [LAYOUT, *LEVELS]:
        tally = Tally()
        for number, (name, text) in enumerate(texts):
            _measure(tally, level, name, text, number, args)
        print(
            f"{level:9}{tally.pages:6}{tally.unreadable:7}{tally.seconds / max(1, tally.pages):7.2f}"
            f"{100 * tally.wrong_characters / max(1, tally.characters):7.2f}{tally.stated:7}{tally.same:6}"
            f"{tally.same_marked:7}{tally.missing:8}{tally.differs:7}{tally.added:6}"
            f"{100 * tally.same / max(1, tally.stated):9.1f}{len(tally.unmarked):9}",
            flush=True,
        )
        for each in tally.unmarked if args.show else ():
            print("   unmarked:", each)


def _sample(path: Path, skip: int, count: int) -> Iterator[tuple[str, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()[skip : skip + count]
    for line in lines:
        entry = json.loads(line)
        yield str(entry["id"]), str(entry["text"])


def _measure(tally: Tally, level: str, name: str, text: str, number: int, args: argparse.Namespace) -> None:
    paper = laid_out(text, number)
    begun = time.perf_counter()
    document = _read(paper, level, name, args.keep)
    tally.seconds += time.perf_counter() - begun
    tally.pages += len(document.pages)
    tally.unreadable += sum(not page.readable for page in document.pages)
    was, now = _squeezed(paper.text), _squeezed("\n".join(page.text for page in document.pages))
    tally.characters += len(was)
    tally.wrong_characters += edit_distance(was, now)
    _compare(tally, f"{name} style {number % 4}", _facts(read_text(text, name, name)), _facts(document), show=args.show)


def _read(paper: LaidOut, level: str, name: str, keep: Path | None) -> Document:
    kept = keep / f"{name}.{level}.json" if keep else None
    if kept is not None and kept.exists():
        return Document.model_validate_json(kept.read_text(encoding="utf-8"))
    data = paper.pdf if level == LAYOUT else scanned(paper, level, name)
    document = read(data, name, name)
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(document.model_dump_json(), encoding="utf-8")
    return document


def scanned(paper: LaidOut, level: str, name: str) -> bytes:
    """The document as a TIFF file of scans of that level."""
    dpi, worn = LEVELS[level]
    rng = np.random.default_rng(zlib.crc32(f"{name}/{level}".encode()))
    pages = [worn(page, rng) for page in paper.pictures(dpi)]
    target = io.BytesIO()
    pages[0].save(target, "TIFF", save_all=True, append_images=pages[1:])
    return target.getvalue()


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _facts(document: Document) -> dict[str, tuple[object, tuple[Evidence, ...]]]:
    return {name: (value, evidence) for name, value, evidence in flat_facts(facts_of(document))}


def _compare(
    tally: Tally,
    name: str,
    was: dict[str, tuple[object, tuple[Evidence, ...]]],
    now: dict[str, tuple[object, tuple[Evidence, ...]]],
    *,
    show: bool,
) -> None:
    tally.stated += len(was)
    for fact in {**was, **now}:
        before, after = was.get(fact), now.get(fact)
        if after is None:
            tally.missing += 1
            if show and before:
                print(f"   missing: {name} {fact} {before[0]!r} of {_quotes(before[1])}")
            continue
        marked = needs_check(after[1])
        if before is not None and before[0] == after[0]:
            tally.same += 1
            tally.same_marked += marked
            continue
        tally.differs += before is not None
        tally.added += before is None
        line = f"{name} {fact} {before[0] if before else None!r} -> {after[0]!r} of {_quotes(after[1])}"
        if not marked:
            tally.unmarked.append(line)
        elif show:
            print("   marked:", line)


def _quotes(evidence: tuple[Evidence, ...]) -> list[tuple[str, float | None]]:
    return [(each.quote, each.confidence) for each in evidence[:3]]


if __name__ == "__main__":
    main()

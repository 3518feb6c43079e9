"""Scores assertion on the sentences of its test: `assertion.py [--medspacy PYTHON] [--negspacy PYTHON]`.

Both options take the interpreter of another environment that holds that library. A class's figure is the share of its
sentences that are taken as a careful reader takes them. ConText sets flags that may come together; the order of
importance among them that suits it best is used. negspaCy knows denial only, so the lower half of the table asks of all
three only whether the words are denied.
"""

import argparse
import itertools
import json
import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import yaml

from extraction.assertion import Assertion, assertion_of
from extraction.facts.report import Report
from extraction.nlp import annotate
from extraction.reading import read_text

SENTENCES = Path(__file__).parent.parent / "tests" / "extraction" / "assertion"
CLASSES = tuple(str(each) for each in Assertion)
NEGATED, AFFIRMED = str(Assertion.NEGATED), str(Assertion.AFFIRMED)


class Marked(NamedTuple):
    """A sentence, where its marked words stand, and how they are meant."""

    text: str
    start: int
    end: int
    meant: str


class Answers(NamedTuple):
    """What one component says of every sentence, and the milliseconds it takes for one."""

    name: str
    meant: list[str]
    milliseconds: float


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--sentences", type=Path, default=SENTENCES, help="a folder of YAML files, or one of them")
    parser.add_argument("--medspacy", type=Path, help="interpreter of an environment with medspaCy")
    parser.add_argument("--negspacy", type=Path, help="interpreter of an environment with negspaCy")
    args = parser.parse_args()
    rows = _read(args.sentences)
    columns = [_ours(rows)]
    if args.medspacy is not None:
        columns.append(_context(rows, args.medspacy))
    classes = [(name, [row.meant == name for row in rows]) for name in CLASSES]
    print(f"{len(rows)} sentences, all classes")
    _print(columns, [(name, chosen, [row.meant for row in rows]) for name, chosen in [*classes, _all(rows)]])
    if args.negspacy is not None:
        columns.append(_negex(rows, args.negspacy))
    print("\ndenied or not")
    denied = [each._replace(meant=[_denied(value) for value in each.meant]) for each in columns]
    wanted = [_denied(row.meant) for row in rows]
    of_both = [(name, [value == name for value in wanted]) for name in (NEGATED, "not negated")]
    _print(denied, [(name, chosen, wanted) for name, chosen in [*of_both, _all(rows)]])
    print("\n" + ", ".join(f"{each.name} {each.milliseconds:.2f} ms" for each in columns) + " a sentence")


def _read(path: Path) -> list[Marked]:
    files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    groups = [group for each in files for group in yaml.safe_load(each.read_text(encoding="utf-8"))]
    return [_marked(sentence, group["meant"]) for group in groups for sentence in group["sentences"]]


def _marked(sentence: str, meant: str) -> Marked:
    before, rest = sentence.split("[[")
    words, after = rest.split("]]")
    return Marked(before + words + after, len(before), len(before) + len(words), meant)


def _ours(rows: Sequence[Marked]) -> Answers:
    answers = [_of(row) for row in rows]
    begun = time.perf_counter()
    for row in rows:
        _of(row)
    return Answers("ours", answers, 1000 * (time.perf_counter() - begun) / len(rows))


def _of(row: Marked) -> str:
    report = Report(annotate(read_text(row.text, "a", "a")))
    return str(assertion_of(report, report.place(row.start), report.place(row.end)))


def _context(rows: Sequence[Marked], python: Path) -> Answers:
    """The flags of ConText, the one that counts most first, in the order that is right most often."""
    flags, milliseconds = _flags("medspacy", rows, python)
    names = [name for name in CLASSES if name != AFFIRMED]
    orders = (
        [next((name for name in order if name in found), AFFIRMED) for found in flags]
        for order in itertools.permutations(names)
    )
    best = max(orders, key=lambda answers: sum(a == row.meant for a, row in zip(answers, rows, strict=True)))
    return Answers("ConText", best, milliseconds)


def _negex(rows: Sequence[Marked], python: Path) -> Answers:
    flags, milliseconds = _flags("negspacy", rows, python)
    return Answers("negspaCy", [NEGATED if found else AFFIRMED for found in flags], milliseconds)


def _flags(library: str, rows: Sequence[Marked], python: Path) -> tuple[list[list[str]], float]:
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as sentences:
        sentences.writelines(json.dumps({"text": row.text, "start": row.start, "end": row.end}) + "\n" for row in rows)
        sentences.flush()
        command = [str(python), str(Path(__file__).parent / "assertion_flags.py"), library, sentences.name]
        # medspaCy's sentence splitter logs every token unless told not to, which would not be a fair race
        quiet = {**os.environ, "LOGURU_LEVEL": "ERROR", "PYTHONPATH": ""}
        lines = subprocess.run(command, capture_output=True, text=True, check=True, env=quiet).stdout.splitlines()
    return [json.loads(line) for line in lines[:-1]], float(lines[-1])


def _denied(meant: str) -> str:
    return NEGATED if meant == NEGATED else "not negated"


def _all(rows: Sequence[Marked]) -> tuple[str, list[bool]]:
    return "all", [True] * len(rows)


def _print(columns: Sequence[Answers], lines: Sequence[tuple[str, list[bool], list[str]]]) -> None:
    print(f"{'':14}{'sentences':>10}" + "".join(f"{each.name:>10}" for each in columns))
    for name, chosen, wanted in lines:
        shares = [
            sum(answer == right for answer, right, counts in zip(each.meant, wanted, chosen, strict=True) if counts)
            / max(1, sum(chosen))
            for each in columns
        ]
        print(f"{name:14}{sum(chosen):10}" + "".join(f"{share:10.3f}" for share in shares))


if __name__ == "__main__":
    main()

"""The facts of documents as lines: JSON for programs, CSV for spreadsheets."""

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from cli.opening import opened
from domain.document import Document
from domain.errors import DocumentError
from extraction.flat import flat_facts
from extraction.pipeline import facts_of
from extraction.reading import read, read_text


def answer_lines(lines: Iterable[str]) -> Iterator[str]:
    """For every `{"id", "text"}` line a line with `id`, `facts` and `evidence`, offsets into the text as sent."""
    for line in lines:
        if line.strip():
            asked = json.loads(line)
            yield json.dumps({"id": asked["id"], **_answer(read_text(asked["text"], asked["id"], asked["id"]))})


def _answer(document: Document) -> dict[str, Any]:
    rows = flat_facts(facts_of(document))
    return {
        "facts": {field: value for field, value, _ in rows},
        "evidence": {
            field: [{"start": each.start, "end": each.end} for each in evidence] for field, _, evidence in rows
        },
    }


def _read(path: Path, password: str | None) -> Document:
    return read(path.read_bytes(), path.name, path.name, password=password)


def write_answers(source: TextIO, target: TextIO) -> None:
    """Answers every line of `source` on `target`, one at a time."""
    for line in answer_lines(source):
        target.write(line + "\n")
        target.flush()


def write_facts(paths: Sequence[Path], form: str, target: TextIO, password: str | None = None) -> bool:
    """Writes a row a fact: file, field, value, page and quote. Returns whether at least one file could be read.

    Args:
        paths: The files, read one after another.
        form: `csv` or `jsonl`.
        target: Where the rows go; what could not be read is told on standard error.
        password: Of those of the files that are locked.
    """
    table = csv.DictWriter(target, ["file", "field", "value", "page", "quote"], lineterminator="\n")
    if form == "csv":
        table.writeheader()
    readable = False
    for path in paths:
        try:
            document = opened(partial(_read, path), path.name, password)
        except DocumentError as error:
            print(f"her2guide: {error.message}", file=sys.stderr)
            continue
        readable = True
        for field, value, evidence in flat_facts(facts_of(document)):
            row = {"file": path.name, "field": field, "value": value, "page": evidence[0].page}
            row["quote"] = evidence[0].quote
            if form == "csv":
                table.writerow({**row, "value": value if isinstance(value, str) else json.dumps(value)})
            else:
                target.write(json.dumps(row) + "\n")
    return readable

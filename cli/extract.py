"""The facts of documents as lines: JSON for programs, CSV for spreadsheets."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from domain.document import Document
from extraction.flat import flat_facts
from extraction.pipeline import facts_of
from extraction.reading import read_text


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


def write_answers(source: TextIO, target: TextIO) -> None:
    """Answers every line of `source` on `target`, one at a time."""
    for line in answer_lines(source):
        target.write(line + "\n")
        target.flush()

"""Flags the marked words of sentences with medspaCy's ConText or with negspaCy: `assertion_flags.py LIBRARY SENTENCES`.

For an interpreter with that library in an environment of its own; `assertion.py` starts it. Each has its default rules.
A line of SENTENCES is `{"text", "start", "end"}`; each gives a line with the names of the flags that are set, and
a last one with the milliseconds a sentence, after a first run that is not counted.
"""

import json
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

FLAGS = {
    "is_negated": "negated",
    "is_uncertain": "uncertain",
    "is_historical": "historical",
    "is_hypothetical": "hypothetical",
    "is_family": "other_person",
}


def context() -> Callable[[str, int, int], list[str]]:
    """The default medspaCy pipeline's sentence splitter and ConText, on words that are given instead of matched."""
    import medspacy  # noqa: PLC0415 - in this library's environment only

    pipeline = medspacy.load()
    splitter, rules = pipeline.get_pipe("medspacy_pyrush"), pipeline.get_pipe("medspacy_context")

    def flags(text: str, start: int, end: int) -> list[str]:
        doc = splitter(pipeline.make_doc(text))
        doc.ents = [_span(doc, start, end)]
        (words,) = rules(doc).ents
        return [name for flag, name in FLAGS.items() if getattr(words._, flag)]

    return flags


def negex() -> Callable[[str, int, int], list[str]]:
    """The default negspaCy rules over spaCy's rule-based sentences."""
    import negspacy.negation  # noqa: F401, PLC0415 - registers "negex"
    import spacy  # noqa: PLC0415

    pipeline = spacy.blank("en")
    splitter, rules = pipeline.add_pipe("sentencizer"), pipeline.add_pipe("negex")

    def flags(text: str, start: int, end: int) -> list[str]:
        doc = splitter(pipeline.make_doc(text))
        doc.ents = [_span(doc, start, end)]
        (words,) = rules(doc).ents
        return ["negated"] if words._.negex else []

    return flags


def _span(doc: Any, start: int, end: int) -> Any:  # noqa: ANN401 - spaCy is not imported here
    return doc.char_span(start, end, label="WORDS", alignment_mode="expand")


def main() -> None:
    """Two runs over all sentences, the second of them timed."""
    warnings.simplefilter("ignore")
    flags = {"medspacy": context, "negspacy": negex}[sys.argv[1]]()
    rows = [json.loads(line) for line in Path(sys.argv[2]).read_text(encoding="utf-8").splitlines()]
    answers = [flags(row["text"], row["start"], row["end"]) for row in rows]
    begun = time.perf_counter()
    for row in rows:
        flags(row["text"], row["start"], row["end"])
    milliseconds = 1000 * (time.perf_counter() - begun) / len(rows)
    for answer in answers:
        print(json.dumps(answer))
    print(milliseconds)


if __name__ == "__main__":
    main()

"""Measures what reading one pathology report costs after loading: `speed_pathology.py [--texts FILE.jsonl]`.

Without `--texts` the synthetic reports of the tests are read, each padded with a gross description to the length of a
real one. With it, one JSON object a line with a `text`. One process, one thread; the median over the rounds counts.

With `--against`, the interpreter of another environment that holds medspaCy reads the same texts in turn with ours, a
round each, and the median of the pairs' ratios is printed.
"""

import argparse
import json
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import yaml

from domain.document import Document, Page, PageSource
from extraction.nlp import annotate
from extraction.specimens import specimens_of

REPORTS = Path(__file__).parent.parent / "tests" / "extraction" / "reports" / "synthetic.yaml"
TYPICAL_LENGTH = 3700
GROSS = (
    "\nGROSS DESCRIPTION: Received fresh, labeled with the patient's name, is an oriented portion of fibrofatty tissue "
    "measuring 9.5 x 7.0 x 3.2 cm. The superior margin is inked blue, the inferior green. Serial sections show a firm "
    "white mass measuring 2.1 x 1.8 x 1.5 cm, 0.6 cm from the deep margin. Sections are submitted in A1-A9."
)


def main() -> None:
    """Prints milliseconds a report for each step."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--against", type=Path, help="interpreter of an environment with medspaCy")
    args = parser.parse_args()
    documents = [_document(text, number) for number, text in enumerate(_texts(args.texts))]
    begun = time.perf_counter()
    specimens_of(annotate(documents[0]), None)
    loading = time.perf_counter() - begun
    rows: dict[str, list[float]] = {"annotate": [], "specimens": [], "both": []}
    for _ in range(args.rounds):
        start = time.perf_counter()
        annotated = [annotate(document) for document in documents]
        between = time.perf_counter()
        for each in annotated:
            specimens_of(each, None)
        end = time.perf_counter()
        for name, seconds in (("annotate", between - start), ("specimens", end - between), ("both", end - start)):
            rows[name].append(1000 * seconds / len(documents))
    characters = sum(len(document.pages[0].text) for document in documents) / len(documents)
    print(f"{len(documents)} reports of {characters:.0f} characters; first report {loading:.2f} s with loading")
    for name, milliseconds in rows.items():
        print(f"{name:12}{statistics.median(milliseconds):7.2f} ms a report (best {min(milliseconds):.2f})")
    if args.against is not None:
        _in_pairs(documents, args.against, args.rounds)


def _in_pairs(documents: list[Document], python: Path, rounds: int) -> None:
    """Ours and a default medspaCy pipeline over the same texts, in turn."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as texts:
        texts.writelines(json.dumps({"text": document.pages[0].text}) + "\n" for document in documents)
        texts.flush()
        command = [str(python), str(Path(__file__).parent / "medspacy_rounds.py"), texts.name]
        # its sentence splitter logs every token unless told not to, which would not be a fair race
        quiet: dict[str, Any] = {
            "text": True,
            "stderr": subprocess.DEVNULL,
            "env": {**os.environ, "LOGURU_LEVEL": "ERROR", "PYTHONPATH": ""},
        }
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **quiet) as theirs:
            if theirs.stdin is None or theirs.stdout is None:
                raise SystemExit("no pipe to the other interpreter")
            theirs.stdout.readline()
            pairs = []
            for _ in range(rounds):
                begun = time.perf_counter()
                for document in documents:
                    specimens_of(annotate(document), None)
                ours = 1000 * (time.perf_counter() - begun) / len(documents)
                theirs.stdin.write("round\n")
                theirs.stdin.flush()
                pairs.append((ours, float(theirs.stdout.readline())))
            theirs.stdin.close()
    times = statistics.median(other / ours for ours, other in pairs)
    ours, other = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"in pairs: ours {ours:.2f} ms, medspaCy {other:.2f} ms a report; {times:.1f} times as fast")


def _texts(path: Path | None) -> list[str]:
    if path is not None:
        return [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    reports = yaml.safe_load(REPORTS.read_text(encoding="utf-8"))
    return [report["text"] + GROSS * max(0, (TYPICAL_LENGTH - len(report["text"])) // len(GROSS)) for report in reports]


def _document(text: str, number: int) -> Document:
    page = Page(number=1, text=text, source=PageSource.TEXT_LAYER, confidence=1.0)
    return Document(id=str(number), name=f"{number}.txt", pages=(page,))


if __name__ == "__main__":
    main()

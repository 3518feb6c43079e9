"""Measures what reading one pathology report costs after loading: `speed_pathology.py [--texts FILE.jsonl]`.

Without `--texts` the synthetic reports of the tests are read, each padded with a gross description to the length of a
real one. With it, one JSON object a line with a `text`. One process, one thread; the median over the rounds counts.
"""

import argparse
import json
import statistics
import time
from pathlib import Path

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

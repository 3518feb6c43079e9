"""Measures what reading one brain imaging report costs after loading: `speed_brain.py [--texts FILE.jsonl]`.

Without `--texts` the made-up reports of the tests are read. With it, one JSON object a line with a `text`. One process,
one thread, processor time; the best of the rounds counts. "details" is what only an imaging report tells of its study,
its lesions among them; "with studies" and "everything" begin with annotating.
"""

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path

import yaml

from domain.document import Document, Page, PageSource
from extraction.dates import date_of
from extraction.facts.report import Report
from extraction.kinds import kind_of
from extraction.nlp import annotate
from extraction.pipeline import facts_of
from extraction.studies import studies_of
from extraction.study_details import details_of

REPORTS = Path(__file__).parent.parent / "tests" / "extraction" / "brain" / "reports"


def main() -> None:
    """Prints milliseconds a report for each step."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    args = parser.parse_args()
    documents = [_document(text, number) for number, text in enumerate(_texts(args.texts))]
    read = [annotate(document) for document in documents]
    told = [(each, kind, date_of(each, kind)) for each in read for kind in [kind_of(each)]]
    steps: dict[str, Callable[[], object]] = {
        "annotate": lambda: [annotate(document) for document in documents],
        "details": lambda: [details_of(Report(each), kind, date) for each, kind, date in told],
        "with studies": lambda: [studies_of(annotate(each.document), kind, date) for each, kind, date in told],
        "everything": lambda: [facts_of(document) for document in documents],
    }
    characters = sum(len(document.pages[0].text) for document in documents) / len(documents)
    print(f"{len(documents)} reports of {characters:.0f} characters")
    for name, step in steps.items():
        print(f"{name:14}{_best(step, args.rounds) / len(documents):7.2f} ms a report")


def _best(step: Callable[[], object], rounds: int) -> float:
    """The least processor time of the rounds, in milliseconds, after one round that loads."""
    step()
    spent = []
    for _ in range(rounds):
        begun = time.process_time()
        step()
        spent.append(1000 * (time.process_time() - begun))
    return min(spent)


def _texts(path: Path | None) -> list[str]:
    if path is not None:
        return [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    files = sorted(REPORTS.glob("*.yaml"))
    return [report["text"] for file in files for report in yaml.safe_load(file.read_text(encoding="utf-8"))]


def _document(text: str, number: int) -> Document:
    page = Page(number=1, text=text, source=PageSource.TEXT_LAYER, confidence=1.0)
    return Document(id=str(number), name=f"{number}.txt", pages=(page,))


if __name__ == "__main__":
    main()

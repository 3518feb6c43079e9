"""The whole path without a server: read the files, understand them, advise."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn

from cli.opening import opened
from domain.analysis import Analysis, analysis_of
from domain.document import Document, DocumentSummary, Problem
from domain.errors import DocumentError
from domain.profile import with_country
from extraction.pipeline import understand
from extraction.reading import read
from guidance.engine import advise


def today() -> dt.date:
    """The date where this runs."""
    return dt.datetime.now().astimezone().date()


def analyze_files(
    paths: Sequence[Path],
    country: str | None,
    as_of: dt.date,
    same_person: str | None = None,
    password: str | None = None,
) -> Analysis:
    """The analysis of one person's files; one that cannot be read is listed with its problem, the others go on.

    Args:
        paths: The files, in the person's order.
        country: Where she is treated; stands over what the record says.
        as_of: The date of the guidance: same files, ruleset and date, same analysis.
        same_person: Who said that all files are about one person, although they name different people.
        password: Of those of the files that are locked; without one it is asked for, if there is somebody to ask.
    """
    documents: list[Document] = []
    problems: dict[str, DocumentSummary] = {}
    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[state]}"), console=console
    ) as bar:
        for number, path in enumerate(paths, start=1):
            task = bar.add_task(path.name, total=None, state="reading")
            try:
                documents.append(
                    opened(_reader(path, f"d{number}", bar, task), path.name, password, partial(_paused, bar))
                )
            except DocumentError as error:
                problem = Problem(code=error.code, message=error.message)
                problems[f"d{number}"] = DocumentSummary(id=f"d{number}", name=path.name, problem=problem)
                bar.update(task, total=1, completed=0, state=f"not read: {error.message}")
    understanding = understand(documents, same_person)
    profile = with_country(understanding.profile, country) if country else understanding.profile
    read_well = {summary.id: summary for summary in understanding.documents}
    order = [f"d{number}" for number in range(1, len(paths) + 1)]
    summaries = [read_well.get(each) or problems[each] for each in order]
    return analysis_of(summaries, profile, advise(profile, as_of))


def _reader(path: Path, document_id: str, bar: Progress, task: TaskID) -> Callable[[str | None], Document]:
    def report(page: int, pages: int) -> None:
        bar.update(task, total=pages, completed=page, state=f"page {page} of {pages}")

    return lambda password: read(path.read_bytes(), path.name, document_id, password=password, on_progress=report)


@contextmanager
def _paused(bar: Progress) -> Iterator[None]:
    """The bar stands still while something is asked, or it would write over the question."""
    bar.stop()
    try:
        yield
    finally:
        bar.start()

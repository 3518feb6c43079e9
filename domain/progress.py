"""How far the reading of a record has come, as the person sees it."""

import datetime as dt
from enum import StrEnum

from domain.document import Problem
from domain.frozen import Frozen


class Stage(StrEnum):
    """Where a document, or a record as a whole, stands. `done` and `failed` are final."""

    QUEUED = "queued"
    READING = "reading"
    UNDERSTANDING = "understanding"
    DONE = "done"
    FAILED = "failed"


class DocumentProgress(Frozen):
    """Progress of one file.

    Attributes:
        page: Pages read so far.
        pages: Pages in all; None until the file was opened.
        problem: Set when failed.
        uploaded_before: When the owner uploaded the very same file before, in another record; None when never.
    """

    id: str
    name: str
    stage: Stage
    page: int = 0
    pages: int | None = None
    uploaded_before: dt.datetime | None = None
    problem: Problem | None = None


class RecordProgress(Frozen):
    """Progress of an upload. It is done when every file is read or failed and the guidance is made.

    It is failed only when no guidance could be made at all; one bad file among good ones leaves it done.
    """

    id: str
    stage: Stage
    documents: tuple[DocumentProgress, ...]
    problem: Problem | None = None

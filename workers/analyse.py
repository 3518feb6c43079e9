"""The use case of the workers: read what is not yet read, understand all of it, advise, store.

Every step is its own transaction under the record's lease, so it may be run twice, by two workers, or be killed
anywhere: the next run goes on with what is there. A deleted record ends it quietly.
"""

import datetime as dt
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

import structlog
from celery.exceptions import SoftTimeLimitExceeded

from domain.advice import Advice
from domain.analysis import Analysis, analysis_of
from domain.confirmation import confirmed_again
from domain.document import Document, DocumentSummary, Problem
from domain.errors import DocumentError, Her2GuideError, ServiceError, StorageError
from domain.profile import Profile, with_country
from domain.progress import Stage
from infra.repositories import File, Job, LeaseLost, Store
from workers import problems

KEEP_SECONDS = 10
PROGRESS_SECONDS = 0.5
RETRY_SECONDS = 3
AT_ONCE = dt.timedelta(0)

log = structlog.get_logger(__name__)

OnProgress = Callable[[int, int], None]
OnPicture = Callable[[int, bytes], None]


class Read(Protocol):
    """The reading of one file."""

    def __call__(
        self,
        data: bytes,
        name: str,
        document_id: str,
        *,
        password: str | None,
        on_progress: OnProgress,
        on_picture: OnPicture,
    ) -> Document:
        """The document; tells of pages read and pages in all, and gives a JPEG of every page that can be drawn."""


class Understood(Protocol):
    """What the understanding of all documents gives."""

    @property
    def profile(self) -> Profile:
        """What they state together."""

    @property
    def documents(self) -> tuple[DocumentSummary, ...]:
        """One summary a document, in the order given."""


@dataclass(frozen=True)
class Steps:
    """The steps of an analysis.

    Attributes:
        read: Bytes to the document.
        understand: Documents to profile and summaries, with who said that all are about one person, if anybody did.
        advise: Profile and date to guidance.
    """

    read: Read
    understand: Callable[[Sequence[Document], str | None], Understood]
    advise: Callable[[Profile, dt.date], Advice]


class _Stopped(Exception):
    """The record was given back or given up; there is nothing more to do now."""


class Analyst:
    """Analyses records of one store."""

    def __init__(self, store: Store, steps: Steps) -> None:
        self._store = store
        self._steps = steps
        self._most_attempts = store.settings.max_attempts

    def analyse(self, record_id: str) -> None:
        """Brings a record as far as it will go: done, failed, or given back to be tried again."""
        with self._store.begin() as unit:
            job = unit.work.claim(record_id)
        if job is None:
            return
        log.info("analysis_begun", record_id=record_id)
        started = time.monotonic()
        try:
            with self._lease_kept(job):
                self._read_all(job, until=started + self._store.settings.task_minutes * 30)
                self._understand(job)
        except LeaseLost:
            log.info("record_gone_or_taken_over", record_id=record_id)
        except _Stopped:
            pass
        else:
            log.info("analysis_done", record_id=record_id, seconds=round(time.monotonic() - started, 1))

    def _read_all(self, job: Job, *, until: float) -> None:
        """Reads every file not yet read. After half of the time allowed the rest is left to another turn."""
        with self._store.read() as unit:
            files = unit.work.files(job)
        for file in files:
            if file.stage not in {Stage.QUEUED, Stage.READING}:
                continue
            if time.monotonic() > until:
                self._give_back(job, AT_ONCE)
            if file.attempts >= self._most_attempts:
                self._fail_file(job, file, problems.INTERRUPTED_FILE)
            else:
                self._read_one(job, file)

    def _read_one(self, job: Job, file: File) -> None:
        with self._store.begin() as unit:
            unit.work.begin_reading(job, file.id)
        try:
            with self._store.read() as unit:
                data = unit.work.original(job, file.id)
                password = unit.work.password(job, file.id)

            def keep_picture(page: int, picture: bytes) -> None:
                with self._store.begin() as unit:
                    unit.work.add_picture(job, file.id, page, picture)

            document = self._steps.read(
                data,
                file.name,
                file.id,
                password=password,
                on_progress=self._reporter(job, file),
                on_picture=keep_picture,
            )
            with self._store.begin() as unit:
                unit.work.store_document(job, document)
        except (DocumentError, StorageError) as error:
            self._fail_file(job, file, problems.problem_of(error))
        except ServiceError as error:
            if file.attempts + 1 < self._most_attempts:
                self._give_back(job, dt.timedelta(seconds=RETRY_SECONDS * 3**file.attempts), error)
            self._fail_file(job, file, problems.problem_of(error))
        except SoftTimeLimitExceeded:
            self._fail_file(job, file, problems.TOO_LONG)
            self._give_back(job, AT_ONCE)
        except (LeaseLost, _Stopped):
            raise
        except Exception:
            log.exception("reading_failed", record_id=job.record_id, document_id=file.id)
            self._fail_file(job, file, problems.FAULT_IN_FILE)

    def _understand(self, job: Job) -> None:
        with self._store.begin() as unit:
            begun = unit.work.begin_understanding(job)
        if begun > self._most_attempts:
            self._give_up(job, problems.INTERRUPTED_RECORD)
        try:
            analysis = self._analysis(job)
        except ServiceError as error:
            if begun < self._most_attempts:
                self._give_back(job, dt.timedelta(seconds=RETRY_SECONDS * 3 ** (begun - 1)), error)
            self._give_up(job, problems.problem_of(error))
        except Her2GuideError as error:
            log.exception("analysis_failed", record_id=job.record_id, code=error.code)
            self._give_up(job, problems.problem_of(error))
        except SoftTimeLimitExceeded:
            self._give_up(job, problems.RECORD_TOO_LONG)
        except (LeaseLost, _Stopped):
            raise
        except Exception:
            log.exception("analysis_failed", record_id=job.record_id)
            self._give_up(job, problems.FAULT_IN_RECORD)
        else:
            with self._store.begin() as unit:
                unit.work.finish(job, analysis)

    def _analysis(self, job: Job) -> Analysis:
        with self._store.read() as unit:
            files = unit.work.files(job)
            country = unit.work.country(job)
            same_person = unit.work.same_person(job)
            confirmations = unit.work.confirmations(job)
            documents = [unit.work.document(job, file.id) for file in files if file.stage is Stage.UNDERSTANDING]
        if not documents:
            self._give_up(job, problems.NOTHING_READ)
        understood = self._steps.understand(documents, same_person)
        profile = confirmed_again(understood.profile, confirmations)
        profile = with_country(profile, country) if country else profile
        read = {summary.id: summary for summary in understood.documents}
        summaries = [
            read.get(file.id) or DocumentSummary(id=file.id, name=file.name, problem=file.problem) for file in files
        ]
        return analysis_of(summaries, profile, self._steps.advise(profile, dt.datetime.now(dt.UTC).astimezone().date()))

    def _reporter(self, job: Job, file: File) -> OnProgress:
        """Writes progress to the database, not more often than a person can see."""
        written = 0.0

        def report(page: int, pages: int) -> None:
            nonlocal written
            if time.monotonic() - written >= PROGRESS_SECONDS or page == pages:
                written = time.monotonic()
                with self._store.begin() as unit:
                    unit.work.page_read(job, file.id, page, pages)

        return report

    @contextmanager
    def _lease_kept(self, job: Job) -> Iterator[None]:
        """Renews the lease beside the work, also while one page takes long."""
        done = threading.Event()

        def keep() -> None:
            while not done.wait(KEEP_SECONDS):
                try:
                    with self._store.begin() as unit:
                        unit.work.keep(job)
                except LeaseLost:
                    return
                except ServiceError as error:
                    log.warning("lease_not_renewed", record_id=job.record_id, code=error.code)

        thread = threading.Thread(target=keep, name="lease", daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()

    def _fail_file(self, job: Job, file: File, problem: Problem) -> None:
        log.info("file_failed", record_id=job.record_id, document_id=file.id, code=problem.code)
        with self._store.begin() as unit:
            unit.work.fail_document(job, file.id, problem)

    def _give_up(self, job: Job, problem: Problem) -> None:
        log.info("analysis_given_up", record_id=job.record_id, code=problem.code)
        with self._store.begin() as unit:
            unit.work.give_up(job, problem)
        raise _Stopped

    def _give_back(self, job: Job, wait: dt.timedelta, error: Her2GuideError | None = None) -> None:
        code = error.code if error else None
        log.info("analysis_given_back", record_id=job.record_id, code=code, seconds=wait.total_seconds())
        with self._store.begin() as unit:
            unit.work.release(job, wait=wait, error=code)
        raise _Stopped

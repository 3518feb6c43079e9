"""Records as the workers see them: claimed under a lease, read file by file, finished or given up.

Every change renews the lease in its own transaction, so that a worker whose record was deleted, or taken over after
the worker was thought dead, changes nothing any more: it meets LeaseLost.
"""

import datetime as dt
import os
import secrets
import socket
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, delete, insert, or_, select, update

from domain.analysis import Analysis
from domain.confirmation import Confirmation
from domain.document import Document, Problem
from domain.errors import NotFound, StorageError
from domain.progress import Stage
from infra.crypto import Sealer
from infra.repositories.owner import LOCAL
from infra.repositories.records import opened_confirmations, opened_document, opened_problem
from infra.repositories.transaction import Transaction, now
from infra.tables import documents, outbox, pictures, records

LEASE = dt.timedelta(seconds=30)
UNDER_WAY = dt.timedelta(seconds=5)
LOST_FOR_SURE = dt.timedelta(minutes=15)


class LeaseLost(Exception):
    """The record was deleted, or another worker has it now: stop quietly."""


@dataclass(frozen=True)
class Job:
    """A record that this process works on, and nobody else."""

    record_id: str
    holder: str


@dataclass(frozen=True)
class File:
    """One file of a record, as a worker needs to know it.

    Attributes:
        stage: `queued` or `reading`: to be read; `understanding` or `done`: was read; `failed`: could not be.
        attempts: How often its reading was begun.
    """

    id: str
    name: str
    stage: Stage
    attempts: int
    problem: Problem | None


class Work:
    """What workers do with records, inside one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._connection = transaction.connection

    def claim(self, record_id: str) -> Job | None:
        """Takes the lease; None when there is nothing to do, not yet, or another worker is at it."""
        row = self._connection.execute(select(outbox).where(outbox.c.record_id == record_id)).one_or_none()
        if row is None or row.not_before > now() or not _is_free(row):
            return None
        job = Job(record_id, f"{socket.gethostname()}/{os.getpid()}/{secrets.token_hex(8)}")
        taken = self._connection.execute(
            update(outbox)
            .where(outbox.c.record_id == record_id, outbox.c.holder.is_not_distinct_from(row.holder))
            .values(holder=job.holder, lease_until=now() + LEASE, sent=None)
        )
        return job if taken.rowcount else None

    def keep(self, job: Job) -> None:
        """Renews the lease. Raises LeaseLost."""
        self._update_outbox(job, lease_until=now() + LEASE)

    def release(self, job: Job, *, wait: dt.timedelta, error: str | None = None) -> None:
        """Gives the record back, to be sent again after `wait`; `error` is the code of what went wrong."""
        self._update_outbox(job, holder=None, lease_until=None, sent=None, not_before=now() + wait, last_error=error)

    def files(self, job: Job) -> list[File]:
        """The files of the record, in the order of the upload."""
        sealer = self._sealer(job)
        rows = self._connection.execute(
            select(documents).where(documents.c.record_id == job.record_id).order_by(documents.c.position)
        )
        return [
            File(
                id=row.id,
                name=sealer.open(row.name_sealed, f"{row.id}/name").decode(),
                stage=Stage(row.stage),
                attempts=row.attempts,
                problem=opened_problem(sealer, row.problem_sealed, f"{row.id}/problem"),
            )
            for row in rows
        ]

    def country(self, job: Job) -> str | None:
        """Where she is treated, if she said so."""
        sealed = self._connection.scalar(select(records.c.country_sealed).where(records.c.id == job.record_id))
        return None if sealed is None else self._sealer(job).open(sealed, "country").decode()

    def same_person(self, job: Job) -> str | None:
        """Who said that all files are about one person, `person` or `clinic`; None when nobody did."""
        row = self._connection.execute(
            select(records.c.same_person, records.c.owner).where(records.c.id == job.record_id)
        ).one_or_none()
        if row is None:
            raise LeaseLost
        if row.same_person is None:
            return None
        return "person" if row.owner == LOCAL.id else "clinic"

    def confirmations(self, job: Job) -> tuple[Confirmation, ...]:
        """What was confirmed of the record before."""
        row = self._connection.execute(select(records).where(records.c.id == job.record_id)).one_or_none()
        return () if row is None else opened_confirmations(self._sealer(job), row)

    def original(self, job: Job, document_id: str) -> bytes:
        """The bytes of a file as they were uploaded. Raises StorageError when they cannot be had back."""
        blob = self._document(job, document_id).original_blob
        sealed = self._transaction.blobs.read(job.record_id, blob)
        return self._sealer(job).open(sealed, f"{document_id}/original")

    def password(self, job: Job, document_id: str) -> str | None:
        """The password of a locked file, if it was given."""
        sealed = self._document(job, document_id).password_sealed
        return None if sealed is None else self._sealer(job).open(sealed, f"{document_id}/password").decode()

    def document(self, job: Job, document_id: str) -> Document:
        """A file that was read before. Raises StorageError when it cannot be had back."""
        document = opened_document(self._transaction, self._sealer(job), self._document(job, document_id))
        if document is None:
            raise StorageError("A file of this record was read, but its text is gone. Upload the files again.")
        return document

    def begin_reading(self, job: Job, document_id: str) -> None:
        """Says that a file is being read now, and counts the attempt."""
        self.keep(job)
        self._update_record(job, stage=Stage.READING)
        self._update_document(
            job, document_id, stage=Stage.READING, page=0, pages=None, attempts=documents.c.attempts + 1
        )

    def page_read(self, job: Job, document_id: str, page: int, pages: int) -> None:
        """Says how far the reading of a file has come."""
        self.keep(job)
        self._update_document(job, document_id, page=page, pages=pages)

    def add_picture(self, job: Job, document_id: str, page: int, picture: bytes) -> None:
        """Stores the picture of one page, instead of the one that was there."""
        self.keep(job)
        sealed = self._sealer(job).seal(picture, f"{document_id}/picture/{page}")
        place = {"record_id": job.record_id, "document_id": document_id, "page": page}
        here = [pictures.c[name] == value for name, value in place.items()]
        self._discard(job, self._connection.scalar(select(pictures.c.blob).where(*here)))
        self._connection.execute(delete(pictures).where(*here))
        blob = self._transaction.write_blob(job.record_id, sealed)
        self._connection.execute(insert(pictures).values(**place, blob=blob))

    def store_document(self, job: Job, document: Document) -> None:
        """Stores a file as it was read, and forgets its password."""
        self.keep(job)
        sealed = self._sealer(job).seal(document.model_dump_json().encode(), f"{document.id}/text")
        self._discard(job, self._document(job, document.id).text_blob)
        self._update_document(
            job,
            document.id,
            stage=Stage.UNDERSTANDING,
            page=len(document.pages),
            pages=len(document.pages),
            text_blob=self._transaction.write_blob(job.record_id, sealed),
            password_sealed=None,
        )

    def fail_document(self, job: Job, document_id: str, problem: Problem) -> None:
        """Says that a file could not be read, and why, and forgets its password."""
        self.keep(job)
        sealed = self._sealer(job).seal(problem.model_dump_json().encode(), f"{document_id}/problem")
        self._update_document(job, document_id, stage=Stage.FAILED, problem_sealed=sealed, password_sealed=None)

    def begin_understanding(self, job: Job) -> int:
        """Says that the files are read and are being understood; returns how often this was begun, now included."""
        self._update_outbox(job, lease_until=now() + LEASE, attempts=outbox.c.attempts + 1)
        self._update_record(job, stage=Stage.UNDERSTANDING)
        begun = select(outbox.c.attempts).where(outbox.c.record_id == job.record_id)
        return int(self._connection.execute(begun).scalar_one())

    def finish(self, job: Job, analysis: Analysis) -> None:
        """Stores what came of it; the record is done."""
        sealed = self._sealer(job).seal(analysis.model_dump_json().encode(), "analysis")
        self._end(job, stage=Stage.DONE, analysis_sealed=sealed)
        self._connection.execute(
            update(documents)
            .where(documents.c.record_id == job.record_id, documents.c.stage == Stage.UNDERSTANDING)
            .values(stage=Stage.DONE)
        )

    def give_up(self, job: Job, problem: Problem) -> None:
        """Says that no guidance could be made, and why; the record is failed."""
        sealed = self._sealer(job).seal(problem.model_dump_json().encode(), "problem")
        self._end(job, stage=Stage.FAILED, problem_sealed=sealed)

    def due(self, *, queue_empty: bool) -> list[str]:
        """Records whose task must be sent: never sent, interrupted, or sent and lost with the queue."""
        lost = now() - (UNDER_WAY if queue_empty else LOST_FOR_SURE)
        rows = self._connection.execute(
            select(outbox)
            .where(outbox.c.not_before <= now(), or_(outbox.c.sent.is_(None), outbox.c.sent < lost))
            .order_by(outbox.c.not_before)
        )
        return [row.record_id for row in rows if _is_free(row)]

    def mark_sent(self, record_id: str) -> str | None:
        """Says that a task is about to be sent, and returns its name; None when it is finished or being worked on."""
        marked = self._connection.execute(
            update(outbox).where(outbox.c.record_id == record_id, outbox.c.holder.is_(None)).values(sent=now())
        )
        if not marked.rowcount:
            return None
        return self._connection.scalar(select(outbox.c.task).where(outbox.c.record_id == record_id))

    def mark_unsent(self, record_id: str) -> None:
        """Says that sending it did not succeed."""
        self._connection.execute(update(outbox).where(outbox.c.record_id == record_id).values(sent=None))

    def free_dead(self, record_id: str) -> None:
        """Takes the lease from a worker that is no more."""
        row = self._connection.execute(select(outbox).where(outbox.c.record_id == record_id)).one_or_none()
        if row is not None and row.holder is not None and _is_free(row):
            self._connection.execute(
                update(outbox)
                .where(outbox.c.record_id == record_id, outbox.c.holder == row.holder)
                .values(holder=None, lease_until=None)
            )

    def delete_older_than(self, moment: dt.datetime) -> int:
        """Deletes all records from before `moment`; returns how many."""
        old = list(self._connection.scalars(select(records.c.id).where(records.c.created < moment)))
        self._connection.execute(delete(outbox).where(outbox.c.record_id.in_(old)))
        self._connection.execute(delete(records).where(records.c.id.in_(old)))
        self._transaction.deleted.extend(old)
        return len(old)

    def discard_orphans(self) -> int:
        """Removes the folders of records that are not there, left by an upload that was never committed."""
        folders = list(self._transaction.blobs.old_records())
        known = set(self._connection.scalars(select(records.c.id).where(records.c.id.in_(folders))))
        orphans = [folder for folder in folders if folder not in known]
        self._transaction.deleted.extend(orphans)
        return len(orphans)

    def _end(self, job: Job, **values: object) -> None:
        self.keep(job)
        self._connection.execute(delete(outbox).where(outbox.c.record_id == job.record_id))
        self._update_record(job, **values)
        rows = self._connection.execute(
            select(documents.c.original_blob, documents.c.text_blob).where(documents.c.record_id == job.record_id)
        ).all()
        drawn = self._connection.scalars(select(pictures.c.blob).where(pictures.c.record_id == job.record_id))
        texts = {row.text_blob for row in rows if row.text_blob}
        self._transaction.kept[job.record_id] = frozenset({row.original_blob for row in rows} | texts | set(drawn))

    def _update_outbox(self, job: Job, **values: object) -> None:
        mine = self._connection.execute(
            update(outbox).where(outbox.c.record_id == job.record_id, outbox.c.holder == job.holder).values(**values)
        )
        if not mine.rowcount:
            raise LeaseLost

    def _update_record(self, job: Job, **values: object) -> None:
        self._connection.execute(update(records).where(records.c.id == job.record_id).values(**values))

    def _update_document(self, job: Job, document_id: str, **values: object) -> None:
        self._connection.execute(
            update(documents)
            .where(documents.c.record_id == job.record_id, documents.c.id == document_id)
            .values(**values)
        )

    def _document(self, job: Job, document_id: str) -> Row[Any]:
        row = self._connection.execute(
            select(documents).where(documents.c.record_id == job.record_id, documents.c.id == document_id)
        ).one_or_none()
        if row is None:
            raise LeaseLost
        return row

    def _sealer(self, job: Job) -> Sealer:
        try:
            return self._transaction.sealer(job.record_id)
        except NotFound:
            raise LeaseLost from None

    def _discard(self, job: Job, blob_id: str | None) -> None:
        if blob_id is not None:
            self._transaction.discarded.append((job.record_id, blob_id))


def _is_free(row: Row[Any]) -> bool:
    """Whether nobody holds a row of the outbox, or whoever did is no more."""
    return row.holder is None or row.lease_until < now() or _is_dead(row.holder)


def _is_dead(holder: str) -> bool:
    """Whether a holder was a process of this machine that has ended. Of other machines only the lease can tell."""
    host, pid, _ = holder.rsplit("/", 2)
    if host != socket.gethostname():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False

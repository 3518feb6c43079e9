"""Records as their owners see them: uploaded, followed, read and deleted. Somebody else's record is not found."""

import datetime as dt
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, delete, func, insert, select, update

from domain.analysis import Analysis
from domain.confirmation import Confirmation
from domain.document import SAME_FILE, Document, Problem
from domain.errors import EncryptedFile, InvalidRequest, NotFound, WrongPassword
from domain.progress import DocumentProgress, RecordProgress, Stage
from infra.crypto import Sealer
from infra.queue import ANALYSE
from infra.repositories.owner import Owner
from infra.repositories.transaction import Transaction, now
from infra.tables import documents, outbox, pictures, records

LOCKED = frozenset({EncryptedFile.code, WrongPassword.code})  # problems of a file that a password may mend
LONGEST_PASSWORD = 200
_CONFIRMATIONS = TypeAdapter(tuple[Confirmation, ...])


@dataclass(frozen=True)
class RecordSummary:
    """One line of an owner's list.

    Attributes:
        patient: The clinic's own identifier of the patient; None for a person's own upload.
    """

    id: str
    created: dt.datetime
    stage: Stage
    files: int
    patient: str | None


class Records:
    """The records of one database, inside one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._connection = transaction.connection

    def create(
        self,
        owner: Owner,
        files: Sequence[tuple[str, bytes]],
        *,
        patient: str | None = None,
        country: str | None = None,
        password: str | None = None,
    ) -> str:
        """Stores an upload and what must be done with it; returns the record's id.

        Args:
            owner: Whose it is.
            files: Name and bytes of each, in the person's order; documents get the ids d1, d2, ... in that order.
                A file that comes twice is read once.
            patient: The clinic's own identifier of the patient.
            country: ISO 3166 code of where she is treated.
            password: Of those of the files that are locked. Kept sealed with each file, and only until that is read.

        Raises:
            InvalidRequest: If there are no files, or more than the settings allow, or one of the
                others is no such.
        """
        self._check(files, patient, country)
        _check_password(password)
        record_id = secrets.token_hex(16)
        key = self._transaction.vault.new_key(record_id)
        sealer = self._transaction.vault.sealer(key, record_id)
        first: dict[str, str] = {}
        rows = []
        for position, (name, data) in enumerate(files, start=1):
            document_id, digest = f"d{position}", self._transaction.vault.fingerprint("file", data)
            same = _same_as(first[digest]) if digest in first else None
            first.setdefault(digest, name)
            rows.append(
                {
                    "record_id": record_id,
                    "id": document_id,
                    "position": position,
                    "name_sealed": sealer.seal(name.encode(), f"{document_id}/name"),
                    "digest": digest,
                    "original_blob": self._transaction.write_blob(
                        record_id, sealer.seal(data, f"{document_id}/original")
                    ),
                    "stage": Stage.FAILED if same else Stage.QUEUED,
                    "problem_sealed": sealer.seal(same.model_dump_json().encode(), f"{document_id}/problem")
                    if same
                    else None,
                    "password_sealed": None if same else _sealed_password(sealer, document_id, password),
                }
            )
        self._connection.execute(
            insert(records).values(
                id=record_id,
                owner=owner.id,
                key_wrapped=key,
                created=now(),
                stage=Stage.QUEUED,
                patient_hash=self._patient_hash(owner, patient) if patient else None,
                patient_sealed=sealer.seal(patient.encode(), "patient") if patient else None,
                country_sealed=sealer.seal(country.upper().encode(), "country") if country else None,
            )
        )
        self._connection.execute(insert(documents), rows)
        self._connection.execute(insert(outbox).values(record_id=record_id, task=ANALYSE, not_before=now()))
        self._transaction.owed.append(record_id)
        return record_id

    def progress(self, owner: Owner, record_id: str) -> RecordProgress:
        """How far its reading has come. Raises NotFound when there is none, or it is somebody else's."""
        record = self._record(owner, record_id)
        sealer = self._transaction.vault.sealer(record.key_wrapped, record_id)
        rows = self._connection.execute(
            select(documents).where(documents.c.record_id == record_id).order_by(documents.c.position)
        )
        before = self._uploaded_before(owner, record)
        return RecordProgress(
            id=record_id,
            stage=Stage(record.stage),
            documents=tuple(
                DocumentProgress(
                    id=row.id,
                    name=sealer.open(row.name_sealed, f"{row.id}/name").decode(),
                    stage=Stage(row.stage),
                    page=row.page,
                    pages=row.pages,
                    uploaded_before=before.get(row.digest),
                    problem=opened_problem(sealer, row.problem_sealed, f"{row.id}/problem"),
                )
                for row in rows
            ),
            problem=opened_problem(sealer, record.problem_sealed, "problem"),
        )

    def analysis(self, owner: Owner, record_id: str) -> Analysis | None:
        """What came of it; None until it is done. Raises NotFound."""
        stored = self.stored_analysis(owner, record_id)
        return None if stored is None else Analysis.model_validate_json(stored)

    def stored_analysis(self, owner: Owner, record_id: str) -> bytes | None:
        """The same as it was written, as JSON: what a signature is of. Raises NotFound."""
        record = self._record(owner, record_id)
        if record.analysis_sealed is None:
            return None
        return self._transaction.vault.sealer(record.key_wrapped, record_id).open(record.analysis_sealed, "analysis")

    def hold(self, owner: Owner, record_id: str) -> None:
        """Has whoever else would change the record wait until this transaction has ended. Raises NotFound."""
        self._lock(record_id)
        self._record(owner, record_id)

    def revise(self, owner: Owner, record_id: str, analysis: Analysis) -> None:
        """Stores an analysis instead of the one that was there. Raises NotFound."""
        record = self._record(owner, record_id)
        sealer = self._transaction.vault.sealer(record.key_wrapped, record_id)
        sealed = sealer.seal(analysis.model_dump_json().encode(), "analysis")
        self._connection.execute(update(records).where(records.c.id == record_id).values(analysis_sealed=sealed))

    def confirm(self, owner: Owner, record_id: str, made: Sequence[Confirmation]) -> None:
        """Keeps what was confirmed, beside what was before, for when it is understood again. Raises NotFound."""
        record = self._record(owner, record_id)
        self._keep_confirmations(record, dict.fromkeys((*self._confirmations(record), *made)))

    def document(self, owner: Owner, record_id: str, document_id: str) -> Document | None:
        """One file as it was read; None while it is not read, or could not be. Raises NotFound."""
        sealer, row = self._document(owner, record_id, document_id)
        return opened_document(self._transaction, sealer, row)

    def page_picture(self, owner: Owner, record_id: str, document_id: str, page: int) -> bytes | None:
        """The JPEG of one page; None for a file without pictures (plain text) or not read yet. Raises NotFound."""
        sealer, row = self._document(owner, record_id, document_id)
        if row.pages is not None and not 1 <= page <= row.pages:
            raise NotFound("There is no such page in this file.")
        blob = self._connection.scalar(
            select(pictures.c.blob).where(
                pictures.c.record_id == record_id, pictures.c.document_id == document_id, pictures.c.page == page
            )
        )
        if blob is None:
            return None
        return sealer.open(self._transaction.blobs.read(record_id, blob), f"{document_id}/picture/{page}")

    def confirm_same_person(self, owner: Owner, record_id: str) -> None:
        """Keeps that the owner says all files are about one person, and has the record understood again.

        Raises:
            NotFound: If there is no such record, or it is somebody else's.
            InvalidRequest: While it is being read.
        """
        self._record(owner, record_id)
        self._again(record_id, same_person=now())

    def unlock(self, owner: Owner, record_id: str, document_id: str, password: str) -> None:
        """Takes the password of a locked file, and has that file read; then the record is understood again.

        It is kept sealed beside the file, never in the queue, and only until the file is read.

        Raises:
            NotFound: If there is no such file, or the record is somebody else's.
            InvalidRequest: While the record is being read, when the file waits for no password, or it is empty.
        """
        sealer, row = self._document(owner, record_id, document_id)
        _check_password(password)
        problem = opened_problem(sealer, row.problem_sealed, f"{document_id}/problem")
        if problem is None or problem.code not in LOCKED:
            raise InvalidRequest("This file does not wait for a password.")
        self._again(record_id)
        self._connection.execute(
            update(documents)
            .where(documents.c.record_id == record_id, documents.c.id == document_id)
            .values(
                stage=Stage.QUEUED,
                attempts=0,
                problem_sealed=None,
                password_sealed=_sealed_password(sealer, document_id, password),
            )
        )

    def remove_document(self, owner: Owner, record_id: str, document_id: str) -> None:
        """Removes one file for good, and has the others understood again.

        Raises:
            NotFound: If there is no such file, or the record is somebody else's.
            InvalidRequest: While the record is being read, or when it is the only file.
        """
        record = self._record(owner, record_id)
        _, row = self._document(owner, record_id, document_id)
        files = select(func.count()).where(documents.c.record_id == record_id)
        if self._connection.execute(files).scalar_one() == 1:
            raise InvalidRequest("This is the only file of the record. Delete the whole record instead.")
        mine = (pictures.c.record_id == record_id, pictures.c.document_id == document_id)
        blobs = [*self._connection.scalars(select(pictures.c.blob).where(*mine)), row.original_blob, row.text_blob]
        self._again(record_id)
        left = [each.without(document_id) for each in self._confirmations(record)]
        self._keep_confirmations(record, [each for each in left if each.words])
        self._connection.execute(delete(pictures).where(*mine))
        self._connection.execute(
            delete(documents).where(documents.c.record_id == record_id, documents.c.id == document_id)
        )
        self._transaction.discarded.extend((record_id, blob) for blob in blobs if blob)

    def delete(self, owner: Owner, record_id: str) -> None:
        """Deletes it with its files, also while it is being read. Deleting what is gone is no error."""
        mine = select(records.c.id).where(records.c.id == record_id, records.c.owner == owner.id)
        # The outbox row goes first: whoever works on the record holds its lock, and then finds that it is gone.
        self._connection.execute(delete(outbox).where(outbox.c.record_id.in_(mine)))
        gone = self._connection.execute(delete(records).where(records.c.id.in_(mine)))
        if gone.rowcount:
            self._transaction.deleted.append(record_id)

    def list(self, owner: Owner, patient: str | None = None) -> list[RecordSummary]:
        """The owner's records, newest first; with `patient`, those of one patient."""
        files = select(func.count()).where(documents.c.record_id == records.c.id).correlate(records).scalar_subquery()
        asked = select(records, files.label("files")).where(records.c.owner == owner.id)
        if patient is not None:
            asked = asked.where(records.c.patient_hash == self._patient_hash(owner, patient))
        return [
            RecordSummary(
                id=row.id,
                created=row.created,
                stage=Stage(row.stage),
                files=row.files,
                patient=self._transaction.vault.sealer(row.key_wrapped, row.id)
                .open(row.patient_sealed, "patient")
                .decode()
                if row.patient_sealed is not None
                else None,
            )
            for row in self._connection.execute(asked.order_by(records.c.created.desc(), records.c.id))
        ]

    def _confirmations(self, record: Row[Any]) -> tuple[Confirmation, ...]:
        return opened_confirmations(self._transaction.vault.sealer(record.key_wrapped, record.id), record)

    def _keep_confirmations(self, record: Row[Any], kept: Iterable[Confirmation]) -> None:
        sealer = self._transaction.vault.sealer(record.key_wrapped, record.id)
        sealed = sealer.seal(_CONFIRMATIONS.dump_json(tuple(kept)), "confirmations")
        self._connection.execute(update(records).where(records.c.id == record.id).values(confirmations_sealed=sealed))

    def _again(self, record_id: str, **values: object) -> None:
        """Puts a record that is finished back into the outbox, to be understood again from what was read."""
        self._lock(record_id)
        if self._connection.scalar(select(outbox.c.record_id).where(outbox.c.record_id == record_id)) is not None:
            raise InvalidRequest("This record is still being read. Try again when it is done.")
        self._connection.execute(
            update(records)
            .where(records.c.id == record_id)
            .values(stage=Stage.UNDERSTANDING, analysis_sealed=None, problem_sealed=None, **values)
        )
        self._connection.execute(
            update(documents)
            .where(documents.c.record_id == record_id, documents.c.stage == Stage.DONE)
            .values(stage=Stage.UNDERSTANDING)
        )
        self._connection.execute(insert(outbox).values(record_id=record_id, task=ANALYSE, not_before=now()))
        self._transaction.owed.append(record_id)

    def _check(self, files: Sequence[tuple[str, bytes]], patient: str | None, country: str | None) -> None:
        most = self._transaction.settings.max_files
        if not files:
            raise InvalidRequest("There is no file in this upload. Choose at least one.")
        if len(files) > most:
            raise InvalidRequest(f"There are {len(files)} files in this upload, and {most} are allowed. Send fewer.")
        if patient is not None and not 0 < len(patient) <= 200:
            raise InvalidRequest("The patient identifier must have 1 to 200 characters.")
        if country is not None and not (len(country) == 2 and country.isascii() and country.isalpha()):
            raise InvalidRequest("The country must be a two-letter code such as US.")

    def _patient_hash(self, owner: Owner, patient: str) -> str:
        return self._transaction.vault.fingerprint(f"patient/{owner.id}", patient.encode())

    def _lock(self, record_id: str) -> None:
        """Locks the row, so that of two requests at once the second sees what the first has made of it."""
        self._connection.execute(select(records.c.id).where(records.c.id == record_id).with_for_update())

    def _record(self, owner: Owner, record_id: str) -> Row[Any]:
        row = self._connection.execute(
            select(records).where(records.c.id == record_id, records.c.owner == owner.id)
        ).one_or_none()
        if row is None:
            raise NotFound("There is no such record. It may have been deleted.")
        return row

    def _uploaded_before(self, owner: Owner, record: Row[Any]) -> dict[str, dt.datetime]:
        """By digest, when files of this record were last uploaded before, in other records of the owner."""
        mine = select(documents.c.digest).where(documents.c.record_id == record.id)
        found = self._connection.execute(
            select(documents.c.digest, func.max(records.c.created).label("created"))
            .join(records, records.c.id == documents.c.record_id)
            .where(records.c.owner == owner.id, records.c.created < record.created, documents.c.digest.in_(mine))
            .group_by(documents.c.digest)
        )
        return {row.digest: row.created for row in found}

    def _document(self, owner: Owner, record_id: str, document_id: str) -> tuple[Sealer, Row[Any]]:
        record = self._record(owner, record_id)
        row = self._connection.execute(
            select(documents).where(documents.c.record_id == record_id, documents.c.id == document_id)
        ).one_or_none()
        if row is None:
            raise NotFound("There is no such file in this record.")
        return self._transaction.vault.sealer(record.key_wrapped, record_id), row


def _check_password(password: str | None) -> None:
    if password is not None and not 0 < len(password) <= LONGEST_PASSWORD:
        raise InvalidRequest(f"The password of a file must have 1 to {LONGEST_PASSWORD} characters.")


def _sealed_password(sealer: Sealer, document_id: str, password: str | None) -> bytes | None:
    return None if password is None else sealer.seal(password.encode(), f"{document_id}/password")


def _same_as(name: str) -> Problem:
    return Problem(code=SAME_FILE, message=f"This is the very same file as “{name}”. It was read once, as that.")


def opened_problem(sealer: Sealer, sealed: bytes | None, place: str) -> Problem | None:
    """The problem that a row holds, if it holds one."""
    return None if sealed is None else Problem.model_validate_json(sealer.open(sealed, place))


def opened_confirmations(sealer: Sealer, row: Row[Any]) -> tuple[Confirmation, ...]:
    """What was confirmed of the record of a row of `records`."""
    sealed = row.confirmations_sealed
    return () if sealed is None else _CONFIRMATIONS.validate_json(sealer.open(sealed, "confirmations"))


def opened_document(transaction: Transaction, sealer: Sealer, row: Row[Any]) -> Document | None:
    """The document of a row of `documents`, if it was read."""
    if row.text_blob is None:
        return None
    sealed = transaction.blobs.read(row.record_id, row.text_blob)
    return Document.model_validate_json(sealer.open(sealed, f"{row.id}/text"))

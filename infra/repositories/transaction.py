"""What the repositories of one transaction share: the connection, the keys, and what is due when it has ended."""

import datetime as dt
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from domain.errors import NotFound
from infra.blobs import Blobs
from infra.crypto import Sealer, Vault
from infra.settings import Settings
from infra.tables import records


def now() -> dt.datetime:
    """This moment, in UTC."""
    return dt.datetime.now(dt.UTC)


@dataclass
class Transaction:
    """One open transaction.

    Attributes:
        written: Blobs to remove again if it is undone, as record id and blob id.
        discarded: Blobs to remove once it is committed.
        kept: For a record, the blobs that are all it needs; others in its folder go after the commit.
        deleted: Records whose folder goes after the commit.
        owed: Records whose task is sent to the queue after the commit.
    """

    connection: Connection
    vault: Vault
    blobs: Blobs
    settings: Settings
    written: list[tuple[str, str]] = field(default_factory=list)
    discarded: list[tuple[str, str]] = field(default_factory=list)
    kept: dict[str, frozenset[str]] = field(default_factory=dict)
    deleted: list[str] = field(default_factory=list)
    owed: list[str] = field(default_factory=list)

    def sealer(self, record_id: str) -> Sealer:
        """The sealer of a record. Raises NotFound when the record is gone."""
        wrapped = self.connection.scalar(select(records.c.key_wrapped).where(records.c.id == record_id))
        if wrapped is None:
            raise NotFound("There is no such record. It may have been deleted.")
        return self.vault.sealer(wrapped, record_id)

    def write_blob(self, record_id: str, sealed: bytes) -> str:
        """Stores a blob that goes again if this transaction is undone."""
        blob_id = self.blobs.write(record_id, sealed)
        self.written.append((record_id, blob_id))
        return blob_id

    def committed(self) -> None:
        """Removes the files that nothing refers to any more."""
        for record_id, blob_id in self.discarded:
            self.blobs.remove(record_id, blob_id)
        for record_id, blob_ids in self.kept.items():
            self.blobs.keep_only(record_id, blob_ids)
        for record_id in self.deleted:
            self.blobs.remove_record(record_id)

    def undone(self) -> None:
        """Removes the files that the transaction wrote in vain."""
        for record_id, blob_id in self.written:
            self.blobs.remove(record_id, blob_id)

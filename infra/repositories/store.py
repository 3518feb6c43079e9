"""One database with its files and its queue, and the transactions on it."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from domain.errors import QueueUnavailable, StorageError
from infra.blobs import Blobs
from infra.crypto import Vault, open_vault
from infra.database import Database, open_database
from infra.queue import Queue
from infra.repositories.clinics import Clinics
from infra.repositories.records import Records
from infra.repositories.reviews import Reviews
from infra.repositories.sign_in import SignIn
from infra.repositories.transaction import Transaction, now
from infra.repositories.work import Work
from infra.settings import Settings
from infra.tables import vault as vault_table

log = structlog.get_logger(__name__)


class Unit:
    """What one transaction may do.

    Attributes:
        records: For their owners. work: for the workers.
    """

    def __init__(self, transaction: Transaction) -> None:
        self.records = Records(transaction)
        self.clinics = Clinics(transaction)
        self.sign_in = SignIn(transaction)
        self.work = Work(transaction)
        self.reviews = Reviews(transaction)


class Store:
    """Opened once a process and shared by its threads; open_store makes it."""

    def __init__(self, settings: Settings, database: Database, vault: Vault) -> None:
        self.settings = settings
        self._database = database
        self._vault = vault
        self._blobs = Blobs(settings.data_dir / "blobs")
        self._queue = Queue(settings)

    @contextmanager
    def begin(self) -> Iterator[Unit]:
        """One request or task that may write: committed when the block ends, undone when it raises.

        What the block put into the outbox is sent to the queue after the commit; when the queue does not answer
        it stays there and is sent later, so the caller need not care.

        Raises:
            DatabaseUnavailable: If the database does not answer or refuses.
        """
        with self._transaction(writes=True) as transaction:
            yield Unit(transaction)
        for record_id in transaction.owed:
            self._send(record_id)

    @contextmanager
    def read(self) -> Iterator[Unit]:
        """One request that only reads; never waits for a writer."""
        with self._transaction(writes=False) as transaction:
            yield Unit(transaction)

    def send_due(self) -> int:
        """Sends every task that is owed and not under way; returns how many. Raises QueueUnavailable."""
        queue_empty = self._queue.waiting() == 0
        with self.read() as unit:
            due = unit.work.due(queue_empty=queue_empty)
        for record_id in due:
            with self.begin() as unit:
                unit.work.free_dead(record_id)
            self._send(record_id)
        return len(due)

    def clean(self) -> None:
        """Deletes records past their time, and files without a record."""
        with self.begin() as unit:
            days = self.settings.retention_days
            expired = unit.work.delete_older_than(now() - dt.timedelta(days=days)) if days else 0
            orphans = unit.work.discard_orphans()
        if expired or orphans:
            log.info("cleaned", expired=expired, orphans=orphans)

    def ready(self) -> None:
        """Asks database and queue for a sign of life. Raises DatabaseUnavailable or QueueUnavailable."""
        with self.read() as unit:
            unit.clinics.list()
        self._queue.waiting()

    def close(self) -> None:
        """Gives back connections."""
        self._queue.close()
        self._database.close()

    @contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[Transaction]:
        with self._database.transaction(writes=writes) as connection:
            transaction = Transaction(connection, self._vault, self._blobs, self.settings)
            try:
                yield transaction
            except BaseException:
                transaction.undone()
                raise
        # When the commit itself fails, nobody knows whether it was made: the files stay, for clean() to decide.
        transaction.committed()

    def _send(self, record_id: str) -> None:
        with self._transaction(writes=True) as transaction:
            task = Work(transaction).mark_sent(record_id)
        if task is None:
            return
        try:
            self._queue.send(task, record_id)
        except QueueUnavailable as error:
            log.warning("not_sent_yet", record_id=record_id, code=error.code)
            with self._transaction(writes=True) as transaction:
                Work(transaction).mark_unsent(record_id)


def open_store(settings: Settings) -> Store:
    """Opens the database, brought up to the newest migration, the key and the file store.

    Raises:
        DatabaseUnavailable: If the database cannot be reached.
        StorageError: If the data folder cannot be used, or the key is not the one that the database was written with.
        InvalidSetting: If an address or the key is not valid.
    """
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StorageError(
            f"The data folder {settings.data_dir} cannot be made ({type(error).__name__}). Set HER2GUIDE_DATA_DIR."
        ) from None
    vault = open_vault(settings)
    database = open_database(settings)
    try:
        _check_key(database, vault)
    except BaseException:
        database.close()
        raise
    return Store(settings, database, vault)


def _check_key(database: Database, vault: Vault) -> None:
    """Ties the database to the key at the first opening, and refuses another key from then on."""
    mine = vault.fingerprint("vault", b"")
    with database.transaction(writes=True) as connection:
        found = connection.scalar(select(vault_table.c.fingerprint))
        if found is None:
            try:
                with connection.begin_nested():
                    connection.execute(insert(vault_table).values(id=1, fingerprint=mine))
            except IntegrityError:  # another process was first
                found = connection.scalar(select(vault_table.c.fingerprint))
    if found not in {None, mine}:
        raise StorageError(
            "The master key is not the one that this database was written with, so nothing in it can be read. "
            "Set HER2GUIDE_MASTER_KEY to that key, or put its key file back into the data folder."
        )

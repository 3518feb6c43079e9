"""One database with its files and its queue, and the transactions on it."""

from collections.abc import Iterator
from contextlib import contextmanager

from infra.repositories.clinics import Clinics
from infra.repositories.records import Records
from infra.repositories.sign_in import SignIn
from infra.settings import Settings


class Unit:
    """What one transaction may do."""

    records: Records
    clinics: Clinics
    sign_in: SignIn


class Store:
    """Opened once a process and shared by its threads; open_store makes it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @contextmanager
    def begin(self) -> Iterator[Unit]:
        """One request or task that may write: committed when the block ends, undone when it raises.

        What the block put into the outbox is sent to the queue after the commit; when the queue does not answer
        it stays there and is sent later, so the caller need not care.
        """
        yield Unit()

    @contextmanager
    def read(self) -> Iterator[Unit]:
        """One request that only reads; never waits for a writer."""
        yield Unit()

    def ready(self) -> None:
        """Asks database and queue for a sign of life. Raises StorageError or QueueUnavailable."""
        raise NotImplementedError

    def close(self) -> None:
        """Gives back connections."""
        raise NotImplementedError


def open_store(settings: Settings) -> Store:
    """Opens the database, brought up to the newest migration, the key and the file store.

    Raises:
        StorageError: If the database cannot be reached, or the key is not the one that it was written with.
    """
    return Store(settings)

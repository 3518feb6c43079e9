"""The database: SQLite in the data folder, or PostgreSQL by its address; brought up to date when it is opened."""

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from domain.errors import DatabaseUnavailable, InvalidSetting
from infra.settings import Settings

BUSY_MILLISECONDS = 30_000
MIGRATION_LOCK = 0x68657232  # any number that nobody else on this PostgreSQL locks


class Database:
    """Connections to the one database; open_database makes it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextlib.contextmanager
    def transaction(self, *, writes: bool) -> Iterator[Connection]:
        """One transaction, committed when the block ends and undone when it raises.

        On SQLite a transaction that writes takes the write lock at its start, so that it never fails half way for
        having read too early; one that only reads waits for nobody.

        Raises:
            DatabaseUnavailable: If the database does not answer or refuses.
        """
        with answers(), self._engine.connect() as connection:
            connection.execution_options(her2guide_writes=writes)
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Closes all connections."""
        self._engine.dispose()


@contextlib.contextmanager
def answers() -> Iterator[None]:
    """Turns what the driver raises into a DatabaseUnavailable without its message, which may hold stored values."""
    try:
        yield
    except SQLAlchemyError as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        raise DatabaseUnavailable(
            f"The database does not answer as it should ({type(cause).__name__}). "
            "See that it runs and that the data folder can be written, then try again."
        ) from None


def open_database(settings: Settings) -> Database:
    """Connects, and runs the migrations that are missing; safe when several processes start at once.

    Raises:
        InvalidSetting: If the address is not one of SQLite or PostgreSQL.
        DatabaseUnavailable: If the database cannot be reached.
    """
    address = _address(settings)
    engine = create_engine(address, hide_parameters=True, pool_pre_ping=address.drivername != "sqlite")
    if address.drivername == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        with answers(), _one_at_a_time(settings.data_dir):
            _use_wal(engine)
            with engine.connect() as connection:
                _migrate(connection)
    else:
        with answers(), engine.connect() as connection:
            _migrate(connection)
    return Database(engine)


def _address(settings: Settings) -> URL:
    try:
        address = make_url(settings.database_address)
    except ArgumentError:
        raise InvalidSetting("HER2GUIDE_DATABASE_URL is not a database address.") from None
    if address.get_backend_name() == "postgresql":
        return address.set(drivername="postgresql+psycopg")
    if address.drivername == "sqlite" and address.database:
        return address
    raise InvalidSetting("HER2GUIDE_DATABASE_URL must begin with postgresql:// or sqlite:///.")


def _migrate(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    with connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        command.upgrade(config, "head")


@contextlib.contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    with (folder / "opening.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _use_wal(engine: Engine) -> None:
    """Lets readers read while somebody writes; the file remembers it."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we begin transactions ourselves
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("her2guide_writes", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

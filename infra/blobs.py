"""Files of records on disk, one folder a record. What comes here is sealed already: no plain byte passes."""

import contextlib
import os
import secrets
import shutil
import time
from collections.abc import Collection, Iterator
from pathlib import Path

from domain.errors import StorageError

ORPHAN_SECONDS = 3600


class Blobs:
    """A folder of sealed files."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def write(self, record_id: str, sealed: bytes) -> str:
        """Stores bytes for good, all or nothing, and returns their blob id."""
        folder = self._root / record_id
        blob_id = secrets.token_hex(16)
        scratch = folder / f".{blob_id}"
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(sealed)
                file.flush()
                os.fsync(file.fileno())
            scratch.rename(folder / blob_id)
            _sync(folder)
            _sync(self._root)
        except OSError as error:
            scratch.unlink(missing_ok=True)
            raise StorageError(
                f"A file could not be stored ({os.strerror(error.errno or 0)}). "
                "See that the data folder has room and can be written."
            ) from None
        return blob_id

    def read(self, record_id: str, blob_id: str) -> bytes:
        """The sealed bytes. Raises StorageError when they are not there."""
        try:
            return (self._root / record_id / blob_id).read_bytes()
        except OSError:
            raise StorageError(
                "A stored file of this record is gone or cannot be read. Delete the record and upload the files again."
            ) from None

    def remove(self, record_id: str, blob_id: str) -> None:
        """Removes one blob, if it is there."""
        with contextlib.suppress(FileNotFoundError):
            (self._root / record_id / blob_id).unlink()

    def remove_record(self, record_id: str) -> None:
        """Removes all blobs of a record, if there are any."""
        shutil.rmtree(self._root / record_id, ignore_errors=True)

    def keep_only(self, record_id: str, blob_ids: Collection[str]) -> None:
        """Removes what a worker left that was stopped between writing a blob and saying so in the database."""
        for path in list((self._root / record_id).glob("*")) + list((self._root / record_id).glob(".*")):
            if path.name not in blob_ids:
                path.unlink(missing_ok=True)

    def old_records(self) -> Iterator[str]:
        """Ids of the records whose folder nobody has touched for an hour: long enough for any transaction to end."""
        if not self._root.is_dir():
            return
        for folder in self._root.iterdir():
            with contextlib.suppress(FileNotFoundError):
                if time.time() - folder.stat().st_mtime > ORPHAN_SECONDS:
                    yield folder.name


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

"""Takes the files of an upload, no more of each than can be refused for its size."""

from collections.abc import Iterable

from fastapi import UploadFile

from infra.settings import Settings

_UNNAMED = "unnamed file"


def taken(files: Iterable[UploadFile], settings: Settings) -> list[tuple[str, bytes]]:
    """Name and bytes of each file. Of one that is over the limit just enough is kept that reading refuses it.

    So one file that is too large fails by itself, with a clear message, and the others of the upload go on.
    """
    most = settings.max_file_mb * 2**20 + 1
    return [(_name(file), file.file.read(most)) for file in files if file.filename or file.size]


def _name(file: UploadFile) -> str:
    """The last part of the file's name: some browsers send a path."""
    return (file.filename or _UNNAMED).replace("\\", "/").rsplit("/", 1)[-1][:200] or _UNNAMED

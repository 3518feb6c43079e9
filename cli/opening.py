"""Reads a file of the command line; the password of a locked one comes from a file, or is asked for in the terminal."""

import getpass
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from domain.document import Document
from domain.errors import EncryptedFile, InvalidRequest, WrongPassword

_MOST_TRIES = 3


def password_in(path: Path | None) -> str | None:
    """The first line of a password file; None where there is no file.

    Raises:
        InvalidRequest: Where that line is empty.
    """
    if path is None:
        return None
    with path.open(encoding="utf-8") as file:
        password = file.readline().rstrip("\r\n")
    if not password:
        raise InvalidRequest(f"The first line of {path.name} is empty. Write the password there, alone.")
    return password


def opened(
    read: Callable[[str | None], Document],
    name: str,
    password: str | None = None,
    while_asking: Callable[[], AbstractContextManager[object]] = nullcontext,
) -> Document:
    """The document; where it is locked and a person sits at the terminal, after asking her, without an echo.

    Args:
        read: Reads the file with a password.
        name: What the file is called in the question.
        password: The one to try first.
        while_asking: Makes what is entered for as long as the question stands in the terminal.

    Raises:
        DocumentError: As reading does; of a locked file when nobody can be asked, or gives the right one.
    """
    for _ in range(_MOST_TRIES):
        try:
            return read(password)
        except EncryptedFile as error:
            if not sys.stdin.isatty():
                raise
            with while_asking():
                password = _asked(name, again=isinstance(error, WrongPassword))
            if not password:
                raise
    return read(password)


def _asked(name: str, *, again: bool) -> str:
    why = "That is not its password. " if again else ""
    try:
        return getpass.getpass(f"{why}Password of “{name}” (nothing leaves it out): ", stream=sys.stderr)
    except EOFError:
        return ""

"""The web server as `serve` starts it: on a socket that is bound already, with the one line that a person needs."""

import socket
import sys
from typing import Any

import uvicorn

from api.app import create_app
from infra.logging import configure_logging
from infra.repositories import open_store
from infra.settings import Settings, load_settings

STOP_SECONDS = 2  # then open event streams are cut


class _Server(uvicorn.Server):
    """Says where it is, once it answers."""

    def __init__(self, settings: Settings, **options: Any) -> None:  # noqa: ANN401 - uvicorn's own
        super().__init__(uvicorn.Config(create_app(settings), **options))
        self._settings = settings

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts, then prints the address with a new token."""
        await super().startup(sockets)
        if sockets:
            print(f"her2guide is ready: {_address(self._settings, sockets[0])}   (Ctrl-C stops it)", flush=True)


def _address(settings: Settings, listener: socket.socket) -> str:
    store = open_store(settings)
    try:
        with store.begin() as unit:
            token = unit.sign_in.issue_token()
    finally:
        store.close()
    host = "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104 - told, not bound
    return f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}/?token={token}"


def run(descriptor: int) -> None:
    """Serves on the listening socket with this file descriptor until it is told to stop."""
    settings = load_settings()
    configure_logging(settings)
    server = _Server(settings, log_config=None, access_log=False, timeout_graceful_shutdown=STOP_SECONDS)
    server.run(sockets=[socket.socket(fileno=descriptor)])


if __name__ == "__main__":
    run(int(sys.argv[1]))

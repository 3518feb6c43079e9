"""The tasks: each takes ids, calls its use case and returns nothing."""

from functools import cache

from infra.queue import ANALYSE
from infra.repositories import Store, open_store
from infra.settings import load_settings
from workers.analyse import Analyst
from workers.app import CLEAN, SWEEP, app
from workers.steps import STEPS


@cache
def _store() -> Store:
    """The store of this process, opened at its first task: connections must not outlive a fork."""
    return open_store(load_settings())


@app.task(name=ANALYSE)  # type: ignore[untyped-decorator]
def analyse_record(record_id: str) -> None:
    """Reads a record, or goes on reading it, and makes its guidance."""
    Analyst(_store(), STEPS).analyse(record_id)


@app.task(name=SWEEP)  # type: ignore[untyped-decorator]
def sweep() -> None:
    """Sends again what is owed and not under way."""
    _store().send_due()


@app.task(name=CLEAN)  # type: ignore[untyped-decorator]
def clean() -> None:
    """Deletes records past their time, and files without a record."""
    _store().clean()

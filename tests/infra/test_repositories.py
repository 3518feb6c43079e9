"""What the repositories promise, on SQLite and on PostgreSQL alike."""

import datetime as dt
import os
import socket
import subprocess
import threading
import time
from pathlib import Path

import psycopg
import pytest
from redis import Redis
from sqlalchemy import Update, update

from domain.advice import Advice, Ruleset
from domain.analysis import Analysis
from domain.document import Document, DocumentSummary, Page, PageSource, Problem
from domain.errors import InvalidRequest, NotFound, StorageError
from domain.profile import Profile
from domain.progress import Stage
from infra.queue import QUEUE
from infra.repositories import LOCAL, Job, LeaseLost, Owner, Store, clinic_owner, open_store
from infra.settings import Settings, load_settings
from infra.tables import metadata, outbox, records

FILES = [("zebra-report.pdf", b"%PDF quagga"), ("okapi-note.txt", b"HER2 quagga 3+")]
AS_OF = dt.date(2026, 1, 2)
TODAY = Advice(ruleset=Ruleset(version="1", date=AS_OF), as_of=AS_OF, sections=())


def upload(store: Store, owner: Owner = LOCAL, **more: str) -> str:
    with store.begin() as unit:
        return unit.records.create(owner, FILES, **more)


def claim(store: Store, record_id: str) -> Job:
    with store.begin() as unit:
        job = unit.work.claim(record_id)
    assert job is not None
    return job


def document(text: str = "okapi quagga", document_id: str = "d1") -> Document:
    page = Page(number=1, text=text, source=PageSource.TEXT_LAYER, confidence=1.0)
    return Document(id=document_id, name="zebra-report.pdf", pages=(page,))


def analysis(*ids: str) -> Analysis:
    summaries = tuple(DocumentSummary(id=each, name="zebra-report.pdf") for each in ids)
    return Analysis(documents=summaries, profile=Profile(), guidance=TODAY)


def test_an_upload_is_queued_with_its_files_in_order(store: Store) -> None:
    record_id = upload(store)
    with store.read() as unit:
        progress = unit.records.progress(LOCAL, record_id)
    assert progress.stage is Stage.QUEUED
    assert [(each.id, each.name, each.stage, each.pages) for each in progress.documents] == [
        ("d1", "zebra-report.pdf", Stage.QUEUED, None),
        ("d2", "okapi-note.txt", Stage.QUEUED, None),
    ]


def test_an_upload_is_sent_to_the_queue_after_its_commit_with_its_id_alone(store: Store, redis_url: str) -> None:
    with Redis.from_url(redis_url) as redis:
        with store.begin() as unit:
            record_id = unit.records.create(LOCAL, FILES, patient="okapi-7")
            assert redis.llen(QUEUE) == 0
        message = redis.lindex(QUEUE, 0)
    assert record_id.encode() in message
    assert not [word for word in (b"zebra", b"okapi", b"quagga", b"report") if word in message]


def test_an_upload_that_is_undone_leaves_nothing(store: Store, settings: Settings, redis_url: str) -> None:
    with pytest.raises(RuntimeError), store.begin() as unit:  # noqa: PT012 - what raises is the caller's own block
        unit.records.create(LOCAL, FILES)
        raise RuntimeError
    with store.read() as unit:
        assert unit.records.list(LOCAL) == []
    assert [path for path in (settings.data_dir / "blobs").rglob("*") if path.is_file()] == []
    with Redis.from_url(redis_url) as redis:
        assert redis.llen(QUEUE) == 0


@pytest.mark.parametrize(
    ("files", "patient", "country"),
    [
        pytest.param([], None, None, id="no file"),
        pytest.param([("a", b"")] * 41, None, None, id="too many files"),
        pytest.param(FILES, "", None, id="empty patient"),
        pytest.param(FILES, "x" * 201, None, id="long patient"),
        pytest.param(FILES, None, "USA", id="three letters"),
        pytest.param(FILES, None, "1A", id="digit"),
        pytest.param(FILES, None, "ÄÖ", id="not ASCII"),
    ],
)
def test_an_upload_out_of_bounds_is_refused(store: Store, files: list, patient: str, country: str) -> None:
    with pytest.raises(InvalidRequest), store.begin() as unit:
        unit.records.create(LOCAL, files, patient=patient, country=country)


ASKS = {
    "progress": lambda records, owner, record: records.progress(owner, record),
    "analysis": lambda records, owner, record: records.analysis(owner, record),
    "document": lambda records, owner, record: records.document(owner, record, "d1"),
    "picture": lambda records, owner, record: records.page_picture(owner, record, "d1", 1),
}


@pytest.mark.parametrize("ask", ASKS.values(), ids=ASKS)
def test_somebody_elses_record_is_not_found_like_one_that_never_was(store: Store, ask) -> None:
    record_id = upload(store, clinic_owner("a"))
    with store.read() as unit:
        ask(unit.records, clinic_owner("a"), record_id)
        with pytest.raises(NotFound) as others:
            ask(unit.records, clinic_owner("b"), record_id)
        with pytest.raises(NotFound) as nobodys:
            ask(unit.records, clinic_owner("a"), "0" * 32)
    assert others.value.message == nobodys.value.message


def finished(store: Store, owner: Owner = LOCAL) -> str:
    """A record of which both files were read, and understood."""
    record_id = upload(store, owner)
    job = claim(store, record_id)
    with store.begin() as unit:
        for each in ("d1", "d2"):
            unit.work.store_document(job, document(document_id=each))
        unit.work.finish(job, analysis("d1", "d2"))
    return record_id


def stages(store: Store, record_id: str) -> list[Stage]:
    with store.read() as unit:
        progress = unit.records.progress(LOCAL, record_id)
    return [progress.stage, *(each.stage for each in progress.documents)]


def test_the_word_that_all_is_about_one_person_is_kept_and_the_record_owed_again(store: Store) -> None:
    record_id = finished(store)
    with store.begin() as unit:
        unit.records.confirm_same_person(LOCAL, record_id)
    assert stages(store, record_id) == [Stage.UNDERSTANDING] * 3
    job = claim(store, record_id)
    with store.begin() as unit:
        assert unit.work.same_person(job) == "person"
        unit.work.finish(job, analysis("d1", "d2"))
    assert stages(store, record_id) == [Stage.DONE] * 3


def test_nobodys_word_is_none(store: Store) -> None:
    job = claim(store, upload(store))
    with store.begin() as unit:
        assert unit.work.same_person(job) is None


def test_a_removed_file_is_gone_from_the_disk_and_the_rest_owed_again(store: Store, settings: Settings) -> None:
    record_id = finished(store)
    before = [path for path in (settings.data_dir / "blobs").rglob("*") if path.is_file()]
    with store.begin() as unit:
        unit.records.remove_document(LOCAL, record_id, "d1")
    assert stages(store, record_id) == [Stage.UNDERSTANDING] * 2
    after = [path for path in (settings.data_dir / "blobs").rglob("*") if path.is_file()]
    assert len(before) - len(after) == 2


CHANGES = {
    "confirm": lambda records, owner, record: records.confirm_same_person(owner, record),
    "remove": lambda records, owner, record: records.remove_document(owner, record, "d1"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_record_is_changed_by_its_owner_alone_and_not_while_it_is_read(store: Store, change) -> None:
    record_id = finished(store)
    with pytest.raises(NotFound), store.begin() as unit:
        change(unit.records, clinic_owner("a"), record_id)
    assert stages(store, record_id) == [Stage.DONE] * 3
    with store.begin() as unit:
        change(unit.records, LOCAL, record_id)
    with pytest.raises(InvalidRequest), store.begin() as unit:
        unit.records.confirm_same_person(LOCAL, record_id)


def test_a_file_or_page_that_is_not_there_is_not_found(store: Store) -> None:
    record_id = upload(store)
    job = claim(store, record_id)
    with store.begin() as unit:
        unit.work.store_document(job, document())
    with store.read() as unit:
        assert unit.records.page_picture(LOCAL, record_id, "d1", 1) is None
        for missing in (("d3", 1), ("d1", 2), ("d1", 0)):
            with pytest.raises(NotFound):
                unit.records.page_picture(LOCAL, record_id, *missing)


def test_what_the_worker_stores_the_owner_reads(store: Store) -> None:
    record_id = upload(store, country="de")
    job = claim(store, record_id)
    problem = Problem(code="damaged-file", message="okapi-note.txt is cut off.")
    with store.begin() as unit:
        assert unit.work.country(job) == "DE"
        assert unit.work.original(job, "d2") == FILES[1][1]
        unit.work.begin_reading(job, "d1")
    with store.begin() as unit:
        unit.work.page_read(job, "d1", 1, 3)
    with store.read() as unit:
        reading = unit.records.progress(LOCAL, record_id)
    assert (reading.stage, reading.documents[0].stage) == (Stage.READING, Stage.READING)
    assert (reading.documents[0].page, reading.documents[0].pages) == (1, 3)
    with store.begin() as unit:
        unit.work.add_picture(job, "d1", 1, b"first")
        unit.work.add_picture(job, "d1", 1, b"second")
        unit.work.store_document(job, document())
        unit.work.fail_document(job, "d2", problem)
        assert unit.work.begin_understanding(job) == 1
        unit.work.finish(job, analysis("d1", "d2"))
    with store.read() as unit:
        done = unit.records.progress(LOCAL, record_id)
        assert unit.records.document(LOCAL, record_id, "d1") == document()
        assert unit.records.document(LOCAL, record_id, "d2") is None
        assert unit.records.page_picture(LOCAL, record_id, "d1", 1) == b"second"
        assert unit.records.analysis(LOCAL, record_id) == analysis("d1", "d2")
    assert (done.stage, [each.stage for each in done.documents]) == (Stage.DONE, [Stage.DONE, Stage.FAILED])
    assert done.documents[1].problem == problem


def test_records_are_listed_newest_first_and_by_patient_of_their_owner_alone(store: Store) -> None:
    clinic, other = clinic_owner("a"), clinic_owner("b")
    first, second = upload(store, clinic, patient="P-1"), upload(store, clinic, patient="P-2")
    upload(store, other, patient="P-1")
    with store.read() as unit:
        assert [each.id for each in unit.records.list(clinic)] == [second, first]
        (found,) = unit.records.list(clinic, "P-1")
        assert unit.records.list(clinic, "P-3") == []
    assert (found.id, found.patient, found.files, found.stage) == (first, "P-1", 2, Stage.QUEUED)


def test_deleting_removes_rows_and_files_and_may_be_repeated(store: Store, settings: Settings) -> None:
    kept, gone = upload(store), upload(store)
    for _ in range(2):
        with store.begin() as unit:
            unit.records.delete(LOCAL, gone)
    with store.read() as unit:
        assert [each.id for each in unit.records.list(LOCAL)] == [kept]
    assert [folder.name for folder in (settings.data_dir / "blobs").iterdir()] == [kept]


def test_deleting_somebody_elses_record_changes_nothing(store: Store) -> None:
    record_id = upload(store, clinic_owner("a"))
    with store.begin() as unit:
        unit.records.delete(clinic_owner("b"), record_id)
    with store.read() as unit:
        assert unit.work.files(claim(store, record_id))


WRITES = {
    "keep": lambda work, job: work.keep(job),
    "begin reading": lambda work, job: work.begin_reading(job, "d1"),
    "page": lambda work, job: work.page_read(job, "d1", 1, 2),
    "picture": lambda work, job: work.add_picture(job, "d1", 1, b"picture"),
    "document": lambda work, job: work.store_document(job, document()),
    "fail": lambda work, job: work.fail_document(job, "d1", Problem(code="x", message="x")),
    "understand": lambda work, job: work.begin_understanding(job),
    "finish": lambda work, job: work.finish(job, analysis("d1")),
    "give up": lambda work, job: work.give_up(job, Problem(code="x", message="x")),
    "release": lambda work, job: work.release(job, wait=dt.timedelta(0)),
    "original": lambda work, job: work.original(job, "d1"),
    "files": lambda work, job: work.files(job),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_a_worker_whose_record_was_deleted_resurrects_nothing(store: Store, settings: Settings, write) -> None:
    record_id = upload(store)
    job = claim(store, record_id)
    with store.begin() as unit:
        unit.records.delete(LOCAL, record_id)
    with pytest.raises(LeaseLost), store.begin() as unit:
        write(unit.work, job)
    with store.read() as unit:
        assert unit.records.list(LOCAL) == []
    assert [path for path in (settings.data_dir / "blobs").rglob("*") if path.is_file()] == []


def test_of_many_claims_at_once_one_is_granted(store: Store) -> None:
    record_id = upload(store)
    granted: list[Job | None] = []

    def try_it() -> None:
        with store.begin() as unit:
            granted.append(unit.work.claim(record_id))

    threads = [threading.Thread(target=try_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(granted) == 8
    assert len([job for job in granted if job is not None]) == 1


def test_a_record_given_back_waits_its_time(store: Store) -> None:
    record_id = upload(store)
    job = claim(store, record_id)
    with store.begin() as unit:
        unit.work.release(job, wait=dt.timedelta(hours=1), error="program-missing")
    with store.begin() as unit:
        assert unit.work.claim(record_id) is None
        assert unit.work.due(queue_empty=True) == []
    with pytest.raises(LeaseLost), store.begin() as unit:
        unit.work.keep(job)


def test_a_claimed_record_is_not_due_and_one_of_a_dead_worker_is(store: Store, dead_holder: str) -> None:
    record_id = upload(store)
    job = claim(store, record_id)
    with store.read() as unit:
        assert unit.work.due(queue_empty=True) == []
    take_over(store, record_id, dead_holder)
    with store.read() as unit:
        assert unit.work.due(queue_empty=False) == [record_id]
    again = claim(store, record_id)
    assert again.holder not in {job.holder, dead_holder}


def test_what_was_sent_is_due_again_only_once_the_queue_has_lost_it(store: Store, redis_url: str) -> None:
    record_id = upload(store)
    assert store.send_due() == 0
    with Redis.from_url(redis_url) as redis:
        redis.flushall()
        assert store.send_due() == 0  # it may be on its way to a worker
        backdate(store, record_id, dt.timedelta(seconds=10))
        assert store.send_due() == 1
        assert redis.llen(QUEUE) == 1


def test_an_upload_is_accepted_while_the_queue_is_down_and_sent_later(settings: Settings, redis_url: str) -> None:
    nowhere = settings.model_copy(update={"redis_url": load_settings(redis_url="unix:///nowhere.sock").redis_url})
    store = open_store(nowhere)
    record_id = upload(store)
    store.close()
    store = open_store(settings)
    assert store.send_due() == 1
    store.close()
    with Redis.from_url(redis_url) as redis:
        assert record_id.encode() in redis.lindex(QUEUE, 0)


def test_records_past_their_time_and_files_without_a_record_are_cleaned_away(settings: Settings) -> None:
    store = open_store(settings.model_copy(update={"retention_days": 30}))
    old, young = upload(store), upload(store)
    backdate_record(store, old, dt.timedelta(days=31))
    blobs = settings.data_dir / "blobs"
    (blobs / "orphan").mkdir()
    (blobs / "orphan" / "file").write_bytes(b"x")
    (blobs / "fresh").mkdir()
    age(blobs / "orphan")
    age(blobs / young)
    store.clean()
    store.close()
    assert {folder.name for folder in blobs.iterdir()} == {young, "fresh"}


def test_without_a_retention_period_nothing_is_deleted(store: Store) -> None:
    record_id = upload(store)
    backdate_record(store, record_id, dt.timedelta(days=9999))
    store.clean()
    with store.read() as unit:
        assert [each.id for each in unit.records.list(LOCAL)] == [record_id]


@pytest.mark.parametrize("what", ["changed", "swapped", "gone", "cut"])
def test_a_stored_file_that_is_not_what_was_stored_raises(store: Store, settings: Settings, what: str) -> None:
    record_id = upload(store)
    job = claim(store, record_id)
    with store.begin() as unit:
        unit.work.store_document(job, document("okapi", "d1"))
    with store.begin() as unit:
        unit.work.store_document(job, document("quagga", "d2"))
    one, two = sorted((settings.data_dir / "blobs" / record_id).iterdir(), key=lambda path: path.stat().st_mtime_ns)[2:]
    damage(one, two, what)
    with store.read() as unit, pytest.raises(StorageError):
        unit.records.document(LOCAL, record_id, "d1")


def test_no_name_word_or_value_stands_in_the_data_folder_or_the_database(
    store: Store, settings: Settings, database_bytes
) -> None:
    record_id = upload(store, clinic_owner("a"), patient="okapi-17", country="DE")
    job = claim(store, record_id)
    with store.begin() as unit:
        unit.work.add_picture(job, "d1", 1, b"quagga picture")
        unit.work.store_document(job, document())
        unit.work.fail_document(job, "d2", Problem(code="damaged-file", message="okapi-note.txt is cut off"))
        unit.work.finish(job, analysis("d1", "d2"))
    store.close()
    stored = database_bytes() + b"".join(path.read_bytes() for path in settings.data_dir.rglob("*") if path.is_file())
    assert record_id.encode() in stored
    for word in (b"zebra", b"okapi", b"quagga", b"HER2", b"cut off", b"picture\x00", b"specimens"):
        assert word not in stored


def test_another_master_key_is_refused(settings: Settings) -> None:
    open_store(settings).close()
    (settings.data_dir / "master.key").unlink()
    with pytest.raises(StorageError, match="master key"):
        open_store(settings)


def take_over(store: Store, record_id: str, holder: str) -> None:
    change(store, update(outbox).where(outbox.c.record_id == record_id).values(holder=holder))


def backdate(store: Store, record_id: str, by: dt.timedelta) -> None:
    change(store, update(outbox).where(outbox.c.record_id == record_id).values(sent=dt.datetime.now(dt.UTC) - by))


def backdate_record(store: Store, record_id: str, by: dt.timedelta) -> None:
    change(store, update(records).where(records.c.id == record_id).values(created=dt.datetime.now(dt.UTC) - by))


def change(store: Store, statement: Update) -> None:
    with store._database.transaction(writes=True) as connection:
        assert connection.execute(statement).rowcount == 1


def age(folder: Path) -> None:
    long_ago = time.time() - 7200
    os.utime(folder, (long_ago, long_ago))


def damage(one: Path, two: Path, what: str) -> None:
    stored = one.read_bytes()
    match what:
        case "changed":
            one.write_bytes(stored[:-1] + bytes([stored[-1] ^ 1]))
        case "swapped":
            one.write_bytes(two.read_bytes())
        case "gone":
            one.unlink()
        case "cut":
            one.write_bytes(stored[:5])


@pytest.fixture
def dead_holder() -> str:
    process = subprocess.Popen(["true"])
    process.wait()
    return f"{socket.gethostname()}/{process.pid}/0"


@pytest.fixture
def database_bytes(settings: Settings):
    """What a PostgreSQL holds, as bytes; SQLite's are in the data folder."""

    def read() -> bytes:
        if settings.database_url is None:
            return b""
        with psycopg.connect(settings.database_address) as connection:
            values = [
                value
                for table in metadata.sorted_tables
                for row in connection.execute(f"SELECT * FROM {table.name}")
                for value in row
            ]
        return b"".join(value if isinstance(value, bytes) else str(value).encode() for value in values)

    return read

"""An analysis may be run twice, by two at once, lose its queue or its record, and does the right thing."""

import threading

import pytest
import redis

from domain.errors import NotFound
from domain.progress import Stage
from infra.repositories import LOCAL
from workers.analyse import Analyst
from workers.steps import STEPS


def analysis_of(store, record_id):
    with store.read() as unit:
        return unit.records.analysis(LOCAL, record_id)


def test_running_it_twice_changes_nothing(store, uploaded):
    record_id = uploaded()
    Analyst(store, STEPS).analyse(record_id)
    first = analysis_of(store, record_id)
    Analyst(store, STEPS).analyse(record_id)
    assert analysis_of(store, record_id) == first
    assert first.profile.her2.status.value == "positive"


def test_two_at_once_make_one_result(store, uploaded):
    record_id = uploaded()
    both = [threading.Thread(target=Analyst(store, STEPS).analyse, args=(record_id,)) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    with store.read() as unit:
        assert unit.records.progress(LOCAL, record_id).stage is Stage.DONE
        assert len(unit.records.list(LOCAL)) == 1


def test_a_deleted_record_is_not_brought_back(store, uploaded):
    record_id = uploaded()

    def read_then_delete(*arguments, **told):
        document = STEPS.read(*arguments, **told)
        with store.begin() as unit:
            unit.records.delete(LOCAL, record_id)
        return document

    steps = type(STEPS)(read=read_then_delete, understand=STEPS.understand, advise=STEPS.advise)
    Analyst(store, steps).analyse(record_id)
    with pytest.raises(NotFound):
        analysis_of(store, record_id)


def test_a_damaged_stored_file_fails_by_itself(store, settings, uploaded):
    record_id = uploaded()
    (blob,) = [path for path in (settings.data_dir / "blobs").rglob("*") if path.is_file()]
    damaged = bytearray(blob.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    blob.write_bytes(damaged)
    Analyst(store, STEPS).analyse(record_id)
    with store.read() as unit:
        progress = unit.records.progress(LOCAL, record_id)
    assert progress.stage is Stage.FAILED
    assert progress.documents[0].problem.code == "storage-error"


def test_a_worker_finishes_what_a_lost_queue_forgot(store, settings, uploaded, worker, finished):
    record_id = uploaded()
    redis.from_url(settings.redis_url.get_secret_value()).flushall()
    with worker():
        assert finished(record_id) is Stage.DONE


def test_a_killed_worker_loses_nothing(store, uploaded, worker, finished):
    record_id = uploaded(*[(f"note{number}.txt", b"HER2-positive breast cancer.\n" * 2000) for number in range(20)])
    with worker():
        for _ in range(600):
            with store.read() as unit:
                stages = {document.stage for document in unit.records.progress(LOCAL, record_id).documents}
            if stages - {Stage.QUEUED}:
                break
            threading.Event().wait(0.05)
    with worker():
        assert finished(record_id, seconds=90) is Stage.DONE
    with store.read() as unit:
        assert len(unit.records.list(LOCAL)) == 1
        assert len(unit.records.analysis(LOCAL, record_id).documents) == 20

"""What fails is tried again for as long as that can help, then given up with its reason, and the rest goes on."""

import dataclasses
import signal
import subprocess
import sys

import pytest
from celery.exceptions import SoftTimeLimitExceeded

from domain.errors import DamagedFile, KnowledgeError, ProgramMissing
from domain.progress import Stage
from infra.repositories import LOCAL, open_store
from workers.analyse import Analyst
from workers.steps import STEPS

GOOD = ("good.txt", b"HER2-positive breast cancer, ER 95% positive.\n")
BAD = ("bad.txt", b"HER2-negative breast cancer.\n")


@pytest.fixture
def patient_store(settings, monkeypatch):
    """A store that tries twice and does not wait between."""
    monkeypatch.setattr("workers.analyse.RETRY_SECONDS", 0)
    opened = open_store(settings.model_copy(update={"max_attempts": 2}))
    yield opened
    opened.close()


def upload(store, *files):
    with store.begin() as unit:
        return unit.records.create(LOCAL, files)


def seen(store, record_id):
    """Stage of the record and its problem's code, then the same of each file."""
    with store.read() as unit:
        progress = unit.records.progress(LOCAL, record_id)
    return [(each.stage.value, each.problem and each.problem.code) for each in (progress, *progress.documents)]


def reading_raises(error):
    def read(data, name, document_id, **told):
        if name == BAD[0]:
            raise error
        return STEPS.read(data, name, document_id, **told)

    return dataclasses.replace(STEPS, read=read)


def analyse_until_final(store, steps, record_id, most=10):
    """How many turns it takes."""
    for turn in range(1, most + 1):
        Analyst(store, steps).analyse(record_id)
        if seen(store, record_id)[0][0] in {"done", "failed"}:
            return turn
    pytest.fail("it goes on for ever")


@pytest.mark.parametrize(
    ("error", "code", "turns"),
    [
        pytest.param(DamagedFile("It is cut off."), "damaged-file", 1, id="the file's own fault, once"),
        pytest.param(ProgramMissing("No tesseract."), "program-missing", 2, id="a service, again up to the cap"),
        pytest.param(SoftTimeLimitExceeded(), "reading-took-too-long", 2, id="too long, the rest in another turn"),
        pytest.param(ZeroDivisionError("quagga"), "internal-error", 1, id="a fault of ours, once"),
    ],
)
def test_one_files_failure_is_named_and_the_others_go_on(patient_store, error, code, turns):
    record_id = upload(patient_store, BAD, GOOD)
    assert analyse_until_final(patient_store, reading_raises(error), record_id) == turns
    assert seen(patient_store, record_id) == [("done", None), ("failed", code), ("done", None)]
    with patient_store.read() as unit:
        analysis = unit.records.analysis(LOCAL, record_id)
    assert [(each.name, each.problem and each.problem.code) for each in analysis.documents] == [
        (BAD[0], code),
        (GOOD[0], None),
    ]
    assert analysis.profile.her2.status.value == "positive"


def test_when_no_file_can_be_read_the_record_fails_and_says_what_to_do(patient_store):
    record_id = upload(patient_store, BAD, ("empty.txt", b""))
    Analyst(patient_store, reading_raises(DamagedFile("It is cut off."))).analyse(record_id)
    assert seen(patient_store, record_id) == [
        ("failed", "nothing-readable"),
        ("failed", "damaged-file"),
        ("failed", "empty-file"),
    ]


@pytest.mark.parametrize(
    ("error", "code", "turns"),
    [
        pytest.param(KnowledgeError("A rule is wrong."), "knowledge-error", 1, id="a wrong rule, once"),
        pytest.param(ProgramMissing("Gone."), "program-missing", 2, id="a service, again up to the cap"),
        pytest.param(SoftTimeLimitExceeded(), "analysis-took-too-long", 1, id="too long"),
        pytest.param(ZeroDivisionError("quagga"), "internal-error", 1, id="a fault of ours, once"),
    ],
)
def test_understanding_that_fails_is_given_up_with_its_reason(patient_store, error, code, turns):
    def understand(documents, same_person):
        raise error

    record_id = upload(patient_store, GOOD)
    assert analyse_until_final(patient_store, dataclasses.replace(STEPS, understand=understand), record_id) == turns
    assert seen(patient_store, record_id)[0] == ("failed", code)


POISON = """
import dataclasses, os, signal, sys
from infra.repositories import open_store
from infra.settings import load_settings
from workers.analyse import Analyst
from workers.steps import STEPS

def read(data, name, document_id, **told):
    if name == "bad.txt":
        os.kill(os.getpid(), signal.SIGKILL)
    return STEPS.read(data, name, document_id, **told)

store = open_store(load_settings(data_dir=sys.argv[1], redis_url=sys.argv[2], max_attempts=2))
Analyst(store, dataclasses.replace(STEPS, read=read)).analyse(sys.argv[3])
"""


def test_a_file_that_kills_its_worker_is_given_up_and_the_others_go_on(store, settings):
    record_id = upload(store, BAD, GOOD)
    arguments = [str(settings.data_dir), settings.redis_url.get_secret_value(), record_id]
    runs = [subprocess.run([sys.executable, "-c", POISON, *arguments], check=False).returncode for _ in range(3)]
    assert runs == [-signal.SIGKILL, -signal.SIGKILL, 0]
    assert seen(store, record_id) == [("done", None), ("failed", "reading-interrupted"), ("done", None)]


def test_what_was_read_before_a_kill_is_not_read_again(patient_store):
    read_names = []

    def read(data, name, document_id, **told):
        read_names.append(name)
        if len(read_names) == 2:
            raise ProgramMissing("Gone for a moment.")
        return STEPS.read(data, name, document_id, **told)

    record_id = upload(patient_store, GOOD, BAD)
    assert analyse_until_final(patient_store, dataclasses.replace(STEPS, read=read), record_id) == 2
    assert read_names == [GOOD[0], BAD[0], BAD[0]]
    assert seen(patient_store, record_id)[0][0] == Stage.DONE


def test_the_country_that_she_named_stands(store):
    with store.begin() as unit:
        record_id = unit.records.create(LOCAL, [GOOD], country="de")
    Analyst(store, STEPS).analyse(record_id)
    with store.read() as unit:
        country = unit.records.analysis(LOCAL, record_id).profile.context.country
    assert (country.value, country.confirmed_by) == ("DE", "person")

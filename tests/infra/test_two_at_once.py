"""Two requests at the same moment: what each has changed stays, on both databases."""

import contextlib
import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from api.records import confirming
from domain.advice import Advice, Ruleset
from domain.analysis import Analysis
from domain.brain import CurrentBrain
from domain.confirmation import words_at
from domain.document import DocumentSummary
from domain.evidence import Evidence
from domain.finding import Finding, Status
from domain.profile import Profile
from infra.repositories import LOCAL, Store

DAY = dt.date(2026, 1, 2)


def doubted(value: float, start: int) -> Finding[float]:
    words = Evidence(document="d1", page=1, start=start, end=start + 4, quote="made", rule="r", doubtful=True)
    return Finding(status=Status.STATED, value=value, evidence=(words,), check=True)


def test_of_two_confirmations_at_once_both_stay(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    brain = CurrentBrain(largest_mm=doubted(12.0, 0), midline_shift_mm=doubted(3.0, 10))
    advice = Advice(ruleset=Ruleset(version="7", date=DAY), as_of=DAY, sections=())
    with store.begin() as unit:
        record_id = unit.records.create(LOCAL, [("d1.txt", b"made up")])
    with store.begin() as unit:
        job = unit.work.claim(record_id)
        summary = DocumentSummary(id="d1", name="d1.txt")
        unit.work.finish(job, Analysis(documents=(summary,), profile=Profile(brain=brain), guidance=advice))
    both = threading.Barrier(2, timeout=1)

    def advise_when_both_have_read(_profile: Profile, _day: dt.date) -> Advice:
        with contextlib.suppress(threading.BrokenBarrierError):  # the other one waits for this one to end, as it should
            both.wait()
        return advice

    monkeypatch.setattr(confirming, "advise", advise_when_both_have_read)
    places = [words_at(each) for finding in (brain.largest_mm, brain.midline_shift_mm) for each in finding.evidence]
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda place: confirming.confirm(store, LOCAL, record_id, [place]), places))
    with store.begin() as unit:
        found = unit.records.analysis(LOCAL, record_id).profile.brain
    assert (found.largest_mm.confirmed_by, found.midline_shift_mm.confirmed_by) == ("local", "local")

"""Reviewers and signatures on both databases: of one analysis, for one owner, kept when void, gone with the record."""

import datetime as dt

import pytest
from sqlalchemy import select

from domain.advice import Advice, Ruleset
from domain.analysis import Analysis
from domain.document import DocumentSummary
from domain.errors import NotAllowed, NotFound, SignInNeeded
from domain.profile import Profile
from infra.repositories import LOCAL, Reviewer, Store
from infra.tables import signatures

DAY = dt.date(2026, 1, 2)


def analysed(store: Store, *ids: str) -> str:
    with store.begin() as unit:
        record_id = unit.records.create(LOCAL, [(f"{each}.txt", b"made up") for each in ids])
    with store.begin() as unit:
        job = unit.work.claim(record_id)
        assert job is not None
        summaries = tuple(DocumentSummary(id=each, name=f"{each}.txt") for each in ids)
        guidance = Advice(ruleset=Ruleset(version="7", date=DAY), as_of=DAY, sections=())
        unit.work.finish(job, Analysis(documents=summaries, profile=Profile(), guidance=guidance))
    return record_id


@pytest.fixture
def reviewer(store: Store) -> Reviewer:
    with store.begin() as unit:
        made, key = unit.reviews.add_reviewer("  Dr. Made Up ", None)
        assert unit.reviews.verify(key) == made
    return made


def rows(store: Store) -> int:
    with store._database.transaction(writes=False) as connection:
        return len(connection.execute(select(signatures)).all())


def test_a_signature_names_who_when_and_by_which_rules(store: Store, reviewer: Reviewer) -> None:
    record_id = analysed(store, "d1")
    with store.begin() as unit:
        assert unit.reviews.signature(LOCAL, record_id) is None
        given = unit.reviews.sign(reviewer, record_id, unit.reviews.under_review(reviewer, record_id).seal)
    with store.begin() as unit:
        found = unit.reviews.signature(LOCAL, record_id)
        again = unit.reviews.sign(reviewer, record_id, unit.reviews.under_review(reviewer, record_id).seal)
    assert found == again == given
    assert (given.name, given.ruleset) == ("Dr. Made Up", "7")
    assert abs(given.signed - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=5)
    assert rows(store) == 1


def test_one_record_is_not_signed_with_the_seal_of_another(store: Store, reviewer: Reviewer) -> None:
    one, other = analysed(store, "d1"), analysed(store, "d1")
    with store.begin() as unit:
        seal = unit.reviews.under_review(reviewer, one).seal
        with pytest.raises(NotAllowed):
            unit.reviews.sign(reviewer, other, seal)
    assert rows(store) == 0


def test_a_reviewer_of_a_clinic_signs_for_that_clinic_only(store: Store) -> None:
    record_id = analysed(store, "d1")
    with store.begin() as unit:
        clinic, _ = unit.clinics.create("Hill Clinic")
        hers, _ = unit.reviews.add_reviewer("Dr. Hill", clinic.id)
        with pytest.raises(NotFound):
            unit.reviews.under_review(hers, record_id)


def test_a_revoked_reviewer_signs_no_more_and_what_she_signed_stays(store: Store) -> None:
    record_id = analysed(store, "d1")
    with store.begin() as unit:
        made, key = unit.reviews.add_reviewer("Dr. Made Up", None)
        unit.reviews.sign(made, record_id, unit.reviews.under_review(made, record_id).seal)
        assert unit.reviews.revoke_reviewer(made.id).revoked is not None
    with store.begin() as unit:
        assert unit.reviews.signature(LOCAL, record_id) is not None
        with pytest.raises(SignInNeeded):
            unit.reviews.verify(key)


def test_signatures_go_with_their_record(store: Store, reviewer: Reviewer) -> None:
    record_id = analysed(store, "d1")
    with store.begin() as unit:
        unit.reviews.sign(reviewer, record_id, unit.reviews.under_review(reviewer, record_id).seal)
        unit.records.delete(LOCAL, record_id)
    assert rows(store) == 0

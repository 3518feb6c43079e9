"""Who may come in: keys of clinics, start tokens and sessions, on SQLite and on PostgreSQL alike."""

import threading

import pytest

from domain.errors import InvalidRequest, NotFound, SignInNeeded
from infra.repositories import LOCAL, Store, clinic_owner, open_store
from infra.settings import Settings


def test_a_clinic_key_opens_its_clinic_until_it_is_revoked(store: Store) -> None:
    with store.begin() as unit:
        clinic, key = unit.clinics.create(" Okapi clinic ")
        other, _ = unit.clinics.create("Zebra clinic")
    with store.begin() as unit:
        assert unit.clinics.verify(key) == clinic_owner(clinic.id)
        assert [each.name for each in unit.clinics.list()] == ["Okapi clinic", "Zebra clinic"]
        unit.clinics.revoke(other.id)
        assert unit.clinics.verify(key) == clinic_owner(clinic.id)
        first = unit.clinics.revoke(clinic.id)
        assert unit.clinics.revoke(clinic.id).revoked == first.revoked
        with pytest.raises(SignInNeeded):
            unit.clinics.verify(key)


@pytest.mark.parametrize("key", ["", "h2g_", "h2g_" + "x" * 43, "ö"])
def test_an_unknown_key_opens_nothing(store: Store, key: str) -> None:
    with store.begin() as unit:
        unit.clinics.create("Okapi clinic")
        with pytest.raises(SignInNeeded):
            unit.clinics.verify(key)


def test_revoking_an_unknown_clinic_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound), store.begin() as unit:
        unit.clinics.revoke("nobody")


@pytest.mark.parametrize("name", ["", "   ", "x" * 201])
def test_a_clinic_needs_a_name(store: Store, name: str) -> None:
    with pytest.raises(InvalidRequest), store.begin() as unit:
        unit.clinics.create(name)


def test_a_token_is_good_for_one_session_which_survives_a_restart(settings: Settings) -> None:
    store = open_store(settings)
    with store.begin() as unit:
        token = unit.sign_in.issue_token()
    with store.begin() as unit:
        session = unit.sign_in.exchange(token)
    with pytest.raises(SignInNeeded), store.begin() as unit:
        unit.sign_in.exchange(token)
    store.close()
    store = open_store(settings)
    with store.begin() as unit:
        unit.sign_in.issue_token()
        assert unit.sign_in.owner_of(session) == LOCAL
        unit.sign_in.sign_out(session)
        unit.sign_in.sign_out(session)
        with pytest.raises(SignInNeeded):
            unit.sign_in.owner_of(session)
    store.close()


def test_a_new_token_voids_the_one_that_was_not_used(store: Store) -> None:
    with store.begin() as unit:
        first, second = unit.sign_in.issue_token(), unit.sign_in.issue_token()
        with pytest.raises(SignInNeeded):
            unit.sign_in.exchange(first)
        assert unit.sign_in.exchange(second)


def test_of_two_exchanges_at_once_one_succeeds(store: Store) -> None:
    with store.begin() as unit:
        token = unit.sign_in.issue_token()
    outcomes: list[bool] = []

    def try_it() -> None:
        try:
            with store.begin() as unit:
                unit.sign_in.exchange(token)
        except SignInNeeded:
            outcomes.append(False)
        else:
            outcomes.append(True)

    threads = [threading.Thread(target=try_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [False, False, False, True]


def test_a_session_ends(settings: Settings) -> None:
    store = open_store(settings.model_copy(update={"session_days": -1}))
    with store.begin() as unit:
        session = unit.sign_in.exchange(unit.sign_in.issue_token())
        with pytest.raises(SignInNeeded):
            unit.sign_in.owner_of(session)
    store.close()

"""What is sealed opens only with its key and in its place; the master key is made once and kept to its owner."""

import base64
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from domain.errors import InvalidSetting, StorageError
from infra.crypto import Sealer, Vault, open_vault
from infra.settings import load_settings

KEY, OTHER_KEY = bytes(32), bytes([1]) * 32


def test_what_is_sealed_opens_in_its_place():
    sealer = Sealer(KEY)
    assert sealer.open(sealer.seal(b"quagga", "d1/name"), "d1/name") == b"quagga"


def test_the_same_words_are_never_sealed_the_same_way():
    sealer = Sealer(KEY)
    assert len({sealer.seal(b"quagga", "d1/name") for _ in range(50)}) == 50


@pytest.mark.parametrize(
    ("key", "place", "change"),
    [
        pytest.param(OTHER_KEY, "d1/name", lambda sealed: sealed, id="another key"),
        pytest.param(KEY, "d2/name", lambda sealed: sealed, id="another place"),
        pytest.param(KEY, "d1/name", lambda sealed: bytes([sealed[0] ^ 1]) + sealed[1:], id="nonce changed"),
        pytest.param(KEY, "d1/name", lambda sealed: sealed[:-1] + bytes([sealed[-1] ^ 1]), id="tag changed"),
        pytest.param(KEY, "d1/name", lambda sealed: sealed[:-1], id="cut"),
        pytest.param(KEY, "d1/name", lambda sealed: sealed + b"x", id="longer"),
        pytest.param(KEY, "d1/name", lambda sealed: b"", id="empty"),
    ],
)
def test_anything_else_is_refused(key, place, change):
    with pytest.raises(StorageError):
        Sealer(key).open(change(Sealer(KEY).seal(b"quagga", "d1/name")), place)


def test_a_record_key_opens_for_its_record_alone():
    vault = Vault(KEY)
    wrapped = vault.new_key("a")
    sealed = vault.sealer(wrapped, "a").seal(b"quagga", "x")
    assert Vault(KEY).sealer(wrapped, "a").open(sealed, "x") == b"quagga"
    with pytest.raises(StorageError):
        vault.sealer(wrapped, "b")
    with pytest.raises(StorageError):
        Vault(OTHER_KEY).sealer(wrapped, "a")


def test_a_fingerprint_depends_on_purpose_value_and_key():
    prints = {
        Vault(key).fingerprint(purpose, value)
        for key in (KEY, OTHER_KEY)
        for purpose in ("patient/a", "patient/b")
        for value in (b"1", b"2")
    }
    assert len(prints) == 8
    assert Vault(KEY).fingerprint("patient/a", b"1") == Vault(KEY).fingerprint("patient/a", b"1")


def test_the_key_file_is_its_owners_and_stays(tmp_path: Path):
    settings = load_settings(data_dir=tmp_path)
    first = open_vault(settings).fingerprint("x", b"")
    assert stat.S_IMODE((tmp_path / "master.key").stat().st_mode) == 0o600
    assert open_vault(settings).fingerprint("x", b"") == first
    assert [path.name for path in tmp_path.iterdir()] == ["master.key"]


def test_a_key_from_the_settings_leaves_no_file(tmp_path: Path):
    given = load_settings(data_dir=tmp_path, master_key=base64.b64encode(KEY).decode())
    assert open_vault(given).fingerprint("x", b"") == Vault(KEY).fingerprint("x", b"")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("key", ["", "short", "not base64 !", base64.b64encode(bytes(31)).decode()])
def test_a_key_that_is_none_is_refused_and_not_repeated(tmp_path: Path, key: str):
    with pytest.raises(InvalidSetting) as refused:
        open_vault(load_settings(data_dir=tmp_path, master_key=key))
    assert "HER2GUIDE_MASTER_KEY" in refused.value.message
    assert not key or key not in refused.value.message


OPEN = """
import sys
from infra.repositories import open_store
from infra.settings import load_settings
store = open_store(load_settings(data_dir=sys.argv[1], database_url=sys.argv[2] or None, redis_url="unix:///none"))
with store.begin() as unit:
    unit.clinics.create("Okapi clinic")
store.close()
"""


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_several_processes_may_open_a_new_installation_at_once(request, tmp_path: Path, database: str):
    url = request.getfixturevalue("postgres_url") if database == "postgresql" else ""
    command = [sys.executable, "-W", "error", "-c", OPEN, str(tmp_path / "data"), url]
    started = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    assert [process.communicate()[1] for process in started] == [""] * 4
    assert [process.returncode for process in started] == [0] * 4

"""Settings are read when asked for and refused by name; the migrations make the tables that the code names."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from domain.errors import DatabaseUnavailable, InvalidSetting
from infra.database import open_database
from infra.repositories import open_store
from infra.settings import load_settings
from infra.tables import metadata


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "65536"), ("PORT", "x"), ("MAX_PAGES", "0"), ("TASK_MINUTES", "-1"), ("LOG_FORMAT", "xml")],
)
def test_a_setting_out_of_bounds_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str):
    monkeypatch.setenv(f"HER2GUIDE_{name}", value)
    with pytest.raises(InvalidSetting, match=f"HER2GUIDE_{name}"):
        load_settings()


def test_the_environment_is_read_at_each_call(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HER2GUIDE_PORT", "1234")
    assert load_settings().port == 1234
    monkeypatch.setenv("HER2GUIDE_PORT", "1235")
    assert load_settings().port == 1235


def test_a_data_folder_is_named_from_the_root(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HER2GUIDE_DATA_DIR", "data")
    assert load_settings().redis_address == f"unix://{tmp_path}/data/redis/redis.sock"


def test_secrets_do_not_show_when_settings_are_printed(tmp_path: Path):
    printed = repr(
        load_settings(database_url="postgresql://u:quagga@h/d", redis_url="redis://:okapi@h", master_key="z")
    )
    assert "quagga" not in printed
    assert "okapi" not in printed


@pytest.mark.parametrize("url", ["mysql://h/d", "nonsense", "sqlite://"])
def test_another_kind_of_database_is_refused(tmp_path: Path, url: str):
    with pytest.raises(InvalidSetting, match="HER2GUIDE_DATABASE_URL"):
        open_store(load_settings(data_dir=tmp_path, database_url=url))


def test_a_database_that_does_not_answer_is_said_so_without_its_address(tmp_path: Path):
    url = f"postgresql://quagga:okapi@/nobody?host={tmp_path}"
    with pytest.raises(DatabaseUnavailable) as refused:
        open_store(load_settings(data_dir=tmp_path, database_url=url))
    assert "okapi" not in refused.value.message


def test_the_migrations_make_the_tables_that_the_code_names(settings):
    settings.data_dir.mkdir()
    database = open_database(settings)
    with database.transaction(writes=True) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    database.close()

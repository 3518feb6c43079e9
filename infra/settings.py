"""What can be set from outside: `HER2GUIDE_*` in the environment, with defaults that need none of it."""

import os
import sys
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from domain.errors import InvalidSetting
from domain.release import ReleasePolicy

PREFIX = "HER2GUIDE_"


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _data_folder() -> Path:
    """Where the platform keeps the data of a person's programs."""
    home = Path.home()
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "her2guide"
    return Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "her2guide"


Positive = Annotated[int, Field(ge=1)]


class Settings(BaseSettings):
    """Every setting, with its default. docs/settings.md says what each is for; a test keeps the two together.

    Attributes:
        database_url: SQLAlchemy address; None is SQLite in the data folder.
        redis_url: Of the queue; None is a private redis-server in the data folder.
        master_key: 32 bytes in base64; None is a key file in the data folder, made at the first start.
        release: When guidance is shown: at once, or after a clinician has reviewed and signed it.
        retention_days: Records older than this are deleted; None keeps them until somebody deletes them.
        task_minutes: A worker that is over this with one record is stopped, and the file it was reading is given up.
        max_attempts: How often a record or a file is tried before it is called failed.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    data_dir: Path = Field(default_factory=_data_folder)
    database_url: SecretStr | None = None
    redis_url: SecretStr | None = None
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8765
    master_key: SecretStr | None = None
    max_file_mb: Positive = 50
    max_files: Positive = 40
    max_pages: Positive = 200
    max_page_megapixels: Positive = 250
    max_expansion: Positive = 50
    page_seconds: Positive = 120
    page_mb: Positive = 1024
    ocr_workers: Positive = Field(default_factory=_cores)
    worker_processes: Positive = Field(default_factory=lambda: max(2, _cores() // 2))
    task_minutes: Positive = 30
    max_attempts: Positive = 5
    session_days: Positive = 30
    release: ReleasePolicy = ReleasePolicy.AT_ONCE
    retention_days: Positive | None = None
    log_format: Annotated[str, Field(pattern="^(console|json)$")] = "console"

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, folder: Path) -> Path:
        """From the root: it becomes part of addresses, and of the settings of processes that start elsewhere."""
        return folder.expanduser().absolute()

    @property
    def database_address(self) -> str:
        """Where the database is; it may hold a password, so it is never logged."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data_dir / 'her2guide.sqlite'}"

    @property
    def redis_address(self) -> str:
        """Where the queue is; it may hold a password, so it is never logged."""
        if self.redis_url is not None:
            return self.redis_url.get_secret_value()
        return f"unix://{self.data_dir / 'redis' / 'redis.sock'}"


def load_settings(**given: Any) -> Settings:  # noqa: ANN401 - pydantic checks them
    """The settings from the environment; what is given here stands over it.

    Raises:
        InvalidSetting: If a setting is out of bounds; the message names it, not its value.
    """
    try:
        return Settings(**given)
    except ValidationError as error:
        wrong = "; ".join(
            f"{PREFIX}{'.'.join(str(part) for part in each['loc']).upper()}: {each['msg']}" for each in error.errors()
        )
        raise InvalidSetting(f"A setting is not valid. {wrong}. docs/settings.md lists them all.") from None

"""The steps of an analysis as they really are: reading, understanding and guidance, under the settings' limits."""

from functools import cache

import structlog

from domain.document import Document
from extraction.pipeline import understand
from extraction.reading import Limits, read
from guidance.engine import advise
from infra.settings import Settings, load_settings
from workers.analyse import OnPicture, OnProgress, Steps

log = structlog.get_logger(__name__)


@cache
def _settings() -> Settings:
    return load_settings()


def limits_of(settings: Settings) -> Limits:
    """The bounds on what is read, as plain values."""
    return Limits(
        max_bytes=settings.max_file_mb * 2**20,
        max_pages=settings.max_pages,
        max_pixels=settings.max_page_megapixels * 1_000_000,
        max_expansion=settings.max_expansion,
        page_seconds=settings.page_seconds,
        page_bytes=settings.page_mb * 2**20,
    )


def _read(data: bytes, name: str, document_id: str, *, on_progress: OnProgress, on_picture: OnPicture) -> Document:
    return read(data, name, document_id, limits=limits_of(_settings()), on_progress=on_progress, on_picture=on_picture)


STEPS = Steps(read=_read, understand=understand, advise=advise)

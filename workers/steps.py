"""The steps of an analysis as they really are: reading, understanding and guidance, under the settings' limits."""

from functools import cache

from domain.document import Document
from extraction.pipeline import understand
from extraction.reading import Limits, picture, read
from guidance.engine import advise
from infra.settings import Settings, load_settings
from workers.analyse import OnProgress, Steps


@cache
def _settings() -> Settings:
    return load_settings()


def _read(data: bytes, name: str, document_id: str, on_progress: OnProgress) -> Document:
    settings = _settings()
    limits = Limits(max_bytes=settings.max_file_mb * 2**20, max_pages=settings.max_pages)
    return read(data, name, document_id, limits=limits, workers=settings.ocr_workers, on_progress=on_progress)


STEPS = Steps(read=_read, picture=picture, understand=understand, advise=advise)

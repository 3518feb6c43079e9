"""From bytes to words: every page by its text layer or by OCR, decided page by page, in processes of their own."""

from extraction.reading.client import read
from extraction.reading.limits import Limits
from extraction.reading.plain import read_text
from extraction.reading.pool import POOL

__all__ = ["POOL", "Limits", "read", "read_text"]

"""From bytes to words: every page by its text layer or by OCR, decided page by page."""

from extraction.reading.files import picture, read
from extraction.reading.limits import Limits
from extraction.reading.plain import read_text

__all__ = ["Limits", "picture", "read", "read_text"]

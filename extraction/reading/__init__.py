"""From bytes to words: every page by its text layer or by OCR, decided page by page."""

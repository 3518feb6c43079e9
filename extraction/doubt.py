"""Which words, read by OCR with low confidence, could change a value: digits, signs, and words that turn a meaning."""

import re

SURE_DIGITS = 0.8  # of words with digits below it, a fifth were misread; above it, one in a hundred (bench/scans)
SURE_WORDS = 0.6
_DIGIT_OR_SIGN = re.compile(r"\d|[+%<>=]|(?<=[\w)])-$|^\(-\)?$|^\W*[IVXl|]{1,4}[ABC]?\W*$")  # "III" too is a number
_TURNING = re.compile(r"no|not|non|without|absent|present|neg\w*|pos\w*", re.IGNORECASE)


def is_doubtful(word: str, confidence: float | None) -> bool:
    """Whether a value must not rest on this word until somebody has looked.

    Args:
        word: As it was read.
        confidence: Of its OCR, 0-1; None where it was not read by OCR.
    """
    if confidence is None or confidence >= SURE_DIGITS:
        return False
    if _DIGIT_OR_SIGN.search(word):
        return True
    return confidence < SURE_WORDS and _TURNING.fullmatch(word.strip(".,:;()")) is not None

"""Puts right the signs that OCR takes for one another: a speck for a full stop, a list's dot for a letter, `;` for `:`.

What was read stays on the page and in the evidence; only the text that facts are found in is put right.
"""

import bisect
import re

from domain.document import Page

_ANY = 1.1  # however sure the reading was
# What a sign stands in, what it was meant for, and the confidence of its word below which it is put right. Of stops
# before a small letter that were read with less than 0.9 one in three was one: the others were specks and commas.
_RULES = tuple(
    (re.compile(pattern, re.MULTILINE), meant, below)
    for pattern, meant, below in (
        (r"[A-Za-z]{2}(?P<sign>\.)(?=\s+[a-z]{2})", " ", 0.9),
        (r"[a-z]{3}(?P<sign>\.)(?=[a-z]{3})", " ", 0.95),
        (r"\b(?:without|with|of|the|in|at|for|and|or)(?P<sign>:)(?=\s+[a-z])", " ", 0.95),
        (r"(?P<sign>!)(?=\s+[a-z]{2})", " ", _ANY),
        (r"(?P<sign>:)(?=\s+(?:however|therefore|although|but|which)\b)", ";", _ANY),
        (r"(?P<sign>:)(?=\s+However\b)", ".", _ANY),
        (r"\bHER-?(?P<sign>[?Z])(?![A-Za-z0-9])", "2", _ANY),
        (r"\bHER-?[2?Z](?:/neu)?\s+(?:by\s+)?(?P<sign>[TLl1|])HC\b", "I", _ANY),
        (r"^[ \t]*[A-Z][A-Z /&-]{4,40}(?P<sign>;)(?=\s(?!\s*[A-Z]{2}))", ":", 0.95),
        (r"^[ \t]*(?P<sign>[\u00a2\u00a9\u00ae\u00b0\u00abeo])[ ](?=[A-Za-z\d])", "\u2022", _ANY),
    )
)


def with_signs_put_right(page: Page, text: str) -> str:
    """The text of a page that was read by OCR with such signs put right, of the same length; any other page's as it is.

    Args:
        page: With the confidence of its words.
        text: Its text, of the same length, where headers may have been left blank.
    """
    if all(word.confidence is None for word in page.words):
        return text
    starts = [word.start for word in page.words]
    signs = list(text)
    for pattern, meant, below in _RULES:
        for match in pattern.finditer(text):
            at = match.start("sign")
            word = page.words[max(0, bisect.bisect_right(starts, at) - 1)]
            if word.start <= at < word.end and word.confidence is not None and word.confidence < below:
                signs[at] = meant
    return "".join(signs)

"""Puts right the signs that OCR takes for one another: a speck for a full stop, a list's dot for a letter, `;` for `:`.

What was read stays on the page and in the evidence; only the text that facts are found in is put right.
"""

import re

from domain.document import Page

_SURE_STOP = 0.9  # below it, of stops before a small letter one in three was one: the others were specks and commas
_SURE_SIGN = 0.95
_STOPPED = re.compile(r"[A-Za-z]{2}\.\s+[a-z]{2}")
_DOT = re.compile(r"^[ \t]*(?P<dot>[\u00a2\u00a9\u00ae\u00b0\u00abeo])[ ](?=[A-Za-z\d])", re.MULTILINE)
_SPECK = re.compile(r"!(?=\s+[a-z]{2})")
_COLON = re.compile(r":(?=\s+(?:(?P<goes_on>however|therefore|although|but|which)|However)\b)")
_HEADING = re.compile(r"^[ \t]*[A-Z][A-Z /&-]{4,40}(?P<sign>;)(?=\s(?!\s*[A-Z]{2}))", re.MULTILINE)


def with_signs_put_right(page: Page, text: str) -> str:
    """The text of a page that was read by OCR with such signs put right, of the same length; any other page's as it is.

    Args:
        page: With the confidence of its words.
        text: Its text, of the same length, where headers may have been left blank.
    """
    read = [word for word in page.words if word.confidence is not None]
    if not read:
        return text
    signs = list(_COLON.sub(lambda match: ";" if match["goes_on"] else ".", _SPECK.sub(" ", text)))
    for word in read:
        if (word.confidence or 0.0) < _SURE_STOP and _STOPPED.match(text, word.end - 3):
            signs[word.end - 1] = " "
    ends = {word.end: word for word in read}
    starts = {word.start for word in read}
    for match in _DOT.finditer(text):
        if match.start("dot") in starts:
            signs[match.start("dot")] = "\u2022"
    for match in _HEADING.finditer(text):
        closed = ends.get(match.end("sign"))
        if closed is not None and (closed.confidence or 0.0) < _SURE_SIGN:
            signs[match.start("sign")] = ":"
    return "".join(signs)

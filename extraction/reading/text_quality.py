"""Whether a page's text layer can be trusted, or the page must be read by OCR."""

import re

_WORD = re.compile(r"[^\W\d_]{2,}")
_VOWELS = set("aeiouyAEIOUYàáâäæèéêëìíîïòóôöøùúûüÀÁÂÄÆÈÉÊËÌÍÎÏÒÓÔÖØÙÚÛÜ")
_ENOUGH_CHARACTERS = 40  # below this a page with pictures on it is read by OCR
_SCAN_FROM = (
    0.5  # share of the page that a picture covers; text under a scan is another program's OCR, of unknown quality
)
TRUSTED = 0.7


def text_quality(text: str) -> float:
    """How much of a text layer looks like language, 0-1; 0 for no text.

    Counted against it: private-use and replacement characters (fonts without a map), control characters, and letters in
    words without a vowel or longer than any word. Abbreviations of up to five letters are taken as they are.
    """
    visible = [character for character in text if not character.isspace()]
    if not visible:
        return 0.0
    broken = sum(character == "\ufffd" or "\ue000" <= character <= "\uf8ff" or character < " " for character in visible)
    words = _WORD.findall(text)
    letters = sum(map(len, words))
    odd = sum(len(word) for word in words if (len(word) > 5 and not _VOWELS & set(word)) or len(word) > 28)
    single = sum(character.isalpha() for character in visible) - letters
    wordlike = 1 - (odd + max(0, single - len(visible) * 0.15)) / max(1, letters + single)
    return max(0.0, min(wordlike, 1 - 4 * broken / len(visible)))


def is_trusted(text: str, pictured: float) -> bool:
    """Whether the text layer says what the page shows.

    Args:
        text: The text layer.
        pictured: The part of the page that its largest picture covers, 0-1.
    """
    visible = sum(not character.isspace() for character in text)
    if pictured >= _SCAN_FROM or visible == 0 or (pictured > 0 and visible < _ENOUGH_CHARACTERS):
        return False
    return text_quality(text) >= TRUSTED

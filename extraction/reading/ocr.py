"""Reads pictures of pages with tesseract, a single-threaded process a page."""

import tempfile
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

import cv2
import numpy as np
import pytesseract
from PIL import Image

from domain.document import Page, PageSource
from domain.errors import ProgramMissing
from extraction.reading.gaps import gaps_of
from extraction.reading.layout import text_of
from extraction.reading.placed import PlacedWord
from extraction.reading.preparation import Prepared, prepared
from extraction.reading.sheets import Grey
from extraction.reading.whole import unreadable

_INK = 96  # grey values below this are ink
_BLANK_BELOW = 0.0002  # share of ink on a page with nothing on it
_READABLE_FROM = 0.55  # mean confidence of a page that can be used
_DOUBTFUL_BELOW = 0.7  # mean confidence below which the page may lie on its side
_RULES = frozenset("|¦_\u2013\u2014")
_RULE_FROM = 1.5  # times the height of a typical word
_STRIP = 0.15  # of a page's height, read to tell which way up it is


@dataclass(frozen=True)
class Pictured:
    """A page that is to be read from its picture.

    Attributes:
        words: Of its text layer, where that is trusted but does not hold all that the page shows.
        layer_quality: Of its text layer, if it has one.
    """

    number: int
    picture: Image.Image
    words: tuple[PlacedWord, ...] = ()
    layer_quality: float | None = None


def read_picture(pictured: Pictured, seconds: float) -> Page:
    """One page from its picture; a page that cannot be read says so and has no text."""
    number = pictured.number
    try:
        page = prepared(pictured.picture)
    except cv2.error:  # it holds no side of more than 32,766 dots
        return unreadable(number, "its sides are too long or too short for a page")
    if np.mean(page.image[::2, ::2] < _INK) < _BLANK_BELOW:
        blank = Page(number=number, source=PageSource.OCR, confidence=1.0, blank=True)
        return blank.model_copy(update={"layer_quality": pictured.layer_quality})
    try:
        page, words = _best_turn(page, seconds)
    except RuntimeError:  # pytesseract's word for a process that took too long
        words, confidence, why = [], 0.0, f"reading it took longer than {seconds:.0f} seconds"
    else:
        confidence, why = round(_confidence(words), 3), "no writing could be made out on it"
    if pictured.words:
        words, confidence = _with_layer(pictured, words)
    elif confidence < _READABLE_FROM:
        return unreadable(number, why, confidence).model_copy(update={"layer_quality": pictured.layer_quality})
    text, placed = text_of(words)
    return Page(
        number=number,
        text=text,
        words=placed,
        source=PageSource.BOTH if pictured.words else PageSource.OCR,
        confidence=confidence,
        layer_quality=pictured.layer_quality,
        gaps=gaps_of(words, page),
    )


def _with_layer(pictured: Pictured, words: list[PlacedWord]) -> tuple[list[PlacedWord], float]:
    """The words of the text layer, and of the picture those that the layer does not have; and their mean confidence."""
    width, height = pictured.picture.size
    taken = np.zeros((1000, 1000), bool)
    for word in pictured.words:
        x0, y0, x1, y1 = (round(1000 * each) for each in (word.box.x0, word.box.y0, word.box.x1, word.box.y1))
        taken[max(0, y0 - 2) : y1 + 3, max(0, x0 - 2) : x1 + 3] = True
    seen = [
        word
        for word in words
        if (word.confidence or 0) >= _READABLE_FROM
        and not taken[
            min(999, round(500 * (word.box.y0 + word.box.y1))), min(999, round(500 * (word.box.x0 + word.box.x1)))
        ]
    ]
    both = [
        replace(word, x0=word.box.x0 * width, x1=word.box.x1 * width, y0=word.box.y0 * height, y1=word.box.y1 * height)
        for word in (*pictured.words, *seen)
    ]
    sure = sum(len(word.text) for word in pictured.words)
    part = sum(len(word.text) for word in seen)
    return both, round((sure + part * _confidence(seen)) / max(1, sure + part), 3)


def _best_turn(page: Prepared, seconds: float) -> tuple[Prepared, list[PlacedWord]]:
    """The page the way up that reads best, with its words; other ways are tried only where the first reads badly."""
    words = _words(page, seconds)
    if _confidence(words) >= _DOUBTFUL_BELOW:
        return page, words
    top, bottom = _strip(page)
    upright = _confidence([word for word in words if top <= word.y0 < bottom])
    sure, turns = max((_confidence(_words(_cut(page.turned(turns)), seconds, "--psm 6")), turns) for turns in (1, 2, 3))
    if sure <= upright:
        return page, words
    other = page.turned(turns)
    others = _words(other, seconds)
    return (other, others) if _confidence(others) > _confidence(words) else (page, words)


def _confidence(words: list[PlacedWord]) -> float:
    """Mean over characters, so that specks that were read as letters weigh little."""
    characters = sum(len(word.text) for word in words)
    return sum(len(word.text) * (word.confidence or 0) for word in words) / characters if characters else 0.0


def _words(page: Prepared, seconds: float, layout: str = "--psm 3") -> list[PlacedWord]:
    """The words of a prepared page with their places on the picture as it was given."""
    found = _tesseract(page.image, seconds, layout)
    return _without_rules([
        PlacedWord(
            text.strip(), left, top, left + width, top + height,
            page.box(left, top, left + width, top + height), round(float(confidence) / 100, 3),
        )
        for text, left, top, width, height, confidence in zip(
            *(found[key] for key in ("text", "left", "top", "width", "height", "conf")), strict=True
        )
        if float(confidence) >= 0 and text.strip()
    ])  # fmt: skip


def _without_rules(words: list[PlacedWord]) -> list[PlacedWord]:
    """The words without the lines of a table that were read as signs: those are taller than the writing."""
    tall = _RULE_FROM * median(word.height for word in words) if words else 0.0
    return [word for word in words if word.height < tall or not _RULES.issuperset(word.text)]


def _strip(page: Prepared) -> tuple[int, int]:
    """Top and bottom of the band of a page that holds most ink: enough to tell whether it stands upright."""
    height = page.image.shape[0]
    band = max(1, round(height * _STRIP))
    dark = np.cumsum((page.image[:, ::4] < 128).sum(axis=1, dtype=np.int64))
    top = int(np.argmax(dark[band:] - dark[:-band]))
    return top, top + band


def _cut(page: Prepared) -> Prepared:
    """That band alone."""
    top, bottom = _strip(page)
    return replace(page, image=np.ascontiguousarray(page.image[top:bottom]))


def _tesseract(image: Grey, seconds: float, layout: str) -> dict[str, list[Any]]:
    """Tesseract's table of words. The picture goes by a file without compression, which is half a second a page."""
    with tempfile.NamedTemporaryFile(suffix=".pgm") as file:
        Image.fromarray(image).save(file, "PPM")
        file.flush()
        try:
            table: dict[str, list[Any]] = pytesseract.image_to_data(
                file.name, config=f"--dpi 300 {layout}", output_type=pytesseract.Output.DICT, timeout=seconds
            )
        except pytesseract.TesseractNotFoundError:
            raise ProgramMissing(
                "tesseract is not installed, so pictures of pages cannot be read. "
                "Install it and try again, on Debian: apt-get install tesseract-ocr"
            ) from None
    return table

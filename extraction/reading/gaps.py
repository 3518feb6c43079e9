"""Finds places of a page where something stands that was not read: handwriting, stamps, smudges, cut edges."""

from collections.abc import Sequence

import cv2
import numpy as np

from domain.document import Box, Gap
from extraction.reading.placed import PlacedWord
from extraction.reading.preparation import Prepared
from extraction.reading.sheets import Grey

_HARD = 0.35  # confidence of a word that was rather guessed than read
_SURE = 0.7  # confidence of a word that was read
_GRID = 600  # pixels of the working picture's longer side
_LEAST_INK = 0.02  # of a place that is no speck
_LEAST_SIDE = 14  # pixels of the working picture
_MOST = 6  # places shown of one page, the largest
_RIM = 0.004  # of the picture: a word that ends there may be cut
_CUT_LINES = 4
_SHOWN = 0.03  # of the width, of an edge that is cut

WRITING = "something stands here that was not read: handwriting, a stamp, a picture or a smudge"
CUT = "the edge of the page seems to be cut off here"


def gaps_of(words: Sequence[PlacedWord], page: Prepared) -> tuple[Gap, ...]:
    """The places, the largest first, then edges that are cut."""
    return (*_unread_ink(words, page), *_cut_edges(words))


def _unread_ink(words: Sequence[PlacedWord], page: Prepared) -> list[Gap]:
    height, width = page.image.shape
    scale = _GRID / max(height, width)
    small = cv2.resize(
        page.image, (max(1, round(width * scale)), max(1, round(height * scale))), interpolation=cv2.INTER_AREA
    )
    ink = np.where(small < 150, 255, 0).astype(np.uint8)
    for word in words:
        if (word.confidence if word.confidence is not None else 1.0) >= _HARD and not _is_sign(word.text):
            left, top, right, bottom = (round(each) for each in page.place(word.box, scale))
            ink[max(0, top - 2) : bottom + 3, max(0, left - 2) : right + 3] = 0
    ink = _without_lines(ink)
    near = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((9, 17), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(near)
    found = []
    for number, (left, top, across, down, _area) in enumerate(stats[1:], start=1):
        share = np.count_nonzero(ink[labels == number]) / max(1, int(across) * int(down))
        if across >= 2 * _LEAST_SIDE and down >= _LEAST_SIDE and share >= _LEAST_INK and not _is_picture(share):
            box = page.box(left / scale, top / scale, (left + across) / scale, (top + down) / scale)
            found.append((int(across) * int(down), Gap(box=box, reason=WRITING)))
    return [gap for _, gap in sorted(found, key=lambda each: -each[0])[:_MOST]]


def _is_sign(text: str) -> bool:
    return not any(map(str.isalnum, text))


def _is_picture(share: float) -> bool:
    """Ink that fills its place is a logo or a figure."""
    return share > 0.55


def _without_lines(ink: Grey) -> Grey:
    across = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, 40), np.uint8))
    down = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((40, 1), np.uint8))
    lines = cv2.dilate(cv2.bitwise_or(across, down), np.ones((3, 3), np.uint8))
    return cv2.bitwise_and(ink, cv2.bitwise_not(lines)).astype(np.uint8)


def _cut_edges(words: Sequence[PlacedWord]) -> list[Gap]:
    """An edge at which several lines run out of the picture."""
    written = [word.box for word in words if len(word.text) > 1]
    found = []
    for cut, left, right in (
        ([box for box in written if box.x0 <= _RIM], 0.0, _SHOWN),
        ([box for box in written if box.x1 >= 1 - _RIM], 1 - _SHOWN, 1.0),
    ):
        if len(cut) >= _CUT_LINES:
            box = Box(x0=left, y0=min(each.y0 for each in cut), x1=right, y1=max(each.y1 for each in cut))
            found.append(Gap(box=box, reason=CUT))
    return found

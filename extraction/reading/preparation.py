"""Makes the picture of a page readable: cropped, upright, level, evenly lit, dark on light, with a way back for boxes.

Each step is taken only where a cheap look at a reduced copy says that the page needs it.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from domain.document import Box
from extraction.reading.placed import box_of
from extraction.reading.sheets import Grey, sheet_in

Matrix = NDArray[np.float64]

_WORKING_WIDTH = 700  # pixels; enough to tell a quarter of a degree
_LEAST_WIDTH = 2300  # pixels: what is smaller is enlarged, tesseract wants capitals of 20 pixels and more
_MOST_WIDTH = 2400  # pixels: what is larger is reduced, tesseract reads a sharp page best at some 235 dpi, and faster
_BEST_WIDTH = 2000
_MOST_ENLARGED = 2.5
_WIDEST = 6.0  # degrees of skew searched to either side
_WORTH_MENDING = 0.25  # degrees
_DARK = 110  # a page whose typical light is below this is light writing on dark
_UNEVEN = 45  # grey levels between the darkest and the lightest part of the paper
_DIM = 190  # paper that is darker than this is brightened
_NOISY = 5.0  # grey levels of noise on the paper
_SIDEWAYS = 1.3  # times the height of all words against their width
_LONGEST_WORD = 90  # pixels of the reduced picture; what is longer is a line or a frame
_SHORTEST_WORD = 12
_INK = 40  # grey levels darker than the paper around it
_TWO_TONED = 0.05  # greys to blacks: a fax has fewer
_SMOOTHING = 0.8  # pixels, as given: takes the edge off noise and the steps off a fax


@dataclass(frozen=True)
class Prepared:
    """A page as tesseract gets it.

    Attributes:
        image: Grey, dark on light.
        forward: The projection from the picture as it was given to this one.
        given: Width and height of the picture as it was given.
    """

    image: Grey
    forward: Matrix
    given: tuple[int, int]

    @cached_property
    def _back(self) -> Matrix:
        return np.linalg.inv(self.forward)

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """A rectangle of this picture, on the picture as it was given."""
        corners = np.array([[[x, y] for x in (left, right) for y in (top, bottom)]], np.float64)
        placed = cv2.perspectiveTransform(corners, self._back)[0]
        return box_of([(float(x), float(y)) for x, y in placed], *self.given)

    def place(self, box: Box, scale: float = 1.0) -> tuple[float, float, float, float]:
        """Left, top, right and bottom on this picture, reduced by `scale`, of a box of the picture as it was given."""
        width, height = self.given
        across, down = (box.x0 * width, box.x1 * width), (box.y0 * height, box.y1 * height)
        corners = np.array([[[x, y] for x in across for y in down]], np.float64)
        placed = cv2.perspectiveTransform(corners, self.forward)[0] * scale
        (left, top), (right, bottom) = placed.min(axis=0), placed.max(axis=0)
        return float(left), float(top), float(right), float(bottom)

    def turned(self, quarters: int) -> "Prepared":
        """The same after so many quarter turns counter-clockwise."""
        if not quarters % 4:
            return self
        height, width = self.image.shape
        turn = {
            1: [[0, 1, 0], [-1, 0, width], [0, 0, 1]],
            2: [[-1, 0, width], [0, -1, height], [0, 0, 1]],
            3: [[0, -1, height], [1, 0, 0], [0, 0, 1]],
        }[quarters % 4]
        image = np.ascontiguousarray(np.rot90(self.image, quarters % 4))
        return replace(self, image=image, forward=np.array(turn, np.float64) @ self.forward)


def prepared(picture: Image.Image) -> Prepared:
    """The page of a picture, ready to be read; it may still lie on its side or its head."""
    grey = np.asarray(picture.convert("L"))
    small, scale = _reduced(grey)
    corners = sheet_in(small)
    forward = np.eye(3)
    size = (grey.shape[1], grey.shape[0])
    if corners is not None:
        forward, size = _flattening(corners / scale)
        small = _warped(small, forward @ np.diag([1 / scale, 1 / scale, 1]), size, scale)
    inverted = float(np.median(small)) < _DARK
    small = cv2.bitwise_not(small).astype(np.uint8) if inverted else small
    paper = _paper_of(small)
    ink = _ink_of(small, paper)
    sideways = _lies_sideways(ink)
    degrees = skew_of(np.ascontiguousarray(np.rot90(ink)) if sideways else ink)
    across = size[1] if sideways else size[0]
    enlarge = min(_MOST_ENLARGED, max(1.0, _LEAST_WIDTH / across))
    if degrees or enlarge > 1:
        levelling, size = _levelling(size, degrees, enlarge)
        forward = levelling @ forward
    if degrees or enlarge > 1 or corners is not None:
        smooth = cv2.INTER_CUBIC if enlarge > 1 or corners is not None else cv2.INTER_LINEAR
        image = _moved(grey, forward, size, smooth, 0 if inverted else 255)
    else:
        image = grey
    across = size[1] if sideways else size[0]
    reduce = _BEST_WIDTH / across if across > _MOST_WIDTH else 1.0
    if reduce < 1:
        image = _resized(image, reduce)[0]
        forward = np.diag([reduce, reduce, 1]) @ forward
    image = _evenly_lit((cv2.bitwise_not(image) if inverted else image).astype(np.uint8), paper)
    if _is_two_toned(grey) or _noise_of(grey) > _NOISY:
        image = cv2.GaussianBlur(image, (0, 0), _SMOOTHING * enlarge * reduce).astype(np.uint8)
    page = Prepared(image, forward, (grey.shape[1], grey.shape[0]))
    return page.turned(1) if sideways else page


def skew_of(ink: Grey) -> float:
    """Degrees to turn the page counter-clockwise so that its lines are level; 0 when there is nothing to go by.

    The angle at which the sums of ink differ most from row to row: coarse steps first, then fine ones around the best.

    Args:
        ink: A reduced picture in which what is written is 255 and all else 0.
    """
    if not ink.any():
        return 0.0
    best = 0.0
    for step, reach in ((1.0, _WIDEST), (0.25, 0.75)):
        angles = [best + step * k for k in range(-round(reach / step), round(reach / step) + 1)]
        best = max(angles, key=lambda angle: (_sharpness(_rotated(ink, angle)), -abs(angle)))
    return best if _WORTH_MENDING <= abs(best) < _WIDEST else 0.0


def _resized(image: Grey, scale: float) -> tuple[Grey, float]:
    size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
    return cv2.resize(image, size, interpolation=cv2.INTER_AREA).astype(np.uint8), scale


def _reduced(grey: Grey) -> tuple[Grey, float]:
    return _resized(grey, min(1.0, _WORKING_WIDTH / min(grey.shape)))


def _ink_of(small: Grey, paper: Grey) -> Grey:
    """What is darker than the paper around it, as 255: neither dark rims and shadows nor the lines of tables."""
    dark = (cv2.subtract(paper, small) > _INK).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark)
    word = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) <= _LONGEST_WORD
    word[0] = False
    return np.where(word[labels], 255, 0).astype(np.uint8)


def _paper_of(small: Grey) -> Grey:
    """The light of the paper behind the writing."""
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    return cv2.stackBlur(closed, (57, 57)).astype(np.uint8)  # near a bell of 12 pixels, in an eighth of its time


def _rotated(ink: Grey, degrees: float) -> Grey:
    height, width = ink.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return cv2.warpAffine(ink, turn, (width, height), flags=cv2.INTER_NEAREST).astype(np.uint8)


def _sharpness(ink: Grey) -> float:
    return float(np.square(np.diff(ink.sum(axis=1, dtype=np.int64))).sum())


def _lies_sideways(ink: Grey) -> bool:
    """Whether words, made one piece each by closing the gaps between letters, are tall and narrow."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)))
    width, height = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    words = np.maximum(width, height) >= _SHORTEST_WORD
    return float(height[words].sum()) > _SIDEWAYS * float(width[words].sum())


def _flattening(corners: NDArray[np.float32]) -> tuple[Matrix, tuple[int, int]]:
    """The projection that makes a rectangle of a sheet, and the rectangle's size."""
    top_left, top_right, bottom_right, bottom_left = corners
    width = round(max(np.linalg.norm(top_right - top_left), np.linalg.norm(bottom_right - bottom_left)))
    height = round(max(np.linalg.norm(bottom_left - top_left), np.linalg.norm(bottom_right - top_right)))
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return cv2.getPerspectiveTransform(corners.astype(np.float32), flat).astype(np.float64), (width, height)


def _moved(image: Grey, move: Matrix, size: tuple[int, int], smooth: int, fill: int) -> Grey:
    """The picture after a projection; one that keeps parallels takes half the time."""
    edge, paper = cv2.BORDER_CONSTANT, (fill,)
    if np.allclose(move[2], (0, 0, 1)):
        moved = cv2.warpAffine(image, move[:2], size, flags=smooth, borderMode=edge, borderValue=paper)
    else:
        moved = cv2.warpPerspective(image, move, size, flags=smooth, borderMode=edge, borderValue=paper)
    return moved.astype(np.uint8)


def _levelling(size: tuple[int, int], degrees: float, enlarge: float) -> tuple[Matrix, tuple[int, int]]:
    """Turns about the middle and enlarges, the picture grown so that nothing is cut off."""
    width, height = size
    turn = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), degrees, enlarge), [0, 0, 1]])
    cos, sin = abs(turn[0, 0]), abs(turn[0, 1])
    grown = (round(width * cos + height * sin), round(width * sin + height * cos))
    turn[0, 2] += grown[0] / 2 - width / 2
    turn[1, 2] += grown[1] / 2 - height / 2
    return turn, grown


def _warped(small: Grey, forward: Matrix, size: tuple[int, int], scale: float) -> Grey:
    """The flat sheet at the scale of the reduced picture."""
    reduced = np.diag([scale, scale, 1]) @ forward
    within = (max(1, round(size[0] * scale)), max(1, round(size[1] * scale)))
    return cv2.warpPerspective(small, reduced, within, flags=cv2.INTER_LINEAR, borderValue=(255,)).astype(np.uint8)


def _evenly_lit(image: Grey, paper: Grey) -> Grey:
    """The page with shadows taken out and dim paper made white, where its paper on a reduced picture says so."""
    low, high = (float(each) for each in np.percentile(paper, (4, 96)))
    if high - low > _UNEVEN or low < _DIM:
        paper = _paper_of(_reduced(image)[0])
        light = cv2.resize(paper, (image.shape[1], image.shape[0]), interpolation=cv2.INTER_LINEAR)
        image = cv2.divide(image, np.maximum(light, 1), scale=255).astype(np.uint8)
    return image


def _is_two_toned(image: Grey) -> bool:
    part = image[::3, ::3]
    return int(np.count_nonzero((part > 24) & (part < 231))) < _TWO_TONED * int(np.count_nonzero(part <= 24))


def _noise_of(image: Grey) -> float:
    """Grey levels of noise, by what is left of the paper when its slopes are taken out (Immerkaer 1996)."""
    height, width = image.shape
    part = image[height // 3 : height // 3 + 600, width // 4 : width // 4 + 800].astype(np.float32)
    if min(part.shape) < 16:
        return 0.0
    left = cv2.filter2D(part, -1, np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32))
    return float(np.median(np.abs(left))) / 0.6745 / 6

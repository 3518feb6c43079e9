"""How far a scanned page is turned, and turning it straight with a way back for the boxes."""

import math
from dataclasses import dataclass

import numpy as np
from PIL import Image

_WORKING_WIDTH = 700  # pixels; enough to tell a quarter of a degree
_WIDEST = 6.0  # degrees searched to either side
_WORTH_MENDING = 0.3  # degrees


@dataclass(frozen=True)
class Straightened:
    """A page turned by `degrees` counter-clockwise about its middle, the picture grown so that nothing is cut off."""

    image: Image.Image
    degrees: float
    original: tuple[int, int]

    def back(self, x: float, y: float) -> tuple[float, float]:
        """A point of the straightened picture, in the original one."""
        if not self.degrees:
            return x, y
        angle = math.radians(self.degrees)
        dx, dy = x - self.image.width / 2, y - self.image.height / 2
        return (
            dx * math.cos(angle) - dy * math.sin(angle) + self.original[0] / 2,
            dx * math.sin(angle) + dy * math.cos(angle) + self.original[1] / 2,
        )


def straightened(image: Image.Image) -> Straightened:
    """The grey page with its lines level."""
    degrees = skew_of(image)
    if abs(degrees) < _WORTH_MENDING:
        return Straightened(image, 0.0, image.size)
    turned = image.rotate(degrees, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    return Straightened(turned, degrees, image.size)


def skew_of(image: Image.Image) -> float:
    """Degrees to turn the page counter-clockwise so that its lines are level; 0 when there is nothing to go by.

    The angle at which the sums of ink differ most from row to row: coarse steps first, then fine ones around the best.
    """
    small = image.reduce(max(1, image.width // _WORKING_WIDTH))
    ink = Image.fromarray(np.where(np.asarray(small) < 128, 255, 0).astype(np.uint8))
    if not ink.getbbox():
        return 0.0
    best = 0.0
    for step in (1.0, 0.25):
        reach = _WIDEST if step == 1.0 else 1.0
        angles = [best + step * k for k in range(-round(reach / step), round(reach / step) + 1)]
        best = max(angles, key=lambda angle: (_sharpness(ink, angle), -abs(angle)))
    return best if abs(best) < _WIDEST else 0.0


def _sharpness(ink: Image.Image, degrees: float) -> float:
    rows = np.asarray(ink.rotate(degrees)).sum(axis=1, dtype=np.int64)
    return float(np.square(np.diff(rows)).sum())

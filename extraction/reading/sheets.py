"""Finds the sheet of paper in a photo: its four corners, where it lies on a darker ground."""

from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Corners = NDArray[np.float32]

_RIM = 0.02  # of the picture's width: what lies there is the ground, if there is one
_DARKER = 0.75  # of the middle's light: a rim that is darker is no paper
_LEAST_AREA = 0.3  # of the picture
_SOLID = 0.94  # of its hull: a sheet has no bays
_THRESHOLDS = 7
_MOST_OBLIQUE = 0.55  # of two opposite sides, the shorter to the longer


def sheet_in(small: Grey) -> Corners | None:
    """Top left, top right, bottom right and bottom left of the sheet; None where the picture is the sheet.

    Args:
        small: A reduced grey picture, 500 to 1000 pixels wide: the writing on it is closed over.
    """
    height, width = small.shape
    rim = max(2, round(_RIM * width))
    around = np.concatenate(
        [small[:rim].ravel(), small[-rim:].ravel(), small[:, :rim].ravel(), small[:, -rim:].ravel()]
    )
    middle = float(np.median(small[height // 4 : -height // 4, width // 4 : -width // 4]))
    ground = float(np.median(around))
    if ground > _DARKER * middle:
        return None
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    found = [_quadrangle(paper > level) for level in np.linspace(ground, middle, _THRESHOLDS + 2)[1:-1]]
    sheets = [each for each in found if each is not None]
    return max(sheets, key=lambda sheet: sheet[0])[1] if sheets else None


def _quadrangle(paper: NDArray[np.bool_]) -> tuple[float, Corners] | None:
    """The sheet among what is lighter than the ground, with how well it fills its four corners: shadows leave bays."""
    contours, _ = cv2.findContours(paper.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    largest = max(contours, key=cv2.contourArea, default=None)
    if largest is None or cv2.contourArea(largest) < _LEAST_AREA * paper.size:
        return None
    hull = cv2.convexHull(largest)
    solid = cv2.contourArea(largest) / cv2.contourArea(hull)
    if solid < _SOLID:
        return None
    corners = cv2.approxPolyDP(hull, epsilon=0.02 * cv2.arcLength(hull, closed=True), closed=True)
    if len(corners) != 4:
        return None
    ordered = _in_order(corners.reshape(4, 2).astype(np.float32))
    return None if ordered is None else (solid, ordered)


def _in_order(corners: Corners) -> Corners | None:
    """The corners from the top left clockwise; None where they are no sheet seen from above."""
    sums, differences = corners.sum(axis=1), corners[:, 0] - corners[:, 1]
    places = [int(sums.argmin()), int(differences.argmax()), int(sums.argmax()), int(differences.argmin())]
    if len(set(places)) != 4:
        return None
    ordered = corners[places]
    top, right, bottom, left = (float(np.linalg.norm(to - of)) for of, to in pairwise([*ordered, ordered[0]]))
    oblique = min(min(top, bottom) / max(top, bottom), min(left, right) / max(left, right))
    return ordered if oblique >= _MOST_OBLIQUE else None

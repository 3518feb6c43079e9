"""Pages are made readable: cropped, flat, upright, level, evenly lit; and a page that needs nothing is left alone."""

import sys

import numpy as np
import pytest
from PIL import Image, ImageOps

from extraction.reading.ocr import Pictured, read_picture
from extraction.reading.preparation import prepared
from extraction.reading.sheets import sheet_in


@pytest.fixture(scope="module")
def make(request):
    """The makers of files in conftest.py."""
    return sys.modules[next(name for name in sys.modules if name.endswith("reading.conftest"))]


@pytest.fixture(scope="module")
def photo(scan) -> Image.Image:
    """The page on a dark desk, seen from aside, half of it in shadow."""
    desk = Image.new("L", (scan.width + 300, scan.height + 300), 60)
    desk.paste(scan, (150, 150))
    wide, high = desk.size
    seen_from = (-60, 40, 90, high - 30, wide - 40, high + 80, wide + 30, -70)
    tilted = desk.transform(desk.size, Image.Transform.QUAD, seen_from, Image.Resampling.BICUBIC, fillcolor=60)
    light = np.linspace(1.0, 0.45, tilted.width)[None, :]
    return Image.fromarray((np.asarray(tilted) * light).astype(np.uint8))


def said(page) -> set[str]:
    return set(page.text.split())


def test_a_page_that_needs_nothing_is_left_as_it_is(make):
    page = make.page_picture(make.LINES, dpi=275)
    ready = prepared(page)
    assert np.array_equal(ready.forward, np.eye(3))
    assert np.array_equal(ready.image, np.asarray(page))


@pytest.mark.parametrize("degrees", [-2.8, -1.0, 0.5, 2.2, 5.0])
def test_lines_are_made_level(scan, degrees):
    askew = scan.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    turned = prepared(askew).forward
    assert np.degrees(np.arctan2(turned[0, 1], turned[0, 0])) == pytest.approx(-degrees, abs=0.3)


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_page_on_its_side_is_told_by_its_words(scan, quarters):
    turned = prepared(scan.rotate(90 * quarters, expand=True)).forward
    assert bool(abs(turned[0, 1]) > abs(turned[0, 0])) is (quarters in {1, 3})


def test_a_photo_is_read_as_a_scan_is(make, photo):
    page = read_picture(Pictured(1, photo), 60)
    assert len(set(" ".join(make.LINES).split()) - said(page)) <= 1
    for word in page.words:
        left, top = word.box.x0 * photo.width, word.box.y0 * photo.height
        right, bottom = word.box.x1 * photo.width, word.box.y1 * photo.height
        there = np.asarray(photo)[int(top) : int(bottom) + 1, int(left) : int(right) + 1]
        assert there.min() < 0.5 * there.max()  # ink on paper, so the box is at its word


def test_light_writing_on_dark_is_read(make, scan):
    page = read_picture(Pictured(1, ImageOps.invert(scan)), 60)
    assert len(set(" ".join(make.LINES).split()) - said(page)) <= 1


def test_the_corners_of_a_sheet_are_found(photo):
    small = np.asarray(photo.resize((700, round(700 * photo.height / photo.width))))
    corners = sheet_in(small)
    assert corners is not None
    assert (corners[0] < 150).all()
    assert corners[2][0] > 550


def test_a_page_with_a_dark_picture_in_it_is_no_sheet_on_a_desk(scan):
    page = scan.copy()
    page.paste(40, (300, 900, 1300, 1800))
    assert sheet_in(np.asarray(page.resize((700, 906)))) is None


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_desk_that_is_half_in_the_light_is_no_part_of_the_sheet(quarters):
    wide, high = 700, 880
    seen = np.full((high, wide), 95.0)
    seen[60:800, 50:640] = 235
    across, down = np.meshgrid(np.linspace(-1, 1, wide), np.linspace(-1, 1, high))
    edge = (across, down, -across, -down)[quarters]
    corners = sheet_in((seen * (0.95 - 0.4 / (1 + np.exp(-6 * edge)))).astype(np.uint8))
    assert corners is not None
    assert corners == pytest.approx(np.array([[50, 60], [640, 60], [640, 800], [50, 800]]), abs=10)

"""What stands on a page and could not be read has a place; a page without such a thing has none."""

import sys

import numpy as np
import pytest
from PIL import Image, ImageDraw

from extraction.reading.gaps import CUT, WRITING
from extraction.reading.ocr import Pictured, read_picture


@pytest.fixture(scope="module")
def make(request):
    """The makers of files in conftest.py."""
    return sys.modules[next(name for name in sys.modules if name.endswith("reading.conftest"))]


def scribble(page: Image.Image, left: int, top: int) -> Image.Image:
    """Something like handwriting."""
    rng = np.random.default_rng(3)
    xs = left + np.cumsum(rng.uniform(2, 14, 60))
    ys = top + 45 * np.sin(np.arange(60) * 1.3) * rng.uniform(0.4, 1, 60)
    written = page.copy()
    ImageDraw.Draw(written).line([(float(x), float(y)) for x, y in zip(xs, ys, strict=True)], fill=20, width=4)
    return written


def test_a_clean_page_has_no_gaps(scan):
    assert read_picture(Pictured(1, scan), 60).gaps == ()


def test_handwriting_has_a_place(scan):
    page = read_picture(Pictured(1, scribble(scan, 600, 1500)), 60)
    (gap, *_) = page.gaps
    assert gap.reason == WRITING
    assert gap.box.y0 < 1500 / scan.height < gap.box.y1
    assert gap.box.x0 < 0.5 < gap.box.x1


def test_a_cut_edge_is_named(scan):
    cut = scan.crop((210, 0, scan.width, scan.height))
    page = read_picture(Pictured(1, cut), 60)
    assert CUT in [gap.reason for gap in page.gaps]

"""Makes files of every kind from a made-up report: PDF with text, scans, photos, broken ones."""

import importlib.util
import io
from pathlib import Path
from types import ModuleType

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image
from reportlab.lib.pagesizes import letter
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

LINES = [
    "MADE-UP REPORT FOR TESTING",
    "Specimen: Liver, core biopsy, collected 05/06/2026",
    "Estrogen receptor:          Positive, 70% of nuclei",
    "Progesterone receptor:      Negative, less than 1%",
    "HER2 by immunohistochemistry: score 2+, equivocal",
    "HER2 FISH ratio 4.0, amplified",
    "The largest metastasis measures 17 mm in the left frontal lobe.",
]


def text_pdf(*pages: list[str] | None, encrypt: StandardEncryption | None = None) -> bytes:
    """A PDF with a page for every list of lines; None is a page with nothing on it."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=letter, encrypt=encrypt)
    for lines in pages:
        canvas.setFont("Courier", 11)
        for row, line in enumerate(lines or []):
            canvas.drawString(60, 720 - 22 * row, line)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def page_picture(lines: list[str], dpi: int = 200) -> Image.Image:
    return pdfium.PdfDocument(text_pdf(lines))[0].render(scale=dpi / 72, grayscale=True).to_pil()


def picture_pdf(*pictures: Image.Image) -> bytes:
    """A PDF of scans: pictures that fill their pages, no text."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=letter)
    for picture in pictures:
        canvas.drawImage(ImageReader(picture), 0, 0, *letter)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def image_file(picture: Image.Image, kind: str, **options: object) -> bytes:
    target = io.BytesIO()
    picture.save(target, kind, **options)
    return target.getvalue()


def noise(width: int = 1700, height: int = 1100) -> Image.Image:
    grey = np.random.default_rng(5).integers(0, 256, (height, width), dtype=np.uint8)
    return Image.fromarray(grey)


@pytest.fixture(scope="session")
def scan() -> Image.Image:
    return page_picture(LINES)


@pytest.fixture(scope="session")
def hostile() -> ModuleType:
    """The makers of hostile files in hostile.py."""
    spec = importlib.util.spec_from_file_location("hostile", Path(__file__).with_name("hostile.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

"""Every kind of file, page by page, with real tesseract: what is read, what is not, and what the person is told."""

import io
import subprocess
import sys

import pypdfium2 as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from reportlab.lib.pdfencrypt import StandardEncryption

from domain.document import PageSource
from domain.errors import DamagedFile, EmptyFile, EncryptedFile, FileTooLarge, UnsupportedType
from extraction.reading import Limits, read, read_text


@pytest.fixture(scope="module")
def make(request):
    """The makers of files in conftest.py."""
    return sys.modules[next(name for name in sys.modules if name.endswith("reading.conftest"))]


def same_words(text: str, lines: list[str]) -> float:
    """The share of the report's words that were read."""
    read_words = text.split()
    wanted = " ".join(lines).split()
    return sum(word in read_words for word in wanted) / len(wanted)


def test_a_text_layer_is_read_word_by_word(make):
    document = read(make.text_pdf(make.LINES), "a.pdf", "d1")
    (page,) = document.pages
    assert (page.source, page.confidence) == (PageSource.TEXT_LAYER, 1.0)
    assert same_words(page.text, make.LINES) == 1
    assert "Estrogen receptor:   Positive, 70% of nuclei" in page.text


@pytest.mark.parametrize(
    "turned",
    [
        pytest.param(0, id="straight"),
        pytest.param(2.5, id="askew"),
        pytest.param(-1.2, id="askew-the-other-way"),
        pytest.param(90, id="on-its-side"),
        pytest.param(180, id="upside-down"),
        pytest.param(270, id="on-its-other-side"),
    ],
)
def test_a_scan_is_read_however_it_lies(make, scan, turned):
    lying = scan.rotate(turned, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    (page,) = read(make.image_file(lying, "PNG"), "a.png", "d1").pages
    assert (page.source, page.readable) == (PageSource.OCR, True)
    assert same_words(page.text, make.LINES) > 0.9
    assert page.text.index("HER2 by") < page.text.index("HER2 FISH") < page.text.index("largest")


@pytest.mark.parametrize("turned", [0, 3, 90])
def test_boxes_lie_on_the_ink_of_their_words(make, scan, turned):
    lying = scan.rotate(turned, expand=True, fillcolor=255)
    (page,) = read(make.image_file(lying, "PNG"), "a.png", "d1").pages
    blotted = lying.copy()
    pen = ImageDraw.Draw(blotted)
    for word in page.words:
        box = word.box
        corners = (box.x0 * lying.width, box.y0 * lying.height, box.x1 * lying.width, box.y1 * lying.height)
        pen.rectangle(corners, fill=255)
    left_over = sum(value < 128 for value in blotted.tobytes()) / sum(value < 128 for value in lying.tobytes())
    assert left_over < 0.05


@pytest.mark.parametrize(
    "kind", [pytest.param(("PNG", {}), id="png"), pytest.param(("JPEG", {"quality": 80}), id="jpeg")]
)
def test_pictures_are_known_by_their_content(make, scan, kind):
    data = make.image_file(scan, kind[0], **kind[1])
    assert same_words(read(data, "misnamed.txt", "d1").pages[0].text, make.LINES) > 0.9


def test_every_page_of_a_tiff_is_read(make, scan):
    second = make.page_picture(["Second page of the made-up report, nothing else"])
    data = make.image_file(scan, "TIFF", save_all=True, append_images=[second])
    told = []
    document = read(data, "fax.tif", "d1", on_progress=lambda page, pages: told.append((page, pages)))
    assert [page.number for page in document.pages] == [1, 2]
    assert "Second page" in document.pages[1].text
    assert told == [(0, 2), (1, 2), (2, 2)]


def test_the_way_a_camera_was_held_is_heeded(make, scan):
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    data = make.image_file(scan.rotate(90, expand=True), "JPEG", exif=exif)
    assert same_words(read(data, "photo.jpg", "d1").pages[0].text, make.LINES) > 0.9


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_a_huge_photo_is_read_the_way_up_that_the_camera_noted(make, scan, kind):
    exif = Image.Exif()
    exif[0x0112] = 6
    huge = scan.rotate(90, expand=True).resize((7800, 6027))
    (page,) = read(make.image_file(huge, kind, exif=exif), "photo", "d1").pages
    assert set(" ".join(make.LINES).split()) - set(page.text.split()) == set()
    assert page.words[0].box.y0 < 0.2


def test_text_or_ocr_is_decided_page_by_page(make, scan):
    joined = pdfium.PdfDocument.new()
    joined.import_pages(pdfium.PdfDocument(make.text_pdf(make.LINES)))
    joined.import_pages(pdfium.PdfDocument(make.picture_pdf(scan)))
    joined.import_pages(pdfium.PdfDocument(make.text_pdf(None)))
    target = io.BytesIO()
    joined.save(target)
    pages = read(target.getvalue(), "mixed.pdf", "d1").pages
    assert [page.source for page in pages] == [PageSource.TEXT_LAYER, PageSource.OCR, PageSource.OCR]
    assert same_words(pages[1].text, make.LINES) > 0.9
    assert (pages[2].blank, pages[2].readable, pages[2].text) == (True, True, "")


def test_a_page_that_cannot_be_read_says_so_and_the_others_are_read(make, scan):
    pages = read(make.picture_pdf(make.noise(), scan), "a.pdf", "d1").pages
    assert (pages[0].readable, pages[0].text, pages[0].source) == (False, "", PageSource.NONE)
    assert "Page 1 could not be read" in pages[0].problem
    assert pages[1].readable


def test_a_page_that_takes_too_long_says_so(make, scan):
    (page,) = read(make.image_file(scan, "PNG"), "a.png", "d1", limits=Limits(page_seconds=0.01)).pages
    assert not page.readable
    assert "longer than" in page.problem


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        pytest.param(lambda make: b"", EmptyFile, "is empty", id="no-bytes"),
        pytest.param(lambda make: b" \n ", EmptyFile, "no text", id="white-space"),
        pytest.param(lambda make: b"PK\x03\x04" + bytes(50), UnsupportedType, "zip archive", id="zip"),
        pytest.param(lambda make: b"\x7fELF" + bytes(50), UnsupportedType, "a program", id="program"),
        pytest.param(lambda make: b"\x00\x01junk\x02" * 50, UnsupportedType, "We read PDF", id="junk"),
        pytest.param(lambda make: b"%PDF-1.7\nnothing", DamagedFile, "damaged or cut off", id="pdf-in-name-only"),
        pytest.param(lambda make: make.text_pdf(make.LINES)[:600], DamagedFile, "cut off", id="cut-pdf"),
        pytest.param(
            lambda make: make.image_file(make.page_picture(make.LINES), "PNG")[:3000],
            DamagedFile,
            "cut off",
            id="cut-png",
        ),
        pytest.param(
            lambda make: make.text_pdf(make.LINES, encrypt=StandardEncryption("secret")),
            EncryptedFile,
            "password",
            id="locked-pdf",
        ),
    ],
)
def test_what_cannot_be_read_is_named_with_what_to_do(make, data, error, words):
    with pytest.raises(error, match=words) as caught:
        read(data(make), "her-file.pdf", "d1")
    assert "her-file.pdf" in caught.value.message


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        pytest.param(Limits(max_bytes=100), "MB", id="bytes"),
        pytest.param(Limits(max_pages=1), "2 pages", id="pages"),
    ],
)
def test_limits_are_said(make, limits, words):
    with pytest.raises(FileTooLarge, match=words):
        read(make.text_pdf(make.LINES, make.LINES), "a.pdf", "d1", limits=limits)


def test_a_picture_with_too_many_dots_is_refused_unread(make, scan):
    with pytest.raises(FileTooLarge, match="dots"):
        read(make.image_file(scan, "PNG"), "a.png", "d1", limits=Limits(max_pixels=1000))


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"], ids=["utf-8", "with-mark", "utf-16", "windows"]
)
def test_text_in_any_usual_encoding(encoding):
    document = read("Ödem rechts, Größe 5 mm\r\nHER2 3+".encode(encoding), "a.txt", "d1")
    assert document.pages[0].text == "Ödem rechts, Größe 5 mm\nHER2 3+"


def test_a_form_feed_begins_a_page():
    assert [page.text for page in read(b"one\fand two\f", "a.txt", "d1").pages] == ["one", "and two"]


@given(st.text())
def test_a_text_is_kept_verbatim_with_its_words(text):
    (page,) = read_text(text, "n", "d").pages
    assert page.text == text
    assert [text[word.start : word.end] for word in page.words] == text.split()


def test_words_are_the_text_at_their_offsets(make, scan):
    for data in (make.text_pdf(make.LINES), make.image_file(scan, "PNG")):
        (page,) = read(data, "a", "d1").pages
        assert [page.text[word.start : word.end] for word in page.words] == page.text.split()
        assert all(0 <= word.box.x0 < word.box.x1 <= 1 and 0 <= word.box.y0 < word.box.y1 <= 1 for word in page.words)


def test_a_picture_of_a_page_for_the_browser(make, scan):
    def pictures(data):
        given = {}
        read(data, "a", "d1", on_picture=given.__setitem__)
        return {page: picture[:2] for page, picture in given.items()}

    assert pictures(make.text_pdf(make.LINES, make.LINES)) == {1: b"\xff\xd8", 2: b"\xff\xd8"}
    assert pictures(make.image_file(scan, "PNG")) == {1: b"\xff\xd8"}
    assert pictures(b"plain text") == {}


READ_IT = """
import sys
from pathlib import Path
from extraction.reading import read
read(Path(sys.argv[1]).read_bytes(), "a", "d")
"""


def test_without_tesseract_it_says_what_to_install(make, scan, tmp_path):
    (tmp_path / "a.png").write_bytes(make.image_file(scan, "PNG"))
    command = [sys.executable, "-c", READ_IT, tmp_path / "a.png"]
    run = subprocess.run(command, env={"PATH": ""}, capture_output=True, text=True, check=False)
    assert "apt-get install tesseract-ocr" in run.stderr

"""PDFs locked with AES-256, as today's hospital portals and programs lock them: right, wrong and no password."""

import io

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from domain.errors import EncryptedFile, WrongPassword
from extraction.reading import read

PASSWORD = "okapi-Grüße-7"


def locked(password: str) -> bytes:
    plain = io.BytesIO()
    canvas = Canvas(plain)
    for line in ("HER2 by immunohistochemistry: score 2+, equivocal, made up", "Specimen: Liver, core biopsy, made up"):
        canvas.drawString(60, 720, line)
        canvas.showPage()
    canvas.save()
    writer = PdfWriter(clone_from=PdfReader(plain))
    writer.encrypt(password, "quagga", algorithm="AES-256")
    target = io.BytesIO()
    writer.write(target)
    assert b"/AESV3" in target.getvalue()
    assert b"HER2" not in target.getvalue()
    return target.getvalue()


@pytest.mark.parametrize("password", [PASSWORD, "quagga"], ids=["hers", "the-owner's"])
def test_the_right_password_opens_every_page(password):
    pages = read(locked(PASSWORD), "her-file.pdf", "d1", password=password).pages
    assert "score 2+, equivocal" in pages[0].text
    assert "Liver, core biopsy" in pages[1].text


def test_a_file_locked_against_changes_only_is_read_without_one():
    (page, _) = read(locked(""), "her-file.pdf", "d1").pages
    assert "score 2+, equivocal" in page.text


@pytest.mark.parametrize(
    ("password", "error", "words"),
    [
        pytest.param("okapi", WrongPassword, "not its password", id="wrong"),
        pytest.param("OKAPI-GRÜSSE-7", WrongPassword, "not its password", id="other-case"),
        pytest.param(None, EncryptedFile, "Give the password", id="none"),
    ],
)
def test_without_the_right_one_nothing_is_read(password, error, words):
    with pytest.raises(error, match=words) as caught:
        read(locked(PASSWORD), "her-file.pdf", "d1", password=password)
    assert type(caught.value) is error
    assert password is None or password not in caught.value.message

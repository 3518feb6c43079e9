"""Hostile and broken files, every bound with a real file: a clear error or a named page, and the rest is read."""

import zlib

import pytest

from domain.document import PageSource
from domain.errors import DamagedFile, DocumentError, EmptyFile, FileTooLarge, UnsupportedType
from extraction.reading import Limits, read

SAID = "HER2 by immunohistochemistry: score 3+, positive, made up"
LAUNCH = b"/OpenAction << /S /Launch /F (calc.exe) >>"
SCRIPT = b"/OpenAction << /S /JavaScript /JS (while \\(true\\) { app.alert\\(1\\) }) >>"
ATTACHED = b"/Names << /EmbeddedFiles << /Names [(a.exe) << /Type /Filespec /F (a.exe) /EF << /F 10 0 R >> >>] >> >>"
FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /XObject << /X %d 0 R >> >>"


def read_all(data, **limits):
    return read(data, "her-file.pdf", "d1", limits=Limits(**limits)).pages


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(lambda hostile: hostile.one_page(catalog=SCRIPT), id="javascript"),
        pytest.param(lambda hostile: hostile.one_page(catalog=LAUNCH), id="starts-a-program"),
        pytest.param(
            lambda hostile: hostile.one_page(catalog=ATTACHED, o10=hostile.stream(b"MZ" + bytes(99))),
            id="attached-file",
        ),
        pytest.param(lambda hostile: hostile.one_page(xref=b"xref\n0 99999\njunk\n"), id="broken-xref"),
        pytest.param(lambda hostile: hostile.one_page(xref=b""), id="no-xref"),
        pytest.param(lambda hostile: b"\x00junk\n" * 20 + hostile.one_page(), id="junk-before-the-header"),
        pytest.param(lambda hostile: hostile.one_page(box=b"0 0 -5 0"), id="sides-below-zero"),
        pytest.param(lambda hostile: hostile.one_page(box=b"0 0 9000000 9000000"), id="huge-page-with-text"),
        pytest.param(
            lambda hostile: hostile.one_page(
                hostile.PAGE_TEXT + b" /X Do",
                resources=b"/XObject << /X 10 0 R >>",
                o10=hostile.stream(b"/X Do", FORM % 10),
            ),
            id="form-that-shows-itself",
        ),
        pytest.param(
            lambda hostile: hostile.one_page(
                hostile.PAGE_TEXT + b" /X Do",
                resources=b"/XObject << /X 10 0 R >>",
                o10=hostile.stream(b"/X Do", FORM % 11),
                o11=hostile.stream(b"/X Do", FORM % 10),
            ),
            id="forms-that-show-each-other",
        ),
        pytest.param(
            lambda hostile: hostile.one_page(
                zlib.compress(hostile.PAGE_TEXT + b" " * 20_000_000), entries=b"/Filter /FlateDecode"
            ),
            id="much-white-space",
        ),
    ],
)
def test_what_is_only_odd_is_read(hostile, data):
    (page,) = read_all(data(hostile))
    assert (page.source, page.text.strip()) == (PageSource.TEXT_LAYER, SAID)


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        pytest.param(lambda hostile: hostile.pages([]), EmptyFile, "no pages", id="no-pages"),
        pytest.param(lambda hostile: hostile.pages([b""] * 10_000), FileTooLarge, "10000 pages", id="10000-pages"),
        pytest.param(
            lambda hostile: hostile.one_page(hostile.zeros(2**28), entries=b"/Filter /FlateDecode"),
            FileTooLarge,
            "unpacks to more than",
            id="bomb",
        ),
        pytest.param(
            lambda hostile: hostile.one_page(
                zlib.compress(hostile.zeros(2**28)), entries=b"/Filter [/FlateDecode /FlateDecode]"
            ),
            FileTooLarge,
            "unpacks to more than",
            id="bomb-in-a-bomb",
        ),
        pytest.param(
            lambda hostile: hostile.png(60_000, 60_000, depth=1, rows=9),
            FileTooLarge,
            "60000 by 60000 dots",
            id="png-bomb",
        ),
        pytest.param(
            lambda hostile: hostile.tiff(100_000, 100_000), FileTooLarge, "100000 by 100000 dots", id="tiff-bomb"
        ),
        pytest.param(lambda hostile: hostile.tiff(10, 10, frames=2000), FileTooLarge, "2000 pages", id="2000-frames"),
        pytest.param(lambda hostile: hostile.tiff(9000, 9000), DamagedFile, "damaged", id="tiff-without-its-dots"),
        pytest.param(lambda hostile: b"PK\x03\x04" + bytes(99), UnsupportedType, "zip archive", id="zip-named-pdf"),
    ],
)
def test_what_is_over_a_bound_is_refused_with_what_to_do(hostile, data, error, words):
    with pytest.raises(error, match=words) as caught:
        read_all(data(hostile))
    assert "her-file.pdf" in caught.value.message
    assert "lease" in caught.value.message or "upload" in caught.value.message


def test_page_trees_without_an_end_name_every_page(hostile):
    kids = b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 /Parent 2 0 R >>"
    found = read_all(hostile.pdf({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: kids}))
    assert [page.readable for page in found] == [False] * 9
    assert "Page 9 could not be read: it is damaged" in found[8].problem


@pytest.mark.parametrize("make_bomb", ["ENTITY_BOMB", "EXTERNAL_ENTITY"])
def test_entities_of_xml_are_never_followed(hostile, make_bomb):
    try:
        pages = read_all(getattr(hostile, make_bomb))
    except DocumentError:
        return
    text = "".join(page.text for page in pages)
    assert len(text) < 1000
    assert "root:" not in text


def test_a_strip_that_is_no_page_is_named(hostile):
    (page,) = read_all(hostile.png(40, 33_000, shade=200))
    assert "sides are too long" in page.problem


def test_a_zip_of_an_unknown_version_is_refused(hostile):
    directory = b"PK\x01\x02" + bytes([99, 0, 99, 0]) + bytes(38)
    end = b"PK\x05\x06" + bytes(4) + b"\x01\x00\x01\x00" + len(directory).to_bytes(4, "little")
    data = b"PK\x03\x04" + bytes(26) + directory + end + (30).to_bytes(4, "little") + bytes(2)
    with pytest.raises(DocumentError):
        read_all(data)


def test_a_tiff_that_leads_to_itself_ends(hostile):
    assert [page.readable for page in read_all(hostile.tiff(100, 100, frames=3, circular=True))] == [False] * 3


def test_a_page_that_takes_too_long_is_named_and_the_others_are_read(hostile):
    said, troubles = hostile.PAGE_TEXT, []
    data = hostile.pages([said, hostile.endless_drawing(), said, said])
    limits = Limits(page_seconds=2)
    pages = read(data, "a", "d1", limits=limits, on_trouble=lambda page, code: troubles.append((page, code))).pages
    assert [page.readable for page in pages] == [True, False, True, True]
    assert [page.text.strip() for page in pages] == [SAID, "", SAID, SAID]
    assert "Page 2 could not be read: reading it took longer than 2 seconds" in pages[1].problem
    assert troubles == [(2, "too-long")]


def test_a_picture_that_takes_too_much_memory_is_named(hostile):
    (page,) = read_all(hostile.png(15_000, 15_000, kind=2), page_bytes=200 * 2**20)
    assert "more memory than the 200 MB allowed" in page.problem


def test_a_page_that_bursts_in_the_library_is_named_and_the_others_are_read(hostile):
    """A stream that says that it is a picture is not counted beforehand; the reader's own bound holds it."""
    bomb = hostile.stream(hostile.zeros(2**29), b"/Filter /FlateDecode /Subtype /Image")
    pages = read_all(hostile.pages([hostile.PAGE_TEXT, bomb, hostile.PAGE_TEXT]), page_bytes=200 * 2**20)
    assert [page.readable for page in pages] == [True, False, True]
    assert "Page 2 could not be read: it stopped the program that reads it" in pages[1].problem


def test_forms_that_multiply_each_other_are_named_and_the_others_are_read(hostile):
    forms = {10: b"/X Do " * 9, 11: b"/X Do " * 9}
    bursting = hostile.one_page(
        hostile.PAGE_TEXT + b" /X Do",
        resources=b"/XObject << /X 10 0 R >>",
        **{f"o{number}": hostile.stream(does, FORM % (21 - number)) for number, does in forms.items()},
    )
    (page,) = read_all(bursting, page_seconds=3, page_bytes=200 * 2**20)
    assert page.readable or page.problem


def test_a_blank_page_that_shrank_a_thousandfold_is_read(hostile):
    data = hostile.png(2550, 3300, shade=255)
    assert len(data) * 500 < 2550 * 3300
    (page,) = read_all(data)
    assert (page.blank, page.readable) == (True, True)

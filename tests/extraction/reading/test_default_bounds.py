"""The bounds that settings have when nobody sets them, each with a real file just within and one just over it."""

import pytest

from domain.errors import FileTooLarge
from extraction.reading import Limits, read
from extraction.reading.files import open_file
from infra.settings import Settings
from workers.steps import limits_of

MB = 2**20
DEFAULTS = Limits()


def padded(hostile, size: int) -> bytes:
    """A PDF of a page with so many bytes."""
    data = hostile.one_page(catalog=b"/Pad (%b)" % (b"x" * (size - 1000)))
    return data + b"\n" * (size - len(data))


def unpacking(hostile, megabytes: int, padding: int = 0) -> bytes:
    """A PDF whose page unpacks to so many, with so many bytes that cannot be packed."""
    return hostile.one_page(
        hostile.zeros(megabytes * MB), entries=b"/Filter /FlateDecode", catalog=b"/Pad (%b)" % (b"x" * padding)
    )


def test_the_settings_have_the_bounds_of_reading():
    assert limits_of(Settings()) == DEFAULTS
    assert (DEFAULTS.max_bytes, DEFAULTS.max_pages, DEFAULTS.max_pixels) == (50 * MB, 200, 250_000_000)
    assert (DEFAULTS.max_expansion, DEFAULTS.page_seconds, DEFAULTS.page_bytes) == (50, 120, 1024 * MB)


@pytest.mark.parametrize(
    ("data", "pages"),
    [
        pytest.param(lambda hostile: padded(hostile, 50 * MB), 1, id="50-mb"),
        pytest.param(lambda hostile: hostile.pages([hostile.PAGE_TEXT] * 200), 200, id="200-pages"),
        pytest.param(lambda hostile: hostile.tiff(10, 10, frames=200), 200, id="200-frames"),
        pytest.param(lambda hostile: hostile.png(15_811, 15_811, depth=1), 1, id="250-megapixels"),
        pytest.param(lambda hostile: unpacking(hostile, 49), 1, id="unpacks-to-a-file-that-is-allowed"),
        pytest.param(lambda hostile: unpacking(hostile, 99, 2 * MB), 1, id="50-times-its-size"),
    ],
)
def test_what_is_just_within_is_opened(hostile, data, pages):
    assert len(open_file(data(hostile), "her-file.pdf", DEFAULTS)) == pages


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(lambda hostile: padded(hostile, 50 * MB + 1), "50.1 MB; files of up to 50 MB", id="50-mb"),
        pytest.param(lambda hostile: hostile.pages([hostile.PAGE_TEXT] * 201), "201 pages; up to 200", id="201-pages"),
        pytest.param(lambda hostile: hostile.tiff(10, 10, frames=201), "201 pages; up to 200", id="201-frames"),
        pytest.param(
            lambda hostile: hostile.png(15_812, 15_812, depth=1, rows=9), "15812 by 15812 dots", id="250-megapixels"
        ),
        pytest.param(lambda hostile: unpacking(hostile, 51), "unpacks to more than", id="unpacks-to-too-much"),
        pytest.param(
            lambda hostile: unpacking(hostile, 110, 2 * MB), "more than 50 times its size", id="50-times-its-size"
        ),
    ],
)
def test_what_is_just_over_is_refused(hostile, data, words):
    with pytest.raises(FileTooLarge, match=words):
        read(data(hostile), "her-file.pdf", "d1")


def test_a_picture_of_as_many_dots_as_are_allowed_is_read(hostile):
    (page,) = read(hostile.png(15_811, 15_811, depth=1, shade=255), "her-file.png", "d1").pages
    assert (page.readable, page.blank) == (True, True)


def test_a_picture_that_takes_more_memory_than_is_allowed_is_named(hostile):
    (page,) = read(hostile.png(15_811, 15_811, kind=2), "her-file.png", "d1").pages
    assert "reading it takes more memory than the 1024 MB allowed" in page.problem

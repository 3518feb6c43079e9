"""What a file is once every page of it was read, or could not be."""

from domain.document import Page, PageSource
from domain.errors import DamagedFile

_SCAN_AGAIN = "Scan or photograph it again: flat, in good light, the whole page, and upload that file."


def unreadable(number: int, why: str, confidence: float = 0.0) -> Page:
    """A page that could not be read, with what to do about it."""
    problem = f"Page {number} could not be read: {why}. {_SCAN_AGAIN}"
    return Page(number=number, source=PageSource.NONE, confidence=confidence, readable=False, problem=problem)


def completed(pages: tuple[Page, ...], name: str, *, cut_off: bool) -> tuple[Page, ...]:
    """All pages of a file, each in the light of the others.

    Raises:
        DamagedFile: If the file is cut off and no page of it can be read.
    """
    if not cut_off:
        return pages
    pages = tuple(_lost(page) for page in pages)
    if not any(page.readable for page in pages):
        raise DamagedFile(
            f"“{name}” is cut off: its end is missing and no page can be read. "
            "Please download or scan it again and upload it anew."
        )
    return pages


def _lost(page: Page) -> Page:
    """In a file whose end is missing, a page with nothing on it is a page that was lost."""
    return unreadable(page.number, "the end of the file is missing") if page.blank else page

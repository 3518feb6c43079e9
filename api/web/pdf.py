"""The visit summary as a PDF, made with WeasyPrint; nothing is fetched from anywhere while it is made."""

from api.web.rendering import render_summary
from api.web.summary import SIZES
from domain.analysis import Analysis
from domain.errors import DocumentError, ProgramMissing

MOST_PAGES = 2


def summary_pdf(analysis: Analysis) -> bytes:
    """The summary on at most two pages: of the sizes that fit, the largest; it says what it leaves out.

    Raises:
        DocumentError: If even the smallest is longer.
        ProgramMissing: If the libraries that WeasyPrint draws with are not installed.
    """
    try:
        from weasyprint import HTML  # noqa: PLC0415 - takes a second, and needs libraries that only this needs
    except OSError:
        raise ProgramMissing(
            "A library that PDF files are drawn with is missing. On Debian: apt-get install libpangoft2-1.0-0 "
            "libharfbuzz-subset0 fonts-dejavu-core"
        ) from None
    drawn = (HTML(string=render_summary(analysis, size=size), url_fetcher=_nothing).render() for size in SIZES)
    fitting = next((document for document in drawn if len(document.pages) <= MOST_PAGES), None)
    if fitting is None:
        raise DocumentError("The summary does not fit on two pages. Print the full result instead.")
    pdf: bytes = fitting.write_pdf()
    return pdf


def _nothing(url: str) -> dict[str, object]:
    raise ValueError(f"nothing is fetched for a summary, {url[:40]} is not either")

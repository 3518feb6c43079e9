"""Says in words how a page was read, and how well."""

from domain.document import PageSource, PageSummary

_HOW = {
    PageSource.TEXT_LAYER: "from its text",
    PageSource.OCR: "from its picture",
    PageSource.BOTH: "from its text, and from its picture where that shows more",
    PageSource.NONE: "not read",
}


def how_read(page: PageSummary) -> str:
    """The choice for a page with what it rests on, e.g. "from its text; its text scores 98 of 100"."""
    if page.blank:
        return "nothing on it"
    told = _HOW[page.source]
    if page.source in {PageSource.OCR, PageSource.BOTH}:
        told += f" ({page.confidence:.0%} sure)"
    if page.layer_quality is None:
        return told
    score = f"{100 * page.layer_quality:.0f} of 100"
    if page.source is PageSource.OCR:
        return f"{told}; its hidden text was not used (it scores {score})"
    return f"{told}; its text scores {score}"

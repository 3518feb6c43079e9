"""Renders pages; an analysis also as one page that stands alone, for the command line and for keeping."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.web.page_view import how_read
from api.web.profile_view import groups_of
from api.web.timeline_view import timeline_view
from domain.advice import ItemKind, SectionId
from domain.analysis import Analysis
from domain.document import SAME_FILE
from guidance.wording.templates import in_words

HERE = Path(__file__).parent
STATIC = HERE / "static"

_environment = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters["in_words"] = in_words
_environment.globals["same_file"] = SAME_FILE
_environment.filters["how_read"] = how_read


def render(template: str, **values: Any) -> str:  # noqa: ANN401 - what a template shows is of any type
    """A page or a part of one."""
    return _environment.get_template(template).render(**values)


def render_html(analysis: Analysis, *, standalone: bool) -> str:
    """An analysis as HTML.

    Args:
        analysis: What to show.
        standalone: A whole page with its style inside, without scripts and links; else the part for our own page.
    """
    return render_result(analysis, record_id=None, standalone=standalone)


def render_result(analysis: Analysis, record_id: str | None, *, standalone: bool = False) -> str:
    """As render_html; with a record's id every quote links to its place on the page."""
    values = {
        "analysis": analysis,
        "names": {document.id: document.name for document in analysis.documents},
        "groups": groups_of(analysis.profile),
        "timeline": timeline_view(analysis.profile),
        "sections": {section.id: section for section in analysis.guidance.sections},
        "first": (SectionId.URGENT, SectionId.CONFLICTS),
        "kinds": ItemKind,
        "record_id": record_id,
    }
    if not standalone:
        return render("result.html", **values)
    style = (STATIC / "style.css").read_text(encoding="utf-8")
    return render("standalone.html", style=style, **values)

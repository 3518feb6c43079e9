"""Renders pages; an analysis also as one page that stands alone, for the command line and for keeping."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.web.page_view import how_read
from api.web.profile_view import groups_of
from api.web.quoted import Numbered
from api.web.sections_view import Reasons, section_view
from api.web.summary import SIZES, Size, summary_of
from api.web.timeline_view import timeline_view
from api.web.words_explained import Explainer, anchor, terms_in
from domain.advice import Item, ItemKind, SectionId, Strength
from domain.analysis import Analysis
from domain.criteria import Criteria, Criterion, Outcome, Standing
from domain.document import SAME_FILE
from domain.release import Release, ReleasePolicy
from guidance.criteria import criteria_of, undecided
from guidance.wording.alarms import CALL
from guidance.wording.templates import in_words

STRENGTHS = {
    Strength.LABEL: "by its label",
    Strength.STRONG: "strong recommendation",
    Strength.CONDITIONAL: "conditional recommendation",
    Strength.WEAK: "weak evidence",
    Strength.EXPERT: "expert opinion",
    Strength.STUDY: "study results, not graded by a guideline",
}
STRENGTHS_PLAIN = {
    Strength.LABEL: "the drug's label names it",
    Strength.STRONG: "a guideline recommends it strongly",
    Strength.CONDITIONAL: "a guideline suggests it, with less certainty",
    Strength.WEAK: "the evidence is weak",
    Strength.EXPERT: "experts say so, there are few studies",
    Strength.STUDY: "studies found it, no guideline has graded it",
}
NOT_GRADED = "no graded evidence"
NOT_GRADED_PLAIN = "we found no grade for it in a guideline"
STANDINGS = {Standing.MET: "Met", Standing.NOT_MET: "Not met", Standing.UNKNOWN: "Unknown"}
OUTCOMES = {
    Outcome.SHOWN: "shown",
    Outcome.BARRED: "barred by a safety gate",
    Outcome.NOT_SHOWN: "criteria not met",
    Outcome.UNKNOWN: "not decidable yet",
}
_OPTIONS = {ItemKind.OPTION, ItemKind.NOT_SHOWN}
_CLAIMS = {ItemKind.STATEMENT, ItemKind.URGENT}
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
_environment.filters["anchor"] = anchor


def evidence_level(item: Item, *, plain: bool = False) -> str | None:
    """How well an item is supported, in the words for clinicians or plain ones.

    None for what rests on the record alone: a fact, why an option is not shown, or a statement that cites nothing.
    """
    if item.strength:
        return (STRENGTHS_PLAIN if plain else STRENGTHS)[item.strength]
    if item.kind is ItemKind.OPTION or (item.kind in _CLAIMS and item.citations):
        return NOT_GRADED_PLAIN if plain else NOT_GRADED
    return None


def titled(item: Item) -> bool:
    """Whether its name stands before its words for her: of an option, so that she can find it again."""
    return bool(item.name) and item.kind in _OPTIONS


def by_standing(criteria: Criteria) -> list[tuple[str, tuple[Criterion, ...]]]:
    """The criteria under the words for how they stand, what keeps an item from being shown first."""
    order = (Standing.NOT_MET, Standing.UNKNOWN, Standing.MET)
    return [(STANDINGS[each], found) for each in order if (found := criteria.that_are(each))]


_environment.filters["by_standing"] = by_standing
_environment.filters["titled"] = titled
_environment.filters["evidence_level"] = evidence_level
_environment.globals["outcomes"] = OUTCOMES


def render(template: str, **values: Any) -> str:  # noqa: ANN401 - what a template shows is of any type
    """A page or a part of one."""
    return _environment.get_template(template).render(**values)


def render_html(analysis: Analysis, *, standalone: bool, for_clinician: bool = False) -> str:
    """An analysis as HTML.

    Args:
        analysis: What to show.
        standalone: A whole page with its style inside, without scripts and links; else the part for our own page.
        for_clinician: Whether it opens in the words for clinicians; a switch shows the other ones.
    """
    return render_result(analysis, record_id=None, standalone=standalone, for_clinician=for_clinician)


def render_result(
    analysis: Analysis, record_id: str | None, *, standalone: bool = False, for_clinician: bool = False
) -> str:
    """As render_html; with a record's id every quote links to its place on the page.

    Args:
        analysis: What to show.
        record_id: Of the record, for links; None on a page that stands alone.
        standalone: As for render_html.
        for_clinician: Whether it opens in the words for clinicians.
    """
    advice = analysis.guidance
    waits_for = undecided(analysis.profile, advice)
    criteria = criteria_of(analysis.profile, advice)
    values = {
        "explained": Explainer(),
        "reason": Reasons(),
        "quoted": Numbered(),
        "cited": Numbered(),
        "words_explained": terms_in(item.text for section in advice.sections for item in section.items),
        "criteria": {each.item: each for each in criteria},
        "left_out": [each for each in criteria if each.outcome in {Outcome.NOT_SHOWN, Outcome.UNKNOWN}],
        "for_clinician": for_clinician,
        "release_note": release_note(analysis.release),
        "stale": sum(item.stale for section in analysis.guidance.sections for item in section.items),
        "analysis": analysis,
        "names": {document.id: document.name for document in analysis.documents},
        "groups": groups_of(analysis.profile),
        "timeline": timeline_view(analysis.profile),
        "sections": [section_view(section, waits_for.get(section.id, ())) for section in advice.sections],
        "call_lead": CALL,
        "first": (SectionId.URGENT, SectionId.CONFLICTS),
        "record_id": record_id,
    }
    if not standalone:
        return render("result.html", **values)
    style = (STATIC / "style.css").read_text(encoding="utf-8")
    return render("standalone.html", style=style, **values)


def render_summary(analysis: Analysis, *, record_id: str | None = None, size: Size = SIZES[0]) -> str:
    """The visit summary as a page; with a record's id it is one of ours, else it stands alone."""
    return render(
        "summary.html",
        analysis=analysis,
        summary=summary_of(analysis, size),
        quoted=Numbered(),
        stale=any(item.stale for section in analysis.guidance.sections for item in section.items),
        release_note=release_note(analysis.release),
        record_id=record_id,
        style=(STATIC / "summary.css").read_text(encoding="utf-8"),
    )


def release_note(release: Release) -> str:
    """Who stands behind the guidance, in one or two sentences, for page, text and print."""
    if release.signature is not None:
        by = release.signature
        return f"Reviewed and signed by {by.name} on {in_words(by.signed.date())} (rules version {by.ruleset})."
    if release.policy is ReleasePolicy.AT_ONCE:
        return "Shown without a review: no clinician has looked at this result or at these rules."
    return (
        "The guidance waits for a clinician's review. Until it is signed, only what your records say is shown, "
        "and what cannot wait."
    )

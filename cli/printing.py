"""An analysis as plain text for a terminal: what was read, then the guidance with its reasons and sources."""

import textwrap
from collections.abc import Iterator

from api.web.quoted import Numbered
from api.web.rendering import OUTCOMES, by_standing, evidence_level, release_note, titled
from api.web.sections_view import Group, Reasons, section_view
from api.web.timeline_view import timeline_view
from domain.advice import Item, ItemKind
from domain.analysis import Analysis
from domain.criteria import Criteria, Outcome
from domain.document import DocumentSummary
from guidance.criteria import criteria_of, undecided
from guidance.wording.alarms import CALL, Banner
from guidance.wording.templates import fact_name

WIDTH = 100
DISCLAIMER = (
    "This is information about your own records, to talk over with your care team. It is not medical advice, "
    "and it does not replace your doctors. If you feel suddenly worse, do not wait for an answer here: get help."
)
MARKS = {
    ItemKind.URGENT: "!!",
    ItemKind.CONFLICT: "≠",
    ItemKind.QUESTION: "?",
    ItemKind.MISSING: "?",
    ItemKind.NOT_SHOWN: "-",
}


def as_text(analysis: Analysis, *, for_clinician: bool = False) -> str:
    """The analysis for reading, lines of at most 100 characters, in the words for the person or for clinicians."""
    return "\n".join(_lines(analysis, for_clinician=for_clinician)) + "\n"


def _lines(analysis: Analysis, *, for_clinician: bool) -> Iterator[str]:
    yield from _wrapped(DISCLAIMER)
    yield from _wrapped(release_note(analysis.release))
    yield from _heading("What was read")
    for document in analysis.documents:
        yield from _document(document)
    names = {document.id: document.name for document in analysis.documents}
    for warning in analysis.profile.warnings:
        yield from _wrapped(f"!! {warning}")
    criteria = criteria_of(analysis.profile, analysis.guidance) if for_clinician else ()
    shown = _Shown(names)
    by_item = {each.item: each for each in criteria}
    waits_for = undecided(analysis.profile, analysis.guidance)
    for section in analysis.guidance.sections:
        view = section_view(section, waits_for.get(section.id, ()))
        yield from _heading(section.title)
        reason = Reasons()
        for group in view.groups:
            yield from _group_heading(group, for_clinician=for_clinician)
            for item in group.items:
                yield from _item(item, reason(item), shown, for_clinician=for_clinician)
                if item.id in by_item:
                    yield from _criteria(by_item[item.id])
        if view.banner and not for_clinician:
            yield from _calls(view.banner)
    left_out = [each for each in criteria if each.outcome in {Outcome.NOT_SHOWN, Outcome.UNKNOWN}]
    if left_out:
        yield from _heading("Options not shown, by criterion")
    for each in left_out:
        yield from _wrapped(f"- {each.name} ({each.item}): {each.withheld or OUTCOMES[each.outcome]}")
        yield from _criteria(each)
    yield from _timeline(analysis)
    ruleset = analysis.guidance.ruleset
    yield ""
    yield f"Rules of {ruleset.date} (version {ruleset.version}), applied on {analysis.guidance.as_of}."


def _heading(title: str) -> Iterator[str]:
    yield ""
    yield title.upper()
    yield "-" * len(title)


def _group_heading(group: Group, *, for_clinician: bool) -> Iterator[str]:
    if heading := group.clinician_heading if for_clinician else group.heading:
        yield ""
        yield f"{heading}:"
    if group.note:
        yield from _wrapped(group.note)


def _document(document: DocumentSummary) -> Iterator[str]:
    if document.problem:
        yield from _wrapped(f"{document.name}: not read. {document.problem.message}")
        return
    what = document.kind.value.replace("_", " ") if document.kind else "unknown kind"
    pages = f"{len(document.pages)} page{'s' if len(document.pages) != 1 else ''}"
    yield from _wrapped(f"{document.name}: {what}, {document.date or 'no date found'}, {pages}")
    for page in document.pages:
        if page.problem:
            yield from _wrapped(f"!! {page.problem}", indent="   ")


def _timeline(analysis: Analysis) -> Iterator[str]:
    view = timeline_view(analysis.profile)
    if view.dated or view.undated:
        yield from _heading("What happened when")
    for event in view.dated:
        yield from _wrapped(f"{event.text}, {event.when}")
    for event in view.undated:
        yield from _wrapped(f"{event.text}, date not given" + (f", {event.when}" if event.when else ""))


class _Shown:
    """What was shown in full already: after that, words of the record and sources stand by their number."""

    def __init__(self, names: dict[str, str]) -> None:
        self._names = names
        self._words, self._sources, self._said = Numbered(), Numbered(), Numbered()

    def reasons(self, item: Item) -> Iterator[str]:
        """The words and the sources that an item rests on."""
        again: list[str] = []
        for because in item.because:
            if because.quote is None or because.document is None:
                if self._said(because.fact, because.value).first:
                    yield f"{fact_name(because.fact)}: {because.value}"
                continue
            quote = " ".join(because.quote.split())
            number, first = self._words(because.document, because.page, quote)
            if first:
                where = f"{self._names.get(because.document, because.document)}, page {because.page}"
                yield f"[{number}] “{quote}” ({where})"
            else:
                again.append(f"[{number}]")
        for citation in item.citations:
            number, first = self._sources(citation.id)
            if first:
                yield f"Source {number}: {citation.title} ({citation.year}), {citation.locator}"
            else:
                again.append(f"source {number}")
        if again:
            yield f"See {', '.join(again)}."


def _item(item: Item, text: str, shown: _Shown, *, for_clinician: bool) -> Iterator[str]:
    yield from _wrapped(f"{MARKS.get(item.kind, '*')} {_text(item, text, for_clinician=for_clinician)}")
    if item.stale:
        yield from _wrapped(f"Last reviewed {item.reviewed}, so it may be out of date.", indent="     ")
    if item.kind is ItemKind.OPTION and not for_clinician:
        yield from _wrapped(f"How well it is supported: {evidence_level(item, plain=True)}.", indent="     ")
    for reason in shown.reasons(item):
        yield from _wrapped(reason, indent="     ")


def _text(item: Item, text: str, *, for_clinician: bool) -> str:
    named = f"{item.name}. " if item.name and (for_clinician or titled(item)) else ""
    if for_clinician:
        level = f" ({told})" if (told := evidence_level(item)) else ""
        return named + item.clinician_text + level
    return named + (item.alarm.says if item.alarm else text)


def _calls(banner: Banner) -> Iterator[str]:
    """What all that is urgent asks of her, once."""
    yield ""
    for lead, parts in (*banner.asks.items(), (CALL, banner.signs)):
        if parts:
            yield f"{lead}:"
            yield from (line for part in parts for line in _wrapped(f"- {part}", indent="   "))
    yield from _wrapped(" ".join(banner.also))


def _criteria(criteria: Criteria) -> Iterator[str]:
    for standing, found in by_standing(criteria):
        for each in found:
            yield from _wrapped(f"{standing}: {each.asked} [{each.found}]", indent="     ")


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent + "  ")

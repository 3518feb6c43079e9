"""Finds the glossary's terms in what is shown to her: links where they first occur, and a list of those that occur."""

import re
from collections.abc import Iterable
from functools import cache

from markupsafe import Markup, escape

from guidance.wording.templates import glossary


@cache
def _terms() -> re.Pattern[str]:
    longest_first = sorted(glossary(), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])", re.IGNORECASE)


@cache
def _by_lower() -> dict[str, str]:
    """The term under which a term is explained, by how it may be written: a drug under its name with its brand."""
    branded = {term.partition(" (")[0].lower(): term for term in glossary() if " (" in term}
    return {term.lower(): branded.get(term.lower(), term) for term in glossary()}


def terms_in(texts: Iterable[str]) -> dict[str, str]:
    """The terms that occur in the texts with what they mean, by the alphabet."""
    found = {_by_lower()[match.group().lower()] for text in texts for match in _terms().finditer(text)}
    return {term: glossary()[term] for term in sorted(found, key=str.lower)}


def anchor(term: str) -> str:
    """The id of a term's place in the list."""
    return f"word-{re.sub(r'[^a-z0-9]+', '-', term.lower()).strip('-')}"


class Explainer:
    """Links a term to its explanation where it first occurs in a section, so that no text is full of links."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def afresh(self) -> str:
        """Begins a new section; nothing to show."""
        self._seen.clear()
        return ""

    def __call__(self, text: str) -> Markup:
        """The text, escaped, with a link at each term that was not linked before in the section."""
        parts: list[Markup] = []
        end = 0
        for match in _terms().finditer(text):
            term = _by_lower()[match.group().lower()]
            if term in self._seen:
                continue
            self._seen.add(term)
            link = Markup('<a class="term" href="#{}" title="{}">{}</a>')
            parts += [escape(text[end : match.start()]), link.format(anchor(term), glossary()[term], match.group())]
            end = match.end()
        return Markup("").join([*parts, escape(text[end:])])

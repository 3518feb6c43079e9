"""Tells what a document is by its title and its words: pathology, brain or body imaging, cardiac, clinical note."""

import re
from functools import cache
from itertools import takewhile

from domain.document import DocumentKind
from domain.frozen import Frozen
from extraction.annotated import Annotated
from extraction.letterheads import title_ends
from extraction.lexicon import load_lexicon
from extraction.phrases import PhraseBook, book

_HEAD = 450  # characters that hold the title, the letterhead before and between them not counted
# body phrases without which a title is only a mention: "pathology confirmed it"
_LEAST_SPOKEN = {DocumentKind.BRAIN_IMAGING: 2, DocumentKind.BODY_IMAGING: 2, DocumentKind.PATHOLOGY: 1}
_SOFT = 2  # soft words that weigh as much as one phrase
_TEACHING = re.compile(
    r"\b(?:differential|images):.*\bdiagnosis:"
)  # a teaching case of imaging, whatever else it names
_TITLE = 4
_MOST_TITLES = 2
_MOST_BODY = 8
_ENOUGH = 3  # points below which nothing is claimed


class _Cues(Frozen):
    """Titles; phrases of the body; and `soft` words, too common to count, that show a title is more than a mention."""

    titles: tuple[str, ...]
    body: tuple[str, ...]
    soft: tuple[str, ...] = ()


class _Kinds(Frozen):
    pathology: _Cues
    brain_imaging: _Cues
    body_imaging: _Cues
    cardiac: _Cues
    clinical_note: _Cues


@cache
def _books() -> tuple[tuple[DocumentKind, PhraseBook[str], PhraseBook[str], PhraseBook[str]], ...]:
    lexicon = load_lexicon("kinds", _Kinds)
    return tuple(
        (
            DocumentKind(name),
            book({phrase: (phrase,) for phrase in cues.titles}),
            book({phrase: (phrase,) for phrase in cues.body}),
            book({phrase: (phrase,) for phrase in cues.soft}),
        )
        for name, cues in lexicon
    )


def kind_of(annotated: Annotated) -> DocumentKind:
    """The kind of a document; `other` where nothing tells it."""
    folded = annotated.folded
    tokens = annotated.tokens
    ends = title_ends(annotated.text, _HEAD)
    head = tuple(takewhile(lambda token: token.start < ends, tokens))
    scores = {}
    for kind, titles, body, soft in _books():
        named = len({hit.value for hit in titles.find(head, folded)})
        spoken = len({hit.value for hit in body.find(tokens, folded)})
        hinted = len({hit.value for hit in soft.find(tokens, folded)}) if named else 0
        least = _LEAST_SPOKEN.get(kind, 0)
        if kind is DocumentKind.PATHOLOGY and _TEACHING.search(folded):
            least = _MOST_BODY
        only_mentioned = spoken + hinted // _SOFT < least
        scores[kind] = 0 if only_mentioned else _TITLE * min(named, _MOST_TITLES) + min(spoken, _MOST_BODY)
    best = max(scores, key=lambda kind: scores[kind])
    return best if scores[best] >= _ENOUGH else DocumentKind.OTHER

"""The only place that builds a spaCy pipeline: scispaCy's tokenizer, our sentences and sections."""

import warnings
from functools import cache
from typing import cast

import numpy as np
import spacy
from scispacy.custom_tokenizer import combined_rule_tokenizer
from spacy.language import Language
from spacy.tokens import Doc
from thinc.types import Ints2d

from domain.document import Document
from extraction.annotated import Annotated, joined_text
from extraction.sections import sections_of
from extraction.sentences import sentence_starts

_LONGEST_TEXT = 20_000_000  # characters; spaCy's own limit is for models, of which there is none here


def annotate(document: Document) -> Annotated:
    """The document with its linguistic layers: tokens, sentences and sections."""
    nlp, text = _pipeline(), joined_text(document)
    doc = nlp.make_doc(text)
    doc._.source = text  # spaCy's own `text` joins the tokens anew at every reading
    doc = nlp(doc)
    return Annotated(document=document, text=text, doc=doc, sections=doc._.sections)


@cache
def _pipeline() -> Language:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # the tokenizer's character classes hold "[["
        warnings.simplefilter("ignore", DeprecationWarning)  # spaCy imports pysbd, whose strings hold "\\s"
        nlp = spacy.blank("en")
        nlp.max_length = _LONGEST_TEXT
        nlp.tokenizer = combined_rule_tokenizer(nlp)
    Doc.set_extension("source", default="", force=True)
    Doc.set_extension("sections", default=(), force=True)
    nlp.add_pipe("report_sentences")
    return nlp


@Language.component("report_sentences")
def _sentences(doc: Doc) -> Doc:
    """Sets sections, and sentence starts on tokens."""
    doc._.sections = sections_of(doc._.source)
    if len(doc):
        starts = sentence_starts(doc._.source, (section.start for section in doc._.sections))
        first_tokens = np.searchsorted(doc.to_array(["IDX"]).ravel(), starts)
        flags = np.full((len(doc), 1), -1, dtype="int64")
        flags[first_tokens[first_tokens < len(doc)]] = 1
        flags[0] = 1
        doc.from_array(["SENT_START"], cast("Ints2d", flags.astype("uint64")))
    return doc

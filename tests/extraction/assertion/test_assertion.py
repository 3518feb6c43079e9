"""How marked words of made-up sentences are meant: denied, doubted, past, planned, somebody else's, or so."""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from extraction.assertion import Assertion, assertion_of
from extraction.facts.report import Report
from extraction.nlp import annotate
from extraction.reading import read_text

FILES = sorted(Path(__file__).parent.glob("*.yaml"))
GROUPS = [(path.stem, group) for path in FILES for group in yaml.safe_load(path.read_text(encoding="utf-8"))]
ROWS = [
    pytest.param(sentence, Assertion(group["meant"]), id=f"{stem} {group['about']} {group['form']} {number}")
    for stem, group in GROUPS
    for number, sentence in enumerate(group["sentences"], 1)
]


def unmarked(sentence):
    """The sentence without its marks, and where the marked words start and end in it."""
    before, rest = sentence.split("[[")
    words, after = rest.split("]]")
    return before + words + after, len(before), len(before) + len(words)


def meant(text, start, end):
    report = Report(annotate(read_text(text, "a", "a")))
    return assertion_of(report, report.place(start), report.place(end))


@pytest.mark.parametrize(("sentence", "wanted"), ROWS)
def test_sentence(sentence, wanted):
    assert meant(*unmarked(sentence)) is wanted


@pytest.mark.parametrize(("sentence", "wanted"), ROWS)
def test_neighbours_change_nothing(sentence, wanted):
    """Words of the sentences around it never reach in: a denial before, a doubt behind."""
    text, start, end = unmarked(sentence)
    before = "The orbits show no abnormality.\n\n"
    assert meant(f"{before}{text}\n\nA cyst cannot be excluded.", len(before) + start, len(before) + end) is wanted


def test_no_sentence_stands_twice():
    sentences = Counter(sentence for _, group in GROUPS for sentence in group["sentences"])
    assert [sentence for sentence, times in sentences.items() if times > 1] == []

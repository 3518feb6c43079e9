"""Whole synthetic reports with all their specimens: what stands beside the flat table, and what belongs to which."""

from pathlib import Path

import pytest
import yaml

from domain.dates import PartialDate
from domain.document import Document, Page, PageSource
from domain.finding import Finding
from domain.frozen import Frozen
from domain.specimen import PercentBound
from extraction.flat import flat_facts
from extraction.nlp import annotate
from extraction.pipeline import facts_of
from extraction.reading import read_text
from extraction.specimens import specimens_of

ROWS = yaml.safe_load((Path(__file__).parent / "reports" / "specimens.yaml").read_text(encoding="utf-8"))


def plain(value):
    """Dates and bounds as people write them."""
    if isinstance(value, PartialDate):
        return value.iso()
    return str(value) if isinstance(value, PercentBound) else value


def told(model, prefix=""):
    """Every finding that is not unknown, by its path; a standing other than stated takes the value's place."""
    for name in type(model).model_fields:
        value = getattr(model, name)
        if isinstance(value, Finding):
            if value.known:
                assert value.evidence, f"{prefix}{name} stands on no words"
                yield prefix + name, plain(value.value)
            elif value.status != "unknown":
                yield prefix + name, value.status.value
        elif isinstance(value, Frozen) and not isinstance(value, PartialDate):
            yield from told(value, f"{prefix}{name}.")


@pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in ROWS])
def test_specimens(row):
    page = Page(number=1, text=row["text"], source=PageSource.TEXT_LAYER, confidence=1.0)
    specimens = specimens_of(annotate(Document(id="r", name="r.txt", pages=(page,))), None)
    assert [each.label for each in specimens] == [each["label"] for each in row["specimens"]]
    for specimen, expected in zip(specimens, row["specimens"], strict=True):
        assert dict(told(specimen)) == expected["facts"]


def test_a_flat_table_has_the_nodes_of_both_breasts():
    (text,) = [row["text"] for row in ROWS if row["id"] == "nodes_of_each_breast"]
    told_flat = {field: value for field, value, _ in flat_facts(facts_of(read_text(text, "r", "r")))}
    assert (told_flat["nodes_positive"], told_flat["nodes_examined"]) == (1, 5)

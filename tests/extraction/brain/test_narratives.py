"""What case narratives, teaching cases and notes say of the brain as whole documents of their own kind."""

from pathlib import Path

import pytest
import yaml

from extraction.flat import flat_facts
from extraction.pipeline import facts_of
from extraction.reading import read_text

ROWS = yaml.safe_load((Path(__file__).parent / "narratives.yaml").read_text())


@pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in ROWS])
def test_narrative(row):
    given = {field: value for field, value, _ in flat_facts(facts_of(read_text(row["text"], "a", "a")))}
    assert {field: given.get(field) for field in row["facts"]} == row["facts"]

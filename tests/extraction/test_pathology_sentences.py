"""Each pathology fact reads its table of sentences: what is stated, and what only looks like it."""

from pathlib import Path

import pytest
import yaml

from domain.dates import PartialDate
from domain.specimen import PercentBound
from extraction.facts.report import Report
from extraction.specimens import DETAIL_FACTS, MARKER_FACTS, TUMOR_FACTS

TABLES = Path(__file__).parent / "sentences"
MODULES = {module.__name__.rsplit(".", 1)[-1]: module for module in (*MARKER_FACTS, *TUMOR_FACTS, *DETAIL_FACTS)}
ROWS = [
    pytest.param(name, row["text"], row["facts"], id=f"{name}-{row['id']}")
    for name in MODULES
    if (TABLES / f"{name}.yaml").is_file()
    for row in yaml.safe_load((TABLES / f"{name}.yaml").read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("name", "text", "facts"), ROWS)
def test_sentence(annotated_text, name, text, facts):
    report = Report(annotated_text(text))
    found = {}
    for mention in MODULES[name].find(report):
        value = "pending" if mention.value is None else mention.value
        value = value.iso() if isinstance(value, PartialDate) else value
        value = str(value) if isinstance(value, PercentBound) else value
        found.setdefault(mention.field, set()).add(value)
        assert report.words(mention.start, mention.end).strip(), "a mention stands on words"
    assert found == {field: {value} for field, value in facts.items()}


@pytest.mark.parametrize("name", sorted(MODULES))
def test_every_fact_has_a_table_with_negative_rows(name):
    rows = yaml.safe_load((TABLES / f"{name}.yaml").read_text(encoding="utf-8"))
    assert sum(not row["facts"] for row in rows) >= 3
    assert sum(bool(row["facts"]) for row in rows) >= 5
    assert len({row["id"] for row in rows}) == len(rows)


@pytest.mark.parametrize("name", sorted(MODULES))
def test_every_field_of_a_fact_is_one_that_it_names(annotated_text, name):
    for row in yaml.safe_load((TABLES / f"{name}.yaml").read_text(encoding="utf-8")):
        fields = {mention.field for mention in MODULES[name].find(Report(annotated_text(row["text"])))}
        assert fields <= set(MODULES[name].FIELDS)

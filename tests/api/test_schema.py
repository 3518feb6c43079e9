"""The published schema is that of the models."""

from pathlib import Path

from api.schema import published_schema

PUBLISHED = Path(__file__).parents[2] / "docs" / "analysis.schema.json"


def test_the_published_schema_is_up_to_date():
    assert PUBLISHED.read_text() == published_schema(), (
        "renew it with: .venv/bin/python -m api.schema > docs/analysis.schema.json"
    )

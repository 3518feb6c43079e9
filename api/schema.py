"""Prints the JSON Schema of what is published: `python -m api.schema > docs/analysis.schema.json`."""

import json

from domain.analysis import Analysis


def published_schema() -> str:
    """The schema as text, the same for the same models."""
    return json.dumps(Analysis.model_json_schema(mode="serialization"), indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    print(published_schema(), end="")  # noqa: T201 - this is what it is for

"""The safety case names tests that exist, and every hazard names some."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CASE = (ROOT / "docs" / "safety-case.md").read_text()
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", CASE)))
HAZARDS = re.split(r"^## ", CASE, flags=re.MULTILINE)[1:]


def functions_of(path: Path) -> set[str]:
    return {node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize(("file", "test"), NAMED, ids=[f"{file}::{test}" for file, test in NAMED])
def test_a_named_test_exists(file, test):
    assert test.startswith("test_")
    assert test in functions_of(ROOT / file)


def test_the_hazards_are_the_five():
    told = [hazard.splitlines()[0].split(": ", 1)[1] for hazard in HAZARDS]
    assert told == [
        "a wrong fact",
        "a missed urgent finding",
        "an outdated rule",
        "false reassurance",
        "over-reliance",
    ]


@pytest.mark.parametrize("hazard", HAZARDS, ids=[hazard.splitlines()[0] for hazard in HAZARDS])
def test_every_line_of_a_hazard_is_shown_by_a_test_and_the_rest_is_said(hazard):
    rows = [
        line
        for line in hazard.splitlines()
        if line.startswith("| ") and not line.startswith(("| ---", "| what prevents it"))
    ]
    assert len(rows) >= 5
    assert all(re.search(r"`tests/[\w/]+\.py::\w+`", row) for row in rows)
    assert "*Left over:*" in hazard

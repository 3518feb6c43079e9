"""The tables in the documents stay true: rules named there exist, and what is quoted is what the guidance says."""

import datetime as dt
import re
from pathlib import Path

import pytest
import yaml

from guidance.engine import advise
from guidance.knowledge import knowledge

DOCS = Path(__file__).parents[2] / "docs"
PEOPLE = {
    person["id"]: person
    for file in sorted((Path(__file__).parent / "cases" / "people").glob("*.yaml"))
    for person in yaml.safe_load(file.read_text())
}
RULES = {rule.id for rule in knowledge().rules}
PREFIXES = "|".join(sorted({rule.split(".")[0] for rule in RULES}))
NAMED = re.compile(rf"`((?:{PREFIXES})\.[a-z0-9.-]+)`")


def rows(document: str) -> list[list[str]]:
    """The cells of every table row, the head first."""
    lines = [line for line in (DOCS / document).read_text().splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if not line.startswith("| ---")]


def test_every_rule_named_there_exists():
    named = NAMED.findall((DOCS / "seed-coverage.md").read_text())
    assert len(named) > 100
    assert set(named) <= RULES


@pytest.mark.parametrize("row", rows("seed-coverage.md")[1:], ids=lambda row: row[0][:40])
def test_every_statement_has_a_rule_or_the_reason_why_not(row):
    _, became, rules = row
    assert NAMED.search(rules) or "dropped:" in f"{became} {rules}"


COLUMNS = [column.strip("`") for column in rows("side-by-side.md")[0][1:]]


@pytest.mark.parametrize("number", range(len(COLUMNS)), ids=COLUMNS)
def test_what_is_quoted_side_by_side_is_what_is_said(profile_of, number):
    advice = advise(profile_of(PEOPLE[COLUMNS[number]]["facts"]), dt.date(2026, 11, 25))
    said = {item.text for section in advice.sections for item in section.items}
    cells = [row[number + 1] for row in rows("side-by-side.md")[1:]]
    assert [cell for cell in cells if cell != "(nothing)" and cell not in said] == []

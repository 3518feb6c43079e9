"""Writes the made-up brain imaging reports of the tests as texts and labels: `brain_reports.py FOLDER`.

`FOLDER/brain.made-up.jsonl` holds `{"id", "text"}` and `FOLDER/brain.made-up.labels.jsonl` a label a line, in the form
in which the brain set is scored; a field that a report does not state is there as `not_stated`, null or empty.
"""

import argparse
import json
from pathlib import Path
from typing import Any

import yaml

REPORTS = Path(__file__).parent.parent / "tests" / "extraction" / "brain" / "reports"
UNSTATED: dict[str, Any] = {
    "doc_kind": "brain_mri",
    "brain_metastasis": "not_addressed",
    "count": {"min": None, "max": None, "qualifier": "not_stated"},
    "largest_mm": None,
    "locations": [],
    "edema": "not_stated",
    "mass_effect": "not_stated",
    "midline_shift": "not_stated",
    "midline_shift_mm": None,
    "herniation": "not_stated",
    "hydrocephalus": "not_stated",
    "hemorrhage": "not_stated",
    "leptomeningeal": "not_stated",
    "prior_brain_treatment": [],
    "change": "not_stated",
    "primary_cancer": "none_stated",
    "her2": "not_stated",
    "notes": "",
}


def main() -> None:
    """Writes both files and says how many reports are in them."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path, help="where the two files go")
    parser.add_argument("--reports", type=Path, default=REPORTS, help="folder of YAML files of reports")
    args = parser.parse_args()
    rows = [row for path in sorted(args.reports.glob("*.yaml")) for row in yaml.safe_load(path.read_text("utf-8"))]
    args.folder.mkdir(parents=True, exist_ok=True)
    _write(args.folder / "brain.made-up.jsonl", [{"id": row["id"], "text": row["text"]} for row in rows])
    _write(args.folder / "brain.made-up.labels.jsonl", [{"id": row["id"], **full_label(row["label"])} for row in rows])
    print(f"{len(rows)} reports written to {args.folder}")


def full_label(stated: dict[str, Any]) -> dict[str, Any]:
    """A label with every field, from one that has only what is stated.

    Raises:
        SystemExit: If a field is none of the label form.
    """
    if unknown := stated.keys() - UNSTATED.keys():
        raise SystemExit(f"no such field of a label: {', '.join(sorted(unknown))}")
    return {**UNSTATED, **stated}


def _write(path: Path, lines: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()

"""`explain` traces a rule over a record, and `--as-of` gives the same bytes on the same date."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOTE = ROOT / "samples" / "3-oncology-note.txt"


def her2guide(*arguments: object, **settings: str) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).parent / "her2guide", *map(str, arguments)]
    environment = {**os.environ, **settings}
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=environment)


@pytest.fixture(scope="module")
def analysis(tmp_path_factory):
    run = her2guide("analyze", NOTE, "--format", "json", "--as-of", "2026-11-24")
    assert run.returncode == 0, run.stderr
    path = tmp_path_factory.mktemp("analysis") / "analysis.json"
    path.write_text(run.stdout)
    return path


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        pytest.param(
            "results.her2-positive", ["\nshown\n", "her2.status is positive", "[record: positive]"], id="shown"
        ),
        pytest.param("results.her2-negative", ["\nnot shown\n", "no      "], id="not-shown"),
    ],
)
def test_the_outcome_and_its_trace_are_printed(analysis, rule, said):
    run = her2guide("explain", analysis, "--rule", rule, "--as-of", "2026-11-24")
    assert run.returncode == 0, run.stderr
    assert all(words in run.stdout for words in said), run.stdout


@pytest.mark.parametrize(
    ("rule", "held"),
    [pytest.param("local.team", True, id="held-back"), pytest.param("urgent.seizure", False, id="urgent")],
)
def test_it_says_whether_a_clinician_has_looked_and_what_is_held_back_until_then(tmp_path, rule, held):
    (tmp_path / "note.txt").write_text("ONCOLOGY NOTE 03/02/2026\nHER2-positive breast cancer with brain metastases.\n")
    at_once = her2guide("explain", tmp_path / "note.txt", "--rule", rule)
    assert "\nShown without a review: no clinician has looked" in at_once.stdout
    assert "held back" not in at_once.stdout
    waiting = her2guide("explain", tmp_path / "note.txt", "--rule", rule, HER2GUIDE_RELEASE="after_review")
    assert "\nThe guidance waits for a clinician's review." in waiting.stdout
    assert ("held back until then" in waiting.stdout) is held


def test_what_is_missing_is_unknown(tmp_path):
    (tmp_path / "note.txt").write_text("ONCOLOGY NOTE 03/02/2026\nHER2-positive breast cancer with brain metastases.\n")
    run = her2guide("explain", tmp_path / "note.txt", "--rule", "local.srs-1-4")
    assert run.returncode == 0, run.stderr
    assert "\nunknown: facts are missing\n" in run.stdout
    assert "[record: unknown]" in run.stdout


def test_a_rule_for_each_is_explained_for_each_or_says_that_nothing_was_read(analysis, tmp_path):
    (tmp_path / "mri.txt").write_text("MRI BRAIN 03/02/2026\nTwo brain metastases, the largest 14 mm.\n")
    unread = her2guide("explain", tmp_path / "mri.txt", "--rule", "results.specimen-her2")
    assert unread.returncode == 0, unread.stderr
    assert "unknown: it is tried for each of specimens, and none was read" in unread.stdout
    read = her2guide("explain", analysis, "--rule", "results.specimen-her2", "--as-of", "2026-11-24")
    assert "specimens 1: " in read.stdout


def test_a_rule_before_its_day_says_so(analysis):
    run = her2guide("explain", analysis, "--rule", "systemic.first-line-us", "--as-of", "2025-01-01")
    assert run.returncode == 0, run.stderr
    assert "in effect from 2025-12-15" in run.stdout


def test_records_and_their_json_are_explained_alike(analysis):
    options = ("--rule", "results.her2-positive", "--as-of", "2026-11-24")
    assert her2guide("explain", NOTE, *options).stdout == her2guide("explain", analysis, *options).stdout


def test_an_unknown_rule_gets_the_nearest_ids(analysis):
    run = her2guide("explain", analysis, "--rule", "local.srs-1-5")
    assert (run.returncode, run.stdout) == (1, "")
    assert "local.srs-1-4" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_json_that_is_no_analysis_is_refused(tmp_path):
    (tmp_path / "other.json").write_text("{}")
    run = her2guide("explain", tmp_path / "other.json", "--rule", "local.srs-1-4")
    assert run.returncode == 1
    assert "other.json is not an analysis" in run.stderr


def test_the_same_date_gives_the_same_bytes(analysis):
    assert her2guide("analyze", NOTE, "--format", "json", "--as-of", "2026-11-24").stdout == analysis.read_text()


def test_a_later_date_shows_that_rules_are_due_for_review(analysis):
    later = json.loads(her2guide("analyze", NOTE, "--format", "json", "--as-of", "2031-01-01").stdout)
    assert later["guidance"]["as_of"] == "2031-01-01"
    stale = [item["stale"] for section in later["guidance"]["sections"] for item in section["items"]]
    assert any(stale)
    now = json.loads(analysis.read_text())
    assert not any(item["stale"] for section in now["guidance"]["sections"] for item in section["items"])
    assert later["profile"] == now["profile"]


def test_a_date_that_is_none_is_refused():
    run = her2guide("analyze", NOTE, "--as-of", "yesterday")
    assert run.returncode == 2
    assert "--as-of" in run.stderr

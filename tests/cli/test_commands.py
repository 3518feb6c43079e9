"""The command line, as a person or a script uses it: real files, real tesseract, one process a call."""

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from PIL import Image

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "samples").glob("[0-9]-*"))
NOTE = "ONCOLOGY NOTE 03/02/2026\nHER2-positive breast cancer. ER 95% positive, PR negative.\n"


def her2guide(*arguments: object, given: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).parent / "her2guide", *map(str, arguments)]
    return subprocess.run(command, input=given, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="module")
def analysis():
    run = her2guide("analyze", *SAMPLES, "--country", "US", "--format", "json")
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_the_samples_follow_the_published_schema(analysis):
    jsonschema.validate(analysis, json.loads((ROOT / "docs" / "analysis.schema.json").read_text()))


def test_the_samples_come_through_whole(analysis):
    assert [document["name"] for document in analysis["documents"]] == [path.name for path in SAMPLES]
    assert all(page["readable"] for document in analysis["documents"] for page in document["pages"])
    assert analysis["documents"][0]["pages"][0]["source"] == "ocr"
    assert analysis["documents"][1]["pages"][0]["source"] == "text_layer"
    profile = analysis["profile"]
    assert profile["her2"]["status"]["value"] == "positive"
    assert profile["brain"]["metastasis"]["value"] == "present"
    assert profile["context"]["country"]["value"] == "US"


def test_every_value_has_words_and_a_page(analysis):
    def findings(node):
        if isinstance(node, dict):
            if {"value", "status", "evidence"} <= set(node):
                yield node
            for child in node.values():
                yield from findings(child)
        elif isinstance(node, list):
            for child in node:
                yield from findings(child)

    stated = [each for each in findings(analysis["profile"]) if each["value"] is not None and not each["confirmed_by"]]
    assert len(stated) > 20
    assert all(words["quote"] and words["page"] for each in stated for words in each["evidence"])


def test_guidance_is_made_of_sections_in_order(analysis):
    order = [
        "urgent",
        "conflicts",
        "results",
        "local",
        "systemic",
        "safety",
        "monitoring",
        "questions",
        "trials",
        "support",
    ]
    shown = [section["id"] for section in analysis["guidance"]["sections"]]
    assert shown == [section for section in order if section in shown]
    assert {"results", "local", "systemic", "questions"} <= set(shown)


def test_progress_goes_to_standard_error_and_guidance_to_standard_output():
    run = her2guide("analyze", SAMPLES[-1])
    assert run.returncode == 0, run.stderr
    assert SAMPLES[-1].name in run.stderr
    assert "HER2" in run.stdout


def test_html_stands_alone(tmp_path):
    run = her2guide("analyze", SAMPLES[-1], "--format", "html")
    assert run.returncode == 0, run.stderr
    assert run.stdout.lstrip().lower().startswith("<!doctype html>")
    assert "<script src" not in run.stdout
    assert 'rel="stylesheet"' not in run.stdout


@pytest.fixture
def bad_files(tmp_path):
    image = io.BytesIO()
    Image.effect_noise((400, 300), 120).save(image, "PNG")
    files = {
        "empty.pdf": b"",
        "program.pdf": b"\x7fELF" + bytes(200),
        "cut.pdf": SAMPLES[0].read_bytes()[:2000],
        "noise.png": image.getvalue(),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def test_bad_files_are_named_and_the_good_one_goes_on(bad_files):
    good = bad_files / "note.txt"
    good.write_text(NOTE)
    run = her2guide("analyze", *sorted(bad_files.glob("*.p*")), good, "--format", "json")
    assert run.returncode == 0, run.stderr
    assert "Traceback" not in run.stderr
    documents = {document["name"]: document for document in json.loads(run.stdout)["documents"]}
    codes = {name: document["problem"] and document["problem"]["code"] for name, document in documents.items()}
    assert codes["empty.pdf"] == "empty-file"
    assert codes["program.pdf"] == "unsupported-type"
    assert codes["cut.pdf"] == "damaged-file"
    assert codes["note.txt"] is None
    assert documents["noise.png"]["pages"][0]["readable"] is False
    assert documents["noise.png"]["pages"][0]["problem"]


def test_only_bad_files_is_a_failure(bad_files):
    run = her2guide("analyze", bad_files / "empty.pdf")
    assert run.returncode == 1
    assert "Traceback" not in run.stderr
    assert "empty.pdf" in run.stdout


def test_a_missing_file_is_named():
    run = her2guide("analyze", "not-there.pdf")
    assert run.returncode == 2
    assert "not-there.pdf" in run.stderr


def test_extract_answers_every_line_with_offsets_into_its_text():
    asked = [{"id": "a", "text": NOTE}, {"id": "b", "text": "Left knee pain for 2 weeks."}]
    run = her2guide("extract", "--jsonl", given="".join(json.dumps(each) + "\n" for each in asked))
    assert run.returncode == 0, run.stderr
    first, second = map(json.loads, run.stdout.splitlines())
    assert (first["id"], second["id"]) == ("a", "b")
    assert first["facts"]["er.percent"] == 95
    assert any("95" in NOTE[place["start"] : place["end"]] for place in first["evidence"]["er.percent"])
    assert set(first["facts"]) == set(first["evidence"])
    assert second["facts"] == {}


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_extract_writes_a_row_a_fact(tmp_path, form):
    (tmp_path / "note.txt").write_text(NOTE)
    run = her2guide("extract", tmp_path / "note.txt", "--format", form)
    assert run.returncode == 0, run.stderr
    lines = run.stdout.splitlines()
    rows = list(csv.DictReader(lines)) if form == "csv" else [json.loads(line) for line in lines]
    facts = {row["field"]: row for row in rows}
    assert str(facts["er.status"]["value"]) == "positive"
    assert "95%" in facts["er.percent"]["quote"]


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("extract",), id="nothing-to-read"),
        pytest.param(("extract", "--jsonl", SAMPLES[-1] if SAMPLES else "x"), id="files-and-lines"),
    ],
)
def test_extract_says_what_it_needs(arguments):
    run = her2guide(*arguments)
    assert run.returncode == 2
    assert "Traceback" not in run.stderr


@pytest.fixture
def note(tmp_path) -> Path:
    (tmp_path / "note.txt").write_text(NOTE)
    return tmp_path / "note.txt"


def test_analyze_speaks_in_two_voices(note):
    patient, clinician = (her2guide("analyze", note, "--voice", voice).stdout for voice in ("patient", "clinician"))
    assert ("by ASCO/CAP" in patient, "by ASCO/CAP" in clinician) == (False, True)
    page = her2guide("analyze", note, "--voice", "clinician", "--format", "html").stdout
    assert 'id="voice-clinician" class="voice" checked' in page


def test_the_text_says_whether_it_was_reviewed(note, monkeypatch):
    assert "no clinician has looked at this result" in " ".join(her2guide("analyze", note).stdout.split())
    monkeypatch.setenv("HER2GUIDE_RELEASE", "after_review")
    waiting = " ".join(her2guide("analyze", note).stdout.split())
    assert "waits for a clinician's review" in waiting
    assert "DRUG TREATMENT" not in waiting


def test_reviewers_are_made_listed_and_revoked(tmp_path, monkeypatch):
    monkeypatch.setenv("HER2GUIDE_DATA_DIR", str(tmp_path))
    made = her2guide("admin", "add-reviewer", "Dr. Made Up")
    assert made.returncode == 0, made.stderr
    reviewer = re.search(r"Reviewer (\w+) was made", made.stdout)[1]
    assert made.stdout.splitlines()[1].startswith("h2r_")
    assert "active  records on this machine  Dr. Made Up" in her2guide("admin", "list-reviewers").stdout
    assert her2guide("admin", "revoke-reviewer", reviewer).returncode == 0
    assert "revoked" in her2guide("admin", "list-reviewers").stdout
    wrong = her2guide("admin", "add-reviewer", "Dr. Made Up", "--clinic", "nobody")
    assert (wrong.returncode, "no clinic" in wrong.stderr) == (1, True)


def test_summary_writes_what_the_name_says(note, tmp_path):
    for name, begins in (("visit.pdf", b"%PDF-"), ("visit.html", b"<!doctype html>")):
        run = her2guide("summary", note, "--output", tmp_path / name)
        assert run.returncode == 0, run.stderr
        assert (tmp_path / name).read_bytes().startswith(begins)
    assert her2guide("summary", note, "--output", tmp_path / "visit.doc").returncode == 2

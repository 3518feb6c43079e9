"""The password of a locked file on the command line: asked for without an echo, or out of a file; never an argument."""

import io
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

PROGRAM = Path(sys.executable).parent / "her2guide"
PASSWORD = "okapi-Grüße-7"


@pytest.fixture
def locked(tmp_path) -> Path:
    target = io.BytesIO()
    canvas = Canvas(target)
    canvas.setFont("Helvetica", 9)
    canvas.drawString(40, 700, "PATHOLOGY REPORT, made up. Breast, left, core biopsy: invasive ductal carcinoma.")
    canvas.drawString(40, 680, "HER2 IHC: 3+, positive.")
    canvas.save()
    writer = PdfWriter(clone_from=PdfReader(target))
    writer.encrypt(PASSWORD, "quagga", algorithm="AES-256")
    path = tmp_path / "locked.pdf"
    writer.write(path)
    return path


@pytest.fixture
def secret(tmp_path) -> Path:
    path = tmp_path / "secret"
    path.write_text(f"{PASSWORD}\nwhat follows does not count\n", encoding="utf-8")
    return path


def her2guide(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [PROGRAM, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, stdin=subprocess.DEVNULL)


def at_a_terminal(typed: list[str], *arguments: object) -> tuple[int, str]:
    """Exit code, and all that the terminal shows, where a person types a line at every question."""
    child, terminal = pty.fork()
    if not child:
        os.execv(PROGRAM, [str(PROGRAM), *map(str, arguments)])
    shown, answers = b"", iter(typed)
    asked = 0
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # Linux's way to say that nobody is at the other end any more
            piece = b""
        if not piece:
            break
        shown += piece
        if shown.count(b"leaves it out): ") > asked:
            asked += 1
            os.write(terminal, next(answers).encode() + b"\n")
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown.decode()


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["extract"], id="extract"),
        pytest.param(["analyze", "--format", "json"], id="analyze"),
        pytest.param(["explain", "--rule", "results.her2-positive"], id="explain"),
    ],
)
def test_a_script_gives_a_file_with_it(command, locked, secret):
    name, *options = command
    run = her2guide(name, locked, *options, "--password-file", secret)
    assert run.returncode == 0, run.stderr
    assert "3+" in run.stdout
    assert PASSWORD not in run.stdout + run.stderr


def test_a_summary_takes_it_too(locked, secret, tmp_path):
    target = tmp_path / "visit.html"
    run = her2guide("summary", locked, "--output", target, "--password-file", secret)
    assert run.returncode == 0, run.stderr
    assert "3+" in target.read_text()


def test_a_script_without_it_is_told_and_not_kept_waiting(locked):
    run = her2guide("extract", locked)
    assert run.returncode == 1
    assert "locked with a password" in run.stderr


@pytest.mark.parametrize(
    ("content", "words"), [("okapi\n", "not its password"), ("\nokapi\n", "first line of secret is empty")]
)
def test_a_file_with_a_wrong_one_or_none_says_so(locked, secret, content, words):
    secret.write_text(content)
    run = her2guide("extract", locked, "--password-file", secret)
    assert run.returncode == 1
    assert words in run.stderr
    assert "okapi" not in run.stderr


def test_there_is_no_argument_for_it(locked):
    assert her2guide("extract", locked, "--password", PASSWORD).returncode == 2


def test_a_terminal_asks_until_it_is_right_and_shows_nothing_of_it(locked):
    code, shown = at_a_terminal(["zebra", PASSWORD], "extract", locked)
    assert code == 0
    assert "3+" in shown
    assert "That is not its password. Password of “locked.pdf”" in shown
    assert PASSWORD not in shown
    assert "zebra" not in shown


def test_the_bar_of_a_terminal_gives_way_to_the_question(locked):
    code, shown = at_a_terminal([PASSWORD], "analyze", locked)
    assert code == 0
    assert "HER2" in shown
    assert PASSWORD not in shown


@pytest.mark.parametrize("typed", [[""], ["one", "two", "three"]], ids=["no-answer", "three-wrong-ones"])
def test_without_it_the_file_is_left_out(locked, typed):
    code, shown = at_a_terminal(typed, "extract", locked)
    assert code == 1
    assert shown.count("leaves it out") == len(typed)
    assert "is locked" in shown

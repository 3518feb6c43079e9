"""The password of a locked file on the command line: asked for without an echo, or out of a file; never an argument."""

import getpass
import io
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import TextIO

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from cli.opening import opened
from domain.errors import EncryptedFile, WrongPassword
from extraction.reading import read

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


class Terminal:
    """A terminal at which a person answers each question with the next of her answers; None is the end of her input."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.answers: list[str | None] = []
        self.questions: list[str] = []
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True))
        monkeypatch.setattr(getpass, "getpass", self._ask)  # what keeps the answer off the screen

    def _ask(self, prompt: str, stream: TextIO) -> str:
        assert stream is sys.stderr
        self.questions.append(prompt)
        answer = self.answers.pop(0)
        if answer is None:
            raise EOFError
        return answer


@pytest.fixture
def terminal(monkeypatch) -> Terminal:
    return Terminal(monkeypatch)


def opened_at(locked: Path, **more) -> str:
    document = opened(lambda word: read(locked.read_bytes(), locked.name, "d1", password=word), locked.name, **more)
    return document.pages[0].text


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


def test_a_terminal_asks_until_it_is_right(locked, terminal):
    terminal.answers = ["zebra", PASSWORD]
    assert "3+" in opened_at(locked)
    question = "Password of “locked.pdf” (nothing leaves it out): "
    assert terminal.questions == [question, f"That is not its password. {question}"]


def test_the_bar_of_a_terminal_gives_way_to_the_question(locked, terminal):
    stood: list[str] = []

    @contextmanager
    def while_asking():
        stood.append(f"away before {len(terminal.questions)}")
        yield
        stood.append(f"back after {len(terminal.questions)}")

    terminal.answers = [PASSWORD]
    assert "3+" in opened_at(locked, while_asking=while_asking)
    assert stood == ["away before 0", "back after 1"]


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        pytest.param([""], EncryptedFile, id="no-answer"),
        pytest.param([None], EncryptedFile, id="end-of-input"),
        pytest.param(["one", "two", "three"], WrongPassword, id="three-wrong-ones"),
    ],
)
def test_without_it_the_file_is_left_out(locked, terminal, typed, error):
    terminal.answers = list(typed)
    with pytest.raises(error):
        opened_at(locked)
    assert len(terminal.questions) == len(typed)


def test_with_the_right_one_nothing_is_asked(locked, terminal):
    assert "3+" in opened_at(locked, password=PASSWORD)
    assert terminal.questions == []

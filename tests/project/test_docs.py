"""The documents say what is there: every setting, every command, no registry's address, no local path."""

import re
import subprocess
from pathlib import Path

import pytest
from typer.main import get_command

from cli.main import app
from infra.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]


def test_every_setting_is_documented():
    documented = set(re.findall(rf"^\| `{PREFIX}(\w+)`", (ROOT / "docs" / "settings.md").read_text(), re.MULTILINE))
    assert documented == {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("command", get_command(app).commands)
def test_every_command_is_in_the_readme(command):
    assert f"her2guide {command}" in (ROOT / "README.md").read_text()


def test_links_lead_somewhere():
    for document in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text()):
            assert (document.parent / target).exists(), f"{document.name} links to {target}"


def test_no_file_names_a_package_registry():
    address = re.compile(r"https?://[^\s\"')]+/(?:simple|packages)/|--(?:extra-)?index-url")
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    kinds = {".py", ".md", ".toml", ".lock", ".sh", ".yml", ".yaml"}
    texts = {
        name: (ROOT / name).read_text() for name in listed if Path(name).suffix in kinds and (ROOT / name).exists()
    }
    assert [name for name, text in texts.items() if address.search(text)] == []

"""The compose file, the Dockerfile and .env.example agree with each other, the command line and the settings.

No container engine runs where the tests run; what can be checked without one is checked here.
"""

import re
from pathlib import Path

import pytest
import yaml
from typer.main import get_command

from cli.main import app
from infra.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
SERVICE_KEYS = {
    "build", "cap_drop", "command", "depends_on", "environment", "healthcheck", "image", "ports", "read_only",
    "restart", "security_opt", "stop_grace_period", "tmpfs", "user", "volumes",
}  # fmt: skip


def commands() -> dict[str, list[str]]:
    dockerfile = (ROOT / "Dockerfile").read_text()
    found = {"Dockerfile": yaml.safe_load(re.search(r"^CMD (.*)$", dockerfile, re.MULTILINE)[1])}
    return found | {name: SERVICES[name]["command"] for name in ("api", "worker")}


def test_the_services_are_the_four():
    assert set(SERVICES) == {"api", "worker", "redis", "postgres"}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_well_formed(name):
    service = SERVICES[name]
    assert set(service) <= SERVICE_KEYS
    assert isinstance(service["healthcheck"]["test"], list)
    assert set(service.get("depends_on", {})) <= set(SERVICES)
    for volume in service.get("volumes", []):
        assert volume.split(":")[0] in COMPOSE["volumes"]


@pytest.mark.parametrize("name", SERVICES)
def test_nothing_runs_as_root(name):
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert SERVICES[name].get("user") or (
        "build" in SERVICES[name] and re.search(r"^USER (?!root)", dockerfile, re.MULTILINE)
    )


@pytest.mark.parametrize("name", SERVICES)
def test_only_the_api_is_reachable_and_only_from_this_machine(name):
    ports = SERVICES[name].get("ports", [])
    assert ports == (["127.0.0.1:8765:8765"] if name == "api" else [])


@pytest.mark.parametrize(("name", "command"), commands().items())
def test_a_command_is_one_of_ours(name, command):
    known = get_command(app).commands
    assert command[0] == "her2guide"
    options = {each for parameter in known[command[1]].params for each in (*parameter.opts, *parameter.secondary_opts)}
    assert set(command[2:]) <= options


@pytest.mark.parametrize("name", ["api", "worker"])
def test_a_setting_is_one_of_ours(name):
    given = {key for key in SERVICES[name]["environment"] if key.startswith(PREFIX)}
    assert given <= {PREFIX + field.upper() for field in Settings.model_fields}


def test_every_secret_is_asked_for_in_the_example():
    asked = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    given = set(re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert asked == given


def test_the_image_holds_every_package():
    copied = set(re.findall(r"^COPY (\w+) \w+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE))
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages - {"tests"} <= copied

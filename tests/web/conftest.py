"""The product as a person starts it, and a real browser in front of it."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@dataclass
class Served:
    """A running product; `stop` as Ctrl-C does, `kill` as a power cut does."""

    data: Path
    process: subprocess.Popen[str] | None = None
    address: str = ""
    lines: list[str] = field(default_factory=list)

    def start(self) -> float:
        """Starts it; returns the seconds until it said that it is ready."""
        begun = time.monotonic()
        environment = {**os.environ, "HER2GUIDE_DATA_DIR": str(self.data), "HER2GUIDE_PORT": "0"}
        command = [Path(sys.executable).parent / "her2guide", "serve"]
        self.process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        for line in self.process.stdout:
            self.lines.append(line)
            if found := re.search(r"her2guide is ready: (\S+)", line):
                self.address = found[1]
                return time.monotonic() - begun
        pytest.fail("her2guide did not start:\n" + "".join(self.lines[-20:]))

    def stop(self, how: signal.Signals = signal.SIGINT) -> int:
        """Stops it and waits until it is gone."""
        self.process.send_signal(how)
        self.process.stdout.close()
        return self.process.wait(20)


@pytest.fixture
def served(short_tmp: Path) -> Iterator[Served]:
    product = Served(short_tmp / f"d{time.monotonic_ns()}")
    product.start()
    yield product
    if product.process.poll() is None:
        product.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.fail(
            "chromium is not installed, and this test needs a real browser. On Debian: apt-get install chromium"
        )
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    """A page that is signed in; whatever the browser complains of fails the test."""
    opened = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto(served.address)
    yield opened
    opened.context.close()
    assert complaints == []

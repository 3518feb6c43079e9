"""Whatever is logged, by us or by a library, names and words of a record never reach the log."""

import subprocess
import sys

import pytest

SCRIPT = """
import logging, threading, warnings
import structlog
from infra.logging import configure_logging
from infra.settings import load_settings
configure_logging(load_settings(log_format="{form}"))
log = structlog.get_logger("workers.analyse")
log.info("analysis_begun", record_id="r1", name="Whitlock", page=3)
log.info("Read Whitlock")
try:
    raise ValueError("Whitlock")
except ValueError:
    log.exception("reading_failed", record_id="r2")
    logging.getLogger("celery.app.trace").exception("Task failed: %s", "Whitlock")
    logging.getLogger("pdfminer").error("Whitlock")
logging.getLogger("sqlalchemy.engine").error("INSERT Whitlock")
warnings.warn("Whitlock")
thread = threading.Thread(target=lambda: {{}}["Whitlock"])
thread.start()
thread.join()
raise RuntimeError("Whitlock")
"""


@pytest.mark.parametrize("form", ["console", "json"])
def test_no_word_of_a_record_is_logged(form):
    run = subprocess.run([sys.executable, "-c", SCRIPT.format(form=form)], capture_output=True, text=True, check=False)
    logged = run.stdout + run.stderr
    assert "Whitlock" not in logged
    assert "reading_failed" in logged
    assert "r2" in logged
    assert "ValueError" in logged
    assert run.returncode == 1

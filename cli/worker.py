"""A worker alone, for where the API runs elsewhere."""

import warnings

from celery.platforms import SecurityWarning

from workers.app import app


def run() -> None:
    """Runs until it is told to stop; on the first signal it finishes what it is at."""
    # Celery warns root of messages that carry code; ours are ids in JSON, and containers run without root anyway.
    warnings.filterwarnings("ignore", category=SecurityWarning)
    app.worker_main(["--quiet", "worker", "--beat", "--loglevel", "WARNING", "--without-gossip", "--without-mingle"])


if __name__ == "__main__":
    run()

"""A worker alone, for where the API runs elsewhere."""

from workers.app import app


def run() -> None:
    """Runs until it is told to stop; on the first signal it finishes what it is at."""
    app.worker_main(["--quiet", "worker", "--beat", "--loglevel", "WARNING", "--without-gossip", "--without-mingle"])


if __name__ == "__main__":
    run()

"""Runs a default medspaCy pipeline over texts, a round at every line of standard input: `medspacy_rounds.py TEXTS`.

For an interpreter with medspaCy in an environment of its own; `speed_pathology.py --against` starts it. Each round
prints its milliseconds a text.
"""

import json
import sys
import time
import warnings
from pathlib import Path


def main() -> None:
    """One line of output a round, after a first one when the pipeline is loaded."""
    warnings.simplefilter("ignore")
    import medspacy  # noqa: PLC0415 - after the warnings are silenced

    texts = [json.loads(line)["text"] for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]
    pipeline = medspacy.load()
    pipeline(texts[0])
    print("ready", flush=True)
    for _ in sys.stdin:
        begun = time.perf_counter()
        for text in texts:
            pipeline(text)
        print(1000 * (time.perf_counter() - begun) / len(texts), flush=True)


if __name__ == "__main__":
    main()

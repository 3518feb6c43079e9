"""Measures the guidance of many profiles on one core: `speed_guidance.py [--profiles 10000] [--rounds 3]`.

The profiles are made up from what the rules can tell apart, as in the property tests. One process, one thread; making
the profiles is not counted. Prints the time of all of them, and of the slowest single one.
"""

import argparse
import datetime as dt
import random
import statistics
import time

from profiles import TODAY, typical

from domain.profile import Profile
from guidance.engine import advise
from guidance.knowledge import knowledge


def main() -> None:
    """Prints seconds for all profiles and milliseconds for one."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--profiles", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    begun = time.perf_counter()
    rules = len(knowledge().prepared)
    loading = time.perf_counter() - begun
    chance = random.Random(1)  # noqa: S311 - the same profiles at every run
    profiles = [typical(chance) for _ in range(args.profiles)]
    items = sum(len(section.items) for profile in profiles for section in advise(profile, TODAY).sections)
    print(f"{rules} rules loaded in {loading:.2f} s; {items / len(profiles):.0f} items a profile")
    for _ in range(args.rounds):
        each = [_seconds(profile, TODAY) for profile in profiles]
        print(
            f"{len(profiles)} profiles in {sum(each):.1f} s; median {1000 * statistics.median(each):.2f} ms, "
            f"99 of 100 under {1000 * sorted(each)[len(each) * 99 // 100]:.2f} ms, slowest {1000 * max(each):.2f} ms"
        )


def _seconds(profile: Profile, day: dt.date) -> float:
    begun = time.process_time()
    advise(profile, day)
    return time.process_time() - begun


if __name__ == "__main__":
    main()

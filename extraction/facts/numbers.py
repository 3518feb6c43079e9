"""Numbers as reports write them: percents with bounds and ranges, sizes with units, counts in words."""

import re

from domain.specimen import Bound, PercentBound

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60}
NUMBER_WORD = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[ -]{{1,2}}(?:{'|'.join(_UNITS[1:10])}))?|"
    rf"(?:{'|'.join(reversed(_UNITS))})|nil|no|none|single|solitary|an?)"
)
_SINGLE = {"nil": 0, "no": 0, "none": 0, "single": 1, "solitary": 1, "a": 1, "an": 1}


_BOUNDS = (
    (Bound.AT_MOST, re.compile(r"\u2264|< ?=|=<|up to|\bnot? more than|\bat most")),
    (Bound.AT_LEAST, re.compile(r"\u2265|> ?=|=>|\bat least|\bnot? less than|greater than or equal")),
    (Bound.BELOW, re.compile(r"<|less than|fewer than|\bunder\b|\bbelow\b")),
    (Bound.ABOVE, re.compile(r">|greater than|more than|\bover\b")),
)


def percent_bound(words: str) -> PercentBound | None:
    """The bound that the document's own words tell ("<1%", "at least 90%"), if they tell no more than that."""
    numbers = _NUMBER.findall(words)
    if len(numbers) != 1:
        return None
    words = " ".join(words.lower().split())
    side = next((bound for bound, pattern in _BOUNDS if pattern.search(words)), None)
    told = percent(words)
    return PercentBound(bound=side, percent=told) if side is not None and told is not None else None


def percent(words: str) -> float | None:
    """The percent told: a range is its middle ("80-90%" is 85), a bound is the bound (">90%" is 90)."""
    numbers = [float(number.replace(",", ".")) for number in _NUMBER.findall(words)]
    if not numbers or max(numbers[:2]) > 100:
        return None
    if len(numbers) > 1 and "in" not in words.split():
        return sum(numbers[:2]) / 2
    if len(numbers) > 1:
        return round(100 * numbers[0] / numbers[1], 1) if numbers[1] else None
    return numbers[0]


def count(words: str) -> int | None:
    """A whole number in digits or in words up to sixty-nine; None when it is neither."""
    words = words.strip(" .()")
    if words.isdigit():
        return int(words)
    parts = re.split(r"[ -]+", words)
    if parts[0] in _TENS:
        return _TENS[parts[0]] + (_UNITS.index(parts[1]) if len(parts) > 1 and parts[1] in _UNITS else 0)
    if parts[0] in _UNITS:
        return _UNITS.index(parts[0])
    return _SINGLE.get(parts[0])

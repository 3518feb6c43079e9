"""Tries all rules of a day on one profile together: most fall at a condition that many of them share."""

from collections.abc import Iterable, Iterator, Sequence

from guidance.conditions import FALSE, TRUE, UNKNOWN, Test, Truth, answer
from guidance.paths import Facts
from guidance.prepared import PreparedRule


class Screen:
    """The rules of a day, with what they need in order of how many need it.

    A set of rules is a whole number: bit n stands for rule n. So one answer drops all the rules that fall with it.
    """

    def __init__(self, rules: Sequence[PreparedRule]) -> None:
        """Sorts what the rules need; in the order of the rules they are given back."""
        self.rules = tuple(rules)
        needed_by: dict[Test, int] = {}
        for number, rule in enumerate(self.rules):
            for part in rule.when.needs:
                if not part.within:
                    needed_by[part] = needed_by.get(part, 0) | 1 << number
        self._needs = sorted(needed_by.items(), key=lambda need: need[1].bit_count(), reverse=True)
        self._offers = _all_of(rule.offers for rule in self.rules)

    def open(self, facts: Facts) -> Iterator[tuple[PreparedRule, Truth]]:
        """The rules that may lead to something, with the truth of what they need of the profile itself.

        Left out are those that do not hold, and those that are unknown and ask for nothing. Of a rule for each
        element, what it needs of an element is still to be tried.
        """
        left, unknown = (1 << len(self.rules)) - 1, 0
        for part, rules in self._needs:
            if left & rules:
                truth = answer(part, facts)
                if truth is FALSE:
                    left &= ~rules
                elif truth is UNKNOWN:
                    left &= ~rules | self._offers
                    unknown |= rules
        while left:
            lowest = left & -left
            left ^= lowest
            yield self.rules[lowest.bit_length() - 1], UNKNOWN if unknown & lowest else TRUE


def _all_of(chosen: Iterable[bool]) -> int:
    """The set of the rules for which it is true."""
    return sum(1 << number for number, each in enumerate(chosen) if each)

"""Numbers the words of the record and the sources as they are shown, so that each stands in full once."""

from typing import NamedTuple


class Mention(NamedTuple):
    """One mention of something that is numbered; `first` is the one that shows it in full."""

    number: int
    first: bool


class Numbered:
    """Gives each thing a number where it is first mentioned, and the same number after that."""

    def __init__(self) -> None:
        self._numbers: dict[object, int] = {}

    def __call__(self, *parts: object) -> Mention:
        """The mention of what these parts tell apart, e.g. document, page and place of a quote."""
        first = parts not in self._numbers
        return Mention(self._numbers.setdefault(parts, len(self._numbers) + 1), first)

"""A text with its runs of white space squeezed to one sign each, and the way back to where a character stood."""

import bisect
import re
from collections.abc import Sequence

_RUN = re.compile(r"\s{2,}|[^\S \n\t]")  # a single space, tab or line end stands for itself
_GAP = 4  # spaces that part columns; fewer only part words


class Squeezed:
    """A text in which every run of white space is one character: a space, a tab for a column gap, a line's end.

    An empty line stays as two line ends. A second text of the same length, e.g. the folded one, is squeezed alike.

    Attributes:
        text: The squeezed text.
        twin: The second text, squeezed at the same places.
    """

    def __init__(self, text: str, twin: str) -> None:
        texts: list[str] = []
        twins: list[str] = []
        self._squeezed: list[int] = [0]
        self._raw: list[int] = [0]
        at = done = 0
        for match in _RUN.finditer(text):
            sign = _sign(match.group())
            texts += (text[done : match.start()], sign)
            twins += (twin[done : match.start()], " " * len(sign))
            at += match.start() - done + len(sign)
            done = match.end()
            if match.end() - match.start() != len(sign):
                self._squeezed.append(at)
                self._raw.append(done)
        texts.append(text[done:])
        twins.append(twin[done:])
        self.text = "".join(texts)
        self.twin = "".join(twins)

    def origin(self, offset: int) -> int:
        """Where the character of the squeezed text at `offset` stands in the original."""
        return _mapped(self._squeezed, self._raw, offset)

    def place(self, offset: int) -> int:
        """Where a character of the original stands in the squeezed text; within a run, behind it."""
        index = bisect.bisect_right(self._raw, offset) - 1
        ahead = self._squeezed[index + 1] if index + 1 < len(self._squeezed) else len(self.text)
        return min(self._squeezed[index] + offset - self._raw[index], ahead)


def _mapped(keys: Sequence[int], values: Sequence[int], offset: int) -> int:
    index = bisect.bisect_right(keys, offset) - 1
    return values[index] + offset - keys[index]


def _sign(run: str) -> str:
    lines = run.count("\n")
    if lines:
        return "\n\n" if lines > 1 else "\n"
    return "\t" if len(run) >= _GAP or "\t" in run else " "

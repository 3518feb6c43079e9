"""Says what is urgent: one item as a text of its own, several in one banner that asks and warns once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.advice import Alarm, Item
from guidance.schema import Call
from guidance.wording.templates import listed, signs

TODAY = "Ask your team today"
WEEK = "Ask your team this week"
CALL = "Call emergency services at once for"


def alarm_of(call: Call, says: str) -> Alarm:
    """What an urgent rule asks of her, with what it says of her record."""
    words = tuple(told for sign, told in signs().items() if sign in call.signs)
    return Alarm(says=says, today=call.today, week=call.week, signs=words, also=call.also)


def in_full(alarm: Alarm) -> str:
    """An urgent item as a text that stands alone."""
    asked = ((TODAY, alarm.today, "and"), (WEEK, alarm.week, "and"), (CALL, alarm.signs, "or"))
    sentences = (f"{lead} {listed(parts, word)}." for lead, parts, word in asked if parts)
    return " ".join((alarm.says, *sentences, *filter(None, [alarm.also])))


@dataclass(frozen=True)
class Banner:
    """All that is urgent, in one.

    Attributes:
        items: What the record says, the most urgent first.
        asks: What to ask, by the words before it: today's first.
        signs: What to call emergency services for.
        also: Last sentences.
    """

    items: tuple[Item, ...]
    asks: dict[str, tuple[str, ...]]
    signs: tuple[str, ...]
    also: tuple[str, ...]


def banner_of(items: Sequence[Item]) -> Banner:
    """The banner of urgent items; what several of them ask or name stands once."""
    alarms = [item.alarm for item in items if item.alarm]
    today = _once(part for alarm in alarms for part in alarm.today)
    week = _once(part for alarm in alarms for part in alarm.week)
    named = {sign for alarm in alarms for sign in alarm.signs}
    return Banner(
        items=tuple(items),
        asks={lead: parts for lead, parts in ((TODAY, today), (WEEK, week)) if parts},
        signs=tuple(sorted(named, key=_place)),
        also=_once(alarm.also for alarm in alarms if alarm.also),
    )


def _place(sign: str) -> tuple[int, str]:
    """Where a sign stands among all; one that older rules named comes last."""
    order = [*signs().values()]
    return (order.index(sign) if sign in order else len(order), sign)


def _once(parts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(parts))

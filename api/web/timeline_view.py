"""The timeline as people see it: geometry of a picture in rows under one time axis, and the same in words.

The picture is drawn twice, for wide and for narrow screens, because text in a drawing does not wrap; the style sheet
shows one of them. A date known only to its month or year is drawn as long as it may have been.
"""

import datetime as dt
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.course import TreatmentStatus
from domain.dates import PartialDate
from domain.evidence import Evidence
from domain.profile import Profile
from domain.timeline import EventKind, TimelineEvent
from guidance.wording.templates import in_words

_TITLES = {
    EventKind.SPECIMEN: "Tissue samples",
    EventKind.BRAIN_STUDY: "Brain scans",
    EventKind.LOCAL_TREATMENT: "Treatment of the brain",
    EventKind.SYSTEMIC_TREATMENT: "Drugs",
}
_SCANS = {"mri": "Brain MRI", "ct": "Brain CT", "pet": "Brain PET", "imaging": "Brain scan"}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_STEPS = (1, 3, 6, 12, 24, 60, 120)  # months between lines of the axis
_PALE = "A pale bar shows a date that is known only to its month or year."
_DOTTED = "A dotted line shows a start or an end that was not found."
_LINE, _SMALL, _GAP, _AXIS, _HEAD = 18, 16, 10, 26, 30  # heights
_TICK = 62  # width that the name of a line of the axis needs
_CHARACTER = 7.6  # mean width of one at the size of labels
_POINT = 6  # half the size of a mark
_TAIL = 30  # length of a dotted line
_ALIKE = 1.5  # a bar narrower than this is a mark


@dataclass(frozen=True)
class Bar:
    """A stretch of time. `sure` when it is told that it lasted all of it, else it may have."""

    x: float
    width: float
    sure: bool


@dataclass(frozen=True)
class Row:
    """One event with its place: lines of its name, its dates in words, bars, and a mark at a point in time.

    Attributes:
        tail: From where to where a dotted line shows that a period began or ended on a day that is not told.
        arrow: Where a period that goes on leaves the chart.
    """

    kind: str
    top: float
    names: tuple[str, ...]
    when: str
    middle: float
    bars: tuple[Bar, ...]
    mark: float | None
    tail: tuple[float, float] | None
    arrow: float | None


@dataclass(frozen=True)
class Heading:
    """The name of a kind of events, above its rows."""

    text: str
    top: float


@dataclass(frozen=True)
class Tick:
    """A line of the time axis."""

    x: float
    text: str


@dataclass(frozen=True)
class Picture:
    """A drawing, in units of which a line of text is about 18 high."""

    name: str
    width: int
    height: float
    chart: tuple[float, float]
    ticks: tuple[Tick, ...]
    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Told:
    """An event in words, with the words of the record that it rests on."""

    text: str
    when: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class TimelineView:
    """What the page shows: pictures of what is dated, all of it in words, and apart what has no date.

    Attributes:
        described: The picture for who cannot see it. legend: What signs mean that it uses.
    """

    pictures: tuple[Picture, ...]
    described: str
    legend: tuple[str, ...]
    dated: tuple[Told, ...]
    undated: tuple[Told, ...]


def timeline_view(profile: Profile) -> TimelineView:
    """The timeline of a profile."""
    dated = [each for each in profile.timeline if each.dated]
    undated = [each for each in profile.timeline if not each.dated]
    pictures: tuple[Picture, ...] = ()
    described = ""
    if dated:
        axis = _Axis.over(dated, profile.as_of)
        pictures = (_picture("wide", dated, axis, 720, 250), _picture("narrow", dated, axis, 340, 0))
        described = (
            f"{len(dated)} events from {_when(dated[0])} on. The list after the picture tells the same in words."
        )
    rows = pictures[0].rows if pictures else ()
    legend = [_PALE] * any(not bar.sure for row in rows for bar in row.bars)
    legend += [_DOTTED] * any(row.tail for row in rows)
    return TimelineView(pictures, described, tuple(legend), tuple(map(_told, dated)), tuple(map(_told, undated)))


@dataclass(frozen=True)
class _Axis:
    first: dt.date
    last: dt.date

    @classmethod
    def over(cls, events: Sequence[TimelineEvent], as_of: PartialDate | None) -> "_Axis":
        """From the first day that any of it may mean to the last, or to the newest document."""
        dates = [date for each in events for date in (each.start, each.stop) if date]
        first = min(each.earliest() for each in dates)
        last = max(each.latest() for each in (*dates, *([as_of] if as_of else [])))
        margin = max(dt.timedelta(days=15), (last - first) / 40)
        return cls(first - margin, last + margin)

    def place(self, date: dt.date, chart: tuple[float, float]) -> float:
        left, right = chart
        return round(left + (right - left) * (date - self.first).days / (self.last - self.first).days, 1)

    def ticks(self, chart: tuple[float, float]) -> Iterator[Tick]:
        """Lines at round months, as many as have room for their names."""
        room = (chart[1] - chart[0]) / _TICK
        months = (self.last - self.first).days / 30.44
        step = next((each for each in _STEPS if months / each <= room), _STEPS[-1])
        month = -(-(self.first.year * 12 + self.first.month) // step) * step
        while (date := dt.date(month // 12, month % 12 + 1, 1)) <= self.last:
            text = f"{date.year}" if step >= 12 else f"{_MONTHS[date.month - 1]} {date.year}"
            x = self.place(date, chart)
            if chart[0] + _TICK / 4 <= x <= chart[1] - _TICK / 3:
                yield Tick(x, text)
            month += step


def _picture(name: str, events: Sequence[TimelineEvent], axis: _Axis, width: int, labels: int) -> Picture:
    """Rows by kind and date; names to the left of the chart, or above each bar where `labels` is 0."""
    chart = (float(labels + 12), float(width - 12)) if labels else (8.0, float(width - 8))
    most = int(((labels or width) - 12) / _CHARACTER)
    headings, rows, top = [], [], float(_AXIS)
    for kind in EventKind:
        of_kind = [each for each in events if each.kind is kind]
        if not of_kind:
            continue
        headings.append(Heading(_TITLES[kind], top + _LINE))
        top += _HEAD
        for each in of_kind:
            names = tuple(textwrap.wrap(_name(each), most)) or ("",)
            text = len(names) * _LINE + _SMALL
            middle = top + text / 2 if labels else top + text + _POINT + 2
            rows.append(_row(each, top, names, middle, axis, chart))
            top += text + _GAP + (0 if labels else 2 * _POINT + 4)
    return Picture(name, width, top + 4, chart, tuple(axis.ticks(chart)), tuple(headings), tuple(rows))


def _row(
    event: TimelineEvent, top: float, names: tuple[str, ...], middle: float, axis: _Axis, chart: tuple[float, float]
) -> Row:
    bars: list[Bar] = []

    def bar(first: dt.date, last: dt.date, *, sure: bool) -> None:
        left, right = axis.place(first, chart), axis.place(last, chart)
        if right - left > _ALIKE:
            bars.append(Bar(left, round(right - left, 1), sure))

    for date in (event.start, event.stop):
        if date is not None and date.earliest() != date.latest():
            bar(date.earliest(), date.latest(), sure=False)
    arrow = None
    if _period(event) and event.start is not None and (event.stop is not None or event.going_on):
        end = event.stop.earliest() if event.stop is not None else axis.last
        bar(event.start.latest(), end, sure=True)
        arrow = axis.place(axis.last, chart) if event.stop is None else None
    mark = tail = None
    point = event.start or event.stop
    if point is not None and not any(each.sure for each in bars):
        mark = axis.place(point.earliest() + (point.latest() - point.earliest()) / 2, chart)
        if _period(event) and arrow is None:
            tail = (mark, mark + _TAIL if event.start is not None else mark - _TAIL)
    return Row(str(event.kind), top, names, _when(event), middle, tuple(bars), mark, tail, arrow)


def _period(event: TimelineEvent) -> bool:
    return event.kind is EventKind.SYSTEMIC_TREATMENT and event.status is not TreatmentStatus.PLANNED


def _name(event: TimelineEvent) -> str:
    name = _SCANS[event.subject] if event.kind is EventKind.BRAIN_STUDY else in_words(event.subject)
    name = name[:1].upper() + name[1:]
    return f"{name}: {event.detail}" if event.detail else name


def _when(event: TimelineEvent) -> str:
    """The dates in words, with how a treatment stands."""
    start, stop = event.start, event.stop
    if event.kind is not EventKind.SYSTEMIC_TREATMENT or not event.dated:
        words = [in_words(start)] if start else []
        quiet = event.status is None or (event.dated and event.status is TreatmentStatus.COMPLETED)
        return ", ".join([*words, *([] if quiet else [in_words(event.status)])])
    begun = f"from {in_words(start)}" if start else "start not given"
    if stop:
        return f"{begun} to {in_words(stop)}"
    if event.going_on:
        return f"{begun}, going on"
    standing = f", {in_words(event.status)}" if event.status else ""
    return f"{begun}{standing}, end not given" if event.status is not TreatmentStatus.PLANNED else f"{begun}{standing}"


def _told(event: TimelineEvent) -> Told:
    return Told(_name(event), _when(event), event.evidence)

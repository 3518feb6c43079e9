"""The date of the study that an imaging report was compared with."""

from domain.dates import PartialDate
from extraction.date_mentions import DateMention, dates_in
from extraction.facts.imaging_words import imaging_patterns
from extraction.facts.report import Report
from extraction.sections import SectionKind

_REACH = 200  # characters behind "compared with" in which its date stands
_LONGEST = 500  # of a comparison's section
_BESIDE = 40


def date_of(report: Report, study: PartialDate | None) -> PartialDate | None:
    """The newest date among the studies of the brain compared with; none that is not earlier than the study itself.

    Args:
        report: The imaging report.
        study: Its own date, which also tells the year of a day without one.
    """
    is_day_first = report.annotated.is_day_first
    found = []
    for start, end in _stretches(report):
        mentions = dates_in(report.folded, is_day_first=is_day_first, anchor=study, start=start, end=end)
        found += [mention.date for mention in _of_the_brain(report.folded, start, mentions)]
    before = [date for date in found if study is None or date.earliest() < study.earliest()]
    return max(before, key=PartialDate.earliest, default=None)


def _stretches(report: Report) -> list[tuple[int, int]]:
    """Comparison sections, and sentences elsewhere that compare."""
    sections = list(report.sections())
    stretches = [(start, min(end, start + _LONGEST)) for kind, start, end in sections if kind is SectionKind.COMPARISON]
    if stretches:
        return stretches
    return [
        (match.start(), min(report.sentence_span(match.start())[1], match.end() + _REACH))
        for match in report.find(imaging_patterns().comparison)
    ]


def _of_the_brain(folded: str, start: int, mentions: tuple[DateMention, ...]) -> list[DateMention]:
    """Those that are no other study's, and not the day of a print, a signature or an operation."""
    words = imaging_patterns()
    kept, behind = [], start
    other = False
    for mention in mentions:
        lead = folded[behind : mention.start]
        if words.brain_study.search(lead):
            other = False
        elif words.other_study.search(lead):
            other = True
        if not other and not words.not_a_study.search(lead[-_BESIDE:]):
            kept.append(mention)
        behind = mention.end
    return kept

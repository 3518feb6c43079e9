"""Ki-67 (MIB-1) proliferation index, percent of nuclei, as reported."""

from collections.abc import Iterator

from domain.specimen import PercentBound
from extraction.facts.markers import readings
from extraction.facts.mention import Mention
from extraction.facts.receptors import percent_of
from extraction.facts.report import Report

FIELDS = ("ki67_percent", "ki67_bound")


def find(report: Report) -> Iterator[Mention]:
    """Percents of the Ki-67 index."""
    for reading in readings(report):
        if "ki67" in reading.kinds and (told := percent_of(report, reading)) is not None:
            field, rule = ("ki67_bound", "bound") if isinstance(told, PercentBound) else ("ki67_percent", "percent")
            yield Mention(field, told, reading.start, reading.end, rule)

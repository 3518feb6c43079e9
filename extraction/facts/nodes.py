"""Lymph nodes with metastasis and lymph nodes examined, over all nodes of the report."""

import re
from collections.abc import Iterator

from domain.specimen import Side
from extraction.facts.mention import Mention
from extraction.facts.node_counts import NodeCount, counts_of, without_repeats
from extraction.facts.places import Places
from extraction.facts.report import Report
from extraction.sections import SectionKind

FIELDS = ("nodes_positive", "nodes_examined")
_SEP = r"[ .:,=-]*"
_POSITIVE_LABEL = re.compile(
    rf"(?<![a-z])(?=[lnpt])(?:lymph nodes positive|nodes? positive|positive (?:lymph )?nodes|number of (?:lymph "
    rf")?nodes (?:positive|involved|with (?:macro|micro)?metast\w+)|number (?:of nodes )?(?:positive|involved|with "
    rf"metast\w+)|total number with metast\w+|(?:lymph )?nodes involved|number of positive (?:lymph "
    rf")?nodes){_SEP}(?P<n>\d{{1,2}})(?![\d/a-z]| ?of)"
)
_EXAMINED_LABEL = re.compile(
    rf"(?<![a-z])(?=[lnt])(?:lymph nodes examined|nodes? examined|number of (?:lymph )?nodes (?:sampled|examined|"
    rf"identified)|total number(?: of (?:lymph )?nodes)?(?: examined| sampled| submitted)?|number examined|number of nodes sampled|"
    rf"(?:lymph )?nodes sampled){_SEP}(?P<n>\d{{1,2}})(?![\d/])"
)
_STATUS_LABEL = re.compile(
    r"(?<![a-z])(?=[lsta])(?:lymph node status[ :]+(?:positive|negative|pos|neg)|summary of lymph nodes|total "
    r"lymph nodes?|all lymph nodes|total nodes|lymph node summary)[ .:=-]*(?:positive|negative|pos|neg)?"
    r"[ .:(=-]*(?P<p>\d{1,2}) ?/ ?(?P<t>\d{1,2})"
)
_GROSS = re.compile(r"gross\w* \Z")
_PREFERRED = frozenset(
    {SectionKind.DIAGNOSIS, SectionKind.ADDENDUM, SectionKind.COMMENT, SectionKind.BODY, SectionKind.ANCILLARY}
)
_SKIPPED = frozenset(
    {
        SectionKind.HISTORY,
        SectionKind.INDICATION,
        SectionKind.FAMILY_HISTORY,
        SectionKind.GROSS,
        SectionKind.SPECIMEN,
        SectionKind.PLAN,
    }
)


def find(report: Report) -> Iterator[Mention]:
    """The totals: as a label gives them, else summed over the specimens of the diagnosis."""
    text = report.folded
    if "node" not in text and "lymph" not in text and "sentinel" not in text:
        return
    labelled = list(_labelled(report))
    if labelled:
        yield from labelled
        if {mention.field for mention in labelled} == set(FIELDS):
            return
    for kinds in _readable(report):
        counts = without_repeats([each for start, end in kinds for each in counts_of(text, start, end)])
        if counts:
            missing = set(FIELDS) - {mention.field for mention in labelled}
            yield from (mention for mention in _totals(counts) if mention.field in missing)
            return


def _readable(report: Report) -> Iterator[list[tuple[int, int]]]:
    """Stretches to read: the diagnosis first, then what else is no history and no gross description."""
    sections = list(report.sections())
    if any(kind is SectionKind.DIAGNOSIS for kind, _, _ in sections):
        yield [(start, end) for kind, start, end in sections if kind in _PREFERRED]
    yield [(start, end) for kind, start, end in sections if kind not in _SKIPPED]


def _labelled(report: Report) -> Iterator[Mention]:
    """Totals that stand behind a label of their own; several summaries of different parts are added up.

    Of labels the first counts; the first of the other breast ranks behind it.
    """
    text = report.folded
    statuses = list(_STATUS_LABEL.finditer(text))
    totals = [(int(match["p"]), int(match["t"])) for match in statuses]
    if totals and all(positive <= examined for positive, examined in totals):
        for match in statuses:
            yield Mention("nodes_positive", int(match["p"]), match.start(), match.end(), "status", rank=3)
            yield Mention("nodes_examined", int(match["t"]), match.start(), match.end(), "status", rank=3)
        return
    for field, pattern in (("nodes_positive", _POSITIVE_LABEL), ("nodes_examined", _EXAMINED_LABEL)):
        sides: dict[Side | None, re.Match[str]] = {}
        for match in pattern.finditer(text):
            sides.setdefault(report.once(Places).at(match.start()).side, match)
        for rank, match in zip((3, 2), sides.values(), strict=False):
            if not _GROSS.search(text, max(0, match.start() - 10), match.start()):
                yield Mention(field, int(match["n"]), match.start(), match.end(), "labelled", rank=rank)


def _totals(counts: list[NodeCount]) -> Iterator[Mention]:
    for each in counts:
        yield Mention("nodes_positive", each.positive, each.start, each.end, "sum", rank=1)
        yield Mention("nodes_examined", each.examined, each.start, each.end, "sum", rank=1)

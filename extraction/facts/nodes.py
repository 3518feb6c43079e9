"""Lymph nodes with metastasis and lymph nodes examined, over all nodes of the report."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extraction.facts.mention import Mention
from extraction.facts.numbers import NUMBER_WORD, count
from extraction.facts.report import Report
from extraction.sections import SectionKind

FIELDS = ("nodes_positive", "nodes_examined")
_NUM = rf"(?:\d{{1,2}}|{NUMBER_WORD})"
_SEP = r"[ .:,=-]*"
_POSITIVE_LABEL = re.compile(
    rf"(?<![a-z])(?=[lnpt])(?:lymph nodes positive|nodes? positive|positive (?:lymph )?nodes|number of (?:lymph )?nodes (?:positive|involved|with (?:macro|micro)?metast\w+)|number (?:of nodes )?(?:positive|involved|with metast\w+)|total number with metast\w+|(?:lymph )?nodes involved|number of positive (?:lymph )?nodes){_SEP}(?P<n>\d{{1,2}})(?![\d/a-z]| ?of)"
)
_EXAMINED_LABEL = re.compile(
    rf"(?<![a-z])(?=[lnt])(?:lymph nodes examined|nodes? examined|number of (?:lymph )?nodes (?:sampled|examined|identified)|total number(?: of (?:lymph )?nodes)?(?: examined)?|number examined|number of nodes sampled|(?:lymph )?nodes sampled){_SEP}(?P<n>\d{{1,2}})(?![\d/])"
)
_STATUS_LABEL = re.compile(
    r"(?<![a-z])(?=[lsta])(?:lymph node status[ :]+(?:positive|negative|pos|neg)|summary of lymph nodes|total lymph nodes?|all lymph nodes|total nodes|lymph node summary)[ .:=-]*(?:positive|negative|pos|neg)?[ .:(=-]*(?P<p>\d{1,2}) ?/ ?(?P<t>\d{1,2})"
)
_OF = re.compile(
    rf"\b(?P<p>{_NUM})[ .]*(?:\(\d{{1,2}}\)[ ]*)?(?:out[ .]+of|of|/|in)[ .]+(?:the[ ]+|a total of[ ]+)?(?P<t>{_NUM})[ .]*(?:\(\d{{1,2}}\)|\(\d{{1,2}} ?/ ?\d{{1,2}}\))?[ .]*(?:(?:separate|regional|additional|left|right|identified|axillary|sentinel|intramammary|benign|nonsentinel|non-sentinel|metastatic|lymphatic|level|[i1-3]+)[ .]+){{0,4}}(?:lymph[ .]*)?nodes?\b"
)
_MULTIPLE = re.compile(
    r"\((?P<p>\d{1,2}) of (?P<t>\d{1,2})\)[ .]*(?:\w+[ .]+){0,4}(?:lymph[ .]*)?nodes?|\b(?:a )?(?P<one>single|one|two|three|\d{1,2}) \(of (?P<all>\d{1,2})\)[ .]*(?:\w+[ .]+){0,4}(?:lymph[ .]*)?nodes?|nodes?[ :,.]+(?:\w+[ ]+){0,2}?(?P<p2>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)[ ]+(?:\(\d+\) )?(?:out )?of[ ]+(?:\w+ )?(?P<t2>\d{1,2})\b(?![ ]*(?:cm|mm|slides))"
)
_FRACTION = re.compile(r"(?<![\d/.])\(?(?P<p>\d{1,2}) ?/ ?(?P<t>\d{1,2})(?![\d/]| ?(?:hpf|hpfs|x))\)?")
_NODE = re.compile(r"\bnodes?\b|sentinel|axilla|\bpn ?[\dox]|nodal|level (?:i|1|2)|lymph|\bsln\b")
_COUNTED = re.compile(
    rf"(?<!remaining )\b(?P<n>{_NUM}|multiple(?= \())[ .]*(?:\((?P<d>\d{{1,2}})\)[ ]*)?(?:(?:separate|regional|additional|left|right|axillary|sentinel|intramammary|non-sentinel|nonsentinel|low|benign|reactive|small|matted)[ .]+){{0,5}}(?P<benign>benign )?(?:lymph[ .]*)nodes?[ .,;:-]*(?:\(\d{{1,2}}\)[ ,]*)?(?:(?:is|are|was|were|completely|all|show\w*|with|contains?|for|replaced|by|involved|which)[ .]+){{0,3}}"
    r"(?P<status>negative|free|no[ .]+(?:evidence|tumou?r|metasta\w+|malig\w+|carcinoma)|benign|reactive|positive|metastatic|involved|replaced|metastas\w+|with metast\w+)?"
)
_ISOLATED = re.compile(
    rf"isolated tumou?r cells?(?: clusters?)?[ .]+(?:identified |present |seen )?in[ .]+(?P<n>{_NUM})[ .]+(?:\w+[ ]+){{0,2}}lymph nodes?"
)
_ROMAN = re.compile(
    r"lymph[a-z]*[^.]{0,70}?\(? ?no\.? ?(?P<roman>[ivxl]{1,6}|\d{1,2})(?: ?/ ?(?P<total>[ivxl]{1,6}|\d{1,2}))?\)?(?=[).,; ])"
)
_NOT_NODES = re.compile(
    r"(?:nottingham|score|slides?|grade|blocks?|hpf|tubul\w+|mitos\w+|nuclei|nuclear|cassettes?|oclock|cores?|atypia|formation|pleomorphism|allred|sbr|date|quadrants?)[^.]{0,26}\Z"
)
_BENIGN = re.compile(r"negative|free|no[ .]|benign|reactive")
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
_ROMANS = {"i": 1, "v": 5, "x": 10, "l": 50}


@dataclass(frozen=True, slots=True)
class _Count:
    positive: int
    examined: int
    start: int
    end: int
    fraction: bool


def find(report: Report) -> Iterator[Mention]:
    """The totals: as a label gives them, else summed over the specimens of the diagnosis."""
    text = report.folded
    if "node" not in text and "lymph" not in text and "sentinel" not in text:
        return
    labelled = list(_labelled(text))
    if labelled:
        yield from labelled
        if {mention.field for mention in labelled} == set(FIELDS):
            return
    for kinds in _readable(report):
        counts = _without_repeats([each for start, end in kinds for each in _counts(text, start, end)])
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


def _labelled(text: str) -> Iterator[Mention]:
    """Totals that stand behind a label of their own; several summaries of different parts are added up."""
    statuses = list(_STATUS_LABEL.finditer(text))
    totals = [(int(match["p"]), int(match["t"])) for match in statuses]
    if totals and all(positive <= examined for positive, examined in totals):
        for match in statuses:
            yield Mention("nodes_positive", int(match["p"]), match.start(), match.end(), "status", rank=3)
            yield Mention("nodes_examined", int(match["t"]), match.start(), match.end(), "status", rank=3)
        return
    for field, pattern in (("nodes_positive", _POSITIVE_LABEL), ("nodes_examined", _EXAMINED_LABEL)):
        match = pattern.search(text)
        if match and not re.search(r"gross\w* \Z", text[max(0, match.start() - 10) : match.start()]):
            yield Mention(field, int(match["n"]), match.start(), match.end(), "labelled", rank=3)


def _counts(text: str, start: int, end: int) -> list[_Count]:
    found: list[_Count] = []
    for pattern in (_OF, _MULTIPLE):
        for match in pattern.finditer(text, start, end):
            groups = {name: words for name, words in match.groupdict().items() if words}
            first = groups.get("p") or groups.get("one") or groups.get("p2") or ""
            positive, examined = count(first), count(groups.get("t") or groups.get("all") or groups.get("t2") or "")
            if positive is not None and examined is not None and positive <= examined and first not in {"a", "an"}:
                found.append(_Count(positive, examined, match.start(), match.end(), fraction=False))
    for match in _COUNTED.finditer(text, start, end):
        number = count(match["d"] or match["n"])
        words = match.group()
        status = match["status"] or ""
        benign = bool(_BENIGN.search(status) or "benign" in words or "reactive" in words)
        behind = text[match.end() : match.end() + 60]
        if not status and not benign:
            if not re.match(r"[^.:;]{0,40}(?:negative|free of|no (?:evidence|tumou?r)|positive|metasta)", behind):
                continue
            benign = bool(re.match(r"[^.:;]{0,40}(?:negative|free of|no (?:evidence|tumou?r))", behind))
        if number is None or (number == 0 and not benign):
            continue
        if any(each.start <= match.end() and match.start() <= each.end for each in found):
            continue
        found.append(_Count(0 if benign else number, number, match.start(), match.end(), fraction=False))
    for match in _FRACTION.finditer(text, start, end):
        positive, examined = int(match["p"]), int(match["t"])
        lead = text[max(start, match.start() - 150) : match.start()]
        if positive > examined or not 0 < examined < 80 or _NOT_NODES.search(lead):
            continue
        if _NODE.search(lead) or re.match(r"[ )]*(?:lymph )?nodes?", text[match.end() : match.end() + 14]):
            found.append(_Count(positive, examined, match.start(), match.end(), fraction=True))
    for match in _ISOLATED.finditer(text, start, end):
        found = [each for each in found if not (each.start < match.end() and match.start() < each.end)]
        found.append(_Count(0, count(match["n"]) or 1, match.start(), match.end(), fraction=False))
    for match in _ROMAN.finditer(text, start, end):
        if number := _roman(match["total"] or match["roman"]):
            tells = match["total"] or (
                "metast" in match.group() and not re.search(r"without|no (?:evid|metast)|free", match.group())
            )
            positive = _roman(match["roman"]) or 0 if tells else 0
            found.append(_Count(positive, number, match.start(), match.end(), fraction=False))
    return sorted(found, key=lambda each: each.start)


def _roman(words: str) -> int | None:
    if words.isdigit():
        return int(words)
    values = [_ROMANS[letter] for letter in words if letter in _ROMANS]
    return sum(-value if value < max(values[at + 1 :], default=0) else value for at, value in enumerate(values)) or None


def _without_repeats(counts: list[_Count]) -> list[_Count]:
    """A count in words and its fraction are one; the same total of more than three nodes is told twice, not two."""
    kept: list[_Count] = []
    for each in counts:
        before = kept[-1] if kept else None
        gap = each.start - before.end if before else 0
        if (
            before
            and 0 <= gap < 4
            and each.fraction
            and not before.fraction
            and not each.positive
            and not before.positive
        ):
            continue  # "one benign lymph node (0/2)": the word is read more surely than the fraction
        if before and each.start < before.end:
            if each.fraction:
                kept[-1] = each
            continue
        if (
            before
            and not before.fraction
            and each.fraction
            and each.start - before.end < 130
            and each.examined == before.examined
        ):
            kept[-1] = each
            continue
        if (
            before
            and each.start - before.end < 60
            and before.fraction
            and not each.fraction
            and each.examined == before.examined
            and each.positive == before.positive
        ):
            continue
        if each.examined > 8 and any(one.examined == each.examined and one.positive == each.positive for one in kept):
            continue
        kept.append(each)
    return _without_summaries(kept)


def _without_summaries(counts: list[_Count]) -> list[_Count]:
    """Where one count is the sum of all others it is the summary, and the others are its parts."""
    examined, positive = sum(each.examined for each in counts), sum(each.positive for each in counts)
    for each in counts:
        if len(counts) > 2 and each.examined * 2 == examined and each.positive * 2 == positive and each.examined > 1:
            return [each]
    return counts


def _totals(counts: list[_Count]) -> Iterator[Mention]:
    for each in counts:
        yield Mention("nodes_positive", each.positive, each.start, each.end, "sum", rank=1)
        yield Mention("nodes_examined", each.examined, each.start, each.end, "sum", rank=1)

"""Counts of lymph nodes as reports tell them: in words, as fractions, in Roman numerals, and more than once."""

import re
from dataclasses import dataclass

from extraction.facts.numbers import NUMBER_WORD, count

_NUM = rf"(?:\d{{1,2}}|{NUMBER_WORD})"
_OF = re.compile(
    rf"\b(?P<p>{_NUM})[ .]*(?:\(\d{{1,2}}\)[ ]*)?(?:out[ .]+of|of|/|in)[ .]+(?:the[ ]+|a total of"
    rf"[ ]+)?(?P<t>{_NUM})[ .]*(?:\(\d{{1,2}}\)|\(\d{{1,2}} ?/ ?\d{{1,2}}\))?[ .]*(?:(?:separate|regional|additional|"
    rf"left|right|identified|axillary|sentinel|intramammary|benign|nonsentinel|non-sentinel|metastatic|lymphatic|"
    rf"level|[i1-3]+)[ .]+){{0,4}}(?:lymph[ .]*)?nodes?\b"
)
_MULTIPLE = re.compile(
    r"\((?P<p>\d{1,2}) of (?P<t>\d{1,2})\)[ .]*(?:\w+[ .]+){0,4}(?:lymph[ .]*)?nodes?|\b(?:a )?(?P<one>single|one|"
    r"two|three|\d{1,2}) \(of (?P<all>\d{1,2})\)[ .]*(?:\w+[ .]+){0,4}(?:lymph[ .]*)?nodes?|nodes?[ :,.]+(?:\w+"
    r"[ ]+){0,2}?(?P<p2>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)[ ]+(?:\(\d+\) )?(?:out )?of"
    r"[ ]+(?:\w+ )?(?P<t2>\d{1,2})\b(?![ ]*(?:cm|mm|slides))"
)
_FRACTION = re.compile(r"(?<![\d/.])\(?(?P<p>\d{1,2}) ?/ ?(?P<t>\d{1,2})(?![\d/]| ?(?:hpf|hpfs|x))\)?")
_NODE = re.compile(r"\bnodes?\b|sentinel|axilla|\bpn ?[\dox]|nodal|level (?:i|1|2)|lymph|\bsln\b")
_COUNTED = re.compile(
    rf"(?<!remaining )\b(?P<n>\d{{1,2}}(?!\.)|{NUMBER_WORD}|multiple(?= \())[ .]*(?:\((?P<d>\d{{1,2}})\)[ ]*)?(?:(?:separate|regional|"
    rf"additional|left|right|axillary|sentinel|intramammary|non-sentinel|nonsentinel|low|benign|reactive|small|"
    rf"matted)[ .]+){{0,5}}(?P<benign>benign )?(?:lymph[ .]*)nodes?[ .,;:-]*(?:\(\d{{1,2}}\)[ ,]*)?(?:(?:is|are|"
    rf"was|were|completely|all|show\w*|with|contains?|for|replaced|by|involved|which)[ .]+){{0,3}}"
    r"(?P<status>negative|free|no[ .]+(?:evidence|tumou?r|metasta\w+|malig\w+|carcinoma)|benign|reactive|positive|"
    r"metastatic|involved|replaced|metastas\w+|with metast\w+)?"
)
_ISOLATED = re.compile(
    rf"isolated tumou?r cells?(?: clusters?)?[ .]+(?:identified |present |seen )?in[ .]+(?P<n>{_NUM})[ .]+(?:\w+"
    rf"[ ]+){{0,2}}lymph nodes?"
)
_ROMAN = re.compile(
    r"lymph[a-z]*[^.]{0,70}?\(? ?no\.? ?(?P<roman>[ivxl]{1,6}|\d{1,2})(?: ?/ ?(?P<total>[ivxl]{1,6}|"
    r"\d{1,2}))?\)?(?=[).,; ])(?![,;. ]{1,3}(?:and |or )?no\.)"  # "nodes No. 18, No. 1C": labels
)
_NOT_NODES = re.compile(
    r"(?:nottingham|score|slides?|grade|blocks?|hpf|tubul\w+|mitos\w+|nuclei|nuclear|cassettes?|oclock|cores?|"
    r"atypia|formation|pleomorphism|allred|sbr|date|quadrants?)[^.]{0,26}\Z"
)
_LETTER = re.compile(r"a[.)]")  # "A. Lymph node: ..." names a part and counts nothing
_BENIGN = re.compile(r"negative|free|no[ .]|benign|reactive")
_ASIDE = re.compile(r"\([^()\d]{3,30}\Z")  # "1/6 positive for metastasis (axillary 1/6)" tells one count twice
_ROMANS = {"i": 1, "v": 5, "x": 10, "l": 50}


@dataclass(frozen=True, slots=True)
class NodeCount:
    """Lymph nodes with metastasis out of those examined, in one place of the text."""

    positive: int
    examined: int
    start: int
    end: int
    fraction: bool


def counts_of(text: str, start: int, end: int) -> list[NodeCount]:
    """Every count of lymph nodes in a stretch of folded text, in order; one count may be told twice."""
    found: list[NodeCount] = []
    for near, far in _stretches(text, start, end):
        found += _of_total(text, near, far)
    for near, far in _stretches(text, start, end):
        found += _counted(text, near, far, found)
    found += _fractions(text, start, end)
    for match in _ISOLATED.finditer(text, start, end):
        found = [each for each in found if not (each.start < match.end() and match.start() < each.end)]
        found.append(NodeCount(0, count(match["n"]) or 1, match.start(), match.end(), fraction=False))
    found += _in_roman(text, start, end)
    return sorted(found, key=lambda each: each.start)


def _stretches(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Stretches about every "node", merged: only these need the involved patterns."""
    stretches: list[tuple[int, int]] = []
    at = text.find("node", start, end)
    while at >= 0:
        near, far = max(start, at - 130), min(end, at + 110)
        if stretches and near <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], far)
        else:
            stretches.append((near, far))
        at = text.find("node", at + 4, end)
    return stretches


def _of_total(text: str, start: int, end: int) -> list[NodeCount]:
    """Reads "Two of seventeen lymph nodes"."""
    found: list[NodeCount] = []
    for pattern in (_OF, _MULTIPLE):
        for match in pattern.finditer(text, start, end):
            groups = {name: words for name, words in match.groupdict().items() if words}
            first = groups.get("p") or groups.get("one") or groups.get("p2") or ""
            positive, examined = count(first), count(groups.get("t") or groups.get("all") or groups.get("t2") or "")
            if positive is not None and examined is not None and positive <= examined and first not in {"a", "an"}:
                found.append(NodeCount(positive, examined, match.start(), match.end(), fraction=False))
    return found


def _counted(text: str, start: int, end: int, known: list[NodeCount]) -> list[NodeCount]:
    """Reads "Four benign lymph nodes", where no total was read already."""
    found: list[NodeCount] = []
    for match in _COUNTED.finditer(text, start, end):
        number = count(match["d"] or match["n"])
        words = match.group()
        if _LETTER.match(words):
            continue
        status = match["status"] or ""
        benign = bool(_BENIGN.search(status) or "benign" in words or "reactive" in words)
        behind = text[match.end() : match.end() + 60]
        if not status and not benign:
            if not re.match(r"[^.:;]{0,40}(?:negative|free of|no (?:evidence|tumou?r)|positive|metasta)", behind):
                continue
            benign = bool(re.match(r"[^.:;]{0,40}(?:negative|free of|no (?:evidence|tumou?r))", behind))
        if number is None or (number == 0 and not benign):
            continue
        if any(each.start <= match.end() and match.start() <= each.end for each in known):
            continue
        found.append(NodeCount(0 if benign else number, number, match.start(), match.end(), fraction=False))
    return found


def _fractions(text: str, start: int, end: int) -> list[NodeCount]:
    """Reads "(2/17)" behind words for lymph nodes."""
    found: list[NodeCount] = []
    for match in _FRACTION.finditer(text, start, end):
        positive, examined = int(match["p"]), int(match["t"])
        lead = text[max(start, match.start() - 150) : match.start()]
        if positive > examined or not 0 < examined < 80 or _NOT_NODES.search(lead):
            continue
        if found and _ASIDE.search(lead) and (found[-1].positive, found[-1].examined) == (positive, examined):
            continue
        if _NODE.search(lead) or re.match(r"[ )]*(?:lymph )?nodes?", text[match.end() : match.end() + 14]):
            found.append(NodeCount(positive, examined, match.start(), match.end(), fraction=True))
    return found


def _in_roman(text: str, start: int, end: int) -> list[NodeCount]:
    """Reads "Lymph nodes (No XI)"."""
    found: list[NodeCount] = []
    for match in _ROMAN.finditer(text, start, end):
        if number := _roman(match["total"] or match["roman"]):
            tells = match["total"] or (
                "metast" in match.group() and not re.search(r"without|no (?:evid|metast)|free", match.group())
            )
            positive = _roman(match["roman"]) or 0 if tells else 0
            found.append(NodeCount(positive, number, match.start(), match.end(), fraction=False))
    return found


def _roman(words: str) -> int | None:
    if words.isdigit():
        return int(words)
    values = [_ROMANS[letter] for letter in words if letter in _ROMANS]
    return sum(-value if value < max(values[at + 1 :], default=0) else value for at, value in enumerate(values)) or None


def without_repeats(counts: list[NodeCount]) -> list[NodeCount]:
    """A count in words and its fraction are one; the same total of more than three nodes is told twice, not two."""
    kept: list[NodeCount] = []
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


def _without_summaries(counts: list[NodeCount]) -> list[NodeCount]:
    """Where one count is the sum of all others it is the summary, and the others are its parts."""
    examined, positive = sum(each.examined for each in counts), sum(each.positive for each in counts)
    for each in counts:
        if len(counts) > 2 and each.examined * 2 == examined and each.positive * 2 == positive and each.examined > 1:
            return [each]
    return counts

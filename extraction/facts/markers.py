"""Reads the results of tumour markers: finds their labels, and the words beside each that tell its result."""

import re
from collections.abc import Iterator

from extraction.facts.marker_words import Label, any_of, labels, told_behind
from extraction.facts.readings import Element, Reading, mended, with_method_behind
from extraction.facts.report import Report
from extraction.facts.results_first import Placed, results_first
from extraction.facts.table_cells import line_at, without_controls
from extraction.sections import SectionKind

_REACH = 190  # characters behind a label within which its result is looked for
_CONNECTOR = re.compile(
    r"[ .)]*(?:/|,|&|\(|\band\b|\bor\b|\bund\b)(?:[ ,]*(?:and|or|/))*[ .]*(?:for |the |also )*\(?[ ]*(?:analysis )?"
)
_OF_ISH = re.compile(
    r"[ .(:/,-]*(?:(?:by|for|gene|amplification|of|the|copy|number|level|via|status|analysis|neu|testing|using|"
    r"dual|probe|dna)[ .(:-]+)*"
)
_SIGN = re.compile(r"(?: ?: ?| )?(?:(?P<plus>\+{1,3})(?![\d+])|(?P<minus>-)(?=[\s/,.;)]|$)(?! ?(?:pos|neg|\d|[<>~])))")
_SCORE_BEHIND = re.compile(r" ?[(,] ?(?:by )?(?:ihc|immunohistochemistry)?[ :]{0,2}(3 ?\+)(?!\d)")  # "HER2+ (IHC 3+)"
_PERCENT_BEHIND = re.compile(r"(?:ve)? ?\(? ?([<>]? ?\d{1,3} ?%)")  # "ER+ 90%"
_BARE_MINUS = re.compile(r"- ?(?=[.,;)]|$)")  # "2+/ISH-", and not "FISH- amplified"
_BEFORE = {
    "negative": re.compile(
        r"(?:\bneg[ao]?tive(?! contr)|\bneg(?! contr)|(?:loss|lack|absence) of|\bnot?|\bnon-?reactive)[ .]+(?:\w+ "
        r"){0,2}?(?:expression |staining )?"
        r"(?:for|of|with)[ .]+(?:both[ .]+|the[ .]+)?\Z|\b(?:loss|lack|absence) of (?:the )?\Z|(?<=[.;|*] )neg(?:ative)? ?: ?\Z"
    ),
    "positive": re.compile(
        r"(?:\bpos[il]tive|\bpos|\bimmuno-?reactive|\breactive|\bpositivity|\bexpression|\bexpress(?:es|ing))"
        r"[ .]+(?:\w+ ){0,2}?"
        r"(?:for|of|with|both)[ .]+(?:both[ .]+|the[ .]+)?\Z|(?<=[.;|*] )pos(?:itive)? ?: ?\Z"
    ),
    "no": re.compile(r"\bno[ .]+\Z"),
    "not_amplified": re.compile(
        r"\b(?:no|not|without|negative for|lack of|absence of)[ .]+(?:evidence of |gene |significant "
        r")*amplification[ .]+(?:of|for|in)[ .]+(?:the[ .]+)?\Z"
    ),
    "amplification_of": re.compile(r"\bamplif\w+[ .]+(?:of|for|in)[ .]+(?:the[ .]+)?\Z"),
    "not_overexpressed": re.compile(
        r"\b(?:do(?:es)? not|not|no|without|negative for)[ .]+(?:evidence of )?over-?express\w*[ .]+(?:(?:of|for)"
        r"[ .]+)?(?:the[ .]+)?\Z"
    ),
    "overexpressed": re.compile(r"(?<!not )(?<!no )\bover-?express(?:es|ing|ion of)[ .]+(?:the[ .]+)?\Z"),
    "pending": re.compile(r"\bsee\b.{0,25}\bfor (?:the )?\Z|\b(?:awaiting|pending|ordered)[ :]+(?:the )?\Z"),
}
_FIRST_OF_BEFORE = (
    "not_amplified",
    "amplification_of",
    "not_overexpressed",
    "overexpressed",
    "pending",
    "negative",
    "positive",
    "no",
)
_WITHDRAWN = re.compile(
    r"[ )]*(?:result |score |interpretation )?(?:is|was|has been|are)(?: hereby| now)? (?:withdrawn|retracted|revoked|superseded|"
    r"invalid|in error|no longer valid)"
)
_EARLIER = re.compile(
    r"\b(?:earlier|previous(?:ly)?|original(?:ly)?|initial(?:ly)?|formerly)(?: ihc)? (?:score|scored|result|reported|reading|read|"
    r"interpreted|interpretation|called|issued|status)(?: in error)?(?: as| of| was| with)?(?: score)? ?\(?\Z"
)
_LEAD_IN = 60  # characters
_BEHIND_CONTROL = re.compile(r"\bcontrols?[ :]*\Z")  # on one line: a table's head may end with it
_OTHER_ASSAY = re.compile(r"oncotype|recurrence score|rt-?pcr")  # their receptor scores are no immunohistochemistry
_ASSAY_REACH = 600
_SEQUENCING = re.compile(
    r"sequenc|\bngs\b|molecular (?:pathology|profil)|genomic|mut(?:ations)?/mb|pik3ca|esr1|tp53|ctdna|liquid biopsy"
)
_TISSUE_TEST = re.compile(r"fish\b|\b[cds]ish\b|hybridi|ihc\b|immunohisto|cep ?-?17|[0-3] ?\+")
_SCORES_OF_A_KEY = 3  # a sentence with three different scores explains the scale
_SCORES = re.compile(r"(?<![\d.])[0-3] ?\+")
_CRITERION = re.compile(
    r"(?:positive|negative|equivocal|amplified)[ :]*(?:[<>/]{1,2} ?=?|=) ?\d+(?:\.\d+)?(?! ?%|[\d.])|[<>] ?=? "
    r"?\d\.\d+ ?[;:=]|"
    r"\d\.\d+ ?- ?\d\.\d+ ?[;:]|(?:positive|negative|amplified)[ :]*(?:a )?(?:her2/cep17 )?ratio (?:of )?(?:[<>]|"
    r"greater|less|more|at least)"
)
_AFTER_PRONOUN = re.compile(
    r"[ :,-]*(?:ihc|fish|status|neu|(?:pos\w*|neg\w*|equivocal|[0-3] ?\+)(?=[ ]*(?:[.,;)(]|\Z|breast|disease|"
    r"cancer|tumou?r|by|on|mbc|and)))"
)
_KEY_HEADING = re.compile(r"scor|criteria|reference|interpret|guid|key|antibod|reagent|disclaimer")


def readings(report: Report) -> tuple[Reading, ...]:
    """What is told of tumour markers, without reagent lists, criteria and other people's results."""
    return report.once(_readings)


def _readings(report: Report) -> tuple[Reading, ...]:
    named = [
        Label(str(match.lastgroup), match.start(), match.end())
        for match in report.find(labels())
        if _is_name(report, match)
    ]
    groups = _groups(report.folded, named)
    placed = results_first(report, [(group[0].start, group[-1].end) for group in groups])
    told: list[Reading] = []
    for index, group in enumerate(groups):
        until = _until(report.folded, group, groups[index + 1]) if index + 1 < len(groups) else len(report.folded)
        if index + 1 in placed and placed[index + 1].elements:
            until = max(group[-1].end, min(until, placed[index + 1].elements[0].start))
        if any(label.kind != "other" for label in group) and _is_hers(report, group, until):
            told.append(_reading(report, group, until, placed.get(index)))
    return tuple(
        reading
        for reading in with_method_behind(report.folded, mended(report.folded, told))
        if not _CRITERION.search(report.folded, reading.start, reading.end + 32)
    )


def _is_name(report: Report, match: re.Match[str]) -> bool:
    """Whether a label is the marker, and not a pronoun, a room or part of a drug's name."""
    text, start, end = report.folded, match.start(), match.end()
    if match.lastgroup == "other":
        return True
    lead = text[max(0, start - 60) : start]
    if _BEHIND_CONTROL.search(lead) and line_at(report, start)[0] < start:
        return False
    if any_of("not_before").search(lead):
        return False
    if any_of("not_after").match(text, end):
        return False
    written = report.words(start, end)
    if match.lastgroup in {"er", "pr"} and len(written) <= 3 and written.islower():
        return bool(re.match(r"\s?[/+-]|\s*(?:pos|neg)", text[end : end + 8])) or text[start - 1 : start] == "/"
    if match.lastgroup == "her2" and re.fullmatch(r"her\s+2", written):
        return bool(_AFTER_PRONOUN.match(text, end))
    return True


def _groups(text: str, labels: list[Label]) -> list[list[Label]]:
    """Labels that are named together."""
    groups: list[list[Label]] = []
    for label in labels:
        if groups and _together(text, groups[-1][-1], label):
            groups[-1].append(label)
        else:
            groups.append([label])
    return groups


def _together(text: str, one: Label, other: Label) -> bool:
    if other.start - one.end > 45:
        return False
    between = text[one.end : other.start]
    kinds = {one.kind, other.kind}
    if kinds == {"her2", "ish"}:
        return bool(_OF_ISH.fullmatch(between))
    if "ish" in kinds or "ki67" in kinds:
        return False
    if one.kind == other.kind == "her2":
        return bool(re.fullmatch(r"[ .(\[/-]*(?:neu)?[ .(/-]*", between))
    return bool(between.strip(" .")) and bool(_CONNECTOR.fullmatch(between))


def _is_hers(report: Report, group: list[Label], until: int) -> bool:
    start = group[0].start
    section = report.section_at(start)
    if section.kind is SectionKind.FAMILY_HISTORY:
        return False
    if section.kind is SectionKind.METHODS and _KEY_HEADING.search(report.text[section.start : section.body].lower()):
        return False
    if _OTHER_ASSAY.search(report.folded, max(0, start - _ASSAY_REACH), start):
        return False
    sentence = report.sentence(start)
    if report.folded.startswith("erbb", start) and not _TISSUE_TEST.search(sentence) and report.once(_is_sequencing):
        return False
    if any_of("boilerplate").search(sentence):
        return False
    at = start - report.sentence_span(start)[0]
    if any_of("family").search(sentence[:at]):
        return False
    return not _explains_scale(report, group, until)


def _is_sequencing(report: Report) -> bool:
    """Whether a document reports gene sequencing: its ERBB2 results are none of in-situ hybridisation."""
    return bool(_SEQUENCING.search(report.folded))


def _explains_scale(report: Report, group: list[Label], until: int) -> bool:
    """Whether what stands behind the name tells of three different scores, as a key to the scale does."""
    if not any(label.kind in {"her2", "ish"} for label in group):
        return False
    end = group[-1].end
    behind = report.folded[end : min(until, end + _REACH, report.sentence_span(end)[1])]
    return "|" not in behind and len(set(_SCORES.findall(behind))) >= _SCORES_OF_A_KEY


def _until(text: str, group: list[Label], following: list[Label]) -> int:
    """Where what is told of a group ends: at the next names, or at the verdict before them when they are of others."""
    if {label.kind for label in group} & {label.kind for label in following}:
        return following[0].start
    return _begins(text, following)[1]


def _begins(text: str, group: list[Label]) -> tuple[str | None, int]:
    """The verdict that stands before the names, if there is one, and where the words begin."""
    start = group[0].start
    if group[0].kind == "other":
        return None, start
    lead = text[max(0, start - 60) : start]
    for name in _FIRST_OF_BEFORE:
        if match := _BEFORE[name].search(lead):
            return name, start - len(lead) + match.start()
    return None, start


def _reading(report: Report, group: list[Label], until: int, placed: Placed | None) -> Reading:
    text = without_controls(report)
    end = group[-1].end
    until = min(until, end + _REACH)
    before, begins = _begins(text, group)
    if placed is not None and before is None:
        elements = placed.elements
        begins = min([begins, *(element.start for element in elements)])
    else:
        elements = tuple(_signs(text, group)) or tuple(told_behind(text, end, until))
    elements = tuple(each for each in elements if not _is_withdrawn(text, each))
    last = max([end, *(element.end for element in elements)])
    kinds = tuple(dict.fromkeys(label.kind for label in group if label.kind != "other"))
    return Reading(kinds=kinds, start=begins, label_end=end, end=last, before=before, elements=elements)


def _is_withdrawn(text: str, element: Element) -> bool:
    """Whether a result is told as an earlier one: "the earlier score of 3+ is withdrawn", "(previously reported as 3+)"."""
    return bool(
        _WITHDRAWN.match(text, element.end) or _EARLIER.search(text, max(0, element.start - _LEAD_IN), element.start)
    )


def _signs(text: str, group: list[Label]) -> Iterator[Element]:
    """The sign of "ER+", and of "PR-" where a neighbour has a sign too."""
    end = group[-1].end
    sign = _SIGN.match(text, end)
    if not sign:
        return
    if sign["plus"]:
        if re.match(r"[ ,:(]+0 ?%", text[sign.end() : sign.end() + 6]):
            return
        if group[-1].kind != "her2" or len(sign["plus"]) == 1:
            yield Element("positive", *sign.span("plus"))
        else:
            yield Element("crosses", *sign.span("plus"))
        percent = _PERCENT_BEHIND.match(text, sign.end())
        if group[-1].kind in {"er", "pr"} and percent:
            yield Element("percent", *percent.span(1))
        score = _SCORE_BEHIND.match(text, sign.end())
        if group[-1].kind == "her2" and len(sign["plus"]) == 1 and score:
            yield Element("score", *score.span(1))
    elif (
        group[-1].kind == "hr"
        or (group[-1].kind == "ish" and _BARE_MINUS.match(text, end))
        or re.search(
            r"(?:\b(?:er|pr|pgr|her-?2(?:/?neu)?)\)?[ :]{0,3}[+-](?![a-z]))",
            text[max(0, group[0].start - 14) : group[0].start],
        )
        or re.match(r"[-,/; ]{1,5}(?:er|pr|pgr|her-?2(?:/?neu)?)[ :]{0,3}[+-](?![a-z])", text[end : end + 20])
    ):
        yield Element("negative", *sign.span("minus"))

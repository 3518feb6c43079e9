"""Greatest dimension of the invasive tumour in millimetres: measured under the microscope before measured by eye."""

import re
from collections.abc import Iterator

from extraction.facts.mention import Mention, Report
from extraction.sections import SectionKind

FIELDS = ("tumor_size_mm",)
_N = r"\d{1,3}(?:[.,] ?\d{1,4})?"
_DIMENSIONS = re.compile(
    rf"(?<![\d.,/#-])(?P<sizes>{_N}(?:[ .]*(?:cm|mm)?[ .]*(?:x|by|\*)[ .]*{_N}){{0,2}})[ .-]{{0,3}}(?P<unit>cms?|mms?|centimet\w+|millimet\w+)\b"
)
_BROKEN = re.compile(r"\d\.? *\. *x|x *\. *\d|x *(?:cm|mm)|\b0 *x| x 0\b")
_LABEL = re.compile(
    r"(?:size of (?:the )?(?:largest )?invasive (?:component|focus|tumou?r|carcinoma)|invasive (?:tumou?r|carcinoma|component|focus)[ ]*(?:size)?|maximum (?:dimension|diameter|size)(?: of)? (?:the )?invasive (?:component|carcinoma|tumou?r)|"
    r"tumou?r size(?: ?\([^)]{0,30}\))?|size of (?:the )?(?:primary )?tumou?r|maximum tumou?r (?:size|dimension|diameter)|maximal tumou?r \w+|(?:greatest|largest|maximum) (?:dimension|diameter)(?: of (?:the )?(?:tumou?r|invasive \w+))?(?: ?\(pt\))?|"
    r"tumou?r (?:maximum |greatest |largest )?(?:dimension|diameter)s?|tumou?r greatest \w+|extent of invasive \w+|whole tumou?r size)"
    r"[ .:=(,-]*(?:(?:is|of|at least|approximately|up to|to|greatest dimension|greatest|dimension|maximum|single|largest|estimated|about|cm|mm|in|microscopic\w*|the tumou?r measures|focus|invasive|component|measures?|\(cm\)|\(mm\))[ .:),(=-]*){0,5}\Z"
)
_STATED = re.compile(
    r"(?:carcinoma|tumou?r|mass|lesion|nodule|malignancy|invasion|cancer|focus|foci)(?:[^.;:]|\.(?= ?\d)|\. (?=[a-z])){0,90}?(?:measur\w+|is|spans?|spanning|forming|up to|size|sized|diameter|of|,|\(|at least|dimension\w*)[ .:(]*(?:(?:an?|in|aggregate|mass|tumou?r|maximum|approximately|at least|up to|microscopic|distance|of|forming|about|is|diameter|dimension|greatest|size|the|largest|second|lesion|measuring)[ .(:]*){0,6}\Z"
)
_BEHIND = re.compile(
    r"[ .,)(]*(?:(?:in|at)[ .]*)?(?:its[ ]*)?(?:greatest|largest|maximum|maximal|max\.?)[ .]*(?:linear )?(?:dimen\w*|diam\w*|extent|invasive)|[ ]*(?:largest|cargest) invasive"
)
_NOT_TUMOR_BEFORE = re.compile(
    r"\b(?:margins?|metasta\w+|nodes?|nodal|dcis|in[ -]situ|intraductal|ellipse|skin|specimen|nipple|areola|excision size|aggregat\w+|cavity|fibroadenoma\w*|papilloma\w*|cyst\w*|clip|biopsy size|size of biopsy|distance|from|within|sum of|deposit|extranodal|extracapsular|"
    r"lcis|tail|fragments?|portion|container|scar|axillary|weigh\w*|thyroid|closest|surface|previous\w*|prior|clinical|mammogra\w+|ultrasound|mri|smaller|second|satellite|hyperplasia|necrosis|calcif\w*|additional|margin status|ink\w*)\b[^;:]{0,48}\Z"
)
_NOT_TUMOR_BEHIND = re.compile(
    r"[ .,)]*(?:from|to the|distance|away|of (?:the )?(?:margin|skin)|margin|span of dcis|focus of dcis|extent of dcis|dcis|skin|ellipse|in situ|deep to|below|inferior|superior|posterior|anterior|lateral|medial\b(?! to)|lymph|metasta)"
)
_INVASIVE_LABEL = re.compile(r"invasive|\(pt\)")


def find(report: Report) -> Iterator[Mention]:
    """Measurements of the invasive tumour."""
    text = report.folded
    for match in _DIMENSIONS.finditer(text):
        size = _millimetres(match)
        if size is None or not 0.1 <= size <= 300:
            continue
        lead = text[max(0, match.start() - 130) : match.start()]
        if _NOT_TUMOR_BEHIND.match(text, match.end()):
            continue
        label = _LABEL.search(lead)
        if label is None and _NOT_TUMOR_BEFORE.search(lead):
            continue
        if label is not None and re.search(
            r"metasta|node|in[ -]situ|dcis|specimen|deposit|nodal|biops|excision",
            lead[max(0, label.start() - 22) : label.start() + 24],
        ):
            continue
        rank = _rank(report, match, lead, label)
        if rank is not None:
            yield Mention("tumor_size_mm", size, match.start(), match.end(), "measured", rank=rank)


def _millimetres(match: re.Match[str]) -> float | None:
    if _BROKEN.search(match["sizes"]) or re.search(
        r"\d\. *x *\Z|x *\d?\.? *\Z", match.string[max(0, match.start() - 6) : match.start()]
    ):
        return None
    numbers = [float(re.sub(r" ", "", number).replace(",", ".")) for number in re.findall(_N, match["sizes"])]
    if not numbers:
        return None
    scale = 10.0 if match["unit"].startswith("c") else 1.0
    return round(max(numbers) * scale, 2)


def _rank(report: Report, match: re.Match[str], lead: str, label: re.Match[str] | None) -> int | None:
    """How telling the wording is: a label of invasive size, a tumour's size, a sentence, what was seen with the eye."""
    kind = report.annotated.section_at(match.start()).kind
    if kind in {SectionKind.HISTORY, SectionKind.INDICATION, SectionKind.FAMILY_HISTORY, SectionKind.PLAN}:
        return 0 if label or _STATED.search(lead) else None
    gross = (
        kind is SectionKind.GROSS
        or kind is SectionKind.SPECIMEN
        or re.search(r"gross\w*[ ]+(?:tumou?r|measure)[^.]{0,12}\Z", lead)
    )
    if label is not None:
        if gross:
            return 2
        return 5 if _INVASIVE_LABEL.search(label.group()) else 4
    behind = _BEHIND.match(report.folded, match.end())
    if not (_STATED.search(lead) or (behind and re.search(r"carcinoma|tumou?r|mass|lesion|invas", lead))):
        return (
            1
            if re.search(r"(?:mass|tumou?r|lesion|nodule)", report.folded[match.end() : match.end() + 70]) and gross
            else None
        )
    if gross:
        return 1
    return 4 if behind or re.search(r"invas|infiltr|tumou?r", lead) else 3

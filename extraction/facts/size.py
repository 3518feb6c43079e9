"""Greatest dimension of the invasive tumour in millimetres: measured under the microscope before measured by eye."""

import re
from collections.abc import Iterator

from extraction.facts.mention import Mention
from extraction.facts.report import Report
from extraction.sections import SectionKind

FIELDS = ("tumor_size_mm",)
_N = r"\d{1,3}(?:[.,] ?\d{1,4})?"
_BY = r"[ .]*(?:cm|mm)?[ .]*(?:\d )?(?:x|by|dy|\*)[ .]*"
_DIMENSIONS = re.compile(
    rf"(?<![\d.,/#-])(?P<sizes>{_N}(?:{_BY}{_N}){{0,3}})[ .-]{{0,3}}(?P<unit>cm\w?|mms?|centimet\w+|millimet\w+)\b"
)
_UNIT = re.compile(r"cm|mm|centimet|millimet")
_UNIT_FIRST = re.compile(rf"tumou?r size ?\((?P<unit>cm|mm)\)[ .:]+(?P<sizes>{_N}(?:\.\d+)?(?:{_BY}{_N}){{0,2}})")
_LOST = re.compile(r"\d\. *(?:x|by|\*)")
_STRAY = re.compile(r"(?<=\d) \d (?=x)")
_INCOMPLETE = re.compile(r"\d\. *x *\Z")  # "2. x 1.5 cm": the first number lost its decimals
_LABEL = re.compile(
    r"(?:largest (?:invasive )?focus|size of (?:the )?(?:largest )?invasive (?:component|focus|foci|tumou?r|carcinoma)|size \(invasive\)|"
    r"invasive (?:tumou?r|carcinoma|component|focus)[ ]*size|"
    r"maximum (?:dimension|diameter|size)(?: of)? (?:the )?invasive (?:component|carcinoma|tumou?r)|tumou?r "
    r"size(?: ?\([^)]{0,30}\))?|size of (?:the )?(?:primary |main )?tumou?r|maxim(?:um|al) tumou?r \w+|"
    r"(?:greatest|largest|maximum|max\.?) (?:dimension|diameter)(?: of (?:the )?(?:tumou?r|invasive \w+))?(?: "
    r"?\(pt\))?|tumou?r (?:maximum |greatest |largest )?(?:dimension|diameter|extent)s?|extent of invasive \w+|"
    r"whole tumou?r size|gross measurement|invasive (?:carcinoma|component|tumou?r))"
    r"[ .:=(,-]*(?:(?:is|of|at least|approximately|approx|up to|to|greatest dimension|greatest|dimension|maximum|"
    r"single|largest|estimated|about|cm|mm|millimet\w+|centimet\w+|of largest invasive focus|of largest|in|"
    r"microscopic\w*|the tumou?r measures|measured|focus|invasive|component|measures?|diameter|size|over|~)"
    r"[ .:),(=-]*){0,5}\Z"
)
_TUMOR = re.compile(
    r"\b(?:carcin\w+|(?<=ductal )ca|(?<=lobular )ca|tumou?rs?|mass(?![ -]forming)|lesion|nodule|cancer|malignancy|"
    r"invasion|foc(?:us|i) of (?:invasive|infiltrating)|adenocarcinoma)\b"
)
_ELSE = re.compile(
    r"\b(?:margins?|metasta\w+(?: (?:carcinoma|tumou?r|focus|deposit|ductal|adenocarcinoma))?|nodes?|nodal|dcis|"
    r"lcis|(?:ductal |lobular )?(?:carcinoma[ -]+)?in[ .-]+situ(?: carcinoma)?|intraductal(?: carcinoma)?|ellipse|"
    r"skin|specimen|nipple|areola|aggregat\w+|cavity|"
    r"fibroadenoma\w*|papilloma\w*|cyst\w*|clip|deposits?|extranodal|extracapsular|tail|fragments?|portion|"
    r"container|scar|surface|mammogra\w+|ultrasound|mri|hyperplasia|"
    r"tissues?|flap|armpit|weight|sum of (?:the )?(?:sizes of )?(?:multiple )?(?:invasive )?tumou?rs|"
    r"(?<!microscopic )distance(?: of)?(?: invasive)?(?: carcinoma| tumou?r)?(?! of)|visual|area|fields?|biopsy "
    r"site|size of biopsy|size of specimen|specimen size|breast(?=[ ,]+(?:sized|\d))|fibrotic|satellite|smaller "
    r"\w+(?: \w+)?)\b"
)
_LINKED = re.compile(
    r"(?:measur\w+|tumou?r|lesion|mass|is|spans?|spanning|forming|size[ds]?|diam\w+|of|[,(:]|at least|dimension\w*|up to|distance|as|"
    r"to|and)[ .:(,-]*(?:(?:an?|in|mass|tumou?r|maximum|approximately|at least|up to|microscopic|microscopically|"
    r"distance|of|forming|about|is|diameter|dimension|greatest|size|the|largest|second|lesion|measuring|grossly|"
    r"microscopically|single|final|be|total|its)[ .(:,]*){0,6}\Z"
)
_BEHIND = re.compile(
    r"[ .,)(]*(?:(?:in|at)[ .]*)?(?:its[ ]*)?(?:the[ ]*)?(?:greatest|largest|maximum|maximal|max\.?|cargest)"
    r"[ .]*(?:linear |invasive |single )?(?:dimen\w*|diam\w*|extent|tum\w+)"
)
_ELSE_BEHIND = re.compile(
    r"[ .,)]*(?:\w+[ ]+)?(?:from|away|to (?:the )?(?:closest |nearest |\w+ )?margin)\b|[ .)]*(?:from|away)\b|"
    r"[ ]?(?:[ )]*|[.] )(?:\w+[ ]+)?(?:of (?:the )?(?:\w+ )?margin|margin|(?:span|focus|extent|area) of (?:dcis|"
    r"ductal carcinoma in)|dcis|skin|ellipse|in situ|deep to|below|specimen|"
    r"segment|lumpectomy|mastectomy|excision|portion|fragments?|lymph node|metasta|o'?clock|aggregate|cyst|cavity|"
    r"breast tissue|piece|needle|core)(?<!. lymph node)"
)
_NEXT_LABEL = re.compile(r"[a-z ]{0,24}:")  # "Tumor size: 2 cm. Margins: negative"
_TUMOR_BEHIND = re.compile(
    r"[ ,)(]*(?:[.] (?!tumou?r))?(?:(?:\w|-)+[ ,]+(?:[.] )?){0,7}?(?:mass|tumou?r|lesion|nodule)\b(?! (?:sized|"
    r"measur|is|of))"
)
_WITHIN = re.compile(r"\b(?:within|less than|closest|distance)[ ]+\Z")
_NOTES = frozenset({SectionKind.HISTORY, SectionKind.INDICATION, SectionKind.FAMILY_HISTORY, SectionKind.PLAN})
_INVASIVE_LABEL = re.compile(r"invasive|\(pt\)|greatest dimension")


def find(report: Report) -> Iterator[Mention]:
    """Measurements of the invasive tumour."""
    near = report.around(_UNIT, 60, 60)
    for pattern in (_DIMENSIONS, _UNIT_FIRST):
        for match in report.find_in(pattern, near):
            size = _millimetres(match)
            if size is None or not 0.1 <= size <= 300:
                continue
            rank = 5 if pattern is _UNIT_FIRST else _rank(report, match)
            if rank is not None:
                yield Mention("tumor_size_mm", size, match.start(), match.end(), "measured", rank=rank)


def _millimetres(match: re.Match[str]) -> float | None:
    """The greatest of the dimensions, or None where one of them cannot be read."""
    lead = match.string[max(0, match.start() - 6) : match.start()]
    if _INCOMPLETE.search(lead) or _LOST.search(match["sizes"]):
        return None
    numbers = [
        float(number.replace(" ", "").replace(",", ".")) for number in re.findall(_N, _STRAY.sub(" ", match["sizes"]))
    ]
    return round(max(numbers) * (10.0 if match["unit"].startswith("c") else 1.0), 2)


def _rank(report: Report, match: re.Match[str]) -> int | None:
    """How telling the wording is: 5 a label of invasive size, 4 a tumour's size, 3 a sentence, 1-2 seen with the eye.

    None when something else is measured.
    """
    text = report.folded
    kind = report.section_at(match.start()).kind
    if kind in _NOTES:
        return None
    behind = _ELSE_BEHIND.match(text, match.end())
    if behind and not _BEHIND.match(text, match.end()) and not _NEXT_LABEL.match(text, behind.end()):
        return None
    lead = text[max(0, match.start() - 150) : match.start()]
    label = _LABEL.search(lead)
    gross = kind in {SectionKind.GROSS, SectionKind.SPECIMEN} or bool(
        re.search(r"gross\w*[ ]+(?:tumou?r|measure\w*)[^.]{0,12}\Z", lead)
    )
    before = _ELSE.search(text, match.start() - min(40, match.start()), match.start()) if label else None
    if label and not (
        before
        and before.end() > match.start() - len(lead) + label.start() - 24
        and _ELSE.search(lead[max(0, label.start() - 30) : label.end()])
    ):
        return 2 if gross else 5 if _INVASIVE_LABEL.search(label.group()) else 4
    return _rank_of_sentence(text, match, lead, kind, gross=gross)


def _rank_of_sentence(text: str, match: re.Match[str], lead: str, kind: SectionKind, *, gross: bool) -> int | None:
    tumor = max((each.start() for each in _TUMOR.finditer(lead)), default=-1)
    other = max((each.end() for each in _ELSE.finditer(lead)), default=-1)
    behind = _BEHIND.match(text, match.end())
    if (tumor <= other and tumor >= 0) or (tumor < 0 and other > len(lead) - 50):
        noun = _TUMOR_BEHIND.match(text, match.end()) if "," not in lead[-2:] else None
        return 1 if noun and (gross or kind is SectionKind.BODY) else None
    if _WITHIN.search(lead):
        return None
    linked = _LINKED.search(lead)
    if not (linked or behind):
        return (1 if gross else 3) if _TUMOR_BEHIND.match(text, match.end()) else None
    if tumor < 0 and not behind:
        return (1 if gross else 3) if _TUMOR_BEHIND.match(text, match.end()) else None
    if gross:
        return 1
    return 4 if behind or re.search(r"invas|infiltr|tumou?r|diam|carcin", lead) else 3

"""Edema, mass effect, midline shift, herniation, hydrocephalus, hemorrhage and leptomeningeal disease."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.brain import HemorrhageAge
from domain.document import DocumentKind
from domain.specimen import Presence
from extraction.assertion import Assertion, assertion_of
from extraction.facts.brain_metastasis import told
from extraction.facts.brain_words import about_the_brain, any_of, brain_words, names_the_brain
from extraction.facts.report import Report
from extraction.facts.spine import of_the_spine
from extraction.sections import SectionKind

_MEANT = {
    Assertion.AFFIRMED: Presence.PRESENT,
    Assertion.NEGATED: Presence.ABSENT,
    Assertion.UNCERTAIN: Presence.SUSPECTED,
}
_NOT_THIS = {  # looked for close by
    "edema": re.compile(
        r"\b(?:pedal|ankle|leg|extremit\w+|pulmonary|pitting|peripheral|lung|optic (?:dis[ck]|nerve head)|dis[ck]|facial|"
        r"limb|lid|arm|papill\w+|macular|scalp)\b"
    ),
    "hemorrhage": re.compile(
        r"\b(?:retinal|gi|gastr\w+|vaginal|gums?|bladder|subcutaneous|rectal|splinter|"
        r"conjunctiv\w+|expected|choroidal|lymph|nodes?|thyroid|tumor vessels|nasal|uterine|variceal|wound|esophag\w+|"
        r"nail|vitreous|post-?partum|hemothorax|abdominal|retroperitoneal|risk of)\b"
    ),
    "herniation": re.compile(
        r"\b(?:dis[ck]s?|inguinal|umbilical|hiatal|nucleus pulposus|lumbar|cervical spine|l\d|c\d)\b"
    ),
    "leptomeningeal": re.compile(r"\bcyst\b"),
}
_OUT_OF_SIGHT = re.compile(  # a limit of the scan and no suspicion
    r"\b(?:cannot|can ?not|could not) be (?:\w+ )?(?:excluded|ruled out|assessed|evaluated) (?:without|in the absence of|"
    r"(?:on|by) (?:this |a |an )?(?:non-?contrast|non-?enhanced|unenhanced|plain))"
)
_ACUTE = re.compile(
    r"\b(?:(?:hyper|sub)?-?acute|new(?:ly)?|fresh|recent|active|increas\w+|enlarg\w+|expanding|ongoing)\b"
)
_CHRONIC = re.compile(
    r"\b(?:chronic|(?<!year-)(?<!year )(?<!years )(?<!yo )old(?! (?:man|woman|male|female))|remote|longstanding|"
    r"long-standing|ha?emosiderin\w*|siderosis|micro-?(?:h(?:a?em|em)orrhag\w+|bleeds?)|"
    r"(?:prior|previous|earlier) (?:\w+ )?(?:h(?:a?em|em)orrhag\w+|bleed\w*|blood)|"
    r"post-?(?:treatment|radiation|radiotherapy|therapeutic) (?:\w+ )?(?:h(?:a?em|em)orrhag\w+|blood)|"
    r"blood products?[^.;:]{0,40}\b(?:unchanged|stable)|(?:unchanged|stable) (?:\w+ ){0,2}blood products?)\b"
)
_REMOTE = re.compile(r"\b(?:remote|old|chronic)(?: [\w-]+){0,2} \Z")
_SHOWN = frozenset({SectionKind.FINDINGS, SectionKind.IMPRESSION, SectionKind.BODY})
_AGED = r"(?:acute|chronic|old|new|recent|remote)"
_OTHER_THING = re.compile(
    rf"[,;:.]|\b(?:with|without|(?<!acute )(?<!old )(?<!new )(?<!chronic )(?:and|or)(?! {_AGED} (?:\w+ )?\Z))\b"
)
_OTHER_BEHIND = re.compile(r"[;:.]|, (?!old|chronic|unchanged|new|acute|likely|probably)|\b(?:and|with|without)\b")
_BESIDE = (45, 20)  # characters before and behind a sign in which it is told what else it is of
_PRESSED = re.compile(r"compress|displac|effac|distort|buckl|indent")
_PRESSED_BRAIN = re.compile(
    r"\b(?:brain\w*|sulc\w+|ventric\w+|cerebr\w+|cerebell\w+|cortex|cortical|gyr\w+|lobe|parenchym\w+|midbrain|pons|"
    r"medulla|cistern\w*|midline|hemispher\w+|frontal|parietal|temporal|occipital|mass effect|foramen of monro|aqueduct|"
    r"falx|chiasm|thalam\w+|structures)\b"
)
_SHRUNKEN = re.compile(r"atroph|ex vacuo|volume loss|involution|\bage\b")
_TWO_VALUED = frozenset({"edema", "mass_effect", "midline_shift"})
_LIKELY = re.compile(
    r"\b(?:likely|probably|probable|presumed|suggest\w* of)(?: (?:represent\w*|due to|reflect\w*|mild|some|is))*\s*\Z"
)
# The lining named as a part of the body, and as healthy: "dura and leptomeninges nl", "leptomeninges: unremarkable".
_HEALTHY_LINING = re.compile(
    r"\s*(?:[,/&]|and|the|dura|sinuses|ventricles|cisterns|calvarium|orbits|\s)*(?:[:=]|is|are|appears?|look|all|\s)*"
    r"\b(?:nl|wnl|normal|unremarkable|within normal limits|clear|ok|intact|uninvolved|preserved)\b"
)
_ONLY_A_HINT = re.compile(r"tonsils|tonsillar descent")  # low tonsils may be herniation; the report leaves it open
_SHIFT_MM = re.compile(
    r"(?P<a>\d+(?:\.\d+)?)\s*(?P<ua>mm|cm)\b[^.,;\d]{0,30}\bshift|\bshift(?:ed|ing)?\b[^.;\d]{0,40}(?P<b>\d+(?:\.\d+)?)\s*(?P<ub>mm|cm)\b"
)
_OF_A_VENTRICLE = re.compile(r"\b(?:fourth|4th) ventric\w+[^.;]{0,60}\Z")  # pushed aside without the midline
_WAS = re.compile(r"\b(?:was|were|previously|prior|formerly)\b")  # "midline shift, which was 4 mm in april"
_BEFORE = re.compile(r"\b(?:previously|prior|was|pre-op\w*|formerly|from)\s*$")


@dataclass(frozen=True, slots=True)
class Sign:
    """One statement of one sign; `millimetres` where a midline shift is measured, `age` where a hemorrhage's is told."""

    field: str
    value: Presence
    start: int
    end: int
    millimetres: float | None = None
    age: HemorrhageAge | None = None


def find(report: Report, kind: DocumentKind) -> Iterator[Sign]:
    """Every statement of every sign, in the document's own words."""
    for name, patterns in brain_words().signs.items():
        for match in report.find(any_of(patterns)):
            meant = _meant(report, kind, name, match)
            if _of_something_else(report, name, match) or not _of_the_brain(report, kind, name, match):
                continue
            if meant is Presence.SUSPECTED and _OUT_OF_SIGHT.search(report.sentence(match.start())):
                continue
            if name == "hydrocephalus" and _only_large(report, match):
                continue
            if meant is Presence.SUSPECTED and name in _TWO_VALUED and _named_likely(report, match.start()):
                meant = Presence.PRESENT
            if meant is Presence.PRESENT and _ONLY_A_HINT.search(match.group()):
                meant = Presence.SUSPECTED
            if meant is not None:
                age = _age(report, match) if name == "hemorrhage" else None
                yield Sign(name, meant, match.start(), match.end(), age=age)
    for name, patterns in brain_words().normal.items():
        for match in report.find(any_of(patterns)):
            if about_the_brain(report, kind, match.start()):
                yield Sign(name, Presence.ABSENT, match.start(), match.end())
    yield from _shift_in_millimetres(report)


def _meant(report: Report, kind: DocumentKind, name: str, match: re.Match[str]) -> Presence | None:
    if match.group() == "leptomeninges" and _HEALTHY_LINING.match(report.folded, match.end()):
        return Presence.ABSENT
    standing = told(report, kind, match.start(), match.end())
    return Presence.PRESENT if _left_behind(report, kind, name, match, standing) else _MEANT.get(standing)


def _only_large(report: Report, match: re.Match[str]) -> bool:
    """Large ventricles where hydrocephalus itself is spoken of, or that a shrunken brain explains."""
    if match.group().startswith(("hydro", "transependymal")):
        return False
    return "hydroceph" in report.folded or _SHRUNKEN.search(report.sentence(match.start())) is not None


def _left_behind(report: Report, kind: DocumentKind, name: str, match: re.Match[str], standing: Assertion) -> bool:
    """Whether a bleeding of the past is what a scan still shows of it: "remote hemorrhage in the thalamus"."""
    if name != "hemorrhage" or standing is not Assertion.HISTORICAL or kind is not DocumentKind.BRAIN_IMAGING:
        return False
    shown = report.section_at(match.start()).kind in _SHOWN
    return shown and _REMOTE.search(report.folded, max(0, match.start() - _BESIDE[0]), match.start()) is not None


def _age(report: Report, match: re.Match[str]) -> HemorrhageAge | None:
    """How old the blood is by the words beside it, those of another thing left out; none where that is not told."""
    first, last = report.sentence_span(match.start())
    lead = report.folded[max(first, match.start() - _BESIDE[0]) : match.start()]
    ends = [each.end() for each in _OTHER_THING.finditer(lead)]
    behind = _OTHER_BEHIND.split(report.folded[match.end() : min(last, match.end() + _BESIDE[0])], maxsplit=1)[0]
    beside = lead[ends[-1] if ends else 0 :] + match.group() + behind
    acute, chronic = _ACUTE.search(beside), _CHRONIC.search(beside)
    if acute and chronic:
        return HemorrhageAge.BOTH
    return HemorrhageAge.ACUTE if acute else HemorrhageAge.CHRONIC if chronic else None


def _of_something_else(report: Report, name: str, match: re.Match[str]) -> bool:
    """Whether the sign is of something else, by the words beside it: a node that bled, edema of the ankles."""
    first, last = report.sentence_span(match.start())
    beside = report.folded[max(first, match.start() - _BESIDE[0]) : min(last, match.end() + _BESIDE[1])]
    return name in _NOT_THIS and _NOT_THIS[name].search(beside) is not None


def _of_the_brain(report: Report, kind: DocumentKind, name: str, match: re.Match[str]) -> bool:
    """Leptomeningeal disease is of the brain wherever it is told of; what is pressed must be the brain."""
    if name == "leptomeningeal":
        return True
    if of_the_spine(report, match.start()):
        return False
    if kind is DocumentKind.BRAIN_IMAGING:
        return True
    if _PRESSED.match(match.group()):
        return _PRESSED_BRAIN.search(report.sentence(match.start())) is not None
    if match.group().startswith("bleed"):  # "no history of fever, trauma or bleeding": of what, that sentence must say
        return names_the_brain(report.sentence(match.start()))
    return about_the_brain(report, kind, match.start())


def _named_likely(report: Report, start: int) -> bool:
    """Whether a sign is called likely, which a reader takes for said: "signal around it, likely representing edema"."""
    first, _ = report.sentence_span(start)
    return _LIKELY.search(report.folded, first, start) is not None


def _shift_in_millimetres(report: Report) -> Iterator[Sign]:
    for match in report.find(_SHIFT_MM):
        number, unit = (match["a"], match["ua"]) if match["a"] else (match["b"], match["ub"])
        if _BEFORE.search(report.folded, max(0, match.start() - 15), match.start()):
            continue
        if match["b"] and _WAS.search(match.group()):
            continue
        first, _ = report.sentence_span(match.start())
        if "midline" not in match.group() and _OF_A_VENTRICLE.search(report.folded, first, match.start()):
            continue
        if assertion_of(report, match.start(), match.end()) is Assertion.AFFIRMED:
            millimetres = float(number) * (10 if unit == "cm" else 1)
            yield Sign("midline_shift", Presence.PRESENT, match.start(), match.end(), millimetres)

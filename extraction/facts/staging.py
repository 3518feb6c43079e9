"""Pathologic tumour and node category (pT, pN) and distant metastasis (pM), as printed."""

import re
from collections.abc import Iterator

from extraction.facts.mention import Mention
from extraction.facts.report import Report

FIELDS = ("pt", "pn", "pm")
# "pT1ic" and "pN1l" are pT1c and pN1 whose 1 was read twice
_T = r"t ?(?P<t>is(?![a-mo-z])|1mi|1[li](?=[a-d](?![a-z]))[a-d]|[0-4x][a-d]?|[li][a-d])(?P<tm> ?\((?:m|mult\w*|is|\d)\)|m\b)?"
_N = (
    r"n ?(?P<n>1[li](?=mi(?![a-z])|[ ,.;)]|$)|[0-3x][a-c]?|[li](?:[a-c](?![a-z])|(?=mi(?![a-z])))|o(?=[mlrg]\w|[^a-z]|$)(?! [a-z]{3}))(?P<nm>(?: ?,? ?(?:\((?:i ?[+-]|mol ?[+-]|sn|mi|[iI][+-])\)|"
    r"mi(?![a-z])|sn\b|\(sn\)))*)"
)
_PREFIX = r"(?<![a-z])(?=[ypa])(?:y?pp?|ajccp|pathologic(?:al)? )[ ]?"
_PT = re.compile(_PREFIX + _T)
_PN = re.compile(
    r"(?<![a-z])(?:y?p(?:p?[ ]?t[ ]?\w{1,2}(?:\([a-z\d]+\))?|1[1-4](?=[a-d]?[ ,;:]*y?p?n ?[0-3x]))[a-d]?m?[ ,;:.]*(?:y?p)?[ ]?|y?p[ ]?|pathologic(?:al)? |tnm[ ]?)"
    + _N
)
_STAGE = re.compile(
    r"(?:\bt[. ]+stage[ :]+(?P<t>[0-4][a-d]?)\b)|(?:\bn[. ]+stage[ :]+(?P<n>[0-3][a-c]?)(?:\b|(?=m stage)))|(?:pathological t"
    r"[. :]+t(?P<t2>[0-4][a-d]?))|(?:pathological n[. :]+n(?P<n2>[0-3][a-c]?))|"
    r"(?:tumou?r (?:is )?(?:a |stage[ :]+)?t(?P<t3>[0-4][a-d]?)[ ,]*(?:p?n(?P<n3>[0-3io][a-c]?))?[ ,]*(?:m[x01])?)"
)
_COMBINED = re.compile(
    r"(?<![a-z])(?=[ypta])(?P<prefix>y?pp?t?|ajccp|pt|t)[ ]?t?(?P<t>[0-4li][a-d]?)(?P<tm>\((?:m|mult\w*)\)|m(?="
    r"[ ,n]))?[ ,]*(?:y?p)?n ?(?P<n>(?:[0-3il]|o(?! [a-z]{3}))[a-c]?)(?P<nm>(?: ?\((?:i ?[+-]|mol ?[+-]|sn|mi)\)|mi(?![a-z])| "
    r"sn\b)*)(?=[ ,.;)lm]|mx|$)"
)
# "p12 N0" is pT2 N0: what stands before a node category is a tumor category, and no number follows a p there
_ONE_FOR_T = re.compile(r"(?<![a-z0-9])y?p1(?P<t>[1-4][a-d]?)(?=[ ,;]*y?p?n ?[0-3x](?![a-z]{3}))")
_PM = re.compile(_PREFIX + r"m ?(?P<m>[01x])\b")
_STAGE_ANCHOR = re.compile(r"stage\b|pathological [tn]|t\d[a-d]?(?=[ ,]*p?n[\dxio])|is t\d|is a t\d")
_ANCHOR = re.compile(r"p[ ]?[tnm]|p1[1-4]|pathologic|tnm|t ?[0-4li][a-d]?m?[ ,(]{0,2}(?:y?p)?n")
_PATIENT = re.compile(r"P[tT]\s|pt\s")  # "Pt 2 weeks after surgery" is a patient
_ID = re.compile(r"pt[ ]?\d{3}")  # the number of a patient: "pt135135"
_DIGIT = str.maketrans({"o": "0", "l": "1", "i": "1"})


def find(report: Report) -> Iterator[Mention]:
    """Statements of the pathologic stage."""
    text = report.folded
    near = report.around(_ANCHOR, 24, 60)
    for match in report.find_in(_PT, near):
        if _PATIENT.match(report.words(match.start(), match.end())) or _ID.match(text, match.start()):
            continue
        yield Mention("pt", _category("T", match["t"], match["tm"]), match.start(), match.end(), "pt", rank=3)
    for match in report.find_in(_ONE_FOR_T, near):
        yield Mention("pt", _category("T", match["t"], None), match.start(), match.end(), "pt", rank=3)
    for match in report.find_in(_PN, near):
        yield Mention("pn", _category("N", match["n"], match["nm"]), match.start("n") - 1, match.end(), "pn", rank=3)
    for match in report.find_in(_COMBINED, near):
        rank = 2 if match["prefix"].startswith(("p", "yp", "ajccp")) else 1
        if rank == 1 and not re.search(
            r"(?:tumou?r|stage|tnm|classification)[^.]{0,30}\Z", text[max(0, match.start() - 44) : match.start()]
        ):
            continue
        yield Mention("pt", _category("T", match["t"], match["tm"]), match.start(), match.end(), "tnm", rank=rank)
        yield Mention("pn", _category("N", match["n"], match["nm"]), match.start(), match.end(), "tnm", rank=rank)
    if "stage" in text or "pathological" in text or "tumor" in text:
        yield from _labelled(report)
    for match in report.find_in(_PM, near):
        yield Mention("pm", f"M{match['m'].upper()}", match.start(), match.end(), "pm", rank=3)


def _labelled(report: Report) -> Iterator[Mention]:
    for match in report.find_in(_STAGE, report.around(_STAGE_ANCHOR, 16, 40)):
        for field, letter in (("pt", "t"), ("pn", "n")):
            value = match[letter] or match[f"{letter}2"] or match[f"{letter}3"]
            if value:
                yield Mention(
                    field, _category(letter.upper(), value, None), match.start(), match.end(), "stage", rank=1
                )


def _category(letter: str, value: str, modifier: str | None) -> str:
    """As printed, without spaces, with digits that OCR read as letters put right."""
    number = value[0].translate(_DIGIT) if value != "is" else "is"
    rest = value[1:].lstrip("li") if value != "is" else ""
    shown = number.upper() if number == "x" else number
    tail = re.sub(r"[ ,]", "", modifier or "").replace("sn)", "sn)")
    if tail.startswith("sn"):
        tail = "(sn)"
    return f"{letter}{shown}{rest}{tail}"

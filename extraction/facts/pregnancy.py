"""Reads the menopausal status, and whether a pregnancy is possible by what the record tells of surgery and contraception."""

import re
from collections.abc import Iterator

from domain.course import MenopausalStatus
from domain.finding import Finding, Status
from extraction.facts.note import Note
from extraction.facts.told import Told, newest_told

_MENOPAUSE = re.compile(r"\b(post|pre|peri)[ -]?menopaus(?:al|e)\b")
_STATUS = {"post": MenopausalStatus.POST, "pre": MenopausalStatus.PRE, "peri": MenopausalStatus.PERI}
# A pregnancy now. What asks for one in general ("tell us if you are pregnant") is doubtful by its clause.
_NOW = re.compile(
    r"\b(?:intrauterine pregnancy|is (?:now )?(?:currently )?pregnant|currently pregnant|became pregnant|gravid uterus|"
    r"\d{1,2}\+?\d?(?:/40| weeks?(?: and \d days?)?)(?: \(\w+\))? (?:pregnant|gestation|pregnancy)|"
    r"pregnan(?:t|cy)(?: \w+)?,? (?:at |of )?\d{1,2}(?:\+\d)?(?: weeks?|/40)|because of (?:the |her )?pregnancy)\b"
)
_NOT_NOW = re.compile(
    r"\b(?:(?:she |patient )?is not (?:currently |now )?pregnant|not (?:currently |now )pregnant|u?hcg neg\w*|pregnancy test (?:is )?neg\w*)"
)
_PAST = re.compile(
    r"\b(?:history|previous(?:ly)?|prior|earlier|past|delivered|in (?:19|20)\d\d|g\d ?p\d|during (?:a|her) (?:first|second|third|last))\b"
)
_IMPOSSIBLE = re.compile(
    r"\b(?:hysterectomy|(?:bilateral )?(?:salpingo-?)?oophorectomy|ovaries removed|no birth control needed|"
    r"no contraception needed|post-?menopausal|tah[ /-]?bso)\b"
)
_POSSIBLE = re.compile(
    r"\b(?:trying to conceive|uses? (?:a )?(?:barrier|condoms?|contraception)|barrier method|contracepti(?:on|ve)(?!:? (?:by |with )?(?:tubal ligation|sterili[sz]ation))|"
    r"childbearing potential|pre-?menopausal|u?hcg neg\w*|pregnancy test neg\w*|lmp \d|iud|fertility visit|breastfeeding)\b"
)


def menopausal_status(note: Note) -> Finding[MenopausalStatus]:
    """As stated."""
    told = [
        Told(_STATUS[match[1]], match.start(), match.end())
        for match in _MENOPAUSE.finditer(note.folded)
        if not note.of_somebody_else(match.start()) and not note.denied(match.start(), match.end())
    ]
    return newest_told(note, told, "menopausal_status")


def now(note: Note) -> Finding[bool]:
    """Whether she is pregnant, as stated; what tells of an earlier pregnancy says nothing."""
    told = [
        Told(value=False, start=match.start(), end=match.end(), status=Status.DENIED)
        for match in _NOT_NOW.finditer(note.folded)
        if not note.of_somebody_else(match.start())
    ]
    told += [
        Told(value=True, start=match.start(), end=match.end())
        for match in _stated_now(note)
        if not _PAST.search(note.folded, *note.unit_at(match.start()))
    ]
    return newest_told(note, told, "pregnant")


def _stated_now(note: Note) -> Iterator[re.Match[str]]:
    for match in _said(note, _NOW):
        if "because" in match.group() or not note.doubtful(match.start(), match.end()):
            yield match


def possible(note: Note) -> Finding[bool]:
    """True in a pregnancy and where contraception or fertility is spoken of; false without womb or ovaries, or after menopause."""
    for found, value in ((_stated_now(note), True), (_said(note, _IMPOSSIBLE), False), (_said(note, _POSSIBLE), True)):
        told = [
            Told(
                value,
                match.start(),
                match.end(),
                status=Status.STATED if value else Status.DENIED,
                reason=f"The record says: {note.text[match.start() : match.end()]}.",
            )
            for match in found
        ]
        if told:
            return newest_told(note, told, "pregnancy_possible")
    return Finding[bool]()


def _said(note: Note, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Matches that are about her and not denied; what begins with "no" is a denial itself."""
    for match in pattern.finditer(note.folded):
        denied = not match.group().startswith("no ") and note.denied(match.start(), match.end())
        if not denied and not note.of_somebody_else(match.start()):
            yield match

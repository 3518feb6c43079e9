"""Folds a report's text for matching without moving a character: lower case, plain signs, common OCR slips repaired."""

import re
import unicodedata

_SIGNS = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"),
    **dict.fromkeys("\uff0b\ufe62\u2795\u207a", "+"),
    **dict.fromkeys(
        "\t\n\r\f\v\x85\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u3000",
        " ",
    ),
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u0060\u00b4", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb\u2033", '"'),
    **dict.fromkeys("\u00d7\u2715\u2a2f", "x"),
    **dict.fromkeys("\u2022\u25aa\u25cf\u2023\u25e6\u00b7", "*"),
    "\u2264": "<",
    "\u2265": ">",
    "\u00a2": "c",  # nothing costs cents in a report: "pT 1c" as OCR reads it
    "{": "(",  # no report has braces: they are brackets that OCR read so
    "}": ")",
    "\uff1a": ":",
    "\uff05": "%",
}
_TABLE = str.maketrans(_SIGNS)
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_SUSPECT = re.compile(
    r"(?<![A-Za-z0-9|])(?=[A-Za-z0|]*[01|5][A-Za-z]|[A-Z0-9]*l[A-Z0-9]|[A-Za-z]{3,}0|[a-z]{5,}1\b|"
    r"l[A-Z])[A-Za-z0-9|]{2,}"
)
_DIGITS = re.compile(
    r"(?<![A-Za-z0-9|])(?=[OoIl|.,]*\d[\d.,OoIl|]*[OoIl|]|[OoIl|]+[\d.,OoIl|]*\d|[OoIl|]{1,3}\s?%)[\dOoIl|"
    r".,]+(?![A-Za-z])"
)
_TO_DIGITS = str.maketrans("OoIl|", "00111")
_SPACED = re.compile(r"(?<=  )([ep]) r(?=  )")  # "E R" in a table whose letters OCR set apart
# A pattern that seldom matches begins with what is rare, so that most of a text is passed over quickly.
_POINT = re.compile(  # "0:9 cm": a length has no colon
    r"[:;](?=(?!00)\d{1,2} ?[cm]m\b)(?:(?<=\A\d.)|(?<=\A\d\d.)|(?<=[^\d:.,]\d.)|(?<=[^\d:.,]\d\d.))"
)
_RIGHT = re.compile(  # no breast is tight, and left is never read so
    r"(?:[tn]|f(?=ight breast(?! (?:cancer|carcinoma|tumou?r))))"
    r"(?=ight (?:breast|axilla|sentinel|lymph|mastect|lumpect|"
    r"front|pariet|tempor|occip|cerebell|thalam|hemispher|lobe|side|lung))"
    r"(?<!\w.)"
)
_NO = re.compile(  # a speck behind "No" at a sentence's start: no number follows
    r"No\.(?=\s[a-z]{3})(?:(?<=\ANo\.)|(?<=\.\sNo\.))"
)
_LEVEL_ONE = re.compile(  # "level |", "grade |"
    r"\|(?=[\s.,;:)])(?:(?<=[Ll][Ee][Vv][Ee][Ll] \|)|(?<=[Gg][Rr][Aa][Dd][Ee] \|))"
)
_BEFORE_TIMES = re.compile(r"\.(?=[ ]?x[ ]?\d)(?<=\d\.\d\.)")  # a speck in "1.7.x 1.5"
_OF_ONE = re.compile(r"[!Il|](?<=\d/.)(?![\w!|/])")  # "0/!": no node of one
_BEFORE_PERCENT = re.compile(r"\.(?=[ ]?%)(?<=\d\.)")  # a speck in "50.%"
_ROMAN = re.compile(  # "Xl": the letters of a number share a case
    r"[IVX](?<![A-Za-z0-9].)[IVX]*l[IVXl]*(?![A-Za-z0-9-])"
)
_ONE_PLUS = re.compile(r"[Il|](?=\+(?![A-Za-z0-9]))(?<![A-Za-z0-9].)")
_MAY_BE_PLUS = re.compile(r"[1-3][t†‡](?![A-Za-z0-9])")
_PLUS = re.compile(  # "3t" for 3+, only where the test is named before it: a scanner of 3T is none
    r"(?P<before>(?:\bihc|her.?2|\bneu|erbb.?2|immunohistochem)[^.;\n]{0,40}?[ :(=])"
    r"(?P<score>[1-3])[t†‡](?![A-Za-z0-9])",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"[pPycr]{0,2}(?:T(?:1[liI](?=[a-d])|[0-4Xx]|is|l)[a-d]?(?:mi|m)?|N[0-3OXx][a-c]?l?(?:mi|sn)?|M[01OXx]|[LR][01OXx]|V[0-2OXx]|"
    r"G[1-4X])+|1lmi|[A-Z]{1,3}\d{1,4}|\d+(?:cm|mm|x|g|gm|mg|mi)\w*",
    re.ASCII,
)


def fold(text: str) -> str:
    """The text in lower case, of the same length, so that an offset in one is an offset in the other.

    Newlines and other white space become spaces; dashes, plus signs, quotes, bullets and times signs become ASCII;
    accents are dropped; letters and digits that OCR confused inside a word or number are put right.
    """
    if _MAY_BE_PLUS.search(text):
        text = _PLUS.sub(r"\g<before>\g<score>+", text)
    plain = _NOT_ASCII.sub(_base, _NO.sub("No ", text).translate(_TABLE))
    plain = _ROMAN.sub(lambda match: match.group().replace("l", "I"), plain)
    plain = _BEFORE_TIMES.sub(" ", plain)
    plain = _BEFORE_PERCENT.sub(" ", _POINT.sub(".", _OF_ONE.sub("1", _ONE_PLUS.sub("1", _LEVEL_ONE.sub("I", plain)))))
    plain = _DIGITS.sub(lambda match: match.group().translate(_TO_DIGITS), plain)
    return _RIGHT.sub("r", _SPACED.sub(r"\1r ", _SUSPECT.sub(_repaired, plain).lower()))


def _base(match: re.Match[str]) -> str:
    """The letter without its accent; one character for one."""
    base = unicodedata.normalize("NFKD", match.group())[0]
    return base if base.isascii() else match.group() if len(match.group().lower()) == 1 else "?"


def _repaired(match: re.Match[str]) -> str:
    word = match.group()
    letters = sum(character.isalpha() for character in word)
    others = sum(character in "2346789" for character in word)
    if letters < 2 or (others and letters * 2 <= len(word)) or _CODE.fullmatch(word):
        return word
    upper = sum(character.isupper() for character in word) * 2 > letters - word.count("l")
    one = "I" if upper else "l"
    body = (
        word.rstrip("0123456789")
        if not (word.endswith("0") or (word.endswith("1") and word[:-1].islower())) or letters < 3
        else word
    )
    tail = word[len(body) :]
    body = re.sub(r"l", "I", body) if upper else body
    body = body.replace("0", "O").replace("1", one).replace("|", one)
    if upper:
        body = body.replace("5", "S")
    return body + tail

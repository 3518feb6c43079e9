"""Tells the country by a postcode that fits the state, province or town beside it: forms that no other country has."""

import re
from collections.abc import Iterator

_US = (  # the first digit of a ZIP code, and the states that have it
    "CT MA ME NH NJ RI VT", "DE NY PA", "DC MD NC SC VA WV", "AL FL GA MS TN", "IN KY MI OH",
    "IA MN MT ND SD WI", "IL KS MO NE", "AR LA OK TX", "AZ CO ID NM NV UT WY", "AK CA HI OR WA",
)  # fmt: skip
_CANADA = {
    "NL": "A", "NS": "B", "PE": "C", "NB": "E", "QC": "GHJ", "ON": "KLMNP", "MB": "R", "SK": "S", "AB": "T", "BC": "V",
    "YT": "Y", "NT": "X", "NU": "X",
}  # fmt: skip
_AUSTRALIA = {"NSW": "12", "VIC": "38", "QLD": "49", "SA": "5", "WA": "6", "TAS": "7", "ACT": "02", "NT": "0"}
_UK_AREAS = (
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU HA "
    "HD HG HP HR HS HU HX IG IP IV KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG "
    "RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
)
_TOWN = r"(?P<town>[A-Z][A-Za-z.'-]+)"
_US_FORM = re.compile(rf"\b{_TOWN},? {{1,3}}(?P<code>[A-Z]{{2}}),?\s{{1,3}}(?P<post>\d{{5}}(?:-\d{{4}})?)(?![\d/-])")
_CANADA_FORM = re.compile(rf"\b{_TOWN},? {{1,3}}(?P<code>[A-Z]{{2}}),?\s{{1,3}}(?P<post>[A-Z]\d[A-Z][ -]?\d[A-Z]\d)\b")
_AUSTRALIA_FORM = re.compile(rf"\b{_TOWN},? {{1,3}}(?P<code>[A-Z]{{2,3}}),? {{1,3}}(?P<post>\d{{4}})(?![\d/.-])")
_UK_FORM = re.compile(
    rf"\b{_TOWN},?\s{{1,3}}(?P<code>[A-Z]{{1,2}})(?P<post>\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{{2}})(?=\s*(?:\n|\Z|[.,;]|Tel|T:|Ph))"
)
# What comes before letters and digits that are no address; and companies, whose address is not hers.
_NO_TOWN = re.compile(
    r"(?:Block|Case|Specimen|Accession|Ref|Reference|Lab|No|Number|Slide|Dr|MD|Part|Cassette|Sample|ID|Code|Room|Grade|Stage|Page|Suite|Unit)\.?"
)
_COMPANY = re.compile(
    r"\b(?:inc|corp|llc|ltd|gmbh|systems|diagnostics|ventana|dako|agilent|roche|foundation medicine|guardant|caris|neogenomics|labcorp|"
    r"quest|manufactur\w+|kit|assay|performed (?:at|by)|sent to|send[- ]?out|second opinion|consult(?:ed|ation) (?:at|from))\b"
)


def postcodes(text: str, folded: str) -> Iterator[tuple[str, int, int]]:
    """Country, start and end of each address that cannot be another country's."""
    for country, form in (("US", _US_FORM), ("CA", _CANADA_FORM), ("AU", _AUSTRALIA_FORM), ("GB", _UK_FORM)):
        for match in form.finditer(text):
            line = text.rfind("\n", 0, match.start()) + 1
            end = text.find("\n", match.end())
            company = _COMPANY.search(folded, line, end if end >= 0 else len(text))
            if not company and not _NO_TOWN.fullmatch(match["town"]) and _fits(country, match["code"], match["post"]):
                yield country, match.start("code"), match.end("post")


def _fits(country: str, code: str, post: str) -> bool:
    if country == "US":
        return code in _US[int(post[0])].split()
    if country == "GB":
        return code in _UK_AREAS.split()
    return post[0] in (_CANADA if country == "CA" else _AUSTRALIA).get(code, "")

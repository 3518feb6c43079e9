"""Histologic type of the invasive tumour, or in-situ disease only, as reported."""

import re
from collections.abc import Iterator

from domain.specimen import Histology
from extraction.facts.mention import Mention
from extraction.facts.report import Report

FIELDS = ("histology",)
_INVASIVE = r"(?:[il]nvas\w{2,6}|\w{0,3}n?f[il1]?l?trat\w{2,18})"
_FILL = (
    r"(?:[ ,.(/-]+(?:(?:and|or|poorly|moderately|well|high|low|differentiated|grade|intermediate|multi\w+|residual|"
    r"recurrent|metastatic|classic\w*|pleomorphic|alveolar|solid|pure|predominantly|mammary|breast|multiple|foci|of|"
    r"the|component|type|nos|[ivx]{1,3}|[1-3]|bilateral|carcinoma|cancer|adenocarcinoma|extensive|focal|\d/\d)"
    r"[ ,.()/-]+){0,6})"
)
_CARCINOMA = r"carcin\w+|cancer|ca\b|tumou?r"
_TYPED = re.compile(
    rf"\b(?=[il]){_INVASIVE}{_FILL}(?P<type>duct(?:al)?[ ,/-]+(?:and[ ]+)?(?:(?:invasive|infiltrating)"
    rf"[ ]+)?lobular|lobular[ ,/-]+(?:and[ ]+)?(?:\w+ ){{0,3}}?duct(?:al)?|"
    rf"duct(?:al)?\b|lobular\b|tubulo-?lobular|mucinous|colloid|metaplastic|medullary|micropapillary|papillary|"
    rf"tubular|cribriform|apocrine|inflammatory|adenoid|"
    rf"(?:(?:carcinoma|ca)[ ,.(]*)?(?:of[ ]+)?(?:no special type|no specific type|nst\b|not otherwise specified|nos\b))"
)
_REVERSED = re.compile(
    r"\b(?=[dlmptci])(?:(?P<type>duct(?:al)?|lobular|mucinous|medullary|papillary|tubular|metaplastic)[ ,]+(?:adeno)?carcinoma"
    r"[ ,(-]+(?:\w+[ ,]+){0,2}?(?:invasive|infiltrating)\b|"
    r"carcinoma (?P<latin>ductale|lobulare|mucinosum|medullare|papillare|tubulare)(?: (?:et|and) "
    r"(?P<latin2>ductale|lobulare))? (?:invasivum|infiltrans)|"
    r"(?P<abbreviation>idc|ilc|ifdc|imc)\b(?: ?(?:/|and|&) ?(?P<second>ilc|idc)\b)?)"
)
_LABELLED = re.compile(
    r"\b(?=[htw])(?:hist\w+ (?:tumou?r )?(?:type|description|diagnosis)|tumou?r type|type of (?:invasive )?(?:carcinoma|"
    r"tumou?r)|type and grade \(invasive\)|who classification)(?: of (?:invasive )?(?:carcinoma|tumou?r))?(?: "
    r"?\([^)]{0,40}\))?[ .:]+"
    r"(?:(?:invasive|infiltrat\w+|mammary|breast|carcinoma|adenocarcinoma|of|the|with|grade|mixed|[123i]+|pure)"
    r"[ ,/&.(-]+){0,6}?"
    r"(?P<type>duct(?:al)?[ ,/&-]+(?:and[ ]+)?lobular|lobular[ ,/&-]+(?:and[ ]+)?(?:grade \w+ )?duct(?:al)?|"
    r"duct(?:al)?\b|tubulo-?lobular|lobular\b|mucinous|colloid|metaplastic|medullary|micropapillary|papillary|"
    r"tubular|no special type|nst\b|mixed)"
)
_MIXED = re.compile(
    r"\b(?=[dmf])(?:mixed[ ]+(?:\w+ ){0,3}?(?:ductal|lobular)[ ,/&.-]+(?:and[ .]+|plus[ ]+)?(?:\w+ ){0,3}?(?:lobular|duct)|"
    r"duct(?:al)?[ /-]+lobular|ductal[ ]+and[ ]+lobular[ ]+(?:carcinoma|features)|"
    r"features of (?:both )?(?:ductal|lobular) and|mixed (?:ductal|lobular))"
)
_WITH_OTHER = re.compile(
    r"[^.;:]{0,16}[ ,.]*(?:nottingham|sbr|grade|nos|[ivx\d]+|,|\.| )*(?:w[il]t[he]|and|,)?[ .]+(?:an?"
    r"[ ]+)?(?:(?:focal|extensive|some|partial|minor|areas of|predominant\w*)[ ]+){0,2}(?P<other>lobular|ductal)"
    r"[ ]+(?:features|differentiation|component|pattern|type)"
)
_SECOND_TYPE = re.compile(r"[^.;:]{0,12}, *mixed (?:mucinous|papillary|\w+)[ ]*(?:&|and|\()")
_ICD = re.compile(r"\b(?P<code>8500|8520|8522|8480|8575|8510|8503|8050|8211)/3")
_OF_ICD = {
    "8500": Histology.DUCTAL,
    "8520": Histology.LOBULAR,
    "8522": Histology.MIXED,
    "8480": Histology.MUCINOUS,
    "8575": Histology.METAPLASTIC,
    "8510": Histology.MEDULLARY,
    "8503": Histology.PAPILLARY,
    "8050": Histology.PAPILLARY,
    "8211": Histology.TUBULAR,
}
_IN_SITU = re.compile(r"ductal carcinoma[ -]+in[ .-]+situ|\bdcis\b|intraductal carcinoma|ductal in situ carcinoma")
_NO_INVASION = re.compile(
    r"\b(?=[nwa])(?:no|without|negative for|absence of)(?: (?:evidence|focus|foci) of)?(?: residual| definite| "
    r"stromal| micro)?[ -]*(?:invasi(?:ve|on)|infiltrating)(?! (?:lobular|of (?:skin|nipple|lymph|skeletal|"
    r"vessel)))"
    r"|invasive (?:tumou?r|carcinoma|component)[ :]+(?:is )?(?:absent|not (?:identified|seen|present)|none)|"
    r"\bptis\b|pure dcis"
)
_NEGATED = re.compile(
    r"\b(?:no|without|negative for|not|free of|absence of|rule out|r/o|exclude|family history of|mother|sister|"
    r"risk of)[ ]+(?:\w+[ ]+){0,3}\Z"
)
_NOT_TUMOR = re.compile(
    r"[ ,]*(?:hyperplasia|papilloma|neoplasia|component[ :]+absent)|[^.;:]{0,20}carcinoma[ -]+in[ -]+situ|"
    r"[^.;:]{0,12}in[ -]+situ"
)


_ANCHOR = re.compile(r"carcin|cancer|idc|ilc|ifdc|imc|invas|infiltr|histolog|type")


def find(report: Report) -> Iterator[Mention]:
    """Statements of the type of an invasive breast carcinoma, and of in-situ disease without invasion."""
    text = report.folded
    near = report.around(_ANCHOR, 120, 160)
    if not near:
        return
    for rank, pattern in ((2, _TYPED), (1, _REVERSED), (3, _LABELLED)):
        for match in report.find_in(pattern, near):
            kind = _type(text, match)
            if kind is None or _NEGATED.search(text[max(0, match.start() - 40) : match.start()]):
                continue
            if _NOT_TUMOR.match(text, match.end()):
                continue
            yield Mention("histology", kind, match.start(), match.end(), pattern_name(pattern), rank=rank)
    for match in _MIXED.finditer(text) if "lobul" in text else ():
        if not _NOT_TUMOR.match(text, match.end()) and not _NEGATED.search(
            text[max(0, match.start() - 40) : match.start()]
        ):
            yield Mention("histology", Histology.MIXED, match.start(), match.end(), "mixed", rank=3)
    for match in _ICD.finditer(text) if "/3" in text else ():
        yield Mention("histology", _OF_ICD[match["code"]], match.start(), match.end(), "icd_o", rank=1)
    yield from _in_situ_only(report)


def pattern_name(pattern: re.Pattern[str]) -> str:
    """The rule's name of one of this module's patterns."""
    return {id(_TYPED): "typed", id(_REVERSED): "reversed", id(_LABELLED): "labelled"}[id(pattern)]


def _in_situ_only(report: Report) -> Iterator[Mention]:
    in_situ = _IN_SITU.search(report.folded)
    if in_situ and _NO_INVASION.search(report.folded):
        yield Mention(
            "histology", Histology.DCIS_ONLY, in_situ.start(), in_situ.end(), "in_situ_only", rank=-5, in_situ=True
        )


def _type(text: str, match: re.Match[str]) -> Histology | None:
    groups = {name: words for name, words in match.groupdict().items() if words}
    words = " ".join(groups.values())
    if match.re is _REVERSED and "abbreviation" in groups:
        kinds = {groups["abbreviation"], groups.get("second", groups["abbreviation"])}
        if kinds == {"idc", "ilc"}:
            return Histology.MIXED
        return {"idc": Histology.DUCTAL, "ifdc": Histology.DUCTAL, "ilc": Histology.LOBULAR}.get(groups["abbreviation"])
    ductal, lobular = bool(re.search(r"duct", words)), "lobul" in words
    if words == "mixed" or (ductal and lobular):
        return Histology.MIXED
    other = _WITH_OTHER.match(text, match.end())
    if other and ((ductal and other["other"] == "lobular") or (lobular and other["other"] == "ductal")):
        return Histology.MIXED
    if ductal and _SECOND_TYPE.match(text, match.end()):
        return Histology.MIXED
    table = (
        ("tubulo", Histology.LOBULAR),
        ("lobul", Histology.LOBULAR),
        ("duct", Histology.DUCTAL),
        ("muc", Histology.MUCINOUS),
        ("colloid", Histology.MUCINOUS),
        ("metaplastic", Histology.METAPLASTIC),
        ("medull", Histology.MEDULLARY),
        ("micropap", Histology.OTHER),
        ("papill", Histology.PAPILLARY),
        ("tubul", Histology.TUBULAR),
        ("cribriform", Histology.OTHER),
        ("apocrine", Histology.OTHER),
        ("adenoid", Histology.OTHER),
        ("special", Histology.DUCTAL),
        ("specific", Histology.DUCTAL),
        ("nst", Histology.DUCTAL),
        ("nos", Histology.DUCTAL),
        ("otherwise", Histology.DUCTAL),
    )
    return next((kind for stem, kind in table if stem in words), None)

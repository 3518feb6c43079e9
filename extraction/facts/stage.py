"""The report's own stage group (I-IV), as printed; it is never worked out from T, N and M."""

import re
from collections.abc import Iterator

from extraction.facts.mention import Mention
from extraction.facts.report import Report

FIELDS = ("stage",)
_VALUE = r"(?P<value>(?:iv|iii|ii|i)(?: ?[abc]\d?)?|0)\b(?! ?[-/] ?(?:iv|iii|ii|i)\b)"
_STAGE = re.compile(
    r"\b(?:(?:pathologic(?:al)?|clinical|anatomic|prognostic|ajcc|uicc|overall|final) ){0,3}"
    r"stage(?: group(?:ing)?)?[ .:=-]*(?:stage )?(?:is )?" + _VALUE
)
_OTHER = re.compile(
    r"\b(?:if|history of|survival|women|recurrence|therapy|lung|colon|prostate|lymphoma|melanoma|kidney|previous\w*|trial|patients with)\b[^.;]{0,60}\Z|\b[tnm][ .]+\Z"
)
_GENERAL = re.compile(r"[ ]?(?:and|or|disease|patients|,? node|breast cancer patients|vs)\b")


def find(report: Report) -> Iterator[Mention]:
    """Stage groups."""
    if "stage" not in report.folded:
        return
    for match in _STAGE.finditer(report.folded):
        other = _OTHER.search(report.folded, max(0, match.start() - 90), match.start())
        if other is None and not _GENERAL.match(report.folded, match.end()):
            value = match["value"].replace(" ", "").upper()
            yield Mention("stage", value, match.start(), match.end(), "stated")

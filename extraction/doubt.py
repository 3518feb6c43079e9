"""What must not be relied on before somebody has looked: by words that were hard to read, or by the lack of others."""

import re

SURE_DIGITS = 0.8  # of words with digits below it a third was misread, above it one in fifty (bench/scans)
SURE_WORDS = 0.6
_DIGIT_OR_SIGN = re.compile(
    r"\d|[+%<>=]|(?<=[\w)])-\)?$|^\(-\)?$|^\W*[iIVXl|][iIVXl|1!/]{0,8}[ABC]?\W*$"
)  # "III" too is a number, and "Ii//IIl."
_NAME = re.compile(  # the number of a name that is known is no value: who reads "HER2" has read it rightly
    r"(?<![A-Za-z0-9])(?:HER-?2(?:[/-]?neu)?(?:/CEP-?17)?|(?:c-?)?erb-?b-?2|CEP-?17|Ki-?67|MIB-?1|GATA-?3|CK-?\d{1,2}|CD\d{1,3}|p53|p63|"
    r"BRCA-?[12]|PIK3CA|ESR1|T-DM1)(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_MENDED = re.compile(  # stages that are read in spite of a slip: "pPT2", "p12", "pT1lc", "pN1l", "1lmi"
    r"(?<![A-Za-z])y?(?:[pP]{2}T|[pP]1(?=[1-4][a-d]?\b))|[tT]1[lIi](?=[a-d]\b)|(?:[nN]|^)1[lIi](?=(?:mi)?\b)"
)
# What is concluded of all that a document says, and may be overturned by a line of it that was not read: a result is
# pending until it comes, nodes are summed, a brain is clear where nothing is found.
_OF_THE_WHOLE = re.compile(
    r".*:(?:pending|sum)|brain_(?:imaged_clear|lesion_not_named|other_disease)|no_metastasis_left|lesion_count"
)
_TURNING = re.compile(r"no|not|non|without|absent|present|neg\w*|pos\w*", re.IGNORECASE)


def is_doubtful(word: str, confidence: float | None) -> bool:
    """Whether a value must not rest on this word until somebody has looked.

    Args:
        word: As it was read.
        confidence: Of its OCR, 0-1; None where it was not read by OCR.
    """
    if confidence is None:
        return False
    if _MENDED.search(word):
        return True
    if confidence >= SURE_DIGITS:
        return False
    if _DIGIT_OR_SIGN.search(_NAME.sub("x", word)):
        return True
    return confidence < SURE_WORDS and _TURNING.fullmatch(word.strip(".,:;()")) is not None


def hangs_on_the_rest(rule: str) -> bool:
    """Whether what a rule found may be overturned by what the document says elsewhere.

    Args:
        rule: The name of the extraction rule, as evidence has it.
    """
    return _OF_THE_WHOLE.fullmatch(rule) is not None

"""Finds where a document's first lines end when those of a letterhead, which may hide its title, do not count."""

import re

_LONGEST = 4000  # characters of letterhead and first lines
# A line of a letterhead: an address, a telephone, a house, or a field of the patient's or the sender's block.
_LETTERHEAD = re.compile(
    r"\s*(?:[-_=*#.|\s]*\Z|"
    r"(?:[-*|]\s*)?(?:patient|pt|name|surname|forename|first|last|dob|d\.o\.b|date of birth|birth|born|mrn|"
    r"medical record|record|sex|gender|age|account|acct|acc|visit|encounter|admi\w+|location|room|ward|bed|ordering|"
    r"referring|requesting|requested|attending|provider|physician|consultant|gp|cc|copy|copies|address|telephone|tel|"
    r"phone|fax|e-?mail|web|collected|received|reported|printed|ordered|signed|page|nhs|hospital|chi|id|unit|insurance|"
    r"payer|facility|date|time|ref|our ref|your ref|status|director|laboratory director|clia|cap|ethnicity|race|"
    r"language)\b[^:\n]{0,24}[:#]|"
    r".{0,80}(?:\(\d{3}\) ?\d{3}|\b\d{3}[-. ]\d{3,4}[-. ]\d{4}\b|\bwww\.|@|\b(?:tel|phone|fax|telephone)\b)|"
    r".{0,60}\b(?:street|avenue|ave|road|rd|suite|boulevard|blvd|drive|lane|floor|p\.?o\.? box|building)\b|"
    r".{0,40}\b[A-Z]{2},? \d{5}\b|.{0,60}\b[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}\b|"
    r".{0,60}\b(?:hospitals?|medical cent(?:er|re)|health ?care|health (?:system|network|board|trust)|university|"
    r"infirmary|nhs|trust|institute|foundation|a member of)\b.{0,40}\Z|"
    r"page \d)",
    re.IGNORECASE,
)


def title_ends(text: str, counted: int) -> int:
    """Where the first `counted` characters end, lines of a letterhead not counted."""
    at, left = 0, counted
    for line in text[:_LONGEST].splitlines(keepends=True):
        if not _LETTERHEAD.match(line.rstrip("\r\n")):
            if len(line) >= left:
                return at + left
            left -= len(line)
        at += len(line)
    return at

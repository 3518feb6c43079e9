"""Reads which places in the brain a local treatment was for."""

import re

_SIDES = {"r": "right", "rt": "right", "l": "left", "lt": "left"}
_TARGET = re.compile(
    r"\b(?:(?P<side>right|left|bilateral|r|l|lt|rt)\.? )?(?P<place>(?:(?:medial|posterior|anterior|superior|lateral|mesial|inferior|middle|high) )?"
    r"(?:frontal|parietal|temporal|occipital|cerebell\w+(?: (?:vermis|hemisphere))?|vermis|pontine|pons|brain ?stem|midbrain|medulla|thalam\w+|caudate|insula\w*|basal ganglia|"
    r"cavity|posterior fossa)(?: lobe)?)\b"
)
_TARGETS_REACH = 130
_BETWEEN_TARGETS = 40  # characters from one target of a list to the next
_A_YEAR = re.compile(r"\b(?:19|20)\d\d\b|/\d\d\b")
_OTHER_THAN_TARGETS = re.compile(
    r"[;\n]|\.(?=\s)|\b(?:srs|srt|gk|wbrt|craniotomy|resect\w*(?! (?:cavit|bed))|mri|ct|path|then|progress\w*|grew|new|stable|recur\w*|who|which|has|have|is|are|was|were)\b"
)
_NEXT_CHOICE = re.compile(r"\b(?:vs|versus|or)\b")


def target_of(before: str, after: str) -> str | None:
    """All places that a list behind the words names, else the one right before them; of a cavity and others the cavity."""
    ends = _OTHER_THAN_TARGETS.search(after)
    named: list[str] = []
    last = 0
    for match in _TARGET.finditer(after, 0, min(_TARGETS_REACH, ends.start() if ends else len(after))):
        gap = after[last : match.start()]
        if len(gap) > (_BETWEEN_TARGETS if named else 60) or (named and _A_YEAR.search(gap)):
            break
        named.append(_in_full(match))
        last = match.end()
    if named:
        return "cavity" if "cavity" in named else ", ".join(dict.fromkeys(named))
    near = before[-50:]
    found = _TARGET.search(near)
    return _in_full(found) if found and not _NEXT_CHOICE.search(near, found.end()) else None


def _in_full(target: re.Match[str]) -> str:
    side = target["side"]
    return f"{_SIDES.get(side, side)} {target['place']}" if side else str(target["place"])


def together(one: str | None, other: str | None) -> str | None:
    """The targets of two mentions of one treatment."""
    if not one or not other or "cavity" in {one, other}:
        return one or other
    return ", ".join(dict.fromkeys([*one.split(", "), *other.split(", ")]))

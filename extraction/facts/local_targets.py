"""Reads which places of the brain a local treatment was aimed at, all those of one phrase."""

import re

_PLACE = (
    r"(?:(?:right|left|bilateral|r|l|lt|rt|b/l)\.? )?(?:medial |posterior |anterior |superior |inferior |lateral |mesial )?"
    r"(?:frontal|parietal|temporal|occipital|cerebell\w+(?: (?:vermis|hemisphere))?|vermis|pontine|pons|brain ?stem|midbrain|medulla|thalam\w+|caudate|insula\w*|basal ganglia|cavity|posterior fossa)(?: lobe)?"
)
_TARGET = re.compile(
    rf"\b(?:to (?:the )?)?(?P<first>{_PLACE})\b(?P<more>(?:(?: \d[\d.]* ?gy)?(?:, and|,| and| &| \+|/) ?(?:the )?{_PLACE}\b){{0,11}})"
)
_ONE_PLACE = re.compile(rf"\b{_PLACE}\b")
_OTHER_CHOICE = re.compile(r"\b(?:vs|versus|or)\b")
_SIDES = {"r": "right", "rt": "right", "l": "left", "lt": "left", "b/l": "bilateral"}
_BEHIND, _BEFORE, _LIST_ENDS = 60, 50, 140  # characters


def target_near(before: str, after: str) -> str | None:
    """The places named behind the words of a treatment, or else right before them."""
    match = _TARGET.search(after[:_LIST_ENDS])
    match = match if match and match.start() <= _BEHIND else None
    match = match or _TARGET.search(_OTHER_CHOICE.split(before[-_BEFORE:])[-1])
    return _in_words(match) if match else None


def both_targets(one: str | None, other: str | None) -> str | None:
    """The targets of two mentions of one day: they add up, unless one is the cavity."""
    targets = [each for each in (one, other) if each]
    if len(targets) < 2 or "cavity" in " ".join(targets):
        return targets[0] if targets else None
    return ", ".join(dict.fromkeys(place for each in targets for place in each.split(", ")))


def _in_words(match: re.Match[str]) -> str:
    """All places of one phrase, their sides written out; a cavity stands for itself, since what is due there differs."""
    places = [match["first"], *_ONE_PLACE.findall(match["more"])]
    cavity: str | None = next((each for each in places if "cavity" in each), None)
    if cavity is not None:
        return cavity
    sided = (each.split(" ", 1) for each in places)
    written = (" ".join([_SIDES.get(words[0].rstrip("."), words[0]), *words[1:]]) for words in sided)
    return ", ".join(dict.fromkeys(written))

"""What is said instead of guidance while documents of one upload may be about different people."""

import datetime as dt

from domain.advice import Advice, Because, Item, ItemKind, Ruleset, Section, SectionId
from domain.profile import Profile
from guidance.wording.templates import titles


def different_people(profile: Profile, as_of: dt.date, ruleset: Ruleset) -> Advice:
    """One item and nothing else: guidance would speak of two people as if they were one."""
    differ = " and ".join(profile.persons.differ)
    item = Item(
        id="withheld.different-people",
        name="Documents of different people",
        kind=ItemKind.CONFLICT,
        text=f"These documents give different {differ}. They may be about different people, so nothing was concluded "
        "from them. Remove what is not yours, or say that all of them are about you.",
        clinician_text=f"Patient identity differs between documents ({differ}). No profile, no guidance until settled.",
        because=tuple(
            Because(
                fact="persons",
                value=differ,
                quote=words.quote,
                document=words.document,
                page=words.page,
                start=words.start,
                end=words.end,
                boxes=words.boxes,
            )
            for group in profile.persons.groups
            for words in group.evidence[:2]
        ),
        reviewed=ruleset.date,
    )
    section = Section(id=SectionId.CONFLICTS, title=titles()[SectionId.CONFLICTS], items=(item,))
    return Advice(ruleset=ruleset, as_of=as_of, sections=(section,))

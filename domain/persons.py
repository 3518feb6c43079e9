"""Whether all documents of an upload seem to be about one person."""

from domain.dates import PartialDate
from domain.evidence import Evidence
from domain.frozen import Frozen


class PersonGroup(Frozen):
    """Documents that may be about one person, as far as their names and dates of birth tell.

    Attributes:
        documents: Ids of the documents that name her, in the order of the upload.
        births: Dates of birth as printed.
        evidence: Where they name her and give the date of birth.
    """

    documents: tuple[str, ...]
    births: tuple[PartialDate, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class Persons(Frozen):
    """The same-person check.

    Attributes:
        groups: Two or more when documents name different people or dates of birth; else none.
        differ: What differs: names, dates of birth, or both.
        confirmed_by: Who said that all documents are about one person, `person` or `clinic`; None when nobody did.
    """

    groups: tuple[PersonGroup, ...] = ()
    differ: tuple[str, ...] = ()
    confirmed_by: str | None = None

    @property
    def settled(self) -> bool:
        """Whether documents may be put together: nothing differs, or somebody said that it is one person."""
        return not self.groups or self.confirmed_by is not None

"""One statement of a text on drugs that it names together."""

from dataclasses import dataclass

from domain.course import Setting, TreatmentStatus
from domain.dates import PartialDate


@dataclass(frozen=True)
class Statement:
    """What one unit of the text says of drugs named together.

    Attributes:
        status: None where it only names them, or tells of dates alone.
        strong: Whether the status is said in so many words, and not only implied.
        given: Whether the drugs were given at some time, whatever the status.
        follows: Whether it goes on from what was told just before: "docetaxel, trastuzumab, then trastuzumab".
        last: When it was last given.
        written: The date of the part of the document that says so.
        unit: Where the unit begins and ends.
        named: Where the names of the drugs begin and end.
    """

    drugs: tuple[str, ...]
    start_offset: int
    end_offset: int
    status: TreatmentStatus | None = None
    strong: bool = False
    negated: bool = False
    given: bool = False
    follows: bool = False
    setting: Setting | None = None
    line: int | None = None
    start: PartialDate | None = None
    stop: PartialDate | None = None
    last: PartialDate | None = None
    reason: str | None = None
    written: PartialDate | None = None
    unit: tuple[int, int] = (0, 0)
    named: tuple[int, int] = (0, 0)

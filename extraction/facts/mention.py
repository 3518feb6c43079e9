"""What a fact module finds: a value of one field of a specimen, and where in the text it stands."""

from dataclasses import dataclass

from domain.finding import Status


@dataclass(frozen=True, slots=True)
class Mention:
    """One statement of one field.

    Attributes:
        field: Path within a specimen, e.g. `her2_ihc.score`.
        value: Of the field's type; None when a test is pending.
        start: Offset of the words in the report's folded text; `end` is the offset behind them.
        rule: Name of the pattern that found it.
        status: Stated, uncertain or pending.
        rank: How much the wording weighs against other mentions of the field; higher is better.
        in_situ: True when it is said of in-situ disease only.
    """

    field: str
    value: object
    start: int
    end: int
    rule: str
    status: Status = Status.STATED
    rank: int = 0
    in_situ: bool = False

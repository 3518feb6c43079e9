"""The base of every value in the domain: immutable, and strict about unknown keys."""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A pydantic model that cannot be changed after it was made and that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")

"""What the product publishes about a record: documents, profile and guidance. Its JSON Schema stands in docs/."""

from typing import Literal

from pydantic import Field

from domain.advice import Advice
from domain.document import DocumentSummary
from domain.frozen import Frozen
from domain.profile import Profile

SCHEMA_VERSION: Literal["1.0"] = "1.0"


class Analysis(Frozen):
    """The result of reading one person's record.

    Attributes:
        schema_version: Of this shape; a change that breaks readers raises the first number.
        documents: Every file of the upload, also those that could not be read, in the order given.
        profile: What they state.
        guidance: What follows from it.
    """

    schema_version: Literal["1.0"] = Field(default=SCHEMA_VERSION)
    documents: tuple[DocumentSummary, ...]
    profile: Profile
    guidance: Advice

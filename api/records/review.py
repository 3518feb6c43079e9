"""The JSON API of reviews: a clinician reads what she is to sign, then signs exactly that."""

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.dependencies import ReviewerOf, StoreOf
from domain.analysis import Analysis
from domain.criteria import Criteria
from domain.release import Signature
from guidance.criteria import criteria_of

router = APIRouter(prefix="/api/records/{record_id}", tags=["review"])


class Review(BaseModel):
    """What a reviewer is to read."""

    analysis: Analysis = Field(description="All of it, whether its guidance is released or not.")
    criteria: tuple[Criteria, ...] = Field(description="Of each item, and of the options that are not shown.")
    seal: str = Field(description="Names this very analysis; hand it back to sign it.")


class Signing(BaseModel):
    """That a reviewer signs."""

    seal: str = Field(description="As given with the analysis that was reviewed.")


@router.get("/review")
def review(record_id: str, store: StoreOf, reviewer: ReviewerOf) -> Review:
    """The analysis with all of its guidance, for a clinician with a reviewer key."""
    with store.read() as unit:
        seen = unit.reviews.under_review(reviewer, record_id)
    criteria = criteria_of(seen.analysis.profile, seen.analysis.guidance)
    return Review(analysis=seen.analysis, criteria=criteria, seal=seen.seal)


@router.post("/signature")
def sign(record_id: str, signing: Signing, store: StoreOf, reviewer: ReviewerOf) -> Signature:
    """Sign what was reviewed, which releases its guidance. Refused when the record has changed since."""
    with store.begin() as unit:
        return unit.reviews.sign(reviewer, record_id, signing.seal)

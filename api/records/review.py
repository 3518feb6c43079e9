"""The JSON API of reviews: a clinician reads what she is to sign, then signs exactly that."""

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.dependencies import ReviewerOf, StoreOf
from domain.analysis import Analysis
from domain.release import Signature

router = APIRouter(prefix="/api/records/{record_id}", tags=["review"])


class Review(BaseModel):
    """What a reviewer is to read."""

    analysis: Analysis = Field(description="All of it, whether its guidance is released or not.")
    seal: str = Field(description="Names this very analysis; hand it back to sign it.")


class Signing(BaseModel):
    """That a reviewer signs."""

    seal: str = Field(description="As given with the analysis that was reviewed.")


@router.get("/review")
def review(record_id: str, store: StoreOf, reviewer: ReviewerOf) -> Review:
    """The analysis with all of its guidance, for a clinician with a reviewer key."""
    with store.read() as unit:
        seen = unit.reviews.under_review(reviewer, record_id)
    return Review(analysis=seen.analysis, seal=seen.seal)


@router.post("/signature")
def sign(record_id: str, signing: Signing, store: StoreOf, reviewer: ReviewerOf) -> Signature:
    """Sign what was reviewed, which releases its guidance. Refused when the record has changed since."""
    with store.begin() as unit:
        return unit.reviews.sign(reviewer, record_id, signing.seal)

"""The JSON API of records. A clinic sees its own patients' records, the person on this machine hers."""

from typing import Annotated

from fastapi import APIRouter, File, Form, Response, UploadFile, status
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from api.dependencies import OwnerOf, StoreOf
from api.records.confirming import confirm
from api.records.events import event_stream
from api.uploads import taken
from api.web.pdf import summary_pdf
from domain.advice import Advice
from domain.analysis import Analysis, as_released
from domain.confirmation import Place
from domain.criteria import Criteria
from domain.document import Page
from domain.errors import NotFound
from domain.frozen import Frozen
from domain.profile import Profile
from domain.progress import RecordProgress
from domain.release import Release
from guidance.criteria import criteria_of
from infra.repositories import Owner, RecordSummary, Store

router = APIRouter(prefix="/api/records", tags=["records"])


class Accepted(BaseModel):
    """An upload that is stored and will be read."""

    id: str
    links: dict[str, str] = Field(description="Where to follow it and where its results will be.")


@router.post("", status_code=status.HTTP_202_ACCEPTED)
def create_record(
    store: StoreOf,
    owner: OwnerOf,
    response: Response,
    files: Annotated[
        list[UploadFile], File(description="One or more: PDF, PNG, JPEG, HEIC, TIFF, DOCX, text, HTML or C-CDA.")
    ],
    country: Annotated[str | None, Form(description="Where she is treated: ISO 3166 code such as US.")] = None,
    patient: Annotated[str | None, Form(description="A clinic's own identifier of the patient.")] = None,
    password: Annotated[str | None, Form(description="Of those of the files that are locked.")] = None,
) -> Accepted:
    """Store an upload of one person's files. It is read in the background; follow it at `links.progress`."""
    with store.begin() as unit:
        record_id = unit.records.create(
            owner, taken(files, store.settings), patient=patient, country=country or None, password=password or None
        )
    here = f"/api/records/{record_id}"
    response.headers["Location"] = here
    parts = ("events", "analysis", "profile", "guidance", "criteria", "summary.pdf")
    return Accepted(id=record_id, links={"progress": here, **{part: f"{here}/{part}" for part in parts}})


@router.get("")
def list_records(store: StoreOf, owner: OwnerOf, patient: str | None = None) -> list[RecordSummary]:
    """Your records, newest first; with `patient`, those of one patient of your clinic."""
    with store.read() as unit:
        return unit.records.list(owner, patient)


@router.get("/{record_id}")
def record_progress(record_id: str, store: StoreOf, owner: OwnerOf) -> RecordProgress:
    """How far the reading of a record has come, file by file and page by page."""
    with store.read() as unit:
        return unit.records.progress(owner, record_id)


@router.get("/{record_id}/events", response_class=StreamingResponse)
def record_events(record_id: str, store: StoreOf, owner: OwnerOf) -> StreamingResponse:
    """Progress as server-sent events, one whenever it changes, until the record is done or failed."""
    with store.read() as unit:
        unit.records.progress(owner, record_id)
    stream = event_stream(store, owner, record_id, lambda progress: progress.model_dump_json())
    return StreamingResponse(stream, media_type="text/event-stream")


@router.get("/{record_id}/analysis")
def record_analysis(record_id: str, store: StoreOf, owner: OwnerOf) -> Analysis:
    """Documents, profile and guidance. Not found until the record is done."""
    return analysis_of(store, owner, record_id)


@router.get("/{record_id}/profile")
def record_profile(record_id: str, store: StoreOf, owner: OwnerOf) -> Profile:
    """What the record states, each value with its words and place."""
    return analysis_of(store, owner, record_id).profile


class ReleasedAdvice(Advice):
    """The guidance, and whether all of it is there or it waits for a clinician's review."""

    release: Release


@router.get("/{record_id}/guidance")
def record_guidance(record_id: str, store: StoreOf, owner: OwnerOf) -> ReleasedAdvice:
    """What follows from it, each item with its reasons and sources; while it waits for a review, what cannot wait."""
    analysis = analysis_of(store, owner, record_id)
    return ReleasedAdvice(**dict(analysis.guidance), release=analysis.release)


@router.get("/{record_id}/criteria")
def record_criteria(record_id: str, store: StoreOf, owner: OwnerOf) -> tuple[Criteria, ...]:
    """For clinicians: the criteria of each item, and of the options that are not shown: met, not met or unknown.

    Empty where the guidance was made by other rules than those that are here now.
    """
    analysis = analysis_of(store, owner, record_id)
    return criteria_of(analysis.profile, analysis.guidance)


class Confirmation(Frozen):
    """Words of the record that somebody has looked at and found to be read rightly."""

    places: tuple[Place, ...] = Field(min_length=1)


@router.post("/{record_id}/confirmations")
def confirm_words(record_id: str, confirmation: Confirmation, store: StoreOf, owner: OwnerOf) -> Analysis:
    """Confirm values marked `check`, by the places of their doubtful words; the guidance then rests on them."""
    confirm(store, owner, record_id, confirmation.places)
    return analysis_of(store, owner, record_id)


@router.post("/{record_id}/same-person", status_code=status.HTTP_202_ACCEPTED)
def confirm_same_person(record_id: str, store: StoreOf, owner: OwnerOf) -> RecordProgress:
    """Say that all files are about one person, although they give different names or dates of birth.

    It is kept with the record, and the record is understood again; follow it as after an upload.
    """
    with store.begin() as unit:
        unit.records.confirm_same_person(owner, record_id)
        return unit.records.progress(owner, record_id)


@router.post("/{record_id}/documents/{document_id}/password", status_code=status.HTTP_202_ACCEPTED)
def unlock_document(
    record_id: str, document_id: str, store: StoreOf, owner: OwnerOf, password: Annotated[str, Form()] = ""
) -> RecordProgress:
    """Give the password of a locked file. It is read, and the record understood again; follow it as after an upload.

    The password is kept sealed until the file was read, and then deleted.
    """
    with store.begin() as unit:
        unit.records.unlock(owner, record_id, document_id, password)
        return unit.records.progress(owner, record_id)


@router.delete("/{record_id}/documents/{document_id}", status_code=status.HTTP_202_ACCEPTED)
def remove_document(record_id: str, document_id: str, store: StoreOf, owner: OwnerOf) -> RecordProgress:
    """Remove one file for good; the others are understood again. Follow it as after an upload."""
    with store.begin() as unit:
        unit.records.remove_document(owner, record_id, document_id)
        return unit.records.progress(owner, record_id)


@router.get("/{record_id}/summary.pdf", response_class=Response)
def record_summary(record_id: str, store: StoreOf, owner: OwnerOf) -> Response:
    """The visit summary as a PDF of at most two pages: profile with sources, open questions, what was unclear."""
    return pdf_answer(analysis_of(store, owner, record_id))


@router.delete("/{record_id}", status_code=status.HTTP_204_NO_CONTENT)
def delete_record(record_id: str, store: StoreOf, owner: OwnerOf) -> None:
    """Delete a record with its files, for good. Deleting what is gone is no error."""
    with store.begin() as unit:
        unit.records.delete(owner, record_id)


@router.get("/{record_id}/documents/{document_id}/pages/{number}")
def record_page(record_id: str, document_id: str, number: int, store: StoreOf, owner: OwnerOf) -> Page:
    """One page as it was read: text, and words with their boxes in fractions of the page."""
    return page_of(store, owner, record_id, document_id, number)


@router.get("/{record_id}/documents/{document_id}/pages/{number}/picture", response_class=Response)
def record_picture(record_id: str, document_id: str, number: int, store: StoreOf, owner: OwnerOf) -> Response:
    """A JPEG of one page. Not found for plain text, which has no pictures."""
    with store.read() as unit:
        picture = unit.records.page_picture(owner, record_id, document_id, number)
    if picture is None:
        raise NotFound("There is no picture of this page.")
    return Response(picture, media_type="image/jpeg")


def pdf_answer(analysis: Analysis) -> Response:
    """The visit summary as the answer to a request."""
    headers = {"Content-Disposition": 'inline; filename="visit-summary.pdf"'}
    return Response(summary_pdf(analysis), media_type="application/pdf", headers=headers)


def analysis_of(store: Store, owner: Owner, record_id: str) -> Analysis:
    """The analysis of a record as it may be shown. Raises NotFound while there is none."""
    with store.read() as unit:
        analysis = unit.records.analysis(owner, record_id)
        signature = unit.reviews.signature(owner, record_id)
    if analysis is None:
        raise NotFound("This record has no results yet. Follow its progress until it is done.")
    return as_released(analysis, store.settings.release, signature)


def page_of(store: Store, owner: Owner, record_id: str, document_id: str, number: int) -> Page:
    """A page as it was read. Raises NotFound while there is none."""
    with store.read() as unit:
        document = unit.records.document(owner, record_id, document_id)
    if document is None or not 1 <= number <= len(document.pages):
        raise NotFound("There is no such page, or it has not been read yet.")
    return document.pages[number - 1]

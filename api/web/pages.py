"""The pages: upload, follow, read, look a quote up on its page, delete."""

from http import HTTPStatus
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from api.dependencies import PersonOf, StoreOf, person
from api.records.confirming import confirm
from api.records.events import event_stream
from api.records.routes import analysis_of, page_of, pdf_answer
from api.uploads import taken
from api.web.profile_view import as_place
from api.web.rendering import render, render_result, render_summary
from domain.document import Page
from domain.errors import InvalidRequest, NotAllowed, NotFound, SignInNeeded
from domain.progress import RecordProgress, Stage
from infra.repositories import SESSION_COOKIE, Owner, Reviewer, Store, Unit

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
SAMPLES = Path(__file__).parents[2] / "samples"
COUNTRIES = {
    "US": "United States",
    "GB": "United Kingdom",
    "CA": "Canada",
    "AU": "Australia",
    "DE": "Germany",
    "FR": "France",
    "ES": "Spain",
    "IT": "Italy",
    "NL": "Netherlands",
    "IE": "Ireland",
}
_CONTEXT = 600  # characters of a text page shown to either side of a quote


@router.get("/")
def home(request: Request, store: StoreOf, token: str | None = None) -> Response:
    """The upload page; with the token of the printed address, signs in first and drops it from the address."""
    session = request.cookies.get(SESSION_COOKIE)
    if token is not None:
        try:
            with store.begin() as unit:
                session = unit.sign_in.exchange(token)
        except SignInNeeded:
            if session is None:
                raise
        answer = RedirectResponse("/", HTTPStatus.SEE_OTHER)
        if session is not None:
            days = store.settings.session_days
            answer.set_cookie(SESSION_COOKIE, session, max_age=days * 86400, httponly=True, samesite="strict")
        return answer
    if session is None:
        raise SignInNeeded("Open the address that her2guide printed in the terminal when it started.")
    with store.read() as unit:
        owner = unit.sign_in.owner_of(session)
        records = unit.records.list(owner)
    settings = store.settings
    return HTMLResponse(render("home.html", records=records, countries=COUNTRIES, settings=settings, stages=Stage))


@router.post("/records")
def upload(
    store: StoreOf,
    owner: PersonOf,
    files: Annotated[list[UploadFile] | None, File()] = None,
    country: Annotated[str | None, Form()] = None,
) -> Response:
    """Takes the files of the form and goes on to the record's page."""
    return _created(store, owner, taken(files or [], store.settings), country or None)


@router.post("/samples")
def samples(store: StoreOf, owner: PersonOf, country: Annotated[str | None, Form()] = None) -> Response:
    """The same with the sample records."""
    files = [(path.name, path.read_bytes()) for path in sorted(SAMPLES.glob("[0-9]-*"))]
    if not files:
        raise InvalidRequest("The sample records are not part of this installation. Upload a record of your own.")
    return _created(store, owner, files, country or None)


@router.get("/records/{record_id}")
def record(record_id: str, store: StoreOf, owner: PersonOf) -> str:
    """Progress while a record is read, then its result."""
    with store.read() as unit:
        progress = unit.records.progress(owner, record_id)
        done = unit.records.stored_analysis(owner, record_id) is not None
    analysis = analysis_of(store, owner, record_id) if done else None
    result = render_result(analysis, record_id) if analysis else ""
    waits = analysis is not None and not analysis.release.released
    return render("record.html", progress=progress, result=result, waits=waits, stages=Stage)


@router.get("/records/{record_id}/live", response_class=StreamingResponse)
def live(record_id: str, store: StoreOf, owner: PersonOf) -> StreamingResponse:
    """Progress as events whose data is the part of the page that shows it."""
    with store.read() as unit:
        unit.records.progress(owner, record_id)
    return StreamingResponse(event_stream(store, owner, record_id, _progress_part), media_type="text/event-stream")


@router.post("/records/{record_id}/confirm")
def confirm_words(
    record_id: str, store: StoreOf, owner: PersonOf, place: Annotated[list[str] | None, Form()] = None
) -> Response:
    """Takes her word that what was hard to read was read rightly, and shows the result again."""
    confirm(store, owner, record_id, [as_place(each) for each in place or []])
    return RedirectResponse(f"/records/{record_id}#profile", HTTPStatus.SEE_OTHER)


@router.get("/records/{record_id}/summary")
def summary(record_id: str, store: StoreOf, owner: PersonOf) -> str:
    """What to take to the visit, for the printer."""
    return render_summary(analysis_of(store, owner, record_id), record_id=record_id)


@router.get("/records/{record_id}/summary.pdf", response_class=Response)
def summary_file(record_id: str, store: StoreOf, owner: PersonOf) -> Response:
    """The same as a PDF of at most two pages."""
    return pdf_answer(analysis_of(store, owner, record_id))


@router.post("/records/{record_id}/review")
def review(record_id: str, store: StoreOf, owner: PersonOf, key: Annotated[str, Form()] = "") -> str:
    """All of the guidance for a clinician with a reviewer key, at the person's side, with the way to sign it."""
    with store.read() as unit:
        unit.records.progress(owner, record_id)
        seen = unit.reviews.under_review(_reviewer(unit, key), record_id)
    result = render_result(seen.analysis, record_id, for_clinician=True)
    return render("review.html", record_id=record_id, result=result, seal=seen.seal)


@router.post("/records/{record_id}/signature")
def sign(
    record_id: str,
    store: StoreOf,
    owner: PersonOf,
    key: Annotated[str, Form()] = "",
    seal: Annotated[str, Form()] = "",
) -> Response:
    """Signs what was reviewed, and goes back to the record, whose guidance is shown now."""
    with store.begin() as unit:
        unit.records.progress(owner, record_id)
        unit.reviews.sign(_reviewer(unit, key), record_id, seal)
    return RedirectResponse(f"/records/{record_id}", HTTPStatus.SEE_OTHER)


@router.post("/records/{record_id}/delete")
def delete(record_id: str, store: StoreOf, owner: PersonOf) -> Response:
    """Deletes a record, for good, and goes back to the start."""
    with store.begin() as unit:
        unit.records.delete(owner, record_id)
    return RedirectResponse("/", HTTPStatus.SEE_OTHER)


@router.post("/records/{record_id}/same-person")
def same_person(record_id: str, store: StoreOf, owner: PersonOf) -> Response:
    """Keeps that all files are hers, and goes back to the record, which is understood again."""
    with store.begin() as unit:
        unit.records.confirm_same_person(owner, record_id)
    return RedirectResponse(f"/records/{record_id}", HTTPStatus.SEE_OTHER)


@router.post("/records/{record_id}/documents/{document_id}/delete")
def delete_document(record_id: str, document_id: str, store: StoreOf, owner: PersonOf) -> Response:
    """Deletes one file, for good, and goes back to the record, which is understood again."""
    with store.begin() as unit:
        unit.records.remove_document(owner, record_id, document_id)
    return RedirectResponse(f"/records/{record_id}", HTTPStatus.SEE_OTHER)


@router.get("/records/{record_id}/documents/{document_id}/pages/{number}")
def page(
    record_id: str, document_id: str, number: int, store: StoreOf, owner: PersonOf, start: int = 0, end: int = 0
) -> str:
    """One page of a file with the words from `start` to `end` marked: on its picture, or in its text."""
    found = page_of(store, owner, record_id, document_id, number)
    with store.read() as unit:
        progress = unit.records.progress(owner, record_id)
        has_picture = unit.records.page_picture(owner, record_id, document_id, number) is not None
    name = next(document.name for document in progress.documents if document.id == document_id)
    start, end = max(0, min(start, len(found.text))), max(0, min(end, len(found.text)))
    return render(
        "page.html",
        record_id=record_id,
        document_id=document_id,
        name=name,
        page=found,
        has_picture=has_picture,
        boxes=_boxes(found, start, end),
        before=found.text[max(0, start - _CONTEXT) : start],
        quote=found.text[start:end],
        after=found.text[end : end + _CONTEXT],
    )


@router.get("/records/{record_id}/documents/{document_id}/pages/{number}/picture", response_class=Response)
def picture(record_id: str, document_id: str, number: int, store: StoreOf, owner: PersonOf) -> Response:
    """The picture of a page."""
    with store.read() as unit:
        data = unit.records.page_picture(owner, record_id, document_id, number)
    if data is None:
        raise NotFound("There is no picture of this page.")
    return Response(data, media_type="image/jpeg")


@router.post("/sign-out", dependencies=[Depends(person)])
def sign_out(request: Request, store: StoreOf) -> Response:
    """Ends the session of this browser."""
    with store.begin() as unit:
        unit.sign_in.sign_out(request.cookies.get(SESSION_COOKIE, ""))
    answer = RedirectResponse("/", HTTPStatus.SEE_OTHER)
    answer.delete_cookie(SESSION_COOKIE)
    return answer


def _reviewer(unit: Unit, key: str) -> Reviewer:
    """Whose key was typed. She is not the one who is signed in, so a wrong key is not a matter of signing in."""
    try:
        return unit.reviews.verify(key.strip())
    except SignInNeeded as error:
        raise NotAllowed(error.message) from None


def _created(store: Store, owner: Owner, files: list[tuple[str, bytes]], country: str | None) -> Response:
    with store.begin() as unit:
        record_id = unit.records.create(owner, files, country=country)
    return RedirectResponse(f"/records/{record_id}", HTTPStatus.SEE_OTHER)


def _progress_part(progress: RecordProgress) -> str:
    return render("progress.html", progress=progress, stages=Stage)


def _boxes(page: Page, start: int, end: int) -> list[tuple[float, float, float, float]]:
    """Left, top, width and height of the words, in fractions of the page."""
    return [
        (word.box.x0, word.box.y0, word.box.x1 - word.box.x0, word.box.y1 - word.box.y0)
        for word in page.words
        if word.box and word.start < end and word.end > start
    ]

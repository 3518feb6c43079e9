"""Errors as RFC 9457 problem details: which error of the domain has which status stands in one table."""

from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from api.web.error_pages import error_page, wants_page
from domain.errors import (
    DocumentError,
    FileTooLarge,
    Her2GuideError,
    InvalidRequest,
    NotAllowed,
    NotFound,
    RequestError,
    ServiceError,
    SignInNeeded,
    UnsupportedType,
)

STATUS: dict[type[Her2GuideError], HTTPStatus] = {
    SignInNeeded: HTTPStatus.UNAUTHORIZED,
    NotAllowed: HTTPStatus.FORBIDDEN,
    NotFound: HTTPStatus.NOT_FOUND,
    InvalidRequest: HTTPStatus.UNPROCESSABLE_ENTITY,
    FileTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    UnsupportedType: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    RequestError: HTTPStatus.BAD_REQUEST,
    DocumentError: HTTPStatus.UNPROCESSABLE_ENTITY,
    ServiceError: HTTPStatus.SERVICE_UNAVAILABLE,
    Her2GuideError: HTTPStatus.INTERNAL_SERVER_ERROR,
}
_SENTENCES = {
    HTTPStatus.NOT_FOUND: ("not-found", "There is nothing at this address."),
    HTTPStatus.METHOD_NOT_ALLOWED: ("method-not-allowed", "This address does not take that kind of request."),
}
_FAULT = "Something went wrong in her2guide. Nothing that you uploaded was lost. Try again; the fault is in the log."


def install(app: FastAPI) -> None:
    """Makes the app answer every error as a problem, or as a page where a browser asked for one."""

    @app.exception_handler(Her2GuideError)
    def known(request: Request, error: Her2GuideError) -> Response:
        status = next(STATUS[cls] for cls in type(error).__mro__ if cls in STATUS)
        return _answer(request, status, error.code, error.message)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> Response:
        wrong = "; ".join(f"{'.'.join(str(part) for part in each['loc'])}: {each['msg']}" for each in error.errors())
        return _answer(
            request, HTTPStatus.UNPROCESSABLE_ENTITY, "invalid-request", f"The request does not fit: {wrong}."
        )

    @app.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> Response:
        status = HTTPStatus(error.status_code)
        code, message = _SENTENCES.get(status, ("request-error", status.description or status.phrase))
        return _answer(request, status, code, message)

    @app.exception_handler(Exception)
    def fault(request: Request, _error: Exception) -> Response:
        return _answer(request, HTTPStatus.INTERNAL_SERVER_ERROR, "internal-error", _FAULT)


def _answer(request: Request, status: HTTPStatus, code: str, message: str) -> Response:
    if wants_page(request):
        return error_page(status, message)
    return JSONResponse(
        {"type": f"about:blank#{code}", "title": status.phrase, "status": status, "detail": message, "code": code},
        status_code=status,
        media_type="application/problem+json",
    )

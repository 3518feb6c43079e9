"""Errors as pages, in plain words, for a browser that asked for a page."""

from http import HTTPStatus

from fastapi import Request
from fastapi.responses import HTMLResponse

from api.web.rendering import render

_TITLES = {
    HTTPStatus.UNAUTHORIZED: "Please sign in",
    HTTPStatus.FORBIDDEN: "This is not open to you",
    HTTPStatus.NOT_FOUND: "There is nothing here",
    HTTPStatus.SERVICE_UNAVAILABLE: "Not available just now",
}


def wants_page(request: Request) -> bool:
    """Whether a browser asked for a page, not a program for data."""
    return not request.url.path.startswith("/api/") and "text/html" in request.headers.get("accept", "")


def error_page(status: HTTPStatus, message: str) -> HTMLResponse:
    """A page that says what was wrong and where to go from here."""
    title = _TITLES.get(status, "That did not work")
    signed_out = status is HTTPStatus.UNAUTHORIZED
    return HTMLResponse(render("error.html", title=title, message=message, signed_out=signed_out), status_code=status)

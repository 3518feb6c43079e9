"""What routes need: the store, and whose request it is."""

from typing import Annotated, cast

from fastapi import Depends, Request
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer

from domain.errors import NotAllowed, SignInNeeded
from infra.repositories import LOCAL, SESSION_COOKIE, Owner, Reviewer, Store

_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
_cookie = APIKeyCookie(name=SESSION_COOKIE, auto_error=False, description="The person on this machine, signed in.")
_bearer = HTTPBearer(auto_error=False, description="A clinic's key, made by `her2guide admin add-clinic`.")
_reviewer_bearer = HTTPBearer(
    auto_error=False,
    scheme_name="reviewer",
    description="A clinician's own key, made by `her2guide admin add-reviewer`; it opens reviews and nothing else.",
)


def store_of(request: Request) -> Store:
    """The store of the app."""
    return cast("Store", request.app.state.store)


StoreOf = Annotated[Store, Depends(store_of)]


def owner_of(
    request: Request,
    store: StoreOf,
    session: Annotated[str | None, Depends(_cookie)],
    key: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Owner:
    """Whose request it is: a clinic's by its key, else the person's by her session.

    Raises:
        SignInNeeded: If it is neither.
        NotAllowed: If another site sends the request with her session.
    """
    if key is not None:
        with store.read() as unit:
            return unit.clinics.verify(key.credentials)
    if session is None:
        raise SignInNeeded("You are not signed in. Open the address that her2guide printed in the terminal.")
    if request.method not in _SAFE_METHODS and not _from_here(request):
        raise NotAllowed("This request came from another site, so it was refused. Use the page of her2guide itself.")
    with store.read() as unit:
        return unit.sign_in.owner_of(session)


OwnerOf = Annotated[Owner, Depends(owner_of)]


def person(owner: OwnerOf) -> Owner:
    """The person on this machine; pages are for her, clinics have the API. Raises NotAllowed for a clinic."""
    if owner != LOCAL:
        raise NotAllowed("A clinic's key is for the API; the pages are for the person on this machine.")
    return owner


PersonOf = Annotated[Owner, Depends(person)]


def reviewer_of(
    store: StoreOf, key: Annotated[HTTPAuthorizationCredentials | None, Depends(_reviewer_bearer)]
) -> Reviewer:
    """The clinician who reviews, by her own key. Raises SignInNeeded without one, or when it is not known."""
    if key is None:
        raise SignInNeeded("Only a clinician with a reviewer key may review. Send it as a bearer token.")
    with store.read() as unit:
        return unit.reviews.verify(key.credentials)


ReviewerOf = Annotated[Reviewer, Depends(reviewer_of)]


def _from_here(request: Request) -> bool:
    """Whether a browser says that its own page of ours sent the request; programs say nothing and are let through."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None:
        return site in {"same-origin", "none"}
    return origin is None or origin == f"{request.url.scheme}://{request.headers.get('host')}"

"""The HTTP side as one app: the JSON API under /api, the pages beside it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_address

from fastapi import APIRouter, FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware.trustedhost import TrustedHostMiddleware

from api import errors
from api.dependencies import StoreOf
from api.records.review import router as reviews
from api.records.routes import router as records
from api.web.headers import SecurityHeaders
from api.web.pages import router as pages
from api.web.rendering import STATIC
from infra.repositories import open_store
from infra.settings import Settings

_LOOPBACK_NAMES = ["127.0.0.1", "localhost", "[::1]"]
health = APIRouter(prefix="/api", tags=["health"])


@health.get("/health")
def is_healthy(store: StoreOf) -> dict[str, str]:
    """Whether database and queue answer. Needs no sign-in and tells nothing else."""
    store.ready()
    return {"status": "ok"}


def create_app(settings: Settings) -> FastAPI:
    """The app over one store, which is opened when it starts."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.store = open_store(settings)
        yield
        app.state.store.close()

    app = FastAPI(
        title="her2guide",
        version="1.0",
        summary="Records in; a HER2 / brain-metastasis profile with its evidence, and cited guidance, out.",
        lifespan=lifespan,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    errors.install(app)
    app.include_router(health)
    app.include_router(records)
    app.include_router(reviews)
    app.include_router(pages)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_middleware(SecurityHeaders)
    if _is_loopback(settings.host):  # a name that resolves to this machine is no way in for another site
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=_LOOPBACK_NAMES)
    return app


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

"""The web application: the JSON API under /api/v1, the pages beside it, on one installation."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from api.accounts import routes as accounts
from api.infra.installation import Installation
from api.proposals import pages
from api.web.errors import handle_errors
from api.web.problems import Problem
from api.web.security import add_shield

ROUTERS = (accounts.public, accounts.router, pages.router)


def create_app(installation: Installation) -> FastAPI:
    """Make the application on an installation, which is closed when the application ends."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        installation.close()

    app = FastAPI(
        title="sanka",
        summary="参加支援の資源マッチング",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        lifespan=lifespan,
        responses={500: {"model": Problem}},
    )
    app.state.installation = installation
    add_shield(app, installation.settings.is_https)
    handle_errors(app)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    for router in ROUTERS:
        app.include_router(router)
    return app

"""The web application: so far the demo town's proposal, which is nobody's data and needs no account."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from api.proposals import pages
from api.web.errors import handle_errors
from api.web.security import add_security_headers


def create_app() -> FastAPI:
    """Make the application."""
    app = FastAPI(title="sanka", docs_url=None, redoc_url=None, openapi_url=None)
    add_security_headers(app)
    handle_errors(app)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    app.include_router(pages.router)
    return app

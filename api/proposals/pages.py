"""The pages of a proposal."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.proposals.service import demo_view
from api.web.templating import templates
from matching.vocabulary import Lang

router = APIRouter()


@router.get("/")
def show_demo(request: Request) -> Response:
    """Show the demo town's proposal."""
    return templates.TemplateResponse(request, "proposals/show.html", {"view": demo_view(Lang.JA)})


@router.get("/health")
def health() -> dict[str, str]:
    """Say that the application answers."""
    return {"status": "ok"}

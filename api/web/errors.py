"""Errors as people read them: one Japanese page, with a next step."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from api.web.templating import templates

_WORDS = {
    404: ("ページが見つかりません", "アドレスを確かめるか、最初のページに戻ってください。"),
    405: ("この操作はできません", "最初のページに戻ってください。"),
}
_OTHER = ("うまくいきませんでした", "少し待ってから、もう一度お試しください。")


def handle_errors(app: FastAPI) -> None:
    """Answer every HTTP error with a page."""

    @app.exception_handler(HTTPException)
    def show(request: Request, error: HTTPException) -> Response:
        title, next_step = _WORDS.get(error.status_code, _OTHER)
        return templates.TemplateResponse(
            request, "error.html", {"title": title, "next_step": next_step}, status_code=error.status_code
        )

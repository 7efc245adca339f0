"""Headers that keep a page to itself, a number for every request, and a bound on what is sent."""

from __future__ import annotations

import uuid

from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.web.assets import ASSETS_PATH
from api.web.problems import Problem

MOST_BODY_BYTES = 1 << 20
MOST_FILE_BYTES = 20 << 20
FILE_PATHS = ("/api/v1/imports/", "/settings/imports/")

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; "
        "base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
"""What goes out with every answer; only the service's own files, nobody's data, may be kept by browsers."""


class Shield:
    """
    Sends the headers with every answer and refuses what is too large.

    Parameters
    ----------
    app
        The application behind it.
    is_https
        Also ask browsers to come by https only.
    """

    def __init__(self, app: ASGIApp, is_https: bool) -> None:
        self._app = app
        self._headers = dict(HEADERS)
        if is_https:
            self._headers["Strict-Transport-Security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request behind the shield."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_asset = scope["path"].startswith(ASSETS_PATH)
        request_id = uuid.uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id

        async def send_shielded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                kept = is_asset and message["status"] < 400 and headers.get("Cache-Control")
                for name, value in self._headers.items():
                    headers[name] = value
                if kept:
                    headers["Cache-Control"] = kept
                headers["X-Request-ID"] = request_id
            await send(message)

        most = MOST_FILE_BYTES if scope["path"].startswith(FILE_PATHS) else MOST_BODY_BYTES
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if not declared.isdigit() or int(declared) > most:
            await _too_large(scope, receive, send_shielded)
            return
        read = 0

        async def receive_bounded() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > most:
                raise BodyTooLarge
            return message

        try:
            await self._app(scope, receive_bounded, send_shielded)
        except BodyTooLarge:
            await _too_large(scope, receive, send_shielded)


class BodyTooLarge(Exception):
    """More was sent than is read."""


async def _too_large(scope: Scope, receive: Receive, send: Send) -> None:
    problem = Problem(type="too-large", title="大きすぎます", status=413, detail="分けて送ってください。")
    text = problem.model_dump_json(exclude_none=True)
    await Response(text, 413, media_type="application/problem+json")(scope, receive, send)


def add_shield(app: FastAPI, is_https: bool) -> None:
    """Put the shield in front of the application."""
    app.add_middleware(Shield, is_https=is_https)

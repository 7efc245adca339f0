"""Coming in by a link or QR, reading with ふりがな or without, and leaving."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from api.context import Context
from api.errors import NotSignedIn, TooManyAttempts
from api.hosts.links import open_link
from api.own_host.furigana import RUBY_COOKIE
from api.policy.vocabulary import Act
from api.web.entry import HOST_COOKIE, HOST_PATH, installation_of
from api.web.once import run
from api.web.paging import SEE_OTHER
from api.web.templating import templates

public = APIRouter(include_in_schema=False)

ENDED = "このリンクは使えません。期限が過ぎたか、新しいリンクに替わっています。"
TOO_OFTEN = "続けて開けなかったため、しばらく開けません。{minutes} 分ほど待ってください。"
A_YEAR_S = 365 * 24 * 3600


@public.get("/host/link/{token}")
def open_by_link(request: Request, token: str) -> Response:
    """
    Start a session by a link and go on to the host's page, so that the token leaves the address.

    The session's cookie is sent along when the page is opened from a mail (SameSite=Lax); every change still
    has to come from the service's own pages.
    """
    installation = installation_of(request)
    address = request.client.host if request.client else ""
    try:
        session = open_link(installation, token, address, request.headers.get("user-agent", ""))
    except NotSignedIn:
        return _refused(request, ENDED, 404)
    except TooManyAttempts as error:
        return _refused(request, TOO_OFTEN.format(minutes=-(-error.retry_after_s // 60)), 429)
    response = RedirectResponse(HOST_PATH, SEE_OTHER)
    response.set_cookie(
        HOST_COOKIE,
        session,
        httponly=True,
        secure=installation.settings.is_https,
        samesite="lax",
        path=HOST_PATH,
    )
    return response


@public.get("/host/ruby")
def read_with_ruby(request: Request, on: bool = False) -> Response:
    """Show ふりがな from now on, or no longer."""
    response = RedirectResponse(HOST_PATH, SEE_OTHER)
    if on:
        response.set_cookie(RUBY_COOKIE, "1", max_age=A_YEAR_S, path=HOST_PATH, samesite="lax")
    else:
        response.delete_cookie(RUBY_COOKIE, path=HOST_PATH)
    return response


def own_page(request: Request) -> Response:
    """Lead a host's user to the host's own page, and others to theirs."""

    def answer(context: Context) -> Response:
        own = context.actor.host_id
        return RedirectResponse("/" if own is None else f"{HOST_PATH}/{own}", SEE_OTHER)

    return run(request, Act.SELF_READ, answer)


def _declare(path: str, endpoint: Callable[[Request], Response], act: Act) -> None:
    endpoint.sanka_act = act  # type: ignore[attr-defined]
    public.add_api_route(path, endpoint, methods=["GET"])


_declare(HOST_PATH, own_page, Act.SELF_READ)


def _refused(request: Request, words: str, status: int) -> Response:
    return templates.TemplateResponse(request, "own_host/no_way.html", {"words": words}, status_code=status)

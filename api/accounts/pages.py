"""The pages for signing in and out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from api.accounts import service
from api.accounts.routes import set_cookie
from api.accounts.schemas import SignIn
from api.context import Context, Receipt
from api.errors import NotSignedIn, TooManyAttempts
from api.policy.vocabulary import Act
from api.web.entry import COOKIE, check_origin, installation_of
from api.web.paging import SEE_OTHER, Pages, form_fields
from api.web.templating import templates

public = APIRouter(include_in_schema=False)
pages = Pages()

WRONG = "サインイン名かパスワードが違います。大文字・小文字を確かめて、もう一度お試しください。"
TOO_OFTEN = "続けて間違えたため、しばらくサインインできません。{minutes} 分ほど待ってからお試しください。"


@public.get("/sign-in")
def show_sign_in(request: Request) -> Response:
    """Show the form."""
    return _form(request, "", "")


@public.post("/sign-in")
def sign_in(request: Request, fields: Annotated[Mapping[str, str], Depends(form_fields)]) -> Response:
    """Sign in, or say why not; the name that was typed stays."""
    check_origin(request)
    name, installation = fields.get("sign_in_name", ""), installation_of(request)
    address = request.client.host if request.client else ""
    agent = request.headers.get("user-agent", "")
    try:
        given = SignIn(sign_in_name=name, password=fields.get("password", ""))
        token = service.sign_in(installation, given, address, agent)
    except (NotSignedIn, ValidationError):
        return _form(request, name, WRONG, 401)
    except TooManyAttempts as error:
        return _form(request, name, TOO_OFTEN.format(minutes=-(-error.retry_after_s // 60)), 429)
    response = RedirectResponse("/", SEE_OTHER)
    set_cookie(response, token, installation.settings.is_https)
    return response


@pages.form("/sign-out", Act.SELF_EDIT)
def sign_out(context: Context, request: Request, fields: Mapping[str, str]) -> Receipt:
    """Sign out."""
    return service.sign_out(context, request.cookies[COOKIE], then="/sign-in")


def _form(request: Request, name: str, error: str, status: int = 200) -> Response:
    page = {"sign_in_name": name[:120], "error": error}
    return templates.TemplateResponse(request, "accounts/sign_in.html", page, status_code=status)

"""Signing in and out, and users, as JSON."""

from __future__ import annotations

import uuid

from fastapi import APIRouter, Request, Response

from api.accounts import service
from api.accounts.schemas import PasswordChange, SignedIn, SignIn, UserChange, UserCreate, UserList
from api.context import Context, Receipt
from api.policy.vocabulary import Act
from api.web.entry import COOKIE, check_origin, installation_of
from api.web.problems import ERRORS_OF_SIGN_IN
from api.web.routing import Router

public = APIRouter(prefix="/api/v1", tags=["サインイン"])
router = Router(prefix="/api/v1", tags=["利用者"])


@public.post("/session", status_code=204, responses=ERRORS_OF_SIGN_IN)
def sign_in(request: Request, response: Response, body: SignIn) -> None:
    """Sign in: starts a session and sets its cookie."""
    check_origin(request)
    address = request.client.host if request.client else ""
    installation = installation_of(request)
    token = service.sign_in(installation, body, address, request.headers.get("user-agent", ""))
    set_cookie(response, token, installation.settings.is_https)


@router.change("/session/end", Act.SELF_EDIT, status=200)
def sign_out(context: Context, request: Request) -> Receipt:
    """Sign out: the session ends at once."""
    return service.sign_out(context, request.cookies[COOKIE])


@router.view("/me", Act.SELF_READ)
def who_am_i(context: Context) -> SignedIn:
    """Say who is signed in."""
    return service.signed_in(context)


@router.change("/me/password", Act.SELF_EDIT, status=200)
def change_own_password(context: Context, body: PasswordChange) -> Receipt:
    """Change one's own password; all sessions end."""
    return service.change_own_password(context, body)


@router.view("/users", Act.USER_LIST)
def list_users(context: Context) -> UserList:
    """List the municipality's users."""
    return service.list_users(context)


@router.change("/users", Act.USER_EDIT)
def create_user(context: Context, body: UserCreate) -> Receipt:
    """Register a user."""
    return service.create_user(context, body)


@router.change("/users/{user_id}", Act.USER_EDIT, method="PATCH", status=200)
def change_user(context: Context, user_id: uuid.UUID, body: UserChange) -> Receipt:
    """Change a user's name, roles or password, or close the account."""
    return service.change_user(context, user_id, body)


def set_cookie(response: Response, token: str, is_https: bool) -> None:
    """Set the session's cookie: not readable by scripts, not sent from other sites."""
    response.set_cookie(COOKIE, token, httponly=True, secure=is_https, samesite="strict", path="/")

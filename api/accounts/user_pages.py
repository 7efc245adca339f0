"""設定の「利用者」: who may sign in, and as what."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from fastapi import Request

from api.accounts import service
from api.accounts.schemas import UserChange, UserCreate, UserList, UserView
from api.context import Context, Receipt
from api.errors import NotFound
from api.policy.stage import NO_RELATION, parts_of
from api.policy.table import may
from api.policy.vocabulary import ROLE_WORDS, Act, Role
from api.web.fields import Fields
from api.web.paging import Pages, gone_on

PATH = "/settings/users"
pages = Pages()
ROLES = tuple((role.value, words) for role, words in ROLE_WORDS.items() if role is not Role.OPERATOR)
"""What a municipality gives its people to be; the operator is nobody of the municipality."""


@dataclass(frozen=True)
class UsersPage:
    """
    All users of the municipality.

    Parameters
    ----------
    users
        By the name they sign in with.
    hosts
        Whose users may be registered: id and name.
    roles
        What a user may be: code and words.
    may_edit
        The user at the page may change them.
    """

    users: UserList
    hosts: tuple[tuple[str, str], ...]
    roles: tuple[tuple[str, str], ...]
    may_edit: bool


@dataclass(frozen=True)
class UserPage:
    """
    One user.

    Parameters
    ----------
    user
        The record.
    roles
        What a user may be: code and words.
    is_own
        It is the user at the page, whose roles somebody else changes.
    """

    user: UserView
    roles: tuple[tuple[str, str], ...]
    is_own: bool


@pages.show(PATH, Act.USER_LIST, "accounts/users.html")
def show_users(context: Context) -> UsersPage:
    """Show all users, and a form for a new one."""
    may_edit = may(Act.USER_EDIT, parts_of(context.actor.roles, NO_RELATION), None)
    hosts = service.hosts_with_users(context) if may_edit else ()
    return UsersPage(service.list_users(context), hosts, ROLES, may_edit)


@pages.form(PATH, Act.USER_EDIT, again=show_users)
def create_user(context: Context, request: Request, fields: Fields) -> Receipt:
    """Register a user."""
    return gone_on(service.create_user(context, fields.read(UserCreate)), PATH, "added")


@pages.show(f"{PATH}/{{user_id}}", Act.USER_LIST, "accounts/user.html")
def show_user(context: Context, user_id: uuid.UUID) -> UserPage:
    """Show one user."""
    user = next((each for each in service.list_users(context).users if each.id == user_id), None)
    if user is None:
        raise NotFound
    return UserPage(user, ROLES, user_id == context.actor.user_id)


@pages.form(f"{PATH}/{{user_id}}", Act.USER_EDIT, again=show_user)
def change_user(context: Context, request: Request, fields: Fields, user_id: uuid.UUID) -> Receipt:
    """Change a user; their open sessions end."""
    return gone_on(service.change_user(context, user_id, fields.read(UserChange)), PATH)

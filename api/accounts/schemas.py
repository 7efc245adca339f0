"""What is sent and shown about users."""

from __future__ import annotations

import uuid
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from api.accounts.passwords import FEWEST_LETTERS
from api.policy.vocabulary import Role
from api.web.inputs import Input, Line, Printable

Roles = Annotated[list[Role], Field(min_length=1, max_length=len(Role))]
Password = Annotated[str, StringConstraints(min_length=FEWEST_LETTERS, max_length=200)]
SignInName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._@-]{3,120}$")]


class SignIn(Input):
    """A name and a password."""

    sign_in_name: Annotated[str, StringConstraints(max_length=200), Printable]
    password: Annotated[str, StringConstraints(max_length=200)]


class SignedIn(BaseModel):
    """Who is signed in."""

    id: uuid.UUID
    name: str
    roles: list[Role]
    municipality: str
    host_id: uuid.UUID | None


class UserCreate(Input):
    """A new user."""

    sign_in_name: SignInName
    password: Password
    name: Line
    roles: Roles
    host_id: uuid.UUID | None = None


class UserChange(Input):
    """What of a user can be changed."""

    name: Line | None = None
    roles: Roles | None = None
    is_active: bool | None = None
    password: Password | None = None


class PasswordChange(Input):
    """A new password of one's own."""

    old_password: Annotated[str, StringConstraints(max_length=200)]
    new_password: Password


class UserView(BaseModel):
    """A user, as the administrator sees them."""

    id: uuid.UUID
    sign_in_name: str
    name: str
    roles: list[Role]
    is_active: bool
    host_id: uuid.UUID | None
    version: int


class UserList(BaseModel):
    """All users of the municipality."""

    users: list[UserView]

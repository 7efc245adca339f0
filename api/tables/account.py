"""Users, their roles, and where they are signed in. Read before the municipality is known."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlmodel import Field

from api.infra.types import line, words
from api.policy.vocabulary import Role
from api.tables.base import Row, instant


class UserAccount(Row, table=True):
    """利用者: someone who signs in."""

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    municipality_id: uuid.UUID = Field(foreign_key="municipality.id", index=True)
    sign_in_name: str = Field(sa_type=line(120), unique=True)
    sealed: bytes | None = None
    password_hash: str = Field(sa_type=line(200))
    host_id: uuid.UUID | None = Field(default=None, index=True)
    is_active: bool = True
    version: int = 1
    created_at: dt.datetime = instant()


class UserRole(Row, table=True):
    """One role a user holds."""

    user_id: uuid.UUID = Field(foreign_key="user_account.id", primary_key=True)
    role: Role = Field(sa_type=words(Role), primary_key=True)


class LoginSession(Row, table=True):
    """A signed-in browser; the token itself is nowhere stored. By a host's link it ends with the link."""

    token_hash: str = Field(sa_type=line(64), primary_key=True)
    user_id: uuid.UUID = Field(foreign_key="user_account.id", index=True)
    started_at: dt.datetime = instant()
    seen_at: dt.datetime = instant()
    revoked_at: dt.datetime | None = instant(default=None)
    link_id: uuid.UUID | None = Field(default=None, index=True)
    ends_at: dt.datetime | None = instant(default=None)
    address: str = Field(default="", sa_type=line(64))
    agent: str = Field(default="", sa_type=line(200))


class SignInThrottle(Row, table=True):
    """How often signing in failed of late, by name and by address (hashed)."""

    key: str = Field(sa_type=line(64), primary_key=True)
    window_started_at: dt.datetime = instant()
    failures: int = 0

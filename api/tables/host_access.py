"""How a host gets to its own page without a password, and what it tells the office there."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlmodel import Field

from api.infra.types import words
from api.tables.base import Record, instant
from api.tables.ladder import AnswerBy


class HostLink(Record, table=True):
    """
    受入先のリンク: the way to one host's own page until a day; nothing of its token is stored.

    Who comes by it acts as the host's link account, which has no password.
    """

    host_id: uuid.UUID = Field(foreign_key="host.id", index=True)
    user_id: uuid.UUID = Field(foreign_key="user_account.id")
    created_at: dt.datetime = instant()
    created_by: uuid.UUID
    expires_at: dt.datetime = instant()
    used_at: dt.datetime | None = instant(default=None)
    revoked_at: dt.datetime | None = instant(default=None)
    revoked_by: uuid.UUID | None = None


class HostWorry(Record, table=True):
    """心配ごと: what troubles a host, about no single person; sealed with the host's key."""

    host_id: uuid.UUID = Field(foreign_key="host.id", index=True)
    urgency: AnswerBy = Field(sa_type=words(AnswerBy))
    sealed: bytes | None = None
    told_at: dt.datetime = instant()
    told_by: uuid.UUID

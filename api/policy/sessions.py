"""Sessions: a random token in a cookie, its hash in the database; revoked at once, asked at every request."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from api.context import Actor
from api.errors import NotSignedIn
from api.infra.clock import Clock, present
from api.infra.settings import Settings
from api.tables import LoginSession, UserAccount, UserRole

TOKEN_BYTES = 32
TOUCH_EVERY = dt.timedelta(minutes=1)
_WHOSE = (
    select(
        present().label("now"),
        *map(col, (LoginSession.token_hash, LoginSession.started_at, LoginSession.seen_at)),
        *map(col, (LoginSession.revoked_at, LoginSession.ends_at)),
        *map(col, (UserAccount.id, UserAccount.municipality_id, UserAccount.host_id, UserAccount.is_active)),
        col(UserRole.role),
    )
    .join(UserAccount, col(UserAccount.id) == col(LoginSession.user_id))
    .join(UserRole, col(UserRole.user_id) == col(UserAccount.id), isouter=True)
    .where(col(LoginSession.token_hash) == bindparam("token_hash"))
)
"""Built once: it is asked in every request."""


def start_session(
    session: Session,
    user_id: uuid.UUID,
    now: dt.datetime,
    address: str,
    agent: str,
    link_id: uuid.UUID | None = None,
    ends_at: dt.datetime | None = None,
) -> str:
    """
    Start a session and give its token, which is stored nowhere.

    Parameters
    ----------
    session, user_id, now
        Whose, and from when.
    address, agent
        From where, as the browser says.
    link_id, ends_at
        The host's link somebody came by, and when it ends at the latest for that.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        LoginSession(
            token_hash=hash_of(token),
            user_id=user_id,
            started_at=now,
            seen_at=now,
            address=address[:64],
            agent=agent[:200],
            link_id=link_id,
            ends_at=ends_at,
        )
    )
    return token


@dataclass(frozen=True)
class Arrival:
    """
    Who has come.

    Parameters
    ----------
    actor, now
        Who and when.
    is_due
        Whether it should be written down again that the session is in use.
    """

    actor: Actor
    now: dt.datetime
    is_due: bool


def arrive(session: Session, token: str, clock: Clock, settings: Settings) -> Arrival:
    """
    Give who a token belongs to, and when it is.

    Raises
    ------
    NotSignedIn
        If the session has ended, was revoked, or its user may no longer sign in.
    """
    rows: Sequence[Any] = session.execute(_WHOSE, {"token_hash": hash_of(token)}).all()
    if not rows:
        raise NotSignedIn
    found = rows[0]
    now = clock.read(found.now)
    idle = dt.timedelta(minutes=settings.session_idle_minutes)
    longest = dt.timedelta(hours=settings.session_hours)
    has_ended = (
        found.seen_at + idle < now
        or found.started_at + longest < now
        or (found.ends_at is not None and found.ends_at <= now)
    )
    if found.revoked_at is not None or has_ended or not found.is_active:
        raise NotSignedIn
    actor = Actor(
        found.id,
        found.municipality_id,
        frozenset(row.role for row in rows if row.role is not None),
        found.host_id,
        found.token_hash[:16],
    )
    return Arrival(actor, now, found.seen_at + TOUCH_EVERY < now)


def touch_session(session: Session, token: str, now: dt.datetime) -> None:
    """Write down that a session is in use."""
    session.execute(
        update(LoginSession).where(col(LoginSession.token_hash) == hash_of(token)).values(seen_at=now)
    )


def end_session(session: Session, token: str, now: dt.datetime) -> None:
    """End one session."""
    session.execute(
        update(LoginSession)
        .where(col(LoginSession.token_hash) == hash_of(token), col(LoginSession.revoked_at).is_(None))
        .values(revoked_at=now)
    )


def end_all_sessions(session: Session, user_id: uuid.UUID, now: dt.datetime) -> None:
    """End all sessions of a user."""
    session.execute(
        update(LoginSession)
        .where(col(LoginSession.user_id) == user_id, col(LoginSession.revoked_at).is_(None))
        .values(revoked_at=now)
    )


def hash_of(token: str) -> str:
    """Give what is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()

"""Sessions: a random token in a cookie, its hash in the database; revoked at once, asked at every request."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import uuid

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from api.context import Actor
from api.errors import NotSignedIn
from api.infra.settings import Settings
from api.tables import LoginSession, UserAccount, UserRole

TOKEN_BYTES = 32
TOUCH_EVERY = dt.timedelta(minutes=1)
_WHOSE = (
    select(LoginSession, UserAccount, col(UserRole.role))
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


def actor_of(session: Session, token: str | None, now: dt.datetime, settings: Settings) -> tuple[Actor, bool]:
    """
    Give who a token belongs to, and whether its last use should be written down again.

    Raises
    ------
    NotSignedIn
        Without a token, or if the session has ended, was revoked, or its user may no longer sign in.
    """
    if not token:
        raise NotSignedIn
    rows = session.execute(_WHOSE, {"token_hash": hash_of(token)}).all()
    if not rows:
        raise NotSignedIn
    login, user, _ = rows[0]
    idle = dt.timedelta(minutes=settings.session_idle_minutes)
    longest = dt.timedelta(hours=settings.session_hours)
    has_ended = (
        login.seen_at + idle < now
        or login.started_at + longest < now
        or (login.ends_at is not None and login.ends_at <= now)
    )
    if login.revoked_at is not None or has_ended or not user.is_active:
        raise NotSignedIn
    actor = Actor(
        user.id,
        user.municipality_id,
        frozenset(role for _, _, role in rows if role is not None),
        user.host_id,
        login.token_hash[:16],
    )
    return actor, login.seen_at + TOUCH_EVERY < now


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

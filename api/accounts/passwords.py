"""Passwords: argon2id, at most two hashed at a time, and a brake on guessing kept in the database."""

from __future__ import annotations

import datetime as dt
import hashlib
import threading

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.errors import TooManyAttempts
from api.tables import SignInThrottle

FEWEST_LETTERS = 12
MOST_FAILURES = 10
WINDOW = dt.timedelta(minutes=5)

_hasher = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=19_456, parallelism=1),))
_at_once = threading.Semaphore(2)
# Hashed for unknown names, so that they take as long as known ones.
_nobody = _hasher.hash("nobody has this password")


def hash_password(password: str) -> str:
    """Hash a password."""
    with _at_once:
        return _hasher.hash(password)


def is_password(password: str, kept: str | None) -> bool:
    """Tell whether a password is the one that was kept; where none was, it takes as long and is not."""
    is_hash = kept is not None and kept.startswith("$argon2")
    with _at_once:
        holds = _hasher.verify(password, kept if kept and is_hash else _nobody)
    return holds and is_hash


def check_throttle(session: Session, keys: tuple[str, ...], now: dt.datetime) -> None:
    """
    Refuse when signing in failed too often, by name or by address.

    Raises
    ------
    TooManyAttempts
        With the seconds to wait.
    """
    rows = session.execute(select(SignInThrottle).where(col(SignInThrottle.key).in_(keys))).scalars()
    for row in rows:
        left = row.window_started_at + WINDOW - now
        if row.failures >= MOST_FAILURES and left > dt.timedelta():
            raise TooManyAttempts(int(left.total_seconds()) + 1)


def count_failure(session: Session, keys: tuple[str, ...], now: dt.datetime) -> None:
    """Count a failed attempt."""
    for key in keys:
        row = session.get(SignInThrottle, key, with_for_update=True)
        if row is None:
            session.add(SignInThrottle(key=key, window_started_at=now, failures=1))
        elif row.window_started_at + WINDOW <= now:
            row.window_started_at, row.failures = now, 1
        else:
            row.failures += 1
    session.flush()


def clear_failures(session: Session, key: str) -> None:
    """Forget the failures of a name after it signed in."""
    row = session.get(SignInThrottle, key)
    if row is not None:
        session.delete(row)


def throttle_keys(sign_in_name: str, address: str) -> tuple[str, str]:
    """Give the keys failures are counted under; neither name nor address is stored."""
    return (
        hashlib.sha256(f"name:{sign_in_name.casefold()}".encode()).hexdigest(),
        hashlib.sha256(f"address:{address}".encode()).hexdigest(),
    )

"""Once for each key: the receipt of an act is kept in its own transaction, for the same request again."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Request, Response
from sqlalchemy import bindparam, select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import col

from api.context import Context, Receipt
from api.errors import Busy, KeyMissing, KeyReused
from api.infra.database import is_retryable
from api.policy.table import TABLE
from api.policy.vocabulary import Act
from api.tables import IdempotencyKey
from api.tables.tenancy import add_rows
from api.web.entry import enter, installation_of

MOST_TRIES = 3
KEY = "[A-Za-z0-9_-]{8,80}"
_KEY = re.compile(KEY)


@dataclass(frozen=True)
class Asked:
    """
    What was asked for.

    Parameters
    ----------
    key
        The Idempotency-Key; in a form its hidden field.
    version
        The version the change starts from, as it was given.
    text
        The body, the same for the same request.
    """

    key: str
    version: str
    text: str

    def hash_for(self, request: Request) -> str:
        """Give the keyed hash by which the same request is known again; no body can be guessed from it."""
        parts = (request.method, request.url.path, self.version, self.text)
        key = installation_of(request).roots.form
        return hmac.digest(key, "\0".join(parts).encode(), hashlib.sha256).hex()


def do_once(
    context: Context, request: Request, asked: Asked, status: int, act: Callable[[], Receipt]
) -> tuple[str, int]:
    """
    Do an act once for its key and give its receipt as it is kept.

    Raises
    ------
    KeyMissing
        Without a key.
    KeyReused
        If the key came with another request before.
    """
    if not _KEY.fullmatch(asked.key):
        raise KeyMissing
    own = asked.hash_for(request)
    by = {"user_id": context.actor.user_id, "key": asked.key}
    kept = context.session.execute(_KEPT, by).one_or_none()
    if kept is not None:
        if kept.request_hash != own:
            raise KeyReused
        return kept.answer, kept.status
    answer = act().model_dump_json()
    row = {**by, "request_hash": own, "status": status, "answer": answer, "created_at": context.now}
    add_rows(context.session, IdempotencyKey, [row])
    return answer, status


_KEPT = select(*map(col, (IdempotencyKey.request_hash, IdempotencyKey.answer, IdempotencyKey.status))).where(
    col(IdempotencyKey.user_id) == bindparam("user_id"), col(IdempotencyKey.key) == bindparam("key")
)


def run(
    request: Request, act: Act, work: Callable[[Context], Response], version: str | None = None
) -> Response:
    """
    Run an act or view in one transaction, which is tried again where the database asks for it.

    Parameters
    ----------
    request, act
        What is asked for.
    work
        Called with the context once the gate is passed.
    version
        The version a form starts from; otherwise If-Match is read.

    Raises
    ------
    Busy
        If other writers stay in the way.
    """
    for attempt in range(1, MOST_TRIES + 1):
        try:
            with enter(request, act, version) as context:
                return work(context)
        except IntegrityError:
            # Two requests with one key: the second finds the first's receipt when it tries again.
            if not TABLE[act].is_change or attempt == MOST_TRIES:
                raise
        except DBAPIError as error:
            if not is_retryable(error):
                raise
            if attempt == MOST_TRIES:
                raise Busy("conflicting writers") from error
    raise AssertionError("unreachable")

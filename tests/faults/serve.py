"""
The service on a unix socket, as a process that can end itself at a chosen moment.

`python -m tests.faults.serve SOCKET [MOMENT]`, in the environment of the service. Moments:

before-reply
    kill -9 in the twentieth act, between its commit and its answer.
before-key
    A broken service, for controls: the receipt is kept in a transaction of its own after the act's, and
    kill -9 comes between the two, in the tenth act.
"""

from __future__ import annotations

import itertools
import os
import signal
import sys
from collections.abc import Callable

import uvicorn
from fastapi import Request, Response
from sqlalchemy import select
from sqlmodel import col
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.context import Context, Receipt
from api.infra.installation import open_installation
from api.infra.settings import load_settings
from api.main import create_app
from api.policy.vocabulary import Act
from api.tables import IdempotencyKey
from api.web import once, routing

BEFORE_REPLY = "before-reply"
BEFORE_KEY = "before-key"
LAST_REPLY = 20
LAST_KEY = 10
_acts = itertools.count(1)


def die() -> None:
    """End this process as the kernel does when there is no memory left."""
    os.kill(os.getpid(), signal.SIGKILL)


class DiesBeforeReply:
    """
    Commits, and never answers.

    Parameters
    ----------
    app
        The service.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def send_or_die(message: Message) -> None:
            is_done = message["type"] == "http.response.start" and message["status"] in {200, 201}
            if is_done and next(_acts) == LAST_REPLY:
                die()
            await send(message)

        await self._app(scope, receive, send_or_die)


def keep_receipts_apart() -> None:
    """Break the service: keep the receipt of an act once the act has been committed."""
    run = once.run

    def do_once(
        context: Context, request: Request, asked: once.Asked, status: int, act: Callable[[], Receipt]
    ) -> tuple[str, int]:
        query = select(IdempotencyKey).where(
            col(IdempotencyKey.user_id) == context.actor.user_id, col(IdempotencyKey.key) == asked.key
        )
        kept = context.session.execute(query).scalar_one_or_none()
        if kept is not None:
            return kept.answer, kept.status
        answer = act().model_dump_json()
        request.state.to_keep = IdempotencyKey(
            user_id=context.actor.user_id,
            key=asked.key,
            request_hash=asked.hash_for(request),
            status=status,
            answer=answer,
            created_at=context.now,
        )
        return answer, status

    def run_and_keep(
        request: Request, act: Act, work: Callable[[Context], Response], version: str | None = None
    ) -> Response:
        response = run(request, act, work, version)
        to_keep = getattr(request.state, "to_keep", None)
        if to_keep is not None:
            if next(_acts) == LAST_KEY:
                die()
            with request.app.state.installation.database.write() as session:
                session.add(to_keep)
        return response

    routing.do_once, routing.run = do_once, run_and_keep  # type: ignore[attr-defined]


def main(socket: str, moment: str = "") -> None:
    """Serve until the end."""
    app: ASGIApp = create_app(open_installation(load_settings()))
    if moment == BEFORE_REPLY:
        app = DiesBeforeReply(app)
    elif moment == BEFORE_KEY:
        keep_receipts_apart()
    uvicorn.run(app, uds=socket, server_header=False, access_log=False, log_level="warning")


if __name__ == "__main__":
    main(*sys.argv[1:])

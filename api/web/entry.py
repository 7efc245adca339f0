"""The way into every route: who it is, where it comes from, the gate, one transaction, its trail."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from fastapi import Request
from sqlalchemy.orm import Session

from api.audit.trail import append
from api.context import Actor, Context
from api.errors import ForeignOrigin, NotFound, NotSignedIn, PolicyError
from api.infra.database import work_for
from api.infra.installation import Installation
from api.policy.gate import pass_gate
from api.policy.sessions import Arrival, arrive, touch_session
from api.policy.table import TABLE
from api.policy.vocabulary import Act

COOKIE = "sanka_session"
HOST_COOKIE = "sanka_host"
HOST_PATH = "/host"
"""Who came by a host's link is signed in under this path alone, beside whoever else uses the browser."""

_SAFE = {"GET", "HEAD", "OPTIONS"}


def installation_of(request: Request) -> Installation:
    """Give the installation the application was made with."""
    found: Installation = request.app.state.installation
    return found


@contextmanager
def enter(request: Request, act: Act, version: str | None = None) -> Iterator[Context]:
    """
    Run an act or view of the signed-in user in one transaction, with its trail.

    Parameters
    ----------
    request, act
        What is asked for.
    version
        The version a form starts from; otherwise If-Match is read.

    Raises
    ------
    NotSignedIn, ForeignOrigin, NotFound
        Before anything is read that the user may not see. Denials are written into the trail.
    """
    check_origin(request)
    installation, tokens = installation_of(request), tokens_of(request)
    if not tokens:
        raise NotSignedIn
    rule, database = TABLE[act], installation.database
    ids = ids_in_path(request)
    denied: Actor | None = None
    try:
        with database.write() if rule.is_sensitive else database.read() as session:
            came, token = _who_comes(session, tokens, installation)
            actor, now = came.actor, came.now
            work_for(session, actor.municipality_id)
            context = Context(
                installation,
                session,
                actor,
                act,
                now,
                request.state.request_id,
                version_in(request.headers.get("if-match", "") if version is None else version),
            )
            try:
                pass_gate(context, ids)
                yield context
            except NotFound:
                denied = actor
                raise
            if context.entries and not rule.is_sensitive:
                raise PolicyError(f"{act} leaves a trail and is declared as a view that leaves none")
            if came.is_due and rule.is_sensitive:
                touch_session(session, token, now)
            append(session, installation.roots.audit, now, context.entries)
    except NotFound:
        if denied is not None:
            _note_denial(installation, denied, act, request.state.request_id, ids)
        raise
    if came.is_due and not rule.is_sensitive:
        with database.write() as session:
            touch_session(session, token, now)


def tokens_of(request: Request) -> list[str]:
    """Give the tokens of the sessions a request may be of; under a host's own pages its link goes first."""
    path = request.url.path
    names = (HOST_COOKIE, COOKIE) if path == HOST_PATH or path.startswith(f"{HOST_PATH}/") else (COOKIE,)
    return [token for token in map(request.cookies.get, names) if token]


def _who_comes(session: Session, tokens: list[str], installation: Installation) -> tuple[Arrival, str]:
    """Give who is signed in by the first token that holds, and that token."""
    for token in tokens:
        try:
            return arrive(session, token, installation.clock, installation.settings), token
        except NotSignedIn:
            continue
    raise NotSignedIn


def check_origin(request: Request) -> None:
    """
    Refuse a change that does not come from the service's own pages.

    Raises
    ------
    ForeignOrigin
        Without an Origin header, or with another one. Our pages send no referrer, so that browsers hide the
        origin of their forms; whether it is our own they then say in Sec-Fetch-Site, which no page can set.
    """
    if request.method in _SAFE:
        return
    origin = request.headers.get("origin")
    is_own_form = origin == "null" and request.headers.get("sec-fetch-site") == "same-origin"
    if origin != installation_of(request).settings.origin and not is_own_form:
        raise ForeignOrigin


def version_in(given: str) -> int | None:
    """Give the version in an If-Match or a form's field; anything else in it is no version."""
    given = given.strip().removeprefix("W/").strip('"')
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None


def ids_in_path(request: Request) -> Mapping[str, uuid.UUID]:
    """
    Give the ids in the path.

    Raises
    ------
    NotFound
        If one is no id.
    """
    try:
        return {
            name: uuid.UUID(value) if isinstance(value, str) else value
            for name, value in request.path_params.items()
            if name.endswith("_id")
        }
    except ValueError:
        raise NotFound from None


def _note_denial(
    installation: Installation, actor: Actor, act: Act, request_id: str, ids: Mapping[str, uuid.UUID]
) -> None:
    """Write a denial into the trail of the user's own municipality, in a transaction of its own."""
    with installation.database.write(actor.municipality_id) as session:
        now = installation.clock.now(session)
        context = Context(installation, session, actor, act, now, request_id)
        resource, resource_id = next(iter(ids.items()), ("", None))
        context.note_of(resource.removesuffix("_id"), resource_id, outcome="denied")
        append(session, installation.roots.audit, now, context.entries)

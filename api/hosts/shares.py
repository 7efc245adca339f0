"""広域: sharing a host with a neighbouring municipality, which sees it and changes nothing."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select
from sqlmodel import col

from api.audit.trail import append
from api.context import Context, Receipt
from api.errors import Conflict, Fault, NotFound, Refused
from api.hosts.schemas import ShareCreate
from api.infra.database import work_for
from api.tables import HostShare, Municipality


def share_host(context: Context, given: ShareCreate) -> Receipt:
    """
    Let a neighbour see and use the host's places.

    Raises
    ------
    Refused
        If there is no such municipality here, or it is the host's own.
    """
    host = context.host
    neighbour = _municipality(context, given.code)
    if neighbour is None or neighbour.id == host.municipality_id:
        raise Refused([Fault("code", given.code, "sanka を使っているほかの自治体の全国地方公共団体コード")])
    if _share(context, neighbour.id) is not None:
        raise Conflict("already_exists")
    share = HostShare(host_id=host.id, municipality_id=neighbour.id, owner_id=host.municipality_id)
    context.session.add(share)
    context.session.flush()
    context.note(host, shared_with=neighbour.code)
    return context.receipt(host)


def end_share(context: Context, code: str) -> Receipt:
    """End a share; the host is gone for the neighbour with its next request."""
    neighbour = _municipality(context, code)
    share = _share(context, neighbour.id) if neighbour is not None else None
    if share is None:
        raise NotFound
    context.session.delete(share)
    context.session.flush()
    context.note(context.host, no_longer_shared_with=code)
    return context.receipt(context.host)


def sharing_with(context: Context) -> list[uuid.UUID]:
    """Give the neighbours the host at hand is shared with."""
    query = select(col(HostShare.municipality_id)).where(col(HostShare.host_id) == context.host.id)
    return sorted(context.session.execute(query).scalars())


@contextmanager
def on_behalf_of(context: Context, municipality_id: uuid.UUID) -> Iterator[Context]:
    """
    Work for a neighbour within an act on a shared host: on its rows alone, and with its own trail.

    Only what the host itself may ask of everybody who comes there is done so. When it fails, the act fails.
    """
    if municipality_id == context.municipality_id:
        yield context
        return
    session = context.session
    session.flush()
    actor = dataclasses.replace(context.actor, municipality_id=municipality_id, roles=frozenset())
    work_for(session, municipality_id)
    theirs = dataclasses.replace(context, actor=actor, entries=[], _case=None, _host=None, _placement=None)
    yield theirs
    append(session, context.installation.roots.audit, context.now, theirs.entries)
    session.flush()
    work_for(session, context.municipality_id)


def _municipality(context: Context, code: str) -> Municipality | None:
    query = select(Municipality).where(col(Municipality.code) == code)
    return context.session.execute(query).scalar_one_or_none()


def _share(context: Context, municipality_id: uuid.UUID) -> HostShare | None:
    return context.session.get(HostShare, (context.host.id, municipality_id))

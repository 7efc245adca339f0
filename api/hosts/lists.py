"""The list of hosts: what each is, how fresh its word is, and what is left there next week."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import func, select
from sqlmodel import col

from api.context import Context
from api.hosts import seats
from api.hosts.capacity import capacities, monday_of
from api.hosts.checks import OF_PLACES
from api.hosts.statements import stands
from api.hosts.views import HostLine, HostList
from api.mapping.hosts import load_hosts
from api.tables import CapacityStatement, Host, Menu, Pool, PoolSlot
from matching.labels import label
from matching.vocabulary import HostKind, LimitKind, NeedDomain

PAGE_SIZE = 50


def list_hosts(
    context: Context,
    page: int,
    kind: HostKind | None,
    district_id: uuid.UUID | None,
    domain: NeedDomain | None,
) -> HostList:
    """Give a page of hosts by name; the domains are those of menus that are open."""
    domains = _domains(context)
    query = select(Host)
    if kind is not None:
        query = query.where(col(Host.kind) == kind)
    if district_id is not None:
        query = query.where(col(Host.district_id) == district_id)
    if domain is not None:
        query = query.where(col(Host.id).in_([each for each, said in domains.items() if domain in said]))
    total = context.session.execute(select(func.count()).select_from(query.subquery())).scalar_one()
    query = query.order_by(col(Host.name), col(Host.id)).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    hosts = context.session.execute(query).scalars().all()
    ids = [host.id for host in hosts]
    stated_on, (left, stale_after) = _newest_statements(context, ids), _left_next_week(context, ids)
    return HostList(
        hosts=[
            HostLine(
                **host.model_dump(include=set(HostLine.model_fields)),
                kind_words=label(host.kind),
                is_own=host.municipality_id == context.municipality_id,
                domains=[each for each in NeedDomain if each in domains[host.id]],
                stated_on=stated_on.get(host.id),
                is_stale=host.id not in stated_on or context.today - stated_on[host.id] > stale_after,
                left=left.get(host.id),
            )
            for host in hosts
        ],
        page=page,
        total=total,
    )


def _domains(context: Context) -> defaultdict[uuid.UUID, set[str]]:
    found: defaultdict[uuid.UUID, set[str]] = defaultdict(set)
    query = select(col(Menu.host_id), col(Menu.domains)).where(col(Menu.is_open))
    for host_id, domains in context.session.execute(query):
        found[host_id].update(domains)
    return found


def _newest_statements(context: Context, host_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, dt.date]:
    query = (
        select(col(CapacityStatement.host_id), func.max(col(CapacityStatement.stated_on)))
        .where(col(CapacityStatement.host_id).in_(host_ids), stands())
        .group_by(col(CapacityStatement.host_id))
    )
    return {host_id: day for host_id, day in context.session.execute(query) if host_id}


def _left_next_week(
    context: Context, host_ids: Collection[uuid.UUID]
) -> tuple[dict[uuid.UUID, int], dt.timedelta]:
    """Give what is left of places and beds from next Monday to Sunday, where any limit is known."""
    session, first = context.session, monday_of(context.today) + dt.timedelta(weeks=1)
    query = (
        select(col(PoolSlot.id), col(PoolSlot.host_id))
        .join(Pool, col(Pool.id) == col(PoolSlot.pool_id))
        .where(col(Pool.host_id).in_(host_ids), col(Pool.kind).in_(OF_PLACES))
    )
    host_of = {part: host_id for part, host_id in session.execute(query) if host_id}
    pools = select(col(Pool.id)).where(col(Pool.host_id).in_(host_ids), col(Pool.kind).in_(OF_PLACES))
    records = load_hosts(session, context.today, menu_ids=(), pool_ids=session.execute(pools).scalars().all())
    there = capacities(records, first, first + dt.timedelta(days=6))
    used, left = seats.used(session, host_of, first), dict[uuid.UUID, int]()
    for (part, day), capacity in there.items():
        host_id = host_of.get(part)
        if host_id is not None and capacity.limit != LimitKind.NONE_KNOWN:
            free = max(0, capacity.places - used.get((part, day), 0))
            left[host_id] = left.get(host_id, 0) + free
    return left, dt.timedelta(days=records.settings.rules.stale_after_days)

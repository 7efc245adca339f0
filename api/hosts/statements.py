"""申告: what is said of a slot's capacity. Rows are only added; the newest day's word is in force."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from api.context import Context, Receipt
from api.errors import Fault, NotFound, Refused
from api.hosts import seats
from api.hosts.checks import check_stated
from api.hosts.schemas import SlotStatement, Stated, StatementsCreate
from api.tables import CapacityStatement, Host, Pool, PoolSlot, Task
from api.tasks.kinds import TaskKind
from api.tasks.service import add_task

DAYS_TO_LOOK = 7
"""How long a coordinator has to look at a host that has more people than places."""


def state_at_host(context: Context, given: StatementsCreate) -> Receipt:
    """Record what is said of slots of the host's pools."""
    return _state(context, context.host, _parts(context, col(PoolSlot.host_id) == context.host.id), given)


def state_at_pool(context: Context, pool_id: uuid.UUID, given: StatementsCreate) -> Receipt:
    """Record what is said of slots of a pool of the municipality's own."""
    pool = context.find(Pool, pool_id, lock=True)
    if pool.host_id is not None:
        raise NotFound
    return _state(context, pool, _parts(context, col(PoolSlot.pool_id) == pool.id), given)


def _parts(context: Context, where: Any) -> dict[uuid.UUID, tuple[PoolSlot, Pool]]:
    query = select(PoolSlot, Pool).join(Pool, col(Pool.id) == col(PoolSlot.pool_id)).where(where)
    return {part.id: (part, pool) for part, pool in context.session.execute(query)}


def _state(
    context: Context,
    owner: Host | Pool,
    parts: Mapping[uuid.UUID, tuple[PoolSlot, Pool]],
    given: StatementsCreate,
) -> Receipt:
    if given.stated_on > context.today:
        raise Refused([Fault("stated_on", given.stated_on.isoformat(), "今日までの日")])
    seen: set[uuid.UUID] = set()
    for row, said in enumerate(given.statements):
        where = f"statements.{row}"
        if said.pool_slot_id not in parts:
            raise NotFound
        if said.pool_slot_id in seen:
            raise Refused([Fault(f"{where}.pool_slot_id", str(said.pool_slot_id), "一度の申告に一枠一回")])
        seen.add(said.pool_slot_id)
        part, pool = parts[said.pool_slot_id]
        stated = _in_force(context, part, said, where) if said.is_same else said
        add_statement(context, pool, part, stated, given.stated_on, where)
    pool_ids = {pool.id for _, pool in parts.values()}
    is_over = look_over(context, owner if isinstance(owner, Host) else None, pool_ids)
    context.note(owner, pool_slots=len(seen), stated_on=given.stated_on.isoformat(), over_capacity=is_over)
    return context.receipt(owner, statements=len(seen), over_capacity=is_over)


def _in_force(context: Context, part: PoolSlot, said: SlotStatement, where: str) -> Stated:
    """Give what is in force, to be said again with a new date (「先月と同じ」)."""
    if said.model_dump(exclude={"pool_slot_id", "is_same"}, exclude_none=True):
        raise Refused([Fault(f"{where}.is_same", "true", "「先月と同じ」なら、ほかの値なし")])
    kept = context.find(CapacityStatement, part.statement_id) if part.statement_id else None
    if kept is None:
        raise Refused([Fault(f"{where}.is_same", "true", "まだ申告のない枠には、今回の申告")])
    return Stated(**{name: getattr(kept, name) for name in Stated.model_fields})


def add_statement(
    context: Context, pool: Pool, part: PoolSlot, stated: Stated, stated_on: dt.date, where: str
) -> CapacityStatement:
    """Add a statement; it is in force unless a later day's word is."""
    check_stated(pool.kind, stated, where)
    statement = CapacityStatement(
        municipality_id=part.municipality_id,
        host_id=part.host_id,
        pool_slot_id=part.id,
        **{name: getattr(stated, name) for name in Stated.model_fields},
        stated_on=stated_on,
        stated_by=context.actor.user_id,
        recorded_at=context.now,
    )
    context.session.add(statement)
    kept = context.find(CapacityStatement, part.statement_id) if part.statement_id else None
    if kept is None or kept.stated_on <= stated_on:
        part.statement_id = statement.id
    context.session.flush()
    return statement


def look_over(context: Context, host: Host | None, pool_ids: Collection[uuid.UUID]) -> bool:
    """
    Bring the ledger to what is now said, and tell whether more is used than there is.

    Nobody is evicted then: the ledger gives no new seat, and a coordinator gets a task, one while it is open.
    """
    context.session.flush()
    is_over = bool(seats.refresh(context.session, pool_ids, context.today))
    host_id = host.id if host is not None else None
    if host is not None:
        host.is_over_capacity = is_over
    open_tasks = select(col(Task.id)).where(
        col(Task.kind) == TaskKind.OVER_CAPACITY, col(Task.done_at).is_(None), col(Task.host_id) == host_id
    )
    if is_over and context.session.execute(open_tasks).first() is None:
        due_on = context.today + dt.timedelta(days=DAYS_TO_LOOK)
        add_task(context, TaskKind.OVER_CAPACITY, due_on, host_id=host_id)
    context.session.flush()
    return is_over


def look_over_host(context: Context, host: Host) -> bool:
    """Look over all pools of a host, after one of its limits changed."""
    pool_ids = context.session.execute(select(col(Pool.id)).where(col(Pool.host_id) == host.id)).scalars()
    return look_over(context, host, pool_ids.all())

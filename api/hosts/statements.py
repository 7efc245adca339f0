"""申告: what is said of a slot's capacity. Rows are only added; the newest day's word is in force."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlmodel import col

from api.context import Context, Receipt
from api.errors import Conflict, Fault, NotFound, Refused
from api.hosts import seats
from api.hosts.checks import check_stated
from api.hosts.schemas import SlotStatement, Stated, StatementsCreate
from api.infra.clock import day_in_japan
from api.tables import CapacityStatement, Heard, Host, Pool, PoolSlot, TakenBack, Task
from api.tasks.kinds import TaskKind
from api.tasks.service import add_task
from matching.vocabulary import DeclaredMark

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


def with_new_mark(
    context: Context, pool_slot_id: uuid.UUID, mark: DeclaredMark | None, places: int | None
) -> SlotStatement:
    """Say a new mark of one of the host's slots; quota and regular users stay as they were said."""
    query = select(PoolSlot).where(col(PoolSlot.id) == pool_slot_id, col(PoolSlot.host_id) == context.host.id)
    part = context.session.execute(query).scalar_one_or_none()
    if part is None:
        raise NotFound
    kept = context.find(CapacityStatement, part.statement_id) if part.statement_id else None
    return SlotStatement(
        pool_slot_id=pool_slot_id,
        mark=mark,
        places=None if mark == DeclaredMark.CLOSED else places,
        quota=kept.quota if kept else None,
        regular_users=kept.regular_users if kept else None,
    )


def stated_slots(context: Context) -> list[uuid.UUID]:
    """Give the host's slots of which something is in force."""
    query = select(col(PoolSlot.id)).where(
        col(PoolSlot.host_id) == context.host.id, col(PoolSlot.statement_id).is_not(None)
    )
    return list(context.session.execute(query.order_by(col(PoolSlot.id))).scalars())


def take_back(context: Context, statement_id: uuid.UUID) -> Receipt:
    """
    元に戻す: take back what was stated in one act, whichever of its statements is named.

    The word before it is in force again, with the day it was said; what was taken back stays on record.

    Raises
    ------
    Conflict
        `taken_back` if it was; `not_own_word` if somebody else said it, or not today.
    """
    named = context.find(CapacityStatement, statement_id, lock=True)
    if named.host_id != context.host.id:
        raise NotFound
    if context.session.get(TakenBack, named.id) is not None:
        raise Conflict("taken_back")
    if named.stated_by != context.actor.user_id or day_in_japan(named.recorded_at) != context.today:
        raise Conflict("not_own_word")
    query = select(CapacityStatement).where(
        col(CapacityStatement.host_id) == context.host.id,
        col(CapacityStatement.recorded_at) == named.recorded_at,
        col(CapacityStatement.stated_by) == named.stated_by,
    )
    said = context.session.execute(query).scalars().all()
    for statement in said:
        context.session.add(
            TakenBack(
                municipality_id=statement.municipality_id,
                statement_id=statement.id,
                host_id=context.host.id,
                taken_back_at=context.now,
            )
        )
    context.session.flush()
    parts = _parts(context, col(PoolSlot.host_id) == context.host.id)
    for statement in said:
        part, _ = parts[statement.pool_slot_id]
        part.statement_id = _newest(context, part)
    is_over = look_over(context, context.host, {pool.id for _, pool in parts.values()})
    context.note(context.host, pool_slots=len(said), taken_back=True, over_capacity=is_over)
    return context.receipt(context.host, statements=len(said), over_capacity=is_over)


def stands() -> ColumnElement[bool]:
    """Say in SQL that a statement was not taken back."""
    return ~exists(col(TakenBack.statement_id)).where(
        col(TakenBack.statement_id) == col(CapacityStatement.id)
    )


def _newest(context: Context, part: PoolSlot) -> uuid.UUID | None:
    """Find the word that is in force: the newest day's, and of one day the last that was recorded."""
    query = select(col(CapacityStatement.id)).where(col(CapacityStatement.pool_slot_id) == part.id, stands())
    newest = (col(CapacityStatement.stated_on).desc(), col(CapacityStatement.recorded_at).desc())
    return context.session.execute(query.order_by(*newest).limit(1)).scalar_one_or_none()


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
    if given.heard is not None and context.actor.host_id is not None:
        raise Refused([Fault("heard", given.heard, "空（自分の申告には付けません）")])
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
        add_statement(context, pool, part, stated, given.stated_on, where, given.heard)
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
    context: Context,
    pool: Pool,
    part: PoolSlot,
    stated: Stated,
    stated_on: dt.date,
    where: str,
    heard: Heard | None = None,
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
        heard=heard,
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

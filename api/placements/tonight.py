"""今夜から: rooms with a free bed for every night, a bed held in one act, the decision afterwards."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator

from pydantic import BaseModel
from sqlalchemy import func, select
from sqlmodel import col

from api.context import Context, Receipt
from api.errors import Conflict, Fault, Refused
from api.hosts import seats
from api.hosts.capacity import capacities
from api.infra.clock import start_of_day
from api.mapping.hosts import HostRecords, load_hosts
from api.office.service import settings_of
from api.placements.guards import has_consent
from api.placements.holding import Terms, hold
from api.placements.notices import next_working_day
from api.placements.schemas import DecisionInput, TonightCreate
from api.placements.service import receipt
from api.tables import Conference, ConferenceState, Decision, Menu, MenuDraw, MenuSlot, PlacementSeat, Pool
from api.tables.sealed import ReasonDocument
from api.tasks.kinds import TaskKind
from api.tasks.service import add_task, end_tasks
from matching import model
from matching.labels import label
from matching.vocabulary import DeclaredMark, LimitKind, NeedDomain, PoolKind

CHECK_OUT = dt.timedelta(hours=12)
"""A stay ends at noon after its last night."""


class RoomView(BaseModel):
    """A room: the beds free in the fullest night, the limit that sets them, what to ask the host."""

    menu_id: uuid.UUID
    menu_name: str
    host_id: uuid.UUID
    host_name: str
    free: int
    most_nights: int | None
    limit: LimitKind
    limit_words: str
    stated_on: dt.date | None
    to_ask: list[str]


class RoomList(BaseModel):
    """Rooms with a bed for every night; and those of which only the host can say."""

    first_night: dt.date
    nights: int
    rooms: list[RoomView]
    rooms_to_ask: list[RoomView]


def list_rooms(context: Context, nights: int) -> RoomList:
    """List the rooms that may be held from tonight on for so many nights."""
    beds = (
        select(col(MenuDraw.menu_id))
        .join(Pool, col(Pool.id) == col(MenuDraw.pool_id))
        .where(col(Pool.kind) == PoolKind.BEDS)
    )
    menu_ids = set(context.session.execute(beds).scalars())
    records = load_hosts(context.session, context.today, menu_ids)
    rooms = list(_rooms(context, records, nights))
    rooms.sort(key=lambda room: (-room.free, room.host_name, room.menu_name, str(room.menu_id)))
    return RoomList(
        first_night=context.today,
        nights=nights,
        rooms=[room for room in rooms if room.free > 0],
        rooms_to_ask=[room for room in rooms if room.free <= 0 and room.to_ask],
    )


def hold_tonight(context: Context, given: TonightCreate) -> Receipt:
    """
    Hold a bed from tonight on; the decision, and a consent that is missing, follow the next working day.

    It comes before the next conference, which is a task with a date.

    Raises
    ------
    Conflict
        `not_held` if the room is closed in one of the nights, or what stands against any offer.
    """
    person, menu = context.case.person, context.find(Menu, given.menu_id)
    slots = context.session.execute(select(MenuSlot).where(col(MenuSlot.menu_id) == menu.id)).scalars().all()
    if not slots or any(slot.weekday is not None for slot in slots):
        raise Refused([Fault("menu_id", str(menu.id), "泊まれる部屋の支援メニュー")])
    if menu.most_nights is not None and given.nights > menu.most_nights:
        raise Refused([Fault("nights", str(given.nights), f"{menu.most_nights}泊まで")])
    last_night = context.today + dt.timedelta(days=given.nights - 1)
    terms = Terms(
        menu.id, frozenset(slot.id for slot in slots), context.today, last_night, NeedDomain.HOUSING
    )
    placement = hold(context, person, terms, start_of_day(last_night + dt.timedelta(days=1)) + CHECK_OUT)
    taken = select(func.count(func.distinct(col(PlacementSeat.day)))).where(
        col(PlacementSeat.placement_id) == placement.id
    )
    if context.session.execute(taken).scalar_one() < given.nights:
        raise Conflict("not_held")
    soon = next_working_day(context.today)
    tasks = {TaskKind.DECISION_DUE: soon, TaskKind.CONFERENCE_DUE: _next_conference(context)}
    if not has_consent(context, person):
        tasks[TaskKind.CONSENT_DUE] = soon
    for kind, due_on in tasks.items():
        add_task(context, kind, due_on, person_id=person.id, host_id=menu.host_id, placement_id=placement.id)
    return receipt(context, placement)


def _next_conference(context: Context) -> dt.date:
    """Give the day of the next conference, at the latest as the municipality decided."""
    days = settings_of(context.session, context.municipality_id).urgent_days
    latest = context.today + dt.timedelta(days=days)
    query = select(func.min(col(Conference.held_on))).where(
        col(Conference.state) == ConferenceState.PLANNED, col(Conference.held_on) >= context.today
    )
    planned = context.session.execute(query).scalar_one()
    return min(planned or latest, latest)


def record_decision(context: Context, given: DecisionInput) -> Receipt:
    """Record the 支援決定 on a room for tonight, by somebody who did not hold it; its task is done."""
    placement = context.placement
    if not placement.is_tonight:
        raise Conflict("no_decision_due")
    if placement.created_by == context.actor.user_id:
        raise Conflict("own_decision")
    decided = select(col(Decision.id)).where(col(Decision.placement_id) == placement.id)
    if context.session.execute(decided).first() is not None:
        raise Conflict("already_decided")
    if not placement.first_day <= given.decided_on <= context.today:
        expected = "泊まり始めた日から今日までの日"
        raise Refused([Fault("decided_on", given.decided_on.isoformat(), expected)])
    decision = Decision(
        municipality_id=context.municipality_id,
        person_id=placement.person_id,
        placement_id=placement.id,
        decided_on=given.decided_on,
        decided_by=context.actor.user_id,
        recorded_at=context.now,
    )
    decision.sealed = context.seal(decision, placement.person_id, ReasonDocument(reason=given.words))
    context.add(decision)
    end_tasks(context, TaskKind.DECISION_DUE, placement_id=placement.id)
    return context.receipt(decision)


def _rooms(context: Context, records: HostRecords, nights: int) -> Iterator[RoomView]:
    days = [context.today + dt.timedelta(days=night) for night in range(nights)]
    there = capacities(records, days[0], days[-1])
    used = seats.used(context.session, records.pool_slots.values(), days[0])
    hosts = {host.id: host for host in records.hosts}
    pools = {pool.id: pool for pool in records.pools}
    for menu in records.menus:
        parts = [
            (records.pool_slots[draw.pool_id, position], part)
            for draw in menu.draws
            if pools[draw.pool_id].kind == PoolKind.BEDS
            for position, part in enumerate(pools[draw.pool_id].slots)
        ]
        keys = [(row_id, day) for row_id, _ in parts for day in days]
        is_short = menu.most_nights is not None and nights > menu.most_nights
        if is_short or not parts or any(key not in there for key in keys):
            continue
        fullest = min(keys, key=lambda key: there[key].places - used.get(key, 0))
        stated = [part.stated_on for _, part in parts if part.stated_on is not None]
        host, limit = hosts[menu.host_id], there[fullest].limit
        yield RoomView(
            menu_id=uuid.UUID(menu.id),
            menu_name=menu.name,
            host_id=uuid.UUID(host.id),
            host_name=host.name,
            free=there[fullest].places - used.get(fullest, 0),
            most_nights=menu.most_nights,
            limit=limit,
            limit_words=label(limit),
            stated_on=min(stated, default=None),
            to_ask=_to_ask([part for _, part in parts], limit, context.today, records.settings.rules),
        )


def _to_ask(
    parts: Iterable[model.PoolSlot], limit: LimitKind, today: dt.date, rules: model.RuleSet
) -> list[str]:
    """Say what to ask the host before somebody is on the way."""
    parts = list(parts)
    asked = []
    if limit == LimitKind.NONE_KNOWN or any(part.stated_on is None for part in parts):
        asked.append("泊まれる人数（まだ聞いていません）")
    if any(part.declared is not None and part.declared.mark == DeclaredMark.ASK for part in parts):
        asked.append("今夜泊まれるか（△の回答です）")
    old = dt.timedelta(days=rules.stale_after_days)
    if any(part.stated_on is not None and today - part.stated_on > old for part in parts):
        asked.append("今も泊まれるか（回答が古くなっています）")
    return asked

"""今月の受け入れ: everything a host needs first, made of what the other features show it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import select
from sqlmodel import col

from api.context import Context
from api.hosts.margins import show_margins
from api.hosts.queries import show_host
from api.hosts.statements import stands
from api.hosts.views import HostView, PoolSlotView, PoolView, SlotMargins
from api.hosts.words import URGENCY_WORDS
from api.infra.clock import day_in_japan
from api.ladder.guests import GuestView, list_guests
from api.ladder.seating import PLACED
from api.ladder.words import CAME_WORDS
from api.own_host.views import (
    DaysView,
    HomeView,
    OffDays,
    OwnGuest,
    OwnRequest,
    OwnSlot,
    OwnVisit,
    Told,
    Undo,
)
from api.placements.requests import list_requests
from api.placements.words import HOST_CONDITION_WORDS
from api.tables import Attendance, CapacityStatement, HostWorry, Municipality, Placement
from matching.labels import plain_label
from matching.vocabulary import LimitKind

WEEKS = 2
MOST_TOLD = 3


def show_home(context: Context) -> HomeView:
    """Show the host its slots, what it is asked, who comes this week, and what it told of late."""
    host = show_host(context)
    slots = _slots(context, host)
    context.note(context.host, slots=len(slots))
    return HomeView(
        id=host.id,
        name=host.name,
        municipality=_municipality(context),
        month=f"{context.today.month}月",
        today=context.today,
        paused_until=_still(context, host.paused_until),
        is_over_capacity=host.is_over_capacity,
        can_say_same=any(slot.stated is not None for slot in slots),
        slots=slots,
        undo=_undo(context),
        requests=_requests(context),
        guests=_guests(context),
        told=_told(context),
        version=host.version,
    )


def show_days(context: Context) -> DaysView:
    """Show when the host takes nobody, or fewer; what is over is left out."""
    host = context.host
    closed = [_off(days, 0) for days in host.closed]
    busy = [_off(season["period"], season["places"]) for season in host.busy_seasons]
    return DaysView(
        id=host.id,
        name=host.name,
        municipality=_municipality(context),
        today=context.today,
        closed=[days for days in closed if days.last_day >= context.today],
        busy=[days for days in busy if days.last_day >= context.today],
        paused_until=_still(context, host.paused_until),
        is_for_host=context.actor.host_id == host.id,
        version=host.version,
    )


def _off(days: Mapping[str, str], places: int) -> OffDays:
    return OffDays(
        first_day=dt.date.fromisoformat(days["first_day"]),
        last_day=dt.date.fromisoformat(days["last_day"]),
        places=places,
    )


def _still(context: Context, until: dt.date | None) -> dt.date | None:
    return until if until is not None and until >= context.today else None


def _municipality(context: Context) -> str:
    office = context.session.get(Municipality, context.municipality_id)
    assert office is not None
    return office.name


def _slots(context: Context, host: HostView) -> list[OwnSlot]:
    margins = {slot.pool_slot_id: slot for slot in show_margins(context, WEEKS).slots}
    names: defaultdict[uuid.UUID, list[str]] = defaultdict(list)
    for menu in host.menus:
        for pool_id in {draw.pool_id for draw in menu.draws} if menu.is_open else ():
            names[pool_id].append(menu.name)
    return [
        _slot(context, pool, slot, names[pool.id], margins.get(slot.id))
        for pool in host.pools
        for slot in pool.slots
        if slot.last_day is None or slot.last_day >= context.today
    ]


def _slot(
    context: Context, pool: PoolView, slot: PoolSlotView, menus: list[str], margin: SlotMargins | None
) -> OwnSlot:
    week = next((each for each in reversed(margin.weeks) if each.is_held), None) if margin else None
    is_known = week is not None and week.limit != LimitKind.NONE_KNOWN
    stated = slot.stated
    return OwnSlot(
        pool_slot_id=slot.id,
        kind=pool.kind,
        words=slot.words,
        menus=menus or [pool.name or pool.kind_words],
        stated=stated,
        days_ago=None if stated is None else (context.today - stated.stated_on).days,
        is_old=margin is None or margin.is_stale or stated is None,
        places=week.places if week and is_known else None,
        left=week.left if week and is_known else None,
        limit=week.limit if week and is_known else None,
        limit_words=plain_label(week.limit) if week and is_known else "",
    )


def _undo(context: Context) -> Undo | None:
    """Find what this user stated last at the host, if it was today and still stands."""
    query = select(CapacityStatement).where(
        col(CapacityStatement.host_id) == context.host.id,
        stands(),
    )
    newest = query.order_by(col(CapacityStatement.recorded_at).desc()).limit(1)
    last = context.session.execute(newest).scalar_one_or_none()
    if last is None or last.stated_by != context.actor.user_id:
        return None
    if day_in_japan(last.recorded_at) != context.today:
        return None
    same = query.where(col(CapacityStatement.recorded_at) == last.recorded_at)
    said = context.session.execute(same).scalars()
    return Undo(statement_id=last.id, pool_slot_ids=[statement.pool_slot_id for statement in said])


def _requests(context: Context) -> list[OwnRequest]:
    requests = list_requests(context).requests
    query = select(col(Placement.id), col(Placement.host_condition)).where(
        col(Placement.id).in_([request.id for request in requests])
    )
    conditions = {row_id: code for row_id, code in context.session.execute(query) if code}
    return [
        OwnRequest(request=request, condition_words=HOST_CONDITION_WORDS.get(conditions.get(request.id, "")))
        for request in requests
    ]


def _guests(context: Context) -> list[OwnGuest]:
    """Give who comes now: today's people first, then by their next day."""
    query = select(col(Placement.id)).where(
        col(Placement.host_id) == context.host.id,
        col(Placement.status).in_(PLACED),
        col(Placement.last_day) >= context.today,
    )
    there = set(context.session.execute(query).scalars())
    guests = [guest for guest in list_guests(context).guests if guest.id in there]
    noted = _attendance(context, guests)
    found = [_guest(context, guest, noted) for guest in guests if guest.visits != []]
    return sorted(found, key=lambda guest: not any(visit.is_today for visit in guest.visits or ()))


def _attendance(context: Context, guests: list[GuestView]) -> dict[tuple[uuid.UUID, dt.date], Attendance]:
    days = {visit.day for guest in guests for visit in guest.visits or ()}
    query = select(Attendance).where(
        col(Attendance.placement_id).in_([guest.id for guest in guests]), col(Attendance.day).in_(days)
    )
    return {(row.placement_id, row.day): row for row in context.session.execute(query).scalars()}


def _guest(
    context: Context, guest: GuestView, noted: Mapping[tuple[uuid.UUID, dt.date], Attendance]
) -> OwnGuest:
    visits = None
    if guest.visits is not None:
        visits = []
        for visit in guest.visits:
            known = noted.get((guest.id, visit.day))
            visits.append(
                OwnVisit(
                    day=visit.day,
                    is_today=visit.day == context.today,
                    is_past=visit.day <= context.today,
                    words=visit.times.words,
                    came=known.came if known else None,
                    came_words=CAME_WORDS[known.came] if known else None,
                    version=known.version if known else None,
                )
            )
    return OwnGuest(
        id=guest.id,
        shown_name=guest.shown_name,
        shown_text=guest.shown_text,
        visits=visits,
        contact=guest.contact,
    )


def _told(context: Context) -> list[Told]:
    query = select(HostWorry).where(col(HostWorry.host_id) == context.host.id)
    query = query.order_by(col(HostWorry.told_at).desc(), col(HostWorry.id)).limit(MOST_TOLD)
    return [
        Told(told_at=row.told_at, urgency_words=URGENCY_WORDS[row.urgency])
        for row in context.session.execute(query).scalars()
    ]

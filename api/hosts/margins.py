"""受入余力 of a host: the core's margins of each slot and week, less what the ledger says is used."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict

from sqlalchemy import select
from sqlmodel import col

from api.context import Context
from api.hosts import seats
from api.hosts.capacity import SeatKey, margins_of, monday_of
from api.hosts.queries import slot_words
from api.hosts.views import MarginList, SlotMargins, WeekMargin
from api.mapping.hosts import load_hosts
from api.tables import MenuDraw, Pool, PoolSlot
from matching.capacity.margins import LIMITS
from matching.labels import label


def show_margins(context: Context, weeks: int) -> MarginList:
    """
    Give the margins of the host's pools, and of those its menus draw on, from this week's Monday on.

    A week of nights uses as much as its fullest night; the ledger counts all municipalities' people.
    """
    session, today = context.session, context.today
    monday = monday_of(today)
    own = select(col(Pool.id)).where(col(Pool.host_id) == context.host.id)
    drawn = select(col(MenuDraw.pool_id)).where(col(MenuDraw.host_id) == context.host.id)
    pool_ids = {*session.execute(own).scalars(), *session.execute(drawn).scalars()}
    records = load_hosts(session, today, menu_ids=(), pool_ids=pool_ids)
    problem, slots, margins = margins_of(records, monday, weeks)
    parts = session.execute(select(PoolSlot).where(col(PoolSlot.pool_id).in_(pool_ids))).scalars()
    rows = {part.id: part for part in parts}
    used = _used_by_week(seats.used(session, rows, monday))
    stale_after = dt.timedelta(days=records.settings.rules.stale_after_days)
    shown: dict[uuid.UUID, SlotMargins] = {}
    for row, (pool_row, position) in enumerate(zip(slots.pool.tolist(), slots.part.tolist(), strict=True)):
        pool = problem.pools[pool_row]
        part = rows[records.pool_slots[pool.id, position]]
        stated_on = pool.slots[position].stated_on
        is_stale = stated_on is not None and today - stated_on > stale_after
        week_margins = []
        for week in range(weeks):
            day = monday + dt.timedelta(weeks=week)
            places, taken = int(margins.places[row, week]), used.get((part.id, day), 0)
            limit = LIMITS[margins.binding[row, week]]
            week_margins.append(
                WeekMargin(
                    monday=day,
                    is_held=bool(margins.held[row, week]),
                    places=places,
                    used=taken,
                    left=max(0, places - taken),
                    limit=limit,
                    limit_words=label(limit),
                )
            )
        if part.id in shown:  # cut where places are taken back: each week of it is held in one piece
            before = shown[part.id].weeks
            pairs = zip(before, week_margins, strict=True)
            shown[part.id].weeks = [later if later.is_held else former for former, later in pairs]
            continue
        shown[part.id] = SlotMargins(
            pool_slot_id=part.id,
            pool_id=part.pool_id,
            pool_kind=pool.kind,
            pool_kind_words=label(pool.kind),
            slot_words=slot_words(part),
            stated_on=stated_on,
            is_stale=is_stale,
            is_to_ask=bool(margins.asks[row]) or is_stale,
            weeks=week_margins,
        )
    return MarginList(slots=list(shown.values()))


def _used_by_week(by_day: dict[SeatKey, int]) -> dict[tuple[uuid.UUID, dt.date], int]:
    found: defaultdict[tuple[uuid.UUID, dt.date], int] = defaultdict(int)
    for (pool_slot_id, day), count in by_day.items():
        key = (pool_slot_id, monday_of(day))
        found[key] = max(found[key], count)
    return found

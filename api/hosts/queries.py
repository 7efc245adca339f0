"""Reading hosts for the list and for the view of one."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from api.context import Context
from api.hosts.views import (
    DrawView,
    HostView,
    MenuView,
    PointView,
    PoolList,
    PoolSlotView,
    PoolView,
    ShareView,
    SlotView,
    StatementView,
)
from api.hosts.words import HEARD_WORDS
from api.mapping.hosts import slot_of
from api.tables import (
    CapacityStatement,
    Host,
    HostShare,
    Menu,
    MenuDraw,
    MenuSlot,
    Municipality,
    Pool,
    PoolSlot,
)
from matching.labels import label
from matching.phrases.times import slot_text

WHOLE_WEEK_WORDS = "週の全体"


def show_host(context: Context) -> HostView:
    """Give the host with menus, pools and the statements in force; the owner also sees its shares."""
    host, session = context.host, context.session
    owner = session.get(Municipality, host.municipality_id)
    assert owner is not None
    shared_with = (
        select(Municipality)
        .join(HostShare, col(HostShare.municipality_id) == col(Municipality.id))
        .where(col(HostShare.host_id) == host.id, col(HostShare.owner_id) == context.municipality_id)
        .order_by(col(Municipality.code))
    )
    pools = session.execute(select(Pool).where(col(Pool.host_id) == host.id)).scalars().all()
    return HostView(
        **host.model_dump(include=set(HostView.model_fields)),
        kind_words=label(host.kind),
        is_own=host.municipality_id == context.municipality_id,
        registered_by=owner.name,
        place=_point(host),
        menus=_menus(context, host),
        pools=_pools(context, pools),
        shares=[ShareView(code=each.code, name=each.name) for each in session.execute(shared_with).scalars()],
    )


def list_own_pools(context: Context) -> PoolList:
    """Give the pools that are the municipality's own."""
    pools = context.session.execute(select(Pool).where(col(Pool.host_id).is_(None))).scalars().all()
    return PoolList(pools=_pools(context, pools))


def _menus(context: Context, host: Host) -> list[MenuView]:
    session = context.session
    menus = session.execute(select(Menu).where(col(Menu.host_id) == host.id)).scalars().all()
    slots, draws = defaultdict(list), defaultdict(list)
    for slot in session.execute(select(MenuSlot).where(col(MenuSlot.host_id) == host.id)).scalars():
        slots[slot.menu_id].append(slot)
    for draw in session.execute(select(MenuDraw).where(col(MenuDraw.host_id) == host.id)).scalars():
        draws[draw.menu_id].append(draw)
    return [
        MenuView(
            **menu.model_dump(include=set(MenuView.model_fields)),
            place=_point(menu),
            slots=[slot_view(slot) for slot in sorted(slots[menu.id], key=_in_week)],
            draws=[
                DrawView(pool_id=draw.pool_id, unit=draw.unit)
                for draw in sorted(draws[menu.id], key=lambda draw: (str(draw.pool_id), draw.unit))
            ],
        )
        for menu in sorted(menus, key=lambda menu: (menu.name, str(menu.id)))
    ]


def _pools(context: Context, pools: Sequence[Pool]) -> list[PoolView]:
    query = (
        select(PoolSlot, CapacityStatement)
        .outerjoin(CapacityStatement, col(CapacityStatement.id) == col(PoolSlot.statement_id))
        .where(col(PoolSlot.pool_id).in_([pool.id for pool in pools]))
    )
    parts: defaultdict[uuid.UUID, list[tuple[PoolSlot, CapacityStatement | None]]] = defaultdict(list)
    for part, stated in context.session.execute(query):
        parts[part.pool_id].append((part, stated))
    return [
        PoolView(
            **pool.model_dump(include=set(PoolView.model_fields)),
            kind_words=label(pool.kind),
            slots=[
                PoolSlotView(
                    **_times(part), stated=None if stated is None else StatementView(**stated_values(stated))
                )
                for part, stated in sorted(parts[pool.id], key=lambda each: _in_week(each[0]))
            ],
        )
        for pool in sorted(pools, key=lambda pool: (pool.kind, pool.name, str(pool.id)))
    ]


def slot_words(row: PoolSlot | MenuSlot) -> str:
    """Write a slot as people do."""
    return WHOLE_WEEK_WORDS if getattr(row, "is_whole_week", False) else slot_text(slot_of(row))


def slot_view(row: MenuSlot) -> SlotView:
    """Give a slot of a menu as it is shown."""
    return SlotView(**_times(row))


def _times(row: PoolSlot | MenuSlot) -> dict[str, Any]:
    return {
        **row.model_dump(include={"id", "weekday", "start", "end", "first_day", "last_day"}),
        "is_whole_week": getattr(row, "is_whole_week", False),
        "words": slot_words(row),
    }


def stated_values(row: CapacityStatement) -> dict[str, Any]:
    """Give what a statement says, as the fields of its view."""
    return {
        **row.model_dump(include=set(StatementView.model_fields)),
        "mark_words": None if row.mark is None else label(row.mark),
        "heard_words": None if row.heard is None else HEARD_WORDS[row.heard],
    }


def _in_week(row: PoolSlot | MenuSlot) -> tuple[int, dt.time, str]:
    return row.weekday or 0, row.start or dt.time(), str(row.id)


def _point(row: Host | Menu) -> PointView | None:
    return None if row.lat is None or row.lng is None else PointView(lat=row.lat, lng=row.lng)

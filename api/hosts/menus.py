"""Menus with their slots, and the pools they draw on."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from api.context import Context, Receipt
from api.errors import Conflict, Fault, NotFound, Refused
from api.hosts.checks import OF_PLACES, check_menus, point_values, refusing, times_values
from api.hosts.schemas import MenuChange, MenuCreate, MenuFacts, PoolCreate, SlotInput
from api.hosts.statements import add_statement
from api.mapping.hosts import slot_of
from api.tables import District, Host, Menu, MenuDraw, MenuSlot, Pool, PoolSlot, Row
from matching import model
from matching.vocabulary import DrawUnit, PoolKind


def create_menu(context: Context, given: MenuCreate) -> Receipt:
    """Add a menu to the host."""
    return context.receipt(add_menu(context, context.host, given))


def add_menu(context: Context, host: Host, given: MenuCreate) -> Menu:
    """
    Add a menu with its slots; without draws also a pool of the host's own in the same slots.

    Raises
    ------
    Refused
        If the core cannot use it.
    """
    menu = Menu(
        **_owned(host),
        name=given.name,
        domains=[domain.value for domain in given.domains],
        **_facts(context, given, frozenset(MenuFacts.model_fields)),
        created_at=context.now,
    )
    context.add(menu)
    times = [times_values(slot, f"slots.{row}") for row, slot in enumerate(given.slots)]
    context.session.add_all(MenuSlot(**_owned(host), menu_id=menu.id, **each) for each in times)
    if given.draws:
        if any(slot.stated is not None for slot in given.slots):
            raise Refused([Fault("slots", "", "申告は、引く先の持ち寄りの枠に（ここでは書けません）")])
        for draw in given.draws:
            pool = context.find(Pool, draw.pool_id, lock=True)
            _add_rows(context, MenuDraw(**_owned(host), menu_id=menu.id, pool_id=pool.id, unit=draw.unit))
    else:
        is_room = any(slot.is_night for slot in given.slots)
        pool = Pool(
            **_owned(host), kind=PoolKind.BEDS if is_room else PoolKind.PLACES, created_at=context.now
        )
        context.add(pool)
        for row, slot in enumerate(given.slots):
            _add_part(context, pool, slot, f"slots.{row}")
        _add_rows(context, MenuDraw(**_owned(host), menu_id=menu.id, pool_id=pool.id, unit=DrawUnit.PERSON))
    context.session.flush()
    check_menus(context.session, context.today, [menu.id])
    return menu


def change_menu(context: Context, menu_id: uuid.UUID, given: MenuChange) -> Receipt:
    """Change what a menu is like, or close or open it."""
    menu = _menu_of(context, menu_id)
    context.expect_version(menu)
    values = _facts(context, given, given.model_fields_set & set(MenuFacts.model_fields))
    if given.name is not None:
        values["name"] = given.name
    if given.domains is not None:
        values["domains"] = [domain.value for domain in given.domains]
    if given.is_open is not None:
        values["is_open"] = given.is_open
    context.change(menu, values)
    context.session.flush()
    check_menus(context.session, context.today, [menu.id])
    return context.receipt(menu)


def add_slot(context: Context, menu_id: uuid.UUID, given: SlotInput) -> Receipt:
    """Add a slot to a menu, and to its own places where they have none at that time."""
    menu = _menu_of(context, menu_id)
    context.expect_version(menu)
    slot = MenuSlot(**_owned(context.host), menu_id=menu.id, **times_values(given, "slot"))
    _add_rows(context, slot)
    is_new = False
    for pool in _own_places(context, menu):
        if not any(slot_of(part).overlaps(slot_of(slot)) for part in _parts_of(context, pool)):
            _add_part(context, pool, given, "slot")
            is_new = True
    if given.stated is not None and not is_new:
        raise Refused([Fault("stated", "", "この時間の枠はもうあります。申告はその枠に")])
    context.change(menu, {}, also=["slots"])
    context.session.flush()
    check_menus(context.session, context.today, [menu.id])
    return context.receipt(menu, slot_id=str(slot.id))


def remove_slot(context: Context, menu_id: uuid.UUID, slot_id: uuid.UUID) -> Receipt:
    """
    Take a slot out of a menu; nobody is, was or will be placed in it.

    Raises
    ------
    Conflict
        `slot_in_use` if somebody is, of whichever municipality; `last_slot` if the menu has no other.
    """
    menu = _menu_of(context, menu_id)
    context.expect_version(menu)
    slots = _slots_of(context, [menu.id])
    if slot_id not in {slot.id for slot in slots}:
        raise NotFound
    if len(slots) == 1:
        raise Conflict("last_slot")
    # The foreign key knows of placements this municipality may not see.
    if not _is_deleted(context, MenuSlot, slot_id):
        raise Conflict("slot_in_use")
    _end_unused_parts(context, menu)
    context.change(menu, {}, also=["slots"])
    context.session.flush()
    return context.receipt(menu)


def create_pool(context: Context, given: PoolCreate, host: Host | None) -> Receipt:
    """
    Add a pool to a host, or one of the municipality's own.

    Raises
    ------
    Refused
        If the core cannot use it: a time twice, or places that are nobody's.
    """
    host_id = host.id if host is not None else None
    pool = Pool(
        municipality_id=context.municipality_id,
        host_id=host_id,
        kind=given.kind,
        name=given.name,
        districts=_districts(context, given.districts),
        created_at=context.now,
    )
    context.add(pool)
    parts = [_add_part(context, pool, slot, f"slots.{row}") for row, slot in enumerate(given.slots)]
    with refusing():
        slots = tuple(model.PoolSlot(None if part.is_whole_week else slot_of(part)) for part in parts)
        model.Pool(id="new", kind=given.kind, slots=slots, host_id=None if host_id is None else str(host_id))
    return context.receipt(pool)


def _owned(host: Host) -> dict[str, Any]:
    return {"municipality_id": host.municipality_id, "host_id": host.id}


def _facts(context: Context, given: MenuFacts, names: frozenset[str] | set[str]) -> dict[str, Any]:
    """Give what was sent of a menu as columns."""
    values: dict[str, Any] = {name: getattr(given, name) for name in names - {"place"}}
    if "activities" in names:
        values["activities"] = sorted({activity.value for activity in given.activities})
    if "conditions" in names:
        values["conditions"] = {name.value: answer.value for name, answer in given.conditions.items()}
    if "pick_up_districts" in names:
        values["pick_up_districts"] = _districts(context, given.pick_up_districts)
    if "place" in names:
        values |= point_values(given.place)
    return values


def _districts(context: Context, district_ids: Sequence[uuid.UUID]) -> list[str]:
    return sorted({str(context.find(District, each).id) for each in district_ids})


def _add_rows(context: Context, *rows: Row) -> None:
    context.session.add_all(rows)
    context.session.flush()


def _add_part(context: Context, pool: Pool, given: SlotInput, where: str) -> PoolSlot:
    part = PoolSlot(
        municipality_id=pool.municipality_id,
        host_id=pool.host_id,
        pool_id=pool.id,
        is_whole_week=getattr(given, "is_whole_week", False),
        **times_values(given, where),
    )
    _add_rows(context, part)
    if given.stated is not None:
        add_statement(context, pool, part, given.stated, context.today, f"{where}.stated")
    return part


def _menu_of(context: Context, menu_id: uuid.UUID) -> Menu:
    menu = context.find(Menu, menu_id, lock=True)
    if menu.host_id != context.host.id:
        raise NotFound
    return menu


def _slots_of(context: Context, menu_ids: Sequence[uuid.UUID]) -> Sequence[MenuSlot]:
    query = select(MenuSlot).where(col(MenuSlot.menu_id).in_(menu_ids))
    return context.session.execute(query).scalars().all()


def _parts_of(context: Context, pool: Pool) -> Sequence[PoolSlot]:
    return context.session.execute(select(PoolSlot).where(col(PoolSlot.pool_id) == pool.id)).scalars().all()


def _own_places(context: Context, menu: Menu) -> Sequence[Pool]:
    """Give the places and beds of the menu's own host that it draws on."""
    query = (
        select(Pool)
        .join(MenuDraw, col(MenuDraw.pool_id) == col(Pool.id))
        .where(
            col(MenuDraw.menu_id) == menu.id,
            col(Pool.host_id) == menu.host_id,
            col(Pool.kind).in_(OF_PLACES),
        )
    )
    return context.session.execute(query).scalars().all()


def _end_unused_parts(context: Context, menu: Menu) -> None:
    """Take out the times of the menu's own places in which no menu takes place any more."""
    for pool in _own_places(context, menu):
        query = select(col(MenuDraw.menu_id)).where(col(MenuDraw.pool_id) == pool.id)
        slots = _slots_of(context, context.session.execute(query).scalars().all())
        for part in _parts_of(context, pool):
            is_used = any(slot_of(part).overlaps(slot_of(slot)) for slot in slots)
            # What was stated of it, or used, stays on record: then it only ends.
            if not is_used and not _is_deleted(context, PoolSlot, part.id):
                part.last_day = max(context.today, part.first_day or context.today)


def _is_deleted(context: Context, kind: type[MenuSlot] | type[PoolSlot], row_id: uuid.UUID) -> bool:
    try:
        with context.session.begin_nested():
            context.session.execute(delete(kind).where(col(kind.id) == row_id))
    except IntegrityError:
        return False
    return True

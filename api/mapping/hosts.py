"""Hosts, menus and pools as the core knows them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key
from sqlmodel import col

from api.mapping.settings import Settings, settings_in_force
from api.tables import (
    CapacityStatement,
    District,
    Host,
    Menu,
    MenuDraw,
    MenuSlot,
    OwnedRow,
    Pool,
    PoolSlot,
    SharedRow,
)
from api.tables.host import Times
from matching import model
from matching.vocabulary import Activity, Answer, Condition, DeclaredMark, Gender, NeedDomain, Weekday

Part = TypeVar("Part", bound=SharedRow)
Row = TypeVar("Row", bound=OwnedRow)

_PERIODS = TypeAdapter(tuple[model.Period, ...])
_SEASONS = TypeAdapter(tuple[model.BusySeason, ...])


@dataclass(frozen=True)
class Recall:
    """
    定員を戻す: from a day on a host needs so many places of a slot for its regular users.

    Parameters
    ----------
    from_day, places
        From when, and how many.
    """

    from_day: dt.date
    places: int


_RECALLS = TypeAdapter(tuple[Recall, ...])


@dataclass(frozen=True)
class HostRecords:
    """
    Hosts with all that belongs to them, as the core's records, and which row each came from.

    Parameters
    ----------
    hosts, menus, pools
        The core's records; their ids are the rows' ids.
    menu_slots
        The row of each slot of a menu, by menu id and slot.
    pool_slots
        The row of each part of a pool, by pool id and position.
    settings
        What their margins are computed with.
    """

    hosts: tuple[model.Host, ...]
    menus: tuple[model.Menu, ...]
    pools: tuple[model.Pool, ...]
    menu_slots: Mapping[tuple[str, model.Slot], uuid.UUID]
    pool_slots: Mapping[tuple[str, int], uuid.UUID]
    settings: Settings


def load_hosts(
    session: Session,
    today: dt.date,
    menu_ids: Collection[uuid.UUID] | None = None,
    kept_menus: Collection[uuid.UUID] = (),
    pool_ids: Collection[uuid.UUID] = (),
) -> HostRecords:
    """
    Read hosts, menus and pools.

    Parameters
    ----------
    session, today
        For one municipality: its own hosts and those shared with it.
    menu_ids
        Only these menus, with every host and pool they draw on; all when left out.
    kept_menus
        Menus that are read although they are closed, for somebody is placed in them.
    pool_ids
        Pools that are read although none of the menus draws on them.
    """
    menus = _rows(session, Menu, "id", menu_ids)
    draws = _by_parent(_rows(session, MenuDraw, "menu_id", menu_ids), "menu_id")
    slots = _by_parent(_rows(session, MenuSlot, "menu_id", menu_ids), "menu_id")
    drawn = None
    if menu_ids is not None:
        drawn = {draw.pool_id for each in draws.values() for draw in each} | set(pool_ids)
    pools = _rows(session, Pool, "id", drawn)
    parts, said = _parts(session, drawn)
    needed = None
    if menu_ids is not None:
        needed = {menu.host_id for menu in menus} | {pool.host_id for pool in pools if pool.host_id}
    hosts = _rows(session, Host, "id", needed)
    districts = _districts(session, hosts, menus, pools)

    rows = {
        pool_id: [(part, span) for part in each for span in _spans(part, said.get(part.id))]
        for pool_id, each in parts.items()
    }
    core_pools = tuple(
        _pool(pool, [span for _, span in rows[pool.id]], districts) for pool in pools if parts[pool.id]
    )
    known = {pool.id for pool in core_pools}
    core_menus = tuple(
        _menu(menu, slots[menu.id], draws[menu.id], districts)
        for menu in menus
        if slots[menu.id]
        and (menu.is_open or menu.id in kept_menus)
        and draws[menu.id]
        and all(str(draw.pool_id) in known for draw in draws[menu.id])
    )
    return HostRecords(
        hosts=tuple(_host(host, today, districts) for host in hosts),
        menus=core_menus,
        pools=core_pools,
        menu_slots={(str(slot.menu_id), slot_of(slot)): slot.id for each in slots.values() for slot in each},
        pool_slots={
            (str(pool_id), position): part.id
            for pool_id, each in rows.items()
            for position, (part, _) in enumerate(each)
        },
        settings=settings_in_force(session),
    )


def slot_of(times: Times) -> model.Slot:
    """Give a row's times as a slot; without a weekday it is a night."""
    if times.weekday is None or times.start is None or times.end is None:
        return model.Slot(None, first_day=times.first_day, last_day=times.last_day)
    return model.Slot(Weekday(times.weekday), times.start, times.end, times.first_day, times.last_day)


def _rows(session: Session, kind: type[Row], name: str, wanted: Collection[uuid.UUID] | None) -> list[Row]:
    if name == "id" and wanted is not None:
        # What the act has read already is not read again.
        known = [session.identity_map.get(identity_key(kind, each)) for each in wanted]
        rows = [row for row in known if row is not None]
        if len(rows) == len(known):
            return sorted(rows, key=_in_order)
    found = session.execute(_query(kind, name, wanted is None), {"wanted": list(wanted or ())})
    return sorted(found.scalars(), key=_in_order)


def _parts(
    session: Session, pool_ids: Collection[uuid.UUID] | None
) -> tuple[defaultdict[uuid.UUID, list[PoolSlot]], dict[uuid.UUID, CapacityStatement]]:
    """Give the parts of each pool, and by part what the host last said of it."""
    query = _query(PoolSlot, "pool_id", pool_ids is None)
    found = session.execute(query, {"wanted": list(pool_ids or ())}).all()
    parts = sorted((part for part, _ in found), key=_in_order)
    return _by_parent(parts, "pool_id"), {part.id: statement for part, statement in found if statement}


@functools.cache
def _query(kind: type[OwnedRow], name: str, is_all: bool) -> Select[Any]:
    """Build the query of all rows, or of those with wanted ids; of parts together with what was last said."""
    query: Select[Any] = select(kind)
    if kind is PoolSlot:
        stated = col(CapacityStatement.id) == col(PoolSlot.statement_id)
        query = query.add_columns(CapacityStatement).outerjoin(CapacityStatement, stated)
    return query if is_all else query.where(getattr(kind, name).in_(bindparam("wanted", expanding=True)))


def _districts(
    session: Session, hosts: Iterable[Host], menus: Iterable[Menu], pools: Iterable[Pool]
) -> dict[str, str]:
    """Give the names of the districts, if any is spoken of."""
    is_spoken_of = (
        any(host.district_id for host in hosts)
        or any(menu.pick_up_districts for menu in menus)
        or any(pool.districts for pool in pools)
    )
    return {str(row_id): name for row_id, name in session.execute(_DISTRICTS)} if is_spoken_of else {}


_DISTRICTS = select(col(District.id), col(District.name))


def _in_order(row: Any) -> str:
    return str(getattr(row, "id", ""))


def _by_parent(rows: Iterable[Part], name: str) -> defaultdict[uuid.UUID, list[Part]]:
    grouped: defaultdict[uuid.UUID, list[Part]] = defaultdict(list)
    for row in rows:
        grouped[getattr(row, name)].append(row)
    return grouped


def _place(row: Host | Menu) -> model.Place | None:
    return None if row.lat is None or row.lng is None else model.Place(row.lat, row.lng)


def _host(row: Host, today: dt.date, districts: Mapping[str, str]) -> model.Host:
    closed = _PERIODS.validate_python(row.closed, strict=False)
    if row.paused_until is not None and row.paused_until >= today:
        closed = (*closed, model.Period(today, row.paused_until))
    return model.Host(
        id=str(row.id),
        name=row.name,
        kind=row.kind,
        place=_place(row),
        district=districts.get(str(row.district_id)),
        quota=row.quota,
        waiting=row.waiting,
        staff_fte=row.staff_fte,
        staff_ratio=row.staff_ratio,
        supporters=row.supporters,
        people_per_supporter=row.people_per_supporter,
        equipment_places=row.equipment_places,
        newcomers_at_once=row.newcomers_at_once,
        rest_days=row.rest_days,
        closed=closed,
        busy_seasons=_SEASONS.validate_python(row.busy_seasons, strict=False),
        closes_on_holidays=row.closes_on_holidays,
        staff_genders=None
        if row.staff_genders is None
        else tuple(Gender(each) for each in row.staff_genders),
    )


def _menu(
    row: Menu, slots: list[MenuSlot], draws: list[MenuDraw], districts: Mapping[str, str]
) -> model.Menu:
    return model.Menu(
        id=str(row.id),
        host_id=str(row.host_id),
        name=row.name,
        domains=tuple(NeedDomain(each) for each in row.domains),
        slots=tuple(slot_of(slot) for slot in slots),
        draws=tuple(model.Draw(str(draw.pool_id), draw.unit) for draw in draws),
        activities=tuple(Activity(each) for each in row.activities),
        conditions={Condition(name): Answer(answer) for name, answer in row.conditions.items()},
        age_from=row.age_from,
        age_to=row.age_to,
        shortest_stay_minutes=row.shortest_stay_minutes,
        most_nights=row.most_nights,
        place=_place(row),
        reachable_by_bus=row.reachable_by_bus,
        pick_up_districts=_names(row.pick_up_districts, districts),
    )


def _pool(row: Pool, slots: list[model.PoolSlot], districts: Mapping[str, str]) -> model.Pool:
    return model.Pool(
        id=str(row.id),
        kind=row.kind,
        slots=tuple(slots),
        host_id=None if row.host_id is None else str(row.host_id),
        name=row.name,
        districts=_names(row.districts, districts),
    )


def _spans(row: PoolSlot, said: CapacityStatement | None) -> list[model.PoolSlot]:
    """
    Give a part of a pool, cut where the host takes places back for its regular users.

    A statement made on or after the day places were taken back knows of it, and is the newer word.
    """
    span, found = _part(row, said), []
    for recall in sorted(_RECALLS.validate_python(row.recalls or [], strict=False), key=lambda r: r.from_day):
        slot = span.slot
        if said is None or slot is None or recall.from_day <= said.stated_on:
            continue
        if not slot.held_on(recall.from_day):
            continue
        if slot.first_day is None or slot.first_day < recall.from_day:
            until = dataclasses.replace(slot, last_day=recall.from_day - dt.timedelta(days=1))
            found.append(dataclasses.replace(span, slot=until))
        span = dataclasses.replace(
            _less(span, recall.places), slot=dataclasses.replace(slot, first_day=recall.from_day)
        )
    return [*found, span]


def _less(span: model.PoolSlot, places: int) -> model.PoolSlot:
    """Let so many more regular users in, and state so many places less."""
    declared, users = span.declared, span.regular_users
    if declared is not None and declared.mark != DeclaredMark.CLOSED:
        there = 1 if declared.places is None else declared.places
        left = max(0, there - places)
        declared = model.Declared(declared.mark if left else DeclaredMark.CLOSED, left)
    return dataclasses.replace(
        span, declared=declared, regular_users=None if users is None else users + places
    )


def _part(row: PoolSlot, said: CapacityStatement | None) -> model.PoolSlot:
    slot = None if row.is_whole_week else slot_of(row)
    if said is None:
        return model.PoolSlot(slot)
    return model.PoolSlot(
        slot=slot,
        amount=said.amount,
        quota=said.quota,
        regular_users=said.regular_users,
        declared=None if said.mark is None else model.Declared(said.mark, said.places),
        stated_on=said.stated_on,
    )


def _names(district_ids: Iterable[str], districts: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted(districts[each] for each in district_ids if each in districts))

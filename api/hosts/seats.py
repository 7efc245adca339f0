"""
The ledger of seats: how much of a pool slot is used on a day, and how much there is.

Counts only, without municipality, so that a shared host has one ledger while people stay invisible to each
other's municipality. Seats change only by the guarded UPDATE in `take` and `adjust`.
"""

from __future__ import annotations

import datetime as dt
import functools
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

from sqlalchemy import Executable, bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlmodel import col

from api.errors import Conflict
from api.hosts.capacity import Capacity, SeatKey, capacities, monday_of
from api.hosts.draws import Wanted, needed_over, needed_seats
from api.mapping.hosts import load_hosts
from api.tables import Placement, PlacementSeat, PoolSlot, Seat
from api.tables.tenancy import add_rows, change_rows
from matching.labels import label
from matching.vocabulary import Lang


def take(session: Session, placement: Placement, wanted: Wanted, today: dt.date) -> None:
    """
    Take seats for a placement on every day it holds: all of them or none.

    Raises
    ------
    Conflict
        `seat_taken` if a pool has too little left on one of the days, naming the limit; `not_held` if the
        menu takes place on none of them.
    """
    needed, there = needed_seats(session, wanted, today)
    _take(session, placement, needed, there)


def adjust(
    session: Session, placement: Placement, doses: Sequence[Wanted], from_day: dt.date, today: dt.date
) -> None:
    """
    Bring what a placement takes from a day on to what its doses need: all of it or nothing.

    What stays is not given back and taken anew, so that nobody loses a seat of a host that has more people
    than places. What lies before the day is left as it was.

    Raises
    ------
    Conflict
        `seat_taken` if a pool has too little left on one of the days, naming the limit.
    """
    needed, there = needed_over(session, doses, today)
    monday = monday_of(from_day)
    held = select(PlacementSeat).where(
        col(PlacementSeat.placement_id) == placement.id, col(PlacementSeat.day) >= monday
    )
    weekly = _whole_weeks(session, {pool_slot_id for pool_slot_id, _ in there})
    taken = {
        (row.pool_slot_id, row.day): row
        for row in session.execute(held).scalars()
        if row.day >= from_day or row.pool_slot_id in weekly
    }
    more: dict[SeatKey, int] = {}
    for key in sorted({*needed, *taken}, key=_of_key):
        is_past = key[1] < (monday if key[0] in weekly else from_day)
        row, amount = taken.get(key), needed.get(key, 0)
        difference = amount - (row.amount if row else 0)
        if is_past or difference == 0:
            continue
        if difference > 0:
            more[key] = difference
        elif row is not None:
            _return(session, row, -difference)
    session.flush()
    _take(session, placement, more, there, taken)


def _whole_weeks(session: Session, pool_slot_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    query = select(col(PoolSlot.id)).where(
        col(PoolSlot.id).in_(pool_slot_ids), col(PoolSlot.is_whole_week).is_(True)
    )
    return set(session.execute(query).scalars())


def _take(
    session: Session,
    placement: Placement,
    needed: Mapping[SeatKey, int],
    there: Mapping[SeatKey, Capacity],
    taken: Mapping[SeatKey, PlacementSeat] = MappingProxyType({}),
) -> None:
    """Take seats beside what is taken, and note them with the placement."""
    _open_rows(session, {key: there[key] for key in needed})
    rows = []
    own = {"municipality_id": placement.municipality_id, "placement_id": placement.id}
    for (pool_slot_id, amount), days in _grouped(needed).items():
        if not _use(session, pool_slot_id, days, amount):
            limits = {there[pool_slot_id, day].limit for day in days}
            raise Conflict("seat_taken", limit=label(min(limits), Lang.JA))
        for day in days:
            row = taken.get((pool_slot_id, day))
            if row is not None:
                row.amount += amount
                continue
            rows.append({**own, "pool_slot_id": pool_slot_id, "day": day, "amount": amount})
    session.flush()
    add_rows(session, PlacementSeat, rows)


def _grouped(amounts: Mapping[SeatKey, int]) -> dict[tuple[uuid.UUID, int], list[dt.date]]:
    """
    Put days together that are written in one go: the same pool slot and amount.

    The order is the same in every transaction, so that two that take the same seats do not wait in a ring.
    """
    grouped: defaultdict[tuple[uuid.UUID, int], list[dt.date]] = defaultdict(list)
    for (pool_slot_id, day), amount in sorted(amounts.items(), key=_in_order):
        grouped[pool_slot_id, amount].append(day)
    return grouped


def _return(session: Session, row: PlacementSeat, amount: int) -> None:
    """Give back so much of what was taken."""
    change_rows(session, _RETURN, {"part_id": row.pool_slot_id, "days": [row.day], "less": amount})
    row.amount -= amount
    if row.amount == 0:
        session.delete(row)


def _use(session: Session, pool_slot_id: uuid.UUID, days: list[dt.date], amount: int) -> bool:
    """Use an amount on each of the days, if there is that much left on all of them."""
    asked = {"part_id": pool_slot_id, "days": days, "more": amount}
    return change_rows(session, _USE, asked) == len(days)


_OF_DAYS = (
    col(Seat.pool_slot_id) == bindparam("part_id"),
    col(Seat.day).in_(bindparam("days", expanding=True)),
)
_USE = (
    update(Seat)
    .where(*_OF_DAYS, col(Seat.used) + bindparam("more") <= col(Seat.capacity))
    .values(used=col(Seat.used) + bindparam("more"))
)
_RETURN = update(Seat).where(*_OF_DAYS).values(used=col(Seat.used) - bindparam("less"))


def give_back(session: Session, placement: Placement, from_day: dt.date | None = None) -> int:
    """
    Give back what a placement took, from a day on where one is given; and say how many days.

    What lies before is left as it was.
    """
    asked = {"placement_id": placement.id, "from_day": from_day or dt.date.min}
    taken = {(pool_slot_id, day): amount for pool_slot_id, day, amount in session.execute(_TAKEN, asked)}
    for (pool_slot_id, amount), days in _grouped(taken).items():
        change_rows(session, _RETURN, {"part_id": pool_slot_id, "days": days, "less": amount})
    change_rows(session, _GONE, asked)
    return len(taken)


_FROM_DAY = (
    col(PlacementSeat.placement_id) == bindparam("placement_id"),
    col(PlacementSeat.day) >= bindparam("from_day"),
)
_TAKEN = select(col(PlacementSeat.pool_slot_id), col(PlacementSeat.day), col(PlacementSeat.amount)).where(
    *_FROM_DAY
)
_GONE = delete(PlacementSeat).where(*_FROM_DAY)


def refresh(session: Session, pool_ids: Collection[uuid.UUID], today: dt.date) -> list[SeatKey]:
    """
    Bring the ledger to what hosts now say, and give the days on which more is used than there is.

    Nobody is evicted: where more is used than there is, no new seat can be taken until it is less.
    """
    ids = list(pool_ids)
    part_ids = select(col(PoolSlot.id)).where(col(PoolSlot.pool_id).in_(ids))
    rows = session.execute(
        select(Seat).where(col(Seat.pool_slot_id).in_(part_ids), col(Seat.day) >= monday_of(today))
    ).scalars()
    seats = {(row.pool_slot_id, row.day): row for row in rows}
    if not seats:
        return []
    records = load_hosts(session, today, menu_ids=(), pool_ids=ids)
    there = capacities(records, monday_of(today), max(day for _, day in seats))
    over = []
    for key, seat in seats.items():
        seat.capacity = there[key].places if key in there else 0
        # A day that is not held pauses everybody and costs nobody a seat (docs/decisions/0002).
        if key in there and seat.used > seat.capacity and seat.day >= today:
            over.append(key)
    session.flush()
    return sorted(over, key=lambda key: (str(key[0]), key[1]))


def used(session: Session, pool_slot_ids: Iterable[uuid.UUID], from_day: dt.date) -> dict[SeatKey, int]:
    """Give what is used of pool slots on each day from a day on; days without a row use nothing."""
    rows = session.execute(
        select(Seat).where(col(Seat.pool_slot_id).in_(list(pool_slot_ids)), col(Seat.day) >= from_day)
    ).scalars()
    return {(row.pool_slot_id, row.day): row.used for row in rows}


def _open_rows(session: Session, there: Mapping[SeatKey, Capacity]) -> None:
    """Make the ledger's rows that are not there yet, and bring the others to what there is now."""
    rows = [
        {"pool_slot_id": pool_slot_id, "day": day, "used": 0, "capacity": capacity.places}
        for (pool_slot_id, day), capacity in sorted(there.items(), key=_in_order)
    ]
    if rows:
        session.execute(_open(session.get_bind().dialect.name), rows)


@functools.cache
def _open(dialect: str) -> Executable:
    insert = (postgresql if dialect == "postgresql" else sqlite).insert(Seat)
    return insert.on_conflict_do_update(
        index_elements=["pool_slot_id", "day"], set_={"capacity": insert.excluded.capacity}
    ).execution_options(dml_strategy="raw")


def _in_order(item: tuple[SeatKey, object]) -> tuple[str, dt.date]:
    return _of_key(item[0])


def _of_key(key: SeatKey) -> tuple[str, dt.date]:
    return str(key[0]), key[1]

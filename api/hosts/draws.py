"""What a placement takes: how much of which pool slot on which days."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from api.errors import Conflict
from api.hosts.capacity import Capacity, SeatKey, capacities
from api.mapping.hosts import HostRecords, load_hosts
from matching import model
from matching.vocabulary import DrawUnit


@dataclass(frozen=True)
class Wanted:
    """
    What a placement takes.

    Parameters
    ----------
    menu_id, menu_slot_ids
        Where, and in which slots each week.
    first_day, last_day
        The days it holds, both included.
    attention_minutes, accompaniment_minutes, is_fetched
        What each visit takes.
    companion_pool_id, caseload_pool_id
        The pools that go along and carry the case.
    """

    menu_id: uuid.UUID
    menu_slot_ids: tuple[uuid.UUID, ...]
    first_day: dt.date
    last_day: dt.date
    attention_minutes: int = 0
    accompaniment_minutes: int = 0
    is_fetched: bool = False
    companion_pool_id: uuid.UUID | None = None
    caseload_pool_id: uuid.UUID | None = None


def needed_seats(
    session: Session, wanted: Wanted, today: dt.date
) -> tuple[dict[SeatKey, int], dict[SeatKey, Capacity]]:
    """
    Say how much of which pool slot is needed on which day, and what there is.

    Raises
    ------
    Conflict
        `not_held` if the menu is unknown or closed, or takes place on none of the days.
    """
    needed, there = needed_over(session, [wanted], today)
    if not needed:
        raise Conflict("not_held")
    return needed, there


def needed_over(
    session: Session, doses: Sequence[Wanted], today: dt.date
) -> tuple[dict[SeatKey, int], dict[SeatKey, Capacity]]:
    """
    Say what one placement needs whose dose changes: on each day what its dose takes, maybe nothing.

    Of a pool for the whole week, a week in which the dose changes takes what the greater dose does.

    Raises
    ------
    Conflict
        `not_held` if the menu is unknown or closed.
    """
    menu_id, extra = doses[0].menu_id, {doses[0].companion_pool_id, doses[0].caseload_pool_id} - {None}
    records = load_hosts(session, today, [menu_id], [menu_id], [each for each in extra if each is not None])
    first, last = min(each.first_day for each in doses), max(each.last_day for each in doses)
    there = capacities(records, first, last)
    menu = next((each for each in records.menus if each.id == str(menu_id)), None)
    if menu is None:
        raise Conflict("not_held")
    needed: dict[SeatKey, int] = {}
    for wanted in doses:
        for key, amount in _needed(records, menu, there, wanted).items():
            needed[key] = max(amount, needed.get(key, 0))
    return needed, there


def _needed(
    records: HostRecords, menu: model.Menu, there: Mapping[SeatKey, Capacity], wanted: Wanted
) -> dict[SeatKey, int]:
    slot_ids = {
        slot_id: slot for (menu_id, slot), slot_id in records.menu_slots.items() if menu_id == menu.id
    }
    slots = [slot_ids[each] for each in wanted.menu_slot_ids if each in slot_ids]
    parts = {
        pool.id: [
            (records.pool_slots[pool.id, position], part.slot) for position, part in enumerate(pool.slots)
        ]
        for pool in records.pools
    }
    amounts = {
        DrawUnit.PERSON: 1,
        DrawUnit.ATTENTION_MINUTES: wanted.attention_minutes,
        DrawUnit.PICK_UP_SEAT: int(wanted.is_fetched),
    }
    needed: defaultdict[SeatKey, int] = defaultdict(int)

    def add(pool_slot_id: uuid.UUID, slot: model.Slot | None, times: model.Slot, amount: int) -> None:
        if amount == 0:
            return
        for key in there:
            if key[0] == pool_slot_id and _falls_on(times, slot, key[1], wanted):
                needed[key] += amount

    for slot in slots:
        for draw in menu.draws:
            for pool_slot_id, own in parts[draw.pool_id]:
                if own is None or own.overlaps(slot):
                    add(pool_slot_id, own, slot, amounts[draw.unit])
        if wanted.companion_pool_id is not None:
            for pool_slot_id, own in parts.get(str(wanted.companion_pool_id), ()):
                if own is None or (own.weekday == slot.weekday and own.start <= slot.start < own.end):
                    add(pool_slot_id, own, slot, wanted.accompaniment_minutes)
    if wanted.caseload_pool_id is not None:
        for pool_slot_id, _ in parts.get(str(wanted.caseload_pool_id), ()):
            for key in there:
                if key[0] == pool_slot_id and _week_touches(key[1], wanted):
                    needed[key] += 1
    return dict(needed)


def _falls_on(times: model.Slot, own: model.Slot | None, day: dt.date, wanted: Wanted) -> bool:
    if own is None:
        return _week_touches(day, wanted)
    in_time = wanted.first_day <= day <= wanted.last_day and own.held_on(day)
    return in_time and times.held_on(day) and (times.is_night or times.weekday == day.isoweekday())


def _week_touches(monday: dt.date, wanted: Wanted) -> bool:
    return monday <= wanted.last_day and monday + dt.timedelta(days=6) >= wanted.first_day

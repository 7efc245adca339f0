"""The dose of a placement day by day: its weekly slots, what is reserved for later, and its pauses."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.tables import MenuSlot, Placement, PlacementPause, PlacementSlot, PlacementStep, PlacementStepSlot

Row = TypeVar("Row", PlacementStep, PlacementPause)

_AT_ONCE = 500
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Dose:
    """
    A run of days of a placement on which nothing changes.

    Parameters
    ----------
    first_day, last_day
        The days, both included.
    slots
        In which the person comes each week.
    held
        Slots whose seats are held: those, and what is reserved for a later step; none in a pause that
        gives the seat back.
    is_paused
        Nobody comes on these days.
    """

    first_day: dt.date
    last_day: dt.date
    slots: tuple[MenuSlot, ...]
    held: tuple[MenuSlot, ...]
    is_paused: bool = False


def doses_of(session: Session, placements: Iterable[Placement]) -> dict[uuid.UUID, list[Dose]]:
    """Give the doses of many placements in order, those of hosts that are still shared with us."""
    rows = list(placements)
    found: dict[uuid.UUID, list[Dose]] = {}
    for start in range(0, len(rows), _AT_ONCE):
        found |= _doses(session, rows[start : start + _AT_ONCE])
    return found


def dose_on(doses: list[Dose], day: dt.date) -> Dose | None:
    """Give the dose of a day; before the first it is the first, after the last the last."""
    return next((each for each in doses if day <= each.last_day), doses[-1] if doses else None)


def _doses(session: Session, placements: list[Placement]) -> dict[uuid.UUID, list[Dose]]:
    ids = [each.id for each in placements]
    steps = _by_placement(
        session.execute(
            select(PlacementStep)
            .where(col(PlacementStep.placement_id).in_(ids))
            .order_by(col(PlacementStep.number))
        ).scalars()
    )
    pauses = _by_placement(
        session.execute(select(PlacementPause).where(col(PlacementPause.placement_id).in_(ids))).scalars()
    )
    slots = _slots(session, col(PlacementSlot.placement_id), col(PlacementSlot.menu_slot_id), ids)
    step_ids = [step.id for each in steps.values() for step in each]
    slots |= _slots(session, col(PlacementStepSlot.step_id), col(PlacementStepSlot.menu_slot_id), step_ids)
    return {each.id: _of_one(each, steps[each.id], pauses[each.id], slots) for each in placements}


def _by_placement(rows: Iterable[Row]) -> dict[uuid.UUID, list[Row]]:
    found: defaultdict[uuid.UUID, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.placement_id].append(row)
    return found


def _slots(
    session: Session, owner: Any, slot_id: Any, ids: list[uuid.UUID]
) -> dict[uuid.UUID, list[MenuSlot]]:
    found: defaultdict[uuid.UUID, list[MenuSlot]] = defaultdict(list)
    query = (
        select(owner, MenuSlot)
        .join(MenuSlot, col(MenuSlot.id) == slot_id)
        .where(owner.in_(ids))
        .order_by(col(MenuSlot.weekday), col(MenuSlot.start), col(MenuSlot.id))
    )
    for owner_id, slot in session.execute(query):
        found[owner_id].append(slot)
    return found


def _of_one(
    placement: Placement,
    steps: list[PlacementStep],
    pauses: list[PlacementPause],
    slots: Mapping[uuid.UUID, list[MenuSlot]],
) -> list[Dose]:
    first, last = placement.first_day, placement.last_day
    changes = {first, *(step.from_day for step in steps)}
    changes |= {day for each in pauses for day in (each.first_day, each.last_day + _DAY)}
    starts = sorted(day for day in changes if first <= day <= last)
    return [
        _dose(placement, start, end, steps, pauses, slots)
        for start, end in zip(starts, [*(day - _DAY for day in starts[1:]), last], strict=True)
    ]


def _dose(
    placement: Placement,
    start: dt.date,
    end: dt.date,
    steps: list[PlacementStep],
    pauses: list[PlacementPause],
    slots: Mapping[uuid.UUID, list[MenuSlot]],
) -> Dose:
    agreed = slots.get(placement.id, [])
    reserved: list[MenuSlot] = []
    reserved_from: dt.date | None = None
    for step in steps:  # in the order they were recorded: the last word holds
        if step.from_day > start:
            continue
        if step.is_reserved:
            reserved, reserved_from = slots.get(step.id, []), step.from_day
        else:
            agreed = slots.get(step.id, [])
            if reserved_from is not None and step.from_day >= reserved_from:
                reserved = []  # the later dose has been taken up
    running = [each for each in pauses if each.first_day <= start <= each.last_day]
    is_lent = any(not each.keeps_seat for each in running)
    held = [*agreed, *(slot for slot in reserved if slot.id not in {each.id for each in agreed})]
    return Dose(start, end, tuple(agreed), () if is_lent else tuple(held), bool(running))

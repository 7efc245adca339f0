"""The seats of a placement as its dose asks for them, day by day."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from sqlalchemy import select
from sqlmodel import col

from api.context import Context
from api.errors import Conflict, Fault, Refused
from api.hosts import seats
from api.hosts.draws import Wanted
from api.mapping.stays import Dose, doses_of
from api.placements.guards import check_times, seats_of
from api.tables import MenuSlot, Placement
from matching.labels import label
from matching.vocabulary import PlacementStatus

PLACED = (PlacementStatus.TRIAL, PlacementStatus.ACCEPTED, PlacementStatus.SETTLED)
"""Somebody is there."""


def reseat(context: Context, placement: Placement, from_day: dt.date) -> None:
    """
    Bring the seats from a day on to what the records of the placement say: all of them, or nothing is kept.

    Raises
    ------
    Conflict
        `seat_taken` or `same_time`.
    """
    context.session.flush()
    doses = [
        dose for dose in doses_of(context.session, [placement])[placement.id] if dose.last_day >= from_day
    ]
    others = [each for each in seats_of(context, placement.person_id) if each.id != placement.id]
    for dose in doses:
        check_times(context, others, dose.held, max(dose.first_day, from_day), dose.last_day)
    wanted = [_wanted(placement, dose, from_day) for dose in doses]
    if wanted:
        seats.adjust(context.session, placement, wanted, from_day, context.today)
    else:
        seats.give_back(context.session, placement, from_day)


def _wanted(placement: Placement, dose: Dose, from_day: dt.date) -> Wanted:
    return Wanted(
        menu_id=placement.menu_id,
        menu_slot_ids=tuple(slot.id for slot in dose.held),
        first_day=max(dose.first_day, from_day),
        last_day=dose.last_day,
        attention_minutes=placement.attention_minutes,
        accompaniment_minutes=placement.accompaniment_minutes,
        is_fetched=placement.is_fetched,
        companion_pool_id=placement.companion_pool_id,
        caseload_pool_id=placement.caseload_pool_id if dose.held else None,
    )


def require_placed(placement: Placement) -> None:
    """Check that somebody is there; raises `wrong_status`."""
    if placement.status not in PLACED:
        raise Conflict("wrong_status", status=label(placement.status))


def check_within(context: Context, placement: Placement, **days: dt.date) -> None:
    """Check that days lie between today, or the first day, and the last; raises `Refused`."""
    first = max(placement.first_day, context.today)
    faults = [
        Fault(name, day.isoformat(), f"{first.isoformat()} から {placement.last_day.isoformat()} までの日")
        for name, day in days.items()
        if not first <= day <= placement.last_day
    ]
    if faults:
        raise Refused(faults)


def slots_among(context: Context, placement: Placement, slot_ids: Collection[uuid.UUID]) -> list[MenuSlot]:
    """Find slots of the placement's menu; raises `Refused` if one is not."""
    query = select(MenuSlot).where(
        col(MenuSlot.menu_id) == placement.menu_id, col(MenuSlot.id).in_(list(slot_ids))
    )
    found = list(context.session.execute(query.order_by(col(MenuSlot.id))).scalars())
    if len(found) != len(slot_ids):
        raise Refused([Fault("menu_slot_ids", "", "この支援メニューの枠")])
    return found

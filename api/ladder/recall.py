"""定員を戻す: a host needs a place for its regular users, and gets it back after the notice."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import col

from api.context import Context, Receipt
from api.errors import Fault, NotFound, Refused
from api.hosts import seats
from api.hosts.checks import OF_PLACES
from api.hosts.shares import on_behalf_of, sharing_with
from api.hosts.statements import look_over_host
from api.ladder.dose import add_step
from api.ladder.schemas import RecallInput
from api.ladder.seating import PLACED, reseat
from api.mapping.hosts import slot_of
from api.mapping.stays import Dose, doses_of
from api.office.service import settings_of
from api.placements.events import note_event
from api.placements.guards import takes_seat
from api.placements.holding import leave
from api.placements.notices import next_working_day
from api.placements.words import SEAT_RECALLED
from api.tables import EventKind, MenuSlot, Placement, PlacementSeat, Pool, PoolSlot, StepWhy
from api.tasks.kinds import TaskKind
from api.tasks.service import add_task
from matching.vocabulary import PlacementStatus


def recall(context: Context, given: RecallInput) -> Receipt:
    """
    Take places back from a day on: the capacity falls, and where too many would come then, seats go back.

    Who came last gives back first, what is only asked for before who is there, from whichever municipality.
    Until that day everybody comes as before, and each one's coordinator has a task: the standby first. The
    host is told a count.
    """
    host = context.host
    earliest = context.today + dt.timedelta(
        days=settings_of(context.session, context.municipality_id).recall_days
    )
    if not earliest <= given.from_day <= context.today + dt.timedelta(days=366):
        expected = f"{earliest.isoformat()} から1年以内の日"
        raise Refused([Fault("from_day", given.from_day.isoformat(), expected)])
    parts = _parts(context, given)
    for part in parts:
        entry = {"from_day": given.from_day.isoformat(), "places": given.places}
        part.recalls = [*(part.recalls or []), entry]
    context.session.flush()
    pool_ids = {part.pool_id for part in parts}
    lost = 0
    for part in parts:
        for guest in _last_come_first(context, part, given.from_day):
            over = seats.refresh(context.session, pool_ids, context.today)
            days = [day for part_id, day in over if part_id == part.id and day >= given.from_day]
            with on_behalf_of(context, guest.municipality_id) as theirs:
                if _is_over(theirs, guest, part, days):
                    _give_back(theirs, guest, part, given.from_day)
                    lost += 1
    look_over_host(context, host)
    context.note(host, pool_slots=len(parts), from_day=given.from_day.isoformat(), given_back=lost)
    return context.receipt(host, given_back=lost)


def _parts(context: Context, given: RecallInput) -> Sequence[PoolSlot]:
    query = (
        select(PoolSlot)
        .join(Pool, col(Pool.id) == col(PoolSlot.pool_id))
        .where(
            col(PoolSlot.id).in_(given.pool_slot_ids),
            col(PoolSlot.host_id) == context.host.id,
            col(Pool.kind).in_(OF_PLACES),
        )
        .order_by(col(PoolSlot.id))
    )
    found = context.session.execute(query.with_for_update()).scalars().all()
    if len(found) != len(given.pool_slot_ids):
        raise NotFound
    return found


def _last_come_first(context: Context, part: PoolSlot, from_day: dt.date) -> list[Placement]:
    """Give who holds a seat of a slot from a day on, of the municipality and of those that share the host."""
    taken = select(col(PlacementSeat.placement_id)).where(
        col(PlacementSeat.pool_slot_id) == part.id, col(PlacementSeat.day) >= from_day
    )
    query = select(Placement).where(takes_seat(context.now), col(Placement.id).in_(taken))
    found: list[Placement] = []
    for municipality_id in sorted({context.municipality_id, *sharing_with(context)}):
        with on_behalf_of(context, municipality_id) as theirs:
            found += theirs.session.execute(query.with_for_update()).scalars()
    return sorted(
        found,
        key=lambda each: (each.status in PLACED, -each.first_day.toordinal(), -each.created_at.timestamp()),
    )


def _is_over(context: Context, placement: Placement, part: PoolSlot, days: list[dt.date]) -> bool:
    query = select(col(PlacementSeat.day)).where(
        col(PlacementSeat.placement_id) == placement.id,
        col(PlacementSeat.pool_slot_id) == part.id,
        col(PlacementSeat.day).in_(days),
    )
    return context.session.execute(query).first() is not None


def _give_back(context: Context, placement: Placement, part: PoolSlot, from_day: dt.date) -> None:
    """Give back what a placement holds in a slot from a day on, and let the coordinator know."""
    note_event(context, placement, EventKind.SEAT_RECALLED, day=from_day)
    if placement.status == PlacementStatus.OFFERED:
        leave(context, placement, PlacementStatus.ENDED, ended_reason=SEAT_RECALLED)
    else:
        _drop(context, placement, part, from_day)
        context.change(placement, {}, also=["dose"])
    add_task(
        context,
        TaskKind.SEAT_RECALLED,
        min(next_working_day(context.today), from_day),
        person_id=placement.person_id,
        host_id=placement.host_id,
        placement_id=placement.id,
    )


def _drop(context: Context, placement: Placement, part: PoolSlot, from_day: dt.date) -> None:
    doses = [
        dose for dose in doses_of(context.session, [placement])[placement.id] if dose.last_day >= from_day
    ]
    for number, dose in enumerate(doses):
        day = max(dose.first_day, from_day)
        later = _reserved(dose)
        if number == 0 or dose.slots != doses[number - 1].slots:
            add_step(context, placement, _kept(dose.slots, part), day, StepWhy.RECALLED)
        if later or (number and _reserved(doses[number - 1])):
            add_step(context, placement, _kept(later, part), day, StepWhy.RECALLED, is_reserved=True)
    reseat(context, placement, from_day)


def _reserved(dose: Dose) -> tuple[MenuSlot, ...]:
    return tuple(slot for slot in dose.held if slot not in dose.slots)


def _kept(slots: Sequence[MenuSlot], part: PoolSlot) -> list[uuid.UUID]:
    gone = slot_of(part)
    return [slot.id for slot in slots if not gone.overlaps(slot_of(slot))]

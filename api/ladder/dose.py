"""Step up, step down, a dose reserved for later, and pauses: none of them costs anybody anything."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from sqlalchemy import func, select
from sqlmodel import col

from api.context import Context, Receipt
from api.errors import Conflict, Fault, Refused
from api.ladder.guards import check_basis
from api.ladder.schemas import ReservationInput, StayPauseInput, StepInput
from api.ladder.seating import check_within, require_placed, reseat, slots_among
from api.placements import guards
from api.placements.service import receipt
from api.tables import Placement, PlacementPause, PlacementStep, PlacementStepSlot, StepWhy


def step(context: Context, given: StepInput) -> Receipt:
    """Let somebody come in other slots from a day on; the seats follow, all of them or none."""
    placement = _placement(context)
    check_within(context, placement, from_day=given.from_day)
    if given.why == StepWhy.RECALLED:
        raise Refused([Fault("why", given.why.value, "一覧からの理由（枠を戻すときは受入先の画面から）")])
    slots_among(context, placement, given.menu_slot_ids)
    if not placement.is_tonight:
        check_basis(context, placement, given.from_day, placement.last_day)
    add_step(context, placement, given.menu_slot_ids, given.from_day, given.why, given.stay_minutes)
    return _go_on(context, placement, given.from_day)


def reserve(context: Context, given: ReservationInput) -> Receipt:
    """Hold slots for a later step from a day on; an empty list gives a reservation back."""
    placement = _placement(context)
    check_within(context, placement, from_day=given.from_day)
    slots_among(context, placement, given.menu_slot_ids)
    add_step(context, placement, given.menu_slot_ids, given.from_day, StepWhy.GOING_WELL, is_reserved=True)
    return _go_on(context, placement, given.from_day)


def pause(context: Context, given: StayPauseInput) -> Receipt:
    """Let somebody stay away for some days, with the seat kept or lent; it resumes by itself."""
    placement = _placement(context)
    check_within(context, placement, first_day=given.first_day, last_day=given.last_day)
    if given.last_day < given.first_day:
        raise Refused([Fault("last_day", given.last_day.isoformat(), "最初の日より前でない日")])
    meeting = select(col(PlacementPause.id)).where(
        col(PlacementPause.placement_id) == placement.id,
        col(PlacementPause.first_day) <= given.last_day,
        col(PlacementPause.last_day) >= given.first_day,
    )
    if context.session.execute(meeting).first() is not None:
        raise Conflict("paused_already")
    context.add(
        PlacementPause(
            municipality_id=context.municipality_id,
            placement_id=placement.id,
            person_id=placement.person_id,
            recorded_at=context.now,
            recorded_by=context.actor.user_id,
            **given.model_dump(),
        )
    )
    return _go_on(context, placement, given.first_day)


def add_step(
    context: Context,
    placement: Placement,
    slot_ids: Collection[uuid.UUID],
    from_day: dt.date,
    why: StepWhy,
    stay_minutes: int | None = None,
    is_reserved: bool = False,
) -> PlacementStep:
    """Add a step to the history; the seats are not touched yet."""
    count = select(func.count()).select_from(PlacementStep)
    number = context.session.execute(count.where(col(PlacementStep.placement_id) == placement.id))
    made = context.add(
        PlacementStep(
            municipality_id=context.municipality_id,
            placement_id=placement.id,
            person_id=placement.person_id,
            number=number.scalar_one() + 1,
            from_day=from_day,
            is_reserved=is_reserved,
            stay_minutes=stay_minutes,
            why=why,
            recorded_at=context.now,
            recorded_by=context.actor.user_id,
        ),
        slots=len(slot_ids),
    )
    context.session.add_all(
        PlacementStepSlot(municipality_id=context.municipality_id, step_id=made.id, menu_slot_id=each)
        for each in sorted(slot_ids, key=str)
    )
    return made


def _placement(context: Context) -> Placement:
    placement = context.placement
    context.expect_version(placement)
    require_placed(placement)
    guards.line_up(context, placement.host_id)
    return placement


def _go_on(context: Context, placement: Placement, from_day: dt.date) -> Receipt:
    reseat(context, placement, from_day)
    context.change(placement, {}, also=["dose"])
    return receipt(context, placement)

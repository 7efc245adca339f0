"""What a coordinator does with an offer: make it, let it go on, plan 見学, hold again, end it."""

from __future__ import annotations

import datetime as dt

from api.context import Context, Receipt
from api.errors import Conflict, Fault, Refused
from api.placements import guards
from api.placements.events import note_event
from api.placements.holding import (
    OPEN,
    Terms,
    add_words,
    hold,
    leave,
    new_expiry,
    require_open,
    slots_of,
    take_seats,
)
from api.placements.notices import ask_host
from api.placements.schemas import OfferCreate, ReleaseInput, VisitInput
from api.tables import EventKind, Person, Placement
from matching.vocabulary import Answer, PlacementStatus

LONGEST_HOLD = dt.timedelta(days=365)
"""However often it goes on, a hold ends a year after the offer."""


def make_offer(context: Context, given: OfferCreate) -> Receipt:
    """Hold seats for a person and ask the host."""
    return receipt(context, hold(context, context.case.person, Terms(**given.model_dump())))


def extend_hold(context: Context) -> Receipt:
    """Let a hold go on from now for as long as a new one; a room for tonight is held for its nights only."""
    placement = context.placement
    context.expect_version(placement)
    require_open(context, placement, PlacementStatus.OFFERED)
    if placement.is_tonight:
        raise Conflict("tonight_fixed")
    until = min(new_expiry(context), placement.created_at + LONGEST_HOLD)
    if placement.expires_at is not None and until <= placement.expires_at:
        raise Conflict("longest_hold")
    context.change(placement, {"expires_at": until})
    note_event(context, placement, EventKind.EXTENDED)
    return receipt(context, placement)


def plan_visit(context: Context, given: VisitInput) -> Receipt:
    """Go on to 見学, which takes no seat, once both sides said yes."""
    placement = context.placement
    context.expect_version(placement)
    require_open(context, placement, PlacementStatus.OFFERED)
    if placement.is_tonight:
        raise Conflict("tonight_fixed")
    if {placement.person_answer, placement.host_answer} != {Answer.YES}:
        raise Conflict("answers_missing")
    if not context.today <= given.visit_on <= context.today + dt.timedelta(days=366):
        raise Refused([Fault("visit_on", given.visit_on.isoformat(), "今日から1年以内の日")])
    leave(context, placement, PlacementStatus.VISITING, visit_on=given.visit_on)
    note_event(context, placement, EventKind.VISIT_PLANNED, day=given.visit_on)
    return receipt(context, placement)


def hold_again(context: Context) -> Receipt:
    """After 見学, hold the seats anew; both sides are asked again, now that they have met."""
    placement = context.placement
    context.expect_version(placement)
    require_open(context, placement, PlacementStatus.VISITING)
    person = context.find(Person, placement.person_id, lock=True)
    first_day = max(placement.first_day, context.today)
    if first_day > placement.last_day:
        raise Conflict("not_held")
    guards.check_person(context, person, needs_consent=True)
    host = guards.line_up(context, placement.host_id)
    slots = tuple(slots_of(context, placement))
    guards.check_stay(
        context,
        person,
        host,
        guards.Stay(placement.menu_id, slots, first_day, placement.last_day, placement.domain),
    )
    context.change(
        placement,
        {
            "status": PlacementStatus.OFFERED,
            "first_day": first_day,
            "expires_at": new_expiry(context),
            "person_answer": Answer.UNKNOWN,
            "host_answer": Answer.UNKNOWN,
            "host_condition": None,
        },
    )
    note_event(context, placement, EventKind.HELD_AGAIN)
    take_seats(context, placement, slots)
    ask_host(context, placement, person, host)
    return receipt(context, placement)


def release(context: Context, given: ReleaseInput) -> Receipt:
    """End an offer or 見学 without an answer, with a reason; also one whose hold has just run out."""
    placement = context.placement
    context.expect_version(placement)
    if placement.status not in OPEN:
        require_open(context, placement, *OPEN)
    add_words(context, placement, ended_words=given.words)
    leave(context, placement, PlacementStatus.ENDED, ended_reason=given.reason.value)
    note_event(context, placement, EventKind.RELEASED)
    return receipt(context, placement)


def receipt(context: Context, placement: Placement) -> Receipt:
    """Make the answer of an act on a placement: where it stands now."""
    ends = placement.expires_at.isoformat() if placement.expires_at else None
    return context.receipt(placement, status=placement.status.value, expires_at=ends)

"""見学 → 体験 → 受入中 → 定着."""

from __future__ import annotations

import datetime as dt

from api.contacts.cadence import plan_contacts
from api.context import Context, Receipt
from api.errors import Conflict, Fault, Refused
from api.ladder.guards import check_basis, check_host_is_ready, check_start
from api.ladder.schemas import AcceptanceInput, TrialInput
from api.ladder.seating import reseat
from api.placements import guards
from api.placements.events import note_event
from api.placements.holding import require_open, slots_of
from api.placements.service import receipt
from api.tables import EventKind, Placement
from matching.vocabulary import PlacementStatus


def start_trial(context: Context, given: TrialInput) -> Receipt:
    """
    見学 → 体験: take the seats again, for as long as the plan says.

    Where seats were held anew after 見学, they are kept.
    """
    placement = context.placement
    context.expect_version(placement)
    require_open(context, placement, PlacementStatus.VISITING, PlacementStatus.OFFERED)
    if placement.is_tonight:
        raise Conflict("tonight_fixed")
    if placement.visit_on is None or placement.visit_on > context.today:
        raise Conflict("visit_ahead")
    first_day = given.first_day or max(placement.first_day, context.today)
    last_day = given.last_day or placement.last_day
    _check_days(context, first_day, last_day)
    person = check_start(context, placement, first_day, last_day)
    check_host_is_ready(context, placement)
    host = guards.line_up(context, placement.host_id)
    if placement.status == PlacementStatus.VISITING:
        slots = tuple(slots_of(context, placement))
        stay = guards.Stay(placement.menu_id, slots, first_day, last_day, placement.domain)
        guards.check_stay(context, person, host, stay)
    values = {"first_day": first_day, "last_day": last_day, "expires_at": None}
    context.change(placement, {"status": PlacementStatus.TRIAL, **values})
    note_event(context, placement, EventKind.TRIAL, day=first_day)
    reseat(context, placement, context.today)
    plan_contacts(context, placement)
    return receipt(context, placement)


def accept(context: Context, given: AcceptanceInput) -> Receipt:
    """体験 → 受入中; a room for tonight once its 支援決定 is recorded."""
    placement = context.placement
    context.expect_version(placement)
    if placement.is_tonight:
        require_open(context, placement, PlacementStatus.OFFERED)
        if given.last_day is not None and given.last_day != placement.last_day:
            raise Conflict("tonight_fixed")
    else:
        require_open(context, placement, PlacementStatus.TRIAL)
    last_day = given.last_day or placement.last_day
    _check_last(context, placement, last_day)
    check_start(context, placement, placement.first_day, last_day)
    check_host_is_ready(context, placement)
    _go_on(context, placement, PlacementStatus.ACCEPTED, EventKind.ACCEPTED, last_day)
    return receipt(context, placement)


def settle(context: Context) -> Receipt:
    """受入中 → 定着."""
    placement = context.placement
    context.expect_version(placement)
    require_open(context, placement, PlacementStatus.ACCEPTED)
    _check_last(context, placement, placement.last_day)
    check_start(context, placement, placement.first_day, placement.last_day)
    _go_on(context, placement, PlacementStatus.SETTLED, EventKind.SETTLED, placement.last_day)
    return receipt(context, placement)


def prolong(context: Context, given: AcceptanceInput) -> Receipt:
    """Let somebody stay until another day within the plan: a renewed plan, or an earlier end."""
    placement = context.placement
    context.expect_version(placement)
    require_open(context, placement, PlacementStatus.TRIAL, PlacementStatus.ACCEPTED, PlacementStatus.SETTLED)
    if placement.is_tonight:
        raise Conflict("tonight_fixed")
    last_day = given.last_day or placement.last_day
    _check_last(context, placement, last_day)
    check_basis(context, placement, placement.first_day, last_day)
    _go_on(context, placement, placement.status, EventKind.PROLONGED, last_day)
    return receipt(context, placement)


def _go_on(
    context: Context, placement: Placement, status: PlacementStatus, kind: EventKind, last_day: dt.date
) -> None:
    guards.line_up(context, placement.host_id)
    context.change(placement, {"status": status, "last_day": last_day, "expires_at": None})
    note_event(context, placement, kind)
    reseat(context, placement, max(context.today, placement.first_day))
    plan_contacts(context, placement)


def _check_days(context: Context, first_day: dt.date, last_day: dt.date) -> None:
    if not context.today <= first_day <= context.today + dt.timedelta(days=366):
        raise Refused([Fault("first_day", first_day.isoformat(), "今日から1年以内の日")])
    if last_day < first_day:
        raise Refused([Fault("last_day", last_day.isoformat(), "最初の日より前でない日")])


def _check_last(context: Context, placement: Placement, last_day: dt.date) -> None:
    if last_day < max(context.today, placement.first_day):
        raise Refused([Fault("last_day", last_day.isoformat(), "今日と最初の日より前でない日")])

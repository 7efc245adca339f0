"""Who comes to a host this week, as the person agreed that it may know; afterwards only dates."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from pydantic import BaseModel
from sqlalchemy import or_, select
from sqlmodel import col

from api.consents.schemas import HostField
from api.consents.service import shown_to_host, valid_consent
from api.context import Case, Context
from api.errors import NotFound
from api.hosts.capacity import monday_of
from api.infra.crypto import Place
from api.ladder.seating import PLACED
from api.mapping.hosts import slot_of
from api.mapping.stays import Dose, doses_of
from api.placements.views import TimesView, times_view
from api.policy.gate import cases_of
from api.policy.table import DISCLOSED, may
from api.policy.vocabulary import Act, Role
from api.tables import EventKind, Involvement, Person, Placement, PlacementEvent, Purpose, UserAccount
from api.tables.sealed import UserDocument
from matching.vocabulary import PlacementStatus

REMEMBERED = dt.timedelta(days=30)
"""How long after the end a host still reads more than dates."""

_OVER = (PlacementStatus.ENDED, PlacementStatus.BROKEN_OFF)


class VisitView(BaseModel):
    """A day on which the person comes this week, and when."""

    day: dt.date
    times: TimesView


class CallView(BaseModel):
    """Whom the host may call about the person."""

    name: str
    phone: str


class GuestView(BaseModel):
    """
    Somebody who comes, or came, to the host.

    Parameters
    ----------
    id
        A token that says nothing of the person.
    first_day, last_day
        The dates.
    shown_name, shown_text, visits, contact
        As far as the person's consent to this host names them, and no longer than 30 days after the end.
    """

    id: uuid.UUID
    first_day: dt.date
    last_day: dt.date
    shown_name: str | None = None
    shown_text: str | None = None
    visits: list[VisitView] | None = None
    contact: list[CallView] | None = None


class GuestList(BaseModel):
    """The people of the host, by their first day."""

    guests: list[GuestView]


def list_guests(context: Context) -> GuestList:
    """List the people of the user's own host, without those it may know nothing of."""
    host_id = context.actor.host_id
    query = select(Placement).where(
        col(Placement.host_id) == host_id, col(Placement.status).in_((*PLACED, *_OVER))
    )
    rows = context.session.execute(query.order_by(col(Placement.first_day), col(Placement.id))).scalars()
    placements = [each for each in rows if _was_there(context, each)]
    found = select(Person).where(col(Person.id).in_({each.person_id for each in placements}))
    cases = cases_of(context, context.session.execute(found).scalars(), host_id)
    shown = [
        each
        for each in placements
        if may(Act.GUEST_READ, cases[each.person_id].parts, cases[each.person_id].stage)
    ]
    doses = doses_of(context.session, shown)
    return GuestList(guests=[_view(context, each, cases[each.person_id], doses[each.id]) for each in shown])


def show_guest(context: Context) -> GuestView:
    """Show one; who is only asked for, or never came, is not there."""
    placement = context.placement
    if placement.status not in (*PLACED, *_OVER) or not _was_there(context, placement):
        raise NotFound
    return _view(context, placement, context.case, doses_of(context.session, [placement])[placement.id])


def _was_there(context: Context, placement: Placement) -> bool:
    """Tell an end from an offer that came to nothing: somebody who was there has begun a 体験 or a stay."""
    if placement.status in PLACED:
        return True
    begun = select(col(PlacementEvent.id)).where(
        col(PlacementEvent.placement_id) == placement.id,
        col(PlacementEvent.kind).in_((EventKind.TRIAL, EventKind.ACCEPTED)),
    )
    return context.session.execute(begun).first() is not None


def _view(context: Context, placement: Placement, case: Case, doses: list[Dose]) -> GuestView:
    view = GuestView(id=placement.id, first_day=placement.first_day, last_day=placement.last_day)
    is_over = placement.status in _OVER or case.stage not in DISCLOSED
    consent = valid_consent(
        context.session, placement.person_id, Purpose.HOST, context.today, placement.host_id
    )
    if consent is not None and not (is_over and context.today > _end(placement, case) + REMEMBERED):
        document = shown_to_host(context, consent)
        view.shown_name, view.shown_text = document.shown_name or None, document.shown_text or None
        if HostField.SCHEDULE in consent.fields and not is_over:
            view.visits = _visits(context.today, doses)
        if HostField.CONTACT in consent.fields:
            view.contact = _contacts(context, placement.person_id)
    context.note(placement, shown=[name for name, value in view if value is not None])
    return view


def _end(placement: Placement, case: Case) -> dt.date:
    ended = case.person.ended_on
    return placement.last_day if ended is None else min(ended, placement.last_day)


def _visits(today: dt.date, doses: Iterable[Dose]) -> list[VisitView]:
    """Give the days of this week on which the person comes, without those of a pause."""
    week = [monday_of(today) + dt.timedelta(days=number) for number in range(7)]
    return [
        VisitView(day=day, times=times_view(slot))
        for day in week
        for dose in doses
        if dose.first_day <= day <= dose.last_day and not dose.is_paused
        for slot in dose.slots
        if slot_of(slot).held_on(day) and slot.weekday in {None, day.isoweekday()}
    ]


def _contacts(context: Context, person_id: uuid.UUID) -> list[CallView]:
    """Give the coordinators who carry the case."""
    query = (
        select(UserAccount)
        .join(Involvement, col(Involvement.user_id) == col(UserAccount.id))
        .where(
            col(Involvement.person_id) == person_id,
            col(Involvement.role) == Role.COORDINATOR,
            col(Involvement.since) <= context.today,
            or_(col(Involvement.until).is_(None), col(Involvement.until) >= context.today),
            col(UserAccount.is_active),
        )
        .order_by(col(UserAccount.id))
    )
    vault, found = context.installation.vault, []
    for user in context.session.execute(query).scalars():
        place = Place(user.municipality_id, "user_account", user.id, "sealed")
        document = vault.open(place, user.id, user.sealed, UserDocument)
        found.append(CallView(name=document.name, phone=document.phone))
    return found

"""Contacts with both sides, as JSON; and each coordinator's calendar."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.contacts import calendar, planning, reading, rounds, service
from api.contacts.schemas import (
    DoneInput,
    FollowUpInput,
    FollowUpList,
    PlanAccepted,
    RoundsInput,
    RoundsView,
    SkipInput,
    VisitPlanView,
)
from api.context import Context, Receipt
from api.policy.vocabulary import Act
from api.tables import ContactState
from api.web.entry import installation_of
from api.web.problems import ERRORS_OF_VIEW
from api.web.routing import Router

router = Router(prefix="/api/v1", tags=["フォローアップ"])
public = APIRouter(prefix="/api/v1", tags=["フォローアップ"])

Since = Annotated[dt.date, Query(alias="from", description="この日から")]
Until = Annotated[dt.date, Query(alias="to", description="この日まで")]
Weeks = Annotated[int, Query(ge=1, le=12, description="今週から何週")]


@router.view("/contacts", Act.CONTACT_LIST)
def list_follow_ups(
    context: Context, since: Since, until: Until, state: ContactState | None = None
) -> FollowUpList:
    """List contacts that are due, overdue or done, of the cases one may open."""
    return reading.list_contacts(context, since, until, state)


@router.view("/people/{person_id}/contacts", Act.CONTACT_READ)
def list_follow_ups_of_person(context: Context, person_id: uuid.UUID) -> FollowUpList:
    """List all contacts about one person."""
    return reading.list_of_person(context)


@router.change("/people/{person_id}/contacts", Act.CONTACT_ADD)
def add_follow_up(context: Context, person_id: uuid.UUID, body: FollowUpInput) -> Receipt:
    """Add a contact that is not of the cadence."""
    return service.add_extra(context, body)


@router.change("/contacts/{follow_up_id}/done", Act.CONTACT_DO, status=200)
def record_follow_up(context: Context, follow_up_id: uuid.UUID, body: DoneInput) -> Receipt:
    """Record a contact: how, with whom, what was heard, what follows."""
    return service.record_done(context, follow_up_id, body)


@router.change("/contacts/{follow_up_id}/skip", Act.CONTACT_DO, status=200)
def skip_follow_up(context: Context, follow_up_id: uuid.UUID, body: SkipInput) -> Receipt:
    """Say that a contact is not made, and why."""
    return service.skip(context, follow_up_id, body)


@router.view("/contacts/plan", Act.CONTACT_PLAN)
def propose_visits(context: Context, weeks: Weeks = 4) -> VisitPlanView:
    """Propose who contacts whom in which week; nothing is changed by it."""
    return planning.propose(context, weeks)


@router.change("/contacts/plan", Act.CONTACT_ASSIGN, status=200)
def accept_visits(context: Context, body: PlanAccepted) -> Receipt:
    """Accept a part of a plan: set the week and the coordinator."""
    return planning.accept(context, body)


@router.view("/me/rounds", Act.ROUNDS_READ)
def show_rounds(context: Context) -> RoundsView:
    """Show one's own time for contacts and the address of one's calendar."""
    return rounds.show_rounds(context)


@router.change("/me/rounds", Act.ROUNDS_EDIT, method="PATCH", status=200)
def change_rounds(context: Context, body: RoundsInput) -> Receipt:
    """Change one's own time for contacts."""
    return rounds.change_rounds(context, body)


@router.change("/me/rounds/calendar", Act.ROUNDS_EDIT)
def renew_calendar(context: Context) -> Receipt:
    """Make one's calendar, or give it a new address."""
    return rounds.renew_calendar(context)


@router.change("/me/rounds/calendar", Act.ROUNDS_EDIT, method="DELETE", status=200)
def end_calendar(context: Context) -> Receipt:
    """End one's calendar: its address leads nowhere from now on."""
    return rounds.end_calendar(context)


@public.get(
    "/contacts/calendar.ics",
    response_class=Response,
    responses={**ERRORS_OF_VIEW, 200: {"content": {"text/calendar": {}}}},
)
def give_calendar(
    request: Request, token: Annotated[str, Query(min_length=1, max_length=80, pattern="^[A-Za-z0-9_-]+$")]
) -> Response:
    """Give a coordinator's calendar to who knows its address: codes and case numbers, no names."""
    text = calendar.calendar_of(installation_of(request), token, request.state.request_id)
    return Response(text, media_type="text/calendar; charset=utf-8")

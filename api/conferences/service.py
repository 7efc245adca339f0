"""Planning, opening and closing conferences; and what others ask of them."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.conferences.access import find_conference, missing_seatings, require_open, require_planned, share
from api.conferences.schemas import ConferenceChange, ConferenceCreate
from api.conferences.urgent import fill_urgent
from api.context import Context, Receipt
from api.errors import Conflict
from api.office.service import settings_of
from api.policy.vocabulary import Role
from api.tables import (
    AgendaItem,
    AgendaKind,
    Basis,
    Conclusion,
    Conference,
    ConferenceMember,
    ConferenceState,
    Seating,
    SupportPlan,
)

_SEATING_OF_ROLE = (
    (Role.OFFICIAL, Seating.OFFICE),
    (Role.LEAD, Seating.LEAD),
    (Role.COORDINATOR, Seating.PROVIDER),
)


def approved(
    session: Session,
    person_id: uuid.UUID,
    kind: AgendaKind,
    plan_id: uuid.UUID | None = None,
    since: dt.datetime | None = None,
) -> AgendaItem | None:
    """
    Give the latest item of a 開催区分 on which a conference, which is closed by now, concluded 承認.

    Parameters
    ----------
    session, person_id, kind
        On whom, and what was looked at.
    plan_id
        Only for this plan, as it was last submitted: what was approved before it was returned counts no more.
    since
        Only from then on, so that an approval of an earlier episode does not count.
    """
    query = (
        select(AgendaItem)
        .join(Conference, col(Conference.id) == col(AgendaItem.conference_id))
        .where(
            col(AgendaItem.person_id) == person_id,
            col(AgendaItem.kind) == kind,
            col(AgendaItem.conclusion) == Conclusion.APPROVED,
            col(Conference.state) == ConferenceState.CLOSED,
        )
    )
    if plan_id is not None:
        query = query.join(SupportPlan, col(SupportPlan.id) == col(AgendaItem.plan_id)).where(
            col(SupportPlan.id) == plan_id, col(AgendaItem.concluded_at) >= col(SupportPlan.submitted_at)
        )
    if since is not None:
        query = query.where(col(AgendaItem.concluded_at) >= since)
    query = query.order_by(col(AgendaItem.concluded_at).desc(), col(AgendaItem.id)).limit(1)
    return session.execute(query).scalar_one_or_none()


def create_conference(context: Context, given: ConferenceCreate) -> Receipt:
    """Plan a conference; who plans it sits in it."""
    settings = settings_of(context.session, context.municipality_id)
    is_walled = given.basis == Basis.SECRECY
    conference = Conference(
        municipality_id=context.municipality_id,
        name=settings.secret_meeting_name if is_walled else settings.meeting_name,
        **given.model_dump(),
        created_by=context.actor.user_id,
        created_at=context.now,
    )
    context.add(conference, basis=conference.basis.value)
    context.installation.vault.new_subject(context.municipality_id, conference.id)
    roles = context.actor.roles
    seating = next((seating for role, seating in _SEATING_OF_ROLE if role in roles), Seating.AGENCY)
    context.add(
        ConferenceMember(
            municipality_id=context.municipality_id,
            conference_id=conference.id,
            user_id=context.actor.user_id,
            seating=seating,
            created_at=context.now,
        )
    )
    return context.receipt(conference)


def change_conference(context: Context, conference_id: uuid.UUID, given: ConferenceChange) -> Receipt:
    """Put a planned conference on another day."""
    conference = find_conference(context, conference_id, lock=True)
    context.expect_version(conference)
    require_planned(conference)
    context.change(conference, given.model_dump())
    return context.receipt(conference)


def open_conference(context: Context, conference_id: uuid.UUID) -> Receipt:
    """
    Open a conference: its agenda stands, and who comes later sees nothing of the cases on it.

    What was 緊急 since the last one is on it, whether somebody put it there or not.
    """
    conference = find_conference(context, conference_id, lock=True)
    require_planned(conference)
    urgent = fill_urgent(context, conference)
    context.change(conference, {"state": ConferenceState.OPEN, "opened_at": context.now})
    share(context, conference)
    return context.receipt(conference, urgent=urgent)


def close_conference(context: Context, conference_id: uuid.UUID) -> Receipt:
    """
    Close a conference: its members see the cases no longer.

    Raises
    ------
    Conflict
        `conference_not_open`, `attendee_missing`, or `items_left` while something is neither concluded nor
        put off.
    """
    conference = find_conference(context, conference_id, lock=True)
    require_open(conference)
    missing = missing_seatings(context, conference)
    concluded = select(col(AgendaItem.id)).where(col(AgendaItem.conference_id) == conference.id)
    if missing and context.session.execute(concluded).first() is not None:
        raise Conflict("attendee_missing", record="・".join(missing))
    left = select(func.count()).where(
        col(AgendaItem.conference_id) == conference.id, col(AgendaItem.conclusion).is_(None)
    )
    items = context.session.execute(left).scalar_one()
    if items:
        raise Conflict("items_left", items=items)
    context.change(conference, {"state": ConferenceState.CLOSED, "closed_at": context.now})
    share(context, conference)
    return context.receipt(conference)

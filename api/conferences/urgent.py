"""緊急: a placement before its decision comes before the next conference, whoever opens it."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlmodel import col

from api.conferences.access import consent_of, withdraw
from api.context import Context
from api.tables import AgendaItem, AgendaKind, Conference, ConferenceState, Placement, PlacementSeat


def unseen() -> ColumnElement[bool]:
    """Say in SQL that somebody stayed, or stays, before the decision, and no conference concluded on it."""
    nights = exists(col(PlacementSeat.day)).where(col(PlacementSeat.placement_id) == col(Placement.id))
    concluded = exists(col(AgendaItem.id)).where(
        col(AgendaItem.person_id) == col(Placement.person_id),
        col(AgendaItem.placement_id).is_not(None),
        col(AgendaItem.concluded_at) >= col(Placement.created_at),
    )
    return col(Placement.is_tonight) & nights & ~concluded


def standing() -> ColumnElement[bool]:
    """Say in SQL that the person's stay is before a conference that is not over."""
    return exists(col(AgendaItem.id)).where(
        col(AgendaItem.conference_id) == col(Conference.id),
        col(AgendaItem.person_id) == col(Placement.person_id),
        col(AgendaItem.placement_id).is_not(None),
        col(AgendaItem.conclusion).is_(None),
        col(Conference.state) != ConferenceState.CLOSED,
    )


def fill_urgent(context: Context, conference: Conference) -> int:
    """
    Put on the agenda every stay before its decision that no conference has looked at; and say how many.

    What stands before a later conference is drawn forward. Without consent it waits for a 支援会議, whose
    members are chosen for the case, and its task stays open.
    """
    if conference.is_walled:
        return 0
    query = select(col(Placement.person_id), col(Placement.id)).where(unseen())
    rows = context.session.execute(query.order_by(col(Placement.created_at), col(Placement.id))).all()
    due: dict[uuid.UUID, uuid.UUID] = {}
    for person_id, placement_id in rows:
        due.setdefault(person_id, placement_id)
    return sum(_put(context, conference, *each) for each in sorted(due.items()))


def _put(context: Context, conference: Conference, person_id: uuid.UUID, placement_id: uuid.UUID) -> bool:
    consent = consent_of(context, person_id)
    if consent is None:
        return False
    query = (
        select(AgendaItem, Conference)
        .outerjoin(Conference, col(Conference.id) == col(AgendaItem.conference_id))
        .where(
            col(AgendaItem.person_id) == person_id,
            col(AgendaItem.kind) == AgendaKind.OTHER,
            col(AgendaItem.conclusion).is_(None),
            or_(col(AgendaItem.conference_id).is_(None), col(Conference.state) != ConferenceState.CLOSED),
        )
    )
    there = context.session.execute(query.order_by(col(AgendaItem.id))).all()
    values: dict[str, Any] = {
        "conference_id": conference.id,
        "consent_id": consent.id,
        "placement_id": placement_id,
    }
    own = next((item for item, at in there if at is not None and at.id == conference.id), None)
    is_before_another = any(
        at is not None and at.state == ConferenceState.OPEN and item.placement_id for item, at in there
    )
    if own is None and is_before_another:
        return False
    item = own or next(
        (item for item, at in there if at is None or (item.placement_id and not at.is_walled)), None
    )
    if item is None:
        made = AgendaItem(
            municipality_id=context.municipality_id,
            person_id=person_id,
            kind=AgendaKind.OTHER,
            created_by=context.actor.user_id,
            created_at=context.now,
            **values,
        )
        context.add(made, kind=made.kind.value, is_urgent=True)
        return True
    if item is own and item.placement_id is not None:
        return False
    if item is not own and item.conference_id is not None:
        withdraw(context, item)
    context.change(context.find(AgendaItem, item.id, lock=True), values)
    return True

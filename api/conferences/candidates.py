"""What is due at the next conference: 緊急 first, then submitted plans, what was asked for, monitoring."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, or_, select
from sqlmodel import col

from api.conferences.access import consent_of, find_conference
from api.conferences.urgent import standing, unseen
from api.context import Context
from api.policy.gate import cases_of
from api.policy.table import may
from api.policy.vocabulary import Act, Part
from api.tables import (
    AgendaItem,
    AgendaKind,
    Conference,
    ConferenceState,
    Person,
    Placement,
    PlanKind,
    PlanState,
    SupportPlan,
)

URGENT, SUBMITTED, ASKED_FOR, MONITORING = "urgent", "submitted", "asked_for", "monitoring"
WHY_WORDS = {
    URGENT: "緊急（支援決定の前の受入）",
    SUBMITTED: "提出されたプラン",
    ASKED_FOR: "付議を求められたもの",
    MONITORING: "モニタリングの時期",
}
KIND_OF_PLAN = {PlanKind.FIRST: AgendaKind.FIRST, PlanKind.RENEWED: AgendaKind.RENEWED}


@dataclass(frozen=True)
class Candidate:
    """
    Something a conference has to look at.

    Parameters
    ----------
    why, person_id, kind
        Why, whom it is about, and which 開催区分 it is.
    plan_id, placement_id
        What it is about.
    has_consent
        Whether a 重層的支援会議 may discuss the person; without, only a 支援会議.
    """

    why: str
    person: Person
    kind: AgendaKind
    has_consent: bool
    plan_id: uuid.UUID | None = None
    placement_id: uuid.UUID | None = None


def candidates(context: Context, conference_id: uuid.UUID) -> list[Candidate]:
    """Give what is due up to the day of a conference, of the people whose case the user may open."""
    conference = find_conference(context, conference_id)
    due = list(_due(context, conference))
    ids = {person_id for _, person_id, _, _, _ in due}
    people = context.session.execute(select(Person).where(col(Person.id).in_(ids))).scalars().all()
    open_people = {
        person_id: case.person
        for person_id, case in cases_of(context, people).items()
        if may(Act.PLAN_READ, case.parts - {Part.MM_A}, case.stage)
    }
    agreed = {person_id: consent_of(context, person_id) is not None for person_id in open_people}
    return [
        Candidate(why, open_people[person_id], kind, agreed[person_id], plan_id, placement_id)
        for why, person_id, kind, plan_id, placement_id in due
        if person_id in open_people
    ]


Due = tuple[str, uuid.UUID, AgendaKind, uuid.UUID | None, uuid.UUID | None]


def _due(context: Context, conference: Conference) -> Iterator[Due]:
    session = context.session
    query = select(Placement).where(unseen(), ~standing())
    for placement in session.execute(query.order_by(col(Placement.created_at), col(Placement.id))).scalars():
        yield URGENT, placement.person_id, AgendaKind.OTHER, None, placement.id
    plans = select(SupportPlan).where(
        or_(
            col(SupportPlan.state) == PlanState.SUBMITTED,
            (col(SupportPlan.state) == PlanState.FIXED)
            & (col(SupportPlan.next_monitoring_on) <= conference.held_on),
        )
    )
    on_plan = col(AgendaItem.plan_id) == col(SupportPlan.id)
    submitted = on_plan & (
        col(AgendaItem.conclusion).is_(None) | (col(AgendaItem.concluded_at) >= col(SupportPlan.submitted_at))
    )
    monitored = (
        (col(AgendaItem.person_id) == col(SupportPlan.person_id))
        & (col(AgendaItem.kind) == AgendaKind.OTHER)
        & (col(Conference.held_on) >= col(SupportPlan.next_monitoring_on))
    )
    rows = session.execute(
        plans.where(
            or_(
                (col(SupportPlan.state) == PlanState.SUBMITTED) & ~_is_dealt_with(submitted),
                (col(SupportPlan.state) == PlanState.FIXED) & ~_is_dealt_with(monitored),
            )
        ).order_by(col(SupportPlan.state).desc(), col(SupportPlan.submitted_at), col(SupportPlan.id))
    ).scalars()
    for plan in rows:
        if plan.state == PlanState.SUBMITTED:
            yield SUBMITTED, plan.person_id, KIND_OF_PLAN[plan.kind], plan.id, None
        else:
            yield MONITORING, plan.person_id, AgendaKind.OTHER, plan.id, None
    asked = select(AgendaItem).where(col(AgendaItem.conference_id).is_(None))
    for item in session.execute(asked.order_by(col(AgendaItem.created_at), col(AgendaItem.id))).scalars():
        if item.plan_id is None and item.placement_id is None:
            yield ASKED_FOR, item.person_id, item.kind, None, None


def _is_dealt_with(about: ColumnElement[bool]) -> ColumnElement[bool]:
    """Say in SQL that an item about it was concluded, or stands on the agenda of a conference to come."""
    return exists(col(AgendaItem.id)).where(
        col(AgendaItem.conference_id) == col(Conference.id),
        or_(col(AgendaItem.conclusion).is_not(None), col(Conference.state) != ConferenceState.CLOSED),
        about,
    )

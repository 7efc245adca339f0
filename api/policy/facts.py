"""The facts of cases and of a user's relation to each, read in one query."""

from __future__ import annotations

import datetime as dt
import functools
import uuid
from collections.abc import Iterable
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Date, Select, Uuid, and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.infra.types import UtcInstant
from api.policy.stage import CaseFacts, Relation
from api.policy.vocabulary import Field, Role
from api.tables import (
    CaseOpening,
    Consent,
    Decision,
    DecisionResult,
    Involvement,
    Person,
    Placement,
    Purpose,
)
from matching.vocabulary import PlacementStatus

_PLACED = (PlacementStatus.TRIAL, PlacementStatus.ACCEPTED, PlacementStatus.SETTLED)


def consent_holds(today: dt.date | BindParameter[dt.date]) -> ColumnElement[bool]:
    """Say in SQL that a consent holds on a day: given, not yet past its last day, not withdrawn."""
    return and_(
        col(Consent.given_on) <= today, col(Consent.expires_on) >= today, col(Consent.withdrawn_at).is_(None)
    )


def with_facts(query: Select[Any], is_at_host: bool = False) -> Select[Any]:
    """
    Let a query of people also read what stage and parts of each follow from; to be built once.

    Parameters
    ----------
    query
        Gives people, or only their ids.
    is_at_host
        There is a host at hand; without one, any host counts.
    """
    return query.add_columns(*_columns(is_at_host))


def asked_by(
    user_id: uuid.UUID, now: dt.datetime, today: dt.date, host_id: uuid.UUID | None = None
) -> dict[str, Any]:
    """Give what such a query has to be told: who looks at the cases when, and at which host."""
    return {"facts_user_id": user_id, "facts_now": now, "facts_today": today, "facts_host_id": host_id}


@functools.cache
def _columns(is_at_host: bool) -> tuple[ColumnElement[Any], ...]:
    user_id = bindparam("facts_user_id", type_=Uuid())
    host_id = bindparam("facts_host_id", type_=Uuid())
    now, today = bindparam("facts_now", type_=UtcInstant()), bindparam("facts_today", type_=Date())
    about_host = col(Consent.host_id) == host_id if is_at_host else col(Consent.host_id).is_not(None)
    at_host = col(Placement.host_id) == host_id if is_at_host else col(Placement.host_id).is_not(None)
    consents = exists(col(Consent.id)).where(col(Consent.person_id) == col(Person.id))
    meeting = consents.where(col(Consent.purpose) == Purpose.MEETING)
    host = consents.where(col(Consent.purpose) == Purpose.HOST, about_host)
    withdrawn = col(Consent.withdrawn_at).is_not(None)

    def involved(role: Role) -> ColumnElement[bool]:
        return exists(col(Involvement.id)).where(
            col(Involvement.person_id) == col(Person.id),
            col(Involvement.user_id) == user_id,
            col(Involvement.role) == role,
            col(Involvement.since) <= today,
            or_(col(Involvement.until).is_(None), col(Involvement.until) >= today),
        )

    return (
        meeting.where(consent_holds(today)).label("meeting"),
        meeting.where(withdrawn).label("meeting_withdrawn"),
        host.where(consent_holds(today)).label("host"),
        host.where(withdrawn).label("host_withdrawn"),
        exists(col(Decision.id))
        .where(col(Decision.person_id) == col(Person.id), col(Decision.result) == DecisionResult.DECIDED)
        .label("decided"),
        exists(col(Placement.id))
        .where(col(Placement.person_id) == col(Person.id), at_host, col(Placement.status).in_(_PLACED))
        .label("placed"),
        involved(Role.COORDINATOR).label("coordinator"),
        involved(Role.LEAD).label("lead"),
        involved(Role.MEMBER).label("member"),
        select(col(Involvement.body))
        .where(
            col(Involvement.person_id) == col(Person.id),
            col(Involvement.user_id) == user_id,
            col(Involvement.role) == Role.MEMBER,
        )
        .scalar_subquery()
        .label("member_body"),
        select(col(Consent.bodies))
        .where(
            col(Consent.person_id) == col(Person.id),
            col(Consent.purpose) == Purpose.MEETING,
            consent_holds(today),
        )
        .order_by(col(Consent.given_on).desc(), col(Consent.created_at).desc(), col(Consent.id))
        .limit(1)
        .scalar_subquery()
        .label("agreed_bodies"),
        exists(col(CaseOpening.id))
        .where(
            col(CaseOpening.person_id) == col(Person.id),
            col(CaseOpening.user_id) == user_id,
            col(CaseOpening.until) > now,
            col(CaseOpening.is_contact).is_(False),
        )
        .label("opened"),
    )


def fields_shared_with_meeting(
    session: Session, person_ids: Iterable[uuid.UUID], today: dt.date
) -> dict[uuid.UUID, frozenset[Field]]:
    """Give the groups each person agreed to share with the meeting, by the latest consent that holds."""
    query = select(Consent).where(
        col(Consent.person_id).in_(list(person_ids)),
        col(Consent.purpose) == Purpose.MEETING,
        consent_holds(today),
    )
    rows = session.execute(query.order_by(col(Consent.given_on), col(Consent.created_at))).scalars()
    return {row.person_id: frozenset(Field(each) for each in row.fields) for row in rows}


def facts_of(
    row: Any, person: Person, today: dt.date, host_id: uuid.UUID | None
) -> tuple[CaseFacts, Relation]:
    """Give the facts of a case and the user's relation to it, from a row of a query with facts."""
    facts = CaseFacts(
        is_protected=person.is_protected,
        shares_with_meeting=row.meeting,
        has_withdrawn=(row.meeting_withdrawn and not row.meeting)
        or bool(host_id and row.host_withdrawn and not row.host),
        is_decided=row.decided,
        shares_with_host=row.host,
        is_placed=row.placed,
        has_ended=person.ended_on is not None and person.ended_on <= today,
    )
    relation = Relation(
        is_coordinator=row.coordinator,
        is_lead=row.lead,
        is_on_agenda=row.member
        and row.meeting
        and (row.member_body is None or row.member_body in row.agreed_bodies),
        has_reason=row.opened,
    )
    return facts, relation

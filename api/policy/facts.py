"""The facts of a case and of a user's relation to it, read in one query."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.policy.stage import CaseFacts, Relation
from api.policy.vocabulary import Role
from api.tables import CaseOpening, Consent, Decision, Involvement, Person, Placement, Purpose
from matching.vocabulary import PlacementStatus

_PLACED = (PlacementStatus.TRIAL, PlacementStatus.ACCEPTED, PlacementStatus.SETTLED)


def consent_holds(today: dt.date) -> ColumnElement[bool]:
    """Say in SQL that a consent holds on a day: given, not yet past its last day, not withdrawn."""
    return and_(
        col(Consent.given_on) <= today, col(Consent.expires_on) >= today, col(Consent.withdrawn_at).is_(None)
    )


def facts_of(
    session: Session,
    person: Person,
    user_id: uuid.UUID,
    now: dt.datetime,
    today: dt.date,
    host_id: uuid.UUID | None = None,
) -> tuple[CaseFacts, Relation]:
    """
    Read what stage and parts follow from.

    Parameters
    ----------
    session, person, user_id, now, today
        The case, and who looks at it when.
    host_id
        The host at hand; without one, any host counts.
    """
    about_host = col(Consent.host_id) == host_id if host_id else col(Consent.host_id).is_not(None)
    at_host = col(Placement.host_id) == host_id if host_id else col(Placement.host_id).is_not(None)
    of_person = col(Consent.person_id) == person.id
    meeting = and_(of_person, col(Consent.purpose) == Purpose.MEETING)
    host = and_(of_person, col(Consent.purpose) == Purpose.HOST, about_host)
    withdrawn = col(Consent.withdrawn_at).is_not(None)

    def involved(role: Role) -> ColumnElement[bool]:
        return exists().where(
            col(Involvement.person_id) == person.id,
            col(Involvement.user_id) == user_id,
            col(Involvement.role) == role,
            col(Involvement.since) <= today,
            or_(col(Involvement.until).is_(None), col(Involvement.until) >= today),
        )

    row = session.execute(
        select(
            exists().where(meeting, consent_holds(today)).label("meeting"),
            exists().where(meeting, withdrawn).label("meeting_withdrawn"),
            exists().where(host, consent_holds(today)).label("host"),
            exists().where(host, withdrawn).label("host_withdrawn"),
            exists().where(col(Decision.person_id) == person.id).label("decided"),
            exists()
            .where(col(Placement.person_id) == person.id, at_host, col(Placement.status).in_(_PLACED))
            .label("placed"),
            involved(Role.COORDINATOR).label("coordinator"),
            involved(Role.LEAD).label("lead"),
            involved(Role.MEMBER).label("member"),
            exists()
            .where(
                col(CaseOpening.person_id) == person.id,
                col(CaseOpening.user_id) == user_id,
                col(CaseOpening.until) > now,
            )
            .label("opened"),
        )
    ).one()
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
        is_coordinator=row.coordinator, is_lead=row.lead, is_on_agenda=row.member, has_reason=row.opened
    )
    return facts, relation

"""A coordinator's calendar of contacts: codes and case numbers only, no names and no places."""

from __future__ import annotations

import datetime as dt
import hmac
import uuid

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.audit.trail import append
from api.contacts.ics import Event, calendar_text
from api.contacts.rounds import token_of, user_in
from api.context import Actor, Context
from api.errors import NotFound
from api.infra.database import work_for
from api.infra.installation import Installation
from api.policy.vocabulary import Act, Role
from api.tables import Contact, ContactState, Involvement, Person, Rounds, UserAccount, UserRole
from matching.labels import label

DAYS_BACK = dt.timedelta(days=60)
DAYS_AHEAD = dt.timedelta(days=400)
NAME = "フォローアップ"


def calendar_of(installation: Installation, token: str, request_id: str) -> str:
    """
    Write the calendar a token belongs to, and leave a trail.

    Raises
    ------
    NotFound
        If it belongs to none: wrong, ended, or of somebody who is no active coordinator any more.
    """
    with installation.database.write() as session:
        now = installation.clock.now(session)
        user = _user(session, user_in(token))
        if user is None:
            raise NotFound
        work_for(session, user.municipality_id)
        rounds = session.execute(select(Rounds).where(col(Rounds.user_id) == user.id)).scalar_one_or_none()
        if rounds is None or rounds.feed_serial is None:
            raise NotFound
        if not hmac.compare_digest(
            token.encode(), token_of(installation, user.id, rounds.feed_serial).encode()
        ):
            raise NotFound
        actor = Actor(user.id, user.municipality_id, frozenset({Role.COORDINATOR}))
        context = Context(installation, session, actor, Act.CONTACT_LIST, now, request_id)
        events = _events(context)
        context.note_of("contact", count=len(events), is_calendar=True)
        append(session, installation.roots.audit, now, context.entries)
        return calendar_text(NAME, events, now)


def _user(session: Session, user_id: uuid.UUID | None) -> UserAccount | None:
    """Give an active coordinator."""
    if user_id is None:
        return None
    query = (
        select(UserAccount)
        .join(
            UserRole,
            and_(col(UserRole.user_id) == col(UserAccount.id), col(UserRole.role) == Role.COORDINATOR),
        )
        .where(col(UserAccount.id) == user_id, col(UserAccount.is_active))
    )
    return session.execute(query).scalar_one_or_none()


def _events(context: Context) -> list[Event]:
    """Give what is due in the cases the user carries and nobody else was asked to do."""
    carried = exists(col(Involvement.id)).where(
        col(Involvement.person_id) == col(Contact.person_id),
        col(Involvement.user_id) == context.actor.user_id,
        col(Involvement.role) == Role.COORDINATOR,
        col(Involvement.since) <= context.today,
        or_(col(Involvement.until).is_(None), col(Involvement.until) >= context.today),
    )
    query = (
        select(Contact, col(Person.number))
        .join(Person, col(Person.id) == col(Contact.person_id))
        .where(
            carried,
            col(Contact.state) == ContactState.DUE,
            or_(col(Contact.coordinator_id).is_(None), col(Contact.coordinator_id) == context.actor.user_id),
            col(Contact.due_on).between(context.today - DAYS_BACK, context.today + DAYS_AHEAD),
        )
        .order_by(col(Contact.due_on), col(Contact.id))
    )
    return [
        Event(
            uid=f"{contact.id}@sanka",
            day=_day(contact),
            summary=f"{label(contact.side)} {label(contact.kind)} {number}",
            sequence=contact.version - 1,
        )
        for contact, number in context.session.execute(query)
    ]


def _day(contact: Contact) -> dt.date:
    """Give the due day, or the Monday of another week that was agreed on."""
    if contact.week is None or contact.week <= contact.due_on < contact.week + dt.timedelta(days=7):
        return contact.due_on
    return contact.week

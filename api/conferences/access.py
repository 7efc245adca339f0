"""Who sees what of a conference: its members at the opening, what each person agreed to, and nobody else."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import col

from api.conferences.words import SEATING_WORDS
from api.consents.service import valid_consent
from api.context import Case, Context
from api.errors import Conflict, NotFound
from api.policy.gate import cases_of
from api.policy.table import may, visible
from api.policy.vocabulary import Act, Field, Part, Role
from api.tables import (
    AgendaItem,
    Conference,
    ConferenceMember,
    ConferenceState,
    Consent,
    Involvement,
    Person,
    Purpose,
    Seating,
    UserRole,
)

REQUIRED = {Seating.OFFICE: Role.OFFICIAL, Seating.LEAD: Role.LEAD}
"""Who has to be there, and the role by which the service knows them."""


@dataclass(frozen=True)
class Seen:
    """
    An item the user sees.

    Parameters
    ----------
    item, person
        The item, and whom it is about.
    fields
        The groups of the person's fields that are shown with it.
    """

    item: AgendaItem
    person: Person
    fields: frozenset[Field]


def find_conference(context: Context, conference_id: uuid.UUID, lock: bool = False) -> Conference:
    """Give a conference; a walled one only to its members, anything else is as unknown to them."""
    conference = context.find(Conference, conference_id, lock=lock)
    if not may_see(context, conference):
        raise NotFound
    return conference


def may_see(context: Context, conference: Conference) -> bool:
    """Tell whether the user may know of a conference: staff of one with consent, members of any."""
    is_staff = bool(context.actor.roles & {Role.COORDINATOR, Role.LEAD, Role.OFFICIAL})
    return (is_staff and not conference.is_walled) or own_seat(context, conference) is not None


def missing_seatings(context: Context, conference: Conference) -> list[str]:
    """Name who has to be there and is not."""
    query = select(col(ConferenceMember.seating)).where(
        col(ConferenceMember.conference_id) == conference.id, col(ConferenceMember.has_attended)
    )
    there = set(context.session.execute(query).scalars())
    return [SEATING_WORDS[seating] for seating in REQUIRED if seating not in there]


def require_planned(conference: Conference) -> None:
    """Raise `conference_not_planned` unless the conference is still to come."""
    if conference.state != ConferenceState.PLANNED:
        raise Conflict("conference_not_planned")


def require_open(conference: Conference) -> None:
    """Raise `conference_not_open` unless the conference is being held."""
    if conference.state != ConferenceState.OPEN:
        raise Conflict("conference_not_open")


def own_seat(context: Context, conference: Conference) -> ConferenceMember | None:
    """Give the user's own seat in a conference."""
    query = select(ConferenceMember).where(
        col(ConferenceMember.conference_id) == conference.id,
        col(ConferenceMember.user_id) == context.actor.user_id,
    )
    return context.session.execute(query).scalar_one_or_none()


def seen_items(context: Context, conference: Conference, items: Iterable[AgendaItem]) -> list[Seen]:
    """Give the items of a conference the user sees, each with the groups of fields that go with it."""
    items = list(items)
    ids = {item.person_id for item in items}
    people = {
        person.id: person
        for person in context.session.execute(select(Person).where(col(Person.id).in_(ids))).scalars()
    }
    cases, seat = cases_of(context, people.values()), own_seat(context, conference)
    found = []
    for item in items:
        fields = _fields(context, conference, seat, cases[item.person_id])
        if fields is not None:
            found.append(Seen(item, people[item.person_id], fields))
    return found


def _fields(
    context: Context, conference: Conference, seat: ConferenceMember | None, case: Case
) -> frozenset[Field] | None:
    if conference.is_walled:  # secrecy binds its members, and it is about no more than what is said there
        return frozenset({Field.EXISTENCE}) if seat is not None else None
    own = case.parts - {Part.MM_A}
    if may(Act.PLAN_READ, own, case.stage):
        return case.visible
    if seat is None or conference.state == ConferenceState.CLOSED:
        return None
    consent = consent_of(context, case.person.id)
    if not is_covered(seat, consent) or not may(Act.PLAN_READ, frozenset({Part.MM_A}), case.stage):
        return None
    agreed = {Field(each) for each in consent.fields} if consent is not None else set()
    return visible(frozenset({Part.MM_A}), case.stage) & (agreed | {Field.EXISTENCE})


def consent_of(context: Context, person_id: uuid.UUID) -> Consent | None:
    """Give the consent to share with the meeting that holds today."""
    return valid_consent(context.session, person_id, Purpose.MEETING, context.today)


def is_covered(seat: ConferenceMember, consent: Consent | None) -> bool:
    """Tell whether a person's consent covers a member: there at the opening, of a body they agreed to."""
    return consent is not None and not seat.is_late and (seat.body is None or seat.body in consent.bodies)


def share(context: Context, conference: Conference) -> None:
    """
    Open the cases on the agenda to the members that consent covers, and close them to all others.

    Called whenever agenda, members or state of a conference change. Who was involved by hand stays so.
    """
    session = context.session
    is_shared = not conference.is_walled and conference.state != ConferenceState.CLOSED
    members = (
        session.execute(
            select(ConferenceMember)
            .join(UserRole, col(UserRole.user_id) == col(ConferenceMember.user_id))
            .where(col(ConferenceMember.conference_id) == conference.id, col(UserRole.role) == Role.MEMBER)
        )
        .scalars()
        .all()
    )
    items = session.execute(
        select(AgendaItem).where(col(AgendaItem.conference_id) == conference.id).with_for_update()
    ).scalars()
    for item in items.all():
        consent = consent_of(context, item.person_id) if is_shared else None
        covered = {str(seat.user_id): seat for seat in members if is_covered(seat, consent)}
        elsewhere = _opened_elsewhere(context, item)
        for user_id in sorted({*item.opened_for} - {*covered}):
            if user_id not in elsewhere:
                _close(context, item.person_id, uuid.UUID(user_id))
        kept = [user_id for user_id in item.opened_for if user_id in covered]
        for user_id in sorted({*covered} - {*kept}):
            if _open(context, item.person_id, covered[user_id], is_ours=user_id in elsewhere):
                kept.append(user_id)
        item.opened_for = sorted(kept)
    session.flush()


def withdraw(context: Context, item: AgendaItem) -> None:
    """Close the case to the members an item opened it for."""
    elsewhere = _opened_elsewhere(context, item)
    for user_id in item.opened_for:
        if user_id not in elsewhere:
            _close(context, item.person_id, uuid.UUID(user_id))
    item.opened_for = []
    context.session.flush()


def _opened_elsewhere(context: Context, item: AgendaItem) -> set[str]:
    """Give the users for whom another item of the person holds the case open."""
    query = select(col(AgendaItem.opened_for)).where(
        col(AgendaItem.person_id) == item.person_id, col(AgendaItem.id) != item.id
    )
    return {user_id for opened in context.session.execute(query).scalars() for user_id in opened}


def _open(context: Context, person_id: uuid.UUID, seat: ConferenceMember, *, is_ours: bool) -> bool:
    """Involve a member; says no where they are already, by somebody's hand and not by an agenda."""
    assert seat.user_id is not None, "somebody from outside opens no case"
    involvement = _involvement(context, person_id, seat.user_id)
    if involvement is None:
        involvement = Involvement(
            municipality_id=context.municipality_id,
            person_id=person_id,
            user_id=seat.user_id,
            role=Role.MEMBER,
            since=context.today,
        )
        context.session.add(involvement)
    elif involvement.until is None or involvement.until >= context.today:
        if is_ours:  # of two conferences, the one that asks more of the consent
            involvement.body = involvement.body or seat.body
        return is_ours
    involvement.since, involvement.until, involvement.body = context.today, None, seat.body
    context.session.flush()
    context.note(involvement, role=Role.MEMBER.value)
    return True


def _close(context: Context, person_id: uuid.UUID, user_id: uuid.UUID) -> None:
    involvement = _involvement(context, person_id, user_id)
    if involvement is not None:  # `until` is the last whole day, so that it is over with this very act
        involvement.until = context.today - dt.timedelta(days=1)
        context.note(involvement, role=Role.MEMBER.value, is_ended=True)


def _involvement(context: Context, person_id: uuid.UUID, user_id: uuid.UUID | None) -> Involvement | None:
    query = select(Involvement).where(
        col(Involvement.person_id) == person_id,
        col(Involvement.user_id) == user_id,
        col(Involvement.role) == Role.MEMBER,
    )
    return context.session.execute(query.with_for_update()).scalar_one_or_none()

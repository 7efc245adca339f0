"""Who sits in a conference, for whom, and whether they are there."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlmodel import col

from api.conferences.access import REQUIRED, find_conference, require_open, require_planned, share
from api.conferences.schemas import MeetingAttendanceInput, MemberInput
from api.conferences.words import SEATING_WORDS
from api.context import Context, Receipt
from api.errors import Conflict, Fault, NotFound, Refused
from api.policy.vocabulary import Role
from api.tables import Conference, ConferenceMember, ConferenceState, Seating, UserAccount, UserRole
from api.tables.sealed import MemberDocument

_MAY_SIT = frozenset({Role.COORDINATOR, Role.LEAD, Role.OFFICIAL, Role.MEMBER})


def add_member(context: Context, conference_id: uuid.UUID, given: MemberInput) -> Receipt:
    """Add a member; one who comes when the conference is open sees nothing of the cases on its agenda."""
    conference = find_conference(context, conference_id, lock=True)
    if conference.state == ConferenceState.CLOSED:
        raise Conflict("conference_closed")
    _check(context, conference, given)
    member = ConferenceMember(
        municipality_id=context.municipality_id,
        conference_id=conference.id,
        user_id=given.user_id,
        seating=given.seating,
        body=given.body,
        is_late=conference.state == ConferenceState.OPEN,
        created_at=context.now,
    )
    if given.user_id is None:
        document = MemberDocument(
            organisation=given.organisation or "", role=given.role or "", name=given.name or ""
        )
        member.sealed = context.seal(member, conference.id, document)
    context.add(member, seating=member.seating.value)
    share(context, conference)
    return context.receipt(member)


def remove_member(context: Context, conference_id: uuid.UUID, member_id: uuid.UUID) -> Receipt:
    """Take a member off a conference that is still to come."""
    conference = find_conference(context, conference_id, lock=True)
    member = _find(context, conference, member_id)
    require_planned(conference)
    context.note(member, is_removed=True)
    context.session.delete(member)
    context.session.flush()
    share(context, conference)
    return context.receipt(conference)


def record_attendees(
    context: Context, conference_id: uuid.UUID, member_id: uuid.UUID, given: MeetingAttendanceInput
) -> Receipt:
    """Record whether a member is there."""
    conference = find_conference(context, conference_id, lock=True)
    member = _find(context, conference, member_id)
    require_open(conference)
    context.change(member, {"has_attended": given.has_attended})
    return context.receipt(member)


def _find(context: Context, conference: Conference, member_id: uuid.UUID) -> ConferenceMember:
    member = context.find(ConferenceMember, member_id, lock=True)
    if member.conference_id != conference.id:
        raise NotFound
    return member


def _check(context: Context, conference: Conference, given: MemberInput) -> None:
    faults = []
    if given.body not in {None, conference.body}:
        faults.append(Fault("body", str(given.body), "この会議と合わせて開く会議体"))
    outside = {"organisation": given.organisation, "role": given.role, "name": given.name}
    for name, value in outside.items():
        if (value is None) != (given.user_id is not None):
            faults.append(Fault(name, "", "利用者でない人の所属・役職・氏名（利用者なら空）"))
    if given.user_id is None:
        if given.seating in REQUIRED:
            faults.append(Fault("user_id", "", f"{SEATING_WORDS[given.seating]}として登録された利用者"))
    elif not faults:
        faults += _faults_of_user(context, conference, given.user_id, given.seating)
    if faults:
        raise Refused(faults)


def _faults_of_user(
    context: Context, conference: Conference, user_id: uuid.UUID, seating: Seating
) -> list[Fault]:
    user = context.session.get(UserAccount, user_id)
    if user is None or user.municipality_id != context.municipality_id:
        raise NotFound
    there = select(col(ConferenceMember.id)).where(
        col(ConferenceMember.conference_id) == conference.id, col(ConferenceMember.user_id) == user_id
    )
    if context.session.execute(there).first() is not None:
        raise Conflict("already_exists")
    query = select(col(UserRole.role)).where(col(UserRole.user_id) == user_id)
    roles = set(context.session.execute(query).scalars())
    if not user.is_active or not roles & _MAY_SIT:
        return [Fault("user_id", "", "会議に出られる役割を持ち、利用をやめていない人")]
    if seating in REQUIRED and REQUIRED[seating] not in roles:
        return [Fault("seating", seating.value, f"{SEATING_WORDS[seating]}の役割を持つ人")]
    return []

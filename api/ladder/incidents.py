"""困りごとの報告 and who came: what a host tells of the people at its place."""

from __future__ import annotations

import datetime as dt
import uuid

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import col

from api.contacts.cadence import plan_contacts
from api.context import Context, Receipt
from api.errors import Fault, NotFound, Refused
from api.hosts.words import URGENCY_WORDS
from api.ladder.schemas import AttendanceInput, IncidentInput
from api.ladder.seating import PLACED
from api.ladder.words import CAME_WORDS, INCIDENT_WORDS
from api.tables import AnswerBy, Attendance, Came, Incident, IncidentKind, Placement
from api.tables.sealed import IncidentDocument
from api.tasks.kinds import TaskKind
from api.tasks.service import add_task


class IncidentView(BaseModel):
    """What a host reported."""

    id: uuid.UUID
    kind: IncidentKind
    kind_words: str
    urgency: AnswerBy
    urgency_words: str
    words: str
    reported_at: dt.datetime
    reported_by: uuid.UUID


class IncidentList(BaseModel):
    """What the host reported of a placement, in order."""

    incidents: list[IncidentView]


class AttendanceView(BaseModel):
    """Whether the person came on a day."""

    day: dt.date
    came: Came
    came_words: str
    version: int


class AttendanceList(BaseModel):
    """The days that were noted, in order."""

    days: list[AttendanceView]


def report_incident(context: Context, given: IncidentInput) -> Receipt:
    """Keep what the host reports, and let the coordinator know at once."""
    placement = _there(context)
    incident = Incident(
        municipality_id=context.municipality_id,
        placement_id=placement.id,
        person_id=placement.person_id,
        host_id=placement.host_id,
        kind=given.kind,
        urgency=given.urgency,
        reported_at=context.now,
        reported_by=context.actor.user_id,
    )
    incident.sealed = context.seal(incident, placement.person_id, IncidentDocument(words=given.words))
    context.add(incident)
    add_task(
        context,
        TaskKind.INCIDENT,
        context.today,
        person_id=placement.person_id,
        host_id=placement.host_id,
        placement_id=placement.id,
    )
    plan_contacts(context, placement)
    return context.receipt(incident)


def list_incidents(context: Context) -> IncidentList:
    """Show what the host reported."""
    placement = context.placement
    found = incidents_of(context, placement)
    context.note_of("incident", placement.id, placement.person_id, count=len(found))
    return IncidentList(
        incidents=[
            IncidentView(
                id=each.id,
                kind=each.kind,
                kind_words=INCIDENT_WORDS[each.kind],
                urgency=each.urgency,
                urgency_words=URGENCY_WORDS[each.urgency],
                words=context.open(each, each.person_id, IncidentDocument).words,
                reported_at=each.reported_at,
                reported_by=each.reported_by,
            )
            for each in found
        ]
    )


def incidents_of(context: Context, placement: Placement) -> list[Incident]:
    """Find what the host reported of a placement, in order."""
    query = select(Incident).where(col(Incident.placement_id) == placement.id)
    return list(
        context.session.execute(query.order_by(col(Incident.reported_at), col(Incident.id))).scalars()
    )


def record_attendance(context: Context, given: AttendanceInput) -> Receipt:
    """Note whether the person came on a day; what was noted before is changed from its version on."""
    placement = _there(context)
    last = min(context.today, placement.last_day)
    if not placement.first_day <= given.day <= last:
        expected = f"{placement.first_day.isoformat()} から {last.isoformat()} までの日"
        raise Refused([Fault("day", given.day.isoformat(), expected)])
    query = select(Attendance).where(
        col(Attendance.placement_id) == placement.id, col(Attendance.day) == given.day
    )
    known = context.session.execute(query.with_for_update()).scalar_one_or_none()
    if known is not None:
        context.expect_version(known)
        context.change(known, {"came": given.came})
        return context.receipt(known)
    return context.receipt(
        context.add(
            Attendance(
                municipality_id=context.municipality_id,
                placement_id=placement.id,
                person_id=placement.person_id,
                day=given.day,
                came=given.came,
                created_at=context.now,
            )
        )
    )


def list_attendance(context: Context) -> AttendanceList:
    """Show the days that were noted."""
    placement = context.placement
    found = attendance_of(context, placement)
    context.note_of("attendance", placement.id, placement.person_id, count=len(found))
    return AttendanceList(
        days=[
            AttendanceView(
                day=each.day, came=each.came, came_words=CAME_WORDS[each.came], version=each.version
            )
            for each in found
        ]
    )


def attendance_of(context: Context, placement: Placement) -> list[Attendance]:
    """Find the days of a placement that were noted, in order."""
    query = select(Attendance).where(col(Attendance.placement_id) == placement.id)
    return list(context.session.execute(query.order_by(col(Attendance.day))).scalars())


def _there(context: Context) -> Placement:
    """Give the placement if somebody is there; what is only asked for is not there for a host."""
    if context.placement.status not in PLACED:
        raise NotFound
    return context.placement

"""Conferences, what is put before them, and the decisions that follow, as JSON."""

from __future__ import annotations

import uuid

from api.conferences import agenda, concluding, decisions, members, minutes, queue, service, views
from api.conferences.schemas import (
    AgendaCreate,
    AgendaRequest,
    ConclusionInput,
    ConferenceChange,
    ConferenceCreate,
    MeetingAttendanceInput,
    MemberInput,
    PlanDecisionInput,
)
from api.context import Context, Receipt
from api.policy.vocabulary import Act
from api.web.routing import Router

router = Router(prefix="/api/v1", tags=["会議"])


@router.change("/conferences", Act.CONFERENCE_EDIT)
def create_conference(context: Context, body: ConferenceCreate) -> Receipt:
    """Plan a conference."""
    return service.create_conference(context, body)


@router.view("/conferences", Act.CONFERENCE_READ)
def list_conferences(context: Context) -> views.ConferenceList:
    """List the conferences one may know of, the latest first."""
    return views.list_conferences(context)


@router.view("/conferences/{conference_id}", Act.CONFERENCE_READ)
def show_conference(context: Context, conference_id: uuid.UUID) -> views.ConferenceView:
    """Show a conference with the items one may see."""
    return views.show_conference(context, conference_id)


@router.change("/conferences/{conference_id}", Act.CONFERENCE_EDIT, method="PATCH", status=200)
def change_conference(context: Context, conference_id: uuid.UUID, body: ConferenceChange) -> Receipt:
    """Put a planned conference on another day."""
    return service.change_conference(context, conference_id, body)


@router.change("/conferences/{conference_id}/opening", Act.CONFERENCE_EDIT, status=200)
def open_conference(context: Context, conference_id: uuid.UUID) -> Receipt:
    """Open a conference: agenda and members stand."""
    return service.open_conference(context, conference_id)


@router.change("/conferences/{conference_id}/closing", Act.CONFERENCE_EDIT, status=200)
def close_conference(context: Context, conference_id: uuid.UUID) -> Receipt:
    """Close a conference; its members see the cases no longer."""
    return service.close_conference(context, conference_id)


@router.change("/conferences/{conference_id}/members", Act.CONFERENCE_EDIT)
def add_member(context: Context, conference_id: uuid.UUID, body: MemberInput) -> Receipt:
    """Add a member."""
    return members.add_member(context, conference_id, body)


@router.change("/conferences/{conference_id}/members/{member_id}/removal", Act.CONFERENCE_EDIT, status=200)
def remove_member(context: Context, conference_id: uuid.UUID, member_id: uuid.UUID) -> Receipt:
    """Take a member off a conference to come."""
    return members.remove_member(context, conference_id, member_id)


@router.change("/conferences/{conference_id}/members/{member_id}/attendance", Act.CONFERENCE_EDIT, status=200)
def record_attendees(
    context: Context, conference_id: uuid.UUID, member_id: uuid.UUID, body: MeetingAttendanceInput
) -> Receipt:
    """Record whether a member is there."""
    return members.record_attendees(context, conference_id, member_id, body)


@router.view("/conferences/{conference_id}/candidates", Act.CONFERENCE_READ)
def list_candidates(context: Context, conference_id: uuid.UUID) -> views.CandidateList:
    """List what is due at a conference, 緊急 first."""
    return views.list_candidates(context, conference_id)


@router.change("/conferences/{conference_id}/agenda", Act.CONFERENCE_EDIT)
def put_on_agenda(context: Context, conference_id: uuid.UUID, body: AgendaCreate) -> Receipt:
    """付議: put a person before a conference."""
    return agenda.put(context, conference_id, body)


@router.change("/conferences/{conference_id}/filling", Act.CONFERENCE_EDIT, status=200)
def fill_agenda(context: Context, conference_id: uuid.UUID) -> Receipt:
    """Put everything that is due before a conference."""
    return agenda.fill(context, conference_id)


@router.change(
    "/conferences/{conference_id}/agenda/{agenda_item_id}/deferral", Act.CONFERENCE_EDIT, status=200
)
def put_off(context: Context, conference_id: uuid.UUID, agenda_item_id: uuid.UUID) -> Receipt:
    """Leave an item for the next conference."""
    return agenda.put_off(context, conference_id, agenda_item_id)


@router.change(
    "/conferences/{conference_id}/agenda/{agenda_item_id}/minutes",
    Act.CONFERENCE_EDIT,
    method="PATCH",
    status=200,
)
def write_minutes(
    context: Context, conference_id: uuid.UUID, agenda_item_id: uuid.UUID, body: minutes.MinutesInput
) -> Receipt:
    """Keep what was said so far, while the conference goes on."""
    return minutes.write_minutes(context, conference_id, agenda_item_id, body)


@router.change(
    "/conferences/{conference_id}/agenda/{agenda_item_id}/conclusion", Act.CONFERENCE_EDIT, status=200
)
def conclude(
    context: Context, conference_id: uuid.UUID, agenda_item_id: uuid.UUID, body: ConclusionInput
) -> Receipt:
    """Record what a conference concluded."""
    return concluding.conclude(context, conference_id, agenda_item_id, body)


@router.change("/people/{person_id}/agenda", Act.PLAN_EDIT)
def ask_for_agenda(context: Context, person_id: uuid.UUID, body: AgendaRequest) -> Receipt:
    """Ask the next conference for 終結, 中断 or something else."""
    return agenda.ask_for(context, body)


@router.view("/decisions", Act.DECISION_QUEUE)
def list_waiting(context: Context) -> queue.Queue:
    """List what waits for the municipality's decision."""
    return queue.list_waiting(context)


@router.view("/people/{person_id}/plans/{plan_id}/review", Act.PLAN_REVIEW)
def show_waiting(context: Context, person_id: uuid.UUID, plan_id: uuid.UUID) -> queue.PlanToDecide:
    """Show a submitted plan with what was considered and what the conference concluded."""
    return queue.show_waiting(context, plan_id)


@router.change("/people/{person_id}/plans/{plan_id}/decision", Act.PLAN_DECIDE)
def decide(context: Context, person_id: uuid.UUID, plan_id: uuid.UUID, body: PlanDecisionInput) -> Receipt:
    """支援決定・内容確認・報告: answer a plan a conference approved."""
    return decisions.decide(context, plan_id, body)

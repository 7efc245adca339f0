"""The life of a placement from 見学 on, as JSON."""

from __future__ import annotations

import uuid

from api.context import Context, Receipt
from api.ladder import dose, guests, incidents, leaving, progress, recall, timeline
from api.ladder.schemas import (
    AcceptanceInput,
    AttendanceInput,
    BreakdownInput,
    EndInput,
    IncidentInput,
    RecallInput,
    ReservationInput,
    StayPauseInput,
    StepInput,
    TrialInput,
)
from api.policy.vocabulary import Act
from api.web.routing import Router

router = Router(prefix="/api/v1", tags=["打診・受入"])
host_router = Router(prefix="/api/v1/host", tags=["受入先"])


@router.change("/placements/{placement_id}/trial", Act.STAY_EDIT, status=200)
def start_trial(context: Context, placement_id: uuid.UUID, body: TrialInput) -> Receipt:
    """見学 → 体験, once the plan is fixed and both sides agree."""
    return progress.start_trial(context, body)


@router.change("/placements/{placement_id}/acceptance", Act.STAY_EDIT, status=200)
def accept(context: Context, placement_id: uuid.UUID, body: AcceptanceInput) -> Receipt:
    """体験 → 受入中; a room for tonight once its decision is recorded."""
    return progress.accept(context, body)


@router.change("/placements/{placement_id}/settlement", Act.STAY_EDIT, status=200)
def settle(context: Context, placement_id: uuid.UUID) -> Receipt:
    """受入中 → 定着."""
    return progress.settle(context)


@router.change("/placements/{placement_id}/period", Act.STAY_EDIT, status=200)
def prolong(context: Context, placement_id: uuid.UUID, body: AcceptanceInput) -> Receipt:
    """Let somebody stay until another day within the plan."""
    return progress.prolong(context, body)


@router.change("/placements/{placement_id}/end", Act.STAY_EDIT, status=200)
def end(context: Context, placement_id: uuid.UUID, body: EndInput) -> Receipt:
    """終結, with each side's reason in private."""
    return leaving.end(context, body)


@router.change("/placements/{placement_id}/breakdown", Act.STAY_EDIT, status=200)
def break_down(context: Context, placement_id: uuid.UUID, body: BreakdownInput) -> Receipt:
    """中断: the next candidate becomes a task."""
    return leaving.break_down(context, body)


@router.view("/placements/{placement_id}/exits", Act.EXIT_READ)
def list_exits(context: Context, placement_id: uuid.UUID) -> leaving.ExitList:
    """Show each side's private reason, to the coordinator of the case."""
    return leaving.list_exits(context)


@router.change("/placements/{placement_id}/steps", Act.STAY_EDIT, status=200)
def step(context: Context, placement_id: uuid.UUID, body: StepInput) -> Receipt:
    """Step up or down: other weekly slots from a day on."""
    return dose.step(context, body)


@router.change("/placements/{placement_id}/reservation", Act.STAY_EDIT, status=200)
def reserve(context: Context, placement_id: uuid.UUID, body: ReservationInput) -> Receipt:
    """Hold slots for a later step."""
    return dose.reserve(context, body)


@router.change("/placements/{placement_id}/pause", Act.STAY_EDIT, status=200)
def pause(context: Context, placement_id: uuid.UUID, body: StayPauseInput) -> Receipt:
    """休み: some days without coming; it resumes by itself."""
    return dose.pause(context, body)


@router.view("/placements/{placement_id}/timeline", Act.PLACEMENT_READ)
def show_timeline(context: Context, placement_id: uuid.UUID) -> timeline.TimelineView:
    """経過: everything of one placement in order."""
    return timeline.show_timeline(context)


@router.view("/placements/{placement_id}/incidents", Act.INCIDENT_READ)
def list_incidents(context: Context, placement_id: uuid.UUID) -> incidents.IncidentList:
    """Show what the host reported."""
    return incidents.list_incidents(context)


@router.view("/placements/{placement_id}/attendance", Act.ATTENDANCE_READ)
def list_attendance(context: Context, placement_id: uuid.UUID) -> incidents.AttendanceList:
    """Show the days that were noted."""
    return incidents.list_attendance(context)


@router.change("/placements/{placement_id}/attendance", Act.ATTENDANCE_RECORD, status=200)
def note_attendance(context: Context, placement_id: uuid.UUID, body: AttendanceInput) -> Receipt:
    """Note whether the person came on a day, as the coordinator heard it."""
    return incidents.record_attendance(context, body)


@router.change("/hosts/{host_id}/recall", Act.HOST_RECALL)
def recall_places(context: Context, host_id: uuid.UUID, body: RecallInput) -> Receipt:
    """定員を戻す: places a host needs for its regular users from a day on."""
    return recall.recall(context, body)


@host_router.view("/placements", Act.GUEST_LIST)
def list_guests(context: Context) -> guests.GuestList:
    """List the people of one's own host, as each of them agreed."""
    return guests.list_guests(context)


@host_router.view("/placements/{placement_id}", Act.GUEST_READ)
def show_guest(context: Context, placement_id: uuid.UUID) -> guests.GuestView:
    """Show one of them."""
    return guests.show_guest(context)


@host_router.change("/placements/{placement_id}/incidents", Act.INCIDENT_REPORT)
def report_incident(context: Context, placement_id: uuid.UUID, body: IncidentInput) -> Receipt:
    """困りごと: let the coordinator know at once."""
    return incidents.report_incident(context, body)


@host_router.change("/placements/{placement_id}/attendance", Act.ATTENDANCE_RECORD, status=200)
def record_attendance(context: Context, placement_id: uuid.UUID, body: AttendanceInput) -> Receipt:
    """Note whether the person came on a day."""
    return incidents.record_attendance(context, body)

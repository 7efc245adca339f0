"""The pages of a host's own user: small, in one column, and complete without a script."""

from __future__ import annotations

import uuid

from fastapi import Request

from api.accounts.service import sign_out
from api.context import Context, Receipt
from api.errors import NotFound
from api.hosts import service, statements, worries
from api.hosts.schemas import Pause, WorryInput
from api.ladder import incidents
from api.ladder.schemas import AttendanceInput, IncidentInput
from api.own_host import home, saying
from api.own_host.furigana import with_furigana
from api.own_host.saying import DaysInput, DaysOver, SlotTap
from api.own_host.views import DaysView, HomeView
from api.placements import requests
from api.placements.schemas import RequestAnswer
from api.policy.sessions import hash_of
from api.policy.vocabulary import Act
from api.web.entry import tokens_of
from api.web.fields import Fields
from api.web.paging import Pages, gone_on
from api.web.templating import templates

pages = Pages()

templates.env.filters["furigana"] = with_furigana


@pages.show("/host/{host_id}", Act.HOST_HOME, "own_host/home.html")
def show_home(context: Context, host_id: uuid.UUID) -> HomeView:
    """Show the host's own page."""
    return home.show_home(context)


@pages.form("/host/{host_id}/slot", Act.HOST_STATE, again=show_home)
def say_slot(context: Context, request: Request, fields: Fields, host_id: uuid.UUID) -> Receipt:
    """State one slot."""
    _require_own(context, host_id)
    given = fields.read(SlotTap)
    return gone_on(saying.say(context, given), f"/host/{host_id}#slot-{given.pool_slot_id}", "stated")


@pages.form("/host/{host_id}/same", Act.HOST_STATE, again=show_home)
def say_the_same(context: Context, request: Request, fields: Fields, host_id: uuid.UUID) -> Receipt:
    """Say that nothing has changed."""
    _require_own(context, host_id)
    return gone_on(saying.say_the_same(context), f"/host/{host_id}", "same")


@pages.form("/host/{host_id}/undo/{statement_id}", Act.HOST_STATE, again=show_home)
def undo(
    context: Context, request: Request, fields: Fields, host_id: uuid.UUID, statement_id: uuid.UUID
) -> Receipt:
    """Take back what was stated last."""
    _require_own(context, host_id)
    return gone_on(statements.take_back(context, statement_id), f"/host/{host_id}", "undone")


@pages.form("/host/{host_id}/requests/{placement_id}", Act.REQUEST_ANSWER, again=show_home)
def answer_request(
    context: Context, request: Request, fields: Fields, host_id: uuid.UUID, placement_id: uuid.UUID
) -> Receipt:
    """Answer a request."""
    _require_own(context, host_id)
    _require_there(context, host_id)
    receipt = requests.answer_request(context, fields.read(RequestAnswer))
    return gone_on(receipt, f"/host/{host_id}#asked", "answered")


@pages.form("/host/{host_id}/guests/{placement_id}/came", Act.ATTENDANCE_RECORD, again=show_home)
def note_attendance(
    context: Context, request: Request, fields: Fields, host_id: uuid.UUID, placement_id: uuid.UUID
) -> Receipt:
    """Note whether somebody came."""
    _require_own(context, host_id)
    _require_there(context, host_id)
    receipt = incidents.record_attendance(context, fields.read(AttendanceInput))
    return gone_on(receipt, f"/host/{host_id}#coming", "recorded")


@pages.form("/host/{host_id}/guests/{placement_id}/incident", Act.INCIDENT_REPORT, again=show_home)
def report_incident(
    context: Context, request: Request, fields: Fields, host_id: uuid.UUID, placement_id: uuid.UUID
) -> Receipt:
    """Tell of a trouble with somebody who comes."""
    _require_own(context, host_id)
    _require_there(context, host_id)
    receipt = incidents.report_incident(context, fields.read(IncidentInput))
    return gone_on(receipt, f"/host/{host_id}", "told")


@pages.form("/host/{host_id}/worries", Act.HOST_WORRY, again=show_home)
def tell_worry(context: Context, request: Request, fields: Fields, host_id: uuid.UUID) -> Receipt:
    """Tell what troubles the host."""
    _require_own(context, host_id)
    return gone_on(worries.tell_worry(context, fields.read(WorryInput)), f"/host/{host_id}", "told")


@pages.show("/host/{host_id}/days", Act.HOST_READ, "own_host/days.html")
def show_days(context: Context, host_id: uuid.UUID) -> DaysView:
    """Show days off and busy seasons."""
    return home.show_days(context)


@pages.form("/host/{host_id}/days/closed", Act.HOST_EDIT, again=show_days)
def add_closed(context: Context, request: Request, fields: Fields, host_id: uuid.UUID) -> Receipt:
    """Add days off."""
    return gone_on(saying.add_closed(context, fields.read(DaysInput)), f"/host/{host_id}/days", "stated")


@pages.form("/host/{host_id}/days/closed/over", Act.HOST_EDIT, again=show_days)
def remove_closed(context: Context, request: Request, fields: Fields, host_id: uuid.UUID) -> Receipt:
    """Take days off back."""
    return gone_on(saying.remove_closed(context, fields.read(DaysOver)), f"/host/{host_id}/days", "undone")


@pages.form("/host/{host_id}/days/busy", Act.HOST_EDIT, again=show_days)
def add_busy(context: Context, request: Request, fields: Fields, host_id: uuid.UUID) -> Receipt:
    """Add a busy season."""
    return gone_on(saying.add_busy(context, fields.read(DaysInput)), f"/host/{host_id}/days", "stated")


@pages.form("/host/{host_id}/days/busy/over", Act.HOST_EDIT, again=show_days)
def remove_busy(context: Context, request: Request, fields: Fields, host_id: uuid.UUID) -> Receipt:
    """Take a busy season back."""
    return gone_on(saying.remove_busy(context, fields.read(DaysOver)), f"/host/{host_id}/days", "undone")


@pages.form("/host/{host_id}/pause", Act.HOST_EDIT, again=show_days)
def pause(context: Context, request: Request, fields: Fields, host_id: uuid.UUID) -> Receipt:
    """Take nobody until a day, or go on again."""
    return gone_on(service.pause_host(context, fields.read(Pause)), f"/host/{host_id}/days", "stated")


@pages.form("/host/leave", Act.SELF_EDIT)
def leave(context: Context, request: Request, fields: Fields) -> Receipt:
    """End the visit, and no other session of this browser."""
    (token,) = [each for each in tokens_of(request) if hash_of(each).startswith(context.actor.session)]
    return sign_out(context, token, then="/sign-in")


def _require_own(context: Context, host_id: uuid.UUID) -> None:
    """Let only the host's own users on: for coordinators, who may do some of it too, there is the card."""
    if context.actor.host_id != host_id:
        raise NotFound


def _require_there(context: Context, host_id: uuid.UUID) -> None:
    """The gate looked at the placement; the host in the address has to be its own."""
    if context.placement.host_id != host_id:
        raise NotFound

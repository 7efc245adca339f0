"""受入: the list, one person's, and one placement with its next step from 打診 to 定着."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fastapi import Request
from sqlalchemy import select
from sqlmodel import col

from api.context import Context, Receipt
from api.desk.heading import PersonHeading, can, heading_of
from api.desk.words import Choices, choices_of, worded
from api.ladder import dose, incidents, leaving, progress, timeline
from api.ladder.incidents import AttendanceView, IncidentView
from api.ladder.schemas import (
    AcceptanceInput,
    AttendanceInput,
    BreakdownInput,
    EndInput,
    StayPauseInput,
    TrialInput,
)
from api.ladder.timeline import EntryView
from api.ladder.words import CAME_WORDS, HOST_EXIT_WORDS, PERSON_EXIT_WORDS
from api.people.service import names_of
from api.placements import answers, service
from api.placements.schemas import HostAnswer, PersonAnswer, ReleaseInput, VisitInput
from api.placements.views import PlacementView, list_placements
from api.placements.words import (
    END_REASON_WORDS,
    HOST_REASON_WORDS,
    PERSON_REASON_WORDS,
    EndReason,
    StayEnd,
)
from api.policy.vocabulary import Act
from api.tables import Person
from api.web.fields import Fields
from api.web.inputs import Input
from api.web.paging import Pages, gone_on
from api.web.weeks import EVERY_DAY, Cell, Week, cell_of, night_of, week_of
from matching.vocabulary import Answer, PlacementStatus, Side

pages = Pages()

_PLACED = {PlacementStatus.TRIAL, PlacementStatus.ACCEPTED, PlacementStatus.SETTLED}
_OVER = {PlacementStatus.ENDED, PlacementStatus.BROKEN_OFF}


class PlacementsQuery(Input):
    """Which placements are listed."""

    status: PlacementStatus | None = None


@dataclass(frozen=True)
class PlacementsPage:
    """Offers and placements of the cases the user may open, with the names they may know."""

    placements: tuple[PlacementView, ...]
    people: dict[uuid.UUID, tuple[str, str]]
    status: PlacementStatus | None
    statuses: Choices
    has_more: bool


@dataclass(frozen=True)
class OwnPlacementsPage:
    """All offers and placements of one person."""

    heading: PersonHeading
    placements: tuple[PlacementView, ...]


@dataclass(frozen=True)
class PlacementPage:
    """
    One offer or placement.

    Parameters
    ----------
    heading, placement, week
        Whose, and where and when.
    next
        What leads on: person, host, visit, trial, accept, settle; nothing where it is over.
    is_placed, is_over
        Somebody comes there; nobody will any more.
    entries, incidents, attendance
        What happened, the latest first; what the host reported; the days that were noted.
    may_edit, may_answer, may_stay
        What the user may do here.
    """

    heading: PersonHeading
    placement: PlacementView
    week: Week
    next: str
    is_placed: bool
    is_over: bool
    entries: tuple[EntryView, ...]
    incidents: tuple[IncidentView, ...]
    attendance: tuple[AttendanceView, ...]
    today: dt.date
    person_reasons: Choices
    host_reasons: Choices
    end_reasons: Choices
    stay_ends: Choices
    person_exits: Choices
    host_exits: Choices
    came: Choices
    may_edit: bool
    may_answer: bool
    may_stay: bool


@pages.show("/placements", Act.PLACEMENT_LIST, "placements/list.html")
def show_placements(context: Context, query: PlacementsQuery) -> PlacementsPage:
    """List offers and placements, the newest first."""
    found = list_placements(context, query.status, None)
    return PlacementsPage(
        tuple(found.placements),
        people_of(context, {each.person_id for each in found.placements}),
        query.status,
        choices_of(PlacementStatus),
        found.has_more,
    )


def people_of(context: Context, person_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, tuple[str, str]]:
    """Give number and name of people whose case the user may open; no name for who may not know it."""
    people = context.session.execute(select(Person).where(col(Person.id).in_(list(person_ids)))).scalars()
    found = list(people)
    names = names_of(context, found)
    return {person.id: (person.number, names.get(person.id, "")) for person in found}


@pages.show("/people/{person_id}/placements", Act.PERSON_READ, "placements/person.html")
def show_own_placements(context: Context, person_id: uuid.UUID) -> OwnPlacementsPage:
    """List a person's offers and placements."""
    found = list_placements(context, None, person_id).placements if can(context, Act.PLACEMENT_READ) else []
    return OwnPlacementsPage(heading_of(context, "/placements"), tuple(found))


@pages.show("/placements/{placement_id}", Act.PLACEMENT_READ, "placements/show.html")
def show_placement(context: Context, placement_id: uuid.UUID) -> PlacementPage:
    """Show one offer or placement with its next step."""
    told = timeline.show_timeline(context)
    placement = told.placement
    sees = can(context, Act.INCIDENT_READ)
    return PlacementPage(
        heading=heading_of(context, "/placements"),
        placement=placement,
        week=week_of(_cells(placement)),
        next=_next(placement, context.today),
        is_placed=placement.status in _PLACED,
        is_over=placement.status in _OVER,
        entries=tuple(reversed(told.entries)),
        incidents=tuple(incidents.list_incidents(context).incidents) if sees else (),
        attendance=tuple(incidents.list_attendance(context).days)
        if can(context, Act.ATTENDANCE_READ)
        else (),
        today=context.today,
        person_reasons=worded(PERSON_REASON_WORDS),
        host_reasons=worded(HOST_REASON_WORDS),
        end_reasons=_some(END_REASON_WORDS, EndReason),
        stay_ends=_some(END_REASON_WORDS, StayEnd),
        person_exits=worded(PERSON_EXIT_WORDS),
        host_exits=worded(HOST_EXIT_WORDS),
        came=worded(CAME_WORDS),
        may_edit=can(context, Act.PLACEMENT_EDIT),
        may_answer=can(context, Act.PLACEMENT_ANSWER),
        may_stay=can(context, Act.STAY_EDIT),
    )


def _some(words: Mapping[str, str], kind: Iterable[str]) -> Choices:
    return tuple((str(code), words[code]) for code in kind)


def _cells(placement: PlacementView) -> Iterable[Cell]:
    for slot in placement.slots:
        if slot.weekday is None or slot.start is None or slot.end is None:
            yield from (night_of(day) for day in EVERY_DAY)
        else:
            yield cell_of(slot.weekday - 1, slot.start, slot.end)


def _next(placement: PlacementView, today: dt.date) -> str:
    """Name what leads on from where a placement stands."""
    match placement.status:
        case PlacementStatus.OFFERED if placement.has_lapsed:
            return ""
        case PlacementStatus.OFFERED if placement.is_tonight:
            return "accept"
        case PlacementStatus.OFFERED:
            if placement.person_answer != Answer.YES:
                return "person"
            if placement.host_answer != Answer.YES:
                return "host"
            return "visit" if placement.visit_on is None else "trial"
        case PlacementStatus.VISITING:
            return "trial" if placement.visit_on and placement.visit_on <= today else "wait"
        case PlacementStatus.TRIAL:
            return "accept"
        case PlacementStatus.ACCEPTED:
            return "settle"
    return ""


def _back(receipt: Receipt, placement_id: uuid.UUID) -> Receipt:
    return gone_on(receipt, f"/placements/{placement_id}", "recorded")


@pages.form("/placements/{placement_id}/answer", Act.PLACEMENT_ANSWER, again=show_placement)
def record_answer(context: Context, request: Request, fields: Fields, placement_id: uuid.UUID) -> Receipt:
    """Record what the person or the host answered."""
    is_person = fields.get("side") == Side.PERSON.value
    given = fields.read(PersonAnswer) if is_person else fields.read(HostAnswer)
    return _back(answers.record_answer(context, given), placement_id)


@pages.form("/placements/{placement_id}/visit", Act.PLACEMENT_EDIT, again=show_placement)
def plan_visit(context: Context, request: Request, fields: Fields, placement_id: uuid.UUID) -> Receipt:
    """Plan 見学."""
    return _back(service.plan_visit(context, fields.read(VisitInput)), placement_id)


@pages.form("/placements/{placement_id}/extension", Act.PLACEMENT_EDIT, again=show_placement)
def extend(context: Context, request: Request, fields: Fields, placement_id: uuid.UUID) -> Receipt:
    """Let a hold go on."""
    return _back(service.extend_hold(context), placement_id)


@pages.form("/placements/{placement_id}/hold", Act.PLACEMENT_EDIT, again=show_placement)
def hold_again(context: Context, request: Request, fields: Fields, placement_id: uuid.UUID) -> Receipt:
    """After 見学, hold the seats anew."""
    return _back(service.hold_again(context), placement_id)


@pages.form("/placements/{placement_id}/release", Act.PLACEMENT_EDIT, again=show_placement)
def release(context: Context, request: Request, fields: Fields, placement_id: uuid.UUID) -> Receipt:
    """End an offer or 見学, and give its seats back."""
    return _back(service.release(context, fields.read(ReleaseInput)), placement_id)


@pages.form("/placements/{placement_id}/trial", Act.STAY_EDIT, again=show_placement)
def start_trial(context: Context, request: Request, fields: Fields, placement_id: uuid.UUID) -> Receipt:
    """Go on to 体験."""
    return _back(progress.start_trial(context, fields.read(TrialInput)), placement_id)


@pages.form("/placements/{placement_id}/acceptance", Act.STAY_EDIT, again=show_placement)
def accept(context: Context, request: Request, fields: Fields, placement_id: uuid.UUID) -> Receipt:
    """Go on to 受入中."""
    return _back(progress.accept(context, fields.read(AcceptanceInput)), placement_id)


@pages.form("/placements/{placement_id}/settlement", Act.STAY_EDIT, again=show_placement)
def settle(context: Context, request: Request, fields: Fields, placement_id: uuid.UUID) -> Receipt:
    """Go on to 定着."""
    return _back(progress.settle(context), placement_id)


@pages.form("/placements/{placement_id}/period", Act.STAY_EDIT, again=show_placement)
def prolong(context: Context, request: Request, fields: Fields, placement_id: uuid.UUID) -> Receipt:
    """Change the last day."""
    return _back(progress.prolong(context, fields.read(AcceptanceInput)), placement_id)


@pages.form("/placements/{placement_id}/pause", Act.STAY_EDIT, again=show_placement)
def pause(context: Context, request: Request, fields: Fields, placement_id: uuid.UUID) -> Receipt:
    """Note some days without coming."""
    return _back(dose.pause(context, fields.read(StayPauseInput)), placement_id)


@pages.form("/placements/{placement_id}/end", Act.STAY_EDIT, again=show_placement)
def end(context: Context, request: Request, fields: Fields, placement_id: uuid.UUID) -> Receipt:
    """End a stay."""
    return _back(leaving.end(context, fields.read(EndInput)), placement_id)


@pages.form("/placements/{placement_id}/breakdown", Act.STAY_EDIT, again=show_placement)
def break_down(context: Context, request: Request, fields: Fields, placement_id: uuid.UUID) -> Receipt:
    """Note that it did not fit; the next candidate becomes a task."""
    return _back(leaving.break_down(context, fields.read(BreakdownInput)), placement_id)


@pages.form("/placements/{placement_id}/attendance", Act.ATTENDANCE_RECORD, again=show_placement)
def note_attendance(context: Context, request: Request, fields: Fields, placement_id: uuid.UUID) -> Receipt:
    """Note whether the person came on a day."""
    return _back(incidents.record_attendance(context, fields.read(AttendanceInput)), placement_id)

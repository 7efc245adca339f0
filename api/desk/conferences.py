"""会議: the list, and one conference before, during and after the meeting."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from fastapi import Request

from api.conferences import agenda, concluding, members, minutes, service, views
from api.conferences.minutes import MinutesInput
from api.conferences.schemas import (
    AgendaCreate,
    ConclusionInput,
    ConferenceCreate,
    MeetingAttendanceInput,
    MemberInput,
)
from api.conferences.views import CandidateView, ConferenceLine, ConferenceView
from api.conferences.words import BODY_WORDS, CONCLUSION_WORDS, MODE_WORDS, SEATING_WORDS
from api.context import Context, Receipt
from api.desk.placements import people_of
from api.desk.users import user_names_of, users_with
from api.desk.words import Choices, choices_of, worded
from api.policy.stage import NO_RELATION, parts_of
from api.policy.table import may
from api.policy.vocabulary import Act, Role
from api.tables import Basis, ConferenceState
from api.web.fields import Fields
from api.web.paging import Pages, gone_on
from matching.vocabulary import NeedDomain

pages = Pages()

BASIS_WORDS = {
    Basis.CONSENT: "重層的支援会議（本人の同意あり）",
    Basis.SECRECY: "支援会議（守秘義務のもとで）",
}
MEMBERS = (Role.OFFICIAL, Role.LEAD, Role.COORDINATOR, Role.MEMBER)
MINUTES = "minutes."


@dataclass(frozen=True)
class ConferencesPage:
    """The conferences the user may know of, and the form for a new one."""

    conferences: tuple[ConferenceLine, ...]
    today: dt.date
    modes: Choices
    bases: Choices
    bodies: Choices
    may_edit: bool


@dataclass(frozen=True)
class ConferencePage:
    """
    One conference.

    Parameters
    ----------
    conference, candidates
        What is on it, and what is due but not on it yet.
    people, members
        Names the user may know, of people by id and of members by user id.
    is_planned, is_open
        Still to come; going on.
    may_copy
        The user may take the conference's pack as a file.
    """

    conference: ConferenceView
    candidates: tuple[CandidateView, ...]
    people: dict[uuid.UUID, tuple[str, str]]
    members: dict[uuid.UUID, str]
    users: Choices
    seatings: Choices
    conclusions: Choices
    domains: Choices
    today: dt.date
    is_planned: bool
    is_open: bool
    may_edit: bool
    may_copy: bool


def _may(context: Context, act: Act) -> bool:
    return may(act, parts_of(context.actor.roles, NO_RELATION), None)


@pages.show("/conferences", Act.CONFERENCE_READ, "conferences/list.html")
def show_conferences(context: Context) -> ConferencesPage:
    """List conferences, the latest first."""
    return ConferencesPage(
        conferences=tuple(views.list_conferences(context).conferences),
        today=context.today,
        modes=worded(MODE_WORDS),
        bases=worded(BASIS_WORDS),
        bodies=worded(BODY_WORDS),
        may_edit=_may(context, Act.CONFERENCE_EDIT),
    )


@pages.form("/conferences", Act.CONFERENCE_EDIT, again=show_conferences)
def create_conference(context: Context, request: Request, fields: Fields) -> Receipt:
    """Plan a conference."""
    receipt = service.create_conference(context, fields.read(ConferenceCreate))
    return gone_on(receipt, f"/conferences/{receipt.id}", "added")


@pages.show("/conferences/{conference_id}", Act.CONFERENCE_READ, "conferences/show.html")
def show_conference(context: Context, conference_id: uuid.UUID) -> ConferencePage:
    """Show a conference with the items the user may see."""
    conference = views.show_conference(context, conference_id)
    is_planned, may_edit = conference.state == ConferenceState.PLANNED, _may(context, Act.CONFERENCE_EDIT)
    on_it = {(item.person_id, item.kind) for item in conference.items}
    candidates = views.list_candidates(context, conference_id).candidates if is_planned and may_edit else []
    left = tuple(each for each in candidates if (each.person_id, each.kind) not in on_it)
    return ConferencePage(
        conference=conference,
        candidates=left,
        people=people_of(
            context, {item.person_id for item in conference.items} | {each.person_id for each in left}
        ),
        members=user_names_of(context, {each.user_id for each in conference.members if each.user_id}),
        users=users_with(context, *MEMBERS) if may_edit else (),
        seatings=worded(SEATING_WORDS),
        conclusions=worded(CONCLUSION_WORDS),
        domains=choices_of(NeedDomain),
        today=context.today,
        is_planned=is_planned,
        is_open=conference.state == ConferenceState.OPEN,
        may_edit=may_edit,
        may_copy=conference.is_exportable and _may(context, Act.CONFERENCE_COPY),
    )


def _back(receipt: Receipt, conference_id: uuid.UUID, place: str = "", done: str = "recorded") -> Receipt:
    return gone_on(receipt, f"/conferences/{conference_id}{place}", done)


@pages.form("/conferences/{conference_id}/members", Act.CONFERENCE_EDIT, again=show_conference)
def add_member(context: Context, request: Request, fields: Fields, conference_id: uuid.UUID) -> Receipt:
    """Add a member."""
    return _back(
        members.add_member(context, conference_id, fields.read(MemberInput)),
        conference_id,
        "#members",
        "added",
    )


@pages.form(
    "/conferences/{conference_id}/members/{member_id}/removal", Act.CONFERENCE_EDIT, again=show_conference
)
def remove_member(
    context: Context, request: Request, fields: Fields, conference_id: uuid.UUID, member_id: uuid.UUID
) -> Receipt:
    """Take a member off."""
    receipt = members.remove_member(context, conference_id, member_id)
    return _back(receipt, conference_id, "#members", "removed")


@pages.form(
    "/conferences/{conference_id}/members/{member_id}/attendance", Act.CONFERENCE_EDIT, again=show_conference
)
def record_attendee(
    context: Context, request: Request, fields: Fields, conference_id: uuid.UUID, member_id: uuid.UUID
) -> Receipt:
    """Record whether a member is there."""
    receipt = members.record_attendees(context, conference_id, member_id, fields.read(MeetingAttendanceInput))
    return _back(receipt, conference_id, "#members")


@pages.form("/conferences/{conference_id}/agenda", Act.CONFERENCE_EDIT, again=show_conference)
def put_on_agenda(context: Context, request: Request, fields: Fields, conference_id: uuid.UUID) -> Receipt:
    """Put a person before the conference."""
    return _back(
        agenda.put(context, conference_id, fields.read(AgendaCreate)), conference_id, "#agenda", "added"
    )


@pages.form("/conferences/{conference_id}/filling", Act.CONFERENCE_EDIT, again=show_conference)
def fill_agenda(context: Context, request: Request, fields: Fields, conference_id: uuid.UUID) -> Receipt:
    """Put everything that is due before the conference."""
    return _back(agenda.fill(context, conference_id), conference_id, "#agenda", "added")


@pages.form("/conferences/{conference_id}/opening", Act.CONFERENCE_EDIT, again=show_conference)
def open_conference(context: Context, request: Request, fields: Fields, conference_id: uuid.UUID) -> Receipt:
    """Open the conference."""
    return _back(service.open_conference(context, conference_id), conference_id)


@pages.form("/conferences/{conference_id}/closing", Act.CONFERENCE_EDIT, again=show_conference)
def close_conference(context: Context, request: Request, fields: Fields, conference_id: uuid.UUID) -> Receipt:
    """Close the conference."""
    return _back(service.close_conference(context, conference_id), conference_id)


@pages.form(
    "/conferences/{conference_id}/agenda/{agenda_item_id}/minutes", Act.CONFERENCE_EDIT, again=show_conference
)
def write_minutes(
    context: Context, request: Request, fields: Fields, conference_id: uuid.UUID, agenda_item_id: uuid.UUID
) -> Receipt:
    """Keep what was said so far, or conclude where a conclusion was chosen."""
    said = [{"key": key, "words": words} for key, words in fields.under(MINUTES).items()]
    if fields.get("conclusion"):
        given = fields.without(MINUTES).read(ConclusionInput, minutes=said)
        receipt = concluding.conclude(context, conference_id, agenda_item_id, given)
    else:
        receipt = minutes.write_minutes(
            context, conference_id, agenda_item_id, Fields(()).read(MinutesInput, minutes=said)
        )
    return _back(receipt, conference_id, f"#item-{agenda_item_id}")


@pages.form(
    "/conferences/{conference_id}/agenda/{agenda_item_id}/deferral",
    Act.CONFERENCE_EDIT,
    again=show_conference,
)
def put_off(
    context: Context, request: Request, fields: Fields, conference_id: uuid.UUID, agenda_item_id: uuid.UUID
) -> Receipt:
    """Leave an item for the next conference."""
    return _back(agenda.put_off(context, conference_id, agenda_item_id), conference_id, "#agenda")

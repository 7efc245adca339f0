"""フォロー: what is due and overdue, one person's, and the plan of who contacts whom in which week."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from fastapi import Request
from pydantic import ValidationError

from api.contacts import planning, reading, service
from api.contacts.schemas import (
    DoneInput,
    FollowUpInput,
    FollowUpView,
    PlanAccepted,
    PlannedInput,
    SkipInput,
    VisitPlanView,
)
from api.contacts.words import (
    METHOD_WORDS,
    NEXT_STEP_WORDS,
    RESULT_WORDS,
    SAID_WORDS,
    SKIP_WORDS,
    WITH_WORDS,
)
from api.context import Context, Receipt
from api.desk.heading import PersonHeading, can, heading_of
from api.desk.placements import people_of
from api.desk.users import user_names_of
from api.desk.words import Choices, host_names_of, worded
from api.errors import Fault, Refused
from api.policy.stage import NO_RELATION, parts_of
from api.policy.table import may
from api.policy.vocabulary import Act
from api.tables import ContactState
from api.web.fields import Fields
from api.web.paging import Pages, gone_on
from matching.vocabulary import Side

pages = Pages()

LOOK_BACK, LOOK_AHEAD = dt.timedelta(days=300), dt.timedelta(days=42)
WEEKS = 4
SIDES = {Side.PERSON: "本人", Side.HOST: "受入先"}


@dataclass(frozen=True)
class ContactsPage:
    """What is due in the next weeks or overdue, with the names the user may know."""

    overdue: tuple[FollowUpView, ...]
    due: tuple[FollowUpView, ...]
    people: dict[uuid.UUID, tuple[str, str]]
    hosts: dict[uuid.UUID, str]
    sides: dict[Side, str]
    may_plan: bool


@dataclass(frozen=True)
class PersonContactsPage:
    """One person's contacts, and the forms to record them."""

    heading: PersonHeading
    due: tuple[FollowUpView, ...]
    over: tuple[FollowUpView, ...]
    hosts: dict[uuid.UUID, str]
    sides: dict[Side, str]
    methods: Choices
    with_whom: Choices
    results: Choices
    answers: dict[Side, Choices]
    next_steps: Choices
    skips: Choices
    today: dt.date
    may_add: bool


@dataclass(frozen=True)
class VisitPlanPage:
    """A proposal of who contacts whom in which week."""

    plan: VisitPlanView
    people: dict[uuid.UUID, tuple[str, str]]
    coordinators: dict[uuid.UUID, str]
    sides: dict[Side, str]
    may_assign: bool


@pages.show("/contacts", Act.CONTACT_LIST, "contacts/list.html")
def show_contacts(context: Context) -> ContactsPage:
    """Show what is due and overdue."""
    today = context.today
    found = reading.list_contacts(context, today - LOOK_BACK, today + LOOK_AHEAD, ContactState.DUE).contacts
    return ContactsPage(
        overdue=tuple(each for each in found if each.is_overdue),
        due=tuple(each for each in found if not each.is_overdue),
        people=people_of(context, {each.person_id for each in found}),
        hosts=host_names_of(context, {each.host_id for each in found if each.host_id}),
        sides=SIDES,
        may_plan=may(Act.CONTACT_PLAN, parts_of(context.actor.roles, NO_RELATION), None),
    )


@pages.show("/people/{person_id}/contacts", Act.CONTACT_READ, "contacts/person.html")
def show_own_contacts(context: Context, person_id: uuid.UUID) -> PersonContactsPage:
    """Show a person's contacts, and record them."""
    found = reading.list_of_person(context).contacts
    over = [each for each in found if each.state != ContactState.DUE]
    return PersonContactsPage(
        heading=heading_of(context, "/contacts"),
        due=tuple(each for each in found if each.state == ContactState.DUE),
        over=tuple(reversed(over)),
        hosts=host_names_of(context, {each.host_id for each in found if each.host_id}),
        sides=SIDES,
        methods=worded(METHOD_WORDS),
        with_whom=worded(WITH_WORDS),
        results=worded(RESULT_WORDS),
        answers={side: worded(words) for side, words in SAID_WORDS.items()},
        next_steps=worded(NEXT_STEP_WORDS),
        skips=worded(SKIP_WORDS),
        today=context.today,
        may_add=can(context, Act.CONTACT_ADD),
    )


@pages.form("/people/{person_id}/contacts", Act.CONTACT_ADD, again=show_own_contacts)
def add_contact(context: Context, request: Request, fields: Fields, person_id: uuid.UUID) -> Receipt:
    """Add a contact that is not of the cadence."""
    receipt = service.add_extra(context, fields.read(FollowUpInput))
    return gone_on(receipt, f"/people/{person_id}/contacts", "added")


@pages.form("/people/{person_id}/contacts/{follow_up_id}/done", Act.CONTACT_DO, again=show_own_contacts)
def record_contact(
    context: Context, request: Request, fields: Fields, person_id: uuid.UUID, follow_up_id: uuid.UUID
) -> Receipt:
    """Record a contact."""
    receipt = service.record_done(context, follow_up_id, fields.read(DoneInput))
    return gone_on(receipt, f"/people/{person_id}/contacts", "recorded")


@pages.form("/people/{person_id}/contacts/{follow_up_id}/skip", Act.CONTACT_DO, again=show_own_contacts)
def skip_contact(
    context: Context, request: Request, fields: Fields, person_id: uuid.UUID, follow_up_id: uuid.UUID
) -> Receipt:
    """Say that a contact is not made."""
    receipt = service.skip(context, follow_up_id, fields.read(SkipInput))
    return gone_on(receipt, f"/people/{person_id}/contacts", "recorded")


@pages.show("/contacts/plan", Act.CONTACT_PLAN, "contacts/plan.html")
def show_visits(context: Context) -> VisitPlanPage:
    """Propose who contacts whom in which week; nothing is changed by it."""
    plan = planning.propose(context, WEEKS)
    return VisitPlanPage(
        plan=plan,
        people=people_of(context, {each.person_id for each in plan.contacts}),
        coordinators=user_names_of(
            context, {each.coordinator_id for each in plan.contacts if each.coordinator_id}
        ),
        sides=SIDES,
        may_assign=may(Act.CONTACT_ASSIGN, parts_of(context.actor.roles, NO_RELATION), None),
    )


@pages.form("/contacts/plan", Act.CONTACT_ASSIGN, again=show_visits)
def accept_visits(context: Context, request: Request, fields: Fields) -> Receipt:
    """Accept the ticked part of the plan."""
    ticked = [_planned(each) for each in fields.all("contacts[]")]
    if not ticked:
        raise Refused([Fault("contacts", "", "決める連絡を1つ以上")])
    receipt = planning.accept(context, PlanAccepted(contacts=ticked))
    return gone_on(receipt, "/contacts", "recorded")


def _planned(text: str) -> PlannedInput:
    """Read one ticked line: id, version, week and coordinator."""
    values = dict(zip(("id", "version", "week", "coordinator_id"), text.split(" "), strict=False))
    try:
        return PlannedInput.model_validate(values)
    except ValidationError:
        raise Refused([Fault("contacts", "", "このページの選択肢")]) from None

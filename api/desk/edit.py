"""本人の記録を直す: what is known of a person, their needs and the 狭間 check."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from fastapi import Request
from sqlalchemy import select
from sqlmodel import col

from api.context import Context, Receipt
from api.desk.heading import PersonHeading, heading_of
from api.desk.words import Choices, choices_of
from api.people import needs, reading, service
from api.people.schemas import NeedChange, NeedInput, PersonChange, SchemeChange, SchemeInput
from api.people.views import PersonView
from api.policy.vocabulary import Act
from api.tables import District
from api.web.fields import Fields
from api.web.paging import Pages, gone_on
from matching.vocabulary import Activity, Answer, Condition, Gender, NeedDomain, TravelMode, Urgency, Weekday

pages = Pages()

MORE_WINDOWS = 3
"""Empty lines for further times, in the form."""


@dataclass(frozen=True)
class EditPage:
    """
    The form of a person's record.

    Parameters
    ----------
    heading, person
        Who, and what is recorded.
    writable
        The groups of fields the user may change, by name.
    windows
        How many lines for times there are.
    districts, modes, activities, conditions, answers, genders, weekdays
        What can be chosen.
    """

    heading: PersonHeading
    person: PersonView
    writable: frozenset[str]
    windows: int
    districts: Choices
    modes: Choices
    activities: Choices
    conditions: Choices
    answers: Choices
    genders: Choices
    weekdays: Choices


@dataclass(frozen=True)
class NeedsPage:
    """The needs of a person, and the 狭間 check: what could serve each and why it does not."""

    heading: PersonHeading
    person: PersonView
    domains: Choices
    urgencies: Choices
    answers: Choices


@pages.show("/people/{person_id}/edit", Act.PERSON_READ, "people/edit.html")
def show_edit(context: Context, person_id: uuid.UUID) -> EditPage:
    """Show the form of a person's record."""
    person = reading.read_person(context)
    times = person.wishes.availability if person.wishes and person.wishes.availability else ()
    districts = context.session.execute(select(District).order_by(col(District.name))).scalars()
    return EditPage(
        heading=heading_of(context, "/edit"),
        person=person,
        writable=frozenset(field.value for field in context.case.writable),
        windows=len(times) + MORE_WINDOWS,
        districts=tuple((str(each.id), each.name) for each in districts),
        modes=choices_of(TravelMode),
        activities=choices_of(Activity),
        conditions=choices_of(Condition),
        answers=choices_of(Answer),
        genders=choices_of(Gender),
        weekdays=choices_of(Weekday),
    )


@pages.form("/people/{person_id}/edit", Act.PERSON_EDIT, again=show_edit)
def save_person(context: Context, request: Request, fields: Fields, person_id: uuid.UUID) -> Receipt:
    """Change what is recorded of a person; no time at all means that it was not asked yet."""
    given = fields.read(PersonChange)
    if "availability" in given.model_fields_set and not given.availability:
        given = given.model_copy(update={"availability": None})
    return gone_on(service.change_person(context, given), f"/people/{person_id}")


@pages.show("/people/{person_id}/needs", Act.PERSON_READ, "people/needs.html")
def show_needs(context: Context, person_id: uuid.UUID) -> NeedsPage:
    """Show the needs and the 狭間 check."""
    return NeedsPage(
        heading_of(context, "/needs"),
        reading.read_person(context),
        choices_of(NeedDomain),
        choices_of(Urgency),
        choices_of(Answer, {Answer.YES: "使える", Answer.NO: "使えない", Answer.UNKNOWN: "未確認"}),
    )


@pages.form("/people/{person_id}/needs", Act.PERSON_EDIT, again=show_needs)
def add_need(context: Context, request: Request, fields: Fields, person_id: uuid.UUID) -> Receipt:
    """Add a need."""
    return gone_on(needs.create_need(context, fields.read(NeedInput)), f"/people/{person_id}/needs", "added")


@pages.form("/people/{person_id}/needs/{need_id}", Act.PERSON_EDIT, again=show_needs)
def save_need(
    context: Context, request: Request, fields: Fields, person_id: uuid.UUID, need_id: uuid.UUID
) -> Receipt:
    """Change a need."""
    receipt = needs.change_need(context, need_id, fields.read(NeedChange))
    return gone_on(receipt, f"/people/{person_id}/needs")


@pages.form("/people/{person_id}/needs/{need_id}/removal", Act.PERSON_EDIT, again=show_needs)
def remove_need(
    context: Context, request: Request, fields: Fields, person_id: uuid.UUID, need_id: uuid.UUID
) -> Receipt:
    """Take a need out of the case."""
    return gone_on(needs.delete_need(context, need_id), f"/people/{person_id}/needs", "removed")


@pages.form("/people/{person_id}/schemes", Act.PERSON_EDIT, again=show_needs)
def add_scheme(context: Context, request: Request, fields: Fields, person_id: uuid.UUID) -> Receipt:
    """Add a line to the 狭間 check."""
    receipt = needs.create_scheme(context, fields.read(SchemeInput))
    return gone_on(receipt, f"/people/{person_id}/needs#schemes", "added")


@pages.form("/people/{person_id}/schemes/{scheme_id}", Act.PERSON_EDIT, again=show_needs)
def save_scheme(
    context: Context, request: Request, fields: Fields, person_id: uuid.UUID, scheme_id: uuid.UUID
) -> Receipt:
    """Change a line of the 狭間 check."""
    receipt = needs.change_scheme(context, scheme_id, fields.read(SchemeChange))
    return gone_on(receipt, f"/people/{person_id}/needs#schemes")

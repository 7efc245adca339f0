"""The records of one case: 受付, 支援経過, アセスメント, 同意."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request
from sqlalchemy import select
from sqlmodel import col

from api.cases import assessments, notes, reading, reception
from api.cases.schemas import (
    AssessmentChange,
    AssessmentCreate,
    CaseChange,
    CaseCreate,
    CaseNoteInput,
)
from api.cases.views import AssessmentView, CaseStatus, NoteList
from api.cases.words import NOTE_WORDS, RESULT_WORDS, SOURCE_WORDS
from api.consents import service as consents
from api.consents.schemas import AnyConsent, ConsentView, HostConsent, HouseholdConsent, MeetingConsent
from api.context import Context, Receipt
from api.desk.heading import PersonHeading, can, heading_of
from api.desk.words import (
    HOST_FIELD_WORDS,
    HOW_WORDS,
    PURPOSE_WORDS,
    Choices,
    host_names_of,
    worded,
)
from api.policy.vocabulary import FIELD_WORDS, Act
from api.tables import Host, Purpose
from api.web.fields import Fields
from api.web.paging import Pages, gone_on

pages = Pages()

A_YEAR = dt.timedelta(days=364)
_KINDS: Mapping[Purpose, type[AnyConsent]] = {
    Purpose.MEETING: MeetingConsent,
    Purpose.HOST: HostConsent,
    Purpose.HOUSEHOLD: HouseholdConsent,
}


@dataclass(frozen=True)
class ReceptionPage:
    """受付: what came with the person, or the form to receive them."""

    heading: PersonHeading
    case: CaseStatus
    sources: Choices
    hows: Choices
    today: dt.date
    may_edit: bool


@dataclass(frozen=True)
class NotesPage:
    """支援経過, the latest first."""

    heading: PersonHeading
    notes: NoteList
    kinds: Choices
    results: Choices
    today: dt.date
    may_write: bool
    has_case: bool


@dataclass(frozen=True)
class AssessmentPage:
    """アセスメント: each question with its answer."""

    heading: PersonHeading
    assessment: AssessmentView
    groups: Choices
    today: dt.date
    may_edit: bool
    has_case: bool


@dataclass(frozen=True)
class ConsentsPage:
    """同意: what was agreed and until when, and the forms of the kinds of consent."""

    heading: PersonHeading
    consents: tuple[ConsentView, ...]
    purposes: dict[Purpose, str]
    hosts: dict[uuid.UUID, str]
    all_hosts: Choices
    groups: Choices
    host_fields: Choices
    hows: Choices
    words: dict[str, str]
    today: dt.date
    in_a_year: dt.date
    may_give: bool
    may_withdraw: bool


@pages.show("/people/{person_id}/reception", Act.CASE_READ, "people/reception.html")
def show_reception(context: Context, person_id: uuid.UUID) -> ReceptionPage:
    """Show what came with the person."""
    return ReceptionPage(
        heading_of(context, "/reception"),
        reading.read_case(context),
        worded(SOURCE_WORDS),
        worded(HOW_WORDS),
        context.today,
        can(context, Act.CASE_EDIT),
    )


@pages.form("/people/{person_id}/reception", Act.CASE_EDIT, again=show_reception)
def save_reception(context: Context, request: Request, fields: Fields, person_id: uuid.UUID) -> Receipt:
    """Receive the person, or change what came with them."""
    if "source" in fields:
        receipt = reception.receive(context, fields.read(CaseCreate))
    else:
        receipt = reception.change_reception(context, fields.read(CaseChange))
    return gone_on(receipt, f"/people/{person_id}")


@pages.show("/people/{person_id}/notes", Act.NOTE_READ, "people/notes.html")
def show_notes(context: Context, person_id: uuid.UUID) -> NotesPage:
    """Show the 支援経過."""
    return NotesPage(
        heading_of(context, "/notes"),
        notes.list_notes(context),
        worded(NOTE_WORDS),
        worded(RESULT_WORDS),
        context.today,
        can(context, Act.NOTE_WRITE),
        reception.current_case(context, person_id) is not None,
    )


@pages.form("/people/{person_id}/notes", Act.NOTE_WRITE, again=show_notes)
def add_note(context: Context, request: Request, fields: Fields, person_id: uuid.UUID) -> Receipt:
    """Add a line to the 支援経過."""
    receipt = notes.add_note(context, fields.read(CaseNoteInput))
    return gone_on(receipt, f"/people/{person_id}/notes", "added")


@pages.show("/people/{person_id}/assessment", Act.ASSESSMENT_READ, "people/assessment.html")
def show_assessment(context: Context, person_id: uuid.UUID) -> AssessmentPage:
    """Show the assessment with every question."""
    return AssessmentPage(
        heading_of(context, "/assessment"),
        assessments.read_assessment(context),
        worded(FIELD_WORDS),
        context.today,
        can(context, Act.ASSESSMENT_EDIT),
        reception.current_case(context, person_id) is not None,
    )


@pages.form("/people/{person_id}/assessment", Act.ASSESSMENT_EDIT, again=show_assessment)
def save_assessment(context: Context, request: Request, fields: Fields, person_id: uuid.UUID) -> Receipt:
    """Begin the assessment, or write on it as answers are heard."""
    if fields.get("version"):
        receipt = assessments.change_assessment(context, fields.read(AssessmentChange))
    else:
        receipt = assessments.create_assessment(context, fields.read(AssessmentCreate))
    return gone_on(receipt, f"/people/{person_id}/assessment")


@pages.show("/people/{person_id}/consents", Act.CONSENT_READ, "people/consents.html")
def show_consents(context: Context, person_id: uuid.UUID) -> ConsentsPage:
    """Show every consent, and the forms for new ones."""
    given = tuple(consents.list_consents(context).consents)
    may_give = can(context, Act.CONSENT_GIVE)
    hosts = select(col(Host.id), col(Host.name)).order_by(col(Host.name)) if may_give else None
    rows = context.session.execute(hosts).all() if hosts is not None else ()
    return ConsentsPage(
        heading=heading_of(context, "/consents"),
        consents=given,
        purposes=PURPOSE_WORDS,
        hosts=host_names_of(context, {each.host_id for each in given if each.host_id}),
        all_hosts=tuple((str(row.id), row.name) for row in rows),
        groups=worded(FIELD_WORDS),
        host_fields=worded(HOST_FIELD_WORDS),
        hows=worded(HOW_WORDS),
        words={**dict(worded(FIELD_WORDS)), **dict(worded(HOST_FIELD_WORDS))},
        today=context.today,
        in_a_year=context.today + A_YEAR,
        may_give=may_give,
        may_withdraw=can(context, Act.CONSENT_WITHDRAW),
    )


@pages.form("/people/{person_id}/consents", Act.CONSENT_GIVE, again=show_consents)
def give_consent(context: Context, request: Request, fields: Fields, person_id: uuid.UUID) -> Receipt:
    """Record a consent."""
    kind = next((each for each in Purpose if each.value == fields.get("purpose")), Purpose.MEETING)
    receipt = consents.give_consent(context, fields.read(_KINDS[kind]))
    return gone_on(receipt, f"/people/{person_id}/consents", "recorded")


@pages.form("/people/{person_id}/consents/{consent_id}/withdrawal", Act.CONSENT_WITHDRAW, again=show_consents)
def withdraw_consent(
    context: Context, request: Request, fields: Fields, person_id: uuid.UUID, consent_id: uuid.UUID
) -> Receipt:
    """Withdraw a consent, at once."""
    return gone_on(
        consents.withdraw_consent(context, consent_id), f"/people/{person_id}/consents", "recorded"
    )

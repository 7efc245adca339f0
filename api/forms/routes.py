"""Forms: which there are, filled ones as JSON, and numbered copies as PDF and Excel."""

from __future__ import annotations

import uuid
from typing import Annotated

from fastapi import Query

from api.context import Context, Receipt
from api.documents.workbook import MEDIA_TYPE as XLSX
from api.forms import service, versions
from api.forms.kinds import KINDS, Subject
from api.forms.schemas import FormInput, FormList, FormView
from api.forms.views import FilledForm
from api.policy.vocabulary import Act
from api.tables import FormKind
from api.web.routing import Endpoint, File, Router

router = Router(prefix="/api/v1", tags=["帳票"])

MEDIA_TYPES = {"pdf": ("application/pdf", "PDF/UA-1"), "xlsx": (XLSX, "an Excel workbook")}
PLACES = {
    Subject.PERSON: "/people/{person_id}",
    Subject.PLAN: "/people/{person_id}/plans/{plan_id}",
    Subject.CONFERENCE: "/conferences/{conference_id}",
}
Which = Annotated[FormKind, Query(description="どの帳票か")]


@router.view("/forms", Act.OFFICE_READ)
def list_forms(context: Context) -> FormList:
    """List the forms, with the version that holds."""
    return versions.list_forms(context)


@router.view("/forms/definition", Act.OFFICE_READ)
def show_form(context: Context, kind: Which) -> FormView:
    """Show a form as data, its versions, and what its fields can be filled from."""
    return versions.show_form(context, kind)


@router.change("/forms", Act.OFFICE_EDIT)
def take_form(context: Context, body: FormInput) -> Receipt:
    """Put a form of the municipality's own in place, check it only, or go back to the default."""
    return versions.take_form(context, body)


@router.file("/forms/definition.toml", Act.OFFICE_READ, "application/toml")
def give_definition(
    context: Context, kind: Which, number: Annotated[int | None, Query(ge=0, le=1_000_000)] = None
) -> File:
    """Give a form as a file to be changed: the one that holds, or a version (0 comes with the service)."""
    return service.definition(context, kind, number)


@router.file("/forms/blank.pdf", Act.OFFICE_READ, "application/pdf")
def give_blank_form_as_pdf(context: Context, kind: Which) -> File:
    """Give a form with nothing in it as PDF/UA-1."""
    return service.blank_form(context, kind, "pdf")


@router.file("/forms/blank.xlsx", Act.OFFICE_READ, XLSX)
def give_blank_form_as_workbook(context: Context, kind: Which) -> File:
    """Give a form with nothing in it as an Excel workbook."""
    return service.blank_form(context, kind, "xlsx")


def filled(kind: FormKind, name: str, sentence: str) -> Endpoint:
    """Make the endpoint that shows a kind of form filled; the page is made from it as the JSON is."""

    def of_person(context: Context, person_id: uuid.UUID) -> FilledForm:
        return service.form_of_person(context, kind)

    def of_plan(context: Context, person_id: uuid.UUID, plan_id: uuid.UUID) -> FilledForm:
        return service.form_of_person(context, kind, plan_id)

    def of_conference(context: Context, conference_id: uuid.UUID) -> FilledForm:
        return service.form_of_conference(context, conference_id)

    made: dict[Subject, Endpoint] = {
        Subject.PERSON: of_person,
        Subject.PLAN: of_plan,
        Subject.CONFERENCE: of_conference,
    }
    return _named(made[KINDS[kind].subject], name, sentence)


def _copied(kind: FormKind, ending: str, name: str, sentence: str) -> Endpoint:
    """Make the endpoint that gives a numbered copy of a kind of form."""

    def of_person(context: Context, person_id: uuid.UUID) -> File:
        return service.copy_of_person(context, kind, ending)

    def of_plan(context: Context, person_id: uuid.UUID, plan_id: uuid.UUID) -> File:
        return service.copy_of_person(context, kind, ending, plan_id)

    def of_conference(context: Context, conference_id: uuid.UUID) -> File:
        return service.copy_of_conference(context, conference_id, ending)

    made: dict[Subject, Endpoint] = {
        Subject.PERSON: of_person,
        Subject.PLAN: of_plan,
        Subject.CONFERENCE: of_conference,
    }
    return _named(made[KINDS[kind].subject], name, sentence)


def _named(endpoint: Endpoint, name: str, sentence: str) -> Endpoint:
    endpoint.__name__, endpoint.__doc__ = name, sentence
    return endpoint


def _declare(kind: FormKind) -> None:
    about = KINDS[kind]
    path = f"{PLACES[about.subject]}/forms/{kind.value}"
    show = filled(kind, f"show_{kind.value}_form", f"Show the form {about.words} filled.")
    router.view(path, about.read)(show)
    copies = Act.CONFERENCE_COPY if about.subject == Subject.CONFERENCE else Act.FORM_COPY
    for ending, (media_type, words) in MEDIA_TYPES.items():
        name, sentence = f"give_{kind.value}_form_as_{ending}", f"Give a copy of {about.words} as {words}."
        router.file(f"{path}.{ending}", copies, media_type)(_copied(kind, ending, name, sentence))


for each in FormKind:
    _declare(each)

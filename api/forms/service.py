"""Filled forms for their readers, and copies of them that leave the service."""

from __future__ import annotations

import uuid

from api.calendar import wareki
from api.conferences.access import find_conference
from api.context import Context
from api.documents.copies import mark_of_blank, take_copy
from api.errors import Conflict, NotFound
from api.forms.definition import CERTAINTY_WORDS
from api.forms.drawing import excel_of, pdf_of
from api.forms.filling import fill
from api.forms.kinds import KINDS, Subject
from api.forms.records import Records
from api.forms.versions import form_in_force, text_of
from api.forms.views import FilledForm
from api.plans.service import find_plan
from api.policy.stage import NO_RELATION, parts_of
from api.policy.table import may
from api.policy.vocabulary import Act
from api.tables import FormKind
from api.web.routing import File

API = "/api/v1"
ENDINGS = {"pdf": pdf_of, "xlsx": excel_of}


def form_of_person(context: Context, kind: FormKind, plan_id: uuid.UUID | None = None) -> FilledForm:
    """
    Fill a form about the person at hand, or one of their plans.

    Raises
    ------
    NotFound
        If the user may not read what the form is made of, whatever act brought them here.
    """
    case, about = context.case, KINDS[kind]
    if not may(about.read, case.parts, case.stage):
        raise NotFound
    path = f"{API}/people/{case.person.id}"
    if about.subject == Subject.PLAN:
        assert plan_id is not None, "the form is about a plan"
        plan_id = find_plan(context, plan_id).id
        path += f"/plans/{plan_id}"
    has_files = may(Act.FORM_COPY, case.parts, case.stage)
    subject = f"ケース番号 {case.person.number}"
    return _filled(
        context, kind, Records(context, plan_id=plan_id), subject, plan_id or case.person.id, path, has_files
    )


def form_of_conference(context: Context, conference_id: uuid.UUID) -> FilledForm:
    """Fill the 会議録 of a conference."""
    conference = find_conference(context, conference_id)
    parts = parts_of(context.actor.roles, NO_RELATION)
    return _filled(
        context,
        FormKind.CONFERENCE,
        Records(context, conference_id=conference.id),
        wareki(conference.held_on),
        conference.id,
        f"{API}/conferences/{conference.id}",
        not conference.is_walled and may(Act.CONFERENCE_COPY, parts, None),
    )


def copy_of_person(context: Context, kind: FormKind, ending: str, plan_id: uuid.UUID | None = None) -> File:
    """
    Take a numbered copy of a form about the person at hand, or one of their plans.

    Raises
    ------
    NotFound
        As for the form itself.
    Refused
        Naming the fields with letters that the PDF's font lacks.
    """
    return _copy(context, form_of_person(context, kind, plan_id), ending, context.case.person.id)


def copy_of_conference(context: Context, conference_id: uuid.UUID, ending: str) -> File:
    """
    Take a numbered copy of a 会議録.

    Raises
    ------
    Conflict
        `not_exportable` for a 支援会議: nothing of it leaves the service.
    Refused
        Naming the fields with letters that the PDF's font lacks.
    """
    if find_conference(context, conference_id).is_walled:
        raise Conflict("not_exportable")
    return _copy(context, form_of_conference(context, conference_id), ending, None)


def blank_form(context: Context, kind: FormKind, ending: str) -> File:
    """Give the form that holds with nothing in it, to be filled in by hand."""
    form = _filled(context, kind, None, "", context.municipality_id, "", has_files=False)
    return File(f"{kind.value}-blank.{ending}", ENDINGS[ending](form, mark_of_blank(context)))


def definition(context: Context, kind: FormKind, number: int | None) -> File:
    """Give a form as TOML, to be changed and sent back."""
    return File(f"{kind.value}.toml", text_of(context, kind, number).encode())


def _copy(context: Context, form: FilledForm, ending: str, person_id: uuid.UUID | None) -> File:
    mark = take_copy(context)
    content = ENDINGS[ending](form, mark)
    context.note_of(
        "form",
        form.subject_id,
        person_id,
        form.form_version,
        form=form.kind.value,
        copy=mark.number,
        file=ending,
    )
    return File(f"{form.kind.value}-{mark.number:06}.{ending}", content)


def _filled(
    context: Context,
    kind: FormKind,
    records: Records | None,
    subject: str,
    subject_id: uuid.UUID,
    path: str,
    has_files: bool,
) -> FilledForm:
    number, form = form_in_force(context, kind)
    return FilledForm(
        kind=kind,
        title=form.title,
        subtitle=form.subtitle,
        subject=subject,
        subject_id=subject_id,
        form_version=number,
        source=form.source,
        certainty=CERTAINTY_WORDS[form.certainty],
        sections=fill(kind, form, records),
        files={ending: f"{path}/forms/{kind.value}.{ending}" for ending in ENDINGS} if has_files else {},
    )

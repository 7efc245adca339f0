"""People, as JSON."""

from __future__ import annotations

import uuid
from typing import Annotated

from fastapi import Query

from api.context import Context, Receipt
from api.people import access, needs, protection, reading, service
from api.people.schemas import (
    InvolvementInput,
    NeedChange,
    NeedInput,
    OpeningInput,
    Order,
    PauseInput,
    PersonChange,
    PersonCreate,
    ReasonInput,
    SchemeChange,
    SchemeInput,
    SearchInput,
)
from api.people.views import CaseViews, HitList, PersonPage, PersonView
from api.policy.vocabulary import Act
from api.tables import CaseState
from api.web.inputs import Printable
from api.web.routing import Router

router = Router(prefix="/api/v1", tags=["本人"])

Limit = Annotated[int, Query(ge=1, le=100)]


@router.change("/people", Act.PERSON_CREATE)
def create_person(context: Context, body: PersonCreate) -> Receipt:
    """Register a person; whoever does so carries the case."""
    return context.receipt(service.create_person(context, body))


@router.view("/people", Act.PERSON_LIST)
def list_people(
    context: Context,
    limit: Limit = 50,
    after: Annotated[str, Query(max_length=60), Printable] = "",
    order: Order = Order.NUMBER,
    state: CaseState | None = None,
) -> PersonPage:
    """List the cases one is involved in, by number or by how long they wait."""
    return reading.list_people(context, limit, after, order, state)


@router.view("/people/search", Act.PERSON_SEARCH, method="POST")
def search_people(context: Context, body: SearchInput) -> HitList:
    """Find cases by exact name or reading; tells ids and numbers only."""
    return reading.search_people(context, body)


@router.view("/people/{person_id}", Act.PERSON_READ)
def read_person(context: Context, person_id: uuid.UUID) -> PersonView:
    """Show a case, with the sections one may see at its stage."""
    return reading.read_person(context)


@router.change("/people/{person_id}", Act.PERSON_EDIT, method="PATCH", status=200)
def change_person(context: Context, person_id: uuid.UUID, body: PersonChange) -> Receipt:
    """Change what was sent of a person."""
    return service.change_person(context, body)


@router.change("/people/{person_id}/pause", Act.PERSON_EDIT, status=200)
def pause_person(context: Context, person_id: uuid.UUID, body: PauseInput) -> Receipt:
    """Look for no place until a date, or go on."""
    return service.pause_person(context, body)


@router.change("/people/{person_id}/needs", Act.PERSON_EDIT)
def create_need(context: Context, person_id: uuid.UUID, body: NeedInput) -> Receipt:
    """Add a need."""
    return needs.create_need(context, body)


@router.change("/people/{person_id}/needs/{need_id}", Act.PERSON_EDIT, method="PATCH", status=200)
def change_need(context: Context, person_id: uuid.UUID, need_id: uuid.UUID, body: NeedChange) -> Receipt:
    """Change a need's urgency or wish."""
    return needs.change_need(context, need_id, body)


@router.change("/people/{person_id}/needs/{need_id}", Act.PERSON_EDIT, method="DELETE", status=200)
def delete_need(context: Context, person_id: uuid.UUID, need_id: uuid.UUID) -> Receipt:
    """Take a need out of the case."""
    return needs.delete_need(context, need_id)


@router.change("/people/{person_id}/schemes", Act.PERSON_EDIT)
def create_scheme(context: Context, person_id: uuid.UUID, body: SchemeInput) -> Receipt:
    """Add a line to the 狭間 check."""
    return needs.create_scheme(context, body)


@router.change("/people/{person_id}/schemes/{scheme_id}", Act.PERSON_EDIT, method="PATCH", status=200)
def change_scheme(
    context: Context, person_id: uuid.UUID, scheme_id: uuid.UUID, body: SchemeChange
) -> Receipt:
    """Change a line of the 狭間 check."""
    return needs.change_scheme(context, scheme_id, body)


@router.change("/people/{person_id}/schemes/{scheme_id}", Act.PERSON_EDIT, method="DELETE", status=200)
def delete_scheme(context: Context, person_id: uuid.UUID, scheme_id: uuid.UUID) -> Receipt:
    """Take a line out of the 狭間 check."""
    return needs.delete_scheme(context, scheme_id)


@router.change("/people/{person_id}/opening", Act.PERSON_OPEN)
def open_with_reason(context: Context, person_id: uuid.UUID, body: OpeningInput) -> Receipt:
    """Open a case somebody else carries, for eight hours and with a reason."""
    return access.open_with_reason(context, body)


@router.change("/people/{person_id}/reveal", Act.PERSON_REVEAL)
def reveal_contact(context: Context, person_id: uuid.UUID, body: OpeningInput) -> Receipt:
    """Open the contact of a person under protection, for fifteen minutes and with a reason."""
    return access.reveal_contact(context, body)


@router.view("/people/{person_id}/views", Act.PERSON_VIEWS)
def list_views(
    context: Context,
    person_id: uuid.UUID,
    limit: Limit = 50,
    before: Annotated[int | None, Query(ge=1, le=2**62)] = None,
) -> CaseViews:
    """Show who looked at the case, the latest first."""
    return reading.list_views(context, limit, before)


@router.change("/people/{person_id}/involvements", Act.PERSON_INVOLVE)
def involve(context: Context, person_id: uuid.UUID, body: InvolvementInput) -> Receipt:
    """Let a user carry the case, or see it as a member of its meeting."""
    return access.involve(context, body)


@router.change("/people/{person_id}/involvements/{involvement_id}/end", Act.PERSON_INVOLVE, status=200)
def end_involvement(context: Context, person_id: uuid.UUID, involvement_id: uuid.UUID) -> Receipt:
    """End an involvement at once."""
    return access.end_involvement(context, involvement_id)


@router.change("/people/{person_id}/protection", Act.PROTECTION_ON, status=200)
def protect(context: Context, person_id: uuid.UUID) -> Receipt:
    """Switch protection on, at once."""
    return protection.protect(context)


@router.change("/people/{person_id}/protection/removal", Act.PROTECTION_ASK_OFF)
def ask_removal(context: Context, person_id: uuid.UUID, body: ReasonInput) -> Receipt:
    """Ask to end protection; it stays on until somebody else approves."""
    return protection.ask_removal(context, body)


@router.change("/people/{person_id}/protection/removal/{removal_id}/approval", Act.PROTECTION_OFF, status=200)
def approve_removal(context: Context, person_id: uuid.UUID, removal_id: uuid.UUID) -> Receipt:
    """End protection, a day or more after somebody else asked."""
    return protection.approve_removal(context, removal_id)

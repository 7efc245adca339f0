"""世帯 and 組, as JSON."""

from __future__ import annotations

import uuid

from api.context import Context, Receipt
from api.people import households
from api.people.household_schemas import MembersInput, TogetherView
from api.people.households import HOUSEHOLD, PARTY
from api.policy.vocabulary import Act
from api.web.routing import Router

router = Router(prefix="/api/v1", tags=["世帯・組"])


@router.view("/people/{person_id}/together", Act.PERSON_READ)
def show_together(context: Context, person_id: uuid.UUID) -> TogetherView:
    """Show the household and the party a person is in."""
    return households.together(context)


@router.change("/households", Act.HOUSEHOLD_EDIT)
def form_household(context: Context, body: MembersInput) -> Receipt:
    """Record who lives together."""
    return households.form(context, HOUSEHOLD, body)


@router.change("/households/{household_id}", Act.HOUSEHOLD_EDIT, method="PATCH", status=200)
def change_household(context: Context, household_id: uuid.UUID, body: MembersInput) -> Receipt:
    """Change who lives together."""
    return households.change(context, HOUSEHOLD, household_id, body)


@router.change("/parties", Act.HOUSEHOLD_EDIT)
def form_party(context: Context, body: MembersInput) -> Receipt:
    """Record who goes together: people with a kind of need in common."""
    return households.form(context, PARTY, body)


@router.change("/parties/{party_id}", Act.HOUSEHOLD_EDIT, method="PATCH", status=200)
def change_party(context: Context, party_id: uuid.UUID, body: MembersInput) -> Receipt:
    """Change who goes together."""
    return households.change(context, PARTY, party_id, body)

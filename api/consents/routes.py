"""Consents, as JSON."""

from __future__ import annotations

import uuid

from api.consents import service
from api.consents.schemas import ConsentCreate, ConsentList
from api.context import Context, Receipt
from api.policy.vocabulary import Act
from api.web.routing import Router

router = Router(prefix="/api/v1/people/{person_id}/consents", tags=["同意"])


@router.change("", Act.CONSENT_GIVE)
def give_consent(context: Context, person_id: uuid.UUID, body: ConsentCreate) -> Receipt:
    """Record a consent; earlier ones stay as they are."""
    return service.give_consent(context, body)


@router.view("", Act.CONSENT_READ)
def list_consents(context: Context, person_id: uuid.UUID) -> ConsentList:
    """List every consent of a person."""
    return service.list_consents(context)


@router.change("/{consent_id}/withdrawal", Act.CONSENT_WITHDRAW)
def withdraw_consent(context: Context, person_id: uuid.UUID, consent_id: uuid.UUID) -> Receipt:
    """Withdraw a consent, at once."""
    return service.withdraw_consent(context, consent_id)

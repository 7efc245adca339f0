"""Predictions of a lasting connection, as JSON."""

from __future__ import annotations

import uuid

from api.context import Context, Receipt
from api.policy.vocabulary import Act
from api.retention import acting, cards, drawing, risks
from api.retention.schemas import ModelView, PersonUseView, RiskList
from api.web.routing import File, Router

router = Router(prefix="/api/v1", tags=["定着の見込み"])


@router.view("/retention/risks", Act.RETENTION_LIST)
def list_retention_risks(context: Context) -> RiskList:
    """List who may need a contact sooner, why, and what would help."""
    return risks.list_risks(context)


@router.view("/retention/model", Act.RETENTION_MODEL)
def show_retention_model(context: Context) -> ModelView:
    """Show the model card, alarms, and what is seen at hosts."""
    return cards.show_model(context)


@router.file("/retention/model/curve.svg", Act.RETENTION_MODEL, "image/svg+xml")
def draw_retention_curve(context: Context) -> File:
    """Draw the curve of the artefact in use, with its band and numbers at risk."""
    return drawing.draw_curve(context)


@router.view("/people/{person_id}/retention", Act.RETENTION_READ)
def show_retention_use(context: Context, person_id: uuid.UUID) -> PersonUseView:
    """Show how predictions were used for one person."""
    return risks.show_use(context)


@router.change("/placements/{placement_id}/closer-contacts", Act.RETENTION_FOLLOW)
def come_closer(context: Context, placement_id: uuid.UUID) -> Receipt:
    """Let contacts come closer together for a while, because of what is predicted."""
    return acting.come_closer(context)


@router.change(
    "/placements/{placement_id}/closer-contacts", Act.RETENTION_FOLLOW, method="DELETE", status=200
)
def put_contacts_back(context: Context, placement_id: uuid.UUID) -> Receipt:
    """Give a placement its contacts of the cadence back, whatever a prediction made of them."""
    return acting.put_back(context)

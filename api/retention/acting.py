"""What people make of a prediction: contacts come closer together, or go back to what the cadence says."""

from __future__ import annotations

from sqlalchemy import select
from sqlmodel import col

from api.contacts.cadence import plan_contacts
from api.contacts.moved import AT_THE_HOST
from api.context import Context, Receipt
from api.errors import Conflict
from api.retention.models import current
from api.retention.risks import going_on
from api.tables import RetentionUse
from matching.retention.risk import Risk, risks


def come_closer(context: Context) -> Receipt:
    """
    Let contacts with both sides come closer together for a while, because of what is predicted.

    Raises
    ------
    Conflict
        If the municipality has not turned this on, or nothing out of the usual is predicted.
    """
    placement = context.placement
    context.expect_version(placement)
    used = current(context.session, context.municipality_id)
    if used is None or used.model.hazard is None or not used.model.settings.in_follow_up:
        raise Conflict("retention_off")
    found = [each.stay for each in going_on(context) if each.placement.id == placement.id]
    risk = next(iter(risks(used.model, found, context.today)), None)
    if risk is None or not risk.needs_contact_sooner:
        raise Conflict("retention_usual")
    use = RetentionUse(
        municipality_id=context.municipality_id,
        placement_id=placement.id,
        person_id=placement.person_id,
        model_id=used.row.id,
        used_on=context.today,
        chance=round(risk.chance, 4),
        usual=round(risk.usual, 4),
        reasons=reason_codes(risk),
        used_by=context.actor.user_id,
        used_at=context.now,
    )
    context.add(use)
    contacts = plan_contacts(context, placement)
    return Receipt(id=use.id, details={"contacts": contacts})


def put_back(context: Context) -> Receipt:
    """
    Give a placement its contacts of the cadence back, whatever a prediction made of them.

    Raises
    ------
    Conflict
        If nothing was made of one, or it was put back before.
    """
    placement = context.placement
    query = select(RetentionUse).where(
        col(RetentionUse.placement_id) == placement.id, col(RetentionUse.put_back_on).is_(None)
    )
    uses = context.session.execute(query.with_for_update()).scalars().all()
    if not uses:
        raise Conflict("retention_not_used")
    for use in uses:
        use.put_back_on, use.put_back_by = context.today, context.actor.user_id
        context.note(use, is_put_back=True)
    return Receipt(id=placement.id, details={"contacts": plan_contacts(context, placement)})


def reason_codes(risk: Risk) -> list[str]:
    """Give the reasons as they are kept: features, or what is seen at the host."""
    return [each.feature.value if each.feature else AT_THE_HOST for each in risk.reasons]

"""The pages of predictions: who may need a contact sooner, how they were used for a person, the card."""

from __future__ import annotations

import uuid

from fastapi import Request

from api.context import Context, Receipt
from api.policy.vocabulary import Act
from api.retention import acting, cards, risks
from api.retention.schemas import ModelView, PersonUseView, RiskList
from api.web.fields import Fields
from api.web.paging import Pages, gone_on

pages = Pages()
SOONER = "/contacts/sooner"


@pages.show(SOONER, Act.RETENTION_LIST, "retention/sooner.html")
def show_sooner(context: Context) -> RiskList:
    """Show who may need a contact sooner, why, and what would help."""
    return risks.list_risks(context)


@pages.form("/contacts/sooner/{placement_id}", Act.RETENTION_FOLLOW, again=show_sooner)
def come_closer_from_page(
    context: Context, request: Request, fields: Fields, placement_id: uuid.UUID
) -> Receipt:
    """Let contacts come closer together for a while."""
    return gone_on(acting.come_closer(context), SOONER, "recorded")


@pages.form("/contacts/sooner/{placement_id}/usual", Act.RETENTION_FOLLOW, again=show_sooner)
def put_back_from_page(
    context: Context, request: Request, fields: Fields, placement_id: uuid.UUID
) -> Receipt:
    """Give a placement its contacts of the cadence back."""
    receipt = acting.put_back(context)
    return gone_on(receipt, f"/people/{context.placement.person_id}/contacts", "recorded")


@pages.show("/people/{person_id}/retention", Act.RETENTION_READ, "retention/person.html")
def show_use_for_person(context: Context, person_id: uuid.UUID) -> PersonUseView:
    """Show how predictions were used for one person."""
    return risks.show_use(context)


@pages.show("/settings/retention", Act.RETENTION_MODEL, "retention/model.html")
def show_card(context: Context) -> ModelView:
    """Show the model card, alarms, and what is seen at hosts."""
    return cards.show_model(context)

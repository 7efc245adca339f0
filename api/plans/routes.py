"""Plans, as JSON."""

from __future__ import annotations

import uuid

from api.context import Context, Receipt
from api.plans import service
from api.plans.schemas import PlanCreate, PlanFields, SharingInput
from api.plans.views import PlanList, PlanView
from api.policy.vocabulary import Act
from api.web.routing import Router

router = Router(prefix="/api/v1/people/{person_id}/plans", tags=["プラン"])


@router.change("", Act.PLAN_EDIT)
def create_plan(context: Context, person_id: uuid.UUID, body: PlanCreate) -> Receipt:
    """Begin a plan: the first, or 再プラン from the one that holds."""
    return service.create_plan(context, body)


@router.view("", Act.PLAN_READ)
def list_plans(context: Context, person_id: uuid.UUID) -> PlanList:
    """List the plans of a person, the latest first."""
    return service.list_plans(context)


@router.view("/{plan_id}", Act.PLAN_READ)
def show_plan(context: Context, person_id: uuid.UUID, plan_id: uuid.UUID) -> PlanView:
    """Show a plan."""
    return service.show_plan(context, plan_id)


@router.change("/{plan_id}", Act.PLAN_EDIT, method="PATCH", status=200)
def change_plan(context: Context, person_id: uuid.UUID, plan_id: uuid.UUID, body: PlanFields) -> Receipt:
    """Change a plan that is a draft or was returned."""
    return service.change_plan(context, plan_id, body)


@router.change("/{plan_id}/submission", Act.PLAN_EDIT, status=200)
def submit_plan(context: Context, person_id: uuid.UUID, plan_id: uuid.UUID) -> Receipt:
    """Submit a plan to the conference; from now on it is frozen."""
    return service.submit_plan(context, plan_id)


@router.change("/{plan_id}/sharing", Act.PLAN_EDIT, status=200)
def share_plan(context: Context, person_id: uuid.UUID, plan_id: uuid.UUID, body: SharingInput) -> Receipt:
    """Share a plan in the household, or share it no more."""
    return service.share_plan(context, plan_id, body)


@router.change("/{plan_id}/withdrawal", Act.PLAN_EDIT, status=200)
def drop_plan(context: Context, person_id: uuid.UUID, plan_id: uuid.UUID) -> Receipt:
    """Give up a plan that is a draft or was returned."""
    return service.drop_plan(context, plan_id)

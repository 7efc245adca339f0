"""世帯で一つのプラン: a plan shared by the members of a household, while each of them agrees."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from sqlalchemy import select
from sqlmodel import col

from api.consents.service import valid_consent
from api.context import Context
from api.errors import Conflict
from api.plans.schemas import SharingInput
from api.tables import HouseholdMember, Person, PlanState, Purpose, SupportPlan

_SHOWN = (PlanState.SUBMITTED, PlanState.FIXED)


def set_sharing(context: Context, plan: SupportPlan, given: SharingInput) -> None:
    """
    Share a plan in the person's household, or share it no more.

    Raises
    ------
    Conflict
        `no_household` for who lives alone, `household_consent_missing` while one member has not agreed. Who
        it is, is not said: it may be somebody under protection.
    """
    household_id = None
    if given.is_shared:
        household_id = _household_of(context, plan.person_id)
        members = _members_of(context, household_id)
        if household_id is None or len(members) < 2:
            raise Conflict("no_household")
        if not _all_agree(context, members):
            raise Conflict("household_consent_missing")
    context.change(plan, {"household_id": household_id})


def shared_plans(context: Context, person_id: uuid.UUID) -> list[SupportPlan]:
    """Give the plans the others of the household share with the person, while every member agrees."""
    household_id = _household_of(context, person_id)
    members = _members_of(context, household_id)
    query = select(SupportPlan).where(
        col(SupportPlan.household_id) == household_id,
        col(SupportPlan.person_id).in_({member.id for member in members} - {person_id}),
        col(SupportPlan.state).in_(_SHOWN),
    )
    query = query.order_by(col(SupportPlan.created_at).desc(), col(SupportPlan.id))
    found = list(context.session.execute(query).scalars()) if household_id else []
    return found if found and _all_agree(context, members) else []


def _household_of(context: Context, person_id: uuid.UUID) -> uuid.UUID | None:
    query = select(col(HouseholdMember.household_id)).where(col(HouseholdMember.person_id) == person_id)
    return context.session.execute(query).scalar_one_or_none()


def _members_of(context: Context, household_id: uuid.UUID | None) -> list[Person]:
    query = (
        select(Person)
        .join(HouseholdMember, col(HouseholdMember.person_id) == col(Person.id))
        .where(col(HouseholdMember.household_id) == household_id)
    )
    return list(context.session.execute(query.order_by(col(Person.id))).scalars()) if household_id else []


def _all_agree(context: Context, members: Iterable[Person]) -> bool:
    return all(
        not each.is_protected
        and valid_consent(context.session, each.id, Purpose.HOUSEHOLD, context.today) is not None
        for each in members
    )

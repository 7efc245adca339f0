"""Writing, submitting and fixing plans; nobody changes one while others look at it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.calendar import months_after
from api.consents.service import valid_consent
from api.context import Context, Receipt
from api.errors import Conflict, NotFound, Refused
from api.office.service import settings_of
from api.plans.checks import faults_of, missing
from api.plans.margin import check_choice, check_place
from api.plans.schemas import PlaceInput, PlanCreate, PlanFields, SharingInput
from api.plans.sharing import set_sharing, shared_plans
from api.plans.views import PlanList, PlanView, plan_view
from api.policy.vocabulary import Field, Part
from api.tables import Consent, Menu, PlanKind, PlanState, Purpose, SupportCase, SupportPlan
from api.tables.case import CaseState
from api.tables.sealed import PlanDocument

WRITABLE = frozenset({PlanState.DRAFT, PlanState.RETURNED})
UNDER_WAY = WRITABLE | {PlanState.SUBMITTED}
SHARED_FIELDS = frozenset({Field.WISHES, Field.SUPPORT})
"""What a household shares of a plan: goals and who does what, never what spoke against a place."""
_SEES_SHARED = frozenset({Part.CO_A, Part.MC_A, Part.MO})
_KEPT = ("pattern", "place", "menu_id", "standby", "standby_menu_id")
"""What 再プラン takes over beside the words and the steps to come."""


def create_plan(context: Context, given: PlanCreate) -> Receipt:
    """
    Begin a plan: the first, or 再プラン from the one that holds.

    Raises
    ------
    Conflict
        `consent_missing`, `plan_open`, `plan_exists` or `no_fixed_plan`.
    """
    person = context.case.person
    consent = _consent(context, person.id)
    former = fixed_plan(context.session, person.id)
    if _plans(context, person.id, UNDER_WAY):
        raise Conflict("plan_open")
    if (given.kind == PlanKind.FIRST) == (former is not None):
        raise Conflict("plan_exists" if former else "no_fixed_plan")
    plan = SupportPlan(
        municipality_id=context.municipality_id,
        person_id=person.id,
        case_id=_case_id(context.session, person.id),
        kind=given.kind,
        number=former.number + 1 if former else 0,
        consent_id=consent.id,
        created_at=context.now,
        **(_kept(former, context.today) if former else {}),
    )
    document = context.open(former, person.id, PlanDocument) if former else PlanDocument()
    plan.sealed = context.seal(plan, person.id, document)
    context.add(plan, kind=plan.kind.value)
    _write(context, plan, given)
    return context.receipt(plan)


def change_plan(context: Context, plan_id: uuid.UUID, given: PlanFields) -> Receipt:
    """Change a plan that is a draft or was returned."""
    plan = find_plan(context, plan_id, lock=True)
    context.expect_version(plan)
    if plan.state not in WRITABLE:
        raise Conflict("plan_frozen")
    _write(context, plan, given)
    return context.receipt(plan)


def submit_plan(context: Context, plan_id: uuid.UUID) -> Receipt:
    """
    Submit a plan to the conference; from now on it is frozen.

    Raises
    ------
    Conflict
        `plan_frozen`, `consent_missing`, or what stands against the place by now.
    Refused
        Naming every field that is missing.
    """
    plan = find_plan(context, plan_id, lock=True)
    context.expect_version(plan)
    if plan.state not in WRITABLE:
        raise Conflict("plan_frozen")
    consent = _consent(context, plan.person_id)
    faults = missing(plan, context.open(plan, plan.person_id, PlanDocument))
    if faults:
        raise Refused(faults)
    if plan.place is not None:
        check_place(context, context.case.person, PlaceInput.model_validate(plan.place))
    values = {"state": PlanState.SUBMITTED, "submitted_at": context.now, "consent_id": consent.id}
    context.change(plan, {**values, "writers": _writers(context, plan)})
    return context.receipt(plan)


def drop_plan(context: Context, plan_id: uuid.UUID) -> Receipt:
    """Give up a plan that is a draft or was returned; the record stays."""
    plan = find_plan(context, plan_id, lock=True)
    context.expect_version(plan)
    if plan.state not in WRITABLE:
        raise Conflict("plan_frozen")
    context.change(plan, {"state": PlanState.ENDED})
    return context.receipt(plan)


def share_plan(context: Context, plan_id: uuid.UUID, given: SharingInput) -> Receipt:
    """Share a plan in the household, or share it no more; that changes no word of it."""
    plan = find_plan(context, plan_id, lock=True)
    context.expect_version(plan)
    set_sharing(context, plan, given)
    return context.receipt(plan)


def list_plans(context: Context) -> PlanList:
    """List all plans of the person, and for who carries the case those the household shares with them."""
    person = context.case.person
    plans = _plans(context, person.id, frozenset(PlanState))
    context.note_of("support_plan", person_id=person.id, count=len(plans))
    shared = shared_plans(context, person.id) if context.case.parts & _SEES_SHARED else []
    for plan in shared:
        context.note(plan)
    return PlanList(
        plans=[plan_view(context, plan, context.case.visible) for plan in plans],
        shared=[plan_view(context, plan, context.case.visible & SHARED_FIELDS) for plan in shared],
    )


def show_plan(context: Context, plan_id: uuid.UUID) -> PlanView:
    """Show one plan."""
    plan = find_plan(context, plan_id)
    context.note(plan)
    return plan_view(context, plan, context.case.visible)


def find_plan(context: Context, plan_id: uuid.UUID, lock: bool = False) -> SupportPlan:
    """Give a plan of the person at hand; raises NotFound for those of others."""
    plan = context.find(SupportPlan, plan_id, lock=lock)
    if plan.person_id != context.case.person.id:
        raise NotFound
    return plan


def fixed_plan(
    session: Session, person_id: uuid.UUID, menu_id: uuid.UUID | None = None
) -> SupportPlan | None:
    """
    Give the plan that holds for a person.

    Parameters
    ----------
    session, person_id
        Whose.
    menu_id
        Only a plan that names this menu, as its place or its standby.
    """
    query = select(SupportPlan).where(
        col(SupportPlan.person_id) == person_id, col(SupportPlan.state) == PlanState.FIXED
    )
    if menu_id is not None:
        query = query.where(
            or_(col(SupportPlan.menu_id) == menu_id, col(SupportPlan.standby_menu_id) == menu_id)
        )
    return session.execute(query).scalar_one_or_none()


def plan_at_hand(session: Session, person_id: uuid.UUID) -> SupportPlan | None:
    """Give the plan that holds for a person, else the one that was submitted."""
    submitted = select(SupportPlan).where(
        col(SupportPlan.person_id) == person_id, col(SupportPlan.state) == PlanState.SUBMITTED
    )
    return fixed_plan(session, person_id) or session.execute(submitted).scalar_one_or_none()


def fix_plan(context: Context, plan: SupportPlan, on: dt.date, monitoring_on: dt.date | None) -> None:
    """Fix a plan, to be looked at again when the conference said; the one that held is superseded."""
    former = fixed_plan(context.session, plan.person_id)
    if former is not None:
        former = context.find(SupportPlan, former.id, lock=True)
        context.change(former, {"state": PlanState.SUPERSEDED})
    monitoring = {"next_monitoring_on": monitoring_on or plan.next_monitoring_on}
    context.change(plan, {"state": PlanState.FIXED, "fixed_on": on, **monitoring})


def return_plan(context: Context, plan: SupportPlan) -> None:
    """Give a submitted plan back to those who write it."""
    context.change(plan, {"state": PlanState.RETURNED})


def end_plans(context: Context, person_id: uuid.UUID) -> None:
    """End every plan of a person that holds or is under way, because support has ended."""
    for plan in _plans(context, person_id, UNDER_WAY | {PlanState.FIXED}, lock=True):
        context.change(plan, {"state": PlanState.ENDED})


def _write(context: Context, plan: SupportPlan, given: PlanFields) -> None:
    """Set what was sent, and check the plan as it then is."""
    sent = given.model_fields_set
    values: dict[str, Any] = given.model_dump(include=sent & _PLAIN)
    values |= given.model_dump(include=sent & _PARTS, mode="json")
    document = context.open(plan, plan.person_id, PlanDocument)
    words = {name: getattr(given, name) for name in sent & set(PlanDocument.model_fields)}
    said = [name for name, value in words.items() if getattr(document, name) != value]
    if "place" in sent:
        values["menu_id"] = given.place.menu_id if given.place else None
        if given.place is not None:
            check_place(context, context.case.person, given.place)
    if "standby" in sent:
        values["standby_menu_id"] = given.standby.menu_id if given.standby else None
        if given.standby is not None:
            check_choice(context, "standby", given.standby)
    for option in given.options:
        context.find(Menu, option.menu_id)
    first_day = values.get("first_day", plan.first_day)
    if first_day is not None and values.get("last_day", plan.last_day) is None:
        months = settings_of(context.session, context.municipality_id).plan_months
        values["last_day"] = months_after(first_day, months) - dt.timedelta(days=1)
    if said:
        plan.sealed = context.seal(plan, plan.person_id, document.model_copy(update=words))
    context.change(plan, {**values, "writers": _writers(context, plan)}, also=said)
    faults = faults_of(context, plan, given)
    if faults:
        raise Refused(faults)


_PLAIN = {"pattern", "first_day", "last_day", "next_monitoring_on", "signed_on", "signed_how"}
_PARTS = {"place", "standby", "options", "ladder"}


def _writers(context: Context, plan: SupportPlan) -> list[str]:
    return sorted({*plan.writers, str(context.actor.user_id)})


def _kept(former: SupportPlan, today: dt.date) -> dict[str, Any]:
    steps = [step for step in former.ladder if step["first_day"] >= today.isoformat()]
    return {**{name: getattr(former, name) for name in _KEPT}, "former_id": former.id, "ladder": steps}


def _consent(context: Context, person_id: uuid.UUID) -> Consent:
    consent = valid_consent(context.session, person_id, Purpose.MEETING, context.today)
    if consent is None:
        raise Conflict("consent_missing")
    return consent


def _plans(
    context: Context, person_id: uuid.UUID, states: Collection[PlanState], lock: bool = False
) -> list[SupportPlan]:
    query = select(SupportPlan).where(
        col(SupportPlan.person_id) == person_id, col(SupportPlan.state).in_(states)
    )
    query = query.order_by(col(SupportPlan.created_at).desc(), col(SupportPlan.id))
    return list(context.session.execute(query.with_for_update() if lock else query).scalars())


def _case_id(session: Session, person_id: uuid.UUID) -> uuid.UUID | None:
    """Give the episode a plan belongs to: the one that is not over."""
    over = [state for state in CaseState if state.is_over]
    query = select(col(SupportCase.id)).where(
        col(SupportCase.person_id) == person_id, col(SupportCase.state).not_in(over)
    )
    return session.execute(query.order_by(col(SupportCase.created_at).desc()).limit(1)).scalar_one_or_none()

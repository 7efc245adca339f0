"""支援決定: the municipality answers a plan a conference approved; only then the plan is fixed."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlmodel import col

from api.conferences.access import consent_of
from api.conferences.candidates import KIND_OF_PLAN
from api.conferences.contents import contents_of
from api.conferences.schemas import PlanDecisionInput
from api.conferences.service import approved
from api.context import Context, Receipt
from api.errors import Conflict, Fault, Refused
from api.infra.clock import day_in_japan
from api.office.service import settings_of
from api.plans.service import find_plan, fix_plan, return_plan
from api.tables import AgendaItem, Decision, DecisionForm, DecisionResult, PlanPattern, PlanState, SupportPlan
from api.tables.sealed import ReasonDocument

FORM_OF_PATTERN = {
    PlanPattern.STATUTORY: DecisionForm.DECISION,
    PlanPattern.MIXED: DecisionForm.DECISION_AND_CHECK,
    PlanPattern.OTHER: DecisionForm.REPORT,
}
"""支援決定 for what is statutory, 内容確認 of what else there is, and 報告 where none of it is."""


def decide(context: Context, plan_id: uuid.UUID, given: PlanDecisionInput) -> Receipt:
    """
    Record how the municipality answers a plan, by somebody who did not write on it.

    Raises
    ------
    Conflict
        `own_decision`, `plan_not_submitted`, `approval_missing` (naming the conference), `consent_missing` or
        `decision_number_taken`.
    """
    plan = find_plan(context, plan_id, lock=True)
    if str(context.actor.user_id) in plan.writers:
        raise Conflict("own_decision")
    if plan.state != PlanState.SUBMITTED:
        raise Conflict("plan_not_submitted")
    kind = KIND_OF_PLAN[plan.kind]
    item = approved(context.session, plan.person_id, kind, plan.id)
    if item is None:
        meeting = settings_of(context.session, context.municipality_id).meeting_name
        raise Conflict("approval_missing", record=f"{meeting}・{contents_of(kind).label}")
    if consent_of(context, plan.person_id) is None:
        raise Conflict("consent_missing")
    faults = _faults(context, plan, item, given)
    if faults:
        raise Refused(faults)
    taken = select(col(Decision.id)).where(col(Decision.number) == given.number)
    if given.number is not None and context.session.execute(taken).first() is not None:
        raise Conflict("decision_number_taken")
    decision = Decision(
        municipality_id=context.municipality_id,
        person_id=plan.person_id,
        plan_id=plan.id,
        agenda_item_id=item.id,
        form=FORM_OF_PATTERN[plan.pattern],
        result=given.result,
        number=given.number,
        decided_on=given.decided_on,
        decided_by=context.actor.user_id,
        recorded_at=context.now,
    )
    decision.sealed = context.seal(decision, plan.person_id, ReasonDocument(reason=given.words))
    context.add(decision, form=decision.form.value, result=decision.result.value)
    if given.result == DecisionResult.DECIDED:
        fix_plan(context, plan, given.decided_on, item.next_monitoring_on)
    else:
        return_plan(context, plan)
    return context.receipt(decision)


def _faults(context: Context, plan: SupportPlan, item: AgendaItem, given: PlanDecisionInput) -> list[Fault]:
    faults = []
    assert item.concluded_at is not None
    if not day_in_japan(item.concluded_at) <= given.decided_on <= context.today:
        faults.append(Fault("decided_on", given.decided_on.isoformat(), "会議の承認の日から今日までの日"))
    if given.result == DecisionResult.RETURNED:
        if not given.words.strip():
            faults.append(Fault("words", "", "差戻しの理由"))
        if given.number is not None:
            faults.append(Fault("number", "", "差戻しには番号を付けない"))
        return faults
    if plan.pattern != PlanPattern.OTHER and given.number is None:
        faults.append(Fault("number", "", "支援決定番号"))
    if plan.pattern == PlanPattern.OTHER and given.number is not None:
        faults.append(Fault("number", "", "③は報告のみで、番号を付けない"))
    if (plan.pattern == PlanPattern.MIXED) != given.is_content_checked:
        faults.append(Fault("is_content_checked", "", "②は、法に基づく事業以外の内容確認（①③は不要）"))
    return faults

"""Which of the records a step rests on are held: one small function for each."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select
from sqlmodel import col

from api.cases.attempts import tried_in_vain
from api.cases.words import Needed
from api.conferences.service import approved
from api.consents.service import valid_consent
from api.context import Context
from api.office.service import settings_of
from api.people.needs import needs_of, schemes_of
from api.tables import (
    AgendaItem,
    AgendaKind,
    Assessment,
    Basis,
    CaseStep,
    Conference,
    ConferenceMember,
    Contact,
    ContactState,
    Decision,
    DecisionResult,
    Person,
    PlanKind,
    PlanState,
    Purpose,
    Seating,
    Step,
    SupportCase,
    SupportPlan,
)
from api.tables.sealed import CaseDocument, ReasonDocument
from matching.vocabulary import Answer

Ids = list[uuid.UUID]

_PLAN_STEPS = (Step.RECEIVE, Step.START, Step.REPLAN)
_OF_PLANS = (AgendaKind.FIRST, AgendaKind.RENEWED)


@dataclass(frozen=True)
class Looked:
    """
    A case as its records are looked for.

    Parameters
    ----------
    context, person, case
        Whose, and when.
    """

    context: Context
    person: Person
    case: SupportCase

    @cached_property
    def steps(self) -> list[CaseStep]:
        """The steps taken so far, in order."""
        return steps_of(self.context, self.case)

    @cached_property
    def since(self) -> dt.datetime:
        """From when on a conference may speak of what is now: the reception, or the plan in force."""
        return max(each.taken_at for each in self.steps if each.step in _PLAN_STEPS)

    @cached_property
    def plan(self) -> SupportPlan | None:
        """The plan of this episode that holds, else the one that was submitted."""
        query = select(SupportPlan).where(
            col(SupportPlan.person_id) == self.person.id,
            col(SupportPlan.created_at) >= self.case.created_at,
            col(SupportPlan.state).in_((PlanState.SUBMITTED, PlanState.FIXED)),
        )
        found = self.context.session.execute(query).scalars().all()
        return max(found, key=lambda plan: plan.state == PlanState.FIXED, default=None)

    @cached_property
    def document(self) -> CaseDocument:
        """What was said at the reception."""
        return self.context.open(self.case, self.person.id, CaseDocument)


def steps_of(context: Context, case: SupportCase) -> list[CaseStep]:
    """Give the steps of an episode, in order."""
    query = select(CaseStep).where(col(CaseStep.case_id) == case.id).order_by(col(CaseStep.position))
    return list(context.session.execute(query).scalars())


def held(looked: Looked, needed: Iterable[Needed]) -> dict[Needed, Ids]:
    """Give the ids of the records that are held, by what they are; what is missing is left out."""
    found = {each: _LOOK_FOR[each](looked) for each in dict.fromkeys(needed)}
    return {each: ids for each, ids in found.items() if ids}


def needs_follow_up(looked: Looked) -> bool:
    """Tell whether the conference that closed the episode wanted it followed up; yes unless it said no."""
    closed_by = [
        uuid.UUID(each)
        for step in looked.steps
        if step.step == Step.CLOSE
        for each in step.rests_on.get(Needed.CLOSURE_AGREED, ())
    ]
    query = select(col(AgendaItem.needs_follow_up)).where(col(AgendaItem.id).in_(closed_by))
    return False not in looked.context.session.execute(query).scalars().all()


def _consent(looked: Looked) -> Ids:
    context = looked.context
    consent = valid_consent(context.session, looked.person.id, Purpose.MEETING, context.today)
    return [consent.id] if consent else []


def _early_reason(looked: Looked) -> Ids:
    return _of_case(looked, looked.case.is_early and bool(looked.document.early_reason))


def _application(looked: Looked) -> Ids:
    return _of_case(looked, looked.case.application_on is not None)


def _applying_agency(looked: Looked) -> Ids:
    return _of_case(looked, bool(looked.document.applying_agency))


def _application_consent(looked: Looked) -> Ids:
    case = looked.case
    return _of_case(looked, case.consented_on is not None and case.consented_how is not None)


def _of_case(looked: Looked, is_held: bool) -> Ids:
    return [looked.case.id] if is_held else []


def _assessment(looked: Looked) -> Ids:
    query = select(col(Assessment.id)).where(col(Assessment.case_id) == looked.case.id)
    return list(looked.context.session.execute(query).scalars())


def _gap_check(looked: Looked) -> Ids:
    """
    Look for a scheme that is no way out, with its reason, for each need; and for none that is one.

    A line whose day to look again has come is to be looked at again first.
    """
    context, person = looked.context, looked.person
    lines = schemes_of(context, person)
    domains = {need.domain for need in needs_of(context, person)}
    checked = [
        line
        for line in lines
        if line.possible == Answer.NO
        and (line.look_again_on is None or line.look_again_on > context.today)
        and context.open(line, person.id, ReasonDocument).reason.strip()
    ]
    is_met = any(line.possible == Answer.YES and line.domain in domains for line in lines)
    if is_met or not domains <= {line.domain for line in checked}:
        return []
    return [line.id for line in checked]


def _plan_submitted(looked: Looked) -> Ids:
    return [looked.plan.id] if looked.plan else []


def _plan_agreed(looked: Looked) -> Ids:
    return _agreed(looked, _OF_PLANS, looked.plan) if looked.plan else []


def _plan_decided(looked: Looked) -> Ids:
    return _decided(looked, looked.plan) if looked.plan else []


def _renewed_agreed(looked: Looked) -> Ids:
    plan = _renewed(looked)
    return _agreed(looked, (AgendaKind.RENEWED,), plan) if plan else []


def _renewed_decided(looked: Looked) -> Ids:
    plan = _renewed(looked)
    return _decided(looked, plan) if plan else []


def _renewed(looked: Looked) -> SupportPlan | None:
    """Give the plan, if it is a 再プラン on whose decision no step rests yet."""
    plan = looked.plan
    if plan is None or plan.kind != PlanKind.RENEWED:
        return None
    used = {
        each
        for step in looked.steps
        for name in (Needed.PLAN_DECIDED, Needed.RENEWED_PLAN_DECIDED)
        for each in step.rests_on.get(name, ())
    }
    return None if used & {str(each) for each in _decided(looked, plan)} else plan


def _closure_agreed(looked: Looked) -> Ids:
    return _agreed(looked, (AgendaKind.CLOSURE,))


def _break_off_agreed(looked: Looked) -> Ids:
    return _agreed(looked, (AgendaKind.BREAK_OFF,))


def _agreed(looked: Looked, kinds: tuple[AgendaKind, ...], plan: SupportPlan | None = None) -> Ids:
    """Give the 承認 of a conference where both who have to be there were; without a plan since `since`."""
    context = looked.context
    found = (
        approved(
            context.session,
            looked.person.id,
            kind,
            plan_id=plan.id if plan else None,
            since=None if plan else looked.since,
        )
        for kind in kinds
    )
    return [
        item.id
        for item in found
        if item
        and _has_quorum(context, item.conference_id)
        and (plan is None or _rests_on_consent(context, item.conference_id))
    ]


def _has_quorum(context: Context, conference_id: uuid.UUID | None) -> bool:
    there = select(col(ConferenceMember.seating)).where(
        col(ConferenceMember.conference_id) == conference_id, col(ConferenceMember.has_attended).is_(True)
    )
    return {Seating.OFFICE, Seating.LEAD} <= set(context.session.execute(there).scalars())


def _rests_on_consent(context: Context, conference_id: uuid.UUID | None) -> bool:
    """Tell whether a conference can agree with a plan; a 支援会議, without consent, only ends support."""
    query = select(col(Conference.id)).where(
        col(Conference.id) == conference_id, col(Conference.basis) == Basis.CONSENT
    )
    return context.session.execute(query).first() is not None


def _decided(looked: Looked, plan: SupportPlan) -> Ids:
    """Give the decisions on a fixed plan by somebody who did not write on it."""
    if plan.state != PlanState.FIXED:
        return []
    query = select(Decision).where(
        col(Decision.plan_id) == plan.id, col(Decision.result) == DecisionResult.DECIDED
    )
    found = looked.context.session.execute(query).scalars()
    return [each.id for each in found if str(each.decided_by) not in plan.writers]


def _contact_tried(looked: Looked) -> Ids:
    context = looked.context
    tried = tried_in_vain(context, looked.case)
    fewest = settings_of(context.session, context.municipality_id).contact_attempts
    return tried if len(tried) >= fewest else []


def _follow_up_done(looked: Looked) -> Ids:
    """Look for contacts after closure that are still due."""
    query = select(col(Contact.id)).where(
        col(Contact.case_id) == looked.case.id, col(Contact.state) == ContactState.DUE
    )
    return _of_case(looked, looked.context.session.execute(query).first() is None)


_LOOK_FOR: Mapping[Needed, Callable[[Looked], Ids]] = {
    Needed.CONSENT: _consent,
    Needed.EARLY_REASON: _early_reason,
    Needed.APPLICATION: _application,
    Needed.APPLYING_AGENCY: _applying_agency,
    Needed.APPLICATION_CONSENT: _application_consent,
    Needed.ASSESSMENT: _assessment,
    Needed.GAP_CHECK: _gap_check,
    Needed.PLAN_SUBMITTED: _plan_submitted,
    Needed.PLAN_AGREED: _plan_agreed,
    Needed.PLAN_DECIDED: _plan_decided,
    Needed.RENEWED_PLAN_AGREED: _renewed_agreed,
    Needed.RENEWED_PLAN_DECIDED: _renewed_decided,
    Needed.CLOSURE_AGREED: _closure_agreed,
    Needed.BREAK_OFF_AGREED: _break_off_agreed,
    Needed.CONTACT_TRIED: _contact_tried,
    Needed.FOLLOW_UP_DONE: _follow_up_done,
}

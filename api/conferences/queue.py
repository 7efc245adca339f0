"""支援決定を待つもの: what a conference is through with and the municipality has not answered yet."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator

from pydantic import BaseModel
from sqlalchemy import exists, select
from sqlmodel import col

from api.conferences.candidates import KIND_OF_PLAN
from api.conferences.contents import Content, contents_of
from api.conferences.decisions import FORM_OF_PATTERN
from api.conferences.service import approved
from api.conferences.words import CONCLUSION_WORDS
from api.context import Context
from api.errors import NotFound
from api.plans.considered import ConsideredView, considered
from api.plans.service import find_plan
from api.plans.views import PlanView, plan_view
from api.plans.words import DECISION_WORDS, PATTERN_WORDS, kind_text
from api.policy.gate import cases_of
from api.policy.table import may
from api.policy.vocabulary import Act
from api.tables import (
    AgendaItem,
    Conference,
    Decision,
    Host,
    Person,
    Placement,
    PlacementSeat,
    PlanPattern,
    PlanState,
    SupportPlan,
)
from api.tables.sealed import AgendaDocument


class ConcludedView(BaseModel):
    """What the conference concluded on the plan, and what it looked at."""

    conference_id: uuid.UUID
    conference: str
    held_on: dt.date
    conclusion_words: str
    contents: list[Content]
    minutes: dict[str, str]


class WaitingPlan(BaseModel):
    """A plan that was submitted; without `conference` it has not been approved yet."""

    person_id: uuid.UUID
    person_number: str
    plan_id: uuid.UUID
    kind_words: str
    pattern_words: str
    submitted_at: dt.datetime | None
    conference: str | None
    approved_on: dt.date | None
    is_own: bool


class WaitingRoom(BaseModel):
    """A room for tonight that was given before the decision."""

    placement_id: uuid.UUID
    person_id: uuid.UUID
    person_number: str
    host: str
    first_day: dt.date
    last_day: dt.date
    is_own: bool


class Queue(BaseModel):
    """
    What waits for the municipality's decision, the longest first.

    `is_own` marks what the user wrote or held themselves: somebody else decides on it.
    """

    plans: list[WaitingPlan]
    not_approved: list[WaitingPlan]
    rooms: list[WaitingRoom]


class PlanToDecide(BaseModel):
    """A plan with what was considered and what the conference concluded."""

    person_number: str
    plan: PlanView
    pattern: PlanPattern
    considered: list[ConsideredView]
    form_words: str
    concluded: ConcludedView | None
    is_own: bool
    version: int


def list_waiting(context: Context) -> Queue:
    """List what waits for a decision, of the cases the user may decide on."""
    plans = [_waiting(context, plan, person) for plan, person in _submitted(context)]
    rooms = list(_rooms(context))
    ids = {each.person_id for each in plans} | {each.person_id for each in rooms}
    context.note_of("support_plan", ids=sorted(map(str, ids))[:50], count=len(ids))
    return Queue(
        plans=[each for each in plans if each.conference is not None],
        not_approved=[each for each in plans if each.conference is None],
        rooms=rooms,
    )


def show_waiting(context: Context, plan_id: uuid.UUID) -> PlanToDecide:
    """
    Show a submitted plan to who decides on it.

    Raises
    ------
    NotFound
        If it is not submitted.
    """
    plan = find_plan(context, plan_id)
    if plan.state != PlanState.SUBMITTED:
        raise NotFound
    context.note(plan)
    item = approved(context.session, plan.person_id, KIND_OF_PLAN[plan.kind], plan.id)
    shown = plan_view(context, plan, context.case.visible)
    return PlanToDecide(
        person_number=context.case.person.number,
        plan=shown,
        pattern=plan.pattern,
        considered=considered(context, shown.options or ()),
        form_words=DECISION_WORDS[FORM_OF_PATTERN[plan.pattern]],
        concluded=_concluded(context, item) if item else None,
        is_own=str(context.actor.user_id) in plan.writers,
        version=plan.version,
    )


def _submitted(context: Context) -> Iterator[tuple[SupportPlan, Person]]:
    query = select(SupportPlan, Person).join(Person, col(Person.id) == col(SupportPlan.person_id))
    query = query.where(col(SupportPlan.state) == PlanState.SUBMITTED)
    found = context.session.execute(query.order_by(col(SupportPlan.submitted_at))).all()
    allowed = _decidable(context, [person for _, person in found], Act.PLAN_DECIDE)
    return ((plan, person) for plan, person in found if person.id in allowed)


def _decidable(context: Context, people: list[Person], act: Act) -> set[uuid.UUID]:
    cases = cases_of(context, people)
    return {person_id for person_id, case in cases.items() if may(act, case.parts, case.stage)}


def _waiting(context: Context, plan: SupportPlan, person: Person) -> WaitingPlan:
    item = approved(context.session, person.id, KIND_OF_PLAN[plan.kind], plan.id)
    conference = context.session.get(Conference, item.conference_id) if item else None
    return WaitingPlan(
        person_id=person.id,
        person_number=person.number,
        plan_id=plan.id,
        kind_words=kind_text(plan.kind, plan.number),
        pattern_words=PATTERN_WORDS[plan.pattern],
        submitted_at=plan.submitted_at,
        conference=conference.name if conference else None,
        approved_on=conference.held_on if conference else None,
        is_own=str(context.actor.user_id) in plan.writers,
    )


def _rooms(context: Context) -> Iterator[WaitingRoom]:
    decided = exists(col(Decision.id)).where(col(Decision.placement_id) == col(Placement.id))
    stayed = exists(col(PlacementSeat.day)).where(col(PlacementSeat.placement_id) == col(Placement.id))
    query = (
        select(Placement, Person, col(Host.name))
        .join(Person, col(Person.id) == col(Placement.person_id))
        .join(Host, col(Host.id) == col(Placement.host_id))
        .where(col(Placement.is_tonight), stayed, ~decided)
        .order_by(col(Placement.created_at))
    )
    found = context.session.execute(query).all()
    allowed = _decidable(context, [person for _, person, _ in found], Act.DECISION_RECORD)
    for placement, person, host in found:
        if person.id in allowed:
            yield WaitingRoom(
                placement_id=placement.id,
                person_id=person.id,
                person_number=person.number,
                host=host,
                first_day=placement.first_day,
                last_day=placement.last_day,
                is_own=placement.created_by == context.actor.user_id,
            )


def _concluded(context: Context, item: AgendaItem) -> ConcludedView:
    conference = context.session.get(Conference, item.conference_id)
    assert conference is not None
    assert item.conclusion is not None
    return ConcludedView(
        conference_id=conference.id,
        conference=conference.name,
        held_on=conference.held_on,
        conclusion_words=CONCLUSION_WORDS[item.conclusion],
        contents=list(contents_of(item.kind).contents),
        minutes=context.open(item, item.person_id, AgendaDocument).minutes,
    )

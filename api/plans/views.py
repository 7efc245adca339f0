"""A plan as those see it who may: the words by the groups of fields that are visible."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from typing import Any

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import col

from api.context import Context
from api.mapping.hosts import slot_of
from api.plans.schemas import LadderStep, OptionInput
from api.plans.words import PATTERN_WORDS, STATE_WORDS, kind_text
from api.policy.vocabulary import Field
from api.tables import Decision, How, Menu, MenuSlot, PlanKind, PlanPattern, PlanState, SupportPlan
from api.tables.placement import DecisionForm, DecisionResult
from api.tables.sealed import PlanDocument, ReasonDocument
from matching.phrases.times import slot_text
from matching.vocabulary import NeedDomain


class GoalsView(BaseModel):
    """What the person hopes for, in their words."""

    long_goal: str
    short_goals: list[str]
    wishes: str


class TasksView(BaseModel):
    """Who does what."""

    person_does: str
    provider_does: str
    others_do: str


class ChoiceView(BaseModel):
    """A menu and its slots; names are missing of what is not shared any more."""

    menu_id: uuid.UUID
    menu_name: str | None
    host_id: uuid.UUID | None
    slots: list[str]
    menu_slot_ids: list[uuid.UUID]
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    domain: NeedDomain | None = None
    run_id: uuid.UUID | None = None


class DecisionView(BaseModel):
    """支援決定, 内容確認 or 報告; or 差戻し with its reason."""

    id: uuid.UUID
    form: DecisionForm
    result: DecisionResult
    number: str | None
    decided_on: dt.date
    decided_by: uuid.UUID
    words: str | None


class PlanView(BaseModel):
    """参加支援プラン; a section is absent where the user does not see its group of fields."""

    id: uuid.UUID
    person_id: uuid.UUID
    case_id: uuid.UUID | None
    kind: PlanKind
    number: int
    kind_words: str
    state: PlanState
    state_words: str
    pattern: PlanPattern
    pattern_words: str
    goals: GoalsView | None
    tasks: TasksView | None
    place: ChoiceView | None
    standby: ChoiceView | None
    options: list[OptionInput] | None
    ladder: list[LadderStep] | None
    first_day: dt.date | None
    last_day: dt.date | None
    next_monitoring_on: dt.date | None
    signed_on: dt.date | None
    signed_how: How | None
    consent_id: uuid.UUID
    household_id: uuid.UUID | None
    submitted_at: dt.datetime | None
    fixed_on: dt.date | None
    decisions: list[DecisionView]
    version: int


class PlanList(BaseModel):
    """All plans of a person, the latest first; and those the others of the household share with them."""

    plans: list[PlanView]
    shared: list[PlanView] = []


def plan_view(context: Context, plan: SupportPlan, visible: Collection[Field]) -> PlanView:
    """Show a plan to somebody who sees these groups of the person's fields."""
    document = context.open(plan, plan.person_id, PlanDocument)
    sees_wishes, sees_support = Field.WISHES in visible, Field.SUPPORT in visible
    return PlanView(
        **plan.model_dump(include=_SAME),
        kind_words=kind_text(plan.kind, plan.number),
        state_words=STATE_WORDS[plan.state],
        pattern_words=PATTERN_WORDS[plan.pattern],
        goals=GoalsView(**document.model_dump(include=set(GoalsView.model_fields))) if sees_wishes else None,
        tasks=TasksView(**document.model_dump(include=set(TasksView.model_fields))) if sees_support else None,
        place=_choice(context, plan.place) if sees_wishes else None,
        standby=_choice(context, plan.standby) if sees_wishes else None,
        # What spoke against a place may be whom to keep apart from.
        options=[OptionInput.model_validate(each) for each in plan.options]
        if Field.PROTECTION in visible
        else None,
        ladder=[LadderStep.model_validate(each) for each in plan.ladder] if sees_wishes else None,
        decisions=_decisions(context, plan, Field.PROTECTION in visible),
    )


_SAME = (set(PlanView.model_fields) & set(SupportPlan.model_fields)) - {
    "place",
    "standby",
    "options",
    "ladder",
}


def _choice(context: Context, chosen: dict[str, Any] | None) -> ChoiceView | None:
    if chosen is None:
        return None
    menu_id = uuid.UUID(chosen["menu_id"])
    menu = context.session.execute(select(Menu).where(col(Menu.id) == menu_id)).scalar_one_or_none()
    slot_ids = [uuid.UUID(each) for each in chosen["menu_slot_ids"]]
    query = select(MenuSlot).where(col(MenuSlot.id).in_(slot_ids))
    rows = context.session.execute(query.order_by(col(MenuSlot.weekday), col(MenuSlot.start))).scalars()
    return ChoiceView(
        **chosen,
        menu_name=menu.name if menu else None,
        host_id=menu.host_id if menu else None,
        slots=[slot_text(slot_of(row)) for row in rows],
    )


def _decisions(context: Context, plan: SupportPlan, sees_words: bool) -> list[DecisionView]:
    query = select(Decision).where(col(Decision.plan_id) == plan.id)
    rows = context.session.execute(query.order_by(col(Decision.recorded_at), col(Decision.id))).scalars()
    return [
        DecisionView(
            **row.model_dump(include=set(DecisionView.model_fields)),
            words=context.open(row, plan.person_id, ReasonDocument).reason if sees_words else None,
        )
        for row in rows
    ]

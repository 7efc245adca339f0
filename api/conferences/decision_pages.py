"""支援決定のページ: what waits for the municipality's decision, and deciding on it."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from fastapi import Request

from api.conferences import decisions, queue
from api.conferences.schemas import PlanDecisionInput
from api.context import Context, Receipt
from api.placements import tonight
from api.placements.schemas import DecisionInput
from api.policy.vocabulary import Act
from api.web.fields import Fields
from api.web.paging import Pages, gone_on

PATH = "/decisions"
pages = Pages()


@dataclass(frozen=True)
class DecisionPage:
    """
    One plan that waits.

    Parameters
    ----------
    review
        The plan, what was considered, and what the conference concluded.
    today
        The latest day a decision can have.
    """

    review: queue.PlanToDecide
    today: dt.date


@dataclass(frozen=True)
class QueuePage:
    """
    What waits.

    Parameters
    ----------
    queue
        Plans and rooms, the longest waiting first.
    today
        The latest day a decision can have.
    """

    queue: queue.Queue
    today: dt.date


@pages.show(PATH, Act.DECISION_QUEUE, "decisions/list.html")
def show_queue(context: Context) -> QueuePage:
    """Show what waits for a decision."""
    return QueuePage(queue.list_waiting(context), context.today)


@pages.show(f"{PATH}/people/{{person_id}}/plans/{{plan_id}}", Act.PLAN_REVIEW, "decisions/plan.html")
def show_plan(context: Context, person_id: uuid.UUID, plan_id: uuid.UUID) -> DecisionPage:
    """Show one plan that waits."""
    return DecisionPage(queue.show_waiting(context, plan_id), context.today)


@pages.form(f"{PATH}/people/{{person_id}}/plans/{{plan_id}}", Act.PLAN_DECIDE, again=show_plan)
def decide(
    context: Context, request: Request, fields: Fields, person_id: uuid.UUID, plan_id: uuid.UUID
) -> Receipt:
    """Decide on a plan, or return it."""
    receipt = decisions.decide(context, plan_id, fields.read(PlanDecisionInput))
    return gone_on(receipt, PATH, "decided")


@pages.form(f"{PATH}/placements/{{placement_id}}", Act.DECISION_RECORD, again=show_queue)
def decide_room(context: Context, request: Request, fields: Fields, placement_id: uuid.UUID) -> Receipt:
    """Record the decision on a room that was given for tonight."""
    return gone_on(tonight.record_decision(context, fields.read(DecisionInput)), PATH, "decided")

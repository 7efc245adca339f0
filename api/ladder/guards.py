"""What has to be there before somebody starts at a host: the plan, the consent, the answers of both sides."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlmodel import col

from api.consents.service import valid_consent
from api.context import Context
from api.errors import Conflict
from api.hosts.start_checks import open_items
from api.office.words import START_ITEM_WORDS
from api.placements.holding import MOST_DAYS
from api.plans.service import fixed_plan
from api.tables import CaseState, Decision, DecisionResult, Person, Placement, Purpose, SupportCase
from matching.vocabulary import Answer


def check_start(context: Context, placement: Placement, first_day: dt.date, last_day: dt.date) -> Person:
    """
    Check that a placement may go on from talk to being there, and give the person, locked.

    Raises
    ------
    Conflict
        Naming the record that is missing: `case_ended`, `consent_missing`, `host_consent_missing`,
        `answers_missing_start`, `plan_missing`, `decision_missing`, `outside_plan` or `not_supported`.
    """
    person = context.find(Person, placement.person_id, lock=True)
    if person.ended_on is not None and person.ended_on <= context.today:
        raise Conflict("case_ended")
    check_basis(context, placement, first_day, last_day)
    if not placement.is_tonight and not _is_supported(context, person):
        raise Conflict("not_supported")
    session, today = context.session, context.today
    if valid_consent(session, person.id, Purpose.MEETING, today) is None:
        raise Conflict("consent_missing")
    if valid_consent(session, person.id, Purpose.HOST, today, placement.host_id) is None:
        raise Conflict("host_consent_missing")
    if {placement.person_answer, placement.host_answer} != {Answer.YES}:
        raise Conflict("answers_missing_start")
    return person


def check_host_is_ready(context: Context, placement: Placement) -> None:
    """
    Check that all the municipality asks for is settled with the host; a room for tonight is not kept waiting.

    Raises
    ------
    Conflict
        `start_items_open`, naming each.
    """
    items = [] if placement.is_tonight else open_items(context, placement.host_id)
    if items:
        raise Conflict("start_items_open", items="・".join(START_ITEM_WORDS[item] for item in items))


def _is_supported(context: Context, person: Person) -> bool:
    query = select(col(SupportCase.id)).where(
        col(SupportCase.person_id) == person.id, col(SupportCase.state) == CaseState.SUPPORTED
    )
    return context.session.execute(query).first() is not None


def check_basis(context: Context, placement: Placement, first_day: dt.date, last_day: dt.date) -> None:
    """
    Check that days rest on the 支援決定 on a fixed plan, or of a room for tonight on its own.

    Raises
    ------
    Conflict
        `plan_missing`, `outside_plan`, `decision_missing` or `longest_stay`.
    """
    if last_day > max(context.today, first_day) + dt.timedelta(days=MOST_DAYS - 1):
        raise Conflict("longest_stay", days=MOST_DAYS)
    if placement.is_tonight:
        decided = select(col(Decision.id)).where(
            col(Decision.placement_id) == placement.id, col(Decision.result) == DecisionResult.DECIDED
        )
        if context.session.execute(decided).first() is None:
            raise Conflict("decision_missing")
        return
    plan = fixed_plan(context.session, placement.person_id, placement.menu_id)
    if plan is None or plan.first_day is None or plan.last_day is None:
        raise Conflict("plan_missing")
    if first_day < plan.first_day or last_day > plan.last_day:
        raise Conflict("outside_plan", first=plan.first_day.isoformat(), last=plan.last_day.isoformat())

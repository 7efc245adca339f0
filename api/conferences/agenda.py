"""Putting people before a conference: with their consent, or behind the walls of a 支援会議."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import or_, select
from sqlmodel import col

from api.conferences.access import consent_of, find_conference, require_planned, share, withdraw
from api.conferences.candidates import KIND_OF_PLAN, candidates
from api.conferences.contents import contents_of
from api.conferences.schemas import AgendaCreate, AgendaRequest, AttemptInput
from api.context import Context, Receipt
from api.errors import Conflict, Fault, NotFound, Refused
from api.policy.gate import cases_of
from api.policy.table import may
from api.policy.vocabulary import Act, Part
from api.tables import (
    AgendaItem,
    AgendaKind,
    Conference,
    ConferenceState,
    Person,
    Placement,
    PlanState,
    SupportPlan,
)


def put(context: Context, conference_id: uuid.UUID, given: AgendaCreate) -> Receipt:
    """
    Put a person before a conference.

    Raises
    ------
    Conflict
        `conference_not_planned`, `consent_missing`, `plan_not_submitted` or `already_on_agenda`.
    NotFound
        If the user may not open the case.
    """
    conference = find_conference(context, conference_id, lock=True)
    require_planned(conference)
    item = _put(context, conference, given)
    share(context, conference)
    return context.receipt(item)


def fill(context: Context, conference_id: uuid.UUID) -> Receipt:
    """Put everything before a conference that is due by then and may be discussed there."""
    conference = find_conference(context, conference_id, lock=True)
    require_planned(conference)
    added: set[tuple[uuid.UUID, AgendaKind]] = set()
    for each in candidates(context, conference_id):
        key = (each.person.id, each.kind)
        if each.has_consent == conference.is_walled or key in added:
            continue
        given = AgendaCreate(
            person_id=each.person.id, kind=each.kind, plan_id=each.plan_id, placement_id=each.placement_id
        )
        if _on_agenda(context, conference, given) is None:
            _put(context, conference, given)
            added.add(key)
    share(context, conference)
    return context.receipt(conference, items=len(added))


def ask_for(context: Context, given: AgendaRequest) -> Receipt:
    """Ask the next conference for 終結, 中断 or something else; a plan asks by being submitted."""
    if contents_of(given.kind).needs_plan:
        raise Refused([Fault("kind", given.kind.value, "closure / break_off / other（プランは提出する）")])
    check_attempts(context, given.attempts)
    person = context.case.person
    waiting = select(col(AgendaItem.id)).where(
        col(AgendaItem.person_id) == person.id,
        col(AgendaItem.kind) == given.kind,
        col(AgendaItem.conference_id).is_(None),
    )
    if context.session.execute(waiting).first() is not None:
        raise Conflict("already_on_agenda")
    item = AgendaItem(
        municipality_id=context.municipality_id,
        person_id=person.id,
        kind=given.kind,
        attempts=[each.model_dump(mode="json") for each in given.attempts],
        created_by=context.actor.user_id,
        created_at=context.now,
    )
    return context.receipt(context.add(item, kind=item.kind.value))


def put_off(context: Context, conference_id: uuid.UUID, item_id: uuid.UUID) -> Receipt:
    """
    Take an item without a conclusion off a conference; it waits for the next.

    Raises
    ------
    Conflict
        `item_concluded`, `conference_closed`, or `urgent_item` for a stay before its decision.
    """
    conference = find_conference(context, conference_id, lock=True)
    item = find_item(context, conference, item_id)
    if item.conclusion is not None:
        raise Conflict("item_concluded")
    if conference.state == ConferenceState.CLOSED:
        raise Conflict("conference_closed")
    is_open = conference.state == ConferenceState.OPEN
    if is_open and item.placement_id is not None and consent_of(context, item.person_id) is not None:
        raise Conflict("urgent_item")
    withdraw(context, item)
    is_due_by_itself = item.plan_id is not None or item.placement_id is not None
    if is_due_by_itself or _waiting(context, item.person_id, item.kind) is not None:
        context.note(item, is_put_off=True)
        context.session.delete(item)
        context.session.flush()
        return context.receipt(conference)
    context.change(item, {"conference_id": None, "consent_id": None})
    return context.receipt(item)


def find_item(context: Context, conference: Conference, item_id: uuid.UUID) -> AgendaItem:
    """Give an item of a conference, locked, if the user may open the case; a walled one to its members."""
    item = context.find(AgendaItem, item_id, lock=True)
    if item.conference_id != conference.id:
        raise NotFound
    if not conference.is_walled:
        _open(context, context.find(Person, item.person_id))
    return item


def check_attempts(context: Context, attempts: list[AttemptInput]) -> None:
    """Raise `Refused` for attempts that lie ahead."""
    faults = [
        Fault(f"attempts.{number}.tried_on", each.tried_on.isoformat(), "今日までの日付")
        for number, each in enumerate(attempts)
        if each.tried_on > context.today
    ]
    if faults:
        raise Refused(faults)


def _put(context: Context, conference: Conference, given: AgendaCreate) -> AgendaItem:
    person = context.find(Person, given.person_id, lock=True)
    _open(context, person)
    consent = consent_of(context, person.id)
    if consent is None and not conference.is_walled:
        raise Conflict("consent_missing")
    plan = _plan(context, conference, given)
    if given.placement_id is not None:
        placement = context.find(Placement, given.placement_id)
        if placement.person_id != person.id:
            raise NotFound
    if _on_agenda(context, conference, given) is not None:
        raise Conflict("already_on_agenda")
    values: dict[str, Any] = {
        "conference_id": conference.id,
        "consent_id": consent.id if consent else None,
        "plan_id": plan.id if plan else None,
        "plan_version": plan.version if plan else None,
        "placement_id": given.placement_id,
    }
    waiting = _waiting(context, person.id, given.kind)
    if waiting is not None:
        context.change(waiting, values)
        return waiting
    item = AgendaItem(
        municipality_id=context.municipality_id,
        person_id=person.id,
        kind=given.kind,
        created_by=context.actor.user_id,
        created_at=context.now,
        **values,
    )
    return context.add(item, kind=item.kind.value)


def _open(context: Context, person: Person) -> None:
    """Let only those put a person before a conference who may open the case by more than sitting there."""
    case = cases_of(context, [person])[person.id]
    if not may(Act.PLAN_READ, case.parts - {Part.MM_A}, case.stage):
        raise NotFound


def _plan(context: Context, conference: Conference, given: AgendaCreate) -> SupportPlan | None:
    needs_plan = contents_of(given.kind).needs_plan
    if needs_plan and conference.is_walled:
        raise Refused([Fault("kind", given.kind.value, "closure / break_off / other（同意のない会議）")])
    if given.plan_id is None:
        if needs_plan:
            raise Refused([Fault("plan_id", "", "提出されたプラン")])
        return None
    plan = context.find(SupportPlan, given.plan_id, lock=True)
    if plan.person_id != given.person_id:
        raise NotFound
    if not needs_plan:  # monitoring of a plan that holds
        return plan
    if KIND_OF_PLAN[plan.kind] != given.kind:
        raise Refused([Fault("kind", given.kind.value, KIND_OF_PLAN[plan.kind].value)])
    if plan.state != PlanState.SUBMITTED:
        raise Conflict("plan_not_submitted")
    return plan


def _on_agenda(context: Context, conference: Conference, given: AgendaCreate) -> AgendaItem | None:
    """Find the item by which the same is on this agenda already, or is still before another conference."""
    query = (
        select(AgendaItem)
        .join(Conference, col(Conference.id) == col(AgendaItem.conference_id))
        .where(
            col(AgendaItem.person_id) == given.person_id,
            col(AgendaItem.kind) == given.kind,
            or_(
                col(AgendaItem.conference_id) == conference.id,
                col(AgendaItem.conclusion).is_(None) & (col(Conference.state) != ConferenceState.CLOSED),
            ),
        )
    )
    return context.session.execute(query.limit(1)).scalar_one_or_none()


def _waiting(context: Context, person_id: uuid.UUID, kind: AgendaKind) -> AgendaItem | None:
    query = select(AgendaItem).where(
        col(AgendaItem.person_id) == person_id,
        col(AgendaItem.kind) == kind,
        col(AgendaItem.conference_id).is_(None),
    )
    return context.session.execute(query.with_for_update()).scalar_one_or_none()

"""Offers and placements as those who may open the case see them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from typing import Any

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.context import Case, Context
from api.mapping.hosts import slot_of
from api.mapping.stays import dose_on, doses_of
from api.placements.holding import has_lapsed
from api.placements.words import (
    END_REASON_WORDS,
    HOST_CONDITION_WORDS,
    HOST_REASON_WORDS,
    PERSON_REASON_WORDS,
)
from api.policy.gate import cases_of
from api.policy.table import may
from api.policy.vocabulary import Act, Field
from api.tables import Decision, Host, Menu, MenuSlot, Person, Placement, PlanState, SupportPlan
from api.tables.sealed import PlacementDocument
from matching.labels import label
from matching.phrases.times import slot_text
from matching.vocabulary import Answer, NeedDomain, PlacementStatus, Side

MOST_SHOWN = 200
MOST_IDS_NOTED = 50
_READ_AT_ONCE = 500


class TimesView(BaseModel):
    """枠: a weekday with times; without a weekday every night; in words too."""

    weekday: int | None
    start: dt.time | None
    end: dt.time | None
    words: str


class WordsView(BaseModel):
    """What was said in free text; for those who carry the case."""

    person_words: str
    host_words: str
    ended_words: str


class PlacementView(BaseModel):
    """打診・見学・受入: where, when, how long it holds, and what was answered."""

    id: uuid.UUID
    person_id: uuid.UUID
    domain: NeedDomain
    host_id: uuid.UUID
    host_name: str | None
    menu_id: uuid.UUID
    menu_name: str | None
    status: PlacementStatus
    status_words: str
    has_lapsed: bool
    slots: list[TimesView]
    first_day: dt.date
    last_day: dt.date
    expires_at: dt.datetime | None
    visit_on: dt.date | None
    person_answer: Answer
    host_answer: Answer
    host_condition: str | None
    host_condition_words: str | None
    declined_by: Side | None
    declined_reason: str | None
    declined_reason_words: str | None
    ended_reason: str | None
    ended_reason_words: str | None
    attention_minutes: int
    accompaniment_minutes: int
    is_fetched: bool
    is_tonight: bool
    decided_on: dt.date | None
    is_before_decision: bool
    decision_words: str | None
    run_id: uuid.UUID | None
    said: WordsView | None
    version: int


class PlacementList(BaseModel):
    """Offers and placements of the cases the user may open, the newest first."""

    placements: list[PlacementView]
    has_more: bool


def show_placement(context: Context) -> PlacementView:
    """Show one."""
    context.note(context.placement)
    return _views(context, [context.placement], {context.placement.person_id: context.case})[0]


def list_placements(
    context: Context, status: PlacementStatus | None, person_id: uuid.UUID | None
) -> PlacementList:
    """List those of the cases the user may open; of others not even the number is told."""
    query = select(Placement).order_by(col(Placement.created_at).desc(), col(Placement.id))
    if status is not None:
        query = query.where(col(Placement.status) == status)
    if person_id is not None:
        query = query.where(col(Placement.person_id) == person_id)
    shown: list[Placement] = []
    cases: dict[uuid.UUID, Case] = {}
    for page in context.session.execute(query).scalars().partitions(_READ_AT_ONCE):
        new = {placement.person_id for placement in page} - set(cases)
        people = context.session.execute(select(Person).where(col(Person.id).in_(new))).scalars()
        cases |= cases_of(context, people)
        shown += [
            placement
            for placement in page
            if may(Act.PLACEMENT_READ, cases[placement.person_id].parts, cases[placement.person_id].stage)
        ]
        if len(shown) > MOST_SHOWN:
            break
    has_more, shown = len(shown) > MOST_SHOWN, shown[:MOST_SHOWN]
    if len(shown) <= MOST_IDS_NOTED:
        context.note_of("placement", ids=[str(placement.id) for placement in shown])
    else:
        context.note_of("placement", count=len(shown))
    return PlacementList(placements=_views(context, shown, cases), has_more=has_more)


def times_of(context: Context, placements: Collection[Placement]) -> dict[uuid.UUID, list[TimesView]]:
    """Give the slots of many placements as they are today, or will be at first, or were at last."""
    found = {}
    for placement_id, doses in doses_of(context.session, placements).items():
        dose = dose_on(doses, context.today)
        found[placement_id] = [times_view(slot) for slot in dose.slots] if dose else []
    return found


def times_view(slot: MenuSlot) -> TimesView:
    """Show a slot."""
    return TimesView(weekday=slot.weekday, start=slot.start, end=slot.end, words=slot_text(slot_of(slot)))


def _views(
    context: Context, placements: list[Placement], cases: dict[uuid.UUID, Case]
) -> list[PlacementView]:
    session = context.session
    hosts = select(col(Host.id), col(Host.name)).where(col(Host.id).in_({p.host_id for p in placements}))
    menus = select(col(Menu.id), col(Menu.name)).where(col(Menu.id).in_({p.menu_id for p in placements}))
    decisions = select(col(Decision.placement_id), col(Decision.decided_on)).where(
        col(Decision.placement_id).in_([p.id for p in placements])
    )
    names = {each: name for query in (hosts, menus) for each, name in session.execute(query)}
    decided = {row.placement_id: row.decided_on for row in session.execute(decisions)}
    planned = _planned(session, {placement.person_id for placement in placements})
    times = times_of(context, placements)
    return [
        PlacementView(
            **placement.model_dump(include=_SAME),
            host_name=names.get(placement.host_id),
            menu_name=names.get(placement.menu_id),
            status_words=label(placement.status),
            has_lapsed=placement.status == PlacementStatus.OFFERED and has_lapsed(placement, context.now),
            slots=times.get(placement.id, []),
            **_reasons(placement),
            **_decision(placement, decided.get(placement.id) or planned.get(_pair(placement))),
            said=_said(context, placement, cases[placement.person_id]),
        )
        for placement in placements
    ]


def _planned(
    session: Session, person_ids: Collection[uuid.UUID]
) -> dict[tuple[uuid.UUID, uuid.UUID | None], dt.date | None]:
    """Give the days on which plans were fixed, by person and menu."""
    query = select(SupportPlan).where(
        col(SupportPlan.person_id).in_(list(person_ids)), col(SupportPlan.state) == PlanState.FIXED
    )
    return {
        (plan.person_id, menu_id): plan.fixed_on
        for plan in session.execute(query).scalars()
        for menu_id in (plan.menu_id, plan.standby_menu_id)
    }


def _pair(placement: Placement) -> tuple[uuid.UUID, uuid.UUID | None]:
    return placement.person_id, placement.menu_id


def _decision(placement: Placement, decided_on: dt.date | None) -> dict[str, Any]:
    is_before = decided_on is None and placement.status not in _OVER
    return {
        "decided_on": decided_on,
        "is_before_decision": is_before,
        "decision_words": BEFORE_DECISION if is_before else None,
    }


_OVER = (PlacementStatus.BROKEN_OFF, PlacementStatus.ENDED)
BEFORE_DECISION = "決定前"
"""What a placement is called that no 支援決定 stands behind yet."""

_SAME = set(PlacementView.model_fields) & set(Placement.model_fields)


def _reasons(placement: Placement) -> dict[str, Any]:
    declined = PERSON_REASON_WORDS if placement.declined_by == Side.PERSON else HOST_REASON_WORDS
    return {
        "declined_reason_words": declined.get(placement.declined_reason or ""),
        "host_condition_words": HOST_CONDITION_WORDS.get(placement.host_condition or ""),
        "ended_reason_words": END_REASON_WORDS.get(placement.ended_reason or ""),
    }


def _said(context: Context, placement: Placement, case: Case) -> WordsView | None:
    if Field.FAMILY not in case.visible:
        return None
    document = context.open(placement, placement.person_id, PlacementDocument)
    return WordsView(**document.model_dump())

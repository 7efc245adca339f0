"""経過: everything of one placement in order, of both sides; private reasons are not part of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import col

from api.contacts.words import RESULT_WORDS
from api.context import Context
from api.infra.clock import day_in_japan
from api.ladder.incidents import attendance_of, incidents_of
from api.ladder.words import CAME_WORDS, EVENT_WORDS, INCIDENT_WORDS, SIDE_WORDS, STEP_WORDS
from api.mapping.hosts import slot_of
from api.placements.views import BEFORE_DECISION, PlacementView, show_placement
from api.policy.table import may
from api.policy.vocabulary import Act
from api.tables import (
    Came,
    Contact,
    ContactState,
    MenuSlot,
    Placement,
    PlacementEvent,
    PlacementPause,
    PlacementStep,
    PlacementStepSlot,
)
from matching.phrases.times import slot_text
from matching.vocabulary import Side


class EntryKind(StrEnum):
    """What an entry is about."""

    EVENT = "event"
    DECISION = "decision"
    STEP = "step"
    RESERVATION = "reservation"
    PAUSE = "pause"
    INCIDENT = "incident"
    ATTENDANCE = "attendance"
    CONTACT = "contact"


class EntryView(BaseModel):
    """One thing on one day."""

    day: dt.date
    kind: EntryKind
    side: Side | None = None
    words: str


class TimelineView(BaseModel):
    """A placement and all that happened in it, the earliest first."""

    placement: PlacementView
    entries: list[EntryView]


def show_timeline(context: Context) -> TimelineView:
    """Show everything of one placement in order."""
    placement = context.placement
    view = show_placement(context)
    entries = [*_events(context, placement, view), *_steps(context, placement), *_pauses(context, placement)]
    if may(Act.INCIDENT_READ, context.case.parts, context.case.stage):
        entries += _incidents(context, placement)
    entries += _attendance(context, placement)
    if may(Act.CONTACT_READ, context.case.parts, context.case.stage):
        entries += _contacts(context, placement)
    if view.decided_on is not None:  # first of its day, for what happened then rests on it
        entries.insert(0, EntryView(day=view.decided_on, kind=EntryKind.DECISION, words="支援決定"))
    return TimelineView(placement=view, entries=sorted(entries, key=lambda entry: entry.day))


def _events(context: Context, placement: Placement, view: PlacementView) -> Iterator[EntryView]:
    query = select(PlacementEvent).where(col(PlacementEvent.placement_id) == placement.id)
    for event in context.session.execute(query.order_by(col(PlacementEvent.at))).scalars():
        said = f"{SIDE_WORDS[event.side]}: " if event.side else ""
        is_early = placement.is_tonight and (view.decided_on is None or event.day < view.decided_on)
        note = f"（{BEFORE_DECISION}）" if is_early else ""
        words = f"{said}{EVENT_WORDS[event.kind]}{note}"
        yield EntryView(day=event.day, kind=EntryKind.EVENT, side=event.side, words=words)


def _steps(context: Context, placement: Placement) -> Iterator[EntryView]:
    query = select(PlacementStep).where(col(PlacementStep.placement_id) == placement.id)
    for step in context.session.execute(query.order_by(col(PlacementStep.number))).scalars():
        slots = (
            select(MenuSlot)
            .join(PlacementStepSlot, col(PlacementStepSlot.menu_slot_id) == col(MenuSlot.id))
            .where(col(PlacementStepSlot.step_id) == step.id)
            .order_by(col(MenuSlot.weekday), col(MenuSlot.start))
        )
        times = "・".join(slot_text(slot_of(slot)) for slot in context.session.execute(slots).scalars())
        times = times or "なし"
        if step.is_reserved:
            yield EntryView(day=step.from_day, kind=EntryKind.RESERVATION, words=f"後の枠を押さえた: {times}")
        else:
            words = f"枠: {times}（{STEP_WORDS[step.why]}）"
            yield EntryView(day=step.from_day, kind=EntryKind.STEP, words=words)


def _pauses(context: Context, placement: Placement) -> Iterator[EntryView]:
    query = select(PlacementPause).where(col(PlacementPause.placement_id) == placement.id)
    for pause in context.session.execute(query).scalars():
        seat = "席はそのまま" if pause.keeps_seat else "席はその間ほかの人へ"
        words = f"休み（{pause.last_day.isoformat()} まで・{seat}）"
        yield EntryView(day=pause.first_day, kind=EntryKind.PAUSE, side=Side.PERSON, words=words)


def _incidents(context: Context, placement: Placement) -> Iterator[EntryView]:
    for incident in incidents_of(context, placement):
        words = f"困りごとの報告: {INCIDENT_WORDS[incident.kind]}"
        day = day_in_japan(incident.reported_at)
        yield EntryView(day=day, kind=EntryKind.INCIDENT, side=Side.HOST, words=words)


def _contacts(context: Context, placement: Placement) -> Iterator[EntryView]:
    """Give the フォローアップ that was done, of either side, by its outcome."""
    query = select(Contact).where(
        col(Contact.placement_id) == placement.id, col(Contact.state) == ContactState.DONE
    )
    query = query.order_by(col(Contact.done_on), col(Contact.due_on), col(Contact.side), col(Contact.id))
    for contact in context.session.execute(query).scalars():
        if contact.done_on is not None and contact.result is not None:
            words = f"{SIDE_WORDS[contact.side]}: フォローアップ（{RESULT_WORDS[contact.result]}）"
            yield EntryView(day=contact.done_on, kind=EntryKind.CONTACT, side=contact.side, words=words)


def _attendance(context: Context, placement: Placement) -> Iterator[EntryView]:
    """Count who came, month by month, on the last day of the month that was noted."""
    days = attendance_of(context, placement)
    for month in sorted({(each.day.year, each.day.month) for each in days}):
        noted = [each for each in days if (each.day.year, each.day.month) == month]
        counts = Counter(each.came for each in noted)
        words = "・".join(f"{CAME_WORDS[came]} {counts[came]}日" for came in Came if counts[came])
        yield EntryView(day=noted[-1].day, kind=EntryKind.ATTENDANCE, side=Side.PERSON, words=words)

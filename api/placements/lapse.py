"""Holds that nobody answered in time end by themselves, and never without a task for the coordinator."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.audit.trail import Entry, append
from api.infra.clock import day_in_japan
from api.infra.installation import Installation
from api.placements.holding import give_back_rest
from api.placements.words import HOLD_ENDED
from api.tables import EventKind, Placement, PlacementEvent, Task
from api.tasks.kinds import TaskKind
from matching.vocabulary import PlacementStatus

MOST_AT_ONCE = 100
ACT = "hold.end"
"""The act in the trail; nobody does it."""


def end_lapsed_holds(installation: Installation, municipality_id: uuid.UUID) -> int:
    """
    End a municipality's holds that have run out by the database's time; and say how many.

    Seats, task and trail are written in one transaction for each bunch. A hold somebody is working on is left
    for the next time.
    """
    ended = 0
    while True:
        with installation.database.write(municipality_id) as session:
            bunch = _end_some(installation, session, municipality_id)
        ended += bunch
        if bunch < MOST_AT_ONCE:
            return ended


def _end_some(installation: Installation, session: Session, municipality_id: uuid.UUID) -> int:
    now = installation.clock.now(session)
    query = select(Placement).where(
        col(Placement.status) == PlacementStatus.OFFERED, col(Placement.expires_at) <= now
    )
    query = query.order_by(col(Placement.id)).limit(MOST_AT_ONCE)
    lapsed = session.execute(query.with_for_update(skip_locked=True)).scalars().all()
    today, entries = day_in_japan(now), []
    for placement in lapsed:
        given_back = give_back_rest(session, placement, today)
        placement.status, placement.ended_reason = PlacementStatus.ENDED, HOLD_ENDED
        placement.version += 1
        session.add(
            Task(
                municipality_id=municipality_id,
                kind=TaskKind.HOLD_ENDED,
                person_id=placement.person_id,
                host_id=placement.host_id,
                placement_id=placement.id,
                due_on=today,
                created_at=now,
            )
        )
        session.add(
            PlacementEvent(
                municipality_id=municipality_id,
                placement_id=placement.id,
                person_id=placement.person_id,
                kind=EventKind.HOLD_ENDED,
                day=today,
                at=now,
            )
        )
        entries.append(
            Entry(
                act=ACT,
                outcome="ok",
                resource="placement",
                resource_id=placement.id,
                person_id=placement.person_id,
                version=placement.version,
                details={"fields": ["ended_reason", "status"], "given_back": given_back},
            )
        )
    append(session, installation.roots.audit, now, entries)
    return len(lapsed)

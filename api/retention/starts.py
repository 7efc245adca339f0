"""What is known of the fit is kept when a placement begins, so that no later record changes it."""

from __future__ import annotations

import uuid

from sqlalchemy import exists, select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.audit.trail import Entry, append
from api.infra.clock import day_in_japan
from api.infra.installation import Installation
from api.mapping.problem import load_problem
from api.retention.stays import GOING_ON
from api.tables import Placement, PlacementStart
from matching.retention.estimates import known_at_start

MOST_AT_ONCE = 200
ACT = "retention.start"
"""The act in the trail; nobody does it."""


def note_starts(installation: Installation, municipality_id: uuid.UUID) -> int:
    """Keep what is known of placements that began since the last time, and say how many they were."""
    with installation.database.read(municipality_id) as session:
        if not _new(session, 1):
            return 0
    with installation.database.write(municipality_id) as session:
        now = installation.clock.now(session)
        begun = _new(session, MOST_AT_ONCE)
        problem = load_problem(session, now, day_in_japan(now)).problem
        pairs = [(str(each.person_id), str(each.menu_id)) for each in begun]
        for placement, known in zip(begun, known_at_start(problem, pairs), strict=True):
            session.add(
                PlacementStart(
                    municipality_id=municipality_id,
                    placement_id=placement.id,
                    person_id=placement.person_id,
                    known={feature.value: value for feature, value in known.items()},
                    noted_at=now,
                )
            )
        entry = Entry(ACT, "ok", resource="placement_start", details={"count": len(begun)})
        append(session, installation.roots.audit, now, [entry])
    return len(begun)


def _new(session: Session, most: int) -> list[Placement]:
    noted = exists(col(PlacementStart.placement_id)).where(
        col(PlacementStart.placement_id) == col(Placement.id)
    )
    query = select(Placement).where(col(Placement.status).in_(GOING_ON), ~noted)
    return list(session.execute(query.order_by(col(Placement.id)).limit(most)).scalars())

"""Once a month by itself: a month that ended and that nobody froze is analysed from its last proposal."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.audit.trail import Entry, append
from api.errors import Conflict
from api.gaps.making import latest_run, queue_analysis
from api.gaps.schemas import AnalysisCreate
from api.infra.clock import day_in_japan, start_of_day
from api.infra.installation import Installation
from api.jobs.queue import lock_queue
from api.tables import GapAnalysis, GapSnapshot, ProposalRun, RunState

ACT = "gap.month"
"""The act in the trail; nobody does it."""
NOBODY = uuid.UUID(int=0)
"""Who made it."""


def analyse_month(installation: Installation, municipality_id: uuid.UUID) -> int:
    """
    Queue the analysis that freezes the month that ended, and say how many were queued: 1, or 0 if none is.

    None is due once the month is frozen, while an analysis of it is under way, or where it saw no proposal.
    If one fails, the next is tried the day after. All by the database's time and what is recorded, so that
    it does not matter how often, and in how many workers, this is asked.
    """
    with installation.database.read(municipality_id) as session:
        if _due(session, installation.clock.now(session)) is None:
            return 0
    with installation.database.write(municipality_id) as session:
        lock_queue(session, municipality_id)
        now = installation.clock.now(session)
        run = _due(session, now)
        if run is None:
            return 0
        try:
            analysis = queue_analysis(installation, session, now, run, AnalysisCreate(), NOBODY)
        except Conflict:  # as many jobs as may be are waiting: the next minute will do
            return 0
        session.add(analysis)
        entry = Entry(ACT, "ok", resource="gap_analysis", resource_id=analysis.id, version=analysis.version)
        append(session, installation.roots.audit, now, [entry])
    return 1


def _due(session: Session, now: dt.datetime) -> ProposalRun | None:
    """Give the run to analyse: the last of the month that ended, if the month is not frozen."""
    today = day_in_japan(now)
    month = (today.replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    frozen = select(col(GapSnapshot.id)).where(col(GapSnapshot.month) == month)
    if session.execute(frozen).first() is not None:
        return None
    made = select(GapAnalysis).where(col(GapAnalysis.created_at) >= start_of_day(month))
    for each in session.execute(made).scalars():
        is_of_today = each.created_by == NOBODY and day_in_japan(each.created_at) == today
        if each.params["date"][:7] == f"{month:%Y-%m}" and (each.state == RunState.WAITING or is_of_today):
            return None
    return latest_run(session, month)

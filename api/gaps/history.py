"""What the service knows of months and hosts beside a problem."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.infra.clock import day_in_japan
from api.tables import Ask, GapSnapshot, Host, Incident, Placement
from matching.gaps import HostHistory, Snapshot

BURDENS_OF_DAYS = 90
_STAYED = ("trial", "accepted", "settled", "ended", "broken_off")


def history_of(session: Session) -> tuple[Snapshot, ...]:
    """Give the frozen months, the oldest first."""
    rows = session.execute(select(GapSnapshot).order_by(col(GapSnapshot.month))).scalars()
    return tuple(
        Snapshot(
            month=row.month,
            waiting=row.waiting,
            unmet=row.unmet,
            unmet_by=row.unmet_by,
            median_wait_weeks=row.median_wait_weeks,
            places=row.places,
            places_by_host=row.places_by_host,
        )
        for row in rows
    )


def host_history(session: Session, now: dt.datetime) -> HostHistory:
    """
    Count burdens hosts reported lately, those they introduced, and the weeks since anybody was there.

    Who is on the worklist with the name of a host as its source was introduced by that host (新規紹介).
    """
    today = day_in_japan(now)
    since = now - dt.timedelta(days=BURDENS_OF_DAYS)
    reports = session.execute(
        select(col(Incident.host_id)).where(col(Incident.reported_at) >= since)
    ).scalars()
    last = session.execute(
        select(col(Placement.host_id), func.max(col(Placement.last_day)))
        .where(col(Placement.status).in_(_STAYED))
        .group_by(col(Placement.host_id))
    ).all()
    hosts = session.execute(select(col(Host.id), col(Host.created_at))).all()
    introduced = session.execute(
        select(col(Host.id), func.count(distinct(col(Ask.host_name))))
        .join(Ask, col(Ask.source) == col(Host.name))
        .where(col(Ask.host_name) != col(Host.name))
        .group_by(col(Host.id))
    ).all()
    return HostHistory(
        burdens={str(host): n for host, n in Counter(reports).items()},
        introduced={str(host): n for host, n in introduced},
        weeks_unused={str(host): max(0, (today - day).days // 7) for host, day in last},
        weeks_registered={str(host): (now - made).days // 7 for host, made in hosts},
    )

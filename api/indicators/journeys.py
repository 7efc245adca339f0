"""K7 and K8: how far offers come, and how long people stay; denominators and what is left out are stated."""

from __future__ import annotations

import datetime as dt

from api.indicators.counting import Count, Unit, first_days
from api.indicators.periods import Period, n_months_after
from api.indicators.records import Records
from api.tables import EventKind

STAGES = (
    ("visited", (EventKind.VISIT_PLANNED,)),
    ("tried", (EventKind.TRIAL,)),
    ("accepted", (EventKind.ACCEPTED,)),
    ("settled", (EventKind.SETTLED,)),
)
RETENTION_MONTHS = (1, 3, 6, 12)


def k7_funnel(records: Records, period: Period) -> list[Count]:
    """
    K7 打診→見学→体験→受入→定着: offers made in the period, and how many of them came to each stage. [P] 3.2.

    All are of one cohort, the offers of the period, so each later number is a share of the same whole;
    recent offers have had less time. Like 鳥取県's 開拓→見学→体験 [V] 3.1.
    """
    offered = records.placements[
        records.placements.created_on.map(lambda day: period.has(day)).astype(bool)
    ].id
    counts = [Count("K7", "offered", Unit.PEOPLE, len(offered))]
    for n, (name, _) in enumerate(STAGES):
        # Whoever came further has been here, also where 見学 was left out.
        further = tuple(kind for _, kinds in STAGES[n:] for kind in kinds)
        reached = set(first_days(records, further))
        counts.append(Count("K7", name, Unit.PEOPLE, int(offered.isin(reached).sum()), len(offered)))
    return counts


def k8_retention(records: Records, period: Period, as_of: dt.date) -> list[Count]:
    """
    K8 定着率 after 1, 3, 6 and 12 months. [P] 3.2.

    Denominator: starts (受入) whose n-month day lies in the period and is over, without those that came
    to a planned end (終結) before it, which are left out as censored; of these, who had not broken off by
    that day.
    Nobody counts as gone for not having been reached.
    """
    start = first_days(records, (EventKind.ACCEPTED,))
    broken = first_days(records, (EventKind.BROKEN_OFF,))
    ended = first_days(records, (EventKind.ENDED,))
    counts = []
    for months in RETENTION_MONTHS:
        stayed = of = left_out = 0
        for placement, day in start.items():
            later = n_months_after(day, months)
            if not period.has(later):
                continue
            has_ended = placement in ended and ended[placement] <= later
            has_broken = placement in broken and broken[placement] <= later
            if later > as_of or (has_ended and not has_broken):
                left_out += 1
                continue
            of += 1
            stayed += not has_broken
        counts.append(Count("K8", f"months.{months}", Unit.PEOPLE, stayed, of, left_out))
    return counts

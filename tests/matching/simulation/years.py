"""Years small enough to look through, and a recount of who is where that shares no code with the replay."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import strategies as st

from matching.simulation.replay import Stays
from matching.simulation.year import NEVER, NO_ROW, Changes, Year, YearParams

SMALL = st.builds(
    YearParams,
    weeks=st.integers(2, 14),
    people=st.integers(1, 40),
    hosts=st.integers(1, 12),
    districts=st.integers(1, 3),
    need_pick_up=st.sampled_from([0.0, 0.4, 1.0]),
    pick_up=st.sampled_from([0.0, 0.8, 1.5]),
)


def faults(year: Year, stays: Stays) -> list[str]:
    """Look through a year stay by stay, and say what should not be."""
    found, used = [], Counter[tuple[int, int]]()
    true = year.seats()
    for person, (start, candidate) in enumerate(
        zip(stays.start.tolist(), stays.candidate.tolist(), strict=True)
    ):
        if candidate < 0:
            continue
        host = int(year.host[candidate])
        if year.person[candidate] != person:
            found.append(f"{person} begins with somebody else's candidate")
        if not year.arrives[person] <= start <= year.leaves[person]:
            found.append(f"{person} begins while not here")
        if not year.accepts[candidate] or year.busy[host, start]:
            found.append(f"{person} begins without a yes")
        end = min(start + int(year.lasts[candidate]), int(year.closes[host]), year.weeks)
        if end <= start:
            found.append(f"{person} begins at a closed host")
        for row in year.rows[candidate].tolist():
            if row != NO_ROW:
                used.update((row, week) for week in range(start, end))
    found += [f"row {row} is over in week {week}" for (row, week), n in used.items() if n > true[row, week]]
    return found


def planted(popular_seats: int = 1) -> Year:
    """
    Plant a year in which who comes first should not take what they like best.

    The first person likes host 0 a little better than host 1; the second comes a week later and can only go
    to host 0. Everybody agrees, nothing breaks off.
    """
    weeks = 20
    return Year(
        weeks=weeks,
        arrives=np.array([1, 2]),
        leaves=np.array([9, 9]),
        term=np.array([13, 13]),
        district=np.array([0, 0]),
        row_host=np.array([0, 1, 2]),
        closes=np.array([NEVER, NEVER, NEVER]),
        changes=Changes(
            row=np.array([0, 1]),
            week=np.array([0, 0]),
            known=np.array([-1, -1]),
            seats=np.array([popular_seats, 1]),
        ),
        person=np.array([0, 0, 1]),
        host=np.array([0, 1, 0]),
        value=np.array([10_000, 9_900, 10_000]),
        rows=np.array([[0, NO_ROW, NO_ROW], [1, NO_ROW, NO_ROW], [0, NO_ROW, NO_ROW]]),
        accepts=np.ones(3, dtype=np.bool_),
        lasts=np.array([13, 13, 13]),
        busy=np.zeros((3, weeks), dtype=np.bool_),
    )

"""The host's limits on newcomers, as the core means them."""

from __future__ import annotations

import datetime as dt
import uuid
from contextlib import nullcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.errors import Conflict
from api.placements.guards import Stay, check_intake
from api.tables import Host
from matching import model
from matching.bundled import default_rules, default_travel, default_weights
from matching.capacity.intake import Intake
from matching.vocabulary import DrawUnit, HostKind, NeedDomain, PlacementStatus, PoolKind, Weekday

MONDAY = dt.date(2026, 11, 23)
SLOT = model.Slot(Weekday.MON, dt.time(9), dt.time(12))


def intake_of(newcomers: int, rest_days: int, there: list[tuple[dt.date, dt.date]]) -> Intake:
    """Let the core compute the limits of one host."""
    rules = default_rules()
    return Intake.of(
        model.Problem(
            date=MONDAY,
            weeks=rules.newcomer_weeks,
            people=(),
            hosts=(
                model.Host(
                    id="h",
                    name="みほん農園",
                    kind=HostKind.FARM,
                    newcomers_at_once=newcomers,
                    rest_days=rest_days,
                ),
            ),
            menus=(
                model.Menu(
                    id="m",
                    host_id="h",
                    name="見本の作業",
                    domains=(NeedDomain.WORK,),
                    slots=(SLOT,),
                    draws=(model.Draw("p", DrawUnit.PERSON),),
                ),
            ),
            pools=(model.Pool(id="p", kind=PoolKind.PLACES, slots=(model.PoolSlot(SLOT),), host_id="h"),),
            placements=tuple(
                model.Placement(
                    person_id=str(number),
                    domain=NeedDomain.WORK,
                    menu_id="m",
                    slots=(SLOT,),
                    status=PlacementStatus.ACCEPTED,
                    first_day=first,
                    last_day=last,
                )
                for number, (first, last) in enumerate(there)
            ),
            rules=rules,
            weights=default_weights(),
            travel=default_travel(),
        ),
        frozenset(),
    )


@given(
    newcomers=st.integers(0, 3),
    rest_weeks=st.integers(0, 3),
    there=st.lists(st.tuples(st.integers(-8, 8), st.integers(0, 6), st.integers(0, 80)), max_size=5),
    days=st.integers(0, 60),
)
def test_newcomers_and_rest_are_kept_as_the_core_counts_them(
    newcomers: int, rest_weeks: int, there: list[tuple[int, int, int]], days: int
) -> None:
    """An offer for a Monday is refused exactly where the engine would not propose that start."""
    stays = []
    for week, weekday, length in there:
        # Rest is kept by the day here and by the week there: on Mondays both are the same.
        first = MONDAY + dt.timedelta(weeks=week, days=0 if rest_weeks else weekday)
        stays.append((first, first + dt.timedelta(days=length)))
    intake = intake_of(newcomers, rest_weeks * 7, stays)
    last_day = MONDAY + dt.timedelta(days=days)
    weeks = min(intake.newcomer_weeks, days // 7 + 1)
    expected = bool(np.all(intake.newcomers[0, :weeks] >= 1) and intake.may_start[0, 0])
    host = Host(name="みほん農園", newcomers_at_once=newcomers, rest_days=rest_weeks * 7)
    stay = Stay(uuid.uuid4(), (), MONDAY, last_day, NeedDomain.WORK)
    with nullcontext() if expected else pytest.raises(Conflict, match=r"many_newcomers|host_rests"):
        check_intake(default_rules(), host, stays, stay)

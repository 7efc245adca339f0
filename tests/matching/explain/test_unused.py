"""Margin nobody uses."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from hypothesis import given

from matching.candidates import CandidateLimits
from matching.explain import Situation, unused_margins
from matching.model import BusySeason, Period, Problem, Proposal, UnusedMargin
from matching.pipeline import ProposeParams, propose, solve
from matching.prepare import prepare
from matching.selection import SelectParams
from matching.vocabulary import LimitKind, PoolKind
from tests.matching.builders import (
    MONDAY,
    TODAY,
    amount_pool,
    beds,
    host,
    person,
    pool,
    pool_slot,
    problem,
    slot,
)
from tests.matching.towns import towns


def unused(town: Problem) -> tuple[UnusedMargin, ...]:
    """Give what the best proposal leaves unused."""
    prepared = prepare(town, CandidateLimits())
    return unused_margins(Situation(prepared, solve(prepared, SelectParams()).chosen))


@given(towns())
def test_as_counted_record_by_record(town: Problem) -> None:
    """What is told is what placements and assignments leave of places and beds in every held week."""
    town = town.in_order()
    proposal = propose(town, ProposeParams(confirm=0))
    prepared = prepare(town, CandidateLimits())
    taken = _taken(town, proposal)
    expected = {}
    rows = [(each, part) for each in town.pools for part in range(len(each.slots))]
    for row, (each, part) in enumerate(rows):
        left = [
            int(prepared.margins.left[row, week]) - taken[each.id, part, week]
            for week in range(town.weeks)
            if prepared.margins.held[row, week]
        ]
        if each.kind in {PoolKind.PLACES, PoolKind.BEDS} and min(left, default=0) > 0:
            expected[each.id, each.slots[part].slot] = min(left)
    assert {(told.pool_id, told.slot): told.left for told in proposal.unused} == expected


def _taken(town: Problem, proposal: Proposal) -> Counter[tuple[str, int, int]]:
    """Count who comes, by pool, slot of the pool, and week."""
    menus, pools = {each.id: each for each in town.menus}, {each.id: each for each in town.pools}
    taken: Counter[tuple[str, int, int]] = Counter()
    for choice in (assignment.choice for assignment in proposal.assignments):
        weeks = range(town.horizon.week_of(choice.first_day), town.horizon.week_of(choice.last_day) + 1)
        for draw in menus[choice.menu_id].draws:
            for part, held in enumerate(pools[draw.pool_id].slots):
                visits = sum(held.slot is not None and held.slot.overlaps(when) for when in choice.slots)
                taken.update({(draw.pool_id, part, week): visits for week in weeks})
    return taken


def test_who_could_still_come() -> None:
    """A slot with two places and one assignment has one left, set by what the host stated."""
    (told,) = unused(problem())
    assert (told.host_id, told.pool_id, told.slot) == ("H1", "H1-places", slot())
    assert (told.left, told.limit, told.asks) == (1, LimitKind.DECLARED, False)


def test_full_slots_and_other_pools_are_not_told() -> None:
    """Neither a full slot nor minutes, seats and cases are unused places."""
    full = pool(slots=(pool_slot(places=1),))
    assert unused(problem(pools=[full, amount_pool(PoolKind.ATTENTION, 60)])) == ()


def test_most_first() -> None:
    """What has most places left comes first, then by host and pool."""
    pools = [pool(id="A"), beds(id="B", slots=(pool_slot(slot(5), 5),)), pool(id="C"), pool()]
    told = unused(problem(people=[], pools=pools))
    assert [each.pool_id for each in told] == ["B", "A", "C", "H1-places"]


def test_least_room_of_all_weeks() -> None:
    """A busy season with one place leaves one, and is named as the limit."""
    busy = BusySeason(Period(MONDAY + dt.timedelta(days=7), MONDAY + dt.timedelta(days=13)), 1)
    (told,) = unused(problem(people=[], hosts=[host(busy_seasons=(busy,))]))
    assert (told.left, told.limit) == (1, LimitKind.BUSY_SEASON)


def test_old_statements_are_to_be_asked_about() -> None:
    """A margin that rests on an old statement says so."""
    old = pool(slots=(pool_slot(stated_on=TODAY - dt.timedelta(days=61)),))
    (told,) = unused(problem(people=[person()], pools=[old]))
    assert told.asks

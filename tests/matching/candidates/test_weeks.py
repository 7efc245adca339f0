"""Weeks: a candidate starts when all of its slots are open, may start later, pauses, and ends."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from matching.candidates import CandidateLimits
from matching.columns.pool_slots import UNITS
from matching.model import BusySeason, Menu, Period, Problem
from matching.prepare import Prepared, prepare
from matching.vocabulary import DrawUnit, NeedDomain
from tests.matching.builders import (
    MONDAY,
    WEEKS,
    beds,
    host,
    menu,
    night,
    person,
    placement,
    pool,
    pool_slot,
    problem,
    room,
    slot,
)
from tests.matching.towns import towns


def day(week: int, weekday: int = 1) -> dt.date:
    """Give a day of the horizon."""
    return MONDAY + dt.timedelta(days=7 * week + weekday - 1)


def spans(town: Problem, **limits: int) -> list[tuple[int, int]]:
    """Give first and last week of every candidate."""
    table = prepare(town, CandidateLimits(**limits)).candidates
    return list(zip(table.first_week.tolist(), table.last_week.tolist(), strict=True))


def with_host(**over: Any) -> Problem:
    """Make the town of one person with another host."""
    return problem(hosts=[host(**over)])


def test_from_the_first_week_to_the_end() -> None:
    """Where nothing is in the way a candidate runs from week 0 to the end of the horizon."""
    assert spans(problem()) == [(0, WEEKS - 1)]


def test_starts_in_the_first_week_the_host_is_open() -> None:
    """Weeks in which the host is closed at first put off the start."""
    assert spans(with_host(closed=(Period(day(0), day(1, 7)),))) == [(2, WEEKS - 1)]


def test_starts_when_a_seat_is_free() -> None:
    """A seat somebody leaves in week 2 is free from week 3 on."""
    leaves = placement(last_day=day(2, 7))
    town = problem(pools=[pool(slots=(pool_slot(places=1),))], placements=[leaves])
    assert spans(town) == [(3, WEEKS - 1)]


def test_starts_when_the_person_can() -> None:
    """Nobody starts in a week that begins before their earliest day."""
    assert spans(problem(people=[person(earliest_start=day(1, 2))])) == [(2, WEEKS - 1)]
    assert spans(problem(people=[person(earliest_start=day(1))])) == [(1, WEEKS - 1)]


def test_weeks_closed_inside_pause_and_cost_no_seat() -> None:
    """A closed week in the middle cuts nothing off and has no capacity row."""
    town = with_host(closed=(Period(day(2), day(2, 7)),))
    prepared = prepare(town, CandidateLimits())
    assert spans(town) == [(0, WEEKS - 1)]
    assert not prepared.margins.held[0, 2]
    assert 2 not in prepared.rows.week


def test_busy_season_without_places_pauses() -> None:
    """A busy season without any place is a pause; one with a place is a limit like others."""
    season = Period(day(1), day(2, 7))
    assert spans(with_host(busy_seasons=(BusySeason(season, 0),))) == [(0, WEEKS - 1)]
    prepared = prepare(with_host(busy_seasons=(BusySeason(season, 1),)), CandidateLimits())
    assert prepared.rows.capacity.tolist() == [1]


def test_ends_with_the_last_week_that_is_held() -> None:
    """Weeks closed at the end are not part of the candidate."""
    assert spans(with_host(closed=(Period(day(4), day(20)),))) == [(0, 3)]


@pytest.mark.parametrize("dated", ["pool", "menu", "both"])
def test_stays_within_the_dates_of_its_slots(dated: str) -> None:
    """From the first to the last day a slot is held, whether the menu's slot or the pool's has the dates."""
    dates = {"first_day": day(1, 3), "last_day": day(4)}
    of_menu, of_pool = slot(**dates if dated != "pool" else {}), slot(**dates if dated != "menu" else {})
    town = problem(menus=[menu(slots=(of_menu,))], pools=[pool(slots=(pool_slot(of_pool),))])
    assert spans(town) == [(2, 3)]


def test_nights_stay_within_their_dates() -> None:
    """A week of nights counts only as a whole."""
    dates = night(first_day=day(0, 2), last_day=day(3, 6))
    town = problem(menus=[room(slots=(dates,))], pools=[beds(slots=(pool_slot(night()),))])
    assert spans(town) == [(1, 2)]


@pytest.mark.parametrize(("nights", "last_week"), [(28, 3), (10, 1), (3, 0), (300, WEEKS - 1)])
def test_rooms_end_after_their_longest_stay(nights: int, last_week: int) -> None:
    """A room is given for its longest stay in whole weeks, or to the end of the horizon."""
    assert spans(problem(menus=[room(most_nights=nights)], pools=[beds()])) == [(0, last_week)]


@pytest.mark.parametrize(
    ("fields", "starts"),
    [
        ({}, [0]),
        ({"newcomers_at_once": 1}, [0, 4]),
        ({"rest_days": 7}, [0, 4]),
        ({"rest_days": 35}, [0, 5]),
        ({"newcomers_at_once": 0}, []),
    ],
)
def test_later_starts_where_intake_is_limited(fields: dict[str, int], starts: list[int]) -> None:
    """Only a host with limited intake is tried again later, a newcomer's time or a rest apart."""
    assert [first for first, _ in spans(with_host(**fields))] == starts


def test_no_more_starts_than_asked() -> None:
    """The number of starts of a pair is limited."""
    town = with_host(rest_days=1)
    assert [len(spans(town, starts_per_pair=most)) for most in (1, 2)] == [1, 2]


def test_no_start_while_the_host_gets_to_know_somebody() -> None:
    """A newcomer of last week keeps the only newcomer's place until their first weeks are over."""
    came = placement(first_day=day(-1, 2))
    town = problem(hosts=[host(newcomers_at_once=1)], placements=[came])
    assert [first for first, _ in spans(town)] == [3]


def test_no_start_while_the_host_rests() -> None:
    """After an intake last week nobody starts before the days of rest are over."""
    town = problem(hosts=[host(rest_days=14)], placements=[placement(first_day=day(-1))])
    assert spans(town)[0] == (1, WEEKS - 1)


def test_slots_that_are_never_open_together_make_no_candidate() -> None:
    """Who wants two slots a week does not get them one after the other."""
    early, late = slot(2, last_day=day(2, 7)), slot(3, first_day=day(3))
    town = problem(
        people=[person(fewest_slots=2, most_slots=2)],
        menus=[menu(slots=(early, late))],
        pools=[pool(slots=(pool_slot(early), pool_slot(late)))],
    )
    assert spans(town) == []


def test_placement_up_for_change_holds_from_week_0() -> None:
    """Where someone is today they stay from the first week on, whatever the host's intake."""
    here = placement(person_id="P1", domain=NeedDomain.BELONGING)
    town = problem(hosts=[host(newcomers_at_once=0)], placements=[here])
    table = prepare(town, CandidateLimits(), replan=True).candidates
    assert table.first_week[table.current].tolist() == [0]


@given(towns())
def test_start_is_the_first_week_in_which_everything_is_open(town: Problem) -> None:
    """Before the first start of a pattern no week is in time, held, free for all, and open to intake."""
    prepared = prepare(town, CandidateLimits(starts_per_pair=1))
    table, earliest = prepared.candidates, _earliest(prepared)
    for row in np.flatnonzero(~table.current).tolist():
        first = int(table.first_week[row])
        weeks = [week for week in range(first + 1) if week >= earliest[row] and _is_open(prepared, row, week)]
        assert weeks == [first]


def _earliest(prepared: Prepared) -> list[int]:
    """Give the first week in which all members can start, by candidate."""
    people, units = prepared.problem.people, prepared.columns.units
    horizon = prepared.problem.horizon
    week_of = [
        max(
            horizon.first_full_week_from(people[row].earliest_start or horizon.first_monday)
            for row in units.member_person[units.member_unit == unit]
        )
        for unit in range(units.size.size)
    ]
    return [week_of[unit] for unit in prepared.candidates.unit]


def _is_open(prepared: Prepared, row: int, week: int) -> bool:
    """Tell, slot by slot, whether a candidate could start in a week."""
    table, problem_ = prepared.candidates, prepared.problem
    chosen: Menu = problem_.menus[table.menu[row]]
    host_row = prepared.columns.menus.host[table.menu[row]]
    size = int(prepared.columns.units.size[table.unit[row]])
    if not prepared.intake.may_start[host_row, week] or prepared.intake.newcomers[host_row, week] < 1:
        return False
    draws = prepared.columns.slots.draws
    for position, when in enumerate(chosen.slots):
        if not table.slots[row] >> position & 1:
            continue
        days = problem_.horizon.day(week, when.weekday or 1), problem_.horizon.day(week, when.weekday or 7)
        if not all(when.held_on(each) for each in days):
            return False
        own = draws.pool_slot[
            (draws.menu == table.menu[row])
            & (draws.slot == position)
            & (draws.unit == UNITS.index(DrawUnit.PERSON))
        ]
        if not (prepared.margins.held[own, week] & (prepared.margins.left[own, week] >= size)).all():
            return False
    return True


@given(towns())
def test_nobody_stays_beyond_the_end(town: Problem) -> None:
    """A candidate lies in the horizon and ends in a week its slots are held in; a room ends in time."""
    prepared = prepare(town, CandidateLimits())
    table, draws = prepared.candidates, prepared.columns.slots.draws
    for row in range(len(table)):
        first, last = int(table.first_week[row]), int(table.last_week[row])
        chosen = prepared.problem.menus[table.menu[row]]
        assert 0 <= first <= last < town.weeks
        if chosen.is_room:
            assert last - first < -(-(chosen.most_nights or 0) // 7)
        mine = (draws.menu == table.menu[row]) & (table.slots[row] >> draws.slot & 1 == 1)
        own = draws.pool_slot[mine & (draws.unit == UNITS.index(DrawUnit.PERSON))]
        assert prepared.margins.held[own, last].all()

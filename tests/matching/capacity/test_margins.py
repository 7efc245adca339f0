"""The margin of a slot: the least known limit of each week, and what is to be asked of the host."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.bundled import default_rules
from matching.model import BusySeason, Declared, Period
from matching.vocabulary import DeclaredMark, HostKind, LimitKind
from tests.matching.builders import (
    TODAY,
    WEEKS,
    beds,
    host,
    night,
    placement,
    pool,
    pool_slot,
    problem,
    room,
    slot,
)
from tests.matching.capacity.measured import day, margins_of, measure, one_slot, rules_without, shop_places

ALWAYS = [True] * WEEKS


def weeks_of(*weeks: int) -> list[bool]:
    """Give a list over the weeks of the horizon that is true in these."""
    return [week in weeks for week in range(WEEKS)]


# What is not known


REQUIRED = {
    LimitKind.QUOTA: {
        HostKind.TYPE_B, HostKind.TYPE_A, HostKind.WORK_TRANSITION, HostKind.DAY_SERVICE,
        HostKind.RESIDENTIAL,
    },
    LimitKind.STAFFING: {
        HostKind.TYPE_B, HostKind.TYPE_A, HostKind.WORK_TRANSITION, HostKind.DAY_SERVICE,
    },
}  # fmt: skip
KNOWN = {"quota": 20, "staff_fte": 3.0, "staff_ratio": 10.0}


@pytest.mark.parametrize("kind", list(HostKind))
@pytest.mark.parametrize(
    ("limit", "missing"),
    [
        (LimitKind.QUOTA, {"quota": None}),
        (LimitKind.STAFFING, {"staff_fte": None}),
        (LimitKind.STAFFING, {"staff_ratio": None}),
    ],
)
def test_a_missing_input_is_asked_only_where_the_rule_needs_it(
    kind: HostKind, limit: LimitKind, missing: dict[str, None]
) -> None:
    """Without its 定員 or staff a B型 is to be asked, a shop is not: a shop has no staffing ratio."""
    found = one_slot({**KNOWN, "kind": kind, **missing}, regular_users=10)
    assert found.asks == (kind in REQUIRED[limit])
    assert found.places[0] == 2  # what is known still bounds


@pytest.mark.parametrize("kind", list(HostKind))
def test_every_host_is_asked_for_its_places(kind: HostKind) -> None:
    """A host that has stated nothing is to be asked, whatever it is."""
    found = one_slot({**KNOWN, "kind": kind}, places=None, regular_users=10, stated_on=None)
    assert found.asks


def test_regular_users_that_nobody_counted() -> None:
    """A 定員 without the number of regular users says nothing, and a B型 is to be asked."""
    found = one_slot({"kind": HostKind.TYPE_B, **KNOWN})
    assert (found.places[0], found.binding[0], found.asks) == (2, LimitKind.DECLARED, True)


def test_no_known_limit_is_no_place() -> None:
    """A slot of which nothing is known has no place and a task to ask, never endless room."""
    found = one_slot(places=None, stated_on=None)
    assert found.places == [0] * WEEKS
    assert found.binding == [LimitKind.NONE_KNOWN] * WEEKS
    assert found.asks


def test_no_known_limit_is_asked_whatever_the_rules_need() -> None:
    """Even where no rule needs an input, a slot of which nothing is known is to be asked about."""
    town = problem(
        pools=[shop_places(places=None, stated_on=None)],
        rules=rules_without(default_rules(), LimitKind.DECLARED),
    )
    found = measure(town)
    assert (found.places[0], found.binding[0], found.asks) == (0, LimitKind.NONE_KNOWN, True)


def test_a_host_where_nobody_waits_is_not_thereby_known() -> None:
    """An empty waiting list alone gives no place."""
    found = one_slot({"waiting": 0}, places=None)
    assert (found.places[0], found.binding[0]) == (0, LimitKind.NONE_KNOWN)


def test_a_busy_season_alone_gives_no_place() -> None:
    """A number for the busy season does not make a slot known."""
    season = BusySeason(Period(day(1, 1), day(1, 7)), 3)
    found = one_slot({"busy_seasons": (season,)}, places=None)
    assert (found.places, set(found.binding)) == ([0] * WEEKS, {LimitKind.NONE_KNOWN})


# How old what is known is


@pytest.mark.parametrize(
    ("days_ago", "asks"), [(-1, False), (0, False), (59, False), (60, False), (61, True), (3000, True)]
)
def test_statement_goes_stale_after_sixty_days(days_ago: int, asks: bool) -> None:
    """A statement of 60 days ago still holds; one of 61 days is to be asked again, and its places remain."""
    found = one_slot(stated_on=TODAY - dt.timedelta(days_ago))
    assert (found.asks, found.places[0]) == (asks, 2)


def test_days_until_stale_are_data() -> None:
    """A municipality sets how long a statement holds."""
    rules = dataclasses.replace(default_rules(), stale_after_days=7)
    parts = [shop_places(stated_on=TODAY - dt.timedelta(days)) for days in (7, 8)]
    assert [measure(problem(rules=rules, pools=[part])).asks for part in parts] == [False, True]


def test_undated_statement_is_asked_again() -> None:
    """Nobody knows how old an undated statement is."""
    assert one_slot(stated_on=None).asks


# Rules as data


@pytest.mark.parametrize(
    ("limit", "over"),
    [
        (LimitKind.QUOTA, {"quota": 1}),
        (LimitKind.WAITING_LIST, {"waiting": 1}),
        (LimitKind.STAFFING, {"staff_fte": 0.1, "staff_ratio": 1.0}),
        (LimitKind.SUPPORTERS, {"supporters": 1, "people_per_supporter": 1}),
        (LimitKind.EQUIPMENT, {"equipment_places": 1}),
        (LimitKind.BUSY_SEASON, {"busy_seasons": (BusySeason(Period(TODAY, day(9)), 1),)}),
        (LimitKind.BUSY_SEASON, {"busy_seasons": (BusySeason(Period(TODAY, day(9)), 0),)}),
    ],
)
def test_a_rule_switched_off_bounds_nothing(limit: LimitKind, over: dict[str, Any]) -> None:
    """What binds while its rule is on is without effect when a municipality switches the rule off."""
    towns = [
        problem(hosts=[host(**over)], pools=[shop_places(regular_users=0)], rules=rules)
        for rules in (default_rules(), rules_without(default_rules(), limit))
    ]
    on, off = (measure(town) for town in towns)
    assert not on.held[0] or (on.places[0] < 2 and on.binding[0] == limit)
    assert (off.places, off.held, off.binding[0]) == ([2] * WEEKS, ALWAYS, LimitKind.DECLARED)


def test_a_required_rule_switched_off_asks_nothing() -> None:
    """A B型 without staffing data is not asked for it once that rule is off."""
    town = problem(hosts=[host(kind=HostKind.TYPE_B, quota=20)], pools=[shop_places(regular_users=10)])
    off = dataclasses.replace(town, rules=rules_without(default_rules(), LimitKind.STAFFING))
    assert [measure(each).asks for each in (town, off)] == [True, False]


HOST_NUMBERS = {
    "quota": st.integers(0, 12),
    "waiting": st.integers(0, 1),
    "staff_fte": st.integers(0, 12).map(lambda tenths: tenths / 10),
    "staff_ratio": st.sampled_from([6.0, 7.5, 10.0]),
    "supporters": st.integers(0, 3),
    "people_per_supporter": st.integers(0, 3),
    "equipment_places": st.integers(0, 12),
}
MAYBE_HOSTS = st.fixed_dictionaries(
    {name: st.none() | numbers for name, numbers in HOST_NUMBERS.items()},
)
MAYBE_PARTS = st.fixed_dictionaries(
    {
        "places": st.none() | st.integers(0, 8),
        "regular_users": st.none() | st.integers(0, 12),
    }
)
SEASON = st.none() | st.integers(0, 6)


def candidates_for_binding(over: dict[str, Any], part: dict[str, Any]) -> dict[LimitKind, float]:
    """Work out every known limit of a slot in plain Python."""

    def known(*names: str) -> bool:
        return all({**over, **part}[name] is not None for name in names)

    found: dict[LimitKind, float] = {}
    if known("quota", "regular_users"):
        found[LimitKind.QUOTA] = max(0, over["quota"] - part["regular_users"])
    if known("waiting") and over["waiting"]:
        found[LimitKind.WAITING_LIST] = 0
    if known("staff_fte", "staff_ratio", "regular_users"):
        users = int(round(over["staff_fte"] * 10) * round(over["staff_ratio"] * 10) // 100)
        found[LimitKind.STAFFING] = max(0, users - part["regular_users"])
    if known("places"):
        found[LimitKind.DECLARED] = part["places"]
    if known("supporters", "people_per_supporter"):
        found[LimitKind.SUPPORTERS] = over["supporters"] * over["people_per_supporter"]
    if known("equipment_places", "regular_users"):
        found[LimitKind.EQUIPMENT] = max(0, over["equipment_places"] - part["regular_users"])
    return found


@given(over=MAYBE_HOSTS, part=MAYBE_PARTS, season=SEASON)
def test_binding_limit_is_the_least(over: dict[str, Any], part: dict[str, Any], season: int | None) -> None:
    """Places are the least of all known limits, and the limit that is named is one that says so."""
    seasons = () if season is None else (BusySeason(Period(day(0), day(0)), season),)
    found = one_slot({**over, "busy_seasons": seasons}, **part)
    limits = candidates_for_binding(over, part)
    if not limits:
        assert (found.places[0], found.binding[0]) == (0, LimitKind.NONE_KNOWN)
        return
    assert (found.places[1], limits[found.binding[1]]) == (min(limits.values()),) * 2
    if season:  # a season without any place pauses everybody, and is measured elsewhere
        limits[LimitKind.BUSY_SEASON] = season
        assert (found.places[0], limits[found.binding[0]]) == (min(limits.values()),) * 2


# Weeks


def test_busy_season_with_some_places() -> None:
    """In a busy season the host's number for it holds where it is less, in its weeks only."""
    seasons = (BusySeason(Period(day(1), day(2)), 1), BusySeason(Period(day(4), day(4)), 5))
    found = one_slot({"busy_seasons": seasons})
    assert found.places == [2, 1, 1, 2, 2, 2]
    assert [limit == LimitKind.BUSY_SEASON for limit in found.binding] == weeks_of(1, 2)
    assert found.held == ALWAYS


def test_of_two_seasons_at_once_the_stricter_holds() -> None:
    """Where seasons overlap the smaller number counts."""
    seasons = (BusySeason(Period(day(0), day(3)), 1), BusySeason(Period(day(2), day(5)), 0))
    found = one_slot({"busy_seasons": seasons})
    assert found.held == weeks_of(0, 1)
    assert found.places[:2] == [1, 1]


def test_busy_season_without_places_is_a_pause() -> None:
    """With 0 nobody comes in those weeks, nobody loses their seat, and the places are there afterwards."""
    season = BusySeason(Period(day(2), day(3)))
    town = problem(hosts=[host(busy_seasons=(season,))], placements=[placement(), placement(person_id="P8")])
    found = measure(town)
    assert found.held == weeks_of(0, 1, 4, 5)
    assert (found.used, found.left) == ([2] * WEEKS, [0] * WEEKS)
    assert LimitKind.BUSY_SEASON not in found.binding


def test_season_counts_by_the_slot_s_own_day() -> None:
    """A season that starts on a Wednesday does not touch that week's Tuesday."""
    season = BusySeason(Period(day(1, 3), day(2, 1)))
    assert one_slot({"busy_seasons": (season,)}).held == ALWAYS
    assert one_slot({"busy_seasons": (BusySeason(Period(day(1, 2), day(1, 2))),)}).held == weeks_of(
        0, 2, 3, 4, 5
    )


def test_closed_period() -> None:
    """On days the host is closed there is no slot; the first and last day belong to the period."""
    closed = (Period(day(1), day(2)), Period(day(4, 3), day(4, 7)))
    assert one_slot({"closed": closed}).held == weeks_of(0, 3, 4, 5)


def test_nights_of_a_closed_week() -> None:
    """A room is not held in a week that a closed period touches, and not for a holiday alone."""
    closed = (Period(day(1, 3), day(2, 1)),)
    town = problem(hosts=[host(closed=closed, closes_on_holidays=True)], menus=[room()], pools=[beds()])
    assert margins_of(town).held.tolist() == [[True, False, False, True, True, True]]


def held_on(first: str, slots: int, **over: Any) -> list[str]:
    """Give the Mondays from a date on which the host's Monday slot is held."""
    town = problem(
        date=dt.date.fromisoformat(first),
        weeks=slots,
        hosts=[host(**over)],
        people=[],
        menus=[],
        pools=[shop_places(when=slot(1))],
    )
    held = measure(town).held
    return [str(town.horizon.day(week, 1)) for week in range(slots) if held[week]]


def test_no_slot_on_a_national_holiday() -> None:
    """On 勤労感謝の日, Monday 2026-11-23, a host that closes on 祝日 holds no slot; another does."""
    assert held_on("2026-11-20", 2) == ["2026-11-30"]
    assert held_on("2026-11-20", 2, closes_on_holidays=False) == ["2026-11-23", "2026-11-30"]


def test_substitute_holiday() -> None:
    """2027-03-22 is a 振替休日 (the 21st is a Sunday) and counts as a holiday."""
    assert held_on("2027-03-15", 3) == ["2027-03-15", "2027-03-29"]


def test_year_end_is_a_closed_period() -> None:
    """年末年始 is no national holiday but for 元日; it is what the host says it is."""
    winter = Period(dt.date(2026, 12, 28), dt.date(2027, 1, 4))
    assert held_on("2026-12-18", 4) == ["2026-12-21", "2026-12-28", "2027-01-04"]
    # The Monday after, 2027-01-11, is 成人の日.
    assert held_on("2026-12-18", 5, closed=(winter,)) == ["2026-12-21", "2027-01-18"]


@pytest.mark.parametrize(
    ("first", "last", "held"),
    [
        (day(1), None, weeks_of(1, 2, 3, 4, 5)),
        (day(1, 3), None, weeks_of(2, 3, 4, 5)),  # from the Wednesday on
        (None, day(2), weeks_of(0, 1, 2)),
        (None, day(2, 1), weeks_of(0, 1)),  # until the Monday
        (day(2), day(2), weeks_of(2)),
        (day(9), None, weeks_of()),
    ],
)
def test_effective_dates(first: dt.date | None, last: dt.date | None, held: list[bool]) -> None:
    """A slot is held on its weekday between its dates, both included."""
    assert one_slot(when=slot(first_day=first, last_day=last)).held == held


@pytest.mark.parametrize(
    ("first", "last", "held"),
    [
        (None, None, ALWAYS),
        (day(1, 1), None, weeks_of(1, 2, 3, 4, 5)),
        (day(1, 2), None, weeks_of(2, 3, 4, 5)),  # the week of the 1st night is not whole
        (None, day(2, 7), weeks_of(0, 1, 2)),
        (None, day(2, 6), weeks_of(0, 1)),
    ],
)
def test_a_bed_is_there_in_whole_weeks(first: dt.date | None, last: dt.date | None, held: list[bool]) -> None:
    """A bed counts in the weeks of which every night lies between its dates."""
    bed = night(first_day=first, last_day=last)
    town = problem(
        menus=[room(slots=(bed,))],
        pools=[beds(slots=(pool_slot(bed),))],
    )
    assert measure(town, "H1-beds").held == held


def test_beds_are_bounded_like_places() -> None:
    """A bed has a 定員 and a statement, as a place has."""
    town = problem(
        hosts=[host(quota=3)],
        menus=[room()],
        pools=[beds(slots=(pool_slot(night(), 9, regular_users=2),))],
    )
    found = measure(town, "H1-beds")
    assert (found.places[0], found.binding[0]) == (1, LimitKind.QUOTA)


def test_closed_week_tells_where_nothing_is_open() -> None:
    """A slot that is held but never has a place says from which week; a slot with a place, and one never
    held, do not."""
    never = slot(4, last_day=TODAY)
    town = problem(
        hosts=[host(closed=(Period(day(0, 1), day(0, 7)),))],
        pools=[pool(slots=(pool_slot(), pool_slot(slot(3), 0), pool_slot(never)))],
    )
    assert margins_of(town).closed_week.tolist() == [-1, 1, -1]


def test_ask_first_is_asked() -> None:
    """△ is to be asked however fresh it is."""
    assert one_slot(declared=Declared(DeclaredMark.ASK, 2)).asks


@given(st.integers(0, 5), st.integers(0, 8))
def test_over_capacity_leaves_none(places: int, people: int) -> None:
    """A host that lowers its places under what is taken evicts nobody and has 0 left, never less."""
    held = [placement(person_id=f"Q{n}") for n in range(people)]
    margins = margins_of(problem(pools=[shop_places(places=places)], placements=held))
    assert (margins.used == people).all()
    assert (margins.left == max(0, places - people)).all()
    assert margins.left.dtype == np.int64

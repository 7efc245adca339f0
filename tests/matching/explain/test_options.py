"""An option as a person is told of it: where, when, the way there, what is to be asked, its points."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from geopy.distance import geodesic
from hypothesis import given
from hypothesis import strategies as st

from matching.candidates import CandidateLimits
from matching.explain.options import option
from matching.geo.mesh import mesh_centres
from matching.model import Option, Period, Place, Problem
from matching.prepare import prepare
from matching.scoring import CRITERIA
from matching.vocabulary import (
    Activity,
    Answer,
    Condition,
    Gender,
    PoolKind,
    Side,
    TravelMode,
    Verdict,
)
from tests.matching.builders import (
    HOME_MESH,
    MONDAY,
    NOTHING_ASKED,
    PLACE,
    TODAY,
    WEEKS,
    amount_pool,
    beds,
    host,
    menu,
    night,
    person,
    pool,
    pool_slot,
    problem,
    room,
    slot,
)
from tests.matching.towns import towns


def only_option(**over: Any) -> Option:
    """Describe the only candidate of a problem."""
    prepared = prepare(problem(**over), CandidateLimits())
    assert len(prepared.candidates) == 1
    return option(prepared, 0)


def day(week: int, weekday: int) -> dt.date:
    """Give a day of the horizon."""
    return MONDAY + dt.timedelta(days=7 * week + weekday - 1)


def test_where_and_when() -> None:
    """Menu, host and slots, and the first and the last visit inside the horizon."""
    told = only_option(
        people=[person(fewest_slots=2, most_slots=2)],
        menus=[menu(slots=(slot(4), slot(2)))],
        pools=[pool(slots=(pool_slot(), pool_slot(slot(4))))],
    )
    assert (told.menu_id, told.host_id, told.slots) == ("M1", "H1", (slot(4), slot(2)))
    assert (told.first_day, told.last_day) == (day(0, 2), day(WEEKS - 1, 4))


@pytest.mark.parametrize("nights", [3, 7, 10, 28, 300])
def test_nights_of_a_room(nights: int) -> None:
    """A room is told from the first Monday for as many nights as it is given, or to the end."""
    told = only_option(menus=[room(most_nights=nights)], pools=[beds()])
    assert told.first_day == MONDAY
    assert (told.last_day - told.first_day).days + 1 == min(nights, 7 * WEEKS)


def test_nights_up_to_the_last_day() -> None:
    """A room that closes before its longest stay is told to the last whole week."""
    when = night(last_day=day(2, 3))
    told = only_option(menus=[room(slots=(when,))], pools=[beds(slots=(pool_slot(when),))])
    assert told.last_day == day(1, 7)


def test_way_there() -> None:
    """The way, its minutes, and geopy's distance from the centre of the home square."""
    north = Place(PLACE.lat + 1.2 / 111, PLACE.lng)
    told = only_option(hosts=[host(place=north)])
    metres = geodesic(tuple(mesh_centres([HOME_MESH])[0]), (north.lat, north.lng)).m
    assert told.distance_m == round(metres)
    assert told.mode == TravelMode.WALK
    assert told.travel_minutes == round(metres * 1.3 / (4_000 / 60))


@pytest.mark.parametrize(
    "over",
    [
        {"people": [person(home_mesh=None)]},
        {"people": [person(home_mesh=None, is_protected=True)]},
        {"hosts": [host(place=None)]},
    ],
)
def test_no_way_without_two_ends(over: dict[str, Any]) -> None:
    """Without a square of the home, or a place of the host, nothing is said of the way."""
    told = only_option(**over)
    assert (told.mode, told.travel_minutes, told.distance_m) == (None, None, None)


def test_place_of_the_menu_counts() -> None:
    """A menu that takes place elsewhere is measured there."""
    elsewhere = Place(PLACE.lat + 0.009, PLACE.lng)
    assert only_option(menus=[menu(place=elsewhere)]).distance_m == pytest.approx(1_000, abs=50)


def test_companion_is_named() -> None:
    """Who goes along is named, and nobody where nobody is needed."""
    pools = [pool(), amount_pool(PoolKind.COMPANION, 60)]
    assert (
        only_option(people=[person(accompaniment_minutes=30)], pools=pools).companion_pool_id == "companion"
    )
    assert only_option(pools=pools).companion_pool_id is None


def test_nothing_to_ask() -> None:
    """Where all is known the option fits."""
    told = only_option()
    assert (told.verdict, told.questions) == (Verdict.FITS, ())


@pytest.mark.parametrize(
    ("over", "rule", "side"),
    [
        (
            {"people": [person(conditions={**NOTHING_ASKED, Condition.NOISE: Answer.UNKNOWN})]},
            "condition_noise",
            Side.PERSON,
        ),
        ({"people": [person(availability=None)]}, "availability", Side.PERSON),
        ({"people": [person(staff_gender=Gender.WOMAN)]}, "staff_gender", Side.HOST),
        ({"hosts": [host(place=None)]}, "travel", Side.HOST),
        ({"pools": [pool(slots=(pool_slot(stated_on=None),))]}, "places", Side.HOST),
    ],
)
def test_what_is_to_be_asked(over: dict[str, Any], rule: str, side: Side) -> None:
    """An answer that is missing makes the option 要確認 and says whom to ask."""
    told = only_option(**over)
    assert told.verdict == Verdict.TO_CHECK
    assert [(reason.rule, reason.asks) for reason in told.questions] == [(rule, side)]


def test_age_of_the_statement() -> None:
    """An old statement is to be confirmed, and says how old it is."""
    stated_on = TODAY - dt.timedelta(days=61)
    (asked,) = only_option(pools=[pool(slots=(pool_slot(stated_on=stated_on),))]).questions
    assert asked.values == {"stated_on": stated_on.isoformat(), "days": 61}


def test_oldest_statement_counts() -> None:
    """Of several statements the oldest one is told."""
    old, older = (
        pool_slot(when, stated_on=TODAY - dt.timedelta(days=n)) for when, n in ((slot(), 70), (slot(4), 90))
    )
    told = only_option(
        people=[person(fewest_slots=2, most_slots=2)],
        menus=[menu(slots=(slot(), slot(4)))],
        pools=[pool(slots=(old, older))],
    )
    assert [asked.values["days"] for asked in told.questions] == [90]


@given(town=towns(), replan=st.booleans())
def test_points_add_up(town: Problem, replan: bool) -> None:
    """The criteria add up to the fit, and the parts by the published formula to the value, for everybody."""
    prepared = prepare(town, CandidateLimits(), replan)
    for row in range(0, len(prepared.candidates), 5):
        points = option(prepared, row).points
        size = int(prepared.columns.units.size[prepared.candidates.unit[row]])
        assert sum(points.by_criterion.values()) == points.fit <= points.best_fit
        assert points.by_criterion.keys() <= set(CRITERIA)
        assert points.placed == size * town.weights.placed
        stays = town.weights.change * size * prepared.candidates.current[row]
        assert points.value == points.placed + points.priority + size * (points.fit - points.best_fit) + stays


@given(town=towns(), replan=st.booleans())
def test_days_are_days_on_which_it_takes_place(town: Problem, replan: bool) -> None:
    """The first and the last day are weekdays of the slots, or nights, inside the horizon."""
    prepared = prepare(town, CandidateLimits(), replan)
    for row in range(0, len(prepared.candidates), 5):
        told = option(prepared, row)
        assert (
            town.horizon.first_monday
            <= told.first_day
            <= told.last_day
            <= town.horizon.day(town.weeks - 1, 7)
        )
        if not told.slots[0].is_night:
            weekdays = {when.weekday for when in told.slots}
            assert {told.first_day.isoweekday(), told.last_day.isoweekday()} <= weekdays


def test_closed_days_put_the_first_visit_off() -> None:
    """The first visit is told for the first week in which the host is open."""
    closed = Period(MONDAY, day(0, 7))
    assert only_option(hosts=[host(closed=(closed,))]).first_day == day(1, 2)


def test_strengths_are_the_persons_own() -> None:
    """What speaks for an option is told of the person it is told to."""
    likes = person(likes=(Activity.CAFE,))
    told = only_option(people=[likes], menus=[menu(activities=(Activity.CAFE,))])
    assert "likes" in {reason.rule for reason in told.strengths}
    other = dataclasses.replace(likes, likes=())
    told = only_option(people=[other], menus=[menu(activities=(Activity.CAFE,))])
    assert "likes" not in {reason.rule for reason in told.strengths}

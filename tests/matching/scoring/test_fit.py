"""Fit, criterion by criterion: which way each goes, and between which points. Points are the shipped ones."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.bundled import default_weights
from matching.columns import Columns
from matching.model import LadderStep, Problem, RetentionEstimate
from matching.scoring import CRITERIA, pair_points, pattern_points
from matching.scoring.fit import PAIR_CRITERIA, PATTERN_CRITERIA
from matching.vocabulary import Activity, Answer, Condition, PlacementStatus
from tests.matching.builders import NOTHING_ASKED, menu, person, placement, room, slot
from tests.matching.eligibility.judged import all_pairs
from tests.matching.scoring.scored import pair_scores, pattern_scores
from tests.matching.towns import towns

WEIGHTS = default_weights()
COOKING, CAFE, MUSIC, GAMES = Activity.COOKING, Activity.CAFE, Activity.MUSIC, Activity.GAMES
STEP_FREE, EASY_WORDS, NOISE = Condition.STEP_FREE, Condition.EASY_WORDS, Condition.NOISE


@pytest.mark.parametrize(
    ("likes", "does", "points"),
    [
        ((), (COOKING,), 125),  # nobody asked: the middle, for every menu alike
        ((), (), 125),
        ((COOKING,), (), 0),
        ((COOKING,), (CAFE,), 0),
        ((COOKING,), (COOKING,), 250),
        ((COOKING,), (COOKING, CAFE, MUSIC), 250),  # all that the person likes
        ((COOKING, MUSIC), (COOKING,), 250),  # all that the menu does
        ((COOKING, MUSIC), (COOKING, CAFE), 125),
        ((COOKING, MUSIC, GAMES), (COOKING, CAFE, GAMES), 167),
    ],
)
def test_wish(likes: tuple[Activity, ...], does: tuple[Activity, ...], points: int) -> None:
    """The more of what the person likes, of what could be, the more points."""
    assert pair_scores(person(likes=likes), menu(activities=does))["wish"] == points


def needs(*conditions: Condition) -> Any:
    """Make a person who needs these supports and bears everything."""
    return person(conditions={**NOTHING_ASKED, **dict.fromkeys(conditions, Answer.YES)})


@pytest.mark.parametrize(
    ("who", "offers", "points"),
    [
        (person(), {}, 200),  # who needs nothing is suited everywhere
        (person(conditions={}), {STEP_FREE: Answer.NO}, 200),  # and so is who has not been asked
        (needs(STEP_FREE), {STEP_FREE: Answer.YES}, 200),
        (needs(STEP_FREE), {}, 0),
        (needs(STEP_FREE), {STEP_FREE: Answer.UNKNOWN}, 0),
        (needs(STEP_FREE, EASY_WORDS), {STEP_FREE: Answer.YES}, 100),
        (person(conditions={NOISE: Answer.NO}), {NOISE: Answer.NO}, 200),
        (person(conditions={NOISE: Answer.NO}), {}, 0),
    ],
)
def test_conditions(who: Any, offers: dict[Condition, Answer], points: int) -> None:
    """The more of what the person needs is known to be there, the more points."""
    assert pair_scores(who, menu(conditions=offers))["conditions"] == points


@pytest.mark.parametrize(
    ("minutes", "most", "points"),
    [
        (0, 30, 200),
        (15, 30, 100),
        (29.9, 30, 1),
        (30, 30, 0),
        (45, 30, 0),  # never less than none
        (float("inf"), 30, 0),
        (0, 0, 200),
        (1, 0, 0),
        (float("nan"), 30, 100),  # unknown: the middle, for every menu alike
        (30, None, 100),  # no limit heard: measured by an hour
        (60, None, 0),
        (float("nan"), None, 100),
    ],
)
def test_travel(minutes: float, most: int | None, points: int) -> None:
    """The nearer within what the person can bear, the more points."""
    assert pair_scores(person(most_travel_minutes=most), minutes=minutes)["travel"] == points


@pytest.mark.parametrize(
    ("over", "points"),
    [
        ({}, 100),
        ({"status": PlacementStatus.ENDED}, 100),  # a host the person knows from before
        ({"person_id": "P9"}, 0),
    ],
)
def test_continuity(over: dict[str, Any], points: int) -> None:
    """A host the person knows has the points, and a strange one none."""
    held = placement(**{"person_id": "P1", **over})
    assert pair_scores(placements=[held])["continuity"] == points


@pytest.mark.parametrize(
    ("shares", "points"),
    [
        ({}, 50),  # nothing is predicted: the middle
        ({("M1", 1): 0.9}, 50),  # the only prediction is the person's middle one
        ({("M1", 1): 0.9, ("M2", 1): 0.7, ("M3", 1): 0.6}, 70),  # 0.2 above it
        ({("M1", 1): 0.4, ("M2", 1): 0.7, ("M3", 1): 0.6}, 30),
        ({("M1", 1): 1.0, ("M2", 1): 0.2, ("M3", 1): 0.1}, 100),  # never more than all
        ({("M1", 2): 0.9, ("M2", 1): 0.7, ("M3", 1): 0.6}, 50),  # of another pattern
    ],
)
def test_retention_where_it_is_turned_on(shares: dict[tuple[str, int], float], points: int) -> None:
    """A better prediction than the person's middle one has more points, and no prediction is the middle."""
    weights = dataclasses.replace(WEIGHTS, retention=100)
    estimates = tuple(RetentionEstimate(menu_id, each, slots) for (menu_id, slots), each in shares.items())
    who = person(retention=estimates)
    assert pattern_scores(0b1, who, weights=weights)["retention"] == points


def test_retention_is_off_by_default() -> None:
    """A prediction moves nothing until a municipality turns it on."""
    estimates = (RetentionEstimate("M1", 1.0), RetentionEstimate("M2", 0.0))
    assert pattern_scores(0b1, person(retention=estimates))["retention"] == 0


@pytest.mark.parametrize(("questions", "points"), [(0, 0), (1, -60), (3, -180)])
def test_host_unknown(questions: int, points: int) -> None:
    """Each answer the host owes costs."""
    assert pair_scores(host_questions=questions)["host_unknown"] == points


FOUR = menu(slots=tuple(slot(day) for day in (1, 2, 3, 4)))


@pytest.mark.parametrize(
    ("slots", "most", "goal", "points"),
    [
        (0b0001, 1, None, 200),  # all that is wanted, and no goal to grow towards
        (0b0001, 2, None, 125),
        (0b0011, 2, None, 200),
        (0b0111, 2, None, 200),  # never more than all
        (0b0001, 1, LadderStep(4, 120), 200),  # room for every slot of the goal
        (0b0001, 1, LadderStep(8, 120), 175),  # for half of them
        (0b0001, 1, LadderStep(4, 121), 150),  # its stays are too short for the goal
        (0b0001, 2, LadderStep(8, 121), 75),
    ],
)
def test_ladder(slots: int, most: int, goal: LadderStep | None, points: int) -> None:
    """As many slots as are wanted now, and room for the step after."""
    assert pattern_scores(slots, person(most_slots=most, goal=goal), FOUR)["ladder"] == points


def test_a_room_is_the_whole_ladder() -> None:
    """A room is all that somebody needs now, whatever their slots by day."""
    who = person(most_slots=5, goal=LadderStep(5, 300))
    assert pattern_scores(1, who, room())["ladder"] == WEIGHTS.ladder


@pytest.mark.parametrize(
    ("slots", "points"),
    [(0b001, 50), (0b010, 50), (0b101, 50), (0b011, 25), (0b111, 33)],
)
def test_spread(slots: int, points: int) -> None:
    """Visits on different days have more points than two on one day."""
    twice_on_tuesday = (slot(2), slot(2, "13:00", "15:00"), slot(4))
    found = pattern_scores(slots, person(most_slots=3), menu(slots=twice_on_tuesday))
    assert found["spread"] == points


@pytest.mark.parametrize(("weeks", "points"), [(0, 0), (1, -15), (11, -165)])
def test_late_start(weeks: int, points: int) -> None:
    """Each week later than could be costs."""
    assert pattern_scores(1, weeks_late=weeks)["late_start"] == points


def test_order_of_the_criteria() -> None:
    """Each criterion has its own weight, and each weight of fit its criterion."""
    assert (*PAIR_CRITERIA, *PATTERN_CRITERIA) == CRITERIA
    others = {
        "placed", "waiting_point_a_week", "most_waiting_weeks", "urgency", "deepest_fit", "change",
    }  # fmt: skip
    assert set(CRITERIA) == {field.name for field in dataclasses.fields(WEIGHTS)} - others


def points_of(town: Problem) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give the persons of all pairs with their points by pair, and by the pattern of all slots."""
    town = town.in_order()
    pairs = all_pairs(town)
    columns = Columns.of(town)
    zero = np.zeros(len(pairs), dtype=np.int64)
    by_pair = pair_points(
        columns.people, columns.menus, town.weights, pairs.person, pairs.menu, pairs.minutes, zero
    )
    every_slot = (1 << columns.menus.n_slots[pairs.menu]) - 1
    by_pattern = pattern_points(
        columns.people, columns.menus, town.weights, pairs.person, pairs.menu, every_slot, zero
    )
    return pairs.person, by_pair, by_pattern


@given(towns())
def test_every_criterion_stays_in_its_range(town: Problem) -> None:
    """Points lie between nothing and the weight of the criterion."""
    _, by_pair, by_pattern = points_of(town)
    for names, table in ((PAIR_CRITERIA, by_pair), (PATTERN_CRITERIA, by_pattern)):
        for name, points in zip(names, table.T, strict=True):
            assert ((points >= 0) & (points <= getattr(town.weights, name))).all(), name


@given(towns())
def test_what_nobody_asked_is_alike_for_every_host(town: Problem) -> None:
    """Where the person's own answers are unheard, those criteria put no host before another."""
    unheard = tuple(
        dataclasses.replace(who, likes=(), conditions={}, home_mesh=None, most_travel_minutes=None)
        for who in town.people
    )
    _, points, _ = points_of(dataclasses.replace(town, people=unheard))
    expected = {"wish": WEIGHTS.wish / 2, "conditions": WEIGHTS.conditions, "travel": WEIGHTS.travel / 2}
    for name, middle in expected.items():
        assert (points[:, PAIR_CRITERIA.index(name)] == middle).all(), name


@given(st.lists(st.floats(0, 300), min_size=2, max_size=9), st.none() | st.integers(0, 240))
def test_nearer_is_never_worse(minutes: list[float], most: int | None) -> None:
    """Of two ways the shorter never has fewer points."""
    points = [
        pair_scores(person(most_travel_minutes=most), minutes=each)["travel"] for each in sorted(minutes)
    ]
    assert points == sorted(points, reverse=True)

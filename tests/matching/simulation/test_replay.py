"""A year replayed week by week keeps its promises under every policy."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.errors import InvalidProblem
from matching.selection import SelectParams
from matching.simulation import policies
from matching.simulation.arrivals import draw_year
from matching.simulation.held import Held
from matching.simulation.hindsight import in_hindsight
from matching.simulation.replay import Stays, replay
from matching.simulation.week import Choose, Week
from matching.simulation.year import Year, YearParams
from tests.matching.simulation.years import SMALL, faults, planted

EXACT = SelectParams(time_limit_s=60)
TOWN = YearParams(weeks=10, people=30, hosts=8, districts=2)

Make = Callable[[Year, YearParams, int], Choose]


def _held(year: Year, params: YearParams, seed: int) -> Choose:
    return Held(year, [draw_year(params, seed, past) for past in (1, 2)])


POLICIES: dict[str, Make] = {
    "first_come": lambda *_: policies.first_come,
    "greedy": lambda *_: policies.greedy,
    "deferred": lambda *_: policies.deferred,
    "weekly": lambda *_: policies.weekly,
    "held": _held,
}


def worth(year: Year, stays: Stays) -> int:
    """Add up what a year was worth."""
    return int(year.worth(stays.candidate[stays.placed], stays.start[stays.placed]).sum())


def done(stays: Stays | None) -> Stays:
    """Insist that a replay came to its end."""
    assert stays is not None
    return stays


@pytest.mark.parametrize("name", POLICIES)
@settings(max_examples=12, deadline=None)
@given(params=SMALL, seed=st.integers(0, 10_000))
def test_no_week_holds_more_than_there_is_and_hindsight_is_never_beaten(
    name: str, params: YearParams, seed: int
) -> None:
    """Counted stay by stay, seats, presence and answers are kept; nothing is worth more than hindsight."""
    year = draw_year(params, seed)
    stays = done(replay(year, POLICIES[name](year, params, seed)))
    best = in_hindsight(year, EXACT)
    assert faults(year, stays) == []
    assert faults(year, best.stays) == []
    assert worth(year, stays) <= worth(year, best.stays) <= best.bound


@pytest.mark.parametrize("name", POLICIES)
def test_equal_seeds_give_equal_years(name: str) -> None:
    """Drawn and replayed twice, a year comes out the same; another seed does not."""

    def run(seed: int) -> list[int]:
        year = draw_year(TOWN, seed)
        stays = done(replay(year, POLICIES[name](year, TOWN, seed)))
        return [*stays.start.tolist(), *stays.candidate.tolist()]

    assert run(5) == run(5)
    assert run(5) != run(6)


@pytest.mark.parametrize("choose", [policies.first_come, policies.greedy, policies.deferred, policies.weekly])
def test_who_only_looks_at_this_week_gives_the_last_seat_away(choose: Choose) -> None:
    """In the planted year the second person is left without a place by every policy but held capacity."""
    year = planted()
    assert done(replay(year, choose)).candidate.tolist() == [0, -1]
    # Nothing is lost where there is a seat for both: the planting is what costs.
    assert done(replay(planted(popular_seats=2), choose)).candidate.tolist() == [0, 2]


def test_held_capacity_keeps_the_last_seat_for_who_has_no_other() -> None:
    """Taught by two years like it, the flexible person takes the other seat, as hindsight would."""
    year = planted()
    held = Held(year, [planted(), planted()])
    stays = done(replay(year, held))
    assert stays.candidate.tolist() == [1, 2]
    assert in_hindsight(year, EXACT).stays.candidate.tolist() == [1, 2]
    assert held.prices[0] > held.prices[1] == 0


def test_nothing_is_held_for_people_who_never_came() -> None:
    """Taught by years in which the second person never came, the first takes what they like best."""
    year = planted()
    of_candidates = ("person", "host", "value", "rows", "accepts", "lasts")
    never = dataclasses.replace(year, **{name: getattr(year, name)[:2] for name in of_candidates})
    stays = done(replay(year, Held(year, [never, never])))
    assert stays.candidate.tolist() == [0, -1]


def test_held_capacity_needs_past_years() -> None:
    """One past year is too few to learn from."""
    with pytest.raises(InvalidProblem, match="2 or more years"):
        Held(planted(), [planted()])


def test_a_refusal_costs_no_seat_and_is_not_asked_again() -> None:
    """Refused by the host it likes best, a person begins at the other in the same week."""
    year = dataclasses.replace(planted(), accepts=np.array([False, True, True]))
    asked: list[int] = []

    def choose(week: Week) -> np.ndarray:
        found = policies.weekly(week)
        asked.extend(found.tolist())
        return found

    stays = done(replay(year, choose))
    assert stays.candidate.tolist() == [1, 2]
    assert stays.start.tolist() == [1, 2]
    assert asked == [0, 1, 2]


def test_a_busy_host_is_asked_another_week() -> None:
    """Put off in one week, the second person begins in the next."""
    year = planted(popular_seats=2)
    year.busy[0, 2] = True
    assert done(replay(year, policies.weekly)).start.tolist() == [1, 3]


def test_a_broken_stay_gives_its_seat_back() -> None:
    """The seat of a stay that breaks off after two weeks goes to who waits for it."""
    year = dataclasses.replace(planted(), lasts=np.array([2, 13, 13]))
    assert done(replay(year, policies.weekly)).start.tolist() == [1, 3]


def test_a_host_that_closes_takes_nobody_any_more() -> None:
    """From its notice on nobody begins there, and its seats are gone from its last week on."""
    year = dataclasses.replace(planted(popular_seats=2), closes=np.array([6, 1_000_000, 1_000_000]))
    stays = done(replay(year, policies.weekly))
    assert stays.candidate.tolist() == [0, -1]
    assert year.ends(np.array([0]), 1).tolist() == [6]


@pytest.mark.parametrize(
    "proposed", [[0, 1], [0, 0, 2]], ids=["one person twice", "a candidate of another week"]
)
def test_no_policy_is_trusted(proposed: list[int]) -> None:
    """A policy that proposes what may not be is found out at once."""
    with pytest.raises(InvalidProblem):
        replay(planted(), lambda week: np.array(proposed))


def test_too_many_for_a_seat_are_found_out() -> None:
    """A policy that gives one seat to two people is found out, and so is it by the recount."""
    year = dataclasses.replace(planted(), arrives=np.array([1, 1]))
    with pytest.raises(InvalidProblem, match="no more than there is"):
        replay(year, lambda week: np.array([0, 2]))
    both = Stays(np.array([1, 1]), np.array([0, 2]))
    assert any("is over" in fault for fault in faults(year, both))


def test_a_replay_can_be_stopped() -> None:
    """A stopped replay has no result."""
    assert replay(planted(), policies.weekly, should_stop=lambda: True) is None
